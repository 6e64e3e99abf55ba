"""Lessons: the pages below a course, in the order of the tree."""

from collections.abc import Iterable
from http import HTTPMethod

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from learning.blocks import LessonBlock
from methodbank.models.method import time_codes
from portal.blocks import PLAIN_FEATURES
from portal.cards import Badge
from portal.fields import StreamField
from portal.models import BasePage


class LessonPage(BasePage):
    """A part of a course, to read in one sitting."""

    intro = RichTextField(
        _("introduction"),
        features=PLAIN_FEATURES,
        blank=True,
        help_text=_("What one has learned at the end. One or two sentences."),
    )
    body = StreamField(LessonBlock(), blank=True, verbose_name=_("content"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1)], help_text=_("To read and to do. 10 to 15 is good.")
    )
    required = models.BooleanField(
        _("required"), default=True, help_text=_("Optional lessons do not count for completing the course.")
    )

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS, HTTPMethod.POST]
    parent_page_types = ["learning.CoursePage"]
    subpage_types: list[str] = []
    template = "pages/lesson_page.html"
    type_label = _("Lesson")
    search_kind = "lesson"
    recommended_fields: list[str] = []

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("required")]),
        FieldPanel("intro"),
        FieldPanel("body", help_text=_("Something to read, something to do, and a check at the end of the last one.")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def search_facets(self) -> dict[str, list[str]]:
        """What readers filter lessons by: see `portal.finding`."""
        return {"time": time_codes(self.minutes)}

    def search_dependents(self) -> Iterable[Page]:
        """Its course in every language: it may take as long as its lessons together."""
        course = Page.objects.filter(path=self.path[: -Page.steplen]).values("translation_key")
        return Page.objects.filter(translation_key__in=course)

    def badges(self) -> list[Badge]:
        """The facts on a card and on a search hit: which course it belongs to."""
        from learning.lesson_presentation import lesson_badges

        return lesson_badges(self)

    def get_context(self, request, *args, sent=None, **kwargs):
        """`sent` is what a reader has just sent from the page (`learning.lesson_acts`)."""
        from learning.lesson_presentation import lesson_context

        context = super().get_context(request, *args, **kwargs)
        context.update(lesson_context(self, request, sent))
        return context

    def serve(self, request, *args, **kwargs):
        """The page; to a POST, what the reader has done on it."""
        from learning.lesson_acts import act, note_opened

        if request.method == "POST":
            return act(self, request)
        response = super().serve(request, *args, **kwargs)
        note_opened(self, request, response.context_data)
        return response
