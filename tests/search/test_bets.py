"""Best bets: the right page first for a query, within its dates, and never for whom it is not."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from methodbank.models import MethodPage
from search import service
from search.models import BestBet, Synonym
from tests.factories import UserFactory, method, source

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def bet(query: str, page: Page, **values) -> BestBet:
    return BestBet.objects.create(query=Query.get(query), page=Page.objects.get(pk=page.pk), **values)


def promoted(text: str, language: str = "sv", user=None, **kwargs) -> list[str]:
    found = service.search(text, language=language, user=user or AnonymousUser(), **kwargs)
    return [item.entry.title for item in found.promoted]


@pytest.fixture
def page(db) -> MethodPage:
    """A method that nobody finds by these words."""
    return method(title="Kvastrymden", slug="kvastrymden")


@pytest.mark.parametrize("text", ["lönesamtal", "lönesamtalen", "Lönesamtalets", "LÖNESAMTAL"])
def test_it_counts_for_every_form_of_the_words(page, text):
    bet("lönesamtal", page)
    assert promoted(text) == ["Kvastrymden"]


@pytest.mark.parametrize("text", ["lönesamtal mall", "samtal", "lön", '"lönesamtal"', "-lönesamtal", ""])
def test_it_does_not_count_for_other_words(page, text):
    bet("lönesamtal", page)
    assert promoted(text) == []


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("metod 30 min", "metod 30 min"),
        ("metod 30 min", "Metoder på 30 minuter"),
        ("30 min", "30 minuter"),
        ("typ:metod lönesamtal", "lönesamtalen type:method"),
        ('"Bra lönesamtal"', "“bra lönesamtal”"),
        ("lönesamtal -Mall", "lönesamtal -mall"),
    ],
)
def test_it_counts_for_what_is_more_than_words(page, query, text):
    bet(query, page)
    assert promoted(text) == ["Kvastrymden"]
    assert promoted("metod") == promoted("lönesamtal") == promoted("metod 60 min") == []


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY - DAY, None, True),
        (None, TODAY + DAY, True),
        (TODAY + DAY, None, False),
        (None, TODAY - DAY, False),
    ],
)
def test_it_counts_within_its_dates(page, starts, ends, shown):
    bet("lönesamtal", page, starts=starts, ends=ends)
    assert bool(promoted("lönesamtal")) is shown


def test_it_stands_once_and_only_on_the_first_page(page):
    first = service.search("incheckning", language="sv", user=AnonymousUser())
    last = Page.objects.get(pk=first.hits[-1].entry.object_id)
    bet("incheckning", last)
    found = service.search("incheckningar", language="sv", user=AnonymousUser())
    assert [item.entry.title for item in found.promoted] == [last.title]
    assert last.title not in [hit.entry.title for hit in found.hits]
    assert found.total == first.total
    assert promoted("incheckning", page=2, per_page=1) == []
    assert promoted("incheckning", chosen={"type": ["method"]}) == []


def test_readers_get_it_in_their_language():
    swedish = StandardPage.objects.live().filter(locale=source()).exclude(search_description=None).first()
    english = swedish.get_translation(Page.objects.get(slug="contact").locale)
    bet("lönesamtal", swedish)
    assert promoted("lönesamtal", "sv") == [swedish.title]
    assert promoted("lönesamtal", "en") == [english.title]


def test_a_page_that_is_not_public_is_shown_to_nobody_else(page):
    bet("lönesamtal", page)
    restriction = PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type="login")
    assert promoted("lönesamtal") == []
    assert promoted("lönesamtal", user=UserFactory()) == ["Kvastrymden"]
    restriction.delete()
    page.unpublish()
    assert promoted("lönesamtal", user=UserFactory()) == []
    page.delete()
    assert not BestBet.objects.filter(query__query_string="lönesamtal").exists()


def test_it_costs_nothing_where_there_is_none(page, django_assert_num_queries):
    from portal.content_cache import _request_version
    from search import bets, parsing, spelling

    bet("lönesamtal", page)
    request = _request_version.set([])
    try:
        bets.promoted(parsing.parse("kaffe"), "sv", ())
        spelling.vocabulary()
        with django_assert_num_queries(0):
            assert bets.promoted(parsing.parse("kaffe"), "sv", ()) == []
        with django_assert_num_queries(1 + 1):  # and whether the words of the index are still the same
            assert bets.promoted(parsing.parse("lönesamtal"), "sv", ())
    finally:
        _request_version.reset(request)


def test_it_is_made_and_changed_in_the_admin_and_live_at_once(admin, page):
    assert promoted("semesterlista") == []
    add = reverse("wagtailsnippets_search_bestbet:add")
    values = {"words": "Semesterlista", "page": page.pk, "starts": "", "ends": ""}
    assert admin.post(add, values).status_code == 302
    made = BestBet.objects.get(query__query_string="semesterlista")
    assert promoted("semesterlistor") == ["Kvastrymden"]
    edit = reverse("wagtailsnippets_search_bestbet:edit", args=[made.pk])
    assert 'value="semesterlista"' in admin.get(edit).content.decode()
    admin.post(edit, values | {"ends": (TODAY - DAY).isoformat()})
    assert promoted("semesterlista") == []


@pytest.mark.parametrize(
    "wrong", [{"words": "…"}, {"page": ""}, {"starts": TODAY.isoformat(), "ends": (TODAY - DAY).isoformat()}]
)
def test_what_makes_no_sense_is_refused(admin, page, wrong):
    values = {"words": "semesterlista", "page": page.pk, "starts": "", "ends": "", **wrong}
    response = admin.post(reverse("wagtailsnippets_search_bestbet:add"), values)
    assert response.status_code == 200
    assert not BestBet.objects.filter(page=page.pk).exists()


def test_the_same_bet_is_refused_twice_within_its_dates(admin, page):
    add = reverse("wagtailsnippets_search_bestbet:add")
    values = {"words": "Semesterlista", "page": page.pk, "starts": "", "ends": TODAY.isoformat()}
    assert admin.post(add, values).status_code == 302
    again = values | {"words": "semesterlista ", "starts": TODAY.isoformat(), "ends": ""}
    assert "Sidan rekommenderas redan" in unescape(admin.post(add, again).content.decode())
    edit = reverse("wagtailsnippets_search_bestbet:edit", args=[BestBet.objects.get(page=page.pk).pk])
    assert admin.post(edit, values).status_code == 302
    for other in ({"starts": (TODAY + DAY).isoformat()}, {"words": "semesterplan"}, {"page": method().pk}):
        assert admin.post(add, again | other).status_code == 302


@pytest.mark.parametrize("words", ["!!!\n???", "flyg\n???", "Flyg\nflyg", "flyg"])
def test_a_synonym_needs_two_words(admin, words):
    values = {"language": source().pk, "words": words}
    response = admin.post(reverse("wagtailsnippets_search_synonym:add"), values)
    assert "Skriv minst två olika ord" in response.content.decode()


@pytest.mark.parametrize(
    ("words", "one_way", "refused"),
    [
        ("Kvast, flyg", False, True),
        ("flyg\nkvast", True, True),
        ("flyg\nraket", False, False),
        ("raket\nsond", True, True),
        ("sond\nraket", True, False),
        ("raket\nsond", False, False),
    ],
)
def test_a_synonym_that_adds_nothing_is_refused(admin, words, one_way, refused):
    Synonym.objects.create(language=source(), words="flyg\nkvast\nsopning")
    Synonym.objects.create(language=source(), words="raket\nsond", one_way=True)
    values = {"language": source().pk, "words": words} | ({"one_way": "on"} if one_way else {})
    response = admin.post(reverse("wagtailsnippets_search_synonym:add"), values)
    assert (response.status_code == 200) is refused
    assert ("finns redan" in response.content.decode()) is refused


def test_a_synonym_made_in_the_admin_is_live_at_once(admin, page):
    assert service.search("flygsopning", language="sv", user=AnonymousUser()).total == 0
    values = {"language": source().pk, "words": "flygsopning\nkvastrymden"}
    assert admin.post(reverse("wagtailsnippets_search_synonym:add"), values).status_code == 302
    assert Synonym.objects.filter(words__contains="flygsopning").exists()
    found = service.search("flygsopningar", language="sv", user=AnonymousUser())
    assert [hit.entry.title for hit in found.hits] == ["Kvastrymden"]
    response = admin.get(reverse("wagtailsnippets_search_synonym:list"), {"q": "flygsop", "language": source().pk})
    assert "flygsopning = kvastrymden" in response.content.decode()
