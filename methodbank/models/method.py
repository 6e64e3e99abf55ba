"""Methods: the heart of the bank."""

from collections.abc import Iterable, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.blocks import StreamBlockValidationError
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from methodbank import blocks
from methodbank.models.choices import Level, MinutesPer, RelationKind, Setting
from methodbank.models.vocabularies import Audience, Dimension, Phase, ProblemType, Situation
from portal.blocks import PLAIN_FEATURES, BodyBlock
from portal.cards import Badge
from portal.fields import StreamField
from portal.languages import all_languages
from portal.models import BasePage
from portal.multi_choice import MultiChoiceField
from portal.widgets import TermCheckboxes


class MethodPage(BasePage):
    """A way of working that anyone can lead from the page alone."""

    why = models.TextField(
        _("why"),
        max_length=1200,
        help_text=_("Why it works and when it makes a difference. Two to four sentences."),
    )
    alternative_names = StreamField(
        blocks.lines(_("Name")),
        blank=True,
        verbose_name=_("alternative names"),
        help_text=_("What people may call it when they search. As important as the title for finding it."),
    )
    outcomes = StreamField(
        blocks.lines(_("Outcome")),
        min_num=1,
        max_num=4,
        verbose_name=_("outcomes"),
        help_text=_("What the group leaves with: one to four things one can see or hold."),
    )
    when_to_use = StreamField(
        blocks.lines(_("Situation")),
        verbose_name=_("when to use it"),
        help_text=_("Concrete situations, from the reader's everyday work."),
    )
    when_not_to_use = StreamField(
        blocks.lines(_("Situation")),
        verbose_name=_("when not to use it"),
        help_text=_("Be honest, and say what to do instead."),
    )

    phases = ParentalManyToManyField(Phase, verbose_name=_("phases"), related_name="methods")
    primary_phase = models.ForeignKey(
        Phase,
        verbose_name=_("primary phase"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Where most people need it. One of the phases ticked above."),
    )
    dimensions = ParentalManyToManyField(Dimension, verbose_name=_("dimensions"), related_name="methods")
    situations = ParentalManyToManyField(Situation, verbose_name=_("situations"), related_name="methods", blank=True)
    audiences = ParentalManyToManyField(Audience, verbose_name=_("audiences"), related_name="methods", blank=True)

    prep_minutes = models.PositiveIntegerField(_("preparation, minutes"), default=15)
    run_minutes_min = models.PositiveIntegerField(
        _("run time, minutes, at least"), null=True, validators=[MinValueValidator(1)]
    )
    run_minutes_max = models.PositiveIntegerField(
        _("run time, minutes, at most"), null=True, validators=[MinValueValidator(1)]
    )
    minutes_per = models.CharField(
        _("the run time is counted"), max_length=12, choices=MinutesPer.choices, default=MinutesPer.TOTAL
    )
    participants_min = models.PositiveIntegerField(
        _("participants, at least"), null=True, validators=[MinValueValidator(1)]
    )
    participants_max = models.PositiveIntegerField(
        _("participants, at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: any number."),
    )
    facilitators = models.PositiveSmallIntegerField(_("facilitators"), default=1)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, default=Level.EASY)
    settings = MultiChoiceField(_("works"), choices_class=Setting)
    remote_notes = models.TextField(
        _("at a distance"),
        max_length=600,
        blank=True,
        help_text=_("How to do it with participants at a distance."),
    )

    roles = StreamField([("role", blocks.RoleBlock())], blank=True, verbose_name=_("roles"))
    materials = StreamField(
        [("material", blocks.MaterialBlock())],
        blank=True,
        verbose_name=_("materials"),
        help_text=_("The page multiplies them with the size of the group."),
    )
    preparation = StreamField(
        [("task", blocks.PreparationBlock())],
        blank=True,
        verbose_name=_("preparation"),
        help_text=_("Lack of preparation is the commonest reason why a method fails."),
    )
    steps = StreamField(
        blocks.StepsBlock(),
        verbose_name=_("steps"),
        help_text=_("At least two. Their minutes should add up to the run time."),
    )
    short_minutes = models.PositiveIntegerField(
        _("short version, minutes"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    short_text = models.TextField(
        _("short version"), max_length=800, blank=True, help_text=_("What to leave out when time is short.")
    )
    variations = StreamField(blocks.lines(_("Variation"), 350), blank=True, verbose_name=_("variations"))
    facilitator_tips = StreamField(blocks.lines(_("Tip"), 350), blank=True, verbose_name=_("tips for the facilitator"))
    pitfalls = StreamField([("pitfall", blocks.PitfallBlock())], blank=True, verbose_name=_("pitfalls"))
    accessibility_notes = RichTextField(
        _("accessibility"),
        features=PLAIN_FEATURES,
        blank=True,
        help_text=_("How everyone can take part: hearing, sight, language, concentration."),
    )
    legal_notes = RichTextField(
        _("law and secrecy"),
        features=PLAIN_FEATURES,
        blank=True,
        help_text=_("Personal data, secrecy and consent, where the method touches them."),
    )
    templates = StreamField([("template", blocks.TemplateBlock())], blank=True, verbose_name=_("templates"))
    adapted = models.BooleanField(_("adapted from somebody else's"), default=False)
    source_credit = models.CharField(_("source"), max_length=250, blank=True)
    source_licence = models.CharField(_("licence"), max_length=120, blank=True)
    source_address = models.URLField(_("address of the source"), blank=True)
    body = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("more"),
        help_text=_("Only for what fits none of the fields, for example an example from your own work."),
    )

    parent_page_types = ["methodbank.MethodIndexPage"]
    subpage_types: list[str] = []
    template = "pages/method_page.html"
    type_label = _("Method")
    search_kind = "method"
    required_children = ["problem_type_fits"]
    streams_are_kept = True
    recommended_fields = [
        "illustration",
        "roles",
        "materials",
        "preparation",
        "pitfalls",
        "accessibility_notes",
    ]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("why"),
        FieldPanel("alternative_names"),
        FieldPanel("outcomes"),
        FieldPanel("when_to_use"),
        FieldPanel("when_not_to_use"),
        FieldPanel("steps"),
        MultiFieldPanel(
            [FieldPanel("short_minutes", help_text=_("Both minutes and text, or neither.")), FieldPanel("short_text")],
            heading=_("Short version"),
        ),
        FieldPanel("variations", help_text=_("For other groups, times or places.")),
        FieldPanel("facilitator_tips", help_text=_("What makes it work, from those who have led it.")),
        FieldPanel("pitfalls", help_text=_("Two or three that often happen, with a way out of each.")),
        FieldPanel("accessibility_notes"),
        FieldPanel("legal_notes"),
        FieldPanel("body"),
    ]
    facts_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "phases",
                    widget=TermCheckboxes,
                    required_on_save=False,
                    help_text=_("Where the method really helps: seldom more than two."),
                ),
                FieldPanel("primary_phase", widget=forms.Select),
                FieldPanel(
                    "dimensions",
                    widget=TermCheckboxes,
                    required_on_save=False,
                    help_text=_("Structure is how you work, culture is how you are together."),
                ),
                FieldPanel(
                    "situations", widget=TermCheckboxes, help_text=_("The needs that should lead here: one to three.")
                ),
                FieldPanel(
                    "audiences", widget=TermCheckboxes, help_text=_("Whom it is for. None ticked: for everyone.")
                ),
            ],
            heading=_("What it is for"),
        ),
        InlinePanel(
            "problem_type_fits",
            heading=_("Problem types"),
            label=_("Problem type"),
            help_text=_("How well the method fits each kind of problem."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("run_minutes_min", help_text=_("For a small and quick group.")),
                        FieldPanel(
                            "run_minutes_max", help_text=_("For a large group. The same when it does not vary.")
                        ),
                    ]
                ),
                FieldRowPanel(
                    [
                        FieldPanel("minutes_per", help_text=_("Almost always in all.")),
                        FieldPanel("prep_minutes", help_text=_("For the person who leads it.")),
                    ]
                ),
            ],
            heading=_("Time"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("participants_min", help_text=_("The fewest with whom it still works.")),
                        FieldPanel("participants_max"),
                    ]
                ),
                FieldRowPanel(
                    [
                        FieldPanel("facilitators", help_text=_("How many it takes to lead it.")),
                        FieldPanel("level", help_text=_("“Easy” is for a person who has never led it before.")),
                    ]
                ),
            ],
            heading=_("People"),
        ),
        MultiFieldPanel(
            [FieldPanel("settings", help_text=_("Tick remote only if it has been tried.")), FieldPanel("remote_notes")],
            heading=_("Where"),
        ),
        FieldPanel("roles", help_text=_("Only those beside the facilitator and the participants.")),
        FieldPanel("materials"),
        FieldPanel("preparation"),
    ]
    relations_panels = [
        InlinePanel(
            "related_methods",
            heading=_("Methods before, after and instead"),
            label=_("Method"),
            help_text=_("The other way round shows by itself."),
        ),
        FieldPanel("templates", help_text=_("One for each language and format.")),
        MultiFieldPanel(
            [
                FieldPanel(
                    "adapted", help_text=_("Tick when the text or idea comes from somebody who should be named.")
                ),
                FieldPanel("source_credit", help_text=_("Who made it, as they want to be named.")),
                FieldPanel("source_licence", help_text=_("For example CC BY 4.0. Without a licence: ask first.")),
                FieldPanel("source_address", help_text=_("Where the original can be read.")),
            ],
            heading=_("Source"),
        ),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("alternative_names", boost=5),
        index.AutocompleteField("alternative_names"),
        index.SearchField("why"),
        index.SearchField("outcomes"),
        index.SearchField("when_to_use"),
        index.SearchField("steps"),
        index.SearchField("short_text"),
        index.SearchField("facilitator_tips"),
        index.SearchField("body"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("phases"),
        SynchronizedField("primary_phase"),
        SynchronizedField("dimensions"),
        SynchronizedField("situations"),
        SynchronizedField("audiences"),
        SynchronizedField("settings"),
    ]

    class Meta:
        verbose_name = _("method")
        verbose_name_plural = _("methods")

    @classmethod
    def broken_rules(cls, values):
        errors = super().broken_rules(values)
        for low, high, message in (
            ("run_minutes_min", "run_minutes_max", _("The longest run time is shorter than the shortest.")),
            ("participants_min", "participants_max", _("The largest group is smaller than the smallest.")),
        ):
            if values.get(low) and values.get(high) and values[high] < values[low]:
                errors[high] = message
        primary, phases = values.get("primary_phase"), values.get("phases")
        if primary and phases is not None and primary.translation_key not in {item.translation_key for item in phases}:
            errors["primary_phase"] = _("The primary phase must be one of the phases ticked.")
        for name in ("phases", "dimensions"):
            if name in values and not values[name]:
                errors[name] = _("Choose at least one.")
        steps = values.get("steps")
        if steps is not None and sum(block.block_type == "step" for block in steps) < 2:
            message = ValidationError(_("A method needs at least two steps."))
            errors["steps"] = StreamBlockValidationError(non_block_errors=[message])
        for field in ("source_credit", "source_licence"):
            if values.get("adapted") and not values.get(field):
                errors[field] = _("Required when the method is adapted from somebody else's.")
        if bool(values.get("short_minutes")) != bool(values.get("short_text")):
            missing = "short_text" if values.get("short_minutes") else "short_minutes"
            errors[missing] = _("The short version needs both a text and its minutes.")
        return errors

    @property
    def step_minutes(self) -> int:
        """The sum of the steps' and breaks' minutes."""
        return sum(block.value["minutes"] or 0 for block in self.steps)

    def warnings(self):
        found = super().warnings()
        low, high = self.run_minutes_min, self.run_minutes_max
        if low and high and self.steps and not low <= self.step_minutes <= high:
            found.append(
                _("The steps take %(steps)d minutes in all, but the run time is %(low)d to %(high)d minutes.")
                % {"steps": self.step_minutes, "low": low, "high": high}
            )
        return found

    @classmethod
    def get_indexed_objects(cls):
        """All of them, with what `search_facets` looks at: an index is made anew without queries for each page."""
        return (
            super()
            .get_indexed_objects()
            .prefetch_related("phases", "dimensions", "situations", "audiences", "problem_type_fits__problem_type")
        )

    def search_facets(self) -> dict[str, list[str]]:
        """What readers filter methods by: codes by facet, in listings as in search."""
        fits = [item.problem_type.code for item in self.problem_type_fits.all() if item.fit >= WELL]
        return {
            "phase": [term.code for term in self.phases.all()],
            "problem": fits,
            "dimension": [term.code for term in self.dimensions.all()],
            "situation": [term.code for term in self.situations.all()],
            "time": time_codes(self.run_minutes_min),
            "group": group_codes(self.participants_min, self.participants_max),
            "audience": [term.code for term in self.audiences.all()],
        }

    def search_dependents(self) -> Iterable[Page]:
        """The packs that it is in: they take as long as their methods together."""
        return Page.objects.filter(methodcollectionpage__items__method=self).distinct()

    def time_badge(self) -> str:
        """The run time as readers see it: “45 min”, “60–90 min”, “4 h”."""
        return duration(self.run_minutes_min, self.run_minutes_max)

    def group_badge(self) -> str:
        """The size of the group as readers see it: “3–8 people”."""
        low, high = self.participants_min, self.participants_max
        if not low:
            return ""
        if high is None:
            return _("from %(low)d people") % {"low": low}
        if low == high:
            return ngettext("%(count)d person", "%(count)d people", low) % {"count": low}
        return _("%(low)d–%(high)d people") % {"low": low, "high": high}

    def badges(self) -> list[Badge]:
        """The facts on a card."""
        found = [Badge("clock", self.time_badge()), Badge("people", self.group_badge())]
        return [badge for badge in found if badge.text]

    @property
    def preview_modes(self):
        """The page, and the card that is printed of it."""
        return [*self.DEFAULT_PREVIEW_MODES, ("card", _("Print card"))]

    def serve_preview(self, request, mode_name):
        request.wants_print_card = mode_name == "card"
        return super().serve_preview(request, mode_name)

    def get_context(self, request, *args, **kwargs):
        from methodbank.presentation import method_context

        context = super().get_context(request, *args, **kwargs)
        context.update(method_context(self, request))
        return context


TIMES = [15, 30, 45, 60, 120, 240]  # minutes
GROUPS = [(1, 3), (4, 8), (9, 16), (17, None)]
WELL = 2  # from this fit on, a method is found under a problem type


def time_codes(shortest: int | None, bounds: Sequence[int] = TIMES) -> list[str]:
    """The time facet is “at most so many minutes”: an item has every bound that its shortest form fits into."""
    return [str(bound) for bound in bounds if shortest and shortest <= bound]


def group_codes(low: int | None, high: int | None) -> list[str]:
    """The sizes of groups that the span from low to high touches."""
    if not low:
        return []
    return [
        f"{start}-{end or ''}"
        for start, end in GROUPS
        if (end is None or low <= end) and (high is None or high >= start)
    ]


def duration(low: int | None, high: int | None = None) -> str:
    """Minutes for readers: whole hours from two hours on, else minutes; a range with a dash."""
    if not low:
        return ""
    high = high or low
    if low >= 120 and low % 60 == 0 and high % 60 == 0:
        low, high, unit = low // 60, high // 60, _("h")
    else:
        unit = _("min")
    span = str(low) if low == high else f"{low}–{high}"
    return f"{span} {unit}"


def in_source_language() -> dict:
    """Terms are chosen in the source language; readers get their own."""
    return {"locale_id": all_languages()[0].pk}


class MethodProblemType(Orderable):
    """How well a method fits a problem type."""

    page = ParentalKey(MethodPage, on_delete=models.CASCADE, related_name="problem_type_fits")
    problem_type = models.ForeignKey(
        ProblemType,
        verbose_name=_("problem type"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=in_source_language,
    )
    fit = models.PositiveSmallIntegerField(
        _("fit"),
        choices=[(0, _("Not at all")), (1, _("Somewhat")), (2, _("Well")), (3, _("Very well"))],
        default=2,
    )

    panels = [
        FieldRowPanel(
            [
                FieldPanel("problem_type", widget=forms.Select, help_text=_("One row for each kind of problem.")),
                FieldPanel("fit", help_text=_("“Not at all” helps too: it saves others the attempt.")),
            ]
        )
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("problem type of a method")
        verbose_name_plural = _("problem types of a method")
        constraints = [models.UniqueConstraint(fields=["page", "problem_type"], name="unique_method_problem_type")]


class MethodRelation(Orderable):
    """Another method that fits before, after or instead."""

    page = ParentalKey(MethodPage, on_delete=models.CASCADE, related_name="related_methods")
    kind = models.CharField(_("fits"), max_length=8, choices=RelationKind.choices, default=RelationKind.AFTER)
    method = models.ForeignKey(MethodPage, verbose_name=_("method"), on_delete=models.CASCADE, related_name="+")

    panels = [
        FieldPanel("kind", help_text=_("Where the other method comes: before, after or instead of this one.")),
        PageChooserPanel("method"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("related method")
        verbose_name_plural = _("related methods")


class MethodIndexPage(BasePage):
    """All methods and packs, with filters."""

    intro = RichTextField(_("introduction"), features=PLAIN_FEATURES, blank=True)

    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types = ["methodbank.MethodPage", "methodbank.MethodCollectionPage"]
    template = "pages/method_index_page.html"
    type_label = _("Method bank")
    recommended_fields: list[str] = []

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Two or three sentences on how to choose. The filters stand below.")),
        HelpPanel(_("The methods and packs below this page are listed by themselves.")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("method bank")
        verbose_name_plural = _("method banks")

    def get_context(self, request, *args, **kwargs):
        from methodbank.listings import method_listing

        context = super().get_context(request, *args, **kwargs)
        context.update(method_listing(self, request))
        return context
