"""Wagtail's search interface on every engine: the same questions, the same answers."""

import datetime
import random
from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import FilterFieldError, OrderByFieldError, SearchFieldError
from modelsearch.query import MATCH_ALL, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.models import Locale, Page

from home.models import GlossaryTerm
from methodbank.models import CollectionMethod, MethodCollectionPage, MethodIndexPage, MethodPage, StoryPage
from portal.models import PortalDocument, PortalImage
from search import analysis, clauses, configuration, helping, parsing
from search.engine import Request
from search.models import Entry
from tests.factories import UserFactory, method, source, story
from tests.learning.factories import course, lesson

pytestmark = pytest.mark.django_db
ODD = [
    '"',
    '""',
    "'",
    " ",
    "\x00",
    "a\x00b",
    " \t\n ",
    "a" * 10_000,
    "ord " * 3_000,
    "🎉",
    "🎉 möte",
    "möte AND OR NOT",
    "NEAR(möte idé)",
    "title:möte",
    "möte*",
    "*",
    "-",
    "^möte",
    "{title} : x",
    "möte:* & !x | <-> (",
    "'möte' <-> 'x'",
    "\\",
    "%_",
    "'; DROP TABLE search_entry; --",
    "/möte/",
    "[a TO z]",
    "möte~2",
    '{"query": {"match_all": {}}}',
    "日本語",
    "אבג",
    "ﬁ İ ß",
    "\u202e\u200b",
    "1e5 0x1f -3 1.5 2026-11-25 a@b.se http://x.y/z",
]


def ids(found) -> set:
    return {item.pk for item in found}


@pytest.fixture
def bat(engine, settled):
    """A method of its own, with words that nothing else has."""
    page = method(title="Båtmöten på isen", slug="bat", summary="Kvastskaft och kofot i zebrarand.")
    settled()
    return page


def test_words_in_any_form_in_any_stream(bat):
    for query in ("båtmöte", "kvastskaften", "zebraränder kofot", "ISEN", "mötena båten"):
        assert bat.pk in ids(Page.objects.search(query)), query
    assert bat.pk not in ids(Page.objects.search("batmote"))
    assert not Page.objects.search("kvastskaft finnsinte")


def test_any_or_all_of_the_words(bat):
    assert bat.pk in ids(Page.objects.search("kvastskaft finnsinte", operator="or"))
    assert not Page.objects.search("kvastskaft finnsinte", operator="and")


def test_one_field(bat):
    assert ids(Page.objects.search("båtmötet", fields=["title"])) == {bat.pk}
    assert not Page.objects.search("kvastskaft", fields=["title"])
    with pytest.raises(SearchFieldError):
        Page.objects.search("isen", fields=["slug"])


def test_queries_of_every_kind(bat):
    pages = Page.objects.filter(depth__gt=1)
    everything = ids(pages)
    assert ids(pages.search(MATCH_ALL)) == everything
    found = ids(pages.search("kvastskaft"))
    assert found == {bat.pk}
    method_pages = ids(pages.search("metod"))
    assert method_pages - {bat.pk}
    for query, expected in (
        (PlainText("kvastskaft"), found),
        (Phrase("kvastskaft och kofot"), found),
        (Phrase("kofot och kvastskaft"), set()),
        (And([PlainText("kvastskaft"), PlainText("kofot")]), found),
        (PlainText("kvastskaft") & PlainText("finnsinte"), set()),
        (PlainText("kvastskaft") | PlainText("finnsinte"), found),
        (Or([PlainText("kvastskaft"), PlainText("metod")]), found | method_pages),
        (~PlainText("kvastskaft"), everything - found),
        (PlainText("metod") & ~PlainText("kvastskaft"), method_pages - found),
        (PlainText("metod") | ~PlainText("kvastskaft"), everything - found | method_pages),
        (And([~PlainText("metod"), ~PlainText("kvastskaft")]), everything - found - method_pages),
        (Or([~PlainText("metod"), ~PlainText("kvastskaft")]), everything - (found & method_pages)),
        (Not(MATCH_ALL), set()),
        (Not(Not(PlainText("kvastskaft"))), found),
        (And([MATCH_ALL, MATCH_ALL]), everything),
        (And([MATCH_ALL, PlainText("kvastskaft")]), found),
        (Or([MATCH_ALL, PlainText("kvastskaft")]), everything),
        (Boost(PlainText("kvastskaft"), 5.0), found),
        (Fuzzy("kvastskaft"), found),
    ):
        assert ids(pages.search(query)) == expected, query


def test_filters_of_the_queryset(bat):
    english = Locale.objects.get(language_code="en")
    index = MethodIndexPage.objects.get(locale=source())
    for queryset in (
        Page.objects.live(),
        Page.objects.filter(live=False),
        Page.objects.filter(locale=english),
        Page.objects.exclude(locale=english),
        Page.objects.filter(locale__in=[english]),
        Page.objects.descendant_of(index),
        Page.objects.child_of(index),
        Page.objects.filter(path__startswith=index.path),
        Page.objects.type(MethodPage),
        Page.objects.exact_type(StoryPage),
        Page.objects.filter(content_type=ContentType.objects.get_for_model(MethodPage)),
        Page.objects.live().public().filter(locale=source()),
        Page.objects.filter(title__startswith="Båt"),
        Page.objects.filter(first_published_at__gte=timezone.now() - datetime.timedelta(hours=1)),
        Page.objects.filter(first_published_at__isnull=True),
        Page.objects.filter(pk__in=[bat.pk, index.pk]),
        Page.objects.none(),
        MethodPage.objects.live(),
        MethodPage.objects.filter(locale=source()),
        StoryPage.objects.all(),
    ):
        queryset = queryset.filter(depth__gt=1)
        expected = ids(queryset)
        assert ids(queryset.search(MATCH_ALL)) == expected, queryset.query
        assert ids(queryset.search("metod")) == ids(Page.objects.search("metod")) & expected, queryset.query
    with pytest.raises(FilterFieldError):
        MethodPage.objects.filter(summary="x").search("metod")


def test_order_slices_and_count(engine):
    pages = MethodPage.objects.live().order_by("title")
    titles = list(pages.values_list("title", flat=True))
    found = pages.search(MATCH_ALL, order_by_relevance=False)
    assert [page.title for page in found] == titles
    assert found.count() == len(titles)
    assert [page.title for page in found[3:8]] == titles[3:8]
    assert [page.title for page in found[3:][2:4]] == titles[5:7]
    assert found[2].title == titles[2]
    assert found[3:8].count() == 5
    assert found[len(titles) - 2 :].count() == 2
    assert found[5:5].count() == 0
    assert list(found[5:5]) == []
    assert list(found[10_000:10_010]) == []
    assert [page.title for page in pages.reverse().search(MATCH_ALL, order_by_relevance=False)] == titles[::-1]
    newest = [page.pk for page in MethodPage.objects.live().order_by().search(MATCH_ALL, order_by_relevance=False)]
    assert newest == sorted(newest, reverse=True)
    by_expression = pages.order_by(F("title").desc(nulls_last=True)).search(MATCH_ALL, order_by_relevance=False)
    assert [page.title for page in by_expression] == titles[::-1]
    with pytest.raises(OrderByFieldError):
        pages.order_by("summary").search(MATCH_ALL, order_by_relevance=False)


def test_the_title_counts_most(engine, settled):
    second = method(title="Något annat", slug="annat", why="Kvastskaft.")
    first = method(title="Kvastskaft", slug="kvastskaft")
    settled()
    found = list(Page.objects.search("kvastskaft").annotate_score("score"))
    assert [page.pk for page in found] == [first.pk, second.pk]
    assert found[0].score > found[1].score > 0


def test_facets(engine):
    for queryset, field in (
        (Page.objects.live(), "content_type_id"),
        (Page.objects.filter(depth__gt=1), "locale_id"),
        (Page.objects.filter(depth__gt=1), "live"),
        (Page.objects.filter(depth__gt=1), "first_published_at"),
    ):
        for query in (MATCH_ALL, "metod"):
            found = queryset.search(query)
            counts = found.facet(field)
            values = [getattr(page, field) for page in found]
            assert dict(counts) == {value: values.count(value) for value in values}
            assert list(counts.values()) == sorted(counts.values(), reverse=True)
    with pytest.raises(FilterFieldError):
        Page.objects.search("metod").facet("slug")


def test_completion(bat):
    for query in ("bå", "båtm", "Båtmöten på", "is båt", "b"):
        assert bat.pk in ids(Page.objects.autocomplete(query)), query
    for query in ("bat", "måten", "kvastsk"):
        assert bat.pk not in ids(Page.objects.autocomplete(query)), query
    assert ids(Page.objects.autocomplete("båtm", fields=["title"])) == {bat.pk}
    assert len(MethodPage.objects.autocomplete(MATCH_ALL)) == MethodPage.objects.count()
    term = GlossaryTerm.objects.first()
    terms = GlossaryTerm.objects.filter(locale=term.locale)
    assert term.pk in ids(get_search_backend().autocomplete(term.term[:4], terms))


@pytest.mark.parametrize("query", ODD, ids=lambda query: repr(query[:20]))
def test_whatever_is_typed_is_no_error(engine, query):
    for found in (
        Page.objects.live().search(query),
        Page.objects.live().search(query, operator="or"),
        Page.objects.live().autocomplete(query),
        Page.objects.live().search(Phrase(query)),
        Page.objects.live().search(~PlainText(query)),
        PortalDocument.objects.search(query),
        PortalImage.objects.autocomplete(query),
    ):
        assert len(list(found[:20])) <= found.count() <= Page.objects.count()
    answer = engine.find(Request(parsing.parse(query).clause(), "sv"))
    assert answer.total >= len(answer.ids)


class TestLifeOfAPage:
    def found(self, settled, words: str) -> set:
        settled()
        return ids(Page.objects.live().search(words))

    def readers(self, engine, words: str, language: str = "sv") -> set:
        """The objects that a reader in that language is given."""
        answer = engine.find(Request(clauses.of_text(words), language))
        return set(Entry.objects.filter(pk__in=answer.ids).values_list("object_id", flat=True))

    def test_published_changed_unpublished_deleted(self, engine, settled):
        page = method(title="Zebrarand", slug="zebra", live=False)
        assert self.found(settled, "zebrarand") == set()
        assert ids(Page.objects.search("zebrarand")) == {page.pk}
        assert self.readers(engine, "zebrarand") == set()
        page.save_revision().publish()
        assert self.found(settled, "zebrarand") == {page.pk}
        assert self.readers(engine, "zebrarand") == {str(page.pk)}
        page = MethodPage.objects.get(pk=page.pk)
        page.title = "Kvastskaft"
        page.save_revision().publish()
        assert self.found(settled, "zebrarand") == set()
        assert self.found(settled, "kvastskaft") == {page.pk}
        Page.objects.get(pk=page.pk).unpublish()
        assert self.found(settled, "kvastskaft") == set()
        assert self.readers(engine, "kvastskaft") == set()
        Page.objects.get(pk=page.pk).delete()
        settled()
        assert ids(Page.objects.search("kvastskaft")) == set()
        assert not Entry.objects.filter(title="Kvastskaft").exists()

    def test_a_draft_of_a_published_page_is_not_read(self, engine, settled):
        page = method(title="Zebrarand", slug="zebra")
        page.title, page.summary = "Hemligt utkast", "Kvastskaft"
        page.save_revision()
        for words in ("hemligt utkast", "kvastskaft"):
            assert self.found(settled, words) & {page.pk} == set()
            assert self.readers(engine, words) & {str(page.pk)} == set()
        assert self.found(settled, "zebrarand") == {page.pk}
        base = Page.objects.get(pk=page.pk)
        assert base.specific.title == "Zebrarand"
        base.title = "Kofot"
        base.save()
        assert self.found(settled, "kofot") == {page.pk}

    def test_published_and_expired_by_the_clock(self, engine, settled):
        from django.core.management import call_command

        page = method(title="Zebrarand", slug="zebra", live=False)
        soon = timezone.now() + datetime.timedelta(hours=1)
        page.go_live_at, page.expire_at = soon, soon + datetime.timedelta(hours=1)
        page.save_revision().publish()
        assert self.found(settled, "zebrarand") == set()
        past = timezone.now() - datetime.timedelta(hours=1)
        page.go_live_at, page.expire_at = past, None
        page.save_revision(approved_go_live_at=past)
        call_command("publish_scheduled")
        assert self.found(settled, "zebrarand") == {page.pk}
        Page.objects.filter(pk=page.pk).update(expire_at=past)
        call_command("publish_scheduled")
        assert self.found(settled, "zebrarand") == set()
        assert self.readers(engine, "zebrarand") == set()

    def test_moved_with_all_below_and_beside(self, engine, settled):
        index = MethodIndexPage.objects.get(locale=source())
        other = StoryPage.objects.first().get_parent()
        pages = [method(title=f"Zebrarand {n}", slug=f"z{n}") for n in range(3)]
        child = story(parent=Page.objects.get(pk=pages[0].pk), title="Zebrarand inuti", slug="z")
        settled()
        Page.objects.get(pk=pages[2].pk).move(Page.objects.get(pk=pages[0].pk), pos="left")
        Page.objects.get(pk=pages[0].pk).move(other, pos="first-child")
        settled()
        for page in Page.objects.filter(depth__gt=2):
            assert (
                Entry.objects.get(content_type=page.cached_content_type, object_id=str(page.pk)).own_place == page.path
            ), page
        below = ids(Page.objects.descendant_of(Page.objects.get(pk=other.pk)).search("zebrarand"))
        assert below == {pages[0].pk, child.pk}
        hidden = Request(clauses.of_text("zebrarand"), "sv", hidden=(Page.objects.get(pk=other.pk).path,))
        assert engine.find(hidden).total == 2
        assert ids(Page.objects.descendant_of(Page.objects.get(pk=index.pk)).search("zebrarand")) == {
            pages[1].pk,
            pages[2].pk,
        }

    def test_what_takes_as_long_as_its_parts(self, engine, settled):
        """A course has the time of its lessons, a pack that of its methods, whichever of them changes."""

        def times(page, language="sv") -> list[str]:
            settled()
            found = []
            for bound in ("15", "30", "60", "120"):
                request = Request(clauses.of_text("zebrarand"), language, {"time": (bound,)})
                answer = engine.find(request)
                if Entry.objects.filter(pk__in=answer.ids, object_id=str(page.pk)).exists():
                    found.append(bound)
            return found

        page, other = course(title="Zebrarand"), course(title="Zebrarand två")
        assert times(page) == []
        first, second = lesson(page, minutes=10), lesson(page, minutes=30)
        assert times(page) == ["60", "120"]
        assert times(first) == []
        second.minutes = 15
        second.save_revision().publish()
        assert times(page) == ["30", "60", "120"]
        Page.objects.get(pk=second.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
        assert times(page) == times(other) == ["15", "30", "60", "120"]
        Page.objects.get(pk=first.pk).unpublish()
        assert times(page) == []
        Page.objects.get(pk=second.pk).delete()
        assert times(other) == []
        english = page.copy_for_translation(Locale.objects.get(language_code="en"))
        english.save_revision().publish()
        page.duration_minutes = 50
        page.save_revision().publish()
        assert times(page) == times(english, "en") == ["60", "120"]

        one, two = method(title="Ett", run_minutes_min=10), method(title="Två", run_minutes_min=20)
        pack = MethodCollectionPage(title="Zebrarand", slug="zebrapaket", summary="Två.", intro="<p>Två.</p>")
        pack.items = [CollectionMethod(method=some, why="Den behövs.") for some in (one, two)]
        MethodIndexPage.objects.get(locale=source()).add_child(instance=pack)
        assert times(pack) == ["30", "60", "120"]
        two.run_minutes_min = two.run_minutes_max = 40
        two.save_revision().publish()
        assert times(pack) == ["60", "120"]
        Page.objects.get(pk=two.pk).delete()
        assert times(pack) == ["15", "30", "60", "120"]

    def test_a_tree_is_deleted(self, engine, settled):
        parent = method(title="Zebrarand", slug="z")
        for number in range(3):
            story(parent=Page.objects.get(pk=parent.pk), title=f"Zebrarand {number}", slug=f"z{number}")
        assert len(self.found(settled, "zebrarand")) == 4
        before = Entry.objects.count()
        Page.objects.get(pk=parent.pk).delete()
        assert self.found(settled, "zebrarand") == set()
        assert self.readers(engine, "zebrarand") == set()
        assert Entry.objects.count() == before - 4

    def test_copied(self, engine, settled):
        page = method(title="Zebrarand", slug="z")
        copy = page.copy(update_attrs={"slug": "z2", "title": "Zebrarand igen"}, keep_live=False)
        assert self.found(settled, "zebrarand") == {page.pk}
        copy.save_revision().publish()
        assert self.found(settled, "zebrarand") == {page.pk, copy.pk}

    def test_translated(self, engine, settled):
        """Readers get one version: their own, else the source's; and find it by the words of either."""
        page = method(title="Zebrarand", slug="z")
        english = Locale.objects.get(language_code="en")
        settled()
        assert self.readers(engine, "zebrarand", "en") == {str(page.pk)}
        copy = page.copy_for_translation(english, copy_parents=True)
        copy.title = "Crowbar"
        copy.save_revision()
        settled()
        assert self.readers(engine, "crowbar", "en") == set()
        copy.save_revision().publish()
        settled()
        for words in ("zebrarand", "crowbar"):
            assert self.readers(engine, words, "en") == {str(copy.pk)}
            assert self.readers(engine, words, "sv") == {str(page.pk)}
        Page.objects.get(pk=copy.pk).unpublish()
        settled()
        assert self.readers(engine, "zebrarand", "en") == {str(page.pk)}
        assert self.readers(engine, "crowbar", "sv") == set()
        copy.save_revision().publish()
        Page.objects.get(pk=page.pk).delete()
        settled()
        assert self.readers(engine, "crowbar", "sv") == {str(copy.pk)}

    def test_a_new_language(self, engine, settled):
        page = method(title="Zebrarand", slug="z")
        Locale.objects.create(language_code="fi")
        settled()
        assert self.readers(engine, "zebrarand", "fi") == {str(page.pk)}
        assert not Entry.objects.exclude(readers="").exclude(readers__contains=" ").exists()
        assert Entry.objects.filter(kind="document", readers__contains=" fi ").exists()
        Locale.objects.get(language_code="fi").delete()
        assert not Entry.objects.filter(readers__contains=" fi ").exists()


class TestFiles:
    def document(self, title: str, **values) -> PortalDocument:
        from django.core.files.base import ContentFile

        return PortalDocument.objects.create(title=title, file=ContentFile(b"x", name="x.txt"), **values)

    def places(self) -> dict:
        return dict(Entry.objects.filter(place__startswith="c:").values_list("title", "place"))

    def test_a_document_moves_with_its_collection(self, engine, settled, admin):
        from wagtail.models import Collection

        root = Collection.get_first_root_node()
        outer, other = root.add_child(name="Ä"), root.add_child(name="B")
        document = self.document("Zebrarand", collection=other)
        settled()
        assert ids(PortalDocument.objects.filter(collection=other).search("zebrarand")) == {document.pk}
        # The bulk action sends no signal.
        app, model = PortalDocument._meta.app_label, PortalDocument._meta.model_name
        action = reverse("wagtail_bulk_action", args=[app, model, "add_to_collection"])
        response = admin.post(f"{action}?id={document.pk}", {"collection": outer.pk})
        assert response.status_code == 302
        settled()
        assert self.places()["Zebrarand"] == f"c:{outer.pk}:"
        assert ids(PortalDocument.objects.filter(collection=outer).search("zebrarand")) == {document.pk}
        assert not PortalDocument.objects.filter(collection=other).search("zebrarand")
        hidden = Request(clauses.of_text("zebrarand"), "sv", hidden=(f"c:{outer.pk}:",))
        assert engine.find(hidden).total == 0
        document.delete()
        settled()
        assert not PortalDocument.objects.search("zebrarand")

    def test_tags_are_found(self, engine, settled):
        document = self.document("Något")
        document.tags.add("zebrarand")
        settled()
        assert ids(PortalDocument.objects.search("zebrarand")) == {document.pk}


class TestAdmin:
    """What Wagtail's own pages show."""

    def test_listings_and_choosers(self, engine, settled, admin):
        page = method(title="Zebrarand", slug="z")
        image = PortalImage.objects.first()
        image.title = "Zebrarand"
        image.save()
        document = TestFiles().document("Zebrarand")
        term = GlossaryTerm.objects.filter(locale=source()).first()
        term.term = "Zebrarand"
        term.save()
        user = UserFactory(last_name="Zebrarand")
        settled()
        results = {
            reverse("wagtailadmin_pages:search"): page.title,
            reverse("wagtailadmin_explore_results", args=[page.get_parent().pk]): page.title,
            reverse("wagtailimages:index_results"): image.title,
            reverse("wagtaildocs:index_results"): document.title,
            reverse(term.snippet_viewset.get_url_name("list_results")): term.term,
            reverse("wagtailusers_users:index_results"): user.last_name,
            reverse("wagtailadmin_choose_page_search"): page.title,
            reverse("wagtailimages_chooser:choose_results"): image.title,
            reverse("wagtaildocs_chooser:choose_results"): document.title,
        }
        for address, title in results.items():
            for query in ("zebrarand", "zebr"):
                response = admin.get(address, {"q": query})
                assert response.status_code == 200, address
                assert title in response.content.decode(), (address, query)
            for query in ("finnsinte", *ODD[:6], ODD[12], "🎉"):
                response = admin.get(address, {"q": query})
                assert response.status_code == 200, (address, query)

    def test_filters_and_types_of_the_page_search(self, engine, admin):
        address = reverse("wagtailadmin_pages:search")
        kind = ContentType.objects.get_for_model(MethodPage)
        for parameters in (
            {"q": "metod", "content_type": f"{kind.app_label}.{kind.model}"},
            {"q": "metod", "ordering": "title"},
            {"q": "metod", "ordering": "-latest_revision_created_at"},
            {"q": "metod", "p": "2"},
            {"q": "metod", "locale": "en"},
        ):
            assert admin.get(address, parameters).status_code == 200, parameters
        index = MethodIndexPage.objects.get(locale=source())
        address = reverse("wagtailadmin_explore", args=[index.pk])
        for parameters in ({"q": "metod", "ordering": "title"}, {"q": "metod", "live": "true"}):
            assert admin.get(address, parameters).status_code == 200, parameters


def words_of_the_content(number: int) -> list[str]:
    """Queries of one to three words of the example content, the same in every run."""
    texts = Entry.objects.exclude(readers="").order_by("kind", "title").values_list("title", "text")
    words = sorted({word for title, text in texts for word in f"{title} {text}".split()})
    chance = random.Random(20261125)  # noqa: S311
    queries = []
    for _ in range(number):
        some = chance.sample(words, chance.choice((1, 1, 2, 3)))
        shape = chance.choice(("{}", "{}", '"{}"', "{} -metod", "-{}"))
        queries.append(shape.format(" ".join(some)))
    title = Entry.objects.exclude(readers="").order_by("title").values_list("title", flat=True)
    return [*queries, *(f'"{text}"' for text in title[:10])]


@pytest.mark.elasticsearch
def test_engines_agree(elastic):
    """The same things with the same counts, whatever is asked."""
    database = configuration.database_engine()
    found = 0
    for query in words_of_the_content(60):
        clause = parsing.parse(query).clause()
        for facets in ({}, {"type": ("method",)}, {"type": ("method", "story"), "phase": ("ideate",)}):
            for sorting in ("relevance", "title", "newest"):
                request = Request(clause, "sv", facets, ("c:99:",), sorting, 0, 1_000)
                here, there = database.find(request), elastic.find(request)
                assert set(here.ids) == set(there.ids), query
                assert here.total == there.total == len(here.ids)
                assert here.counts == there.counts, query
                if sorting != "relevance":
                    assert here.ids == there.ids, (query, sorting)
                found += here.total
    assert found > 1_000


@pytest.mark.elasticsearch
def test_engines_agree_on_whether_there_is_anything(elastic):
    """Many questions at once, some of which find nothing: the answers of one at a time, in their order."""
    database = configuration.database_engine()
    clause = [parsing.parse(query).clause() for query in (*words_of_the_content(60), "xyzzy", "", "-metod")]
    some = [{}, {"type": ("method",)}, {"type": ("story",), "phase": ("ideate",)}, {"phase": ("nowhere",)}]
    asked = [Request(each, "sv", facets, ("c:99:",), stop=1, counted=False) for each in clause for facets in some]
    one_by_one = [bool(elastic.find(replace(request, counted=True, stop=20)).total) for request in asked]
    assert elastic.hold(asked) == one_by_one
    assert True in one_by_one
    assert False in one_by_one
    assert database.hold(asked) == one_by_one
    assert elastic.hold([]) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL has a parser of its own")
def test_the_parser_of_postgresql_leaves_keys_as_they_are():
    streams = Entry.objects.values_list("title_keys", "lead_keys", "body_keys", "words")
    keys = {key for entry in streams for stream in entry for key in stream.split()}
    # Only the exponent of a number beside å, ä or ö (“1e5ö”) would be split; nobody writes that.
    odd = [*ODD, "10äpplen 1å5 0ö 00 007 1e5 3d-skrivare 6-3-5 ord\u00addelning naïve łódź ½ ² ① Ⅷ"]
    for text in odd:
        keys |= set(f"{analysis.document_keys(text, 'sv')} {analysis.prefix_words(text)}".split())
    split = "SELECT key FROM unnest(%s::text[]) key WHERE tsvector_to_array(to_tsvector('simple', key)) <> ARRAY[key]"
    with connection.cursor() as cursor:
        cursor.execute(split, [sorted(keys)])
        assert cursor.fetchall() == []


@pytest.mark.elasticsearch
def test_filters_are_counted_by_the_database(elastic):
    """What the start of a search offers, and what is suggested of filters."""
    cache.clear()
    found = helping.counts("sv", AnonymousUser())
    assert found["type"]["method"] > 10
    assert found["time"]
    assert found["situation"]
