"""manage.py evaluate_search: how well people find, engine by engine."""

import json
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import translation
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from search import evaluation, presenting, service
from search.configuration import DATABASE, database_engine, elasticsearch_engine
from search.evaluation import DEPTH, Figures, Judgement

GOLDEN = settings.BASE_DIR / "tests" / "search" / "golden.jsonl"
PLAIN = "plain"


def ours(engine_name: str):
    """Finds as a reader would."""

    def find(judgement: Judgement) -> list[str]:
        with translation.override(judgement.language):
            found = service.search(
                judgement.query,
                language=judgement.language,
                user=AnonymousUser(),
                per_page=max(DEPTH, service.PER_PAGE),
                engine_name=engine_name,
            )
            return [hit.url for hit in presenting.hits(found, [*found.promoted, *found.hits, *found.related])]

    return find


def plain(judgement: Judgement) -> list[str]:
    """Finds as Wagtail's own database search would, in the reader's language and then in others."""
    backend = get_search_backend("modelsearch.backends.database")
    words = judgement.query.replace('"', " ").strip()
    pages = list(backend.search(words, Page.objects.live().filter(depth__gt=1))[:50]) if words else []
    keys, paths = set(), []
    for page in sorted(pages, key=lambda page: page.locale.language_code != judgement.language):
        if page.translation_key not in keys:
            keys.add(page.translation_key)
            paths.append(page.get_url())
    return paths[:DEPTH]


class Command(BaseCommand):
    help = "Measures search on judged queries: success@1, success@5, nDCG@10, zero hits, milliseconds."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default=str(GOLDEN))
        parser.add_argument("--engine", default="", help="one engine alone: sqlite, postgresql, elasticsearch, plain")
        parser.add_argument("--set", default="all", choices=["all", "tuned", "held_out"])
        parser.add_argument("--misses", action="store_true", help="print the queries whose first hit is not wanted")
        parser.add_argument("--fill-plain", action="store_true", help="fill the index of Wagtail's own search before")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        path = Path(options["file"])
        try:
            judgements = evaluation.read(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        engines = [item.name for item in (database_engine(), elasticsearch_engine()) if item] + [PLAIN]
        asked = database_engine().name if options["engine"] == DATABASE else options["engine"]
        if asked:
            if asked not in engines:
                raise CommandError(f"There is no engine “{asked}” here; there is: {', '.join(engines)}.")
            engines = [asked]
        if options["fill_plain"]:
            fill_plain()
        sets = {
            "all": judgements,
            "tuned": [item for item in judgements if not item.held_out],
            "held_out": [item for item in judgements if item.held_out],
        }
        chosen = sets if options["set"] == "all" else {options["set"]: sets[options["set"]]}
        results = {}
        if PLAIN in engines and not self.has_plain_index():
            if asked:
                raise CommandError("Wagtail's own search has no index here: add --fill-plain.")
            engines.remove(PLAIN)
            self.stderr.write("Wagtail's own search is left out, as it has no index here: add --fill-plain.")
        for name in engines:
            find = plain if name == PLAIN else ours(name)
            find(judgements[0])  # what a process loads once is no query's time
            results[name] = {label: evaluation.evaluate(items, find) for label, items in chosen.items()}
        if options["json"]:
            data = {name: {label: asdict(item) for label, item in figures.items()} for name, figures in results.items()}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            return
        self.table(results)
        if options["misses"]:
            for name, figures in results.items():
                self.misses(name, figures[next(iter(chosen))])

    def has_plain_index(self) -> bool:
        """Whether Wagtail's own index has been filled, which only measurements need: `--fill-plain`."""
        return connection.vendor in {"sqlite", "postgresql"} and plain_entries() > 0

    def table(self, results: dict[str, dict[str, Figures]]) -> None:
        self.stdout.write(
            f"{'engine':<15}{'set':<10}{'queries':>8}{'s@1':>8}{'s@5':>8}{'nDCG@10':>9}{'zero':>7}{'ms':>8}"
        )
        for name, figures in results.items():
            for label, item in figures.items():
                self.stdout.write(
                    f"{name:<15}{label:<10}{item.queries:>8}{item.first:>8.1%}{item.five:>8.1%}{item.ndcg:>9.3f}"
                    f"{item.zero:>7.1%}{item.milliseconds:>8.1f}"
                    + (f"  {item.forbidden} found what they must not" if item.forbidden else "")
                )

    def misses(self, name: str, figures: Figures) -> None:
        self.stdout.write(f"\n{name}:")
        for miss in figures.misses:
            self.stdout.write(json.dumps(miss, ensure_ascii=False))


def plain_entries() -> int:
    from modelsearch.conf import get_app_config

    return get_app_config().get_model("IndexEntry").objects.count()


def fill_plain() -> None:
    """Puts every page into the index of Wagtail's own database search, which the portal does not use."""
    backend = get_search_backend("modelsearch.backends.database")
    for page in Page.objects.filter(depth__gt=1).specific():
        backend.add(page)
