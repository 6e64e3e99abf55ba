from django.core.management.base import BaseCommand

from search.log import KEPT_DAYS, purge


class Command(BaseCommand):
    help = f"Takes searches older than {KEPT_DAYS} days out of the search log. Run it every night."

    def handle(self, *args, **options):
        self.stdout.write(f"Removed {purge()} searches from the log.")
