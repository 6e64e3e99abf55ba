from django.core.management.base import BaseCommand

from home.examples.removing import remove


class Command(BaseCommand):
    help = "Takes away what load_example brought, and nothing else."

    def handle(self, *args, **options):
        removed = remove()
        for name, count in removed.counts.items():
            self.stdout.write(f"Removed {count} {name}.")
        for title, reason in removed.kept.items():
            self.stdout.write(f"Kept “{title}”: {reason}.")
