"""The arithmetic of filters, on lists small enough to count by hand."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from portal.facets import Facet, Index, Sorting, Value, choose

COLOURS, SIZES = ["red", "green", "blue"], ["s", "m", "l"]


def index(rows: list[tuple[list[str], list[str]]]) -> Index:
    """An index of things with colours and sizes, in their order."""
    colour = Facet("colour", "Colour", [Value(code, code) for code in COLOURS])
    size = Facet("size", "Size", [Value(code, code) for code in SIZES])
    for position, (colours, sizes) in enumerate(rows):
        colour.add(position, colours)
        size.add(position, sizes)
    numbers = list(range(len(rows)))
    sortings = [Sorting("up", "Up", numbers), Sorting("down", "Down", numbers[::-1])]
    return Index(numbers, [f"{number:04}" for number in numbers], [colour, size], sortings)


ROWS = [(["red"], ["s"]), (["red", "green"], ["m"]), (["blue"], ["m", "l"]), (["green"], ["s"])]


def counts(listing, name):
    facet = next(item for item in listing.facets if item.facet.name == name)
    return {choice.value.code: choice.count for choice in facet.choices}


def test_values_of_a_facet_are_alternatives_and_facets_combine():
    assert choose(index(ROWS), QueryDict("colour=red&colour=blue")).keys == [0, 1, 2]
    assert choose(index(ROWS), QueryDict("colour=red&colour=blue&size=m")).keys == [1, 2]


def test_a_chosen_facet_keeps_its_siblings_counts():
    listing = choose(index(ROWS), QueryDict("colour=red"))
    assert counts(listing, "colour") == {"red": 2, "green": 2, "blue": 1}
    assert counts(listing, "size") == {"s": 1, "m": 1}


def ways_out(query: str, rows=ROWS) -> list[tuple]:
    listing = choose(index(rows), QueryDict(query))
    return [([chip.value.code for chip in way.chips], way.url, way.count) for way in listing.ways_out]


def test_zero_hits_say_which_filter_to_drop():
    assert ways_out("colour=blue&size=s") == [(["blue"], "?size=s", 2), (["s"], "?colour=blue", 1)]
    assert ways_out("colour=red") == [], "only where nothing fits"


def test_where_dropping_one_is_not_enough_zero_hits_say_which_two():
    rows = [(["red"], ["s"]), (["green"], ["m"])]
    assert ways_out("colour=blue&size=l", rows) == [(["blue", "l"], "?", 2)]


def test_a_way_out_is_never_to_nothing_and_many_filters_are_no_burden():
    assert all(count for _chips, _url, count in ways_out("colour=blue&size=s&sort=down"))
    assert ways_out("", rows=[]) == []


def test_hidden_items_are_neither_listed_nor_counted():
    listing = choose(index(ROWS), QueryDict(""), hidden=["0000"])
    assert listing.keys == [1, 2, 3]
    assert listing.everything == 3
    assert counts(listing, "colour") == {"red": 1, "green": 2, "blue": 1}


@pytest.mark.parametrize(
    ("query", "page", "keys"),
    [
        ("page=2", 2, [2, 3]),
        ("page=99", 2, [2, 3]),
        ("page=-4", 1, [0, 1]),
        ("page=två", 1, [0, 1]),
        ("sort=down", 1, [3, 2]),
    ],
)
def test_pages_and_sorting(query, page, keys):
    listing = choose(index(ROWS), QueryDict(query), per_page=2)
    assert (listing.page, listing.keys) == (page, keys)


def test_nonsense_is_left_out_and_named():
    listing = choose(index(ROWS), QueryDict("colour=mauve&colour=red&size=%00"))
    assert listing.keys == [0, 1]
    assert listing.ignored == ["mauve", "\x00"]


rows = st.lists(
    st.tuples(st.lists(st.sampled_from(COLOURS), unique=True), st.lists(st.sampled_from(SIZES), unique=True)),
    max_size=12,
)


@given(rows, st.lists(st.sampled_from(COLOURS), unique=True), st.lists(st.sampled_from(SIZES), unique=True))
def test_the_bits_agree_with_sets(rows, colours, sizes):
    query = QueryDict("&".join([f"colour={code}" for code in colours] + [f"size={code}" for code in sizes]))
    expected = [
        number
        for number, (row_colours, row_sizes) in enumerate(rows)
        if (not colours or set(colours) & set(row_colours)) and (not sizes or set(sizes) & set(row_sizes))
    ]
    listing = choose(index(rows), query, per_page=100)
    assert listing.keys == expected
    assert listing.total == len(expected)


@given(st.text(max_size=60))
def test_no_address_makes_an_error(text):
    query = QueryDict(mutable=True)
    query["colour"] = query["page"] = query["sort"] = text
    assert choose(index(ROWS), query).page >= 1
