"""The search page as a reader sees it."""

from html import unescape
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction

from search import breaker, helping, indexing, ranking, service
from search.analysis import document_keys
from search.models import Entry, Missing
from search.service import kinds_of
from tests.factories import UserFactory, method, story, stream

pytestmark = pytest.mark.django_db


def page(client, query: str, language: str = "sv"):
    """The listing of an address, and its HTML on one line."""
    response = client.get(f"/{language}/search/?{query}")
    assert response.status_code == 200
    return response.context["listing"], unescape(" ".join(response.content.decode().split()))


def titles(listing) -> list[str]:
    return [hit.entry.title for hit in listing.hits]


def restricted(target) -> None:
    group = Group.objects.create(name="Invigda")
    restriction = PageViewRestriction.objects.create(page=target, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(group)


class TestHits:
    def test_a_hit_says_what_it_is_and_marks_why(self, client):
        method(title="Zebrarunda", summary="Randiga frågor i en ring.", run_minutes_min=25, run_minutes_max=25)
        listing, html = page(client, "q=zebrarunda")
        assert titles(listing) == ["Zebrarunda"]
        assert "<mark>Zebrarunda</mark>" in html
        assert "25 min" in html
        assert "3–8 personer" in html
        assert "Ta fram idéer" in html

    def test_a_phase_too_many_is_counted(self, client):
        from methodbank.models import Phase

        phases = list(Phase.objects.filter(locale__language_code="sv"))
        method(title="Zebrarunda", phases=phases)
        listing, _html = page(client, "q=zebrarunda")
        assert listing.hits[0].badges[-1].text.endswith(f"+{len(phases) - 2}")

    def test_people_documents_and_words_stand_beside_the_pages(self, client):
        listing, html = page(client, "q=möte")
        assert {hit.entry.kind for hit in listing.hits} <= set(kinds_of("pages"))
        groups = {group.name: group for group in listing.beside}
        assert {"people", "terms"} <= set(groups)
        group = groups["people"]
        assert page(client, group.url[1:])[0].total == group.total
        assert 'id="found-people"' in html

    def test_the_definition_comes_first(self, client):
        listing, html = page(client, "q=prototyper")
        assert listing.definition.entry.title == "prototyp"
        assert html.index('id="definition-title"') < html.index('class="results"' if listing.hits else "</main>")
        assert "prototyp" not in [hit.entry.title for group in listing.beside for hit in group.hits]

    def test_a_word_that_only_mentions_it_is_no_definition(self, client):
        assert page(client, "q=möte")[0].definition is None
        assert page(client, "q=mote")[0].definition is None  # “arbetsmöte”, without its letters

    def test_later_pages_are_not_empty(self, client, monkeypatch):
        monkeypatch.setattr(ranking, "WINDOW", service.PER_PAGE)
        first, _html = page(client, "q=möte")
        second, html = page(client, "q=möte&page=2")
        assert len(second.hits) == min(service.PER_PAGE, first.total - service.PER_PAGE) > 0
        assert not {hit.entry.pk for hit in first.hits} & {hit.entry.pk for hit in second.hits}
        assert f'start="{service.PER_PAGE + 1}"' in html

    def test_sorting(self, client):
        found = titles(page(client, "q=metod&sort=title")[0])
        assert found == sorted(found, key=lambda title: title.casefold().translate(str.maketrans("åäö", "{|}")))
        method(title="Allra nyaste metoden")
        assert titles(page(client, "q=metod&sort=newest")[0])[0] == "Allra nyaste metoden"

    def test_the_database_that_answers_is_named(self, client, monkeypatch):
        class Silent:
            name = "elasticsearch"

            def find(self, request):
                raise breaker.Unavailable

        assert "Sökservern svarar inte" not in page(client, "q=möte")[1]
        monkeypatch.setattr(service, "engine", lambda name="": Silent())
        listing, html = page(client, "q=möte")
        assert listing.total
        assert "Sökservern svarar inte" in html


class TestOtherLanguages:
    @pytest.fixture
    def foreign(self):
        """A method that there is in English only."""
        from methodbank.models import MethodIndexPage

        english = Locale.objects.get(language_code="en")
        return method(MethodIndexPage.objects.get(locale=english), title="Zebra crossing", slug="zebra", locale=english)

    def test_it_is_found_and_said(self, client, foreign):
        listing, html = page(client, "q=zebra")
        assert titles(listing) == ["Zebra crossing"]
        assert '<h3 class="result__title" lang="en">' in html
        assert 'hreflang="en"' in html

    def test_it_is_called_as_the_reader_calls_it(self, client, foreign, monkeypatch):
        assert '<span class="language-tag">på engelska</span>' in page(client, "q=zebra")[1]
        method(title="Randigt djur")
        assert '<span class="language-tag">in Swedish</span>' in page(client, "q=randigt", "en")[1]
        monkeypatch.setattr(helping, "total", lambda *args: 1)
        assert ">Sök på engelska</a>" in page(client, "q=qqqqqwwww")[1]
        assert ">Search in Swedish</a>" in page(client, "q=qqqqqwwww", "en")[1]

    def test_its_language_is_a_facet(self, client, foreign):
        listing, _html = page(client, "q=metod")
        choices = next(item for item in listing.facets if item.facet.name == "lang").choices
        counts = {choice.value.code: choice.count for choice in choices}
        assert sum(counts.values()) == listing.total
        assert page(client, "q=metod&lang=en")[0].total == counts["en"] >= 1
        assert page(client, "q=metod språk:english")[0].total == counts["en"]


class TestFilters:
    def test_one_hit_is_said_in_the_singular(self, client):
        method(title="Zqrxvand")
        html = page(client, "q=zqrxvand")[1]
        assert '<span class="visually-hidden">1 träff</span>' in html
        assert "1 träffar" not in html
        assert '<span class="visually-hidden">1 hit</span>' in page(client, "q=zqrxvand", "en")[1]

    def test_every_count_is_what_choosing_gives(self, client):
        listing, _html = page(client, "q=möte&type=method")
        tried = 0
        for item in listing.facets:
            for choice in item.choices:
                if not choice.chosen:
                    chosen = "" if item.facet.name == "type" else "&type=method"
                    found, _html = page(client, f"q=möte{chosen}&{item.facet.name}={choice.value.code}")
                    assert found.total == choice.count, (item.facet.name, choice.value.code)
                    tried += 1
        assert tried > 15

    def test_chips_come_off_one_by_one(self, client):
        listing, _html = page(client, "q=möte&phase=ideate&time=60&sort=title")
        assert {chip.value.code for chip in listing.chips} == {"ideate", "60"}
        one = next(chip for chip in listing.chips if chip.facet.name == "phase")
        left, _html = page(client, one.url[1:])
        assert [chip.value.code for chip in left.chips] == ["60"]
        assert left.choices.sorting == "title"
        assert left.choices.text == "möte"

    def test_what_the_words_say_is_a_chip_too(self, client):
        listing, html = page(client, "q=möte 30 min")
        chip = listing.chips[0]
        assert (chip.facet.name, chip.value.code, chip.understood) == ("time", "30", True)
        assert page(client, chip.url[1:])[0].choices.text == "möte"
        assert 'value="30" checked disabled' in html

    def test_filters_alone_list_everything_that_has_them(self, client):
        listing, html = page(client, "type=story")
        assert listing.total >= 10
        assert {hit.entry.kind for hit in listing.hits} == {"story"}
        assert "stories" not in html

    def test_nothing_asked_is_a_place_to_begin(self, client):
        listing, html = page(client, "")
        assert listing.featured
        assert "?type=method" in html
        counted = next(item for item in listing.facets if item.facet.name == "time").choices[0]
        assert page(client, f"time={counted.value.code}")[0].total == counted.count


class TestHelp:
    def test_a_correction_is_said_and_can_be_refused(self, client):
        method(title="Zebrarunda")
        listing, html = page(client, "q=zebrarumda")
        assert titles(listing) == ["Zebrarunda"]
        assert "Visar träffar för <strong>zebrarunda</strong>" in html
        assert "1 träff på ”zebrarunda”" in html
        assert "Sök i stället efter ”zebrarumda”" in html
        refused, html = page(client, listing.exact_url[1:])
        assert refused.total == 0
        assert "Menade du" in html
        assert page(client, refused.corrected_url[1:])[0].choices.text == "zebrarunda"

    def test_letters_without_their_rings_and_dots(self, client):
        method(title="Ögonblåsning")
        listing, html = page(client, "q=ogonblasning")
        assert titles(listing) == ["Ögonblåsning"]
        assert "Ord med å, ä och ö visas också" in html

    def test_some_of_the_words(self, client):
        listing, html = page(client, "q=möte qqqqqwwww")
        assert listing.total
        assert "Inget har alla dina ord" in html

    def test_dropping_a_filter(self, client):
        method(title="Zqrxvand", run_minutes_min=200, run_minutes_max=200)
        listing, html = page(client, "q=zqrxvand&time=15")
        assert listing.total == 0
        assert [(way.chip.value.code, way.count) for way in listing.ways_out] == [("15", 1)]
        assert "Utan ”Tid: Högst 15 min”" in html
        understood, _html = page(client, "q=zqrxvand 15 min")
        assert [way.count for way in understood.ways_out] == [1]

    def test_dropping_a_filter_that_leaves_some_of_the_words_only(self, client):
        method(title="Zqrxvand möte", run_minutes_min=200, run_minutes_max=200)
        listing, html = page(client, "q=zqrxvand möte&time=60")
        assert (listing.found.stage, [way.count for way in listing.ways_out]) == ("some", [1])
        assert "Utan ”Tid: Högst 60 min”</a> (1 träff)" in html

    def test_a_hit_says_that_it_is_spelled_otherwise(self, client):
        method(title="Zåbravandring")
        said = "Här stavas dina ord med å, ä eller ö."
        assert page(client, "q=zabravandring")[1].count(said) == 1
        assert said not in page(client, "q=zåbravandring")[1]

    def test_nothing_at_all(self, client):
        listing, html = page(client, "q=qqqqqwwww")
        assert listing.popular or listing.featured
        assert 'action="/sv/search/missing/"' in html
        assert "Inga träffar" in html
        assert "data-live-filter" not in html  # nothing to choose from
        assert "ways-out" not in html

    @pytest.mark.parametrize("text", ["🎉", "?", "%25", "-"])
    def test_what_has_no_word_finds_nothing_in_other_languages_either(self, client, text):
        listing, _html = page(client, f"q={text}")
        assert (listing.total, listing.languages) == (0, [])


@pytest.mark.parametrize("sorting", ["relevance", "title", "newest"])
def test_a_title_that_is_the_question_stands_first_in_any_order(client, sorting):
    """Though it is none of the hits: a part of the question is understood as a filter that it does not fit."""
    for number in range(20):
        method(title=f"Zqrxvand {number}", run_minutes_min=10, run_minutes_max=20, slug=f"zq-{number}")
    story(title="Zqrxvand 30 min", slug="zq-30-min")
    listing, _html = page(client, f"q=zqrxvand 30 min&sort={sorting}")
    assert listing.found.hits[0].entry.title == "Zqrxvand 30 min"
    assert (listing.found.total, listing.found.pages) == (21, 2)


class TestTips:
    @pytest.fixture
    def send(self, client):
        Missing.objects.all().delete()  # those of the example content

        def run(message: str, query: str = "qqqqqwwww"):
            return client.post("/sv/search/missing/", {"q": query, "message": message}, follow=True)

        return run

    def test_it_reaches_the_search_owner_without_a_name(self, send):
        html = send("En metod för tysta grupper\r\noch en till").content.decode()
        assert "Tack. " in html
        tip = Missing.objects.get()
        assert (tip.query, tip.language, tip.message) == (
            "qqqqqwwww",
            "sv",
            "En metod för tysta grupper\noch en till",
        )
        assert {field.name for field in Missing._meta.get_fields()} == {"id", "query", "language", "message", "sent"}

    @pytest.mark.parametrize("message", ["", "   ", "\x00\x00"])
    def test_an_empty_one_is_not_kept(self, send, message):
        assert "Skriv vad du letade efter" in send(message).content.decode()
        assert not Missing.objects.exists()

    def test_a_long_one_is_cut(self, send):
        send("å" * 10_000 + "\x00", "q" * 10_000)
        tip = Missing.objects.get()
        assert (len(tip.message), len(tip.query)) == (500, 200)

    def test_what_was_searched_for_is_masked_as_in_the_log(self, send):
        send("Hittar inte min chef", "070-123 45 67 chef")
        assert Missing.objects.get().query == "[phone] chef"

    def test_not_too_many(self, send):
        for number in range(5):
            send(f"Tips {number}")
        assert "Vänta en timme" in send("Ett till").content.decode()
        assert Missing.objects.count() == 5

    def test_only_by_post(self, client):
        assert client.get("/sv/search/missing/").status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=abc",
        "page=9999999999",
        "page=" + "9" * 5000,
        "q=möte&page=9999999999",
        "q=%00",
        "q=" + "a" * 10_000,
        "q=%F0%9F%98%80%F0%9F%98%80",
        "q=möte&phase=%00&type=%F0%9F%98%80&time=9999",
        "q=möte&nonsense=1&sort=drop+table&exact=x&tip=x",
        "type=" + "a" * 5000,
        "&".join(f"phase=p{number}" for number in range(500)),
        'q="',
        "q=-",
        "q=typ:",
        "q=()*:^~'\\",
        "q=-möte",
    ],
)
@pytest.mark.parametrize("path", ["search/", "search/suggest/"])
def test_nonsense_is_answered(client, path, query):
    response = client.get(f"/sv/{path}?{query}")
    assert response.status_code == 200
    if "phase=" in query and path == "search/":
        assert "filter som inte finns" in response.content.decode()


@pytest.mark.parametrize("text", ["-möten", "-hej möten", "-5", "-"])
@pytest.mark.parametrize("command", ["find", "explain_analysis"])
def test_commands_take_a_minus_as_the_search_field_does(capsys, command, text):
    call_command(command, text, "--json", "--language", "en")
    call_command(command, "--language", "sv", text)
    assert "error" not in capsys.readouterr().err


def test_a_query_that_is_cut_says_so(client):
    assert "De första 200 tecknen" in page(client, "q=" + "a" * 300)[1]


def test_a_script_is_text(client):
    html = client.get("/sv/search/", {"q": "<script>alert(1)</script>", "phase": "<script>"}).content.decode()
    assert "<script>alert" not in html
    assert "<script>" not in html


class TestSecrets:
    @pytest.fixture
    def secret(self):
        target = method(title="Zqrxvand", slug="hemlig")
        restricted(target)
        return target

    def test_it_is_neither_found_nor_counted_nor_suggested(self, employee, secret):
        listing, html = page(employee, "q=zqrxvand")
        assert "Zqrxvand" not in html
        assert listing.total == 0
        assert employee.get("/sv/search/suggest/?q=zqrx").json()["suggestions"] == []

    def test_nor_is_it_a_correction(self, employee, secret):
        assert "zqrxvand" not in page(employee, "q=zqrxvamd")[1]

    def test_nor_is_a_document_of_a_closed_collection(self, client, employee):
        collection = Collection.get_first_root_node().add_child(name="Stängt")
        closed = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=CollectionViewRestriction.GROUPS
        )
        closed.groups.add(Group.objects.create(name="Invigda"))
        get_document_model().objects.create(
            title="Zqrxpärm", collection=collection, file=ContentFile(b"text", "parm.txt")
        )
        for browser, sees in ((employee, False), (client, True)):
            if sees:
                browser.force_login(UserFactory(groups=["Invigda"]))
            listing, _html = page(browser, "q=zqrxpärm")
            assert bool(listing.beside) == sees
            assert bool(listing.found.counts.get("type")) == sees
            assert bool(browser.get("/sv/search/suggest/?q=zqrxp").json()["suggestions"]) == sees
            pk = Entry.objects.get(title="Zqrxpärm").pk
            assert browser.get(f"/sv/search/to/{pk}/").status_code == (302 if sees else 404)

    def test_a_member_finds_it(self, client, secret):
        client.force_login(UserFactory(groups=["Invigda"]))
        assert titles(page(client, "q=zqrxvand")[0]) == ["Zqrxvand"]
        assert len(client.get("/sv/search/suggest/?q=zqrx").json()["suggestions"]) == 1


class TestQueries:
    """Pinned: they do not grow with what is found."""

    def count(self, client, query: str) -> int:
        page(client, query)
        with CaptureQueriesContext(connection) as queries:
            page(client, query)
        return len(queries)

    def test_hits(self, employee):
        template = method(title="Zebra noll")
        entry = Entry.objects.get(title="Zebra noll")

        def more(numbers) -> int:
            # In the index alone: what is shown of it is looked up together.
            for number in numbers:
                entry.pk, entry.object_id = None, f"{template.pk}00{number}"
                entry._state.adding = True
                entry.save()
            return self.count(employee, "q=zebra")

        few = more(range(10))
        assert more(range(10, 300)) == few <= 14
        assert page(employee, "q=zebra")[0].total == 301

    def test_everything_beside(self, employee):
        assert self.count(employee, "q=möte&phase=ideate") <= 14

    def test_nothing_found(self, employee):
        assert self.count(employee, "q=qqqqqwwww vvvvvxxxx&phase=test&time=15") <= 45

    def test_nothing_asked(self, employee):
        assert self.count(employee, "") <= 5


def test_browsers_are_told_how_to_search(client):
    for language in ("sv", "en"):
        assert f'href="/{language}/opensearch.xml"' in client.get(f"/{language}/").content.decode()
        response = client.get(f"/{language}/opensearch.xml")
        assert response["Content-Type"] == "application/opensearchdescription+xml"
        root = ElementTree.fromstring(response.content)  # noqa: S314 our own
        space = "{http://a9.com/-/spec/opensearch/1.1/}"
        assert root.find(f"{space}Language").text == language
        assert len(root.find(f"{space}ShortName").text) <= 16
        url = root.find(f"{space}Url[@type='text/html']").get("template")
        assert url == f"http://testserver/{language}/search/?q={{searchTerms}}"


def test_the_page_is_in_the_readers_language(client):
    with translation.override("en"):
        listing, html = page(client, "q=meeting", "en")
    assert listing.total
    assert "hits for “meeting”" in html


def test_what_a_page_is_filtered_by_is_found_but_not_shown_as_its_text():
    page = method(title="Zebra", summary="Kort.")
    entry = Entry.objects.get(object_id=str(page.pk), kind="method")
    label = page.phases.first().name
    assert label not in entry.text
    assert set(document_keys(label, "sv").split()) <= set(entry.lead_keys.split())


@pytest.mark.parametrize("saved_in", ["sv", "en"])
def test_a_page_is_read_in_its_own_language_whoever_saves_it(saved_in):
    step = {"title": "Lyssna", "minutes": 5, "grouping": "pairs", "instruction": "<p>Var tyst.</p>"}
    page = method(title="Zebrarunda", steps=stream(("step", step), ("step", step)))
    with translation.override(saved_in):
        indexing.put([page])
    text = Entry.objects.get(title="Zebrarunda").text
    assert "I par" in text
    assert "In pairs" not in text


def test_a_choice_that_no_reader_sees_is_no_text():
    heading = ("heading", {"text": "Randigt", "level": "h3"})
    told = story(
        title="Zebra", body=stream(heading, ("callout", {"kind": "warning", "title": "", "text": "<p>Stopp.</p>"}))
    )
    text = Entry.objects.get(title=told.title).text
    assert "Randigt" in text
    assert "Underrubrik" not in text
    assert "Varning" not in text
