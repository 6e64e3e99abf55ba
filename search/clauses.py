"""What is asked of an engine, as a small tree of keys; each engine renders it in its own language."""

from dataclasses import dataclass
from functools import lru_cache

from modelsearch import query as asked

from portal import languages
from search import analysis


@dataclass(frozen=True)
class Keys:
    """Any of these keys. With `prefix`, words that begin so (only in the words for completion)."""

    keys: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Sequence:
    """These keys one after the other."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class All:
    """Every one of the clauses."""

    clauses: tuple


@dataclass(frozen=True)
class Either:
    """At least one of the clauses."""

    clauses: tuple


@dataclass(frozen=True)
class Without:
    """What the first clause finds, and the second does not."""

    clause: object
    unwanted: object


@dataclass(frozen=True)
class Everything:
    """All there is."""


@dataclass(frozen=True)
class Nothing:
    """None of it."""


Clause = Keys | Sequence | All | Either | Without | Everything | Nothing
LONGEST_QUERY = 400  # letters; more is no search
MOST_TERMS = 32


def joined(kind: type, clauses: list) -> Clause:
    """`All` or `Either` of clauses, without a shell around a single one, and nothing where there are none."""
    clauses = list(dict.fromkeys(clauses))
    if kind is Either:
        clauses = [clause for clause in clauses if clause != Nothing()]
        if Everything() in clauses:
            return Everything()
    elif clauses != [Everything()]:
        clauses = [clause for clause in clauses if clause != Everything()]
    if not clauses or Nothing() in clauses:
        return Nothing()
    return clauses[0] if len(clauses) == 1 else kind(tuple(clauses))


def without(clause: Clause, unwanted: Clause) -> Clause:
    """`Without`, unless one of the two settles it."""
    if Nothing() in (clause, unwanted):
        return clause
    return Nothing() if unwanted == Everything() else Without(clause, unwanted)


def normalised(clause: Clause) -> Clause:
    """The same clause with at most one exclusion from everything, and that outermost.

    Full-text engines find nothing by what it lacks; this leaves `Everything`, `Nothing`, a clause made of what is
    wanted, or `Without(Everything(), such a clause)`.
    """
    wanted, excluded = _signed(clause)
    return without(Everything(), wanted) if excluded else wanted


def _signed(clause: Clause) -> tuple[Clause, bool]:
    """A clause without exclusions from everything, and whether what is meant is all that it does not find."""
    match clause:
        case Without(wanted, unwanted):
            inner, excluded = _signed(unwanted)
            return _both([_signed(wanted), (inner, not excluded)])
        case All(parts):
            return _both([_signed(part) for part in parts])
        case Either(parts):
            # Any of them: not (none of them).
            found, excluded = _both([(inner, not excluded) for inner, excluded in map(_signed, parts)])
            return found, not excluded
        case Everything():
            return Nothing(), True
    return clause, False


def _both(signed: list[tuple[Clause, bool]]) -> tuple[Clause, bool]:
    wanted = [part for part, excluded in signed if not excluded]
    unwanted = joined(Either, [part for part, excluded in signed if excluded])
    return (without(joined(All, wanted), unwanted), False) if wanted else (unwanted, True)


def of_term(term: analysis.Term) -> Clause:
    """One word of a query: any of its keys, or all parts of it as a compound, each a word or a part itself."""
    whole = Keys(term.keys)
    splits = [All(tuple(Keys((part, analysis.PART + part)) for part in parts)) for parts in term.compounds]
    return joined(Either, [whole, *splits])


def of_word(text: str) -> Clause:
    """A word as such, in whatever form, and not as its parts."""
    return joined(Either, [Keys(term.keys) for term in terms_of(text)[:1]])


def of_text(text: str, operator: str = "and") -> Clause:
    """Plain words: those that carry meaning, all of them (`and`) or any (`or`)."""
    terms = terms_of(text)
    wanted = [of_term(term) for term in terms if not term.optional]
    return joined(All if operator.lower() == "and" else Either, wanted)


def terms_of(text: str) -> list[analysis.Term]:
    """The words of a query, understood in each of the portal's languages."""
    codes = tuple(language.code for language in languages.all_languages())
    return list(_terms_of(text[:LONGEST_QUERY], codes))


@lru_cache(maxsize=4_000)  # the search owner's synonyms and best bets are looked for in every query
def _terms_of(text: str, codes: tuple[str, ...]) -> tuple[analysis.Term, ...]:
    return tuple(analysis.query_terms(text, codes)[:MOST_TERMS])


def of_phrase(text: str) -> Clause:
    """Words one after the other, in whatever form, in any language of the portal."""
    options = []
    for language in languages.all_languages():
        keys = tuple(word.key for word in analysis.analyse(text[:LONGEST_QUERY], language.code))
        if keys:
            options.append(Keys(keys) if len(keys) == 1 else Sequence(keys))
    return joined(Either, list(dict.fromkeys(options)))


def of_completion(text: str) -> Clause:
    """Words that begin as these do."""
    words = analysis.prefix_words(text[:LONGEST_QUERY]).split()[:MOST_TERMS]
    return joined(All, [Keys((word,), prefix=True) for word in words])


def of_query(query, *, completion: bool = False) -> Clause:
    """A query of Wagtail's search interface (`modelsearch.query`)."""
    match query:
        case asked.MatchAll():
            return Everything()
        case asked.PlainText() if completion:
            return of_completion(query.query_string)
        case asked.PlainText():
            return of_text(query.query_string, query.operator)
        case asked.Fuzzy() | asked.Phrase() if completion:
            return of_completion(query.query_string)
        case asked.Fuzzy():
            return of_text(query.query_string, getattr(query, "operator", None) or "or")
        case asked.Phrase():
            return of_phrase(query.query_string)
        case asked.Boost():
            return of_query(query.subquery, completion=completion)
        case asked.Not():
            return without(Everything(), of_query(query.subquery, completion=completion))
        case asked.And():
            return joined(All, [of_query(item, completion=completion) for item in query.subqueries])
        case asked.Or():
            return joined(Either, [of_query(item, completion=completion) for item in query.subqueries])
    raise NotImplementedError(f"“{type(query).__name__}” is no query that search knows.")
