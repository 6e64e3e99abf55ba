"""Who has to review which page, and when."""

import datetime

import django_filters
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.content_cache import changed
from portal.translation_state import originals

SOON = datetime.timedelta(days=30)


def owned_page_types() -> list[type]:
    """Every page type of the portal."""
    from portal.models import BasePage

    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def with_review(pages: QuerySet) -> QuerySet:
    """Pages with `next_review` and `last_reviewed`, whatever their type."""
    names = [model._meta.model_name for model in owned_page_types()]
    return pages.annotate(
        **{
            field: Coalesce(*[F(f"{name}__{field}") for name in names])
            for field in ("next_review", "last_reviewed", "content_owner")
        }
    )


class Owners:
    """Who owns which page: the owner of a page without one is that of the nearest page above."""

    def __init__(self) -> None:
        pages = with_review(Page.objects.all()).filter(content_owner__isnull=False)
        self.paths: dict[str, int] = dict(pages.values_list("path", "content_owner"))
        self.users = get_user_model().objects.in_bulk(set(self.paths.values()))

    def of(self, path: str):
        """The owner of the page at a path of the tree, or None."""
        while path:
            if path in self.paths:
                return self.users[self.paths[path]]
            path = path[: -Page.steplen]
        return None

    def owned_by(self, users) -> Q:
        """The pages whose owner is one of the users."""
        wanted = {user.pk for user in users}
        found = Q(pk__in=[])
        # From the top down: what lies deeper takes its part out of what lies above.
        for path, owner in sorted(self.paths.items()):
            below = Q(path__startswith=path)
            found = (found | below) if owner in wanted else (found & ~below)
        return found


def to_review_by(user) -> QuerySet:
    """The published originals that the user owns and that are due, the longest overdue first."""
    pages = with_review(originals(Page.objects.filter(live=True))).filter(
        Owners().owned_by([user]), next_review__lte=timezone.localdate()
    )
    return pages.order_by("next_review")


class PageColumn(TitleColumn):
    """The title: a link to the editor for those who may edit the page, else to the page as readers see it."""

    def get_link_url(self, instance, parent_context):
        if instance.permissions_for_user(parent_context["request"].user).can_edit():
            return reverse("wagtailadmin_pages:edit", args=[instance.pk])
        return instance.get_url(parent_context["request"])


class OwnerColumn(Column):
    """The owner, own or from a page above."""

    def get_value(self, instance):
        owner = instance.content_owner_found
        return (owner.get_full_name() or owner.get_username()) if owner else "–"


class DueColumn(DateColumn):
    """The date of the next review, with a tag when the day has come."""

    cell_template_name = "editing/due_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["due"] = bool(context["value"]) and context["value"] <= timezone.localdate()
        context["page"] = instance
        user = parent_context["request"].user
        context["may_review"] = context["due"] and instance.permissions_for_user(user).can_edit()
        return context


def due_filter(queryset: QuerySet, name: str, value: str) -> QuerySet:
    """Keeps what is due (`due`), due within `SOON` (`soon`), or has no date (`none`)."""
    today = timezone.localdate()
    if value == "due":
        return queryset.filter(next_review__lte=today)
    if value == "soon":
        return queryset.filter(next_review__lte=today + SOON)
    return queryset.filter(next_review=None)


DUE_CHOICES = [
    ("due", gettext_lazy("Due now")),
    ("soon", gettext_lazy("Due within 30 days")),
    ("none", gettext_lazy("Timeless")),
]


def possible_owners(request):
    """Those who own a page."""
    return get_user_model().objects.filter(pk__in=Owners().users).order_by("first_name", "last_name")


def owner_filter(queryset: QuerySet, name: str, value) -> QuerySet:
    return queryset.filter(Owners().owned_by(value)) if value else queryset


class ReviewFilterSet(WagtailFilterSet):
    """By owner and by when."""

    due = django_filters.ChoiceFilter(label=gettext_lazy("Next review"), choices=DUE_CHOICES, method=due_filter)
    content_owner = django_filters.ModelMultipleChoiceFilter(
        label=gettext_lazy("Owner"), queryset=possible_owners, method=owner_filter
    )

    class Meta:
        model = Page
        fields = ["live"]


class ReviewReport(ReportView):
    """All pages with their next review, the longest overdue first."""

    model = Page
    page_title = gettext_lazy("Review")
    header_icon = "calendar-check"
    index_url_name = "reviews_report"
    index_results_url_name = "reviews_report_results"
    filterset_class = ReviewFilterSet
    default_ordering = "next_review"
    columns = [
        PageColumn("title", label=gettext_lazy("Title"), sort_key="title"),
        Column("locale", label=gettext_lazy("Language")),
        OwnerColumn("owner_name", label=gettext_lazy("Owner")),
        DateColumn("last_reviewed", label=gettext_lazy("Last reviewed"), sort_key="last_reviewed"),
        DueColumn("next_review", label=gettext_lazy("Next review"), sort_key="next_review"),
        PageStatusColumn("status", label=gettext_lazy("Status"), sort_key="live"),
    ]
    list_export = ["title", "locale", "owner_name", "last_reviewed", "next_review", "status_string"]
    permission_policy = PagePermissionPolicy()
    any_permission_required = ["add", "change", "publish"]

    def get_queryset(self):
        # A translation is reviewed with its original.
        pages = originals(self.permission_policy.explorable_instances(self.request.user).filter(depth__gt=1))
        self.queryset = with_review(pages).select_related("locale")
        return super().get_queryset()

    def decorate_paginated_queryset(self, object_list):
        owners = Owners()
        for page in object_list:
            page.content_owner_found = owners.of(page.path)
            page.owner_name = str(page.content_owner_found or "")
        return object_list


def mark_reviewed(page, user) -> None:
    """Notes that a page is still right, in all its languages, without publishing anything.

    The date is written into the latest draft too, which would bring the old one back. Raises PermissionDenied.
    """
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    today = timezone.localdate()
    model = type(page)
    for version in model.objects.filter(translation_key=page.translation_key).select_related("latest_revision"):
        version.last_reviewed = today
        version.next_review = version.compute_next_review()
        model.objects.filter(pk=version.pk).update(last_reviewed=today, next_review=version.next_review)
        if revision := version.latest_revision:
            revision.content |= {"last_reviewed": today.isoformat()}
            revision.save(update_fields=["content"])
    log(instance=page, action="portal.review", user=user)
    changed()


@require_POST
@require_admin_access
def reviewed(request: HttpRequest, page_id: int) -> HttpResponse:
    """The button “Still right”."""
    page = get_object_or_404(Page, pk=page_id).specific
    if type(page) not in owned_page_types():
        raise PermissionDenied
    mark_reviewed(page, request.user)
    text = _("“%(title)s” is reviewed. Next time: %(date)s.") % {
        "title": page.title,
        "date": type(page).objects.get(pk=page.pk).next_review or _("never"),
    }
    messages.success(request, text)
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if safe else "reviews_report")
