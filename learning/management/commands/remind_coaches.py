from django.core.management.base import BaseCommand

from learning.coach_reminders import remind


class Command(BaseCommand):
    help = "Reminds coordinators and coaches of requests that wait for an answer. Run it once each working day."

    def handle(self, *args, **options):
        self.stdout.write(f"Reminders written: {remind()}.")
