"""What course leaders do with their occasions; each act is a transaction with the occasion locked."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from learning import completing
from learning import occasion_mails as mails
from learning.models import Completion, CourseOccasion, OccasionSession, Registration
from learning.models.choices import OccasionStatus, RegistrationStatus
from learning.registering import STANDS, Refused, in_turn, keep_offers_before_start, lock, promote

# Those who came, or are expected to: the participants' list.
PARTICIPANTS = [
    RegistrationStatus.REGISTERED,
    RegistrationStatus.ATTENDED,
    RegistrationStatus.ABSENT,
    RegistrationStatus.COMPLETED,
]


def is_leader(user, occasion: CourseOccasion) -> bool:
    """Whether the user is one of the occasion's teachers: only they see who takes part."""
    return user.is_authenticated and occasion.teachers.filter(pk=user.pk).exists()


def participants(occasion: CourseOccasion) -> list[Registration]:
    """Those on the participants' list, by name."""
    rows = Registration.objects.filter(occasion=occasion, status__in=PARTICIPANTS).select_related("user")
    return list(rows.prefetch_related("attended_sessions").order_by("user__last_name", "user__first_name", "pk"))


@in_turn
def call_off(occasion_pk: int, reason: str) -> bool:
    """Cancels the occasion and tells everyone who stands there; whether anything changed. Raises Refused."""
    occasion = lock(occasion_pk)
    if occasion.status == OccasionStatus.CANCELLED:
        return False
    if occasion.is_done:
        raise Refused(_("The occasion is over, and cannot be cancelled."))
    occasion.status, occasion.cancel_reason = OccasionStatus.CANCELLED, reason.strip()
    occasion.sequence += 1
    occasion.save()
    for registration in _standing(occasion):
        mails.called_off(registration)
    return True


@in_turn
def mark_attendance(occasion_pk: int, ticks: dict[int, Iterable[int]]) -> int:
    """Writes who came to which sessions: `{registration: [session, …]}`; how many rows are other ones than before.

    Who is not named is left alone. Sessions that have not begun cannot be attended.
    """
    occasion = lock(occasion_pk)
    now = timezone.now()
    begun = {session.pk for session in occasion.sessions.all() if session.start <= now}
    changed = 0
    for registration in participants(occasion):
        if registration.pk not in ticks:
            continue
        wanted = set(ticks[registration.pk]) & begun
        had = {session.pk for session in registration.attended_sessions.all()}
        if wanted != had:
            registration.attended_sessions.set(wanted)
        if had - wanted:
            completing.withdraw(registration.user, occasion)
        status = registration.status
        _settle(registration, occasion, came=bool(wanted))
        changed += wanted != had or status != registration.status
    return changed


def _settle(registration: Registration, occasion: CourseOccasion, *, came: bool) -> None:
    """Writes how the person stands by what they attended. Completed: the course, and at this occasion."""
    course = occasion.course.translation_key
    if came:
        completing.evaluate(registration.user, course)
    if Completion.objects.filter(user=registration.user, course=course, occasion=occasion).exists():
        status = RegistrationStatus.COMPLETED
    elif came:
        status = RegistrationStatus.ATTENDED
    else:
        status = RegistrationStatus.ABSENT if occasion.is_done else RegistrationStatus.REGISTERED
    if status != registration.status:
        registration.status = status
        registration.save(update_fields=["status", "changed_at"])


@in_turn
def message_all(occasion_pk: int, sender, token: UUID, subject: str, text: str) -> int:
    """Writes to all who have a seat; how many mails that was. The same message again writes none.

    Raises Refused where the token was sent with other words.
    """
    occasion = lock(occasion_pk)
    if mails.is_another_message(token, subject, text):
        raise Refused(_("Another message was sent from this form. If this one is to go out too, send it again."))
    written = 0
    for registration in participants(occasion):
        registration.occasion = occasion
        written += mails.message(registration, token, subject, text, sender)
    return written


type Snapshot = dict[int, tuple]


def snapshot(occasion_pk: int) -> Snapshot:
    """Times and places of the sessions, as they are stored: what participants are told of when it changes."""
    rows = OccasionSession.objects.filter(occasion=occasion_pk)
    return {
        session.pk: (session.start, session.end, session.place, session.map_link, session.online_address)
        for session in rows
    }


@in_turn
def after_change(occasion_pk: int, before: Snapshot) -> bool:
    """After an occasion was saved: tells those with a seat of other times and places, and fills new seats.

    Whether time or place is another one; then the calendar events have a new sequence.
    """
    occasion = lock(occasion_pk)
    now = snapshot(occasion_pk)
    changed = before != now and occasion.status != OccasionStatus.CANCELLED
    if changed:
        occasion.sequence += 1
        occasion.save()
        # As calendars know them, to be taken out of there.
        removed = [
            OccasionSession(pk=pk, start=values[0], end=values[1]) for pk, values in before.items() if pk not in now
        ]
        if not occasion.is_done:
            for registration in _standing(occasion):
                mails.changed(registration, removed)
        for registration in participants(occasion):  # of fewer sessions the same ticks are a larger part
            if registration.attended_sessions.all():
                _settle(registration, occasion, came=True)
    keep_offers_before_start(occasion)
    promote(occasion)
    return changed


def _standing(occasion: CourseOccasion) -> list[Registration]:
    rows = Registration.objects.filter(occasion=occasion, status__in=STANDS).select_related("user")
    found = list(rows.order_by("queued_at", "pk"))
    for registration in found:
        registration.occasion = occasion  # one object, with its sessions
    return found
