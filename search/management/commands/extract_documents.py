"""manage.py extract_documents: reads the text of the files whose text is not in the index yet."""

from collections import Counter

from django.core.management.base import BaseCommand

from search import extracting
from search.models import DocumentText


class Command(BaseCommand):
    help = "Reads the text of uploaded files that the index does not have yet. Broken files are named in the log."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="read every file anew")

    def handle(self, *args, **options):
        if options["again"]:
            DocumentText.objects.all().delete()
        outcomes = Counter(extracting.extract(document).outcome for document in extracting.due())
        self.stdout.write(
            ", ".join(f"{number} {outcome}" for outcome, number in outcomes.items()) or "Nothing to read."
        )
