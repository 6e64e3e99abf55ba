"""What does not make sense is answered with a clear message, never with a 500."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from home.models import HomePage
from methodbank.models import MethodIndexPage, MethodPage, MethodRelation
from portal.models import PortalDocument, PortalSettings
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


@pytest.mark.parametrize(
    "people", ["0", "-3", "många", "1.5", "99999999999999999999", "٣", " ", "%00", "000001" + "0" * 400, "1" * 5000]
)
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


@pytest.mark.parametrize(
    "path",
    ["/sv/%00/", "/sv/metoder/a%00b/", "/%00", "/sv/occasions/calendar/%00.ics", "/sv/learning/certificates/%00/"],
)
def test_an_address_with_a_nul_is_nowhere(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "Content-Security-Policy" in response.headers
    assert "<h1" in response.content.decode()


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


class TestRestrictedInOtherWays:
    """What is restricted shows neither in the other language nor through what others link to, and not as a file."""

    @pytest.fixture
    def restricted(self):
        page = MethodPage.objects.filter(locale=source(), title="Hjärnskrivning").first()
        page = page or MethodPage.objects.filter(locale=source(), live=True).order_by("path").first()
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        restriction.groups.add(Group.objects.create(name="Invigda"))
        return page

    def test_its_translation_is_restricted_too(self, client, employee, restricted):
        english = restricted.get_translations().get()
        assert client.get(english.url).status_code == 302
        assert employee.get(english.url).status_code == 403
        assert english.url not in employee.get("/en/search/", {"q": english.title}).content.decode()

    def test_those_who_may_see_it_find_it(self, client, restricted):
        client.force_login(UserFactory(groups=["Invigda"]))
        html = client.get("/sv/search/", {"q": restricted.title}).content.decode()
        assert restricted.url in html

    def test_what_one_has_seen_is_not_kept_for_others(self, client, employee, restricted):
        relation = MethodRelation.objects.filter(method=restricted, page__live=True, page__locale=source()).first()
        other = relation.page if relation else method(related_methods=[MethodRelation(method=restricted)])
        client.force_login(UserFactory(groups=["Invigda"]))
        assert restricted.url in client.get(other.url).content.decode()
        assert restricted.url not in employee.get(other.url).content.decode()

    def test_links_of_the_start_page_and_the_footer(self, client, restricted):
        settings = PortalSettings.load()
        settings.footer_links = stream(("link", {"page": restricted.pk, "address": "", "text": "", "language": ""}))
        settings.save()
        start = HomePage.objects.get(locale=source())
        start.ways_in = stream(("way", {"title": "Hemlig väg", "text": "", "page": restricted.pk}))
        start.save_revision().publish()
        html = client.get("/sv/").content.decode()
        assert restricted.url not in html
        assert "Hemlig väg" not in html

    def test_a_page_taken_away_says_no_title(self, client, restricted):
        restricted.unpublish()
        response = client.get(restricted.url_path.replace("/start/", "/sv/"))
        assert response.status_code == 404
        assert restricted.title not in response.content.decode().split("<main")[1]

    def test_a_document_of_a_private_collection(self, client):
        collection = Collection.get_first_root_node().add_child(name="Hemligt")
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        document = PortalDocument.objects.create(
            title="Hemlig", collection=collection, file=ContentFile(b"hemligt", name="hemlig.txt")
        )
        assert client.get(document.url).status_code == 302
        assert client.get(document.file.url).status_code == 404


def test_headers_are_strict(client):
    response = client.get("/sv/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
