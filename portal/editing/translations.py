"""What translators are given: the state of every page in a language, and what changed since it was translated."""

from dataclasses import dataclass

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal import languages
from portal.editing.plain_language import field_label
from portal.editing.reviews import PageColumn
from portal.translation_state import State, in_language, originals

STATUS_CLASSES = {State.CURRENT: "", State.SOURCE: "", State.IN_PROGRESS: "w-status--primary"}


def target_languages() -> list[languages.Language]:
    """The languages that are translated to."""
    return languages.all_languages()[1:]


def annotate_states(pages: QuerySet) -> QuerySet:
    """Originals with their state in each language, as `state_<code>`."""
    pages = originals(pages)
    for language in target_languages():
        pages = in_language(pages, language.pk, state_name(language))
    return pages


def state_name(language: languages.Language) -> str:
    return f"state_{language.code.replace('-', '_')}"


@dataclass(frozen=True)
class Cell:
    """A page's state in one language, with the address where one works on it."""

    language: languages.Language
    state: State
    url: str
    changes_url: str

    @property
    def classname(self) -> str:
        return STATUS_CLASSES.get(self.state, "w-status--primary")


class TranslationsColumn(BaseColumn):
    """The state in every language, each a link to the place where one works on it."""

    cell_template_name = "editing/translations_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        return super().get_cell_context_data(instance, parent_context) | {"cells": instance.translation_cells}


def add_cells(pages: list) -> None:
    """Gives each page of a listing its `translation_cells`, in one query."""
    keys = [page.translation_key for page in pages]
    found: dict = {}
    for page in Page.objects.filter(translation_key__in=keys).only("pk", "translation_key", "locale_id"):
        found[page.translation_key, page.locale_id] = page.pk
    for page in pages:
        page.translation_cells = []
        for language in target_languages():
            state = State(getattr(page, state_name(language)))
            target = found.get((page.translation_key, language.pk))
            if state == State.SOURCE:
                url = ""
            elif target:
                url = reverse("wagtailadmin_pages:edit", args=[target])
            else:
                url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
            changes = reverse("translation_changes", args=[page.pk, language.code]) if state == State.OUTDATED else ""
            page.translation_cells.append(Cell(language, state, url, changes))


def state_choices() -> list[tuple[str, str]]:
    """`en:outdated` and so on, for every language."""
    states = (State.MISSING, State.IN_PROGRESS, State.OUTDATED, State.CURRENT)
    return [
        (f"{language.code}:{state.value}", f"{language.name}: {state.label}")
        for language in target_languages()
        for state in states
    ]


def state_filter(queryset: QuerySet, name: str, value: str) -> QuerySet:
    """Keeps the pages with a state, given as `en:outdated`."""
    code, _separator, state = value.partition(":")
    language = next(language for language in target_languages() if language.code == code)
    return queryset.filter(**{state_name(language): state})


def sections(request=None) -> QuerySet:
    """The pages right below the start page, in the source language."""
    return Page.objects.filter(depth=3, locale_id=languages.all_languages()[0].pk)


class TranslationFilterSet(WagtailFilterSet):
    """By state, section and title."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("Translation"), choices=state_choices, method=state_filter)
    section = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Section"),
        queryset=sections,
        method=lambda queryset, name, value: queryset.filter(path__startswith=value.path),
    )

    class Meta:
        model = Page
        fields = ["live"]


@dataclass(frozen=True)
class Coverage:
    """How many pages of a section are in which state in a language."""

    section: str
    language: languages.Language
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def percent(self) -> int:
        """The share that is current, in whole per cent."""
        return 100 * self.counts.get(State.CURRENT, 0) // self.total if self.total else 0

    @property
    def columns(self) -> list[int]:
        return [self.counts.get(state, 0) for state in COVERAGE_STATES]


COVERAGE_STATES = (State.CURRENT, State.OUTDATED, State.IN_PROGRESS, State.MISSING)


def coverage(pages: QuerySet) -> list[Coverage]:
    """The state of published originals by section and language."""
    found = []
    for language in target_languages():
        counts: dict[str, dict] = {}
        rows = annotate_states(pages.filter(live=True, depth__gte=3)).values_list("path", state_name(language))
        for path, state in rows:
            if state != State.SOURCE:
                section = counts.setdefault(path[: 3 * Page.steplen], {})
                section[state] = section.get(state, 0) + 1
        titles = dict(Page.objects.filter(path__in=counts).values_list("path", "title"))
        found += [Coverage(titles[path], language, counts[path]) for path in sorted(counts)]
    return found


class TranslationsReport(ReportView):
    """Every original with its state in every language, and the coverage by section."""

    model = Page
    page_title = gettext_lazy("Translations")
    header_icon = "globe"
    template_name = "editing/translations_report.html"
    index_url_name = "translation_states_report"
    index_results_url_name = "translation_states_report_results"
    filterset_class = TranslationFilterSet
    default_ordering = "title"
    is_searchable = True
    search_fields = ["title"]
    columns = [
        PageColumn("title", label=gettext_lazy("Title"), sort_key="title"),
        TranslationsColumn("translations", label=gettext_lazy("Translations")),
        DateColumn("last_published_at", label=gettext_lazy("Original published"), sort_key="last_published_at"),
    ]
    list_export = ["title", "locale", "last_published_at"]
    permission_policy = PagePermissionPolicy()
    any_permission_required = ["add", "change", "publish"]

    def get_queryset(self):
        pages = self.permission_policy.explorable_instances(self.request.user).filter(depth__gt=1)
        self.queryset = annotate_states(pages).select_related("locale")
        return super().get_queryset()

    def search_queryset(self, queryset):
        return queryset.filter(title__icontains=self.search_query) if self.is_searching else queryset

    def decorate_paginated_queryset(self, object_list):
        add_cells(object_list)
        return object_list

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not self.results_only:
            pages = self.permission_policy.explorable_instances(self.request.user)
            context |= {"coverage": coverage(pages), "states": COVERAGE_STATES}
        return context


@dataclass(frozen=True)
class Change:
    """A text of the original: as it was when it was translated, and as it is. Either may be empty."""

    field: str
    before: str
    after: str


def changes(page, locale_id: int) -> list[Change]:
    """What changed on an original since it was translated: texts that are new, gone or different.

    A text that the translation has been told of, but that nobody has translated yet, counts as new.
    """
    source = TranslationSource.objects.filter(object_id=page.translation_key).first()
    if source is None:
        return []
    segments = StringSegment.objects.filter(source=source)
    translated = StringTranslation.objects.filter(
        locale_id=locale_id, translation_of_id=OuterRef("string_id"), context_id=OuterRef("context_id")
    )
    before: dict[str, list[str]] = {}
    for path, text in (
        segments.filter(Exists(translated)).order_by("order").values_list("context__path", "string__data")
    ):
        before.setdefault(path, []).append(text)
    after: dict[str, list[str]] = {}
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            after.setdefault(segment.path, []).append(segment.string.data)
    found = []
    for path in [*after, *(path for path in before if path not in after)]:
        old, new = before.get(path, []), after.get(path, [])
        gone = [text for text in old if text not in new]
        come = [text for text in new if text not in old]
        label = field_label(page, path.split(".")[0])
        found += [
            Change(label, gone[number] if number < len(gone) else "", come[number] if number < len(come) else "")
            for number in range(max(len(gone), len(come)))
        ]
    return found


@require_admin_access
def translation_changes(request: HttpRequest, page_id: int, code: str) -> HttpResponse:
    """What a translator has to look at."""
    page = get_object_or_404(PagePermissionPolicy().explorable_instances(request.user), pk=page_id)
    language = next((language for language in target_languages() if language.code == code), None)
    if language is None:
        raise Http404
    page = page.specific
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=language.pk
    ).first()
    target = Page.objects.filter(translation_key=page.translation_key, locale_id=language.pk).first()
    return render(
        request,
        "editing/translation_changes.html",
        {
            "page": page,
            "language": language,
            "changes": changes(page, language.pk),
            "source_id": translation.source_id if translation else None,
            "target": target,
        },
    )
