"""Fills a throw-away database with many pages, by bulk inserts: methods and stories in every language of the portal.

The pages are copies of two of the example content's, with titles, terms and relations of their own. What only the admin
reads (revisions, the search index, the texts of translators) is left out.
"""

import copy
import uuid

from django.utils import timezone
from wagtail.models import Locale, Page

from methodbank.models import (
    Dimension,
    MethodIndexPage,
    MethodPage,
    MethodProblemType,
    MethodRelation,
    Phase,
    ProblemType,
    Situation,
    StoryIndexPage,
    StoryMethod,
    StoryPage,
)
from methodbank.models.choices import RelationKind
from portal import content_cache
from portal.languages import all_languages

BATCH = 500
STORIES = 5  # one page of so many is a story


def fill(pages: int) -> None:
    """Adds so many pages in each language; every fifth is a story, the others are methods."""
    stories = pages // STORIES
    method_keys = [uuid.uuid4() for _number in range(pages - stories)]
    story_keys = [uuid.uuid4() for _number in range(stories)]
    source = all_languages()[0].pk
    for language in all_languages():
        locale = Locale.objects.get(pk=language.pk)
        methods = _pages(MethodPage, MethodIndexPage, method_keys, locale)
        found = _pages(StoryPage, StoryIndexPage, story_keys, locale)
        _sort(methods)
        if language.pk == source:
            first = methods
        _relate(methods, found, first)
    content_cache.changed()


def _pages(model, index_model, keys: list, locale: Locale) -> list[int]:
    """Copies of the model's first page below its index page of the language; their primary keys."""
    parent = Page.objects.get(pk=index_model.objects.get(locale=locale).pk)
    template = model.objects.filter(locale=locale, live=True).order_by("path").first()
    taken = parent.get_children().order_by("-path").values_list("path", flat=True).first()
    number = Page._str2int(taken[-Page.steplen :]) if taken else 0
    now = timezone.now()
    primary_key = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    children = []
    for position, key in enumerate(keys):
        page = copy.copy(template)
        page._state = copy.copy(template._state)
        page._state.adding = True
        page.pk = page.id = page.page_ptr_id = primary_key + position
        page.path = Page._get_path(parent.path, parent.depth + 1, number + 1 + position)
        page.numchild = 0
        page.translation_key = key
        page.title = page.draft_title = f"{template.title} {position:05}"
        page.slug = f"{template.slug}-{position:05}"
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.live_revision = page.latest_revision = None
        page.first_published_at = page.last_published_at = now
        if model is MethodPage:
            page.run_minutes_min = page.run_minutes_max = 15 + position % 20 * 15
            page.level = 1 + position % 3
        children.append(page)
    _insert(Page, children)
    _insert(model, children)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(children))
    return [page.pk for page in children]


def _insert(model, pages: list) -> None:
    """One table of a model that inherits from another; Django's bulk_create takes no such model."""
    fields = model._meta.local_concrete_fields
    for start in range(0, len(pages), BATCH):
        query = model._base_manager.all()
        query._for_write = True
        query._insert(pages[start : start + BATCH], fields=fields, using=query.db)


def _next_key(model) -> int:
    return (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1


def _bulk(model, rows: list) -> None:
    # Keys of our own, as the pages have: on PostgreSQL the counter stays behind, which a throw-away database may.
    for key, row in enumerate(rows, start=_next_key(model)):
        row.pk = key
    model.objects.bulk_create(rows, batch_size=2_000)


def _sort(methods: list[int]) -> None:
    """Gives each method terms: two phases, a dimension, a situation and a problem type."""
    for name, model, count in (("phases", Phase, 2), ("dimensions", Dimension, 1), ("situations", Situation, 1)):
        terms = list(model.objects.filter(locale_id=all_languages()[0].pk).values_list("pk", flat=True))
        through = getattr(MethodPage, name).through
        column = f"{model._meta.model_name}_id"
        rows = [
            through(methodpage_id=pk, **{column: terms[(position + extra) % len(terms)]})
            for position, pk in enumerate(methods)
            for extra in range(count)
        ]
        _bulk(through, rows)
    types = list(ProblemType.objects.filter(locale_id=all_languages()[0].pk).values_list("pk", flat=True))
    fits = [
        MethodProblemType(page_id=pk, problem_type_id=types[position % len(types)], fit=3)
        for position, pk in enumerate(methods)
    ]
    _bulk(MethodProblemType, fits)


def _relate(methods: list[int], stories: list[int], targets: list[int]) -> None:
    """Three related methods for each method, two methods for each story; always the source language's."""
    kinds = list(RelationKind.values)
    relations = [
        MethodRelation(page_id=pk, kind=kind, method_id=targets[(position + step) % len(targets)], sort_order=step)
        for position, pk in enumerate(methods)
        for step, kind in enumerate(kinds, start=1)
    ]
    _bulk(MethodRelation, relations)
    locale = Page.objects.values_list("locale_id", flat=True).get(pk=stories[0])
    uses = [
        StoryMethod(page_id=pk, method_id=targets[(position * 4 + step) % len(targets)], locale_id=locale, rating=4)
        for position, pk in enumerate(stories)
        for step in range(2)
    ]
    _bulk(StoryMethod, uses)
