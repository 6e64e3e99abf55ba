"""Makes the index anew: the database's entries from the content, and Elasticsearch's index from those.

Nothing is missing meanwhile and no save is lost: entries are written over one by one under a lock of what they
describe, and Elasticsearch's new index is filled beside the old one, told of every change, and then takes its name.
"""

import secrets
from collections.abc import Callable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from modelsearch.index import get_indexed_models
from wagtail.models import Page

from portal.content_cache import one_version
from search import indexing
from search.configuration import elasticsearch_engine
from search.models import Entry, Rebuild, Waiting
from search.replaying import send

BATCH = 200
Progress = Callable[[int, int], None]  # how many are done, of how many


def _leaves() -> list[type]:
    """The indexed models whose own objects are indexed; a page is indexed as what it is, not as a Page."""
    return [model for model in get_indexed_models() if not model._meta.abstract and not model._meta.proxy]


def _own(model: type):
    """The objects that are of this very model and none that inherits from it."""
    objects = model.get_indexed_objects()
    if issubclass(model, Page):
        return objects.filter(content_type=ContentType.objects.get_for_model(model))
    return objects


def put_all(progress: Progress) -> int:
    """Writes the entry of everything; how many."""
    counts = {model: _own(model).count() for model in _leaves()}
    total, done = sum(counts.values()), 0
    for model, count in counts.items():
        last = None
        while count:
            with transaction.atomic():
                objects = _own(model).order_by("pk")
                if last is not None:
                    objects = objects.filter(pk__gt=last)
                if connection.features.has_select_for_update_of:
                    objects = objects.select_for_update(of=("self",))
                elif connection.features.has_select_for_update:
                    objects = objects.select_for_update()
                found = list(objects[:BATCH])
                with one_version():
                    indexing.put(found)
            if not found:
                break
            last = found[-1].pk
            done += len(found)
            progress(min(done, total), total)
    return done


def remove_stale() -> int:
    """Takes away the entries of what is no more; how many."""
    removed = 0
    for type_id in Entry.objects.order_by().values_list("content_type_id", flat=True).distinct():
        model = ContentType.objects.get_for_id(type_id).model_class()
        entries = Entry.objects.filter(content_type_id=type_id)
        if model in _leaves():
            there = {str(key) for key in _own(model).values_list("pk", flat=True)}
            stale = [pk for pk, key in entries.values_list("pk", "object_id") if key not in there]
        else:
            stale = list(entries.values_list("pk", flat=True))
        for start in range(0, len(stale), BATCH):
            ids = stale[start : start + BATCH]
            keys = set(Entry.objects.filter(pk__in=ids).exclude(group_key="").values_list("group_key", flat=True))
            Entry.objects.filter(pk__in=ids).delete()
            indexing.assign(keys)
            indexing.wait_for(ids)
        removed += len(stale)
    return removed


def rebuild_database(progress: Progress) -> int:
    """Makes all entries anew; how many there are."""
    done = put_all(progress)
    remove_stale()
    indexing.recount_words()
    return done


def rebuild_elasticsearch(progress: Progress) -> int:
    """Makes Elasticsearch's index anew from the entries, or goes on where it was interrupted; how many documents.

    Raises what the client raises when the server does not answer.
    """
    engine = elasticsearch_engine()
    client = engine.es.options(request_timeout=30)
    rebuild = Rebuild.objects.first()
    if rebuild and not client.indices.exists(index=rebuild.index):
        rebuild.delete()
        rebuild = None
    if rebuild is None:
        rebuild = Rebuild.objects.create(
            index=f"{engine.alias}-{timezone.now():%Y%m%d%H%M%S}-{secrets.token_hex(3)}", started=timezone.now()
        )
        engine.new_index(rebuild.index)
    total = Entry.objects.count()
    done = Entry.objects.filter(pk__lte=rebuild.last_entry).count()
    for ids in _batches(rebuild.last_entry):
        rows = [Waiting(entry_id=pk, since=rebuild.started) for pk in ids]
        missing = set(ids) - send(rows, rebuild.index, require_alias=False)
        if missing:
            raise RuntimeError(f"Elasticsearch refused {len(missing)} documents of {len(ids)}.")
        rebuild.last_entry = ids[-1]
        rebuild.save(update_fields=["last_entry"])
        done += len(ids)
        progress(min(done, total), total)
    client.indices.refresh(index=rebuild.index)
    switch(client, engine.alias, rebuild.index)
    rebuild.delete()
    remove_orphans(client, engine.alias)
    from search import breaker
    from search.replaying import replay

    breaker.close()
    replay()
    return done


def _batches(after: int) -> Iterator[list[int]]:
    while ids := list(Entry.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:500]):
        yield ids
        after = ids[-1]


def switch(client, alias: str, index: str) -> None:
    """Gives the index the name that is searched, in one step. An index of that name, made by mistake, goes."""
    actions = []
    if client.indices.exists(index=alias) and not client.indices.exists_alias(name=alias):
        actions.append({"remove_index": {"index": alias}})
    elif client.indices.exists_alias(name=alias):
        actions.append({"remove": {"index": "*", "alias": alias}})
    client.indices.update_aliases(actions=[*actions, {"add": {"index": index, "alias": alias}}])


def remove_orphans(client, alias: str) -> list[str]:
    """Takes away indices of ours that nobody searches and nobody is making; their names."""
    in_use = set(client.indices.get_alias(name=alias)) | set(Rebuild.objects.values_list("index", flat=True))
    ours = set(client.indices.get(index=f"{alias}-*", expand_wildcards="open"))
    orphans = sorted(ours - in_use)
    for name in orphans:
        client.indices.delete(index=name)
    return orphans
