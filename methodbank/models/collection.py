"""Packs: methods in an order, for a purpose."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from methodbank.models.choices import Version
from methodbank.models.method import MethodPage, time_codes
from portal.blocks import PLAIN_FEATURES, BodyBlock
from portal.fields import StreamField
from portal.models import BasePage


class MethodCollectionPage(BasePage):
    """A pack; its total time is computed from its methods."""

    intro = RichTextField(
        _("introduction"),
        features=PLAIN_FEATURES,
        help_text=_("What the pack is for and what to know before."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))

    parent_page_types = ["methodbank.MethodIndexPage"]
    subpage_types: list[str] = []
    template = "pages/method_collection_page.html"
    type_label = _("Pack")
    search_kind = "pack"
    required_children = ["items"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        InlinePanel(
            "items",
            heading=_("Methods"),
            label=_("Method"),
            help_text=_("In the order they are done. Readers see the time they take together."),
        ),
        FieldPanel("body", help_text=_("Only what does not belong to one of the methods.")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("pack")
        verbose_name_plural = _("packs")

    def minutes(self) -> int:
        """What its methods take in all, each in the version that the pack uses."""
        return sum(item.minutes() for item in self.items.all())

    def search_facets(self) -> dict[str, list[str]]:
        """What readers filter packs by: see `portal.finding`."""
        return {"time": time_codes(self.minutes())}

    def get_context(self, request, *args, **kwargs):
        from methodbank.presentation import collection_context

        context = super().get_context(request, *args, **kwargs)
        context.update(collection_context(self, request))
        return context


class CollectionMethod(TranslatableMixin, Orderable):
    """A method in a pack, with the reason why it is there."""

    page = ParentalKey(MethodCollectionPage, on_delete=models.CASCADE, related_name="items")
    method = models.ForeignKey(MethodPage, verbose_name=_("method"), on_delete=models.CASCADE, related_name="+")
    why = models.CharField(_("why"), max_length=300, help_text=_("What it adds here, and how it leads on."))
    version = models.CharField(_("version"), max_length=8, choices=Version.choices, default=Version.FULL)

    panels = [
        PageChooserPanel("method"),
        FieldPanel("why"),
        FieldPanel("version", help_text=_("The short version counts with its own minutes.")),
    ]
    override_translatable_fields = [SynchronizedField("method"), SynchronizedField("version")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("method of a pack")
        verbose_name_plural = _("methods of a pack")

    @property
    def is_short(self) -> bool:
        """Whether the pack uses the method's short version, and it has one."""
        return self.version == Version.SHORT and bool(self.method.short_minutes)

    def minutes(self) -> int:
        """What the method takes in this pack."""
        return (self.method.short_minutes if self.is_short else self.method.run_minutes_min) or 0
