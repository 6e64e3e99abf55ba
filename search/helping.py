"""What to try when nothing was found, and where to begin when nothing was asked."""

from collections import Counter
from dataclasses import dataclass

from portal import languages
from portal.cards import Card, cards
from portal.content_cache import cached
from portal.finding import FEATURED
from portal.languages import Language
from search import popular, synonyms
from search.clauses import Everything
from search.engine import Request
from search.parsing import Question
from search.service import Searcher, kinds_of

MOST = 6  # pages that are offered


@dataclass(frozen=True)
class InLanguage:
    """How much the same words find for readers of another language."""

    language: Language
    total: int


def counts(language: str, user, kind: str = "") -> dict[str, Counter]:
    """How many things of each facet's values a reader may see, of one kind or all. Kept until the content changes."""
    # From the database, which is always there and always in step.
    searcher = Searcher(language, user, {}, engine_name="database")
    kinds = (kind,) if kind else kinds_of("pages")
    request = Request(Everything(), language, {"type": kinds}, searcher.hidden, sorting="title", start=0, stop=0)
    return cached(("search-counts", language, kind, searcher.hidden), lambda: _counted(searcher, request))


def _counted(searcher: Searcher, request: Request) -> dict[str, Counter]:
    return searcher.ask(request).counts


def total(question: Question, language: str, user, chosen: dict[str, list[str]]) -> int:
    """How much would be found with these values chosen."""
    searcher = Searcher(language, user, chosen)
    if question.is_empty and not searcher.chosen:
        return 0  # as a search for it
    return searcher.ask(searcher.request(question.clause(synonyms.widened(question).clauses()), question, 0, 1)).total


def other_languages(question: Question, language: str, user, chosen: dict[str, list[str]]) -> list[InLanguage]:
    """The languages whose readers would find something."""
    others = [item for item in languages.all_languages() if item.code != language]
    found = [InLanguage(item, total(question, item.code, user, chosen)) for item in others]
    return [item for item in found if item.total]


def opened(user) -> list[Card]:
    """Pages that many open from their searches."""
    return cards(popular.opened(), user)[:MOST]


def featured(user) -> list[Card]:
    """Pages that the portal points at."""
    keys = [key for source in FEATURED for key in source()]
    return cards(keys, user)[:MOST]
