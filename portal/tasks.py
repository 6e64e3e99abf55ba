"""What the portal does beside the requests, by the worker of the task queue (`manage.py db_worker`)."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from portal.queue import after_commit, come_again


@task()
def send_mails() -> int:
    """Sends what waits in the outbox; comes again for what did not go."""
    from portal import mailing
    from portal.models import Mail

    sent = mailing.send_due(limit=1_000)
    first = Mail.objects.filter(sent_at=None, due_at__isnull=False).order_by("due_at").first()
    if first:
        come_again(send_mails, max(first.due_at, timezone.now() + timedelta(seconds=15)))
    return sent


def wake_mail() -> None:
    """Has `send_mails` run after this transaction, once, however many mails it writes."""
    after_commit(_enqueue)


def _enqueue() -> None:
    send_mails.enqueue()
