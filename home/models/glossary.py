"""The glossary: words of the portal, explained."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal.fields import StreamField
from portal.forms import PortalSnippetForm
from portal.models import BasePage


class GlossaryTerm(TranslatableMixin, index.Indexed, ClusterableModel):
    """A word with its definition, in one language."""

    term = models.CharField(_("term"), max_length=80)
    definition = models.TextField(
        _("definition"),
        max_length=600,
        help_text=_("One to three plain sentences. No other difficult words."),
    )
    alternative_terms = StreamField(
        [("item", blocks.CharBlock(label=_("Word"), max_length=80))],
        blank=True,
        verbose_name=_("other words for it"),
    )
    see_also = ParentalManyToManyField("self", verbose_name=_("see also"), blank=True, symmetrical=False)

    panels = [
        FieldPanel("term", help_text=_("In the singular and in small letters, as in a dictionary.")),
        FieldPanel("definition"),
        FieldPanel("alternative_terms", help_text=_("Synonyms, abbreviations and the word people really use.")),
        FieldPanel("see_also", help_text=_("Words that are easily mixed up with this one, or that it builds on.")),
    ]
    search_fields = [
        index.SearchField("term", boost=5),
        index.AutocompleteField("term"),
        index.SearchField("definition"),
        index.SearchField("alternative_terms", boost=5),
        index.FilterField("locale_id"),
    ]
    override_translatable_fields = [SynchronizedField("see_also")]

    base_form_class = PortalSnippetForm
    search_kind = "term"

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "locale"], name="unique_glossaryterm_translation")
        ]

    def __str__(self) -> str:
        return self.term

    def search_address(self, language: str) -> str:
        """Its place in the glossary that a reader of the language sees; empty where there is none."""
        from home.presentation import glossary_address

        address = glossary_address()
        return f"{address}#term-{self.translation_key}" if address else ""


class GlossaryPage(BasePage):
    """All terms of the glossary, A to Ö."""

    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types: list[str] = []
    template = "pages/glossary_page.html"
    type_label = _("Glossary")

    class Meta:
        verbose_name = _("glossary")
        verbose_name_plural = _("glossaries")

    def get_context(self, request, *args, **kwargs):
        from home.presentation import glossary_context

        context = super().get_context(request, *args, **kwargs)
        context.update(glossary_context(self))
        return context
