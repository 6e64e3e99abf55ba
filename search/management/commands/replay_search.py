"""manage.py replay_search: sends Elasticsearch what waits."""

from django.core.management.base import BaseCommand

from search.configuration import has_elasticsearch
from search.models import Waiting
from search.replaying import replay


class Command(BaseCommand):
    help = "Sends Elasticsearch what has changed and has not arrived. Does no harm at any time."

    def handle(self, *args, **options):
        if not has_elasticsearch():
            self.stdout.write("There is no Elasticsearch here; the database's index is always in step.")
            return
        sent = replay()
        left = Waiting.objects.count()
        self.stdout.write(f"{sent} changes sent, {left} wait.")
        if left:
            raise SystemExit(1)
