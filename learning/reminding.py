"""What falls due by itself: reminders, follow-ups, unanswered offers, too few participants.

Run as often as one likes: each mail has a key and is written once. After a day without a run it does what was due then,
as long as that makes sense: no reminder of what has begun, no week's reminder on the eve.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from learning import occasion_mails as mails
from learning import registering
from learning.models import CourseOccasion, Registration
from learning.models.choices import OccasionStatus, RegistrationStatus
from learning.occasion_state import closes

REMINDERS = (7, 1)  # days before
FOLLOW_UP = timedelta(days=14)  # after which nobody is thanked any more
CAME = [RegistrationStatus.REGISTERED, RegistrationStatus.ATTENDED, RegistrationStatus.COMPLETED]


@dataclass(frozen=True)
class Done:
    """How much a run has done."""

    offers: int
    reminders: int
    follow_ups: int
    too_few: int


def run() -> Done:
    """All that is due."""
    return Done(registering.expire_offers(), _reminders(), _follow_ups(), _too_few())


def _held():
    return CourseOccasion.objects.exclude(status=OccasionStatus.CANCELLED)


def _reminders() -> int:
    now = timezone.now()
    coming = _held().filter(starts_at__gt=now, starts_at__lte=now + timedelta(days=max(REMINDERS)))
    written = 0
    for occasion in coming:
        left = occasion.starts_at - now
        # The nearest one that is due: whoever gets tomorrow's needs no week's.
        days = min(days for days in REMINDERS if left <= timedelta(days=days))
        due = occasion.starts_at - timedelta(days=days)
        rows = Registration.objects.filter(occasion=occasion, status=RegistrationStatus.REGISTERED)
        # Whoever signed up later than that has just had all of it.
        early = Q(registered_at__lt=due) | Q(registered_at=None, queued_at__lt=due)
        written += _each(rows.filter(early), occasion, lambda row, days=days: mails.reminder(row, days))
    return written


def _follow_ups() -> int:
    now = timezone.now()
    over = _held().filter(ends_at__lte=now, ends_at__gt=now - FOLLOW_UP)
    return sum(
        _each(Registration.objects.filter(occasion=occasion, status__in=CAME), occasion, mails.follow_up)
        for occasion in over
    )


def _each(rows, occasion: CourseOccasion, write: Callable[[Registration], bool]) -> int:
    written = 0
    for registration in rows.select_related("user").order_by("pk"):
        registration.occasion = occasion
        with transaction.atomic():
            written += write(registration)
    return written


def _too_few() -> int:
    now = timezone.now()
    told = 0
    for occasion in _held().filter(minimum_participants__gt=0, starts_at__gt=now):
        if closes(occasion) > now and occasion.status != OccasionStatus.CLOSED:
            continue
        with transaction.atomic():
            seats = [RegistrationStatus.REGISTERED, RegistrationStatus.APPROVAL]
            registered = Registration.objects.filter(occasion=occasion, status__in=seats).count()
            if registered < occasion.minimum_participants:
                told += mails.too_few(occasion, registered)
    return told
