"""What search is told about courses, lessons, paths and coaches."""

from django.utils.translation import gettext_lazy as _

from portal.finding import Kind, register_kind


def register() -> None:
    """Registers the kinds; once, when the app is ready."""
    from learning.models import CoachIndexPage

    words = ("kurs", "kurser", "utbildning", "utbildningar", "course", "courses", "training")
    register_kind(Kind("course", _("Courses"), words=words, drafted_as="learning.CoursePage"))
    register_kind(Kind("lesson", _("Lessons"), words=("lektion", "lektioner", "lesson")))
    register_kind(Kind("path", _("Learning paths"), words=("lärstig", "lärstigar", "path", "paths")))
    pages = CoachIndexPage.objects.live().only("path", "locale")
    register_kind(Kind("coach", _("Coaches"), "people", ("coach", "coacher", "coaches", "person"), pages=pages.all))
