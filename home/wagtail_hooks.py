"""The glossary in the admin."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import GlossaryTerm


class GlossaryTermViewSet(SnippetViewSet):
    """Words with their definitions."""

    model = GlossaryTerm
    icon = "openquote"
    list_display = ["term", "definition"]
    add_to_admin_menu = True
    menu_order = 310


register_snippet(GlossaryTermViewSet)
