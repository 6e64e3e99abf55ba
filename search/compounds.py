"""Finds the words that a compound is made of: “arbetsplatserna” → arbets|platserna.

Two word lists say which words may begin a compound, with which linking letters, and which may end one, and of both how
many compounds of the dictionary do so: their family. Words of large families are believed, words of small ones only when
they are long; that, and not a list of exceptions, keeps “kommun” and “paragraf” whole.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

MOST_PARTS = 4
SHORTEST = 2  # letters of a part
LONGEST = 40  # letters of a compound; what is longer is not split


class Part(NamedTuple):
    """A part as it stands in the compound, the word that it is a form of, and how far it is believed."""

    text: str
    base: str
    worth: float


class Splitter:
    """Splits compounds of one language."""

    def __init__(self, begin, end, key: Callable[[str], str], particles: frozenset[str], suffixes: frozenset[str]):
        self._begin, self._end, self._key = begin, end, key
        self._particles, self._suffixes = particles, suffixes

    def split(self, word: str) -> tuple[Part, ...]:
        """The parts from left to right; nothing where the word is none, or where its parts are doubtful."""
        if len(word) > LONGEST:
            return ()
        return max(self._splits(word, MOST_PARTS, {}), key=_worth, default=())

    def _splits(self, word: str, most: int, heads: dict[str, Part | None]) -> Iterator[tuple[Part, ...]]:
        for place in range(SHORTEST, len(word) - SHORTEST + 1):
            first, rest = word[:place], word[place:]
            begin = self._beginning(first)
            if begin is None:
                continue
            # Three equal letters are written as two: “nattåg” is natt and tåg.
            rests = [rest, first[-1] + rest] if first[-1] == first[-2] else [rest]
            for rest in rests:
                if rest not in heads:
                    heads[rest] = self._head(rest)
                if head := heads[rest]:
                    yield begin, head
                if most > 2 and len(rest) >= 2 * SHORTEST + 2:
                    for more in self._splits(rest, most - 1, heads):
                        yield begin, *more

    def _beginning(self, first: str) -> Part | None:
        value = None if first in self._particles else self._begin.get(first)
        if not value:
            return None
        family, _, base = value.partition("/")
        worth = int(family) + WORTH[min(len(first), len(WORTH) - 1)]
        return Part(first, base or first, worth) if worth >= 0 else None

    def _head(self, rest: str) -> Part | None:
        if rest in self._suffixes or len(rest) < 3:
            return None
        key = self._key(rest)
        value = None if key in self._suffixes else self._end.get(key)
        if not value:
            return None
        worth = int(value) + WORTH[min(len(rest), len(key) + 1, len(WORTH) - 1)]
        return Part(rest, rest, worth) if worth >= 0 else None


# What a part's length adds to the logarithm of its family; below nought together, the part is not believed.
WORTH = (-99, -99, -4, -4, -2, -1, 0, 0, 0)


def _worth(parts: tuple[Part, ...]) -> tuple:
    # The fewest parts, and of those the ones whose weakest is best believed.
    return -len(parts), min(part.worth for part in parts), sum(part.worth for part in parts)
