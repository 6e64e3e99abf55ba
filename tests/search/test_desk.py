"""The search desk: who may see it, what it shows, and that its acts mend."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from methodbank.models import MethodPage
from portal.csv_files import cell
from portal.models import PortalSettings
from search import examples
from search.desk import figures
from search.desk.acts import Acts
from search.models import BestBet, Missing, SearchLog, Synonym, Unsuggested
from tests.factories import UserFactory, method

pytestmark = pytest.mark.django_db
DESK = "/admin/search-desk/"


@pytest.fixture
def owner(db) -> Client:
    """The browser of a search owner."""
    client = Client()
    client.force_login(UserFactory(groups=["Sökansvarig"]))
    return client


@pytest.fixture
def empty(db) -> None:
    SearchLog.objects.all().delete()


def rows(query: str, times: int = 1, *, days: int = 0, **values) -> None:
    """Searches of a query, so many days ago."""
    facts = {"language": "sv", "hits": 3, "stage": "strict", "engine": "sqlite", "milliseconds": 20}
    SearchLog.objects.bulk_create(
        SearchLog(minute=timezone.now() - timedelta(days=days), query=query, **(facts | values))
        for _number in range(times)
    )


def queries(client: Client, name: str, **chosen) -> list[str]:
    """The queries that a list of the desk shows."""
    body = client.get(DESK, {"list": name, **chosen}).content.decode()
    return [unescape(found) for found in re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', body)]


def acts(client: Client, name: str, query: str) -> dict[str, str]:
    """The acts of a query's row: label and address."""
    body = client.get(DESK, {"list": name}).content.decode()
    found = re.findall(rf'href="([^"]+)" aria-label="([^:"]+): {query}"', body)
    return {label: unescape(address) for address, label in found}


def test_only_those_who_care_for_search_see_the_desk(owner):
    addresses = [DESK, f"{DESK}query/?query=apt&language=sv", f"{DESK}ask/?query=apt&language=sv"]
    editor, writer = Client(), Client()
    editor.force_login(UserFactory(groups=["Chefredaktörer"]))
    writer.force_login(UserFactory(groups=["Kommunikatörer"]))
    for address in addresses:
        assert owner.get(address).status_code == editor.get(address).status_code == 200
        assert writer.get(address).status_code == 302
        assert Client().get(address).status_code == 302
    menu = owner.get("/admin/").content.decode()
    assert DESK in menu
    assert "/admin/searchpicks/" not in menu
    assert DESK not in writer.get("/admin/").content.decode()


def test_the_group_has_no_more_than_it_needs():
    found = set(Group.objects.get(name="Sökansvarig").permissions.values_list("codename", flat=True))
    models = ("synonym", "bestbet", "unsuggested")
    needed = {f"{action}_{model}" for model in models for action in ("add", "change", "delete", "view")}
    assert found == needed | {"view_searchlog", "access_admin"}


def test_the_lists(owner, empty):
    rows("parkering", 4, hits=0)
    rows("wifi", 2, hits=0, language="en")
    rows("mall", 3)
    rows("apt", 5, clicked_rank=1)
    rows("apt", 1)
    rows("trög", 1, milliseconds=900)
    rows("gammal", 4, hits=0, days=40)
    assert queries(owner, "without") == ["parkering", "wifi"]
    assert queries(owner, "without", days=90) == ["gammal", "parkering", "wifi"]
    assert queries(owner, "without", language="en") == ["wifi"]
    assert queries(owner, "unclicked") == ["mall"]
    assert queries(owner, "slow") == ["trög"]
    assert queries(owner, "common")[0] == "apt"
    assert queries(owner, "unheard-of", days="x", language="xx") == ["parkering", "wifi"]


def test_what_rises_is_compared_with_the_week_before(owner, empty):
    rows("stiger", 6, days=1)
    rows("stiger", 2, days=9)
    rows("sjunker", 3, days=1)
    rows("sjunker", 5, days=9)
    rows("ny", 3, days=2)
    assert queries(owner, "rising") == ["stiger", "ny"]


def test_the_totals(empty):
    rows("a", 2, hits=0)
    rows("b", 5, clicked_rank=1)
    rows("b", 1, clicked_rank=4)
    rows("c", 2, milliseconds=700)
    found = figures.totals(figures.Period())
    assert (found["searches"], found["without_share"], found["click_share"]) == (10, 20, 60)
    assert (found["first_share"], found["slow_share"]) == (83, 20)
    days = figures.days(figures.Period(7))
    assert len(days) == 7
    assert (days[-1].searches, days[-1].without) == (10, 2)


def test_an_empty_log_is_no_fault(owner, empty):
    for name in figures.LISTS:
        assert owner.get(DESK, {"list": name}).status_code == 200
    html = owner.get(f"{DESK}query/", {"query": "qqqqqwwww", "language": "en"}).content.decode()
    for said in ("”qqqqqwwww”", "Engelska · inte i loggen", "gör en synonym"):
        assert said in html
    assert owner.get(f"{DESK}query/", {"query": "", "language": "sv"}, follow=True).status_code == 404
    assert owner.get(f"{DESK}query/", {"query": "något", "language": "xx"}, follow=True).status_code == 404


def test_the_desk_does_not_ask_more_of_the_database_for_more_rows(owner, empty, django_assert_max_num_queries):
    for number in range(25):
        rows(f"sökning {number}", 2, hits=0)
    owner.get(DESK)
    with django_assert_max_num_queries(20):
        owner.get(DESK)


def test_a_synonym_in_three_clicks_and_its_effect(owner, empty):
    method(title="Kvastrymden", slug="kvastrymden")
    rows("flygsopning", 5, hits=0)
    address = acts(owner, "without", "flygsopning")["Synonym"]
    form = owner.get(address)
    body = form.content.decode()
    assert re.search(r"<textarea[^>]*>\s*flygsopning</textarea>", body)
    action = unescape(re.search(r'action="([^"]*synonym/add[^"]*)"', body)[1])
    language = re.search(r'<option value="(\d+)" selected>', body)[1]
    saved = owner.post(action, {"language": language, "words": "flygsopning\nkvastrymden"})
    assert saved.status_code == 302
    page = owner.get(saved.url).content.decode()
    assert "Kvastrymden" in page
    assert re.search(r"<td>0</td><td><strong>1</strong></td>", page)


def test_a_best_bet_begins_with_what_people_open(owner, empty):
    page = MethodPage.objects.live().filter(locale__language_code="sv").first()
    rows("resekarta", 3, clicked_rank=5, clicked=str(page.translation_key))
    body = owner.get(acts(owner, "common", "resekarta")["Rekommendation"]).content.decode()
    assert 'value="resekarta"' in body
    assert page.title in unescape(body)


def test_a_best_bet_does_not_begin_with_what_its_writer_may_not_see(owner, empty):
    page = method(title="Kvastrymden")
    rows("resekarta", 3, clicked_rank=5, clicked=str(page.translation_key))
    limit = PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type="groups")
    limit.groups.add(Group.objects.create(name="Styrgruppen"))
    address = acts(owner, "common", "resekarta")["Rekommendation"]
    assert "Kvastrymden" not in owner.get(address).content.decode()
    limit.delete()
    assert "Kvastrymden" in owner.get(address).content.decode()


def test_a_draft_begins_with_the_query(owner, empty):
    rows("kanban", 5, hits=0)
    address = acts(owner, "without", "kanban")["Nytt utkast"]
    body = owner.get(address).content.decode()
    assert re.search(r'name="title" value="Kanban"', body)
    parent = Page.objects.get(slug="metoder")
    other = reverse("wagtailadmin_pages:add", args=["methodbank", "methodpage", parent.pk])
    assert address.startswith(f"{other}?"), "a method"
    assert "Kanban" not in owner.get(other).content.decode()


def test_a_search_owner_writes_drafts_and_leaves_the_rest_to_others(owner, empty):
    person = UserFactory(groups=["Sökansvarig"])
    theirs, own = method(title="Kanban"), method(title="Kanban två", live=False, owner=person)
    mine = Page.objects.get(pk=own.pk).permissions_for_user(person)
    assert mine.can_edit()
    assert mine.can_submit_for_moderation()
    assert not mine.can_publish()
    assert not Page.objects.get(pk=theirs.pk).permissions_for_user(person).can_edit()
    nobody = UserFactory(groups=["Kursledare"])
    rows("kanban", 5, hits=0)
    assert Acts(nobody).draft == ""


def test_an_owner_is_asked_by_mail(owner, empty):
    rows("kanban", 5, hits=0)
    page = MethodPage.objects.live().filter(locale__language_code="sv").first()
    address = acts(owner, "without", "kanban")["Fråga en ägare"]
    assert "5 gånger" in owner.get(address).content.decode()
    editors = PortalSettings.load()
    editors.contact_email = "redaktion@example.lulea.se"
    editors.save()
    owner.post(address, {"page": page.pk, "message": "Finns det?"})
    page.content_owner = UserFactory(email="agare@example.lulea.se")
    page.save()
    owner.post(address, {"page": page.pk, "message": "Finns det?\nHej"})
    assert [message.to for message in mail.outbox] == [["redaktion@example.lulea.se"], ["agare@example.lulea.se"]]
    assert "kanban" in mail.outbox[0].subject
    assert page.title in mail.outbox[1].body
    editors.contact_email = ""
    editors.save()
    assert owner.post(address, {"message": "Hej"}).status_code == 200
    assert len(mail.outbox) == 2


def test_a_list_as_csv(owner, empty):
    rows("=cmd|' /c calc'!a1", 2, hits=0)
    rows("mötesformer; åäö", 3, hits=0)
    response = owner.get(DESK, {"list": "without", "export": "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    lines = response.content.decode("utf-8").splitlines()
    assert lines[0].startswith("\ufeff")
    assert lines[1].startswith('"mötesformer; åäö";sv;3;0;')
    assert lines[2].startswith("'=cmd")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx", "\rx"])
def test_no_cell_is_a_formula(text):
    assert cell(text) == f"'{text}"
    assert cell(-1) == "-1"


@pytest.mark.once
def test_the_example_brings_forty_days_and_takes_them_away():
    from home.examples import search_log

    def logged():
        return list(SearchLog.objects.order_by("pk").values_list("query", "clicked_rank", "milliseconds"))

    first = logged()
    assert len(first) > 2_000
    days = SearchLog.objects.datetimes("minute", "day")
    assert len(days) >= examples.DAYS - 1  # today may be too young
    rows("parkering", 1, hits=0)
    search_log.load()
    assert len(logged()) == pytest.approx(len(first) + 1, abs=0.1 * len(first))  # some hours of today are still to come
    assert Synonym.objects.count() == 40
    Synonym.objects.create(language_id=1, words="eget\nord")
    call_command("remove_example", verbosity=0)
    assert [row[0] for row in logged()] == ["parkering"]
    assert list(Synonym.objects.values_list("words", flat=True)) == ["eget\nord"]
    assert not BestBet.objects.exists()
    assert not Unsuggested.objects.exists()


def test_a_tip_waits_with_its_acts_until_it_is_done(owner, empty):
    Missing.objects.all().delete()
    asked = Missing.objects.create(query="semesterlista", language="sv", message="Var är mallen?\n=1+1")
    Missing.objects.create(query="", language="en", message="A page about pets")
    Missing.objects.filter(pk=asked.pk).update(sent=timezone.now() - timedelta(days=200))  # older than any period

    body = owner.get(DESK, {"list": "tips"}).content.decode()
    assert "(2)" in body
    assert "A page about pets" in body
    assert {"Fråga en ägare", "Synonym"} <= acts(owner, "tips", "semesterlista").keys()
    assert "Var är mallen?" not in owner.get(DESK, {"list": "tips", "language": "en"}).content.decode()
    assert "A page about pets" in owner.get(DESK, {"list": "tips", "export": "csv"}).content.decode()

    done = unescape(re.search(rf'action="([^"]*tips/{asked.pk}/done/[^"]*)"', body)[1])
    assert owner.get(done).status_code == 405
    assert Missing.objects.count() == 2
    for _click in range(2):
        answer = owner.post(done, follow=True)
        assert answer.status_code == 200
        assert "A page about pets" in answer.content.decode()
    assert not Missing.objects.filter(pk=asked.pk).exists()


def test_only_those_who_care_for_search_are_done_with_a_tip(owner):
    tip = Missing.objects.create(query="swot", language="sv", message="En sida om det")
    writer = Client()
    writer.force_login(UserFactory(groups=["Kommunikatörer"]))
    for client in (writer, Client()):
        assert client.post(f"{DESK}tips/{tip.pk}/done/").status_code == 302
    assert Missing.objects.filter(pk=tip.pk).exists()
