import json
from pathlib import Path

from django.core.management.base import BaseCommand

from methodbank.exchange.exporting import export_bank


class Command(BaseCommand):
    help = "Writes all published methods with vocabularies and files as JSON (docs/method-bank-format.md)."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="Where to write. Without it, to standard output.")

    def handle(self, *args, **options):
        document = json.dumps(export_bank(), ensure_ascii=False, indent=2) + "\n"
        if not options["file"]:
            self.stdout.write(document, ending="")
            return
        Path(options["file"]).write_text(document, encoding="utf-8")
        self.stderr.write(f"Wrote {options['file']}.")
