"""What every engine is asked and what it answers, whichever it is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from search.clauses import Clause

SORTINGS = ("relevance", "newest", "title")


@dataclass(frozen=True)
class Request:
    """A question for readers.

    `facets` are the values chosen, by facet: any within one, all between them. `hidden` are the places that the reader
    may not see; with `crossed`, some of them lend keys to entries that the reader does see, and those are found by
    their own keys alone. `reader` is a language's code. Where only hits are wanted, facets need not be `counted`.
    """

    clause: Clause
    reader: str
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    sorting: str = "relevance"
    start: int = 0
    stop: int = 20
    crossed: bool = False
    counted: bool = True

    @property
    def only_whether(self) -> bool:
        """Whether a single hit tells all that is asked: nothing is ordered or counted for it."""
        return not self.counted and self.stop == 1


@dataclass
class Answer:
    """What an engine found.

    `ids` are the entries from start to stop in their order, with their `scores` (higher is better, comparable within
    the answer alone); `counts` says for each value of a facet how many choosing it would show: a facet with a chosen
    value is counted as if none of its own were chosen.
    """

    ids: list[int]
    scores: dict[int, float]
    total: int
    counts: dict[str, Counter]


class Engine(Protocol):
    """A database or a search server."""

    name: str

    def find(self, request: Request) -> Answer: ...

    def hold(self, requests: Sequence[Request]) -> list[bool]:
        """Whether anything is found, for each request. They are `only_whether`."""
        ...


def count_facets(rows: Iterable[tuple[str, int]], chosen: dict[str, tuple[str, ...]]) -> tuple[dict[str, Counter], set]:
    """Counts facets over distinct strings of codes, given with how often each occurs.

    Returns the counts by facet and those strings that have all that was chosen.
    """
    wanted = {name: {f"{name}:{code}" for code in codes} for name, codes in chosen.items() if codes}
    found: Counter = Counter()
    matching = set()
    for text, number in rows:
        codes = text.split()
        missed = [name for name, options in wanted.items() if not options.intersection(codes)]
        if not missed:
            matching.add(text)
        elif len(missed) == 1:
            # One facet missed: only its own values are counted.
            codes = [code for code in codes if code.startswith(f"{missed[0]}:")]
        else:
            continue
        for code in codes:
            found[code] += number
    counts: dict[str, Counter] = {}
    for code, number in found.items():
        name, _colon, value = code.partition(":")
        counts.setdefault(name, Counter())[value] = number
    return counts, matching
