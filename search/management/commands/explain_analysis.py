import json

from django.conf import settings
from django.core.management.base import CommandError

from search.analysis import VERSION, Word, analyse
from search.management.words import WordsCommand

COLUMNS = ("word", "key", "parts", "folded", "why")


class Command(WordsCommand):
    """Say what the search makes of words: an aid for whoever wonders why a page is found, or is not."""

    help = "Print what the search makes of words: key, parts, folded form, and why."

    def add_arguments(self, parser):
        parser.add_argument("words", nargs="+", metavar="WORD", help="a word, or a text in quotation marks")
        parser.add_argument("--language", default="sv", help="code of the language (default: sv)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *args, **options):
        code, known = options["language"], [code for code, _name in settings.LANGUAGES]
        if code not in known:
            raise CommandError(f"The portal has no language “{code}”. It has: {', '.join(known)}.", returncode=2)
        rows = [_row(word) for text in options["words"] for word in analyse(text, code)]
        if options["as_json"]:
            answer = {"version": VERSION, "language": code, "words": rows}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        lines = [COLUMNS, *((r["word"], r["key"], " + ".join(r["parts"]), r["folded"], r["why"]) for r in rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def _row(word: Word) -> dict:
    why = {
        "lemma": f"form of {word.lemma}",
        "compound": f"compound of {' and '.join(word.split)}",
    }.get(word.why, word.why)
    row = {"word": word.text, "key": word.key, "parts": list(word.parts), "folded": word.folded}
    return row | {"lemma": word.lemma, "why": why}
