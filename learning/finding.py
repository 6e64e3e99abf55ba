"""What search is told about courses, lessons, paths and coaches, and other pages about the courses that they are in."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from learning.listings import form_values
from learning.models import CourseMethod, CourseStory
from portal.finding import Kind, SearchFacet, register_facet, register_kind
from portal.related import Related, register_related


def courses_teaching(method: UUID) -> list[UUID]:
    """The published courses that teach a method, in any language, by title."""
    rows = CourseMethod.objects.filter(method__translation_key=method, page__live=True).order_by("page__title")
    return list(dict.fromkeys(rows.values_list("page__translation_key", flat=True)))


def courses_telling(story: UUID) -> list[UUID]:
    """The published courses that tell a story, in any language, by title."""
    rows = CourseStory.objects.filter(story__translation_key=story, page__live=True).order_by("page__title")
    return list(dict.fromkeys(rows.values_list("page__translation_key", flat=True)))


def register() -> None:
    """Registers kinds, facets and relations; once, when the app is ready."""
    from learning.models import CoachIndexPage

    register_kind(Kind("course", _("Courses"), words={"sv": "kurs utbildning", "en": "course training"}))
    register_kind(Kind("lesson", _("Lessons"), words={"sv": "lektion", "en": "lesson"}))
    register_kind(Kind("path", _("Learning paths"), words={"sv": "lärstig", "en": "path"}))
    pages = CoachIndexPage.objects.live().only("path", "locale")
    register_kind(Kind("coach", _("Coaches"), "people", {"sv": "coach person", "en": "coach"}, pages=pages.all))
    register_facet(SearchFacet("form", _("Form"), form_values))
    register_related("method", Related(_("Courses that teach it"), courses_teaching))
    register_related("story", Related(_("Courses that tell it"), courses_telling))
