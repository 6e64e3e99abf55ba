"""The method bank in the admin."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from methodbank.models import MethodPage, StoryPage
from methodbank.models.choices import Level, Outcome, Status
from methodbank.models.method import in_source_language
from methodbank.models.vocabularies import (
    Audience,
    Department,
    Dimension,
    Phase,
    ProblemType,
    Situation,
    VisionGoal,
)
from portal.editing.listings import ContentFilterSet, ContentViewSet


class VocabularyViewSet(SnippetViewSet):
    """A vocabulary: its order is the readers' order."""

    icon = "list-ul"
    list_display = ["name", "code", "retired"]
    list_filter = ["retired"]
    list_per_page = 50


def viewset(vocabulary: type) -> type[VocabularyViewSet]:
    return type(f"{vocabulary.__name__}ViewSet", (VocabularyViewSet,), {"model": vocabulary})


class VocabularyGroup(SnippetViewSetGroup):
    """All vocabularies in one menu."""

    menu_label = _("Vocabularies")
    menu_icon = "list-ul"
    menu_order = 300
    items = tuple(
        viewset(model) for model in (Phase, ProblemType, Dimension, Situation, Audience, Department, VisionGoal)
    )


register_snippet(VocabularyGroup)


def terms(model: type):
    """The terms of a vocabulary in the source language."""
    return lambda request: model.objects.filter(**in_source_language())


class MethodFilterSet(ContentFilterSet):
    """Methods by phase, level and what all pages have."""

    phases = django_filters.ModelMultipleChoiceFilter(label=_("Phase"), queryset=terms(Phase))
    level = django_filters.ChoiceFilter(label=_("Level"), choices=Level.choices)

    class Meta:
        model = MethodPage
        fields = ["live"]


class MethodViewSet(ContentViewSet):
    """All methods in one list."""

    model = MethodPage
    name = "methods"
    menu_label = _("Methods")
    icon = "list-ol"
    menu_order = 110
    filterset_class = MethodFilterSet
    fact_columns = (
        Column("primary_phase", label=_("Phase"), sort_key="primary_phase__sort_order"),
        Column("time_badge", label=_("Time"), sort_key="run_minutes_min"),
    )


class StoryFilterSet(ContentFilterSet):
    """Stories by outcome, status and what all pages have."""

    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Outcome.choices)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices)

    class Meta:
        model = StoryPage
        fields = ["live"]


class StoryViewSet(ContentViewSet):
    """All stories in one list."""

    model = StoryPage
    name = "stories"
    menu_label = _("Stories")
    icon = "openquote"
    menu_order = 120
    filterset_class = StoryFilterSet
    fact_columns = (
        Column("outcome", label=_("Outcome"), accessor="get_outcome_display", sort_key="outcome"),
        Column("year", label=_("Year"), sort_key="year"),
    )


@hooks.register("register_admin_viewset")
def listings():
    return [MethodViewSet(), StoryViewSet()]
