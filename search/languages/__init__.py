"""What the search knows of each language: one module a language, named by its code, with a `LANGUAGE`.

Adding a language is one file here and, where it has them, word lists in search/data. A language without a file is
analysed with its Snowball stemmer, and without one of those as plain words. See `search.analysis`.
"""

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from search.text import normalise

# Snowball's names of languages without a file here.
STEMMERS = {"da": "danish", "de": "german", "es": "spanish", "fi": "finnish", "fr": "french", "nb": "norwegian"}
STEMMERS |= {"nn": "norwegian", "no": "norwegian", "pl": "polish", "ru": "russian", "ar": "arabic", "et": "estonian"}


@dataclass(frozen=True, eq=False)
class Language:
    """How words of a language become keys. Files are names in search/data; an empty name is none."""

    code: str
    stemmer: str = ""  # Snowball's name of the language; empty: words as they are
    letters: bool = False  # whether å, ä and ö are letters of it
    function_words: frozenset[str] = frozenset()  # they keep themselves, and a query may miss them
    asking: frozenset[str] = frozenset()  # what questions are put with: a query may miss them beside other words
    lemmas: str = ""  # lemma by form
    begin: str = ""  # what may begin a compound
    end: str = ""  # what may end one
    particles: frozenset[str] = frozenset()  # prefixes: what they begin is no compound
    suffixes: frozenset[str] = frozenset()  # what they end is no compound
    # What a form of a last part ends with, and what its word ends with instead; the likeliest first.
    endings: tuple[tuple[str, str], ...] = ()
    hyphened: frozenset[str] = frozenset()  # short words that others are hung on with a hyphen: e-tjänst
    same: dict[str, str] = field(default_factory=dict)  # words whose lemma the list has wrong


def among(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def forms(text: str) -> dict[str, str]:
    """Words by their forms, from “word: form form; word: form”; normalised."""
    found: dict[str, str] = {}
    for line in text.replace("\n", ";").split(";"):
        word, _, inflected = line.partition(":")
        found |= dict.fromkeys(map(normalise, inflected.split()), normalise(word.strip()))
    return found


@cache
def language(code: str) -> Language:
    """What is known of a language; nothing but its stemmer, or not even that, where it has no module."""
    base = code.replace("_", "-").split("-")[0].lower()
    name = f"{__name__}.{base}"
    if base.isalpha():
        try:
            return import_module(name).LANGUAGE
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
    return Language(base, stemmer=STEMMERS.get(base, ""))
