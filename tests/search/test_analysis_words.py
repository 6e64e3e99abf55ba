"""Lists of words, half of them never tuned on, say how good the analysis is."""

from pathlib import Path

import pytest

from search.analysis import analyse, analyse_word, normalise

WORDS = Path(__file__).parent / "words"
HALVES = ("tuned", "held out")


def lines(name: str, half: str) -> list[str]:
    halves = (WORDS / name).read_text(encoding="utf-8").split("# held out\n")
    return [line for line in halves[HALVES.index(half)].splitlines() if line and not line.startswith("#")]


def key(word: str, code: str) -> str:
    return analyse(word, code)[0].key


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize(("name", "code"), [("inflected_sv.txt", "sv"), ("inflected_en.txt", "en")])
def test_forms_of_a_word_share_its_key(name, code, half):
    pairs = [line.split() for line in lines(name, half)]
    apart = [pair for pair in pairs if key(pair[0], code) != key(pair[1], code)]
    assert 1 - len(apart) / len(pairs) >= 0.92, apart


@pytest.mark.parametrize("half", HALVES)
def test_compounds_are_split_into_their_words(half):
    wrong, expected = [], lines("compounds_sv.txt", half)
    for line in expected:
        compound, _, parts = line.partition(": ")
        found = analyse_word(normalise(compound), "sv")
        if found.parts != tuple(dict.fromkeys(key(part, "sv") for part in parts.split())):
            wrong.append((line, found.split))
    assert 1 - len(wrong) / len(expected) >= 0.88, wrong


def test_words_that_are_none_are_not_split():
    count, split = {}, {}
    for half in HALVES:
        whole = lines("whole_sv.txt", half)
        count[half] = len(whole)
        split[half] = [(word.text, word.split) for line in whole for word in analyse(line, "sv") if word.parts]
    assert len(split["tuned"]) / count["tuned"] <= 0.01, split
    assert sum(map(len, split.values())) / sum(count.values()) <= 0.01, split


def test_the_lists_are_long_enough():
    count = {name: sum(len(lines(name, half)) for half in HALVES) for name in ("inflected_sv.txt", "inflected_en.txt")}
    assert count["inflected_sv.txt"] >= 300
    assert count["inflected_en.txt"] >= 60
    assert sum(len(lines("compounds_sv.txt", half)) for half in HALVES) >= 150
    assert sum(len(lines("whole_sv.txt", half)) for half in HALVES) >= 150
