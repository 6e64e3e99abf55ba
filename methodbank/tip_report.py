"""Tips about stories, for the communicators."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from methodbank.models import StoryTip
from portal.editing.people import full_name
from portal.languages import all_languages


def who(tip: StoryTip) -> str:
    """Whoever sent it, when they have said that they may be asked."""
    return f"{full_name(tip.user)}, {tip.user.email}" if tip.may_contact else "–"


def language_choices() -> list[tuple[str, str]]:
    return [(language.code, language.name.capitalize()) for language in all_languages()]


class TipFilterSet(WagtailFilterSet):
    """By language, and whether one may ask."""

    language = django_filters.ChoiceFilter(label=gettext_lazy("Written in"), choices=language_choices)
    may_contact = django_filters.BooleanFilter(label=gettext_lazy("May be asked"))

    class Meta:
        model = StoryTip
        fields: list[str] = []


class DraftColumn(TitleColumn):
    """The draft, with a link to the editor for those who may edit it."""

    def get_link_url(self, instance, parent_context):
        return reverse("wagtailadmin_pages:edit", args=[instance.story_id]) if instance.story_id else None


class TipReport(ReportView):
    """Tips whose stories are not published yet."""

    model = StoryTip
    page_title = gettext_lazy("Tips about stories")
    header_icon = "openquote"
    index_url_name = "story_tips_report"
    index_results_url_name = "story_tips_report_results"
    filterset_class = TipFilterSet
    default_ordering = "-created_at"
    permission_policy = ModelPermissionPolicy(StoryTip)
    any_permission_required = ["view"]
    columns = [
        DraftColumn("story", label=gettext_lazy("Draft")),
        Column("who", label=gettext_lazy("From"), accessor=who),
        Column(
            "unit",
            label=gettext_lazy("Unit"),
            accessor=lambda tip: tip.story.contact_unit if tip.story else "",
        ),
        Column("language", label=gettext_lazy("Written in"), sort_key="language"),
        Column(
            "published",
            label=gettext_lazy("Published"),
            accessor=lambda tip: _("Yes") if tip.story and tip.story.live else "",
        ),
        DateColumn("created_at", label=gettext_lazy("Sent"), sort_key="created_at"),
    ]

    def get_queryset(self):
        self.queryset = StoryTip.objects.select_related("story", "user")
        return super().get_queryset()
