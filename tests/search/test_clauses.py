"""Clauses mean the same before and after they are brought into the form that every engine can render."""

from hypothesis import given
from hypothesis import strategies as st

from search.clauses import All, Either, Everything, Keys, Nothing, Sequence, Without, joined, normalised

THINGS = frozenset(range(8))
HOLDING = {"a": {0, 1, 2, 3}, "b": {0, 1, 4, 5}, "c": {0, 2, 4, 6}}
leaves = st.sampled_from([Keys((key,)) for key in HOLDING] + [Sequence(("a", "b")), Everything(), Nothing()])
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Either(tuple(parts))),
        st.tuples(inner, inner).map(lambda pair: Without(*pair)),
    ),
    max_leaves=8,
)


def meaning(clause) -> frozenset:
    """The things that a clause finds."""
    match clause:
        case Keys(keys):
            return frozenset().union(*(HOLDING[key] for key in keys))
        case Sequence():
            return frozenset({0})
        case All(parts):
            return THINGS.intersection(*map(meaning, parts))
        case Either(parts):
            return frozenset().union(*map(meaning, parts))
        case Without(wanted, unwanted):
            return meaning(wanted) - meaning(unwanted)
        case Everything():
            return THINGS
        case Nothing():
            return frozenset()


def is_plain(clause) -> bool:
    """Made of what is wanted, with exclusions only from that."""
    match clause:
        case Keys() | Sequence():
            return True
        case All(parts) | Either(parts):
            return all(map(is_plain, parts))
        case Without(wanted, unwanted):
            return is_plain(wanted) and is_plain(unwanted)
    return False


@given(trees)
def test_the_same_meaning_in_a_form_that_every_engine_renders(clause):
    found = normalised(clause)
    assert meaning(found) == meaning(clause)
    if isinstance(found, Without) and found.clause == Everything():
        found = found.unwanted
    assert found in (Everything(), Nothing()) or is_plain(found)


@given(st.lists(trees, max_size=4))
def test_joined(clauses):
    if clauses:
        assert meaning(joined(All, clauses)) == meaning(All(tuple(clauses)))
    assert meaning(joined(Either, clauses)) == frozenset().union(*map(meaning, clauses))
