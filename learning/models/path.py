"""Learning paths: courses and methods in an order, for somebody's way."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from methodbank.blocks import lines
from methodbank.models import Audience
from portal.blocks import PLAIN_FEATURES
from portal.cards import Badge
from portal.fields import StreamField
from portal.models import BasePage
from portal.widgets import TermCheckboxes


class LearningPathPage(BasePage):
    """Courses and methods in an order, each with a why; the reader sees how far they have come."""

    intro = RichTextField(
        _("introduction"), features=PLAIN_FEATURES, help_text=_("Whom the path is for, and where it leads.")
    )
    alternative_names = StreamField(
        lines(_("Name")),
        blank=True,
        verbose_name=_("alternative names"),
        help_text=_("What people may call it when they search."),
    )
    audiences = ParentalManyToManyField(Audience, verbose_name=_("audiences"), related_name="paths", blank=True)

    parent_page_types = ["learning.CourseIndexPage"]
    subpage_types: list[str] = []
    template = "pages/learning_path_page.html"
    type_label = _("Learning path")
    search_kind = "path"
    required_children = ["items"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        InlinePanel(
            "items",
            heading=_("Courses and methods"),
            label=_("Step"),
            help_text=_("In the order they are taken. Four to six are enough."),
        ),
        FieldPanel("alternative_names"),
    ]
    facts_panels = [FieldPanel("audiences", widget=TermCheckboxes, help_text=_("Nobody ticked: everyone."))]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("alternative_names", boost=5),
        index.AutocompleteField("alternative_names"),
        index.SearchField("intro"),
    ]
    override_translatable_fields = [*BasePage.override_translatable_fields, SynchronizedField("audiences")]

    class Meta:
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")

    def search_facets(self) -> dict[str, list[str]]:
        """What readers filter paths by: see `portal.finding`."""
        return {"audience": [term.code for term in self.audiences.all()]}

    def badges(self) -> list[Badge]:
        """The facts on a card."""
        from learning.presentation import path_badges

        return path_badges(self)

    def get_context(self, request, *args, **kwargs):
        from learning.presentation import path_context

        context = super().get_context(request, *args, **kwargs)
        context.update(path_context(self, request))
        return context


class PathItem(TranslatableMixin, Orderable):
    """A course or a method on a path, with the reason why it is there."""

    path = ParentalKey(LearningPathPage, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(Page, verbose_name=_("course or method"), on_delete=models.CASCADE, related_name="+")
    why = models.CharField(_("why"), max_length=300, help_text=_("What it adds here, and how it leads on."))

    panels = [
        PageChooserPanel(
            "page",
            ["learning.CoursePage", "methodbank.MethodPage"],
            help_text=_("In any language: readers get it in theirs."),
        ),
        FieldPanel("why"),
    ]
    override_translatable_fields = [SynchronizedField("page")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("step of a learning path")
        verbose_name_plural = _("steps of a learning path")
