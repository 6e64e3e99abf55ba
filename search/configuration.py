"""Which engines there are, by the settings alone."""

from functools import cache

from django.conf import settings
from django.core.signals import setting_changed
from django.db import connection
from modelsearch.backends import get_search_backend

DATABASE = "database"


def has_elasticsearch() -> bool:
    """Whether an Elasticsearch is configured."""
    return "elasticsearch" in settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"]


@cache
def _backend(name: str):
    return get_search_backend(name)


def _forget(setting: str, **kwargs) -> None:
    if setting == "WAGTAILSEARCH_BACKENDS":
        _backend.cache_clear()


setting_changed.connect(_forget, dispatch_uid="search_configuration")


def database_engine():
    """The engine of the portal's own database; always there."""
    return _backend(f"search.backends.{connection.vendor}")


def elasticsearch_engine():
    """The configured Elasticsearch, or None."""
    return _backend("default") if has_elasticsearch() else None


def engine(name: str = ""):
    """The engine with that name (`sqlite`, `postgresql`, `elasticsearch`), or the configured one.

    Raises LookupError with a sentence when there is none of that name.
    """
    found = [item for item in (elasticsearch_engine(), database_engine()) if item]
    if not name:
        return found[0]
    for item in found:
        if name in {item.name, DATABASE if item is found[-1] else item.name}:
            return item
    raise LookupError(f"There is no engine “{name}” here; there is: {', '.join(item.name for item in found)}.")
