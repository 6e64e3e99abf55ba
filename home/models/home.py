"""The start page."""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from portal import access
from portal.blocks import BodyBlock, TextBlock
from portal.content_cache import cached
from portal.fields import StreamField
from portal.languages import locales
from portal.models import BasePage


class WayInBlock(blocks.StructBlock):
    """A need, and the page that meets it."""

    title = blocks.CharBlock(
        label=_("Need"),
        max_length=80,
        help_text=_("In the reader's own words: “We are going to have a meeting”."),
    )
    text = blocks.CharBlock(
        label=_("Text"), required=False, max_length=160, help_text=_("What awaits on the page, in one sentence.")
    )
    page = blocks.PageChooserBlock(
        label=_("Page"), help_text=_("The page that meets the need. Readers get it in their language.")
    )

    class Meta:
        icon = "arrow-right"
        label = _("Way in")


class PillarBlock(blocks.StructBlock):
    """One of the things that the platform builds."""

    title = blocks.CharBlock(label=_("Title"), max_length=80, help_text=_("One or two words."))
    text = TextBlock(label=_("Text"))
    page = blocks.PageChooserBlock(label=_("Page"), required=False, help_text=_("Where one can read more."))

    class Meta:
        icon = "pick"
        label = _("Pillar")


class HomePage(BasePage):
    """The start page of a language: search first, then ways in by need."""

    headline = models.CharField(_("headline"), max_length=120)
    lead = models.TextField(_("lead"), max_length=400, help_text=_("What the portal is for, in two sentences."))
    ways_in = StreamField([("way", WayInBlock())], blank=True, verbose_name=_("ways in"))
    pillars = StreamField(
        [("pillar", PillarBlock())],
        blank=True,
        verbose_name=_("what we build"),
        help_text=_("Structure, culture, the vision."),
    )
    featured = StreamField(
        [("page", blocks.PageChooserBlock(label=_("Page")))],
        blank=True,
        verbose_name=_("featured pages"),
        help_text=_("Three to six methods and stories worth a look now."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))

    parent_page_types = ["wagtailcore.Page"]
    template = "pages/home_page.html"
    type_label = _("Start page")

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("headline", help_text=_("The promise of the portal, in at most eight words.")),
                FieldPanel("lead"),
            ],
            heading=_("Top"),
        ),
        FieldPanel("ways_in", help_text=_("Four to six needs that bring most people here.")),
        FieldPanel("pillars"),
        FieldPanel("featured"),
        FieldPanel("body", help_text=_("Below all else. Most start pages need nothing here.")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")

    def route(self, request, path_components):
        """Finds the page of an address in one look-up, however deep it is, instead of two queries for each level."""
        if locales()[self.locale_id].language_code != translation.get_language():
            raise Http404  # the address is of a language that the portal has no content in
        url_path = self.url_path + "".join(f"{part}/" for part in path_components)

        def find():
            page = Page.objects.filter(url_path=url_path, live=True).select_related("content_type").first()
            return (page.content_type.model_class(), page.pk) if page else None

        found = cached(("route", url_path), find)
        if found is None:
            raise Http404
        model, pk = found
        rows = model.objects.filter(pk=pk, live=True)
        # Without its streams a page is small enough to stay in memory; each request has a copy of its own.
        small = rows.defer_streamfields()
        page = copy(cached(("page", pk), small.first)) if model.streams_are_kept else rows.first()
        if page is None:
            raise Http404
        if access.refused(request.user, page.path):
            raise PermissionDenied
        page.locale = locales()[page.locale_id]
        return RouteResult(page)

    def get_context(self, request, *args, **kwargs):
        from home.presentation import home_context

        context = super().get_context(request, *args, **kwargs)
        context.update(home_context(self, request))
        return context
