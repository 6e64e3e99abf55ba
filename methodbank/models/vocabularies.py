"""The words that methods, stories and coaches are sorted by. Editors rename, add and retire them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField


class VocabularyTerm(TranslatableMixin, Orderable, index.Indexed):
    """One word of a vocabulary in one language; its translations share `translation_key` and `code`."""

    name = models.CharField(_("name"), max_length=80)
    code = models.SlugField(
        _("code"),
        max_length=50,
        help_text=_("Stands in addresses and in exported files. The same in every language; do not change it later."),
    )
    description = models.CharField(
        _("description"), max_length=250, blank=True, help_text=_("One line that helps the reader to choose.")
    )
    retired = models.BooleanField(
        _("retired"), default=False, help_text=_("No longer offered; pages that have it keep it.")
    )

    panels = [
        FieldPanel("name", help_text=_("The readers' own word, as short as possible. You may rename it at any time.")),
        FieldPanel("code"),
        FieldPanel("description"),
        FieldPanel("retired"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
    ]
    override_translatable_fields = [
        SynchronizedField("code", overridable=False),
        SynchronizedField("retired"),
        SynchronizedField("sort_order"),
    ]

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "locale"], name="unique_%(class)s_translation"),
            models.UniqueConstraint(fields=["code", "locale"], name="unique_%(class)s_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Phase(VocabularyTerm):
    """Where in the work a method belongs."""

    class Meta(VocabularyTerm.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")


class ProblemType(VocabularyTerm):
    """Clear, complicated or complex; the description says how to work with such a problem."""

    class Meta(VocabularyTerm.Meta):
        verbose_name = _("problem type")
        verbose_name_plural = _("problem types")


class Dimension(VocabularyTerm):
    """Structure or culture: what the method builds."""

    class Meta(VocabularyTerm.Meta):
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")


class Situation(VocabularyTerm):
    """The need that makes somebody look for a method."""

    class Meta(VocabularyTerm.Meta):
        verbose_name = _("situation")
        verbose_name_plural = _("situations")


class Audience(VocabularyTerm):
    """Whom a method is for."""

    class Meta(VocabularyTerm.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Department(VocabularyTerm):
    """A department of the municipality."""

    class Meta(VocabularyTerm.Meta):
        verbose_name = _("department")
        verbose_name_plural = _("departments")


class VisionGoal(VocabularyTerm):
    """A goal of the municipality's vision, linked to the UN's goals for sustainable development."""

    un_goals = models.CharField(
        _("UN goals"),
        max_length=60,
        blank=True,
        help_text=_("The numbers of the UN's global goals that it serves, with commas: 3, 11, 13."),
    )

    panels = [*VocabularyTerm.panels, FieldPanel("un_goals")]
    override_translatable_fields = [
        *VocabularyTerm.override_translatable_fields,
        SynchronizedField("un_goals"),
    ]

    class Meta(VocabularyTerm.Meta):
        verbose_name = _("vision goal")
        verbose_name_plural = _("vision goals")

    def un_goal_numbers(self) -> list[int]:
        """The numbers, in their order."""
        return [int(part) for part in self.un_goals.replace(" ", "").split(",") if part.isdigit()]

    def clean(self):
        from django.core.exceptions import ValidationError

        super().clean()
        parts = [part.strip() for part in self.un_goals.split(",") if part.strip()]
        if any(not part.isdigit() or not 1 <= int(part) <= 17 for part in parts):
            raise ValidationError({"un_goals": _("Write numbers from 1 to 17 with commas between them.")})


VOCABULARIES: dict[str, type[VocabularyTerm]] = {
    "phases": Phase,
    "problem_types": ProblemType,
    "dimensions": Dimension,
    "situations": Situation,
    "audiences": Audience,
    "departments": Department,
    "vision_goals": VisionGoal,
}
