"""Keeps the entries in step with the content: each is written in the transaction of the save itself."""

import logging

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from modelsearch import signal_handlers
from modelsearch.index import Indexed, get_indexed_models
from wagtail import hooks
from wagtail.models import Locale, Page
from wagtail.signals import post_page_move

from search import extracting, indexing
from search.describing import is_document
from search.models import Entry
from search.tasks import extract_text

logger = logging.getLogger(__name__)


def _written(obj) -> None:
    # A text that cannot be analysed must never keep anybody from saving it.
    try:
        with transaction.atomic():
            indexing.put([obj.specific if isinstance(obj, Page) else obj])
    except Exception:
        logger.exception("%s %s could not be indexed; rebuild the index when the cause is found.", type(obj), obj.pk)


def saved(instance, raw=False, **kwargs) -> None:
    """A thing that can be found was saved."""
    if not raw:
        _written(instance)
        if is_document(instance) and extracting.is_due(instance):
            extract_text.enqueue(instance.pk)


def tagged(instance, action, **kwargs) -> None:
    """Tags and other relations of what is no page are saved after it."""
    if action.startswith("post_") and isinstance(instance, Indexed) and not isinstance(instance, Page) and instance.pk:
        _written(instance)


def deleted(instance, **kwargs) -> None:
    """A thing that can be found is gone."""
    with transaction.atomic():
        indexing.remove(instance)


def moved(instance, **kwargs) -> None:
    """A page and all below it stand elsewhere in the tree."""
    keys = set()
    for page in instance.get_descendants(inclusive=True).specific(defer=True).iterator():
        entries = Entry.objects.filter(content_type=page.cached_content_type, object_id=str(page.pk))
        entries.update(place=page.path)
        indexing.wait_for(entries.values_list("pk", flat=True))
        keys.add(str(page.translation_key))
    indexing.assign(keys)


def many_changed(request, action_type, objects, action) -> None:
    """The admin moves many files into a collection at once, without a signal for each."""
    changed = [obj for obj in objects if isinstance(obj, Indexed) and not isinstance(obj, Page)]
    for model in {type(obj) for obj in changed}:
        indexing.put(list(model.objects.filter(pk__in=[obj.pk for obj in changed if type(obj) is model])))


def languages_changed(**kwargs) -> None:
    """Who reads which version has to be settled anew."""
    indexing.assign(Entry.objects.exclude(group_key="").values_list("group_key", flat=True).distinct())


def connect() -> None:
    """Puts these in the place of Wagtail's own, which would leave it to a worker."""
    for model in get_indexed_models():
        post_save.disconnect(signal_handlers.post_save_signal_handler, sender=model)
        post_delete.disconnect(signal_handlers.post_delete_signal_handler, sender=model)
        if getattr(model, "search_auto_update", True):
            post_save.connect(saved, sender=model, dispatch_uid="search_saved")
            post_delete.connect(deleted, sender=model, dispatch_uid="search_deleted")
    m2m_changed.connect(tagged, dispatch_uid="search_tagged")
    post_page_move.connect(moved, dispatch_uid="search_moved")
    hooks.register("after_bulk_action", many_changed)
    for signal in (post_save, post_delete):
        signal.connect(languages_changed, sender=Locale, dispatch_uid="search_languages")
