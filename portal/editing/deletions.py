"""The deletion log, for administrators."""

import django_filters
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from portal import personal_data
from portal.models import DeletionLog


def kind_choices() -> list[tuple[str, object]]:
    return [(kind.name, kind.label) for kind in personal_data.kinds()]


def kind_label(row: DeletionLog) -> str:
    """What the kind is called; its name where no app has it any more."""
    kind = personal_data.KINDS.get(row.kind)
    return str(kind.label) if kind else row.kind


class DeletionFilterSet(WagtailFilterSet):
    """By kind and date."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind of data"), choices=kind_choices)
    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("When"), widget=DateRangePickerWidget)

    class Meta:
        model = DeletionLog
        fields: list[str] = []


class DeletionReport(ReportView):
    """What was deleted, by which rule; never whose it was."""

    model = DeletionLog
    page_title = gettext_lazy("Deletion log")
    header_icon = "bin"
    index_url_name = "deletions_report"
    index_results_url_name = "deletions_report_results"
    filterset_class = DeletionFilterSet
    default_ordering = "-at"
    permission_policy = ModelPermissionPolicy(DeletionLog)
    any_permission_required = ["view"]
    columns = [
        DateColumn("at", label=gettext_lazy("When"), sort_key="at"),
        Column("kind", label=gettext_lazy("Kind of data"), sort_key="kind", accessor=kind_label),
        Column(
            "rule",
            label=gettext_lazy("Rule"),
            accessor=lambda row: personal_data.label_of(row.kind, row.rule),
        ),
        Column("count", label=gettext_lazy("How many"), sort_key="count"),
    ]
    list_export = ["at", "kind", "rule", "count"]
