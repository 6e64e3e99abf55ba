"""The method bank in the admin."""

import django_filters
from django.contrib import messages
from django.contrib.admin.utils import quote
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

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
    VocabularyTerm,
)
from methodbank.tip_report import TipReport
from portal.editing.listings import ContentFilterSet, ContentViewSet
from portal.editing.snippets import TranslatedSnippetViewSet, uses


class VocabularyViewSet(TranslatedSnippetViewSet):
    """A vocabulary: its order is the readers' order."""

    icon = "list-ul"
    facts = (
        "name",
        "code",
        Column(
            "retired", label=_("Retired"), sort_key="retired", accessor=lambda term: _("Yes") if term.retired else ""
        ),
    )
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


@hooks.register("before_delete_snippet")
def keep_used_terms(request, instances):
    """A term that pages have is retired, not deleted: a page would lose it without a word."""
    for term in instances:
        if isinstance(term, VocabularyTerm) and (count := uses(term)):
            text = ngettext(
                "“%(name)s” is used in %(count)d place. Tick “retired” instead: then nobody can choose it any more, "
                "and what has it keeps it.",
                "“%(name)s” is used in %(count)d places. Tick “retired” instead: then nobody can choose it any more, "
                "and what has it keeps it.",
                count,
            )
            messages.error(request, text % {"name": term, "count": count})
            return redirect(term.snippet_viewset.get_url_name("edit"), quote(term.pk))
    return None


@hooks.register("register_admin_viewset")
def listings():
    return [MethodViewSet(), StoryViewSet()]


@hooks.register("register_admin_urls")
def tip_urls():
    return [
        path("reports/story-tips/", TipReport.as_view(), name="story_tips_report"),
        path("reports/story-tips/results/", TipReport.as_view(results_only=True), name="story_tips_report_results"),
    ]


class TipsMenuItem(MenuItem):
    """For those who make stories of tips."""

    def is_shown(self, request):
        return request.user.has_perm("methodbank.view_storytip")


@hooks.register("register_reports_menu_item")
def tips_menu_item():
    return TipsMenuItem(_("Tips about stories"), reverse("story_tips_report"), icon_name="openquote", order=16)
