"""Coaches in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet

from learning.models import Coach
from portal.editing.snippets import TranslatedSnippetViewSet


class CoachViewSet(TranslatedSnippetViewSet):
    """Coaches, with whether they have room."""

    model = Coach
    icon = "group"
    facts = (
        "name",
        "department",
        Column("active_requests", label=_("Assignments now"), sort_key="load"),
        "capacity",
    )
    list_filter = ["department"]
    add_to_admin_menu = True
    menu_order = 320


register_snippet(CoachViewSet)
