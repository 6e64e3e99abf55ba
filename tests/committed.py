"""A database that threads really commit to: what two people do at the same moment cannot be tested in a transaction."""

import os
import shutil
import threading
from collections.abc import Callable

import psycopg
import pytest
from django.db import connection, connections

from portal import content_cache


@pytest.fixture
def committed(django_db_setup, django_db_blocker, tmp_path):
    """A copy of the example database, gone after the test."""
    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        if connection.vendor == "sqlite":
            copy = str(tmp_path / "portal.sqlite3")
            shutil.copy(name, copy)
        else:
            copy = f"{name}_committed"
            _postgresql(f'DROP DATABASE IF EXISTS "{copy}"', f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
        connection.settings_dict["NAME"] = copy
        content_cache.clear()
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name
            content_cache.clear()
            if connection.vendor != "sqlite":
                _postgresql(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')


def _postgresql(*statements: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


def at_once(act: Callable, times: int = 2) -> list:
    """Does the same in several threads at the same moment; what came of each. An error is raised here."""
    start, results = threading.Barrier(times), []

    def run() -> None:
        try:
            start.wait()
            results.append(act())
        except Exception as error:  # handed on to the test
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results
