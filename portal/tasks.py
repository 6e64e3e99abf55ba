"""What the portal does beside the requests, by the worker of the task queue (`manage.py db_worker`)."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task


@task()
def send_mails() -> int:
    """Sends what waits in the outbox; comes again for what did not go."""
    from portal import mailing

    sent = mailing.send_due(limit=1_000)
    _come_again()
    return sent


def wake_mail() -> None:
    """Has `send_mails` run after this transaction, once, however many mails it writes."""
    if not any(function is _enqueue for _savepoints, function, _robust in connection.run_on_commit):
        transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    send_mails.enqueue()


def _come_again() -> None:
    from portal.models import Mail

    first = Mail.objects.filter(sent_at=None, due_at__isnull=False).order_by("due_at").first()
    if first is None or not send_mails.get_backend().supports_defer:
        return
    from django_tasks_db.models import DBTaskResult

    now = timezone.now()
    waits = DBTaskResult.objects.filter(task_path=send_mails.module_path, status="READY", run_after__gt=now)
    if not waits.filter(run_after__lt=now + timedelta(days=1)).exists():
        send_mails.using(run_after=max(first.due_at, now + timedelta(seconds=15))).enqueue()
