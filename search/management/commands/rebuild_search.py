"""manage.py rebuild_search: makes the index anew."""

from django.core.management.base import BaseCommand, CommandError

from search import breaker, rebuilding
from search.configuration import elasticsearch_engine, engine
from search.models import Rebuild

WIDTH = 30  # signs of the bar


class Bar:
    """A bar that grows in place on a terminal, and in tenths in a log."""

    def __init__(self, out, label: str) -> None:
        self.out, self.label, self.shown = out, label, -1

    def __call__(self, done: int, total: int) -> None:
        part = done / total if total else 1
        live = self.out.isatty()
        step = int(part * (100 if live else 10))
        if step == self.shown:
            return
        self.shown = step
        filled = int(part * WIDTH)
        bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total} {self.label}"
        self.out.write(f"\r{bar}" if live else bar, ending="" if live and done < total else "\n")
        self.out.flush()


class Command(BaseCommand):
    help = (
        "Makes the index anew, while search goes on: the database's entries, and from them Elasticsearch's index where "
        "there is one. Interrupted, it goes on when it is run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--engine", default="", help="only this: sqlite, postgresql or elasticsearch")
        parser.add_argument("--restart", action="store_true", help="give up an interrupted rebuild and begin anew")

    def handle(self, *args, **options):
        try:
            name = engine(options["engine"]).name if options["engine"] else ""
        except LookupError as error:
            raise CommandError(str(error)) from error
        elastic = elasticsearch_engine()
        interrupted = elastic and not options["restart"] and Rebuild.objects.exists()
        if name != "elasticsearch" and (name or not interrupted):
            count = rebuilding.rebuild_database(Bar(self.stdout, "entries"))
            self.stdout.write(f"The database has {count} entries.")
        if elastic and name in {"", elastic.name}:
            self.elasticsearch(options["restart"])

    def elasticsearch(self, restart: bool) -> None:
        try:
            count, unreadable = rebuilding.rebuild_elasticsearch(Bar(self.stdout, "documents"), restart=restart)
        except rebuilding.Busy as error:
            raise CommandError(f"Another rebuild is under way ({error}); see search_status.") from error
        except rebuilding.Refused as error:
            raise CommandError(f"Elasticsearch takes no documents now: {error} Run this again when it does.") from error
        except breaker.FAILURES as error:
            raise CommandError(f"Elasticsearch failed: {error} Run this again when it answers.") from error
        self.stdout.write(f"Elasticsearch has {count} documents.")
        for pk, reason in unreadable.items():
            self.stderr.write(f"Entry {pk} is not among them: {reason}")
