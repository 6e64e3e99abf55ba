"""Faceted listings without a query for each facet.

A listing holds its items as positions 0…n-1 and, for each value of each facet, the set of positions that have it, as
the bits of one integer. Choosing values is `|` within a facet and `&` between facets, counting is `bit_count()`: the
listing of 50 000 pages is filtered in less than a millisecond. The index is kept until the content changes.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from urllib.parse import urlencode

from django.http import QueryDict

PER_PAGE = 24
WAYS_OUT = 4  # suggestions when nothing fits
MOST_TRIED = 12  # chosen values for which it is worth trying what to drop


@dataclass(frozen=True)
class Value:
    """One value of a facet as a reader may choose it."""

    code: str
    label: str
    description: str = ""


@dataclass
class Facet:
    """A property to filter on, with its values in their order and the items that have each."""

    name: str  # in the address
    label: str
    values: list[Value]
    bits: dict[str, int] = field(default_factory=dict)

    def add(self, position: int, codes: Iterable[str]) -> None:
        for code in codes:
            self.bits[code] = self.bits.get(code, 0) | 1 << position


@dataclass
class Sorting:
    """An order of the items: their positions, first to last."""

    name: str
    label: str
    positions: list[int]


@dataclass
class Index:
    """What is the same for every reader of a listing in one language."""

    keys: list  # what an item is known by, by position
    paths: list[str]  # where an item stands in the page tree, by position
    facets: list[Facet]
    sortings: list[Sorting]  # the first is the default


@dataclass
class Choice:
    """A value in the form: how many items choosing it shows."""

    value: Value
    count: int
    chosen: bool
    fixed: bool = False  # chosen elsewhere, and cannot be taken back here


@dataclass
class ChosenFacet:
    facet: Facet
    choices: list[Choice]

    @property
    def any_chosen(self) -> bool:
        return any(choice.chosen for choice in self.choices)


@dataclass
class Chip:
    """A chosen value, with the address without it."""

    facet: Facet
    value: Value
    url: str


@dataclass
class WayOut:
    """Chosen values to drop when nothing fits, with the address without them and how many items that shows."""

    chips: list[Chip]
    url: str
    count: int


@dataclass
class Listing:
    """A listing as one reader has filtered it."""

    keys: list
    total: int  # items that match
    everything: int
    facets: list[ChosenFacet]
    chips: list[Chip]
    sortings: list[Sorting]
    sorting: Sorting
    page: int
    pages: int
    ways_out: list[WayOut]  # when nothing fits: the fewest filters to drop so that something does
    query: str  # the address's chosen values, for links to other pages of the listing
    ignored: list[str]  # what the address asked for and the listing does not have

    def page_links(self) -> list[int | None]:
        """Numbers of pages to link to; None stands for a gap."""
        return page_links(self.page, self.pages)


def page_links(page: int, pages: int) -> list[int | None]:
    """Numbers of pages to link to from a page; None stands for a gap."""
    near = {1, pages, page - 1, page, page + 1}
    links: list[int | None] = []
    for number in sorted(number for number in near if 1 <= number <= pages):
        if links and number - links[-1] > 1:  # type: ignore[operator]
            links.append(None)
        links.append(number)
    return links


def _positions(bits: int, order: list[int]) -> list[int]:
    return [position for position in order if bits >> position & 1]


def choose(index: Index, query: QueryDict, *, hidden: Collection[str] = (), per_page: int = PER_PAGE) -> Listing:
    """The listing that an address asks for, without what stands below the `hidden` paths.

    Unknown values are ignored and named; a page number that is no number is page 1, one past the end is the last.
    """
    everything = (1 << len(index.keys)) - 1
    if hidden:
        for position, path in enumerate(index.paths):
            if path.startswith(tuple(hidden)):
                everything &= ~(1 << position)
    chosen: dict[str, list[str]] = {}
    ignored: list[str] = []
    for facet in index.facets:
        known = {value.code for value in facet.values}
        asked = list(dict.fromkeys(query.getlist(facet.name)))
        chosen[facet.name] = [code for code in asked if code in known]
        ignored += [code[:40] for code in asked if code and code not in known]

    def matching(facet: Facet) -> int:
        if not chosen[facet.name]:
            return everything
        bits = 0
        for code in chosen[facet.name]:
            bits |= facet.bits.get(code, 0)
        return bits

    matches = {facet.name: matching(facet) for facet in index.facets}

    def combined(without: str = "") -> int:
        bits = everything
        for name, match in matches.items():
            if name != without:
                bits &= match
        return bits

    result = combined()
    facets = []
    for facet in index.facets:
        others = combined(without=facet.name)
        choices = [
            Choice(value, (facet.bits.get(value.code, 0) & others).bit_count(), value.code in chosen[facet.name])
            for value in facet.values
        ]
        facets.append(ChosenFacet(facet, [choice for choice in choices if choice.count or choice.chosen]))

    sorting = next((item for item in index.sortings if item.name == query.get("sort")), index.sortings[0])
    pairs = [(name, code) for name, codes in chosen.items() for code in codes]
    sort_pair = [("sort", sorting.name)] if sorting is not index.sortings[0] else []

    def address(left: Iterable[tuple[str, str]]) -> str:
        return "?" + urlencode([*left, *sort_pair])

    chips = []
    for facet in index.facets:
        for value in facet.values:
            if value.code in chosen[facet.name]:
                left = [pair for pair in pairs if pair != (facet.name, value.code)]
                chips.append(Chip(facet, value, address(left)))

    def ways_out() -> list[WayOut]:
        for size in range(1, 4):
            found = []
            for dropped in combinations(chips, size) if len(chips) <= MOST_TRIED else ():
                gone = {(chip.facet.name, chip.value.code) for chip in dropped}
                bits = everything
                for facet in index.facets:
                    rest = [code for code in chosen[facet.name] if (facet.name, code) not in gone]
                    if rest:
                        bits &= _union(facet, rest)
                if bits:
                    left = [pair for pair in pairs if pair not in gone]
                    found.append(WayOut(list(dropped), address(left), bits.bit_count()))
            if found:
                return sorted(found, key=lambda way: -way.count)[:WAYS_OUT]
        return []

    total = result.bit_count()
    pages = max(1, -(-total // per_page))
    try:
        page = min(max(1, int(query.get("page") or 1)), pages)
    except ValueError:
        page = 1
    ordered = _positions(result, sorting.positions)[(page - 1) * per_page : page * per_page]
    return Listing(
        keys=[index.keys[position] for position in ordered],
        total=total,
        everything=everything.bit_count(),
        facets=[facet for facet in facets if len(facet.choices) > 1 or facet.any_chosen],
        chips=chips,
        sortings=index.sortings,
        sorting=sorting,
        page=page,
        pages=pages,
        ways_out=[] if total else ways_out(),
        query=urlencode([*pairs, *sort_pair]),
        ignored=ignored,
    )


def _union(facet: Facet, codes: Iterable[str]) -> int:
    bits = 0
    for code in codes:
        bits |= facet.bits.get(code, 0)
    return bits


def sortings(rows: list, orders: list[tuple[str, str, Callable]]) -> list[Sorting]:
    """Orders of the rows by name, label and sort key."""
    return [
        Sorting(name, label, sorted(range(len(rows)), key=lambda position, key=key: key(rows[position])))
        for name, label, key in orders
    ]
