"""Courses: what one learns, for whom, in which form, and what it takes to complete one."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
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
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from learning.models.choices import CourseForm, WorkingLanguage
from learning.models.coach import Coach
from methodbank.blocks import lines
from methodbank.models import Audience, Dimension, MethodPage, Phase, ProblemType, Situation, StoryPage
from methodbank.models.method import in_source_language, time_codes
from portal.blocks import PLAIN_FEATURES, BodyBlock
from portal.cards import Badge
from portal.fields import StreamField
from portal.models import BasePage
from portal.widgets import TermCheckboxes

PERCENT = [MinValueValidator(1), MaxValueValidator(100)]


class CoursePage(BasePage):
    """A course; its lessons are the pages below it, its occasions belong to all its translations."""

    intro = RichTextField(
        _("introduction"),
        features=PLAIN_FEATURES,
        help_text=_("Whom it is for, how it goes and what it takes. Three short paragraphs."),
    )
    goals = StreamField(
        lines(_("Goal")),
        min_num=1,
        verbose_name=_("learning goals"),
        help_text=_("What one can do afterwards. Begin each with a verb."),
    )
    alternative_names = StreamField(
        lines(_("Name")),
        blank=True,
        verbose_name=_("alternative names"),
        help_text=_("What people may call it when they search. As important as the title for finding it."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))

    form = models.CharField(_("form"), max_length=12, choices=CourseForm.choices, default=CourseForm.DIGITAL)
    delivery_language = models.CharField(
        _("given in"), max_length=4, choices=WorkingLanguage.choices, default=WorkingLanguage.SWEDISH
    )
    duration_minutes = models.PositiveIntegerField(
        _("duration, minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: the sum of the lessons."),
    )
    phases = ParentalManyToManyField(Phase, verbose_name=_("phases"), related_name="courses", blank=True)
    problem_types = ParentalManyToManyField(
        ProblemType, verbose_name=_("problem types"), related_name="courses", blank=True
    )
    dimensions = ParentalManyToManyField(Dimension, verbose_name=_("dimensions"), related_name="courses", blank=True)
    situations = ParentalManyToManyField(Situation, verbose_name=_("situations"), related_name="courses", blank=True)
    audiences = ParentalManyToManyField(Audience, verbose_name=_("audiences"), related_name="courses", blank=True)
    coaches = ParentalManyToManyField(
        Coach,
        verbose_name=_("coaches"),
        related_name="courses",
        blank=True,
        limit_choices_to=in_source_language,
    )

    requires_lessons = models.BooleanField(
        _("all lessons"), default=True, help_text=_("Every lesson that is not optional must be read.")
    )
    quiz_percent = models.PositiveSmallIntegerField(
        _("knowledge checks, per cent"),
        null=True,
        blank=True,
        validators=PERCENT,
        help_text=_("How much of every check must be right. Empty: the checks do not count."),
    )
    attendance_percent = models.PositiveSmallIntegerField(
        _("attendance, per cent"),
        null=True,
        blank=True,
        validators=PERCENT,
        help_text=_("How many of an occasion's sessions must be attended. Empty: attendance does not count."),
    )
    certificate = models.BooleanField(_("certificate"), default=True)
    manager_approval = models.BooleanField(_("needs the manager's approval"), default=False)

    parent_page_types = ["learning.CourseIndexPage"]
    subpage_types = ["learning.LessonPage"]
    template = "pages/course_page.html"
    type_label = _("Course")
    search_kind = "course"
    recommended_fields = ["illustration", "audiences"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("goals"),
        FieldPanel("body", help_text=_("The programme, how to prepare, what a manager should know.")),
        FieldPanel("alternative_names"),
    ]
    facts_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("form", help_text=_("Blended: lessons to read, and occasions to come to.")),
                        FieldPanel("delivery_language", help_text=_("The language that is spoken or read.")),
                    ]
                ),
                FieldPanel("duration_minutes"),
            ],
            heading=_("How it is given"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("requires_lessons"),
                FieldRowPanel([FieldPanel("quiz_percent"), FieldPanel("attendance_percent")]),
                FieldPanel("certificate", help_text=_("Whoever has completed it can print one.")),
            ],
            heading=_("Completed when"),
            help_text=_("All that is ticked or filled in must be met."),
        ),
        FieldPanel(
            "manager_approval", help_text=_("Those who sign up name their manager, who says yes or no by mail.")
        ),
        FieldPanel("audiences", widget=TermCheckboxes, help_text=_("Nobody ticked: everyone.")),
        FieldPanel("situations", widget=TermCheckboxes, help_text=_("When people need what it teaches.")),
        FieldPanel("phases", widget=TermCheckboxes, help_text=_("The phases that it teaches something for.")),
        FieldPanel("problem_types", widget=TermCheckboxes, help_text=_("The problems that it prepares for.")),
        FieldPanel(
            "dimensions",
            widget=TermCheckboxes,
            help_text=_("Structure is how you work, culture is how you are together."),
        ),
    ]
    relations_panels = [
        InlinePanel(
            "prerequisites",
            heading=_("Courses to take before"),
            label=_("Course"),
            help_text=_("Required ones stop a sign-up; recommended ones are only said."),
        ),
        InlinePanel(
            "taught_methods",
            heading=_("Methods that it teaches"),
            label=_("Method"),
            help_text=_("The course then shows on the methods' pages."),
        ),
        InlinePanel("told_stories", heading=_("Stories"), label=_("Story"), help_text=_("What others did with it.")),
        FieldPanel("coaches", widget=TermCheckboxes, help_text=_("Those one can ask during the course or after it.")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("alternative_names", boost=5),
        index.AutocompleteField("alternative_names"),
        index.SearchField("intro"),
        index.SearchField("goals"),
        index.SearchField("body"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(
            SynchronizedField(name)
            for name in (
                "form",
                "delivery_language",
                "phases",
                "problem_types",
                "dimensions",
                "situations",
                "audiences",
                "coaches",
            )
        ),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @classmethod
    def broken_rules(cls, values):
        errors = super().broken_rules(values)
        if values.get("form") == CourseForm.DIGITAL and values.get("attendance_percent"):
            errors["attendance_percent"] = _("A digital course has no occasions to attend.")
        names = ("requires_lessons", "quiz_percent", "attendance_percent")
        if all(name in values for name in names) and not any(values[name] for name in names):
            errors["requires_lessons"] = ValidationError(_("Say what it takes to complete the course."))
        return errors

    @classmethod
    def get_indexed_objects(cls):
        """All of them, with what `search_facets` looks at: an index is made anew without queries for each page."""
        return (
            super()
            .get_indexed_objects()
            .prefetch_related("phases", "problem_types", "dimensions", "situations", "audiences")
        )

    def search_facets(self) -> dict[str, list[str]]:
        """What readers filter courses by: codes by facet, in listings as in search."""
        from learning.outline import stored_minutes

        names = {"phase": self.phases, "problem": self.problem_types, "dimension": self.dimensions}
        names |= {"situation": self.situations, "audience": self.audiences}
        found = {name: [term.code for term in terms.all()] for name, terms in names.items()}
        return found | {"form": [self.form], "time": time_codes(stored_minutes(self.translation_key))}

    def search_dependents(self) -> Iterable[Page]:
        """Its translations: they take as long as the source says."""
        return CoursePage.objects.filter(translation_key=self.translation_key).exclude(pk=self.pk)

    def badges(self) -> list[Badge]:
        """The facts on a card."""
        from learning.presentation import course_badges

        return course_badges(self)

    def get_context(self, request, *args, **kwargs):
        from learning.presentation import course_context

        context = super().get_context(request, *args, **kwargs)
        context.update(course_context(self, request))
        return context


class CoursePrerequisite(Orderable):
    """A course to take before another."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="prerequisites")
    course = models.ForeignKey(CoursePage, verbose_name=_("course"), on_delete=models.CASCADE, related_name="+")
    required = models.BooleanField(_("required"), default=False)

    panels = [
        PageChooserPanel("course", help_text=_("In any language: readers get it in theirs.")),
        FieldPanel("required", help_text=_("Tick it, and nobody can sign up before they have completed that course.")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("prerequisite")
        verbose_name_plural = _("prerequisites")


class CourseMethod(Orderable):
    """A method that a course teaches."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="taught_methods")
    method = models.ForeignKey(MethodPage, verbose_name=_("method"), on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("method")]

    class Meta(Orderable.Meta):
        verbose_name = _("method of a course")
        verbose_name_plural = _("methods of a course")


class CourseStory(Orderable):
    """A story that a course tells or that followed from it."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="told_stories")
    story = models.ForeignKey(StoryPage, verbose_name=_("story"), on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("story", help_text=_("In any language: readers get it in theirs."))]

    class Meta(Orderable.Meta):
        verbose_name = _("story of a course")
        verbose_name_plural = _("stories of a course")


class CourseIndexPage(BasePage):
    """All courses and learning paths, with filters."""

    intro = RichTextField(_("introduction"), features=PLAIN_FEATURES, blank=True)

    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types = ["learning.CoursePage", "learning.LearningPathPage"]
    template = "pages/course_index_page.html"
    type_label = _("Courses")
    recommended_fields: list[str] = []

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Two or three sentences on how to choose. The filters stand below.")),
        HelpPanel(_("The courses and learning paths below this page are listed by themselves.")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("list of courses")
        verbose_name_plural = _("lists of courses")

    def get_context(self, request, *args, **kwargs):
        from learning.listings import course_listing

        context = super().get_context(request, *args, **kwargs)
        context.update(course_listing(self, request))
        return context
