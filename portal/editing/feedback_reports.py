"""The lists of what readers say: every answer, and page by page."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from portal.csv_files import cell
from portal.editing.feedback import feedback_for, may_see, pages_of, with_figures
from portal.editing.reviews import PageColumn
from portal.languages import all_languages
from portal.models import PageFeedback


def language_choices() -> list[tuple[str, str]]:
    return [(language.code, language.name.capitalize()) for language in all_languages()]


class FeedbackMixin:
    """For those who have pages to look after."""

    header_icon = "comment"

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def answered_pages(request) -> QuerySet:
    """The pages that the list has answers about."""
    return Page.objects.filter(pk__in=feedback_for(request.user).values("page")).order_by("title")


class FeedbackFilterSet(WagtailFilterSet):
    """By page, answer, language, date and whether it is dealt with."""

    dealt = django_filters.ChoiceFilter(
        label=gettext_lazy("Dealt with"),
        choices=[("no", gettext_lazy("Not yet")), ("yes", gettext_lazy("Dealt with"))],
        method="filter_dealt",
    )
    written = django_filters.ChoiceFilter(
        label=gettext_lazy("Text"),
        choices=[("yes", gettext_lazy("With a text")), ("no", gettext_lazy("Without a text"))],
        method="filter_written",
    )
    helped = django_filters.ChoiceFilter(
        label=gettext_lazy("It helped"), choices=[("True", gettext_lazy("Yes")), ("False", gettext_lazy("No"))]
    )
    language = django_filters.ChoiceFilter(label=gettext_lazy("Language"), choices=language_choices)
    given_on = django_filters.DateFromToRangeFilter(label=gettext_lazy("Date"), widget=DateRangePickerWidget)
    page = django_filters.ModelChoiceFilter(label=gettext_lazy("Page"), queryset=answered_pages)

    class Meta:
        model = PageFeedback
        fields: list[str] = []

    def filter_dealt(self, queryset, name, value):
        return queryset.filter(dealt_on__isnull=value == "no")

    def filter_written(self, queryset, name, value):
        return queryset.exclude(text="") if value == "yes" else queryset.filter(text="")


class DayColumn(Column):
    """A day: nobody knows the hour."""

    def get_value(self, instance):
        return date_format(super().get_value(instance), "Y-m-d")


class AnswerColumn(TitleColumn):
    """What was written, with a link to the page."""

    cell_template_name = "editing/feedback_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"answer": instance, "return_to": parent_context["request"].get_full_path()}

    def get_link_url(self, instance, parent_context):
        return instance.page.get_url(parent_context["request"])


class FeedbackReport(FeedbackMixin, ReportView):
    """Every answer, the newest first."""

    model = PageFeedback
    page_title = gettext_lazy("What readers say")
    index_url_name = "feedback_report"
    index_results_url_name = "feedback_report_results"
    filterset_class = FeedbackFilterSet
    default_ordering = "-given_on"
    columns = [
        AnswerColumn("page", label=gettext_lazy("Page and what was missing")),
        Column(
            "helped",
            label=gettext_lazy("It helped"),
            sort_key="helped",
            accessor=lambda item: _("Yes") if item.helped else _("No"),
        ),
        Column("language", label=gettext_lazy("Language"), sort_key="language"),
        DayColumn("given_on", label=gettext_lazy("Date"), sort_key="given_on"),
    ]
    list_export = ["page.title", "language", "helped", "text", "given_on", "dealt_on"]
    export_headings = {
        "page.title": gettext_lazy("Page"),
        "language": gettext_lazy("Language"),
        "helped": gettext_lazy("It helped"),
        "text": gettext_lazy("What was missing"),
        "given_on": gettext_lazy("Date"),
        "dealt_on": gettext_lazy("Dealt with"),
    }
    custom_field_preprocess = {name: {"csv": cell, "xlsx": cell} for name in ("page.title", "text")}

    def get_queryset(self):
        self.queryset = feedback_for(self.request.user).select_related("page")
        return super().get_queryset()

    @cached_property
    def header_buttons(self):
        return [
            HeaderButton(_("By page"), url=reverse("feedback_pages_report"), icon_name="doc-full", priority=10),
        ]


class PagesFilterSet(WagtailFilterSet):
    """By language."""

    locale = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"), choices=language_choices, field_name="locale__language_code"
    )

    class Meta:
        model = Page
        fields: list[str] = []


class AnswersColumn(Column):
    """How many texts wait, with a link to them."""

    cell_template_name = "editing/feedback_texts_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"address": f"{reverse('feedback_report')}?page={instance.pk}"}


class FeedbackPagesReport(FeedbackMixin, ReportView):
    """Pages with their figures, those that helped the least first."""

    model = Page
    page_title = gettext_lazy("What readers say, by page")
    index_url_name = "feedback_pages_report"
    index_results_url_name = "feedback_pages_report_results"
    filterset_class = PagesFilterSet
    default_ordering = "share"
    columns = [
        PageColumn("title", label=gettext_lazy("Title"), sort_key="title"),
        Column("locale", label=gettext_lazy("Language")),
        Column("yes", label=gettext_lazy("Yes"), sort_key="yes"),
        Column("no", label=gettext_lazy("No"), sort_key="no"),
        Column(
            "share",
            label=gettext_lazy("Helped"),
            sort_key="share",
            accessor=lambda page: _("%(n)s%%") % {"n": round(page.share)},
        ),
        AnswersColumn("new_texts", label=gettext_lazy("New texts"), sort_key="new_texts"),
        DayColumn("latest", label=gettext_lazy("Latest"), sort_key="latest"),
    ]
    list_export = ["title", "locale", "yes", "no", "share", "new_texts", "latest"]
    export_headings = {
        "share": gettext_lazy("Helped, per cent"),
        "yes": gettext_lazy("Yes"),
        "no": gettext_lazy("No"),
        "new_texts": gettext_lazy("New texts"),
        "latest": gettext_lazy("Latest"),
    }
    custom_field_preprocess = {
        "title": {"csv": cell, "xlsx": cell},
        "share": {"csv": round, "xlsx": round},
    }

    def get_queryset(self):
        self.queryset = with_figures(pages_of(self.request.user)).select_related("locale")
        return super().get_queryset()

    @cached_property
    def header_buttons(self):
        return [HeaderButton(_("Every answer"), url=reverse("feedback_report"), icon_name="comment", priority=10)]
