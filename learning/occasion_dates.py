"""When courses are given next: for cards and the list of courses. It follows the clock, so it is never kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from learning.models import CourseOccasion
from learning.models.choices import OccasionStatus
from learning.occasion_state import State, state
from portal.cards import Badge

SOON = timedelta(days=31)


@dataclass(frozen=True)
class Coming:
    """What a list shows of a course's coming occasions."""

    starts_at: datetime  # of the first, whether one can sign up for it yet or no longer
    open: bool  # whether one can sign up for any of them


def coming() -> dict[UUID, Coming]:
    """The coming occasions by course, in one query."""
    now = timezone.now()
    rows = (
        CourseOccasion.objects.filter(starts_at__gt=now)
        .exclude(status=OccasionStatus.CANCELLED)
        .annotate(course_key=F("course__translation_key"))
        .only("starts_at", "ends_at", "status", "opens_at", "closes_at")
        .order_by("starts_at")
    )
    found: dict[UUID, Coming] = {}
    for row in rows:
        is_open = state(row, now) == State.OPEN
        first = found.get(row.course_key)
        found[row.course_key] = Coming(
            first.starts_at if first else row.starts_at, is_open or bool(first and first.open)
        )
    return found


def badge(first: Coming) -> Badge:
    """The day of the next occasion, on a card."""
    day = timezone.localtime(first.starts_at)
    same_year = day.year == timezone.localdate().year
    return Badge("calendar", date_format(day, "j F" if same_year else "j F Y"))
