"""Flat listings of one page type, with what an editor sorts and filters by."""

import django_filters
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.editing.reviews import (
    DUE_CHOICES,
    DueColumn,
    OwnerColumn,
    Owners,
    due_filter,
    owner_filter,
    possible_owners,
)
from portal.editing.translations import TranslationsColumn, add_cells, annotate_states, state_choices, state_filter


class ContentFilterSet(WagtailFilterSet):
    """What all page types are filtered by."""

    due = django_filters.ChoiceFilter(label=gettext_lazy("Next review"), choices=DUE_CHOICES, method=due_filter)
    content_owner = django_filters.ModelMultipleChoiceFilter(
        label=gettext_lazy("Owner"), queryset=possible_owners, method=owner_filter
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("Translation"), choices=state_choices, method=state_filter)


class ContentIndexView(IndexView):
    """The originals of one page type; their translations stand in a column."""

    default_ordering = "title"
    show_locale_labels = False

    def annotate_queryset(self, pages):
        return annotate_states(super().annotate_queryset(pages))

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        # The search engine knows nothing of the states: it gives the pages, the database the rest.
        found = self.model.objects.all().autocomplete(self.search_query)
        return queryset.filter(pk__in=[page.pk for page in found[:500]])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        owners, pages = Owners(), list(context["object_list"])
        add_cells(pages)
        for page in pages:
            page.content_owner_found = owners.of(page.path)
        context["table"] = self.get_table(pages)
        return context


class ContentViewSet(PageListingViewSet):
    """A menu item of its own for one page type."""

    index_view_class = ContentIndexView
    add_to_admin_menu = True
    fact_columns: tuple = ()

    @property
    def menu_item_class(self):
        """Shown to those whom the list would not turn away."""

        class PagesMenuItem(super().menu_item_class):
            def is_shown(self, request):
                return PagePermissionPolicy().explorable_root_instance(request.user) is not None

        return PagesMenuItem

    @property
    def columns(self):
        return [
            BulkActionsColumn("bulk_actions"),
            PageTitleColumn("title", label=gettext_lazy("Title"), sort_key="title", classname="title"),
            *self.fact_columns,
            OwnerColumn("owner_name", label=gettext_lazy("Owner")),
            DueColumn("next_review", label=gettext_lazy("Next review"), sort_key="next_review"),
            TranslationsColumn("translations", label=gettext_lazy("Translations")),
            PageStatusColumn("status", label=gettext_lazy("Status"), sort_key="live"),
        ]
