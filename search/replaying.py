"""Brings what waits to Elasticsearch, and makes its index anew.

Each document carries the time of its change as an external version: whatever arrives twice or late, the newest stays.
"""

from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from elasticsearch import helpers
from modelsearch.index import class_is_indexed

from search import breaker
from search.configuration import elasticsearch_engine
from search.models import Entry, Rebuild, Waiting

BATCH = 500
CONFLICT = 409  # the server has a newer version already: as good as done
GONE = 404


def actions(rows: Iterable[Waiting], index: str, *, require_alias: bool) -> Iterator[dict]:
    """What to tell the server about each waiting entry: its document, or that it is gone."""
    rows = list(rows)
    entries = Entry.objects.in_bulk([row.entry_id for row in rows])
    objects: dict = {}
    by_type: dict[int, list[str]] = {}
    for entry in entries.values():
        by_type.setdefault(entry.content_type_id, []).append(entry.object_id)
    for type_id, keys in by_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is not None and class_is_indexed(model):
            found = model.objects.in_bulk([model._meta.pk.to_python(key) for key in keys])
            objects |= {(type_id, str(key)): item for key, item in found.items()}
    mapping = elasticsearch_engine().mapping_class
    for row in rows:
        entry = entries.get(row.entry_id)
        obj = objects.get((entry.content_type_id, entry.object_id)) if entry else None
        action = {
            "_index": index,
            "_id": str(row.entry_id),
            "version": int(row.since.timestamp() * 1_000_000),
            "version_type": "external_gte",
            "require_alias": require_alias,
        }
        if obj is None:
            yield action | {"_op_type": "delete"}
        else:
            yield action | {"_op_type": "index", "_source": mapping(type(obj)).document(obj, entry)}


def send(rows: list[Waiting], index: str, *, require_alias: bool) -> set[int]:
    """The entries that the server has after this. Raises breaker.Unavailable."""
    done = set()
    engine = elasticsearch_engine()
    # Writing goes on while readers are spared the server: it is how we learn that it answers again.
    client = engine.es.options(request_timeout=15)
    outcome = helpers.streaming_bulk(
        client,
        actions(rows, index, require_alias=require_alias),
        chunk_size=BATCH,
        raise_on_error=False,
        raise_on_exception=True,
    )
    for succeeded, item in outcome:
        result = next(iter(item.values()))
        missing_document = result.get("status") == GONE and result.get("result") == "not_found"
        if succeeded or result.get("status") == CONFLICT or missing_document:
            done.add(int(result["_id"]))
    return done


def replay() -> int:
    """Sends what waits until nothing does; how much was sent. What the server refuses goes on waiting."""
    engine = elasticsearch_engine()
    if engine is None:
        return 0
    sent, last = 0, 0
    while rows := list(Waiting.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        try:
            done = send(rows, engine.alias, require_alias=True)
            rebuild = Rebuild.objects.first()
            if rebuild:
                done &= send(rows, rebuild.index, require_alias=False)
        except breaker.FAILURES as error:
            breaker.note(error)
            Waiting.objects.filter(pk__in=[row.pk for row in rows]).update(attempts=F("attempts") + 1)
            break
        breaker.close()
        kept = [row.pk for row in rows if row.entry_id not in done]
        Waiting.objects.filter(pk__in=kept).update(attempts=F("attempts") + 1)
        for row in rows:
            if row.entry_id in done:
                # Unless it has changed again meanwhile.
                sent += Waiting.objects.filter(pk=row.pk, since=row.since).delete()[0]
    return sent
