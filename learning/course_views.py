"""What belongs to a person rather than to a page: “My learning”, certificates, and the place to verify one."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learning import certificates, occasion_presentation
from learning.certificates import Certificate
from learning.models import Completion, CourseIndexPage
from learning.outline import Outline, outlines
from learning.presentation import Unfinished, unfinished
from learning.progressing import everything
from portal import access, mailing, navigation
from portal.content_cache import cached
from portal.languages import localized
from portal.models import PortalSettings


@dataclass(frozen=True)
class Done:
    """A completed course; it may have been taken down since."""

    course: Outline | None
    certificate: Certificate
    has_certificate: bool


def _running(user) -> tuple[list[Unfinished], list[Done]]:
    """The courses that the person is in the middle of, the last read first; and those completed, the newest first."""
    states = everything(user)
    found = {key: course for key, course in outlines(states).items() if access.may_see(user, course.path)}
    courses = {key: course.seen_by(user) for key, course in found.items()}
    begun = [(key, state) for key, state in states.items() if not state.done and key in courses]
    begun.sort(key=lambda item: item[1].last_opened, reverse=True)
    completed = sorted(
        ((state.completion, courses.get(key)) for key, state in states.items() if state.completion),
        key=lambda item: item[0].completed_at,
        reverse=True,
    )
    return (
        [unfinished(courses[key], state) for key, state in begun],
        [Done(course, certificates.certificate(row), row.certificate) for row, course in completed],
    )


def course_index() -> CourseIndexPage | None:
    """The list of courses in the reader's language, if there is one."""
    return localized(cached("course-index", lambda: CourseIndexPage.objects.live().first()))


def courses_address() -> str:
    """Where the list of courses stands for the reader; empty where there is none."""
    page = course_index()
    return page.get_url() or "" if page else ""


@require_safe
@login_required
@never_cache
def my_learning(request: HttpRequest) -> HttpResponse:
    """What the person is in the middle of, has coming and has completed."""
    running, done = _running(request.user)
    context = {
        "running": running,
        "done": done,
        "my_occasions": occasion_presentation.my_occasions(request.user),
        "calendar_address": occasion_presentation.calendar_address(request.user),
        "courses_url": courses_address(),
        **navigation.place(_("My learning")),
    }
    return render(request, "learning/my_learning.html", context)


@require_safe
@login_required
@never_cache
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate to print; for its holder alone."""
    found = certificates.find(code)
    if found is None or found.user_id != request.user.pk:
        raise Http404
    context = {
        "certificate": certificates.certificate(found),
        "portal_name": cached("settings", PortalSettings.load).name,
        "verify_address": mailing.absolute(reverse("certificate_verify")),
    }
    return render(request, "learning/certificate.html", context)


@require_safe
@login_required
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Says whose certificate a code is; 404 where it is nobody's."""
    asked = request.GET.get("code", "").strip()[:40]
    found: Completion | None = certificates.find(asked) if asked else None
    context = {
        "asked": asked,
        "certificate": certificates.certificate(found) if found else None,
        "malformed": bool(asked) and not certificates.normalised(asked),
        **navigation.place(_("Verify a certificate"), None, (_("My learning"), reverse("my_learning"))),
    }
    return render(request, "learning/verify.html", context, status=404 if asked and found is None else 200)
