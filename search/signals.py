"""Keeps the entries in step with the content: each is written in the transaction of the save itself."""

import logging
from collections.abc import Iterable
from itertools import batched

from django.apps import apps
from django.db import OperationalError, transaction
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete
from modelsearch import signal_handlers
from modelsearch.index import Indexed, get_indexed_models
from wagtail.models import Locale, Page
from wagtail.signals import post_page_move

from portal.content_cache import changed
from search import extracting, indexing
from search.describing import is_document, readers
from search.models import Entry
from search.tasks import extract_text, write

logger = logging.getLogger(__name__)
# What a new draft changes of a page: nothing that readers find.
BOOKKEEPING = {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}


def written(obj) -> None:
    """Writes the entry of an object. A text that cannot be analysed must never keep anybody from saving it."""
    try:
        with transaction.atomic():
            indexing.put([obj])
    except OperationalError:
        # Two that wrote at once waited for each other, and the database chose this one to give way.
        logger.warning("%s %s is indexed after its transaction.", type(obj), obj.pk, exc_info=True)
        transaction.on_commit(lambda: write.enqueue(obj._meta.label, str(obj.pk)), robust=True)
    except Exception:
        logger.exception("%s %s could not be indexed; rebuild the index when the cause is found.", type(obj), obj.pk)


def as_stored(instance):
    """The object as the database has it, as what it is."""
    model = instance.specific_class if isinstance(instance, Page) else None
    return (model or type(instance))._default_manager.filter(pk=instance.pk).first()


def saved(instance, raw=False, update_fields=None, **kwargs) -> None:
    """A thing that can be found was saved.

    Where all of it was saved, it is what it is in memory, with its parts, which are stored after it. Where a few fields
    were saved the rest may be a draft that nobody may find yet.
    """
    if raw:
        return
    if update_fields and BOOKKEEPING.issuperset(update_fields):
        indexing.touch(instance)
        return
    whole = update_fields is None and (not isinstance(instance, Page) or instance.specific_class is type(instance))
    found = instance if whole else as_stored(instance)
    if found is not None:
        written(found)
        written_again(dependents(found))
        if is_document(found) and extracting.is_due(found):
            extract_text.enqueue(found.pk)


def tagged(instance, action, **kwargs) -> None:
    """Tags and other relations of what is no page are saved after it."""
    if action.startswith("post_") and isinstance(instance, Indexed) and not isinstance(instance, Page) and instance.pk:
        written(instance)


def dependents(instance) -> list:
    """Other things of which its facts are a part (`portal.finding`)."""
    return list(instance.search_dependents()) if hasattr(instance, "search_dependents") else []


def written_again(objects: Iterable) -> None:
    """Writes the entries of things that have not changed themselves."""
    for obj in objects:
        found = as_stored(obj)
        if found is not None:
            written(found)


def going(instance, **kwargs) -> None:
    """Once a thing is gone, so is what tied others to it."""
    instance.freed = dependents(instance)


def deleted(instance, **kwargs) -> None:
    """A thing that can be found is gone."""
    with transaction.atomic():
        indexing.remove(instance)
    written_again(instance.freed)


def moved(instance, parent_page_before, parent_page_after, **kwargs) -> None:
    """A page and all below it stand elsewhere in the tree, and so may those beside it."""
    parents = Page.objects.filter(pk__in=[parent_page_before.pk, parent_page_after.pk])
    for parent in parents:
        pages = parent.get_descendants().values_list("pk", "path", "content_type_id")
        for rows in batched(pages.iterator(chunk_size=500), 500, strict=False):
            paths = {(type_id, str(pk)): path for pk, path, type_id in rows}
            entries = Entry.objects.filter(
                content_type_id__in={key[0] for key in paths}, object_id__in=[key[1] for key in paths]
            ).only("content_type_id", "object_id", "place", "group_key")
            elsewhere = []
            for entry in entries:
                path = paths.get((entry.content_type_id, entry.object_id), entry.own_place)
                if path != entry.own_place:
                    entry.place = path
                    elsewhere.append(entry)
            keys = {entry.group_key for entry in elsewhere if entry.group_key}
            with transaction.atomic():
                indexing.alone(keys)
                Entry.objects.bulk_update(elsewhere, ["place"], batch_size=indexing.BATCH)
                indexing.wait_for([*(entry.pk for entry in elsewhere), *indexing.assign(keys)])
    written_again([*parents, *(other for parent in parents for other in dependents(parent.specific))])
    # What was remembered since the move began was read from places that are left.
    changed()


def languages_changed(**kwargs) -> None:
    """Who reads which version has to be settled anew."""
    keys = Entry.objects.exclude(group_key="").order_by("group_key").values_list("group_key", flat=True).distinct()
    for some in batched(list(keys), 100, strict=False):
        with transaction.atomic():
            indexing.alone(some)
            indexing.wait_for(indexing.assign(some))
    alone = Entry.objects.filter(group_key="").exclude(readers="")
    with transaction.atomic():
        for code in list(alone.order_by().values_list("language", flat=True).distinct()):
            alone.filter(language=code).update(readers=readers(code, [code]))
        indexing.wait_for(alone.values_list("pk", flat=True))


def migrated(plan=(), **kwargs) -> None:
    """Migrations make things without a signal: vocabularies, and all there was before there was an index."""
    from search import rebuilding

    if not any(backwards for _migration, backwards in plan or ()):
        rebuilding.put_new()


def connect() -> None:
    """Puts these in the place of Wagtail's own, which would leave it to a worker."""
    for model in get_indexed_models():
        post_save.disconnect(signal_handlers.post_save_signal_handler, sender=model)
        post_delete.disconnect(signal_handlers.post_delete_signal_handler, sender=model)
        if getattr(model, "search_auto_update", True):
            post_save.connect(saved, sender=model, dispatch_uid="search_saved")
            pre_delete.connect(going, sender=model, dispatch_uid="search_going")
            post_delete.connect(deleted, sender=model, dispatch_uid="search_deleted")
    post_migrate.connect(migrated, sender=apps.get_app_config("search"), dispatch_uid="search_migrated")
    m2m_changed.connect(tagged, dispatch_uid="search_tagged")
    post_page_move.connect(moved, dispatch_uid="search_moved")
    for signal in (post_save, post_delete):
        signal.connect(languages_changed, sender=Locale, dispatch_uid="search_languages")
