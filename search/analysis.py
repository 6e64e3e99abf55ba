"""Turns text into keys, the same when a page is indexed and when somebody searches.

Pure Python, without Django: engines match, rank and count keys, and know nothing of languages. A word gives

- a **key**: Snowball's stem of the word's lemma (Swedish “veckan” and “veckor” → one key);
- the keys of its **parts** where it is a compound (“innovationsplattform” → innovation, plattform);
- **folded** forms without å, ä and ö (“möte” → “mote”), for what nothing else finds.

Keys are written with the letters a-z and digits alone (`encode`), so that no engine's own folding or splitting touches
them: å, ä and ö are letters of their own and become `0a`, `0e` and `0o`. Parts and folded forms carry a mark in front.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from search.languages import Language, language
from search.morphology import morphology
from search.text import LONGEST, encode, fold, normalise, words

__all__ = ["Language", "encode", "fold", "language", "normalise", "words"]  # beside what is defined here

VERSION = 3  # an index made by another version must be made again
PART, FOLDED = "0p", "0f"  # marks in front of keys
MOST_JOINED = 5  # words with hyphens between them that are taken for one
type Words = list[tuple[str, int, int]]  # with where they begin and end (`search.text.words`)
JOINTS = frozenset("-‐‑–'’.:/&+")


@dataclass(frozen=True, slots=True)
class Word:
    """What a word became. Keys are encoded, but without marks."""

    text: str
    key: str
    parts: tuple[str, ...]
    folded: str  # empty where the word has no å, ä or ö
    why: str  # "function word", "short", "number", "compound", "lemma", "stem" or "word"
    lemma: str = ""
    split: tuple[str, ...] = ()  # the words of the parts, for people
    extras: tuple[str, ...] = ()  # with their marks: what a document has beside the key


@lru_cache(maxsize=60_000)  # half a kilobyte each: the words of some thousand pages
def analyse_word(word: str, code: str) -> Word:
    """What a normalised word becomes in a language."""
    word = word[:LONGEST]
    morph = morphology(language(code))
    reading = morph.read(word)
    key = encode(reading.key)
    parts = tuple(map(encode, reading.part_keys))
    folded = ""
    forms: dict[str, None] = {}
    if (bare := fold(word)) != word:
        folded = encode(morph.stem(bare))
        # The word may be asked for in this form or in its dictionary form (“böcker”, “bok”).
        forms = dict.fromkeys((folded, encode(fold(reading.key))))
    extras = (*(PART + part for part in parts), *(FOLDED + form for form in forms))
    return Word(word, key, parts, folded, reading.why, reading.lemma, tuple(p.base for p in reading.parts), extras)


def is_listed(word: str, code: str) -> bool:
    """Whether a language's word lists have a normalised word."""
    return morphology(language(code)).is_listed(word)


def analyse(text: str, code: str) -> list[Word]:
    """The words of a text."""
    return [analyse_word(word, code) for word, _start, _end in words(text)]


def _groups(text: str, found: Words, codes: Iterable[str]) -> Iterator[list[str]]:
    """The words of a text, those together that may be written as one: “e-tjänst”, “e tjänst”, “6-3-5”, “6 3 5”."""
    ignored = frozenset().union(*(language(code).function_words for code in codes))
    group: list[str] = []
    last = 0
    for word, start, end in found:
        together = False
        if group and start - last == 1 and len(group) < MOST_JOINED:
            between = text[last]
            # A single letter or digit belongs to what comes after it.
            single = between == " " and len(group[-1]) == 1 and group[-1] not in ignored
            together = between in JOINTS or (single and (len(word) == 1 or not group[-1].isdecimal()))
        if together:
            group.append(word)
        else:
            if group:
                yield group
            group = [word]
        last = end
    if group:
        yield group


def _joined(text: str, found: Words, codes: Iterable[str]) -> Iterator[str]:
    for group in _groups(text, found, codes):
        if len(group) > 1:
            yield "".join(group)[:LONGEST]


def document_keys(text: str, code: str, found: Words | None = None) -> str:
    """What an engine indexes of a text: its keys in their order, and behind them the marked extras, each once.

    `found` are the text's words, where the caller has them already.
    """
    found = words(text) if found is None else found
    keys: list[str] = []
    extras: dict[str, None] = {}
    for word, _start, _end in found:
        known = analyse_word(word, code)
        keys.append(known.key)
        if known.extras:
            extras.update(dict.fromkeys(known.extras))
    for word in _joined(text, found, [code]):
        known = analyse_word(word, code)
        extras.update(dict.fromkeys((PART + known.key, *known.extras)))
    return " ".join([*keys, *extras])


def title_words(title: str, code: str) -> str:
    """What each word of a title may be asked for by, without function words where there are others: “key|extra key”."""
    found = analyse(title, code)
    heavy = [word for word in found if word.why != "function word"] or found
    return " ".join("|".join((word.key, *word.extras)) for word in heavy)


def prefix_words(text: str, found: Words | None = None) -> str:
    """What an engine indexes for completion: the words as they are written, each once."""
    found = words(text) if found is None else found
    kept = dict.fromkeys(encode(word) for word, _start, _end in found)
    kept |= dict.fromkeys(map(encode, _joined(text, found, ())))
    return " ".join(kept)


@dataclass(frozen=True)
class Term:
    """A word of a query: what it may be in each language. Any of `keys` will do, or all of one of `compounds`.

    `keys` and `compounds` hold what to look for as it is indexed, marks included where they need one; a key of
    `compounds` may stand in the text or, with PART in front, within another compound.
    """

    text: str
    keys: tuple[str, ...]
    compounds: tuple[tuple[str, ...], ...]
    folded: str  # to look for with FOLDED in front; empty where the query has å, ä or ö
    optional: bool


def query_terms(text: str, codes: Iterable[str]) -> list[Term]:
    """The words of a query with their alternatives in all languages; function words are optional, and beside other
    words so is what only asks (“vad betyder …”).

    Where all words are function words, none is optional. Words with hyphens between them are one term.
    """
    codes = list(codes)
    found = [_term(group, codes) for group in _groups(text, words(text), codes)]
    asking = frozenset().union(*(language(code).asking for code in codes))
    if any(not term.optional and term.text not in asking for term in found):
        return [replace(term, optional=term.optional or term.text in asking) for term in found]
    if all(term.optional for term in found):
        return [replace(term, optional=False) for term in found]
    return found


def _term(group: list[str], codes: list[str]) -> Term:
    word = "".join(group)[:LONGEST]
    forms = [analyse_word(word, code) for code in codes]
    keys = dict.fromkeys(form.key for form in forms)
    keys |= dict.fromkeys(PART + key for key in list(keys))
    compounds = dict.fromkeys(form.parts for form in forms if len(form.parts) > 1)
    if len(group) > 1:
        compounds |= dict.fromkeys(tuple(dict.fromkeys(analyse_word(w, code).key for w in group)) for code in codes)
    optional = len(group) == 1 and any(word in language(code).function_words for code in codes)
    return Term("-".join(group), tuple(keys), tuple(compounds), _folded(word, codes), optional)


def _folded(word: str, codes: list[str]) -> str:
    """The form to look for when a word was written without its dots and rings."""
    if not codes or fold(word) != word:
        return ""
    code = next((code for code in codes if language(code).letters), codes[0])
    return encode(morphology(language(code)).stem(word))
