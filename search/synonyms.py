"""Widens a question by the search owner's synonyms."""

from search import analysis, clauses
from search.models import Synonym
from search.parsing import Question
from search.wanted import Group, Wanted


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
    for synonym in Synonym.objects.all() if terms else ():
        words = synonym.listed()
        for trigger in words[:1] if synonym.one_way else words:
            analysed = [term for term in clauses.terms_of(trigger) if not term.optional]
            place = _place(analysed, terms) if analysed else -1
            length, others = instead.get(place, (0, []))
            if place >= 0 and len(analysed) >= length:
                kept = others if len(analysed) == length else []
                instead[place] = len(analysed), [*kept, *(word for word in words if word != trigger)]
    wanted = Wanted()
    position = 0
    while position < len(terms):
        length, others = instead.get(position, (1, []))
        wanted.groups.append(Group(tuple(terms[position : position + length])).with_others(others))
        wanted.synonyms += others
        position += length
    wanted.synonyms = list(dict.fromkeys(wanted.synonyms))
    return wanted
