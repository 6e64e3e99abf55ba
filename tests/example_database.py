"""A database with all migrations and the example content, built once and copied wherever a test run needs one.

It lies in `var/test/` (SQLite) or beside the database of `DATABASE_URL` (PostgreSQL) under a name that follows from the
project's code and content, so that a change of either builds a new one.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test"
SOURCES = ("portal", "home", "methodbank", "learning", "search", "locale", "requirements.txt")


@cache
def key() -> str:
    """What the code and the content are when the run begins, in 16 hexadecimal digits."""
    found = hashlib.sha256()
    for source in SOURCES:
        path = ROOT / source
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.suffix in {".py", ".yaml", ".svg", ".po", ".txt", ".json"}:
                found.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time; the others wait."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(database_url: str, media: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": str(media),
    }
    for command in (["migrate", "--verbosity", "0"], ["load_example", "--verbosity", "0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)  # noqa: S603


def sqlite(target: Path) -> Path:
    """Puts a copy into the file `target`; the folder with its images."""
    images = FOLDER / f"media-{key()}"
    template = FOLDER / f"{key()}.sqlite3"
    with _alone():
        if not template.exists():
            for old in [*FOLDER.glob("*.sqlite3*"), *FOLDER.glob("media-*")]:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            building = template.with_suffix(".building")
            building.unlink(missing_ok=True)
            _build(f"sqlite:///{building}", images)
            building.rename(template)
    shutil.copy(template, target)
    return images


def postgresql(database_url: str, name: str) -> Path:
    """Makes the database `name` anew on the server of `database_url`; the folder with its images."""
    import psycopg

    template = f"portal_example_{key()}"
    images = FOLDER / f"postgresql-{key()}"
    server = urlsplit(database_url)
    with _alone(), psycopg.connect(database_url, autocommit=True) as connection:

        def names(pattern: str) -> list[str]:
            rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
            return [row[0] for row in rows]

        if template not in names(template):
            for old in names("portal_example_%"):
                connection.execute(f'DROP DATABASE "{old}"')
            for old in FOLDER.glob("postgresql-*"):
                shutil.rmtree(old)
            building = "portal_example_building"
            connection.execute(f'DROP DATABASE IF EXISTS "{building}"')
            connection.execute(f'CREATE DATABASE "{building}"')
            _build(urlunsplit(server._replace(path=f"/{building}")), images)
            connection.execute(f'ALTER DATABASE "{building}" RENAME TO "{template}"')
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return images
