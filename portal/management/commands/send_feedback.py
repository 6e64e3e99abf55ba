"""Writes the mails to pages' owners about what readers said: for a scheduler, once a day. Safe to run twice."""

from django.core.management.base import BaseCommand

from portal import feedback_mail


class Command(BaseCommand):
    help = "Tell the owners of pages what readers have answered since the last time."

    def handle(self, *args, **options):
        self.stdout.write(f"{feedback_mail.send()} mails written.")
