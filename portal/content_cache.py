"""Keeps what is derived from published content in the process's memory, as long as the content is unchanged.

`cached(key, build)` answers from memory while `ContentVersion` has the number under which the value was built. Within
a request the number is read once. Values are shared between requests: never change one.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from django.db import connection
from django.utils.translation import get_language

from portal.models.content_version import ContentVersion

MAXIMUM = 5_000  # entries; a card or a menu is a few kB
MAXIMUM_LARGE = 500  # entries; the rendered text of a page is some 30 kB

_request_version: ContextVar[list[int] | None] = ContextVar("request_version", default=None)
type Store = OrderedDict[Hashable, tuple[int, object]]
_store: Store = OrderedDict()
_large: Store = OrderedDict()
_lock = Lock()


def version() -> int:
    """The number of the content as this request sees it, or as it is now outside of a request."""
    memo = _request_version.get()
    if memo is None:
        return ContentVersion.current()
    if not memo:
        memo.append(ContentVersion.current())
    return memo[0]


@contextmanager
def one_version() -> Iterator[None]:
    """Reads the number once for all that is done within, as in a request."""
    token = _request_version.set([]) if _request_version.get() is None else None
    try:
        yield
    finally:
        if token:
            _request_version.reset(token)


def cached[Value](key: Hashable, build: Callable[[], Value], *, large: bool = False) -> Value:
    """The value of `build()`, kept under `key` until the content changes; of `large` ones fewer are kept."""
    store, maximum = (_large, MAXIMUM_LARGE) if large else (_store, MAXIMUM)
    now = version()
    key = (connection.alias, key)
    with _lock:
        entry = store.get(key)
        if entry is not None and entry[0] == now:
            store.move_to_end(key)
            return entry[1]  # type: ignore[return-value]
    value = build()
    with _lock:
        store[key] = (now, value)
        while len(store) > maximum:
            store.popitem(last=False)
    return value


def keep[Value](name: str, page, request, build: Callable[[], Value]) -> Value:
    """`cached` for what is derived from a published page in the reader's language; a preview is always built anew."""
    if getattr(request, "is_preview", False) or not page.pk:
        return build()
    return cached((name, page.pk, get_language()), build)


def changed() -> None:
    """Says that published content has changed."""
    ContentVersion.bump()
    memo = _request_version.get()
    if memo:
        memo.clear()


def clear() -> None:
    """Forgets everything; for tests, whose databases are rolled back."""
    with _lock:
        _store.clear()
        _large.clear()
