"""“Menade du”: corrections out of the index's own words, by edit distance."""

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice, takewhile
from math import log
from threading import Lock

from django.db import connection
from django.db.models import Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal import languages
from portal.content_cache import cached
from search import analysis
from search.models import Synonym, Word

MOST = 5  # candidates for a word
BEGUN = 12  # words that a half-typed one may become


@dataclass
class Vocabulary:
    """The index's words with the number of entries that hold each."""

    words: list[str]  # in their order
    entries: dict[str, int]
    folded: dict[str, list[str]]
    most: int  # entries that hold the commonest word


_kept: dict[str, tuple[tuple, Vocabulary]] = {}
_lock = Lock()
_pinned: ContextVar[list[Vocabulary] | None] = ContextVar("search_vocabulary", default=None)


@contextmanager
def one_vocabulary() -> Iterator[None]:
    """Asks once for all that is done within whether there are new words."""
    token = _pinned.set([]) if _pinned.get() is None else None
    try:
        yield
    finally:
        if token:
            _pinned.reset(token)


def vocabulary() -> Vocabulary:
    """The words, kept in the process's memory until there are new ones."""
    pinned = _pinned.get()
    if pinned:
        return pinned[0]
    found = _current()
    if pinned is not None:
        pinned.append(found)
    return found


def _current() -> Vocabulary:
    synonyms = cached("synonyms-written", lambda: list(Synonym.objects.all()))
    newest = (Word.objects.aggregate(newest=Max("pk"))["newest"], *((item.pk, item.words) for item in synonyms))
    with _lock:
        kept = _kept.get(connection.alias)
        if kept and kept[0] == newest:
            return kept[1]
    entries: dict[str, int] = {}
    for word, count in Word.objects.values_list("word", "entries"):
        entries[word] = entries.get(word, 0) + count
    # The search owner's synonyms stand in no text, but may be misspelled too.
    for synonym in synonyms:
        for text in synonym.listed():
            for word, _start, _end in analysis.words(text):
                entries.setdefault(word, 1)
    folded: dict[str, list[str]] = {}
    for word in entries:
        plain = analysis.fold(word)
        if plain != word:
            folded.setdefault(plain, []).append(word)
    found = Vocabulary(sorted(entries), entries, folded, max(entries.values(), default=1))
    with _lock:
        _kept[connection.alias] = newest, found
    return found


def bound(word: str) -> int:
    """How many edits a word of this length may be away."""
    return 1 if len(word) <= 6 else 2 if len(word) <= 9 else 3


def candidates(word: str) -> list[str]:
    """Words that may have been meant, the likeliest first."""
    if len(word) < 3 or not word.isalpha():
        return []
    known = vocabulary()
    # A dictionary's word was seldom mistyped.
    most = 1 if is_listed(word) else bound(word)
    found = process.extract(word, known.words, scorer=OSA.distance, score_cutoff=most, limit=30)

    def badness(item) -> tuple:
        other, distance, _index = item
        # Diacritics alone are no error but a keyboard; the first letter is seldom wrong.
        if analysis.fold(other) == analysis.fold(word):
            distance = 0.5
        return (distance + (0.6 if other[0] != word[0] else 0.0) - 0.15 * log(known.entries[other] + 1), other)

    return [item[0] for item in sorted(found, key=badness) if item[0] != word][:MOST]


def is_known(word: str) -> bool:
    """Whether the index has the word as it is written."""
    return word in vocabulary().entries


def is_listed(word: str) -> bool:
    """Whether a dictionary of the portal's languages has the word."""
    return any(analysis.is_listed(word, language.code) for language in languages.all_languages())


def begun(word: str) -> list[str]:
    """The words that begin so, the commonest first: for what is half typed."""
    if len(word) < 3:
        return []
    known = vocabulary()
    first = bisect_left(known.words, word)
    found = list(takewhile(lambda other: other.startswith(word), islice(known.words, first, None)))
    if not found:
        found = [other for plain, others in known.folded.items() if plain.startswith(word) for other in others]
    return sorted(found, key=lambda other: (-known.entries[other], other))[:BEGUN]


def with_letters(word: str) -> list[str]:
    """The words that this is without its å, ä and ö."""
    return vocabulary().folded.get(word, [])


def split(word: str) -> list[str]:
    """Two known words that this one is when it was written together, as English compounds are not: “foodwaste”.

    Any number will do for one of them: “vision2040”.
    """
    known = vocabulary().entries
    halves = [(word[:place], word[place:]) for place in range(3, len(word) - 2)]
    found = [
        (known.get(first, 0) + known.get(last, 0), f"{first} {last}")
        for first, last in halves
        if (first in known or first.isdecimal()) and (last in known or last.isdecimal())
    ]
    return [text for _number, text in sorted(found, reverse=True)[:2]]
