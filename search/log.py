"""The search log: what was searched for and whether it helped, and nothing about who searched.

A row holds the query as it was normalised, with what looks like personal data masked, and the minute. Clicks come by a
token that is nothing but the signed query: they are put on the latest search of these words, whosever it was, which is
all that figures need. `manage.py purge` takes old rows away.
"""

import logging
import re
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.core import signing
from django.db import DatabaseError, connection
from django.utils import timezone

from search import parsing
from search.models import SearchLog

logger = logging.getLogger(__name__)

SALT = "search.log"
CLICK_WITHIN = timedelta(hours=1)  # from a search to the opening of a result
HIGHEST_RANK = 1_000

MAIL = re.compile(r"\S+@\S+")
# Twelve or ten digits with a month and a day in their places (a coordination number adds 60 to the day).
PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:1[89]|20)?\d{2}[01]\d[0-36-9]\d\s?[-+–]?\s?[\dtx]{4}(?![\w])", re.IGNORECASE)
NUMBER = re.compile(r"(?<!\w)(?:\+|00)?\(?\d[\d\s()/–-]{5,}\d(?!\w)")
YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d")


def masked(text: str) -> str:
    """The text without e-mail addresses, personal identity numbers, and telephone or other long numbers."""

    def number(match: re.Match) -> str:
        digits = sum(letter.isdigit() for letter in match.group())
        return match.group() if digits < 7 or YEARS.fullmatch(match.group()) else "[phone]"

    text = MAIL.sub("[mail]", text)
    text = PERSONAL_NUMBER.sub("[id]", text)
    return NUMBER.sub(number, text)


def normalised(text: str) -> str:
    """A query as the log holds it."""
    return " ".join(masked(parsing.clean(text).lower()).split())[: parsing.LONGEST]


@contextmanager
def _without_waiting():
    """A reader does not wait for the log: where SQLite is busy writing, it goes without this row."""
    waits = connection.vendor == "sqlite"
    if waits:
        connection.ensure_connection()
        before = connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]
        connection.connection.execute("PRAGMA busy_timeout = 100")
    try:
        yield
    finally:
        if waits:
            connection.connection.execute(f"PRAGMA busy_timeout = {before}")


def _continues(came_from: str, query: str) -> bool:
    """Whether the page before was a search for the same: then this is another view of it (a facet, an order)."""
    try:
        before = parse_qs(urlsplit(came_from).query).get("q", [""])[0]
    except ValueError:
        return False
    return bool(came_from) and normalised(before) == query


def record(found, language: str, came_from: str = "") -> str:
    """Writes a search (`search.service.Found`) into the log; the token for what is opened from its results.

    `came_from` is the address of the page before (the Referer): another page or another facet of the same results is no
    new search. One query at most; never raises because of the database.
    """
    query = normalised(found.asked)
    if not query:
        return ""
    if found.page == 1 and not _continues(came_from, query):
        row = SearchLog(
            minute=timezone.now().replace(second=0, microsecond=0),
            query=query,
            language=language,
            hits=found.given,
            stage=found.stage,
            engine=found.engine,
            milliseconds=round(found.milliseconds),
            fell_back=found.fell_back,
        )
        try:
            with _without_waiting():
                row.save(force_insert=True)
        except DatabaseError:
            logger.warning("A search could not be written to the log.", exc_info=True)
    return signing.dumps([query, language], salt=SALT)


def clicked(token: str, rank: str, key: str) -> bool:
    """Notes that a result was opened; whether it was taken. Only the first of a search counts."""
    try:
        query, language = signing.loads(token, salt=SALT, max_age=CLICK_WITHIN)
        place = min(max(0, int(rank)), HIGHEST_RANK)
    except (signing.BadSignature, ValueError):
        return False
    try:
        key = str(UUID(key))
    except ValueError:
        key = ""
    since = timezone.now() - CLICK_WITHIN
    searches = SearchLog.objects.filter(query=query, language=language, minute__gte=since, clicked_rank=None)
    latest = searches.order_by("-minute", "-pk").values_list("pk", flat=True).first()
    return bool(latest) and bool(SearchLog.objects.filter(pk=latest).update(clicked_rank=place, clicked=key))
