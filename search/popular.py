"""What many search for, as suggestions, and what many open of it, for those who have found nothing."""

import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count, Max
from django.utils import timezone

from portal.content_cache import cached
from search import parsing, spelling, synonyms
from search.clauses import Everything, Nothing
from search.configuration import database_engine
from search.engine import Request
from search.log import normalised
from search.models import SearchLog, Unsuggested
from search.seeing import crosses

FREQUENT = 5  # searches; what fewer have written says something of the few
DAYS = 30
KEPT_SECONDS = 300
MOST = 500  # queries kept in memory
MOST_OPENED = 50  # things; some of them are no pages, or hidden to the reader
TRIED = 3  # times the limit: how many are looked at before giving up


@dataclass(frozen=True)
class Popular:
    """What the log tells: queries by language, and the translation keys of what was opened, the commonest first."""

    queries: dict[str, list[str]]
    opened: list[UUID]


_memory: dict[tuple, tuple[float, Popular]] = {}


def clear() -> None:
    """Forgets what is popular."""
    _memory.clear()


def _read() -> Popular:
    log = SearchLog.objects.filter(minute__gte=timezone.now() - timedelta(days=DAYS))
    rows = (
        log.values("query", "language")
        .annotate(searches=Count("pk"), most=Max("hits"))
        .filter(searches__gte=FREQUENT, most__gt=0)
        .order_by("-searches", "query")
    )
    found = defaultdict(list)
    for row in rows[:MOST]:
        if "[" not in row["query"]:  # masked
            found[row["language"]].append(row["query"])
    opened = (
        log.exclude(clicked="")
        .values("clicked")
        .annotate(times=Count("pk"))
        .filter(times__gte=FREQUENT)
        .order_by("-times", "clicked")
    )
    return Popular(dict(found), [UUID(row["clicked"]) for row in opened[:MOST_OPENED]])


def _popular() -> Popular:
    key = (connection.alias, connection.settings_dict["NAME"])
    kept = _memory.get(key)
    if kept is None or time.monotonic() - kept[0] > KEPT_SECONDS:
        kept = _memory[key] = (time.monotonic(), _read())
    return kept[1]


def opened() -> list[UUID]:
    """The translation keys of what is opened most from searches, the commonest first. Readers may not see all of it."""
    return _popular().opened


def _finds(query: str, language: str, hidden: tuple[str, ...]) -> bool:
    """Whether the words as they are find something for readers to whom these places are hidden."""
    question = parsing.parse(query)
    clause = question.clause(synonyms.widened(question).clauses())
    # A misspelling that many make is no suggestion, though something may be found by it.
    words = [term.text for term in question.wanted if len(term.text) > 3 and term.text.isalpha()]
    if clause in (Everything(), Nothing()) or not all(spelling.is_known(word) for word in words):
        return False
    request = Request(clause, language, {}, hidden, stop=1, crossed=crosses(hidden), counted=False)
    return bool(database_engine().find(request).total)


def unsuggested() -> frozenset[str]:
    """The queries that are never suggested."""
    return cached("unsuggested", lambda: frozenset(normalised(row.word) for row in Unsuggested.objects.all()))


def popular(prefix: str, language: str, limit: int, user=None) -> list[str]:
    """The most frequent queries that begin so and that find something for this reader (a stranger where none is
    given), the commonest first.

    The log is read at most every five minutes, with two queries; whether one finds something is kept in memory until
    the content changes. So a suggestion mostly costs nothing, and never tells what only others may see.
    """
    from search.service import hidden_places

    start = normalised(prefix)
    if not start or limit < 1:
        return []
    queries = _popular().queries.get(language, [])
    candidates = [query for query in queries if query.startswith(start) and query != start]
    if not candidates:
        return []
    stopped = unsuggested()
    hidden = hidden_places(user or AnonymousUser())
    found = []
    for query in candidates[: limit * TRIED]:
        key = ("popular", hidden, language, query)
        if query not in stopped and cached(key, lambda query=query: _finds(query, language, hidden)):
            found.append(query)
            if len(found) == limit:
                break
    return found
