"""Sections and standard pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.fields import StreamField
from portal.models import BasePage
from portal.navigation import children

BELOW = [
    "home.SectionPage",
    "home.StandardPage",
    "home.GlossaryPage",
    "home.AccessibilityStatementPage",
    "methodbank.MethodIndexPage",
    "methodbank.StoryIndexPage",
    "learning.CourseIndexPage",
    "learning.CoachIndexPage",
]


class BodyPage(BasePage):
    """A page whose content is the common block library."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel(
            "body", help_text=_("Begin with what the reader needs first. A heading for every third paragraph or so.")
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        abstract = True


class SectionPage(BodyPage):
    """A part of the portal: its own text, and cards of the pages below it."""

    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types = BELOW
    template = "pages/section_page.html"
    type_label = _("Section")

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["children"] = children(self, request.user)
        return context


class StandardPage(BodyPage):
    """A page of text."""

    parent_page_types = ["home.HomePage", "home.SectionPage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "pages/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
