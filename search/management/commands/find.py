"""manage.py find: what a reader would find, on the command line."""

import json

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import CommandError
from django.utils import translation

from portal import languages
from search import presenting, service
from search.management.words import WordsCommand


class Command(WordsCommand):
    help = "Searches as a reader would: rank, title, address, score, stage, and which words matched how."

    def add_arguments(self, parser):
        parser.add_argument("query")
        parser.add_argument("--language", default="", help="the reader's language; the portal's first when left out")
        parser.add_argument("--engine", default="", help="sqlite, postgresql or elasticsearch")
        parser.add_argument("--as", dest="user", default="", help="the user name of the reader; a stranger without")
        parser.add_argument("--sort", default="relevance", choices=["relevance", "newest", "title"])
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        codes = [language.code for language in languages.all_languages()]
        code = options["language"] or codes[0]
        if code not in codes:
            raise CommandError(f"The portal has no language “{code}”; it has: {', '.join(codes)}.")
        with translation.override(code):
            reader = self.reader(options["user"])
            try:
                found = service.search(
                    options["query"],
                    language=code,
                    user=reader,
                    sorting=options["sort"],
                    per_page=max(1, options["limit"]),
                    engine_name=options["engine"],
                )
            except LookupError as error:
                raise CommandError(str(error)) from error
            rows = presenting.rows(found, reader)
        if options["json"]:
            self.stdout.write(json.dumps(presenting.summary(found) | {"hits": rows}, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{found.total} found by {found.engine} in {found.milliseconds} ms, stage: {found.stage}")
        if found.corrected or found.suggestion:
            self.stdout.write(f"meant: {found.corrected or found.suggestion}")
        for row in rows:
            matches = ", ".join(f"{item['word']} ({item['how']} in {item['where']})" for item in row["matches"])
            self.stdout.write(f"{row['rank']:>3}. {row['title']}  {row['path']}  {row['score']:.2f}  [{matches}]")

    def reader(self, name: str):
        if not name:
            return AnonymousUser()
        users = get_user_model()
        try:
            return users.objects.get(**{users.USERNAME_FIELD: name})
        except users.DoesNotExist:
            raise CommandError(f"There is no user “{name}”.") from None
