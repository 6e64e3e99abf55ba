"""What falls due by itself: reminders, follow-ups, unanswered offers and approvals, too few participants.

Run as often as one likes: each mail has a key and is written once. After a day without a run it does what was due then,
as long as that makes sense: no reminder of what has begun, no week's reminder on the eve.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db.models import Q
from django.utils import timezone

from learning import approving, registering
from learning import occasion_mails as mails
from learning.models import CourseOccasion, Registration
from learning.models.choices import OccasionStatus, RegistrationStatus
from portal.models import Mail

REMINDERS = (7, 1)  # days before
FOLLOW_UP = timedelta(days=14)  # after which nobody is thanked any more
UNRECORDED = timedelta(days=1)  # after the end, in which the leader can say who came
BEFORE_START = timedelta(days=3)  # when leaders are told of too few, where sign-up is open until the start
CAME = [RegistrationStatus.ATTENDED, RegistrationStatus.COMPLETED]


@dataclass(frozen=True)
class Done:
    """How much a run has done."""

    offers: int
    reminders: int
    follow_ups: int
    too_few: int
    asked_again: int
    given_back: int


def run() -> Done:
    """All that is due."""
    return Done(registering.expire_offers(), _reminders(), _follow_ups(), _too_few(), *approving.chase())


def _held():
    return CourseOccasion.objects.exclude(status=OccasionStatus.CANCELLED)


def _reminders() -> int:
    now = timezone.now()
    coming = _held().filter(starts_at__gt=now, starts_at__lte=now + timedelta(days=max(REMINDERS)))
    return sum(_remind(pk) for pk in coming.values_list("pk", flat=True))


@registering.in_turn
def _remind(pk: int) -> int:
    occasion, now = registering.lock(pk), timezone.now()
    left = occasion.starts_at - now if occasion.starts_at else timedelta()
    # As it is now that it is held: cancelled or moved it may be since.
    if occasion.status == OccasionStatus.CANCELLED or not timedelta() < left <= timedelta(days=max(REMINDERS)):
        return 0
    # The nearest one that is due: whoever gets tomorrow's needs no week's.
    days = min(days for days in REMINDERS if left <= timedelta(days=days))
    due = occasion.starts_at - timedelta(days=days)
    # Whoever signed up later than that has just had all of it.
    early = Q(registered_at__lt=due) | Q(registered_at=None, queued_at__lt=due)
    rows = Registration.objects.filter(early, occasion=occasion, status=RegistrationStatus.REGISTERED)
    return _each(rows, occasion, partial(mails.reminder_key, days=days), partial(mails.reminder, days=days))


def _follow_ups() -> int:
    now = timezone.now()
    over = _held().filter(ends_at__lte=now, ends_at__gt=now - FOLLOW_UP)
    return sum(_follow_up(pk) for pk in over.values_list("pk", flat=True))


@registering.in_turn
def _follow_up(pk: int) -> int:
    occasion, now = registering.lock(pk), timezone.now()
    if occasion.status == OccasionStatus.CANCELLED or not occasion.is_done:
        return 0
    # Until the leader has written down who came, nobody knows whom to thank; a day later it is those not known absent.
    came = [*CAME, RegistrationStatus.REGISTERED] if occasion.ends_at <= now - UNRECORDED else CAME
    rows = Registration.objects.filter(occasion=occasion, status__in=came)
    return _each(rows, occasion, mails.follow_up_key, mails.follow_up)


def _each(
    rows, occasion: CourseOccasion, key: Callable[[Registration], str], write: Callable[[Registration], bool]
) -> int:
    """Writes to those who have not been written to; how many. Nothing is made for the others."""
    found = list(rows.exclude(user__email="").select_related("user").order_by("pk"))
    for registration in found:
        registration.occasion = occasion  # one object, with its sessions
    keys = [key(registration) for registration in found]
    had = set(Mail.objects.filter(key__in=keys).values_list("key", flat=True))
    return sum(write(row) for row, name in zip(found, keys, strict=True) if name not in had)


def _too_few() -> int:
    coming = _held().filter(minimum_participants__gt=0, starts_at__gt=timezone.now())
    return sum(_warn(pk) for pk in coming.values_list("pk", flat=True))


@registering.in_turn
def _warn(pk: int) -> int:
    occasion, now = registering.lock(pk), timezone.now()
    if occasion.status == OccasionStatus.CANCELLED or not occasion.starts_at or occasion.starts_at <= now:
        return 0
    due = occasion.closes_at
    if not due or due >= occasion.starts_at:  # one may sign up until the start, when it is too late to decide
        due = occasion.starts_at - BEFORE_START
    if due > now and occasion.status != OccasionStatus.CLOSED:
        return 0
    seats = [RegistrationStatus.REGISTERED, RegistrationStatus.APPROVAL]
    registered = Registration.objects.filter(occasion=occasion, status__in=seats).count()
    return mails.too_few(occasion, registered) if registered < occasion.minimum_participants else 0
