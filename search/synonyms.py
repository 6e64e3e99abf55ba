"""Widens a question by the search owner's synonyms."""

from dataclasses import dataclass

from portal.content_cache import cached
from search import analysis, clauses
from search.models import Synonym
from search.parsing import Question
from search.wanted import Group, Wanted


@dataclass(frozen=True)
class Rule:
    """Words that may be asked for, and what will do instead."""

    trigger: list[analysis.Term]
    instead: list[str]


def rules() -> list[Rule]:
    """The synonyms by the words that they stand for."""
    return cached("synonyms", _rules)


def _rules() -> list[Rule]:
    found = []
    for synonym in Synonym.objects.all():
        words = synonym.listed()
        for trigger in words[:1] if synonym.one_way else words:
            terms = [term for term in clauses.terms_of(trigger) if not term.optional]
            if terms:
                found.append(Rule(terms, [word for word in words if word != trigger]))
    return found


def _same(term: analysis.Term, other: analysis.Term) -> bool:
    def whole(item: analysis.Term) -> set[str]:
        return {key for key in item.keys if not key.startswith(analysis.PART)}

    return bool(whole(term) & whole(other))


def _place(words: list[analysis.Term], terms: list[analysis.Term]) -> int:
    """Where the words stand together among the terms; -1 where they do not."""
    for start in range(len(terms) - len(words) + 1):
        if all(_same(term, word) for term, word in zip(terms[start : start + len(words)], words, strict=True)):
            return start
    return -1


def same_words(words: list[analysis.Term], terms: list[analysis.Term]) -> bool:
    """Whether the two say the same, but for inflection."""
    return len(words) == len(terms) and _place(words, terms) == 0


def widened(question: Question) -> Wanted:
    """The question's words with their synonyms. Of several that begin at one word the longest counts."""
    terms = question.wanted
    # By the place where it begins: how many words are covered, and what may stand for them.
    instead: dict[int, tuple[int, list[str]]] = {}
    for rule in rules() if terms else ():
        place = _place(rule.trigger, terms)
        length, others = instead.get(place, (0, []))
        if place >= 0 and len(rule.trigger) >= length:
            kept = others if len(rule.trigger) == length else []
            instead[place] = len(rule.trigger), [*kept, *rule.instead]
    wanted = Wanted()
    position = 0
    while position < len(terms):
        length, others = instead.get(position, (1, []))
        wanted.groups.append(Group(tuple(terms[position : position + length])).with_others(others))
        wanted.synonyms += others
        position += length
    wanted.synonyms = list(dict.fromkeys(wanted.synonyms))
    return wanted
