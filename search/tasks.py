"""What is done beside the requests, by the worker of the task queue (`manage.py db_worker`)."""

import logging
from datetime import timedelta

from django.apps import apps
from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from portal.queue import after_commit, come_again

logger = logging.getLogger(__name__)
LONGEST_PAUSE = 600  # seconds between attempts at what is refused
KEPT = timedelta(days=1)  # how long the queue remembers what it has done
HOUR = 3_600


@task()
def replay() -> int:
    """Tells Elasticsearch what has changed; comes again later for what did not arrive."""
    from search import replaying

    sent = replaying.replay()
    _come_again()
    _prune()
    return sent


@task()
def extract_text(document_id: int) -> str:
    """Reads the text of a file into the index; what came of it."""
    from wagtail.documents import get_document_model

    from search import extracting

    document = get_document_model().objects.filter(pk=document_id).first()
    if document is None or not extracting.is_due(document):
        return "nothing to do"
    return extracting.extract(document).outcome


@task()
def write(label: str, pk: str) -> str:
    """Writes the entry of an object of the model `label` (“app.Model”) once more; what came of it.

    Once: an error is the task's own, or a database that stays locked would have it begin again without end.
    """
    from search import indexing, signals

    obj = apps.get_model(label)._default_manager.filter(pk=pk).first()
    found = signals.as_stored(obj) if obj else None
    if found is None:
        return "gone"
    indexing.put([found])
    return "written"


def wake() -> None:
    """Has `replay` run after this transaction, once, however much changes in it."""
    after_commit(_enqueue)


def _enqueue() -> None:
    replay.enqueue()


def _come_again() -> None:
    from search.models import Waiting

    first = Waiting.objects.order_by("attempts").first()
    if first:
        pause = min(LONGEST_PAUSE, 15 * 2 ** min(first.attempts, 10))
        come_again(replay, timezone.now() + timedelta(seconds=pause))


def _prune() -> None:
    """Takes away what the queue remembers of work that is done: a row for each save adds up."""
    if not cache.add("search-tasks-pruned", 1, HOUR) or not replay.get_backend().supports_get_result:
        return
    from django_tasks_db.models import DBTaskResult

    old = timezone.now() - KEPT
    DBTaskResult.objects.successful().filter(task_path=replay.module_path, finished_at__lt=old).delete()
