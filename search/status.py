"""How search is: what answers, what is in the index, what waits. In plain words for people, and for monitors."""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Count, Min, Q
from django.utils import timezone

from search import analysis, breaker
from search.configuration import database_engine, elasticsearch_engine, has_elasticsearch
from search.models import Entry, Rebuild, Waiting
from search.rebuilding import ABANDONED, expected_entries

LATE = timedelta(minutes=5)  # what waits longer will not arrive by itself
REBUILD = "Run: manage.py rebuild_search"


@dataclass
class Status:
    """What `manage.py search_status` says. Times are in UTC."""

    engine: str
    entries: int  # in the database
    things: int  # that should have an entry
    old_entries: int  # made by another version of the analysis
    analysis: int  # the version that the code has
    elasticsearch: str = ""  # its address, without its password; empty where there is none
    answers: bool = True
    index: str = ""  # ok, missing, foreign (made by nobody of ours) or old
    index_analysis: int | None = None
    documents: int | None = None
    waiting: int = 0
    waiting_since: datetime | None = None
    refused: int = 0  # of what waits, tried at least once
    spared: bool = False  # the breaker, as this process knows it
    rebuild: str = ""  # the index that is being made
    rebuild_done: int = 0
    rebuild_active: bool = False
    worker: bool = True  # the queue is being worked at
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> dict:
        return asdict(self)


def health() -> str:
    """“ok”, or “degraded” where readers are answered by the database instead, or do not find what is new."""
    if not has_elasticsearch():
        return "ok"
    late = Waiting.objects.filter(since__lt=timezone.now() - LATE).exists()
    return "degraded" if late or breaker.is_open() else "ok"


def status() -> Status:
    """Looks at everything; asks Elasticsearch, whatever the breaker says."""
    entries = Entry.objects.aggregate(all=Count("pk"), old=Count("pk", filter=~Q(analysis=analysis.VERSION)))
    found = Status(database_engine().name, entries["all"], expected_entries(), entries["old"], analysis.VERSION)
    if found.things > found.entries:
        found.problems.append(f"{found.things - found.entries} things are not in the index. {REBUILD}")
    if found.old_entries:
        found.problems.append(f"{found.old_entries} entries were made by another version of the analysis. {REBUILD}")
    if has_elasticsearch():
        _look_at_elasticsearch(found)
        _look_at_what_waits(found)
    return found


def _look_at_elasticsearch(found: Status) -> None:
    engine = elasticsearch_engine()
    found.engine, found.spared = engine.name, breaker.is_open()
    address = urlsplit(engine.address)
    found.elasticsearch = f"{address.scheme}://{address.hostname}{f':{address.port}' if address.port else ''}"
    try:
        meta = engine.meta()
        if meta is not None:
            found.index_analysis = meta.get("analysis_version")
            found.index = "ok" if meta.get("mark") == engine.mark() else "old" if meta.get("mark") else "foreign"
            found.documents = engine.es.count(index=engine.alias)["count"]
        else:
            found.index = "missing"
    except breaker.FAILURES as error:
        found.answers = False
        found.problems.append(f"Elasticsearch does not answer, the database answers for it: {error}")
        return
    reasons = {
        "missing": "There is no index in Elasticsearch yet; the database answers.",
        "foreign": "What has the index's name in Elasticsearch is not our index; the database answers.",
        "old": "The index in Elasticsearch was made by another version of the portal; the database answers.",
    }
    rebuild = Rebuild.objects.first()
    if rebuild:
        found.rebuild, found.rebuild_done = rebuild.index, Entry.objects.filter(pk__lte=rebuild.last_entry).count()
        found.rebuild_active = bool(rebuild.holder) and rebuild.seen > timezone.now() - ABANDONED
        if not found.rebuild_active:
            found.problems.append(f"A rebuild was interrupted. To go on with it: {REBUILD[5:]}")
    if found.index in reasons and not found.rebuild_active:
        found.problems.append(f"{reasons[found.index]} {REBUILD}")
    # What waits explains a difference.
    missing = abs((found.documents or 0) - found.entries)
    if found.index == "ok" and missing > Waiting.objects.values("entry_id").distinct().count():
        found.problems.append(
            f"Elasticsearch has {found.documents} documents for {found.entries} entries. {REBUILD} --restart"
        )


def _look_at_what_waits(found: Status) -> None:
    from django_tasks_db.models import DBTaskResult

    waiting = Waiting.objects.aggregate(
        entries=Count("entry_id", distinct=True), since=Min("since"), refused=Count("pk", filter=Q(attempts__gt=0))
    )
    found.waiting, found.waiting_since, found.refused = waiting["entries"], waiting["since"], waiting["refused"]
    now = timezone.now()
    found.worker = not DBTaskResult.objects.ready().filter(enqueued_at__lt=now - LATE).exists()
    if not found.worker:
        found.problems.append("Nobody works at the queue. Start: manage.py db_worker")
    if found.waiting and found.waiting_since < now - LATE and found.answers:
        what = "Elasticsearch refuses them; see the log." if found.refused else "Send them: manage.py replay_search"
        found.problems.append(f"{found.waiting} changes wait since {found.waiting_since:%Y-%m-%d %H:%M} UTC. {what}")
