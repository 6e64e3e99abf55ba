"""Elasticsearch for tests: an index for each process, made once of the example content."""

import os
import secrets
import time

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import override_settings

from search import configuration, rebuilding, replaying
from search.models import Entry, Waiting


def with_elasticsearch(address: str, index: str) -> dict:
    """Settings with that server in front of the database."""
    return {
        "default": {"BACKEND": "search.backends.elasticsearch", "URL": address, "INDEX": index, "TIMEOUT": 10},
        "database": configured.WAGTAILSEARCH_BACKENDS["default"],
    }


@pytest.fixture(scope="session")
def own_index(django_db_setup, django_db_blocker, worker_id):
    """The settings of an index that no other process writes to."""
    address = os.environ.get("ELASTICSEARCH_URL")
    if not address:
        pytest.skip("ELASTICSEARCH_URL is not set")
    backends = with_elasticsearch(address, f"portal_test_{worker_id}_{secrets.token_hex(4)}")
    with override_settings(WAGTAILSEARCH_BACKENDS=backends):
        engine = configuration.elasticsearch_engine()
        with django_db_blocker.unblock():
            rebuilding.rebuild_elasticsearch(lambda done, total: None)
    yield backends
    for name in engine.indices():
        engine.es.indices.delete(index=name)


@pytest.fixture
def elastic(own_index, settings, db):
    """Elasticsearch with the example content, as the configured engine."""
    settings.WAGTAILSEARCH_BACKENDS = own_index
    engine = configuration.elasticsearch_engine()
    _number_changes_anew()
    _undo_former_tests(engine)
    return engine


def _number_changes_anew() -> None:
    """A test's changes are rolled back, and in SQLite their numbers too; the server remembers them."""
    if connection.vendor == "sqlite":
        number = Waiting.objects.create(pk=int(time.time() * 1_000_000), entry_id=0)
        number.delete()


def _undo_former_tests(engine) -> None:
    found = engine.es.search(index=engine.alias, size=2_000, version=True, source=False)["hits"]["hits"]
    untouched = {int(hit["_id"]) for hit in found if hit["_version"] == rebuilding.OLDEST}
    touched = {int(hit["_id"]) for hit in found} | set(Entry.objects.values_list("pk", flat=True))
    if rows := touched - untouched:
        Waiting.objects.bulk_create(Waiting(entry_id=pk) for pk in rows)
        replaying.replay()
        engine.es.indices.refresh(index=engine.alias)


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request, db):
    """Each engine in turn, as the configured one."""
    if request.param == "database":
        return configuration.database_engine()
    return request.getfixturevalue("elastic")


@pytest.fixture
def settled():
    """Brings what has changed to the engine, as the worker does."""

    def settle() -> None:
        replaying.replay()
        engine = configuration.elasticsearch_engine()
        if engine:
            assert not Waiting.objects.exists()
            engine.es.indices.refresh(index=engine.alias)

    return settle
