"""Coaches in the admin."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from learning.models import Coach


class CoachViewSet(SnippetViewSet):
    """Coaches, with whether they have room."""

    model = Coach
    icon = "group"
    list_display = ["name", "department", "active_requests", "capacity"]
    list_filter = ["department"]
    add_to_admin_menu = True
    menu_order = 320


register_snippet(CoachViewSet)
