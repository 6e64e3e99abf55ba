"""Reminders, follow-ups and unanswered offers: for a scheduler, every quarter of an hour or so. Safe to run twice."""

from django.core.management.base import BaseCommand

from learning import reminding


class Command(BaseCommand):
    help = "Write the mails about occasions that are due, and take back offered seats that nobody has answered about."

    def handle(self, *args, **options):
        done = reminding.run()
        self.stdout.write(
            f"{done.reminders} reminders, {done.follow_ups} follow-ups, {done.offers} offers taken back, "
            f"{done.too_few} leaders told of too few participants, {done.asked_again} managers asked again, "
            f"{done.given_back} seats given back for want of an answer."
        )
