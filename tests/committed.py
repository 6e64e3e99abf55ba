"""A database that threads really commit to: what people do at the same moment cannot be tested in a transaction."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection, connections

from portal import content_cache


@contextmanager
def database_copy(folder: Path) -> Iterator[None]:
    """Has the tests work on a copy of the example database, on whichever database they run; gone afterwards."""
    name = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        copy = str(folder / "portal.sqlite3")
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


def at_once(*acts: Callable, refused: type[Exception] | tuple = (), patience: int = 120) -> list:
    """Does all acts at the same moment, each on a connection of its own; what they answer, or what refused them.

    Any other error than `refused` is raised here, as when one takes longer than `patience` in seconds.
    """
    ready = threading.Barrier(len(acts))

    def run(act: Callable):
        try:
            connection.ensure_connection()
            ready.wait(timeout=60)
            return act()
        except refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=patience) for future in [pool.submit(run, act) for act in acts]]
