"""Finds the best bets of a question: the same in any inflected form, for readers who may see the page."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.content_cache import cached
from search import parsing
from search.models import BestBet, Entry
from search.parsing import Question
from search.ranking import Ranked, rank
from search.synonyms import same_words
from search.wanted import Group


@dataclass(frozen=True)
class Bet:
    """A best bet in memory; `group_key` is that of the page in all languages."""

    question: Question
    group_key: str
    starts: date | None
    ends: date | None


def _bets() -> list[Bet]:
    rows = BestBet.objects.filter(page__isnull=False).select_related("query", "page").order_by("sort_order", "pk")
    return [
        Bet(parsing.parse(row.query.query_string), str(row.page.translation_key), row.starts, row.ends) for row in rows
    ]


def _counts(bet: Bet, today: date) -> bool:
    return (not bet.starts or bet.starts <= today) and (not bet.ends or today <= bet.ends)


def _same(question: Question, other: Question) -> bool:
    """Whether two queries ask for the same, but for inflection."""
    return _beside_words(question) == _beside_words(other) and same_words(question.terms, other.terms)


def _beside_words(question: Question) -> tuple:
    facts = {(fact.facet, fact.code) for fact in question.facts}
    return facts, *({text.lower() for text in texts} for texts in (question.phrases, question.excluded))


def promoted(question: Question, language: str, hidden: tuple[str, ...]) -> list[Ranked]:
    """The recommended pages, in their order. `hidden` are the places that the reader may not see.

    What is not published, or has no version that the reader may see, is in no list of entries for readers: it is left
    out here by itself. Costs a query only where there is a best bet for the question.
    """
    if question.is_empty:
        return []
    today = timezone.localdate()
    keys = [
        bet.group_key for bet in cached("best-bets", _bets) if _counts(bet, today) and _same(bet.question, question)
    ]
    if not keys:
        return []
    entries = (
        Entry.objects.defer("words").filter(group_key__in=keys, readers__contains=f" {language} ").exclude(kind="")
    )
    shown = [entry for entry in entries if not any(entry.place.startswith(place) for place in hidden)]
    shown.sort(key=lambda entry: keys.index(entry.group_key))
    order = {entry.pk: number for number, entry in enumerate(shown)}
    groups = [Group((term,)) for term in question.terms]
    return sorted(rank(shown, {}, question, groups), key=lambda item: order[item.entry.pk])
