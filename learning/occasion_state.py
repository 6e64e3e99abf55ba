"""Where an occasion stands: what its leader has decided, seen against the clock and the seats taken."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q
from django.utils import timezone

from learning.models import CourseOccasion, Registration
from learning.models.choices import SEATED, OccasionStatus, RegistrationStatus


class State(StrEnum):
    """Whether one can sign up, and if not, why."""

    CANCELLED = "cancelled"
    DONE = "done"
    PLANNED = "planned"  # announced; the leader opens it for sign-up
    LATER = "later"  # opens at a set time
    CLOSED = "closed"
    OPEN = "open"


def closes(occasion: CourseOccasion) -> datetime | None:
    """Until when one may sign up: the time set, but never later than the start."""
    return min((moment for moment in (occasion.closes_at, occasion.starts_at) if moment), default=None)


def state(occasion: CourseOccasion, now: datetime | None = None) -> State:
    """The state at a moment; seats do not matter to it."""
    now = now or timezone.now()
    if occasion.status == OccasionStatus.CANCELLED:
        return State.CANCELLED
    if occasion.ends_at and occasion.ends_at <= now:
        return State.DONE
    last = closes(occasion)
    if occasion.status == OccasionStatus.CLOSED or (last and last <= now):
        return State.CLOSED
    if occasion.status == OccasionStatus.PLANNED:
        return State.PLANNED
    return State.LATER if occasion.opens_at and occasion.opens_at > now else State.OPEN


def begun(occasion: CourseOccasion, now: datetime | None = None) -> bool:
    """Whether the first session has started."""
    return bool(occasion.starts_at and occasion.starts_at <= (now or timezone.now()))


TAKEN = Count("pk", filter=Q(status__in=SEATED))
WAITING = Count("pk", filter=Q(status=RegistrationStatus.WAITING))


@dataclass(frozen=True)
class Seats:
    """How many seats there are, are taken, and are waited for."""

    capacity: int
    waiting_maximum: int
    taken: int = 0
    waiting: int = 0

    @property
    def free(self) -> int:
        """Seats that one gets at once: none while somebody waits, who comes first."""
        return 0 if self.waiting else max(0, self.capacity - self.taken)

    @property
    def may_wait(self) -> int:
        """How many more may stand in line."""
        return max(0, self.waiting_maximum - self.waiting)


def seats(occasion: CourseOccasion) -> Seats:
    """The seats as they are now, with one query."""
    counted = Registration.objects.filter(occasion=occasion).aggregate(taken=TAKEN, waiting=WAITING)
    return Seats(occasion.capacity, occasion.waiting_maximum, **counted)
