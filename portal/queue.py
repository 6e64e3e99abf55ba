"""What the tasks of every app have in common: begun once after a transaction, and begun again later."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone


def after_commit(enqueue) -> None:
    """Calls `enqueue` after this transaction, once, however often it is asked for: the function must be the same."""
    if not any(function is enqueue for _savepoints, function, _robust in connection.run_on_commit):
        transaction.on_commit(enqueue, robust=True)


def come_again(task, moment: datetime) -> None:
    """Has the task run at that moment, unless it is to run again within a day anyway or the queue cannot wait."""
    if not task.get_backend().supports_defer:
        return
    from django_tasks_db.models import DBTaskResult

    now = timezone.now()
    waits = DBTaskResult.objects.filter(task_path=task.module_path, status="READY", run_after__gt=now)
    if not waits.filter(run_after__lt=now + timedelta(days=1)).exists():
        task.using(run_after=moment).enqueue()
