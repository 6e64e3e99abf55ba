"""Seats kept for a manager's answer that does not come: asked for once more, then given back to the line."""

from datetime import datetime, timedelta

from django.utils import timezone

from learning import occasion_mails as mails
from learning.models import Registration
from learning.models.choices import OccasionStatus, RegistrationStatus
from learning.occasion_state import begun
from learning.registering import approval_due, in_turn, leave, locked_registration, promote
from portal.models import Mail

ASK_AGAIN = timedelta(days=3)  # after the manager was asked


def chase() -> tuple[int, int]:
    """All that wait for an answer: how many managers were asked again, and how many seats were given back."""
    waiting = Registration.objects.filter(status=RegistrationStatus.APPROVAL, occasion__starts_at__gt=timezone.now())
    waiting = waiting.exclude(occasion__status=OccasionStatus.CANCELLED).order_by("queued_at", "pk")
    done = [_chase(pk) for pk in waiting.values_list("pk", flat=True)]
    return sum(asked for asked, _given in done), sum(given for _asked, given in done)


@in_turn
def _chase(registration_pk: int) -> tuple[bool, bool]:
    registration, occasion = locked_registration(registration_pk)
    now, manager = timezone.now(), registration.manager
    if registration.status != RegistrationStatus.APPROVAL or occasion.status == OccasionStatus.CANCELLED:
        return False, False
    if begun(occasion):
        return False, False
    asked = _asked_at(registration)
    last = approval_due(occasion, asked)
    if manager is None or not manager.is_active or last <= now:
        mails.approval_missing(registration)
        leave(registration, RegistrationStatus.CANCELLED)
        promote(occasion)
        return False, True
    return asked + ASK_AGAIN <= now and mails.approval_asked_again(registration, last), False


def _asked_at(registration: Registration) -> datetime:
    """When the mail to the manager was written; where it is gone, when the registration was last changed."""
    mail = Mail.objects.filter(key=mails.approval_key(registration)).first()
    return mail.created_at if mail else registration.changed_at


def answer_by(registration: Registration) -> datetime:
    """Until when the seat is kept."""
    return approval_due(registration.occasion, _asked_at(registration))
