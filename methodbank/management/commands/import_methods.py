import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from methodbank.exchange.importing import ImportRefusedError, import_bank


class Command(BaseCommand):
    help = "Reads a bank of methods (docs/method-bank-format.md). All of it is taken in, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", help="The bank, as JSON.")
        parser.add_argument("--map", help="A JSON file that maps other banks' terms to ours, by vocabulary.")
        parser.add_argument("--dry-run", action="store_true", help="Check and say what would be done; write nothing.")

    def handle(self, *args, **options):
        document = self.read(options["file"])
        mapping = self.read(options["map"]) if options["map"] else None
        try:
            result = import_bank(document, mapping=mapping, dry_run=options["dry_run"])
        except ImportRefusedError as error:
            lines = [f"  {place or 'the file'}: {message}" for place, message in error.faults]
            raise CommandError("\n".join(["Nothing was imported:", *lines])) from error
        for title, items in (
            ("New terms", result.terms),
            ("New methods", result.created),
            ("Updated methods", result.updated),
            ("Translations", result.translated),
        ):
            self.stdout.write(f"{title}: {len(items)}")
            for item in items:
                self.stdout.write(f"  {item}")
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was written.")

    def read(self, name: str):
        try:
            text = Path(name).read_text(encoding="utf-8-sig")
            return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{name} is not UTF-8 text: byte {error.start}.") from error
        except json.JSONDecodeError as error:
            raise CommandError(
                f"{name} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}."
            ) from error
        except RecursionError as error:
            raise CommandError(f"{name} is no bank: it is nested too deeply.") from error
        except ValueError as error:  # a number of thousands of digits, or one of the two below
            raise CommandError(f"{name} cannot be read: {error}.") from error


def _object(pairs: list[tuple]) -> dict:
    """An object whose keys are all different: of two with one name, nobody knows which was meant."""
    result = dict(pairs)
    if len(result) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key “{twice}” stands twice in one object")
    return result


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no value in JSON")
