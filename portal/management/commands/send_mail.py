"""Sends what waits in the outbox: for a scheduler, beside the worker or instead of it. Safe to run twice."""

from django.core.management.base import BaseCommand

from portal import mailing
from portal.models import Mail


class Command(BaseCommand):
    help = "Send the mails that wait in the outbox."

    def handle(self, *args, **options):
        sent = mailing.send_due(limit=10_000)
        waiting = Mail.objects.filter(sent_at=None, due_at__isnull=False).count()
        given_up = Mail.objects.filter(sent_at=None, due_at=None).count()
        self.stdout.write(f"{sent} sent, {waiting} waiting, {given_up} given up.")
