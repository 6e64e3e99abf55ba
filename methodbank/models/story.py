"""Stories: what others tried, and failures with dignity."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from methodbank import blocks
from methodbank.models.choices import Outcome, Status
from methodbank.models.method import MethodPage
from methodbank.models.vocabularies import Department, Dimension, Phase, ProblemType, VisionGoal
from portal.blocks import PLAIN_FEATURES, BodyBlock
from portal.blocks.media import FileBlock
from portal.cards import Badge
from portal.fields import StreamField
from portal.models import BasePage
from portal.widgets import TermCheckboxes


def _section(label, help_text="", *, required=False):
    return RichTextField(label, features=PLAIN_FEATURES, blank=not required, help_text=help_text)


def this_year() -> int:
    return timezone.localdate().year


class StoryPage(BasePage):
    """Something that was tried: challenge, approach, result, lessons, in a fixed order."""

    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.TESTING)
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        choices=Outcome.choices,
        default=Outcome.WORKED,
        help_text=_("Tell it plainly: what did not work teaches others the most."),
    )
    challenge = _section(_("challenge"), _("What was difficult, for whom."), required=True)
    approach = _section(_("approach"), _("What you did, in which order."), required=True)
    result = _section(_("result"), _("What became different. Figures go under effects."))
    lessons = _section(_("lessons"), _("What you would tell a colleague who starts tomorrow."), required=True)
    what_failed = _section(_("what failed"), _("What did not work, and what you saw then."))
    next_step = _section(_("next step"))
    effects = StreamField([("effect", blocks.EffectBlock())], blank=True, verbose_name=_("effects"))
    time_spent_hours = models.PositiveIntegerField(
        _("time spent, hours"), null=True, blank=True, help_text=_("All who took part, together.")
    )
    problem_types = ParentalManyToManyField(
        ProblemType, verbose_name=_("problem types"), related_name="stories", blank=True
    )
    phases = ParentalManyToManyField(Phase, verbose_name=_("phases"), related_name="stories", blank=True)
    dimensions = ParentalManyToManyField(Dimension, verbose_name=_("dimensions"), related_name="stories", blank=True)
    departments = ParentalManyToManyField(Department, verbose_name=_("departments"), related_name="stories", blank=True)
    vision_goals = ParentalManyToManyField(
        VisionGoal, verbose_name=_("vision goals"), related_name="stories", blank=True
    )
    partners = StreamField(blocks.lines(_("Partner"), 120), blank=True, verbose_name=_("partners"))
    year = models.PositiveSmallIntegerField(
        _("year"), default=this_year, validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    contact_role = models.CharField(
        _("contact: role"),
        max_length=120,
        blank=True,
        help_text=_("A role, not a name: people leave, roles stay."),
    )
    contact_unit = models.CharField(_("contact: unit"), max_length=120, blank=True)
    contact_mailbox = models.EmailField(_("contact: shared mailbox"), blank=True)
    files = StreamField(
        [("file", FileBlock())],
        blank=True,
        verbose_name=_("files"),
        help_text=_("What others may take over."),
    )
    quotes = StreamField([("quote", blocks.QuotedBlock())], blank=True, verbose_name=_("quotes"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))

    parent_page_types = ["methodbank.StoryIndexPage"]
    subpage_types: list[str] = []
    template = "pages/story_page.html"
    type_label = _("Story")
    search_kind = "story"
    recommended_fields = ["illustration", "result", "effects", "contact_role"]

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("status", help_text=_("How far it has come today.")), FieldPanel("outcome")])],
            heading=_("How it went"),
        ),
        FieldPanel("challenge"),
        FieldPanel("approach"),
        FieldPanel("result"),
        FieldPanel("effects", help_text=_("One to four figures. Write also those that did not change.")),
        FieldPanel("lessons"),
        FieldPanel("what_failed"),
        FieldPanel("next_step", help_text=_("What happens now, and who does it.")),
        FieldPanel("quotes", help_text=_("A voice or two from those it concerned.")),
        FieldPanel("body", help_text=_("Only for what fits under none of the headings.")),
    ]
    facts_panels = [
        FieldRowPanel([FieldPanel("year", help_text=_("The year the work was done.")), FieldPanel("time_spent_hours")]),
        FieldPanel(
            "problem_types", widget=TermCheckboxes, help_text=_("What it turned out to be, not what you thought first.")
        ),
        FieldPanel("phases", widget=TermCheckboxes, help_text=_("The phases that the story tells of.")),
        FieldPanel(
            "dimensions",
            widget=TermCheckboxes,
            help_text=_("Structure is how you work, culture is how you are together."),
        ),
        FieldPanel("departments", widget=TermCheckboxes, help_text=_("All that took part.")),
        FieldPanel("vision_goals", widget=TermCheckboxes, help_text=_("The one or two goals that it clearly serves.")),
        FieldPanel("partners", help_text=_("Others than the municipality: associations, companies, universities.")),
    ]
    relations_panels = [
        InlinePanel(
            "methods_used",
            heading=_("Methods used"),
            label=_("Method"),
            help_text=_("In the order you used them. The story then shows on the methods' pages."),
        ),
        FieldPanel("files"),
        MultiFieldPanel(
            [
                FieldPanel("contact_role"),
                FieldPanel("contact_unit", help_text=_("The unit that still knows when people have moved on.")),
                FieldPanel("contact_mailbox", help_text=_("A shared mailbox that is read.")),
            ],
            heading=_("Contact"),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        *(
            index.SearchField(name)
            for name in ("challenge", "approach", "result", "lessons", "what_failed", "next_step", "body")
        ),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(SynchronizedField(name) for name in ("problem_types", "phases", "dimensions", "departments", "vision_goals")),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    @classmethod
    def get_indexed_objects(cls):
        """All of them, with what `search_facets` looks at: an index is made anew without queries for each page."""
        return (
            super()
            .get_indexed_objects()
            .prefetch_related("phases", "problem_types", "dimensions", "departments", "vision_goals")
        )

    def search_facets(self) -> dict[str, list[str]]:
        """What readers filter stories by: codes by facet, in listings as in search."""
        names = {"phase": self.phases, "problem": self.problem_types, "dimension": self.dimensions}
        names |= {"department": self.departments, "goal": self.vision_goals}
        return {name: [term.code for term in terms.all()] for name, terms in names.items()}

    @classmethod
    def broken_rules(cls, values):
        errors = super().broken_rules(values)
        if values.get("status") == Status.IDEA and values.get("effects"):
            errors["status"] = _("An idea has no effects yet: choose another status, or take the effects away.")
        if values.get("contact_mailbox") and not values.get("contact_role"):
            errors["contact_role"] = ValidationError(_("Say which role answers at the mailbox."))
        return errors

    def badges(self) -> list[Badge]:
        """The facts on a card: how it went, and the year."""
        return [
            Badge(f"outcome-{self.outcome}", self.get_outcome_display()),
            Badge("calendar", str(self.year)),
        ]

    def get_context(self, request, *args, **kwargs):
        from methodbank.presentation import story_context

        context = super().get_context(request, *args, **kwargs)
        context.update(story_context(self, request))
        return context


class StoryMethod(TranslatableMixin, Orderable):
    """A method that a story used, and how it worked."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="methods_used")
    method = models.ForeignKey(MethodPage, verbose_name=_("method"), on_delete=models.CASCADE, related_name="+")
    rating = models.PositiveSmallIntegerField(
        _("how it worked"),
        choices=[
            (1, _("1: not at all")),
            (2, _("2: hardly")),
            (3, _("3: partly")),
            (4, _("4: well")),
            (5, _("5: very well")),
        ],
        default=3,
    )
    comment = models.CharField(_("comment"), max_length=400, blank=True)

    panels = [
        PageChooserPanel("method"),
        FieldPanel("rating", help_text=_("How it worked this time, not how good the method is.")),
        FieldPanel("comment", help_text=_("What made it work or not, in a sentence or two.")),
    ]
    override_translatable_fields = [SynchronizedField("method"), SynchronizedField("rating")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("method of a story")
        verbose_name_plural = _("methods of a story")


class StoryIndexPage(BasePage):
    """All stories, with filters."""

    intro = RichTextField(_("introduction"), features=PLAIN_FEATURES, blank=True)

    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types = ["methodbank.StoryPage"]
    template = "pages/story_index_page.html"
    type_label = _("Stories")
    recommended_fields: list[str] = []

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Two or three sentences on what one can learn here.")),
        HelpPanel(_("The stories below this page are listed by themselves.")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("list of stories")
        verbose_name_plural = _("lists of stories")

    def get_context(self, request, *args, **kwargs):
        from methodbank.listings import story_listing

        context = super().get_context(request, *args, **kwargs)
        context.update(story_listing(self, request))
        return context
