"""Makes the index anew: the database's entries from the content, and Elasticsearch's index from those.

Nothing is missing meanwhile and no save is lost: entries are written over one by one under a lock of what they
describe, and Elasticsearch's new index is filled beside the old one, told of every change, and then takes its name.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import batched

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from modelsearch.index import get_indexed_models
from wagtail.models import Page, TranslatableMixin

from search import breaker, indexing
from search.configuration import elasticsearch_engine
from search.models import Entry, Rebuild, Waiting
from search.replaying import replay, send

BATCH = 200
DOCUMENTS = 500  # sent to Elasticsearch at once
ATTEMPTS = 3  # at a batch, when editors' transactions stand in its way
ABANDONED = timedelta(minutes=1)  # without a sign of life
ONLY = 1  # the primary key of the one rebuild that there may be
FULL_TEXT = ("search_entry_keys", "search_entry_words")  # the indexes of keys in PostgreSQL
OLDEST = 1  # the version of a document of a rebuild: any change wins over it
Progress = Callable[[int, int], None]  # how many are done, of how many


class Busy(Exception):
    """Another rebuild is under way."""


class Refused(Exception):
    """Elasticsearch does not take what it is sent."""


def _leaves() -> list[type]:
    """The indexed models whose own objects are indexed; a page is indexed as what it is, not as a Page."""
    return [model for model in get_indexed_models() if not model._meta.abstract and not model._meta.proxy]


def _own(model: type):
    """The objects that are of this very model and none that inherits from it."""
    objects = model.get_indexed_objects()
    if issubclass(model, Page):
        # The root of the tree is no page that anybody looks for.
        return objects.filter(depth__gt=1, content_type=ContentType.objects.get_for_model(model))
    return objects


def _tables(model: type, prefix: str = "") -> list[str]:
    """The links to the tables that hold a part of each object: a save may lock any of them."""
    found = []
    for link in model._meta.parents.values():
        if link is not None:
            name = f"{prefix}{link.name}"
            found += [name, *_tables(link.related_model, f"{name}__")]
    return found


def _locked(model: type, keys: list):
    objects = _own(model).filter(pk__in=keys).order_by("pk")
    if connection.features.has_select_for_update_of:
        return objects.select_for_update(of=("self", *_tables(model)))
    return objects


def expected_entries() -> int:
    """How many things there are to be found."""
    return sum(_own(model).count() for model in _leaves())


def put_all(progress: Progress) -> int:
    """Writes the entry of everything, and the words that corrections are made of; how many entries."""
    newest, counts = indexing.newest_word(), Counter()
    with _gathered():
        done = _put(_leaves(), progress, counts)
    indexing.replace_words(counts, newest)
    return done


@contextmanager
def _gathered() -> Iterator[None]:
    """PostgreSQL gathers meanwhile what is to come into its indexes of keys, and sorts it in by the thousand.

    Searches read what is gathered beside the indexes: slower, but nothing is missing. That is why it is not always so.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        for index in FULL_TEXT:
            cursor.execute(f"ALTER INDEX {index} SET (fastupdate = on)")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for index in FULL_TEXT:
                cursor.execute(f"ALTER INDEX {index} SET (fastupdate = off)")
                cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])


def put_new() -> int:
    """Writes the entries of those models that have none at all, as after the first migrations; how many."""
    indexed = set(Entry.objects.order_by().values_list("content_type_id", flat=True).distinct())
    new = [model for model in _leaves() if ContentType.objects.get_for_model(model).pk not in indexed]
    return _put(new, lambda done, total: None)


def _put(models: list[type], progress: Progress, counts: Counter | None = None) -> int:
    total, done = sum(_own(model).count() for model in models), 0
    for model in models:
        # Versions of one thing together: each entry is then written once, with what the others lend it.
        order = ["translation_key"] if issubclass(model, TranslatableMixin) else []
        for keys in batched(list(_own(model).order_by(*order, "pk").values_list("pk", flat=True)), BATCH, strict=False):
            entries = _put_batch(model, list(keys), remember=counts is None)
            if counts is not None:
                indexing.count_words(counts, entries)
            done += len(keys)
            progress(min(done, total), total)
    return done


def _put_batch(model: type, keys: list, *, remember: bool) -> list[Entry]:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return indexing.put(list(_locked(model, keys)), remember=remember)
        except OperationalError:
            if attempt == ATTEMPTS:
                raise
    return []


def remove_stale() -> int:
    """Takes away the entries of what is no more; how many."""
    removed = 0
    for type_id in list(Entry.objects.order_by().values_list("content_type_id", flat=True).distinct()):
        model = ContentType.objects.get_for_id(type_id).model_class()
        # First the entries, then what there is: what is made between the two is not missed.
        entries = list(Entry.objects.filter(content_type_id=type_id).values_list("pk", "object_id"))
        there = {str(key) for key in _own(model).values_list("pk", flat=True)} if model in _leaves() else set()
        stale = [pk for pk, key in entries if key not in there]
        for start in range(0, len(stale), BATCH):
            ids = stale[start : start + BATCH]
            with transaction.atomic():
                keys = set(Entry.objects.filter(pk__in=ids).exclude(group_key="").values_list("group_key", flat=True))
                indexing.alone(keys)
                Entry.objects.filter(pk__in=ids).delete()
                indexing.wait_for([*indexing.assign(keys), *ids])
        removed += len(stale)
    return removed


def rebuild_database(progress: Progress) -> int:
    """Makes all entries anew; how many there are."""
    done = put_all(progress)
    remove_stale()
    return done


def rebuild_elasticsearch(progress: Progress, *, restart: bool = False) -> tuple[int, dict[int, str]]:
    """Makes Elasticsearch's index anew from the entries, or goes on where it was interrupted.

    Returns how many documents there are, and why entries could not be made into one. Raises Busy, Refused, or what the
    client raises when the server does not answer.
    """
    engine = elasticsearch_engine()
    client = engine.es.options(request_timeout=30)
    rebuild = _taken(client, engine, restart)
    try:
        unreadable = _fill(rebuild, engine, progress)
        client.indices.refresh(index=rebuild.index)
        switch(client, engine, rebuild.index)
        Rebuild.objects.filter(pk=rebuild.pk, holder=rebuild.holder).delete()
    finally:
        # Whoever goes on need not wait until this one counts as gone.
        Rebuild.objects.filter(pk=rebuild.pk, holder=rebuild.holder).update(holder="")
    remove_orphans(client, engine)
    engine.forget()
    breaker.close()
    replay()
    return Entry.objects.count() - len(unreadable), unreadable


def _taken(client, engine, restart: bool) -> Rebuild:
    """The rebuild that is to be made or to be gone on with, held by this process alone."""
    rebuild = Rebuild.objects.first()
    holder = secrets.token_hex(16)
    if rebuild:
        now = timezone.now()
        free = Rebuild.objects.filter(pk=rebuild.pk, holder="") | Rebuild.objects.filter(
            pk=rebuild.pk, seen__lt=now - ABANDONED
        )
        if not free.update(holder=holder, seen=now):
            raise Busy(rebuild.index)
        rebuild.refresh_from_db()
        known = rebuild.index and client.indices.exists_alias(name=engine.next_alias, index=rebuild.index)
        if restart or not known or engine.mark_of(rebuild.index) != engine.mark():
            rebuild.delete()  # its index goes with the other orphans, unless it is the one in use
            rebuild = None
    return rebuild or _begun(engine, holder)


def _begun(engine, holder: str) -> Rebuild:
    try:
        with transaction.atomic():
            rebuild = Rebuild.objects.create(pk=ONLY, holder=holder)
    except IntegrityError as error:
        raise Busy("it has just begun") from error
    index = f"{engine.alias}-{timezone.now():%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
    try:
        engine.new_index(index)
    except Exception:
        rebuild.delete()
        raise
    # Said when there is one: whoever reads its name may write to it.
    rebuild.index = index
    rebuild.save(update_fields=["index"])
    return rebuild


def _fill(rebuild: Rebuild, engine, progress: Progress) -> dict[int, str]:
    total = Entry.objects.count()
    done = Entry.objects.filter(pk__lte=rebuild.last_entry).count()
    progress(min(done, total), total)
    unreadable: dict[int, str] = {}
    for ids in _batches(rebuild.last_entry):
        outcome = send(dict.fromkeys(ids, OLDEST), engine.next_alias)
        if outcome.refused:
            raise Refused(next(iter(outcome.refused.values())))
        unreadable |= outcome.unreadable
        if not Rebuild.objects.filter(pk=rebuild.pk, holder=rebuild.holder).update(
            last_entry=ids[-1], seen=timezone.now()
        ):
            raise Busy(rebuild.index)
        done += len(ids)
        progress(min(done, total), total)
    # They are said as long as they are not mended.
    Waiting.objects.bulk_create(Waiting(entry_id=pk, attempts=1) for pk in unreadable)
    return unreadable


def _batches(after: int) -> Iterator[list[int]]:
    while ids := list(Entry.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:DOCUMENTS]):
        yield ids
        after = ids[-1]


def switch(client, engine, index: str) -> None:
    """Gives the index the name that is searched, in one step. An index of that name, made by mistake, goes."""
    actions = [{"remove": {"index": index, "alias": engine.next_alias}}]
    if client.indices.exists_alias(name=engine.alias):
        actions.append({"remove": {"index": "*", "alias": engine.alias}})
    elif client.indices.exists(index=engine.alias):
        actions.append({"remove_index": {"index": engine.alias}})
    client.indices.update_aliases(actions=[*actions, {"add": {"index": index, "alias": engine.alias}}])


def remove_orphans(client, engine) -> list[str]:
    """Takes away indices of ours that nobody searches and nobody is making; their names."""
    in_use = set(client.indices.get_alias(name=engine.alias)) | set(Rebuild.objects.values_list("index", flat=True))
    orphans = sorted(set(engine.indices()) - in_use)
    for name in orphans:
        client.indices.delete(index=name, ignore_unavailable=True)
    return orphans
