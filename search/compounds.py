"""Finds the words that a compound is made of: “arbetsplatserna” → arbets|platserna.

Two word lists say which words may begin a compound, with which linking letters, and which may end one, and of both how
many compounds of the dictionary do so: their family. Words of large families are believed, words of small ones only if
they are long; that, and not a list of exceptions, keeps “kommun” and “kalender” whole.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from search.languages import Language
from search.lexicon import WordList

MOST_PARTS = 4
SHORTEST = 2  # letters of a part
SURE = 3  # what a part's parts are worth at least where no linking letter tells of them
LONGEST = 40  # letters of a compound; what is longer is not split


class Part(NamedTuple):
    """A part as it stands in the compound, the word that it is a form of, and how far it is believed."""

    text: str
    base: str
    worth: float


class Splitter:
    """Splits compounds of one language."""

    def __init__(self, of: Language, begin: WordList, end: WordList, lemma: Callable[[str], str]) -> None:
        self._begin, self._end, self._lemma = begin, end, lemma
        self._particles, self._suffixes, self._endings = of.particles, of.suffixes, of.endings
        self._hyphened = of.hyphened
        self._inflections = frozenset(ending for ending, _instead in of.endings)

    def split(self, word: str) -> tuple[tuple[Part, ...], str]:
        """The parts from left to right, and the whole with its last part's word at its end.

        No parts, and the word itself, where it is no compound or its parts are doubtful.
        """
        best = max(self._splits(word, MOST_PARTS, {}), key=_worth, default=()) if len(word) <= LONGEST else ()
        if not best or (best[0].text == best[0].base and min(part.worth for part in best) < self._own(word) - 2):
            return (), word
        last = best[-1]
        whole = word[: len(word) - len(last.text)] + last.base
        return tuple(smaller for part in best for smaller in self._smaller(part)), whole

    def _own(self, word: str) -> int:
        """How far a whole is believed to be no compound: compounds have small families, but for those with an s."""
        found = [list_.get(base) for base in self._bases(word) for list_ in (self._begin, self._end)]
        return max((int(value[0]) for value in found if value), default=0)

    def hung(self, word: str) -> tuple[tuple[Part, ...], str]:
        """The same for a word that has a letter or an abbreviation in front: “etjänst”, “itstöd”."""
        for first in self._hyphened:
            rest = word.removeprefix(first)
            last = self.head(rest) if rest != word and len(rest) >= 4 else None
            # A single letter may be anything's first: “enorm”, “edikt”.
            doubtful = len(first) == 1 and len(rest) == 4 and last and last.worth < SURE
            if last and not doubtful and not self.head(word):
                return (Part(first, first, 0), last), first + last.base
        return (), word

    def _smaller(self, part: Part) -> tuple[Part, ...]:
        """The parts of a part that is a compound itself, where that is beyond doubt."""
        parts, _whole = self.split(part.base)
        sure = parts and (parts[0].text != parts[0].base or min(smaller.worth for smaller in parts) >= SURE)
        return parts if sure else (part,)

    def _splits(self, word: str, most: int, heads: dict[str, Part | None]) -> Iterator[tuple[Part, ...]]:
        for place in range(SHORTEST, len(word) - SHORTEST + 1):
            first, rest = word[:place], word[place:]
            begin = self._beginning(first)
            if begin is None:
                continue
            # Three equal letters are written as two: “nattåg” is natt and tåg.
            doubled = first[-1] == first[-2] and rest.removesuffix("s") not in self._inflections
            rests = [rest, first[-1] + rest] if doubled else [rest]
            for rest in rests:
                if rest not in heads:
                    heads[rest] = self.head(rest)
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
        if base in self._particles:
            return None
        worth = int(family) + WORTH[min(len(first), len(WORTH) - 1)]
        return Part(first, base or first, worth) if worth >= 0 else None

    def head(self, rest: str) -> Part | None:
        """The last part, in any form of its word."""
        for word in self._bases(rest):
            if len(word) < 3 or word in self._suffixes or word in self._particles:
                continue
            if value := self._end.get(word):
                worth = int(value) + WORTH[min(len(word), len(WORTH) - 1)]
                return Part(rest, word, worth) if worth >= 0 else None
        return None

    def _bases(self, rest: str) -> Iterator[str]:
        """The words that a last part may be a form of, the likeliest first."""
        yield rest
        if len(rest) > 4 and rest[-1] == "s":
            yield from self._bases(rest[:-1])  # a genitive
        lemma = self._lemma(rest)
        if lemma != rest:
            yield lemma
        if rest in self._suffixes:
            return
        for ending, instead in self._endings:
            if rest.endswith(ending):
                yield rest[: len(rest) - len(ending)] + instead


# What a part's length adds to the logarithm of its family; below nought together, the part is not believed.
WORTH = (-99, -99, -4, -4, -2, -1, 0, 0, 0)


def _worth(parts: tuple[Part, ...]) -> tuple:
    # The fewest parts, and of those the ones whose weakest is best believed.
    return -len(parts), min(part.worth for part in parts), sum(part.worth for part in parts)
