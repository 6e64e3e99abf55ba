"""The page that lists the coaches."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from portal.blocks import PLAIN_FEATURES, BodyBlock
from portal.fields import StreamField
from portal.models import BasePage


class CoachIndexPage(BasePage):
    """All coaches, with filters, and the way to ask for one."""

    intro = RichTextField(_("introduction"), features=PLAIN_FEATURES, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))

    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types: list[str] = []
    template = "pages/coach_index_page.html"
    type_label = _("Coach support")
    recommended_fields: list[str] = []

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("What a coach does, in two or three sentences. The coaches stand below.")),
        HelpPanel(_("The coaches are listed by themselves.")),
        FieldPanel("body", help_text=_("Below the coaches: how it goes, step by step, and what a coach does not do.")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("list of coaches")
        verbose_name_plural = _("lists of coaches")

    def get_context(self, request, *args, **kwargs):
        from learning.coach_presentation import coach_index_context

        context = super().get_context(request, *args, **kwargs)
        context.update(coach_index_context(self, request))
        return context
