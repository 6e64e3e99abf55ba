"""Spares readers a server that does not answer: after a failure nobody asks it for a while, then one asks again."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from elastic_transport import ApiError, TransportError

logger = logging.getLogger(__name__)
PAUSE = 30  # seconds until somebody tries again
KEY = "search-breaker"
PROBE = "search-breaker-probe"
FAILURES = (TransportError, ApiError)


class Unavailable(Exception):
    """Elasticsearch cannot answer now."""


def is_open() -> bool:
    """Whether the server is being spared."""
    until = cache.get(KEY)
    return until is not None and time.time() < until


def note(error: Exception) -> None:
    """Remembers that the server failed."""
    if cache.get(KEY) is None:
        logger.warning("Elasticsearch does not answer: %s", error)
    cache.set(KEY, time.time() + PAUSE, PAUSE * 20)


def close() -> None:
    """Forgets that the server failed."""
    if cache.get(KEY) is not None:
        logger.warning("Elasticsearch answers again.")
        from search.tasks import replay

        cache.delete_many([KEY, PROBE])
        replay.enqueue()


@contextmanager
def guard() -> Iterator[None]:
    """Asks the server, or raises Unavailable at once while it is spared. One at a time probes it afterwards."""
    until = cache.get(KEY)
    if until is not None and (time.time() < until or not cache.add(PROBE, 1, PAUSE)):
        raise Unavailable
    try:
        yield
    except (*FAILURES, KeyError) as error:
        # KeyError: an index that is not ours, with a guessed mapping, answers without our fields.
        cache.delete(PROBE)
        note(error)
        raise Unavailable from error
    if until is not None:
        close()
