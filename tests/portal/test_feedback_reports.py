"""What readers say is seen by those who may edit the page or own it, and by nobody else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from portal.models import PageFeedback
from tests.factories import UserFactory, method

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(page, text="Jag saknade en mall.", **values) -> PageFeedback:
    return PageFeedback.objects.create(page=page, **{"helped": False, "text": text, "language": "sv", **values})


@pytest.fixture
def page():
    return method(title="Sagd metod")


@pytest.fixture
def communicator():
    return UserFactory(groups=["Kommunikatörer"])


def test_a_communicator_sees_and_deals_with_it(page, communicator):
    row, client = said(page), signed_in(communicator)
    html = client.get(reverse("feedback_report")).content.decode()
    assert "Sagd metod" in html
    assert "Jag saknade en mall." in html
    client.post(reverse("feedback_dealt", args=[row.pk]), {"next": "https://example.com/"})
    row.refresh_from_db()
    assert row.dealt_on
    open_ones = client.get(reverse("feedback_report"), {"dealt": "no"}).content.decode()
    assert "Jag saknade en mall." not in open_ones
    client.post(reverse("feedback_dealt", args=[row.pk]), {"undo": "1"})
    row.refresh_from_db()
    assert row.dealt_on is None


def test_somebody_who_edits_another_part_sees_nothing_of_it(page):
    row = said(page)
    user = UserFactory(groups=["Kursledare"])
    elsewhere = Page.objects.live().filter(depth=3).exclude(pk=page.get_parent().pk).first()
    group = user.groups.get()
    GroupPagePermission.objects.create(group=group, page=elsewhere, permission_type="change")
    client = signed_in(user)
    assert "Jag saknade en mall." not in client.get(reverse("feedback_report")).content.decode()
    assert "Sagd metod" not in client.get(reverse("feedback_pages_report")).content.decode()
    assert client.post(reverse("feedback_dealt", args=[row.pk]), follow=True).status_code == 404
    row.refresh_from_db()
    assert row.dealt_on is None


def test_an_owner_sees_their_own(page):
    user = UserFactory(groups=["Kursledare"])
    client = signed_in(user)
    said(page)
    assert client.get(reverse("feedback_report")).status_code == 302  # nothing to look after
    own = method(title="Egen metod", content_owner=user)
    said(own, "Mer om tid.")
    html = client.get(reverse("feedback_report")).content.decode()
    assert "Mer om tid." in html
    assert "Jag saknade en mall." not in html
    desk = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 text från läsare om dina sidor väntar." in desk
    assert "Mer om tid." in desk


def test_an_employee_has_no_way_in(page, employee):
    said(page)
    assert employee.get(reverse("feedback_report")).status_code == 302


def test_by_page_with_shares(page, communicator):
    for helped in (True, True, True, False):
        said(page, "", helped=helped)
    said(page, "Mall", helped=False)
    client = signed_in(communicator)
    response = client.get(reverse("feedback_pages_report"))
    row = response.context["object_list"][0]
    assert (row.pk, row.yes, row.no, round(row.share), row.new_texts) == (page.pk, 3, 2, 60, 1)
    assert "60\u00a0%" in response.content.decode()


@pytest.mark.parametrize("query", ["helped=True", "language=en", "written=no", "given_on_from=2099-01-01"])
def test_filters(page, communicator, query):
    said(page)
    html = signed_in(communicator).get(f"{reverse('feedback_report')}?{query}").content.decode()
    assert "Jag saknade en mall." not in html


def test_as_a_file_without_formulas(page, communicator):
    said(page, "=HYPERLINK(1)")
    response = signed_in(communicator).get(reverse("feedback_report"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "'=HYPERLINK(1)" in text
    assert "Sagd metod" in text


def test_the_lists_do_not_grow_with_their_rows(page, communicator):
    client = signed_in(communicator)
    names = ("feedback_report", "feedback_pages_report")

    def queries() -> list[int]:
        found = []
        for name in names:
            client.get(reverse(name))
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse(name))
            found.append(len(captured))
        return found

    said(page)
    few = queries()
    for number in range(20):
        said(method(), f"Text {number}")
    assert queries() == few
