"""When a course is completed. The one place that decides it.

The rule is the course's own: all required lessons read, every check of them answered right to so many per cent, so
many per cent of an occasion's sessions attended. All that the course asks for must be met, but for lessons that the
person may not see.
"""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone

from learning import certificates
from learning.models import Completion, CourseOccasion, CoursePage, Registration
from learning.models.choices import RegistrationStatus
from learning.outline import Outline, checks, outline
from learning.progressing import Progress, progress

TRIES = 3  # to make a code that nobody has
# Whoever stands so has no seat, and attended nothing.
GONE = [RegistrationStatus.CANCELLED, RegistrationStatus.REFUSED, RegistrationStatus.WAITING]


def attendance(user, course: UUID, only: CourseOccasion | None = None) -> tuple[CourseOccasion | None, int]:
    """The occasion of which the person attended most, and how much of its sessions: per cent, rounded down.

    Of all occasions of the course, or of one only.
    """
    registrations = (
        Registration.objects.filter(user=user, occasion__course__translation_key=course)
        .exclude(status__in=GONE)
        .select_related("occasion")
        .annotate(
            attended=Count("attended_sessions", distinct=True), sessions=Count("occasion__sessions", distinct=True)
        )
    )
    if only:
        registrations = registrations.filter(occasion=only)
    shares = [(row.occasion, min(100, row.attended * 100 // row.sessions)) for row in registrations if row.sessions]
    return max(shares, key=lambda share: share[1], default=(None, 0))


def _met(user, course: Outline, state: Progress) -> tuple[bool, CourseOccasion | None]:
    """Whether the rule is met, and the occasion where one counted. A rule that asks for nothing is not met."""
    asked = []
    required = {lesson.key for lesson in course.lessons if lesson.required}
    if course.rule.lessons and required:
        asked.append(required <= state.completed.keys())
    if course.rule.quiz_percent and any(check.required for check in checks(course)):
        asked.append(not state.checks_left(course))
    occasion = None
    if course.rule.attendance_percent and all(asked):
        occasion, share = attendance(user, course.key)
        asked.append(share >= course.rule.attendance_percent)
    return bool(asked) and all(asked), occasion


def evaluate(user, course: UUID | CoursePage) -> Completion | None:
    """Completes the course for the person when its rule is met; None when it is not.

    Called after whatever may have met it: a lesson read, a check answered, attendance recorded. As often as one likes:
    a course is completed once, and stays so whatever becomes of the course. A course that is not published completes
    nobody.
    """
    key = course if isinstance(course, UUID) else course.translation_key
    state = progress(user, [key])[key]
    if state.completion:
        return state.completion
    found = outline(key)
    if found is None:
        return None
    met, occasion = _met(user, found.seen_by(user), state)
    return _complete(user, found, occasion) if met else None


def withdraw(user, occasion: CourseOccasion) -> None:
    """Takes back a completion that rests on the occasion, when the person turns out to have attended too little.

    Only attendance counts here: lessons and checks once done stay done, whatever becomes of the course. Where another
    occasion is enough, the completion rests on that one instead.
    """
    course = occasion.course.translation_key
    own = Completion.objects.filter(user=user, course=course, occasion=occasion)
    if not own.exists():
        return
    found = outline(course)
    asked = found.rule.attendance_percent if found else occasion.course.attendance_percent
    if not asked or attendance(user, course, occasion)[1] >= asked:
        return
    other, share = attendance(user, course)
    if share >= asked:
        own.update(occasion=other)
    else:
        own.delete()


def _complete(user, course: Outline, occasion: CourseOccasion | None) -> Completion:
    pages = CoursePage.objects.live().filter(translation_key=course.key).select_related("locale")
    values = {
        "occasion": occasion,
        "completed_at": timezone.now(),
        "holder": (user.get_full_name() or user.get_username())[:200],
        "titles": {page.locale.language_code: page.title for page in pages},
        "certificate": course.certificate,
    }
    for number in range(TRIES):
        try:
            with transaction.atomic():
                made = Completion.objects.create(user=user, course=course.key, code=certificates.new_code(), **values)
                if occasion:
                    came = Registration.objects.filter(user=user, occasion=occasion, status=RegistrationStatus.ATTENDED)
                    came.update(status=RegistrationStatus.COMPLETED, changed_at=timezone.now())
                return made
        except IntegrityError:  # completed a moment ago by the other half of a double click, or the code was taken
            found = Completion.objects.filter(user=user, course=course.key).first()
            if found:
                return found
            if number == TRIES - 1:
                raise
    raise AssertionError
