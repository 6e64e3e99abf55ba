#!/usr/bin/env python
"""bin/bench_search.py [SIZE,SIZE…]: measures search on generated pages, on every engine that this machine has.

For each size so many stories are made in each language, in a database that is thrown away: SQLite always, PostgreSQL
and Elasticsearch where DATABASE_URL and ELASTICSEARCH_URL name them. The words are those of the example content and
compounds of them, drawn by Zipf's law. Stock Wagtail search (modelsearch's own database backends) is measured beside,
on the same pages with the same queries, as many as fit into two minutes: without facets, which it has none of.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SIZES = "1000,10000,50000"
MARK = "portal_bench"  # in the name of every database that this may write to
QUERIES = 150
PATIENCE = 120  # seconds for the queries of stock Wagtail, which on SQLite take minutes each with many pages
TAIL = 3  # compounds made up for each word of the example
BATCH = 500
COLUMNS = ("pages", "engine", "index pages/s", "size MB", "p50 ms", "p95 ms", "max ms", "suggest p95", "first ms")


class Words:
    """Words of a language, drawn by Zipf's law."""

    def __init__(self, language: str, chance: random.Random) -> None:
        from collections import Counter

        from search.models import Entry
        from search.text import words

        counts = Counter()
        for text in Entry.objects.filter(language=language, readers__gt="").values_list("text", flat=True):
            counts.update(word for word, _start, _end in words(text) if word.isalpha())
        found = [word for word, _count in counts.most_common()]
        long = [word for word in found if len(word) > 3]
        found += [chance.choice(long) + chance.choice(long) for _number in range(TAIL * len(found))]
        self.words = found
        self.weights = list(accumulate(1 / rank for rank in range(1, len(found) + 1)))
        self.chance = chance

    def draw(self, number: int) -> str:
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=number))


def fill(size: int) -> None:
    """Makes `size` stories in each language, without their entries."""
    import uuid

    from django.contrib.contenttypes.models import ContentType
    from django.db import transaction
    from django.utils import timezone
    from wagtail.models import Locale, Page

    from methodbank.models import StoryIndexPage, StoryPage

    chance = random.Random(8)  # noqa: S311 the same pages each time
    keys = [uuid.UUID(int=chance.getrandbits(128), version=4) for _number in range(size)]
    content_type = ContentType.objects.get_for_model(StoryPage)
    for locale in Locale.objects.all():
        words = Words(locale.language_code, chance)
        parent = StoryIndexPage.objects.get(locale=locale)
        first = parent.numchild + 1
        for start in range(0, size, BATCH):
            rows = []
            for number in range(start, min(size, start + BATCH)):
                slug = f"bench-{number}"
                title = words.draw(chance.randint(2, 6)).capitalize()
                rows.append(
                    Page(
                        title=title, draft_title=title, slug=slug, url_path=f"{parent.url_path}{slug}/",
                        path=Page._get_path(parent.path, parent.depth + 1, first + number), depth=parent.depth + 1,
                        content_type=content_type, locale=locale, translation_key=keys[number], live=True,
                        first_published_at=timezone.now(),
                    )
                )  # fmt: skip
            with transaction.atomic():
                Page.objects.bulk_create(rows)
                stories = []
                for row in rows:
                    story = StoryPage(page_ptr_id=row.pk, summary=words.draw(chance.randint(10, 16))[:160])
                    for field, length in (("challenge", 60), ("approach", 110), ("lessons", 60)):
                        setattr(story, field, f"<p>{words.draw(length)}.</p>")
                    stories.append(story)
                StoryPage._base_manager.all()._batched_insert(stories, StoryPage._meta.local_concrete_fields, BATCH)
                for name in ("phases", "problem_types", "dimensions", "departments"):
                    relate(StoryPage._meta.get_field(name), [row.pk for row in rows], locale, chance)
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + size)


def relate(field, pages: list[int], locale, chance: random.Random) -> None:
    """Gives each page one or two terms of a vocabulary."""
    terms = list(field.related_model.objects.filter(locale=locale).values_list("pk", flat=True))
    through = field.remote_field.through
    page, term = field.m2m_column_name(), field.m2m_reverse_name()
    through.objects.bulk_create(
        through(**{page: pk, term: key}) for pk in pages for key in chance.sample(terms, min(len(terms), 1 + pk % 2))
    )


def queries() -> list[tuple[str, str, dict]]:
    """Queries as people write them, from the titles: words, some mistyped, some half typed, some with a filter."""
    from search.models import Entry

    chance = random.Random(9)  # noqa: S311
    titles = list(
        Entry.objects.filter(object_id__gt="").exclude(readers="").order_by("pk").values_list("language", "title")
    )
    found = []
    for _number in range(QUERIES):
        language, title = chance.choice([row for row in titles if row[0]] if not found else titles)
        words = [word for word in title.lower().split() if len(word) > 3] or ["möte"]
        asked = chance.sample(words, min(len(words), chance.choice((1, 1, 2, 2, 3))))
        kind = chance.random()
        if kind < 0.1:
            middle = len(asked[0]) // 2
            asked[0] = asked[0][:middle] + asked[0][middle + 1 :]
        elif kind < 0.2:
            asked[-1] = asked[-1][: max(3, len(asked[-1]) - 3)]
        chosen = {"phase": ["ideate"]} if chance.random() < 0.3 else {}
        found.append((language or "sv", " ".join(asked), chosen))
    return found


def times(calls, patience: float = float("inf")) -> list[float]:
    """Milliseconds of each call, in their order: of as many as are begun within `patience` in seconds."""
    found, first = [], time.perf_counter()
    for call in calls:
        began = time.perf_counter()
        if found and began - first > patience:
            break
        call()
        found.append((time.perf_counter() - began) * 1000)
    return found


def figures(found: list[float]) -> dict:
    ordered = sorted(found)
    return {
        "p50 ms": ordered[len(ordered) // 2],
        "p95 ms": ordered[int(len(ordered) * 0.95)],
        "max ms": ordered[-1],
    }


def ours(engine: str, asked: list) -> dict:
    from django.contrib.auth.models import AnonymousUser

    from search import service

    def ask(language: str, text: str, chosen: dict):
        return lambda: service.search(text, language=language, user=AnonymousUser(), chosen=chosen, engine_name=engine)

    calls = [ask(*query) for query in asked]
    for call in calls[:20]:
        call()
    result = figures(times(calls))
    try:
        from search.suggesting import suggest
    except ImportError:
        return result
    begun = [(text[:number], language) for language, text, _chosen in asked for number in (2, 4)]
    calls = [lambda t=text, code=language: suggest(t, code, AnonymousUser()) for text, language in begun]
    calls[0]()
    return result | {"suggest p95": figures(times(calls))["p95 ms"]}


def space() -> float:
    """Megabytes of the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0] / 1_000_000


def stock(asked: list) -> dict:
    """modelsearch's own backend, with the whole index filled the way `rebuild_modelsearch_index` does."""
    from modelsearch.backends import get_search_backend
    from wagtail.models import Locale, Page

    from methodbank.models import StoryPage

    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    backend = get_search_backend("modelsearch.backends.database")
    before, began = space(), time.perf_counter()
    index = backend.get_index_for_model(StoryPage)
    keys = list(StoryPage.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        index.add_items(StoryPage, list(StoryPage.objects.filter(pk__in=keys[start : start + BATCH])))
    speed, size = len(keys) / (time.perf_counter() - began), space() - before

    def ask(language: str, text: str, _chosen: dict):
        def call():
            pages = Page.objects.live().filter(locale=locales[language])
            found = backend.search(text, pages, operator="and")
            return found.count(), list(found[:20])

        return call

    calls = [ask(*query) for query in asked]
    calls[0]()
    return {"index pages/s": speed, "size MB": size, **figures(times(calls, PATIENCE))}


def progress(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done} of {total} ")
    sys.stderr.flush()


def run(job: str, argument: str) -> dict:
    """One job of a process with its own database. The answer is data for the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django
    from django.conf import settings

    from portal.settings import base

    # The settings of the tests leave Elasticsearch alone.
    settings.WAGTAILSEARCH_BACKENDS = base.WAGTAILSEARCH_BACKENDS
    django.setup()
    from django.db import connection

    from search import rebuilding
    from search.configuration import elasticsearch_engine

    if MARK not in str(connection.settings_dict["NAME"]):
        sys.exit(f"Only a database with “{MARK}” in its name is written to.")
    if job == "fill":
        fill(int(argument))
        before, began = space(), time.perf_counter()
        done = rebuilding.rebuild_database(progress)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        asked = queries()
        spent = time.perf_counter() - began
        own = {"index pages/s": done / spent, "size MB": space() - before, **ours("database", asked)}
        return {connection.vendor: own, f"stock on {connection.vendor}": stock(asked)}
    if job == "elasticsearch":
        engine = elasticsearch_engine()
        began = time.perf_counter()
        done, _unreadable = rebuilding.rebuild_elasticsearch(progress)
        spent = time.perf_counter() - began
        index = next(iter(engine.es.indices.get_alias(name=engine.alias)))
        size = engine.es.indices.stats(index=index)["_all"]["primaries"]["store"]["size_in_bytes"] / 1_000_000
        return {"elasticsearch": {"index pages/s": done / spent, "size MB": size, **ours("elasticsearch", queries())}}
    if job == "clear":
        engine = elasticsearch_engine()
        for name in engine.es.indices.get_alias(name=engine.alias):
            engine.es.indices.delete(index=name)
        return {}
    # The first query of a process: with all that is loaded for it.
    language, text, chosen = queries()[0]
    from django.contrib.auth.models import AnonymousUser

    from search import service

    began = time.perf_counter()
    service.search(text, language=language, user=AnonymousUser(), chosen=chosen, engine_name=argument)
    return {"first ms": (time.perf_counter() - began) * 1000}


def ask_process(job: str, argument: str, database: str, elastic: str = "") -> dict:
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    environment |= {"ELASTICSEARCH_URL": elastic, "ELASTICSEARCH_INDEX": f"{MARK}_{os.getpid()}"}
    command = [sys.executable, __file__, "--job", job, argument]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)  # noqa: S603 ourselves
    return json.loads(done.stdout)


def on(database: str, size: int, elastic: str, media: Path) -> dict[str, dict]:
    """All engines over one database."""
    from tests import example_database

    example_database._build(database, media)
    found = ask_process("fill", str(size), database)
    vendor = next(iter(found))
    found[vendor] |= ask_process("first", vendor, database)
    if elastic:
        try:
            found |= ask_process("elasticsearch", "", database, elastic)
            found["elasticsearch"] |= ask_process("first", "elasticsearch", database, elastic)
        finally:
            ask_process("clear", "", database, elastic)
    return found


def measure(size: int) -> dict[str, dict]:
    server, elastic = os.environ.get("DATABASE_URL", ""), os.environ.get("ELASTICSEARCH_URL", "")
    postgresql = server.startswith(("postgres:", "postgresql:"))
    with tempfile.TemporaryDirectory(prefix=f"{MARK}_") as folder:
        media = Path(folder) / "media"
        found = on(f"sqlite:///{folder}/{MARK}.sqlite3", size, "" if postgresql else elastic, media)
        if postgresql:
            import psycopg

            name = f"{MARK}_{os.getpid()}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
                try:
                    found |= on(urlunsplit(urlsplit(server)._replace(path=f"/{name}")), size, elastic, media)
                finally:
                    connection.execute(f'DROP DATABASE "{name}"')
    return found


def row(values: list[str]) -> str:
    return f"| {' | '.join(values)} |"


def main() -> None:
    if sys.argv[1:2] == ["--job"]:
        sys.stdout.write(json.dumps(run(sys.argv[2], sys.argv[3])))
        return
    sizes = [int(size) for size in (sys.argv[1] if sys.argv[1:] else SIZES).split(",")]
    print(row(list(COLUMNS)))
    print(row(["---", "---", *["---:"] * (len(COLUMNS) - 2)]))
    for size in sizes:
        for engine, values in measure(size).items():
            numbers = [f"{values[name]:.1f}" if name in values else "–" for name in COLUMNS[2:]]
            print(row([f"2 × {size}", engine, *numbers]), flush=True)


if __name__ == "__main__":
    main()
