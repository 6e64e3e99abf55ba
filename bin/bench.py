"""Measures the portal on generated content and prints one table; docs/performance.md says how to read it.

SIZES are pages in each language. SQLite in a file that is thrown away, and PostgreSQL: that of DATABASE_URL, or one
that bin/services starts; where there is none, the table says so.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import example_database  # noqa: E402

COLUMNS = "{:<12}{:>8}  {:<24}{:>9}{:>9}{:>9}{:>9}{:>9}{:>12}{:>8}"


def run(size: int, database_url: str, media: Path) -> dict:
    """Fills one database, measures, and gives the figures."""
    environment = {**os.environ, "DATABASE_URL": database_url, "MEDIA_ROOT": str(media), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "tests/performance/bench.py", str(size)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return json.loads(done.stdout)


def on_sqlite(size: int) -> dict:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        images = example_database.sqlite(Path(folder) / "portal.sqlite3")
        shutil.copytree(images, Path(folder) / "media")
        return run(size, f"sqlite:///{folder}/portal.sqlite3", Path(folder) / "media")


def on_postgresql(size: int, server: str) -> dict:
    import psycopg

    name = f"portal_bench_{os.getpid()}"
    images = example_database.postgresql(server, name)
    try:
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
            shutil.copytree(images, Path(folder) / "media")
            return run(size, urlunsplit(urlsplit(server)._replace(path=f"/{name}")), Path(folder) / "media")
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')


def show(database: str, size: int, result: dict) -> None:
    """One line for the floor and one for each page."""
    floor = result["floor"]
    print(COLUMNS.format(database, size, "floor", "", "", f"{floor:.2f}", "1.0", "", "", ""))
    for name, row in result["pages"].items():
        warm, first = row["warm"], row.get("first")
        times = [f"{first:.1f}", f"{first / floor:.1f}"] if first else ["", ""]
        emptied = f"{row['emptied']:.0f}"
        wall = f"{row['wall']:.1f}"
        weight = f"{row['weight']:.1f}"
        print(
            COLUMNS.format("", "", name, *times, f"{warm:.2f}", f"{warm / floor:.1f}", wall, emptied, weight),
            flush=True,
        )


def main() -> None:
    sizes = [int(size) for size in os.environ.get("SIZES", "1000 10000 50000").replace(",", " ").split()]
    server = os.environ.get("DATABASE_URL", "")
    started = False
    if not server.startswith("postgres"):
        running = subprocess.run(["bin/services", "status", "postgres"], cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S607
        started = "answers at" not in running.stdout
        done = subprocess.run(["bin/services", "start", "postgres"], cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S607
        server = done.stdout.partition("DATABASE_URL=")[2].strip()
    os.environ.pop("DATABASE_URL", None)
    head = ("database", "pages", "page", "first ms", "× floor", "warm ms", "× floor", "wall ms", "emptied ms", "kB")
    print(COLUMNS.format(*head))
    try:
        for size in sizes:
            show("SQLite", size, on_sqlite(size))
            if server:
                show("PostgreSQL", size, on_postgresql(size, server))
        if not server:
            print("This machine has no PostgreSQL: it was not measured.")
    finally:
        if started:
            subprocess.run(["bin/services", "stop", "postgres"], cwd=ROOT)  # noqa: S607


if __name__ == "__main__":
    main()
