"""Brings what waits to Elasticsearch.

Each document carries the number of the change that it holds as an external version: whatever arrives twice or late,
the newest stays. Documents of a rebuild have the lowest, so that any change wins over them.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from elasticsearch import helpers
from modelsearch.index import class_is_indexed

from search import breaker
from search.configuration import elasticsearch_engine
from search.models import Entry, Rebuild, Waiting

logger = logging.getLogger(__name__)
BATCH = 500
SOON = 50  # so few changes are to be found at once; many within a second
CONFLICT = 409  # the server has a newer version already: as good as done
GONE = 404
UNREADABLE = 400  # the document itself is at fault: trying again is of no use


@dataclass
class Outcome:
    """What became of documents: those that the server has, and why it has not got the others."""

    done: set[int] = field(default_factory=set)
    unreadable: dict[int, str] = field(default_factory=dict)  # never will
    refused: dict[int, str] = field(default_factory=dict)  # not now


def actions(versions: dict[int, int], alias: str) -> Iterator[dict]:
    """What to tell the server about each entry: its document, or that it is gone."""
    entries = Entry.objects.in_bulk(list(versions))
    objects: dict = {}
    by_type: dict[int, list[str]] = {}
    for entry in entries.values():
        by_type.setdefault(entry.content_type_id, []).append(entry.object_id)
    for type_id, keys in by_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is not None and class_is_indexed(model):
            found = model._default_manager.in_bulk([model._meta.pk.to_python(key) for key in keys])
            objects |= {(type_id, str(key)): item for key, item in found.items()}
    mapping = elasticsearch_engine().mapping_class
    for pk, version in versions.items():
        entry = entries.get(pk)
        obj = objects.get((entry.content_type_id, entry.object_id)) if entry else None
        action = {
            "_index": alias,
            "_id": str(pk),
            "version": version,
            "version_type": "external_gte",
        }
        if obj is None:
            yield action | {"_op_type": "delete"}
        else:
            yield action | {"_op_type": "index", "_source": mapping(type(obj)).document(obj, entry)}


def send(versions: dict[int, int], alias: str) -> Outcome:
    """Brings entries under their versions to the index with this alias. Raises one of breaker.FAILURES."""
    outcome = Outcome()
    # Writing goes on while readers are spared the server: it is how we learn that it answers again.
    client = elasticsearch_engine().es.options(request_timeout=15)
    if not client.indices.exists_alias(name=alias):
        # Where it is missing the server would make an index of its own kind, for a deletion even with `require_alias`.
        raise breaker.Unfit(f"there is no index under the name “{alias}”")
    results = helpers.streaming_bulk(
        client,
        actions(versions, alias),
        chunk_size=BATCH,
        raise_on_error=False,
        raise_on_exception=True,
        refresh=len(versions) <= SOON,
        require_alias=True,
    )
    for succeeded, item in results:
        result = next(iter(item.values()))
        status, pk = result.get("status"), int(result["_id"])
        error = result.get("error") or {}
        if succeeded or status == CONFLICT or (status == GONE and not error):
            outcome.done.add(pk)
        elif status == GONE:
            raise breaker.Unfit(f"there is no index under the name “{alias}”")
        else:
            reason = error.get("reason", "") if isinstance(error, dict) else str(error)
            (outcome.unreadable if status == UNREADABLE else outcome.refused)[pk] = reason
    return outcome


def replay() -> int:
    """Sends what waits until nothing does; how many changes were sent. What the server refuses goes on waiting."""
    engine = elasticsearch_engine()
    if engine is None:
        return 0
    sent, last = 0, 0
    while rows := list(Waiting.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        versions = {row.entry_id: row.pk for row in rows}
        # Asked after the changes and before they are sent: a rebuild that begins later reads them from the entries,
        # and one that has begun is told of them even if it takes over meanwhile.
        rebuild = Rebuild.objects.exclude(index="").first()
        try:
            in_new = _sent_to_new(versions, engine.next_alias) if rebuild else set(versions)
            outcome = send(versions, engine.alias)
        except breaker.FAILURES as error:
            breaker.note(error)
            Waiting.objects.filter(pk__in=[row.pk for row in rows]).update(attempts=F("attempts") + 1)
            break
        breaker.close()
        for pk, reason in (outcome.unreadable | outcome.refused).items():
            logger.warning("Elasticsearch did not take entry %s: %s", pk, reason)
        done = outcome.done & in_new
        Waiting.objects.filter(pk__in=[row.pk for row in rows if row.entry_id not in done]).update(
            attempts=F("attempts") + 1
        )
        arrived = [row.pk for row in rows if row.entry_id in done]
        Waiting.objects.filter(pk__in=arrived).delete()
        sent += len(arrived)
    return sent


def _sent_to_new(versions: dict[int, int], alias: str) -> set[int]:
    try:
        return send(versions, alias).done
    except breaker.Unfit:
        return set()  # it has taken over, or was given up, just now: next time
