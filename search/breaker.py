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
REFUSED = 400  # of one question; the server itself is well


class Unavailable(Exception):
    """Elasticsearch cannot answer now."""


class Refused(Exception):
    """The server is well, but does not take this question."""


class Unfit(Exception):
    """There is no index, or one that this version of the portal cannot use."""


FAILURES = (TransportError, ApiError, Unfit)


def is_open() -> bool:
    """Whether the server is being spared."""
    until = cache.get(KEY)
    return until is not None and time.time() < until


def note(error: Exception) -> None:
    """Remembers that the server failed."""
    if cache.get(KEY) is None:
        logger.warning("The database answers for Elasticsearch: %s", error)
    cache.set(KEY, time.time() + PAUSE, PAUSE * 20)


def close() -> None:
    """Forgets that the server failed."""
    if cache.get(KEY) is not None:
        from search import tasks

        logger.warning("Elasticsearch answers again.")
        cache.delete_many([KEY, PROBE])
        tasks.wake()


@contextmanager
def guard() -> Iterator[None]:
    """Asks the server, or raises Unavailable at once while it is spared. One at a time probes it afterwards."""
    until = cache.get(KEY)
    if until is not None and (time.time() < until or not cache.add(PROBE, 1, PAUSE)):
        raise Unavailable
    try:
        yield
    except (*FAILURES, Refused) as error:
        if isinstance(error, Refused) or getattr(error, "status_code", None) == REFUSED:
            # One question that it cannot take must not turn everybody away.
            logger.exception("Elasticsearch refused a question.")
            if until is not None:
                close()
        else:
            _failed(error)
        raise Unavailable from error
    except Exception:
        cache.delete(PROBE)
        raise
    if until is not None:
        close()


def _failed(error: Exception) -> None:
    cache.delete(PROBE)
    note(error)
