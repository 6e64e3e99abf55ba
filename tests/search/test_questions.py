"""What people type, and what is made of it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from search import service
from search.parsing import parse
from tests.factories import method
from tests.search.test_search_page import page, titles

pytestmark = pytest.mark.django_db


def found(text: str, language: str = "sv", **options) -> service.Found:
    return service.search(text, language=language, user=AnonymousUser(), **options)


def facts(text: str) -> list[tuple[str, str]]:
    return [(fact.facet, fact.code) for fact in parse(text).facts]


class TestKinds:
    @pytest.mark.parametrize("word", ["metod", "metoder", "metoderna", "methods", "övningarna", "exercises"])
    def test_the_name_of_a_kind_is_known_in_every_form(self, word):
        question = parse(f"{word} zebra")
        assert question.kinds == {"method"}
        assert [term.text for term in question.wanted] == ["zebra"]

    @pytest.mark.parametrize("word", ["personal", "personuppgift", "ordning", "paketera"])
    def test_a_word_that_is_like_one_is_none(self, word):
        assert parse(f"{word} zebra").kinds == set()

    @pytest.mark.parametrize(
        ("text", "kind"), [("type:stories", "story"), ("typ:metoderna", "method"), ("typ:coach", "coach")]
    )
    def test_as_a_filter(self, text, kind):
        assert facts(text) == [("type", kind)]

    def test_by_its_name_alone_all_that_are_of_it_are_found(self):
        for text, kind in (("pdf", "document"), ("documents", "document"), ("coach", "coach")):
            beside = found(text, "en" if text == "documents" else "sv").beside
            group = "people" if kind == "coach" else "documents"
            assert len(beside[group]) == service.BESIDE, text


class TestNumbers:
    @pytest.mark.parametrize("text", ["30 mins", "max 30 mins", "30 minuter", "30 min"])
    def test_minutes(self, text):
        assert facts(text) == [("time", "30")]

    @pytest.mark.parametrize("text", ["10 persons", "5-10 people", "5–10 personer", "för 10 deltagare"])
    def test_people(self, text):
        assert facts(text) == [("group", "9-16")]
        assert parse(text).wanted == []


class TestAsking:
    @pytest.mark.parametrize(
        ("text", "language", "word"),
        [
            ("vad betyder hypotes", "sv", "hypotes"),
            ("vad menas med mandat", "sv", "mandat"),
            ("förklara insikt", "sv", "insikt"),
            ("vad gör en facilitator", "sv", "facilitator"),
            ("what does hypothesis mean", "en", "hypothesis"),
        ],
    )
    def test_a_word_that_is_asked_for_is_explained(self, client, text, language, word):
        listing, _html = page(client, f"q={text}", language)
        assert listing.definition
        assert listing.definition.entry.title == word

    def test_what_only_asks_is_searched_for_where_there_is_nothing_else(self):
        assert [term.text for term in parse("vad betyder").wanted] == ["betyder"]


class TestPhrases:
    def test_its_words_are_marked_and_put_in_order(self, client):
        _listing, html = page(client, 'q="fem varför"')
        assert "<mark>Fem</mark>" in html
        assert found('"fem varför"').hits[0].matches

    def test_a_word_is_explained_in_quotes_too(self, client):
        listing, _html = page(client, 'q="allmän handling"')
        assert listing.definition.entry.title == "allmän handling"

    def test_where_nothing_has_it_its_words_are_searched_for_and_that_is_said(self, client):
        method(title="Randig zebra", summary="Om ett djur.")
        listing, html = page(client, 'q="zebra randig"')
        assert titles(listing) == ["Randig zebra"]
        assert "står inte intill varandra" in html
        assert not found('"zebra randig"', exact=True).total

    def test_what_is_excluded_stays_so(self):
        method(title="Randig zebra")
        assert not found('"zebra randig" -"randig zebra"').total


class TestCorrections:
    def test_a_dictionarys_word_is_searched_for_as_it_is(self):
        # “inställt” stands in the text of a page, two letters away.
        answer = found("anställd")
        assert not answer.corrected
        assert not answer.total

    def test_a_short_word_is_not_taken_for_one_that_is_far_from_it(self):
        assert not found("kanban").corrected

    def test_beside_other_words_those_are_what_is_found(self):
        answer = found("ny anställd")
        assert answer.stage == "some"
        assert answer.total

    def test_refused_the_other_ways_are_tried(self):
        method(title="Randig zebra")
        method(title="Zebra i rörelse", summary="Prov.")
        answer = found("randit zebra", exact=True)
        assert answer.suggestion == "randig zebra"
        assert answer.stage == "some"
        assert answer.total == 2

    def test_a_misspelled_word_is_corrected_before_it_is_taken_apart(self):
        method(title="Qwertyzebra")
        method(title="Annat", summary="En qwerty och en zebrt.")
        answer = found("qwertyzebrt")
        assert (answer.stage, answer.corrected) == ("corrected", "qwertyzebra")

    @pytest.mark.parametrize("text", ["vision2040", "foodwaste"])
    def test_two_words_written_as_one(self, client, text):
        language = "en" if text == "foodwaste" else "sv"
        assert found(text, language).stage == "split"
        html = page(client, f"q={text}", language)[1]
        assert ("searched for as two" if language == "en" else "söks också som två") in html


def test_a_part_of_a_word_is_half_of_it():
    part, whole = method(title="Zebrarunda"), method(title="Randig zebra")
    assert [hit.entry.title for hit in found("zebra").hits] == [whole.title, part.title]
