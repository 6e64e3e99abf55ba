"""The search log: what it keeps, what it must not keep, and what it gives back."""

import time
from datetime import timedelta
from threading import Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.models import GlossaryTerm
from methodbank.models import MethodPage
from portal.content_cache import _request_version
from search import log, popular, service
from search.models import SearchLog, Unsuggested
from tests.factories import UserFactory, method, source, story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_log(db):
    SearchLog.objects.all().delete()
    popular.clear()
    yield
    popular.clear()


def search(text: str, language: str = "sv", **kwargs):
    return service.search(text, language=language, user=AnonymousUser(), **kwargs)


def rows(query: str, times: int, **values) -> None:
    """Searches of a query, now."""
    facts = {"language": "sv", "hits": 3, "stage": "strict", "engine": "sqlite", "milliseconds": 20}
    SearchLog.objects.bulk_create(
        SearchLog(**{"minute": timezone.now(), "query": query, **facts, **values}) for _number in range(times)
    )


def test_a_search_is_a_row_without_anybody_in_it():
    log.record(search("  Brainwriting "), "sv")
    row = SearchLog.objects.get()
    assert (row.query, row.language, row.stage) == ("brainwriting", "sv", "strict")
    assert row.hits > 0
    assert (row.minute.second, row.minute.microsecond) == (0, 0)
    names = {field.name for field in SearchLog._meta.get_fields()}
    assert not any(word in name for name in names for word in ("user", "session", "address", "cookie", "ip"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("sök 640823-3234 tack", "sök [id] tack"),
        ("19640823-3234", "[id]"),
        ("196408233234", "[id]"),
        ("6408833234", "[id]"),
        ("anna.exempel@lulea.se", "[mail]"),
        ("ring 070-123 45 67", "ring [phone]"),
        ("+46 920 45 30 00", "[phone]"),
        ("0920-453000 växel", "[phone] växel"),
        ("vision 2040", "vision 2040"),
        ("budget 2025-2026", "budget 2025-2026"),
        ("budget 2025 - 2026", "budget 2025 - 2026"),
        ("6-3-5", "6-3-5"),
        ("metod 30 min 10 personer", "metod 30 min 10 personer"),
    ],
)
def test_what_looks_like_personal_data_is_masked(text, kept):
    assert log.normalised(text) == kept


def test_it_costs_one_query_and_nothing_for_another_view_of_the_same(django_assert_num_queries):
    found = search("brainwriting")
    with django_assert_num_queries(1):
        assert log.record(found, "sv")
    with django_assert_num_queries(0):
        assert log.record(found, "sv", "http://portal/sv/search/?q=Brainwriting&phase=ideate")
    further = search("metod", page=2, per_page=5)
    with django_assert_num_queries(0):
        assert log.record(further, "sv")
    assert SearchLog.objects.count() == 1
    log.record(found, "sv", "http://portal/sv/search/?q=incheckning")
    assert SearchLog.objects.count() == 2


def test_nothing_typed_is_no_search():
    assert log.record(search("", chosen={"type": ["method"]}), "sv") == ""
    assert not SearchLog.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite lets a writer wait for another")
def test_a_busy_database_neither_breaks_nor_delays_a_search():
    found = search("brainwriting")
    log.record(found, "sv")  # the test's own transaction is the one that writes
    answers = []

    def another_reader():
        began = time.monotonic()
        try:
            answers.append((log.record(found, "sv"), time.monotonic() - began))
        finally:
            connection.close()

    reader = Thread(target=another_reader)
    reader.start()
    reader.join()
    [(token, seconds)] = answers
    assert token
    assert seconds < 5  # it would have waited for twenty
    assert SearchLog.objects.count() == 1


def test_an_opened_result_is_put_on_the_latest_search_of_these_words():
    token = log.record(search("brainwriting"), "sv")
    page = MethodPage.objects.live().first()
    values = {"token": token, "rank": "2", "entry": str(page.translation_key)}
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(reverse("search_click"), values)
    assert response.status_code == 204
    assert not response.cookies
    row = SearchLog.objects.get()
    assert (row.clicked_rank, row.clicked) == (2, str(page.translation_key))
    browser.post(reverse("search_click"), values | {"rank": "9"})
    row.refresh_from_db()
    assert row.clicked_rank == 2


@pytest.mark.parametrize(
    "values", [{}, {"token": "x", "rank": "1"}, {"rank": "many"}, {"rank": "-4"}, {"entry": "<script>"}]
)
def test_no_click_breaks_anything(client, values):
    token = log.record(search("brainwriting"), "sv")
    assert client.post(reverse("search_click"), {"token": token, **values}).status_code == 204
    assert SearchLog.objects.get().clicked == ""
    assert client.get(reverse("search_click")).status_code == 405


def test_after_ninety_days_a_search_is_gone():
    rows("gammal", 2, minute=timezone.now() - timedelta(days=91))
    rows("ny", 1, minute=timezone.now() - timedelta(days=89))
    call_command("purge")
    assert list(SearchLog.objects.values_list("query", flat=True)) == ["ny"]


def test_what_is_found_beside_the_pages_is_found(client):
    """A word of the glossary or a coach answers a search as well as a page does."""
    GlossaryTerm.objects.create(term="Zqrxvand", definition="Ett ord.", locale=source())
    client.get("/sv/search/?q=zqrxvand")
    row = SearchLog.objects.get(query="zqrxvand")
    assert row.hits == 1


def test_popular_are_frequent_queries_that_find_something():
    rows("brainwriting", 7)
    rows("brainstorming omvänd", 5)
    rows("brandövning", 9, hits=0)
    rows("bra idé", 4)
    rows("brxqz", 8)  # found something once, but not now
    assert popular.popular("Bra", "sv", 5) == ["brainwriting", "brainstorming omvänd"]
    assert popular.popular("bra", "sv", 1) == ["brainwriting"]
    assert popular.popular("bra", "en", 5) == []
    assert popular.popular("", "sv", 5) == []


def test_the_stop_list_is_live_at_once():
    rows("brainwriting", 7)
    assert popular.popular("bra", "sv", 5) == ["brainwriting"]
    Unsuggested.objects.create(word="Brainwriting")
    assert popular.popular("bra", "sv", 5) == []


def test_popular_queries_tell_nothing_of_what_the_reader_may_not_see():
    page = MethodPage.objects.filter(locale__language_code="sv", live=True).first()
    page.title = "Kvastrymden"
    page.save_revision().publish()
    PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type="login")
    rows("kvastrymden", 9)
    assert popular.popular("kvast", "sv", 5) == []
    assert popular.popular("kvast", "sv", 5, user=AnonymousUser()) == []
    assert popular.popular("kvast", "sv", 5, user=UserFactory()) == ["kvastrymden"]


def test_what_many_open_is_offered_where_nothing_is_found(client):
    first, second, hidden, draft = [method(title=f"Zebra {number}") for number in range(4)]
    for number, page in ((6, first), (9, second), (12, hidden), (15, draft), (4, story(title="Få"))):
        rows("zebra", number, clicked_rank=1, clicked=str(page.translation_key))
    rows("gammal", 9, clicked=str(story().translation_key), minute=timezone.now() - timedelta(days=31))
    PageViewRestriction.objects.create(page=Page.objects.get(pk=hidden.pk), restriction_type="login")
    Page.objects.get(pk=draft.pk).unpublish()
    response = client.get("/sv/search/?q=qqqqqwwww")
    assert [card.title for card in response.context["listing"].popular] == ["Zebra 1", "Zebra 0"]
    assert "Det många öppnar när de söker" in response.content.decode()
    client.force_login(UserFactory())
    response = client.get("/sv/search/?q=qqqqqwwww")
    assert [card.title for card in response.context["listing"].popular] == ["Zebra 2", "Zebra 1", "Zebra 0"]
    assert client.get("/sv/search/?q=zebra").context["listing"].popular == []


def test_popular_costs_little_once_known(django_assert_max_num_queries):
    rows("brainwriting", 7)
    rows("brainstorming omvänd", 6)
    popular.popular("brain", "sv", 5)
    request = _request_version.set([])  # as in a request, where the version of the content is read once
    try:
        with django_assert_max_num_queries(2):  # restricted collections, and the words never suggested
            assert len(popular.popular("bra", "sv", 5)) == 2
    finally:
        _request_version.reset(request)
