"""What is asked of an engine, as a small tree of keys; each engine renders it in its own language."""

from dataclasses import dataclass

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
    """`All` or `Either` of clauses, without a shell around a single one."""
    clauses = [clause for clause in clauses if clause != Nothing()] if kind is Either else clauses
    if not clauses or Nothing() in clauses:
        return Nothing()
    return clauses[0] if len(clauses) == 1 else kind(tuple(clauses))


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
    codes = [language.code for language in languages.all_languages()]
    return analysis.query_terms(text[:LONGEST_QUERY], codes)[:MOST_TERMS]


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
        case asked.Fuzzy():
            return of_text(query.query_string, getattr(query, "operator", None) or "or")
        case asked.Phrase():
            return of_phrase(query.query_string)
        case asked.Boost():
            return of_query(query.subquery, completion=completion)
        case asked.Not():
            return Without(Everything(), of_query(query.subquery, completion=completion))
        case asked.And():
            return joined(All, [of_query(item, completion=completion) for item in query.subqueries])
        case asked.Or():
            return joined(Either, [of_query(item, completion=completion) for item in query.subqueries])
    raise NotImplementedError(f"“{type(query).__name__}” is no query that search knows.")


def is_only_negative(clause: Clause) -> bool:
    """Whether the clause finds things only by what they lack."""
    return isinstance(clause, Everything) or (isinstance(clause, Without) and is_only_negative(clause.clause))
