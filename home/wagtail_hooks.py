"""The glossary in the admin."""

from wagtail.snippets.models import register_snippet

from home.models import GlossaryTerm
from portal.editing.snippets import TranslatedSnippetViewSet


class GlossaryTermViewSet(TranslatedSnippetViewSet):
    """Words with their definitions."""

    model = GlossaryTerm
    icon = "openquote"
    facts = ("term", "definition")
    add_to_admin_menu = True
    menu_order = 310


register_snippet(GlossaryTermViewSet)
