"""Widens a question by the search owner's synonyms."""

from search import analysis, clauses
from search.clauses import All, Clause, Either
from search.models import Synonym
from search.parsing import Question


def _same(term: analysis.Term, other: analysis.Term) -> bool:
    return bool(set(term.keys) & set(other.keys))


def _place(words: list[analysis.Term], terms: list[analysis.Term]) -> int:
    """Where the words stand together among the terms; -1 where they do not."""
    for start in range(len(terms) - len(words) + 1):
        if all(_same(term, word) for term, word in zip(terms[start : start + len(words)], words, strict=True)):
            return start
    return -1


def same_words(words: list[analysis.Term], terms: list[analysis.Term]) -> bool:
    """Whether the two say the same, but for inflection."""
    return len(words) == len(terms) and _place(words, terms) == 0


def widened(question: Question) -> tuple[list[Clause], list[str]]:
    """The clauses of the question's words with their synonyms, and the synonyms that came in."""
    terms = question.wanted
    # What stands for the terms from a place on: how many terms it covers, and what they may be instead.
    instead: dict[int, tuple[int, list[str]]] = {}
    for synonym in Synonym.objects.all() if terms else ():
        words = synonym.listed()
        for trigger in words[:1] if synonym.one_way else words:
            analysed = [term for term in clauses.terms_of(trigger) if not term.optional]
            place = _place(analysed, terms) if analysed else -1
            if place >= 0 and instead.get(place, (0, []))[0] <= len(analysed):
                others = [word for word in words if word != trigger]
                kept = instead[place][1] if instead.get(place, (0, []))[0] == len(analysed) else []
                instead[place] = len(analysed), [*kept, *others]
    found, used, position = [], [], 0
    while position < len(terms):
        length, others = instead.get(position, (1, []))
        own = clauses.joined(All, [clauses.of_term(term) for term in terms[position : position + length]])
        found.append(clauses.joined(Either, [own, *(clauses.of_text(other) for other in others)]))
        used += others
        position += length
    return found, list(dict.fromkeys(used))
