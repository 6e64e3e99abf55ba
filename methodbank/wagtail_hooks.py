"""The method bank in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from methodbank.models.vocabularies import (
    Audience,
    Department,
    Dimension,
    Phase,
    ProblemType,
    Situation,
    VisionGoal,
)


class VocabularyViewSet(SnippetViewSet):
    """A vocabulary: its order is the readers' order."""

    icon = "list-ul"
    list_display = ["name", "code", "retired"]
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
