"""What does not make sense is answered with a clear message, never with a 500."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from methodbank.models import MethodIndexPage
from tests.factories import UserFactory, method, source, stream

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "phase=nonsense",
        "phase=%00&page=x",
        "page=999999999999999999999999",
        "page=-1&sort=drop+table",
        "time=9999&group=%F0%9F%98%80",
        "phase=" + "a" * 5000,
        "&".join(f"phase=p{number}" for number in range(500)),
    ],
)
def test_filters_with_nonsense(client, query):
    response = client.get(f"/sv/metoder/?{query}")
    assert response.status_code == 200
    html = response.content.decode()
    assert "<script" not in html.split("</head>")[1]
    if "phase" in query:
        assert "Adressen innehåller filter som inte finns" in html


def test_a_script_in_a_filter_is_text(client):
    html = client.get("/sv/metoder/?phase=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in html


@pytest.mark.parametrize("people", ["0", "-3", "många", "1.5", "99999999999999999999", "٣", " ", "%00"])
def test_people_asked_for_with_nonsense(client, people):
    material = {"item": "Papper", "quantity": 1, "per_people": 1, "digital": ""}
    page = method(materials=stream(("material", material)))
    response = client.get(page.url, {"people": people})
    assert response.status_code == 200
    assert ("Skriv ett helt antal personer" in response.content.decode()) == bool(people.strip())


@pytest.mark.parametrize(
    "query", ["", " ", "\x00", '"', "a" * 10_000, "' OR 1=1 --", "*" * 50, "((((", "ö" * 300, "AND OR NOT"]
)
def test_search_takes_anything(client, query):
    assert client.get("/sv/search/", {"q": query}).status_code == 200


def test_a_missing_page_helps(client):
    response = client.get("/sv/finns/inte/")
    assert response.status_code == 404
    html = response.content.decode()
    assert "Sidan finns inte" in html
    assert 'role="search"' in html
    assert "The page does not exist" in client.get("/en/not/there/").content.decode()


def test_a_page_taken_away_is_gone(client):
    page = method(title="Gammal", slug="gammal")
    page.unpublish()
    response = client.get("/sv/metoder/gammal/")
    assert response.status_code == 410
    assert "Sidan är borttagen" in response.content.decode()


def test_a_draft_that_was_never_published_does_not_exist(client):
    method(title="Utkast", slug="utkast", live=False)
    assert client.get("/sv/metoder/utkast/").status_code == 404


def test_a_server_error_has_a_page_of_its_own(rf):
    from portal.views import server_error

    response = server_error(rf.get("/sv/"))
    assert response.status_code == 500
    assert "Något gick fel" in response.content.decode()


class TestRestrictedPages:
    """Nobody reaches what they may not, nor sees it counted."""

    @pytest.fixture
    def secret(self):
        page = method(title="Hemlig metod", slug="hemlig")
        group = Group.objects.create(name="Invigda")
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        restriction.groups.add(group)
        return page

    def test_a_stranger(self, client, secret):
        assert client.get(secret.url).status_code == 302
        assert "Hemlig metod" not in client.get("/sv/metoder/?sort=new").content.decode()

    def test_an_employee(self, employee, secret):
        assert employee.get(secret.url).status_code == 403
        assert "Hemlig metod" not in employee.get("/sv/metoder/?sort=new").content.decode()

    def test_a_member(self, client, secret):
        client.force_login(UserFactory(groups=["Invigda"]))
        assert client.get(secret.url).status_code == 200
        assert "Hemlig metod" in client.get("/sv/metoder/?sort=new").content.decode()

    def test_it_is_not_counted(self, client, secret):
        index = MethodIndexPage.objects.get(locale=source())
        public = client.get(index.url).context["listing"].everything
        client.force_login(UserFactory(groups=["Invigda"]))
        assert client.get(index.url).context["listing"].everything == public + 1

    def test_nor_found(self, client, secret):
        assert "Hemlig metod" not in client.get("/sv/search/", {"q": "Hemlig"}).content.decode()


def test_headers_are_strict(client):
    response = client.get("/sv/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
