"""manage.py search_status: how search is, in plain words or for a monitor."""

import json

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from search.status import Status, status

INDEX = {
    "ok": "is as it should be",
    "missing": "is missing",
    "foreign": "is not ours",
    "old": "was made by another version of the portal",
}


class Command(BaseCommand):
    help = "Says which engine answers, what is in the index and what waits. Ends with 1 when something needs hands."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        found = status()
        if options["json"]:
            text = json.dumps(found.as_json(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        else:
            text = "\n".join(self.lines(found))
        self.stdout.write(text)
        if found.problems:
            raise SystemExit(1)

    def lines(self, found: Status):
        yield f"Engine: {found.engine}"
        yield f"Database: {found.entries} entries for {found.things} things, analysis version {found.analysis}"
        if found.elasticsearch:
            yield f"Elasticsearch: {found.elasticsearch} {'answers' if found.answers else 'does not answer'}"
            if found.answers:
                count = f", {found.documents} documents" if found.documents is not None else ""
                yield f"Its index {INDEX[found.index]}{count}"
            if found.rebuild:
                state = "under way" if found.rebuild_active else "interrupted"
                yield f"Rebuild: {state}, {found.rebuild_done} of {found.entries}, {found.rebuild}"
            since = f", since {found.waiting_since:%Y-%m-%d %H:%M:%S} UTC" if found.waiting_since else ""
            yield f"Waiting: {found.waiting} changes{since}"
            if found.spared:
                yield "The server is spared: it failed less than half a minute ago."
        for problem in found.problems:
            yield f"! {problem}"
        if not found.problems:
            yield "All is well."
