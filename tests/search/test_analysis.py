"""What a document's keys and a query's terms have in common."""

import importlib
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from search import languages, lexicon
from search.analysis import FOLDED, PART, analyse_word, document_keys, normalise, prefix_words, query_terms, words
from search.languages import language
from search.morphology import morphology

CODES = ("sv", "en", "fi", "se")


def finds(query: str, text: str, *, code: str = "sv", codes=("sv", "en"), folded: bool = False) -> bool:
    """Whether all words of a query find a text, as an engine decides it."""
    keys = set(document_keys(text, code).split())

    def has(term) -> bool:
        if any(key in keys for key in term.keys) or (folded and term.folded and FOLDED + term.folded in keys):
            return True
        return any(all(key in keys or PART + key in keys for key in compound) for compound in term.compounds)

    return all(has(term) for term in query_terms(query, codes) if not term.optional)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("veckor", "under veckan"),
        ("arbetsplats", "en plats för arbete"),
        ("plats", "vår arbetsplats"),
        ("platser", "arbetsplatserna"),
        ("mötesregler", "regler för möten"),
        ("medborgar förslag", "ett medborgarförslag"),
        ("kulturnämnden", "kultur- och fritidsnämnden"),
        ("MÖTET", "mo\u0308te"),
        ("vec\u00adkor", "vecka"),
        ("idéer", "en ide"),
        ("meetings", "ett meeting"),
        ("att", "att vara"),
    ],
)
def test_a_query_finds_other_forms(query, text):
    assert finds(query, text)


@pytest.mark.parametrize("query", ["e-tjänst", "etjänst", "e tjänst", "e-tjänster", "E‑TJÄNSTERNA"])
@pytest.mark.parametrize("text", ["en e-tjänst här", "en etjänst här", "en e tjänst här", "alla e-tjänster"])
def test_a_hyphen_may_be_there_or_not(query, text):
    assert finds(query, text)


@pytest.mark.parametrize("query", ["6-3-5", "635", "6 3 5"])
@pytest.mark.parametrize("text", ["metoden 6-3-5 är", "metoden 635 är", "metoden 6 3 5 är"])
def test_a_name_of_digits_is_found_however_written(query, text):
    assert finds(query, text)


@pytest.mark.parametrize("query", ["it-stöd", "itstöd", "it stöd"])
@pytest.mark.parametrize("text", ["it-stöd", "itstödet", "it stöd"])
def test_a_short_first_part_may_be_hung_on(query, text):
    assert finds(query, text)


@pytest.mark.parametrize("word", ["lappar", "knappar", "matsvinn", "emellan", "verkliga", "rapporten", "kontrollera"])
def test_endings_are_no_words(word):
    assert analyse_word(word, "sv").parts == ()


@pytest.mark.parametrize(("noun", "form"), [("uppdrag", "uppdraget"), ("syfte", "syftet")])
def test_a_noun_is_not_taken_for_a_verb_without_its_forms(noun, form):
    assert analyse_word(noun, "sv").key == analyse_word(form, "sv").key


def test_a_compound_of_compounds_gives_its_smallest_words():
    assert analyse_word("arbetsmiljöarbetets", "sv").split == ("arbete", "miljö", "arbete")


@pytest.mark.parametrize(("query", "text"), [("mål", "mal"), ("mal", "mål"), ("ska", "skolan"), ("plats", "platt")])
def test_letters_and_words_are_told_apart(query, text):
    assert not finds(query, text)


@pytest.mark.parametrize(("query", "text"), [("mal", "målen"), ("motesformer", "mötesform"), ("bocker", "böckerna")])
def test_folded_forms_find_what_was_written_without_dots(query, text):
    assert not finds(query, text)
    assert finds(query, text, folded=True)


def test_a_word_is_no_form_of_a_function_word_that_happens_to_be_its_stem():
    # “mot” (towards) stands in every other text; whoever writes “mote” means “möte” or an interchange.
    assert analyse_word("mote", "sv").key != analyse_word("mot", "sv").key
    assert analyse_word("möte", "sv").folded == query_terms("mote", ["sv"])[0].folded


@pytest.mark.parametrize(("word", "other"), [("första", "en"), ("varor", "vara"), ("mest", "mycket"), ("färre", "få")])
def test_nor_where_the_word_list_says_so(word, other):
    assert analyse_word(word, "sv").key != analyse_word(other, "sv").key


def test_goods_are_one_word_in_every_form():
    assert len({analyse_word(word, "sv").key for word in ("varor", "varorna", "varan")}) == 1


def test_no_folded_form_where_the_query_has_the_letters():
    assert query_terms("mål", ["sv"])[0].folded == ""


def test_function_words_are_optional_unless_there_is_nothing_else():
    assert [term.optional for term in query_terms("hur leder man möten", ["sv"])] == [True, False, True, False]
    assert [term.optional for term in query_terms("vad är det", ["sv"])] == [False] * 3


def test_words_say_where_they_stand():
    text = "Möte, i\u00adgång – ”Å”"
    assert [(word, text[start:end]) for word, start, end in words(text)] == [
        ("möte", "Möte"), ("igång", "i\u00adgång"), ("å", "Å"),
    ]  # fmt: skip


def test_extras_stand_once_and_behind_the_keys():
    keys = document_keys("arbetsplats och arbetsplats", "sv").split()
    assert keys[:3] == [keys[0], "och", keys[0]]
    assert len(set(keys[3:])) == len(keys[3:])
    assert all(key.startswith((PART, FOLDED)) for key in keys[3:])


def test_completion_has_the_words_as_written():
    assert prefix_words("Mötets e-tjänst, mötets").split() == ["m0otets", "e", "tj0enst", "etj0enst"]


def test_finnish_falls_back_to_snowball_and_northern_sami_to_plain_words():
    assert analyse_word("taloissa", "fi").key == analyse_word("talossa", "fi").key
    assert analyse_word("beatnagat", "se").key == "beatnagat"
    assert language("fi").lemmas == language("se").stemmer == ""


def test_a_file_and_its_word_list_add_a_language(tmp_path, monkeypatch):
    monkeypatch.setattr(languages, "__path__", [*languages.__path__, str(tmp_path)])
    monkeypatch.setattr(lexicon, "DATA", tmp_path)
    lexicon.write("tlh_lemmas.txt.gz", {"ghotis": "fish", "gho": "fish"})
    (tmp_path / "tlh.py").write_text(
        "from search.languages import Language, among\n"
        'LANGUAGE = Language("tlh", "english", lemmas="tlh_lemmas.txt.gz", function_words=among("wej joq"))\n'
    )
    importlib.invalidate_caches()
    language.cache_clear()
    try:
        assert analyse_word("ghotis", "tlh").key == analyse_word("fishes", "tlh").key == "fish"
        assert analyse_word("joq", "tlh").why == "function word"
    finally:
        sys.modules.pop("search.languages.tlh", None)
        language.cache_clear()
        analyse_word.cache_clear()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80), st.sampled_from(CODES))
def test_any_text_becomes_keys(text, code):
    keys = document_keys(text, code).split()
    count = sum(1 for _word in words(text))
    assert all(re.fullmatch("[0-9a-z]+", key) for key in keys)
    assert len(keys) <= count * 14
    assert all(re.fullmatch("[0-9a-z]+", key) for key in prefix_words(text).split())
    for term in query_terms(text, ["sv", "en"]):
        assert len(term.keys) <= 4
        assert len(term.compounds) <= 6


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_normalisation_is_idempotent(text):
    assert normalise(normalise(text)) == normalise(text)


SWEDISH = st.text("abcdefghijklmnopqrstuvwxyzåäö -0123", min_size=1, max_size=60)
PARTS = st.lists(st.sampled_from(["arbets", "plats", "möte", "s", "skol", "gården", "is", "e", "barn", "en", " "]))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), SWEDISH, PARTS.map("".join)), st.sampled_from(CODES))
def test_a_text_is_found_by_each_of_its_words_and_by_itself(text, code):
    for word, _start, _end in words(text):
        assert finds(word, text, code=code, codes=[code])
        assert finds(word, text, code=code, codes=["en", code, "sv"])
    assert finds(text, text, code=code, codes=["en", "sv", code])


def test_the_command_explains_words():
    out = StringIO()
    call_command("explain_analysis", "arbetsplatserna", "böckerna", "för", stdout=out)
    assert "compound of arbete and plats" in out.getvalue()
    assert "form of bok" in out.getvalue()
    assert "function word" in out.getvalue()


def test_the_command_prints_json():
    out = StringIO()
    call_command("explain_analysis", "--json", "--language", "en", "children", stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["language"] == "en"
    assert answer["words"][0] | {"why": ""} == {
        "word": "children", "key": "child", "parts": [], "folded": "", "lemma": "child", "why": "",
    }  # fmt: skip


def test_the_command_refuses_an_unknown_language():
    with pytest.raises(CommandError, match="no language “xx”") as error:
        call_command("explain_analysis", "--language", "xx", "hej")
    assert error.value.returncode == 2


def test_threads_do_not_disturb_each_other():
    stem = morphology(language("sv")).stem
    some = [first + last for first in ("metod", "plattform", "skol", "kvast") for last in ("erna", "ens", "or", "ar")]
    expected = [stem(word) for word in some]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _turn: [stem(word) for word in some], range(800)))
    assert all(item == expected for item in found)
