"""Signing up for an occasion and leaving it: the one place where a registration's status changes.

Every act is one transaction that begins by locking the row of the occasion, so that acts on the same occasion stand in
line and each sees what the one before it did. (SQLite locks the whole database instead: its transactions begin
IMMEDIATE.) What is done twice is done once: a double click, a second acceptance and a replayed form change nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from time import sleep

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning import occasion_mails as mails
from learning.models import Completion, CourseOccasion, CoursePrerequisite, Registration
from learning.models.choices import OccasionStatus, RegistrationStatus
from learning.occasion_state import State, begun, closes, seats, state
from portal.languages import active_language, best

ANSWER_WITHIN = timedelta(hours=48)  # an offered seat
GIVE_BACK = timedelta(days=7)  # a seat kept for a manager's answer
LEFT = {RegistrationStatus.CANCELLED, RegistrationStatus.REFUSED}
STANDS = {
    RegistrationStatus.APPROVAL,
    RegistrationStatus.REGISTERED,
    RegistrationStatus.WAITING,
    RegistrationStatus.OFFERED,
}
TRIES = 5  # of a transaction that the database gives up


class Refused(Exception):
    """What was asked for cannot be done; the message is a sentence for whoever asked, in their language."""

    def __init__(self, message: str, status: int = 409):
        super().__init__(message)
        self.message, self.status = message, status


def in_turn[**P, R](act: Callable[P, R]) -> Callable[P, R]:
    """Does the act in a transaction, again where the database gave up on it: a deadlock, or SQLite too busy."""

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    return act(*args, **kwargs)
            except OperationalError as error:
                lost = any(word in str(error).lower() for word in ("locked", "deadlock", "could not serialize"))
                if not lost or attempt == TRIES or connection.in_atomic_block:
                    raise
                sleep(0.05 * attempt)
        raise AssertionError  # never reached

    return run


def lock(occasion_pk: int) -> CourseOccasion:
    """The occasion as it is now, held until the transaction ends."""
    return CourseOccasion.objects.select_for_update().get(pk=occasion_pk)


def locked_registration(pk: int) -> tuple[Registration, CourseOccasion]:
    """The registration as it is now, with its occasion held."""
    occasion = lock(Registration.objects.values_list("occasion", flat=True).get(pk=pk))
    registration = Registration.objects.select_related("user", "manager").get(pk=pk)
    registration.occasion = occasion
    return registration, occasion


@in_turn
def sign_up(occasion_pk: int, user, *, language: str, needs: str = "", manager=None) -> tuple[Registration, bool]:
    """Gives the person a seat or a place in line; the registration, and whether it is new.

    Whoever stands there already keeps the place they have. Raises Refused.
    """
    occasion = lock(occasion_pk)
    own = Registration.objects.filter(occasion=occasion, user=user).first()
    if own and own.status not in LEFT:
        return own, False
    refuse_closed(occasion)
    refuse_unprepared(occasion, user)
    if occasion.course.manager_approval:
        refuse_manager(user, manager)
    else:
        manager = None
    found = seats(occasion)
    if not found.free and not found.may_wait:
        raise Refused(_("Every seat is taken, and the waiting list is full."))
    if not found.free and not user.email:
        raise Refused(_("Every seat is taken, and your account has no e-mail address to offer you one at."))
    own = own or Registration(user=user, occasion=occasion)
    own.user, own.occasion = user, occasion
    own.language, own.practical_needs, own.manager = language, needs.strip(), manager
    own.queued_at, own.offered_until, own.registered_at = timezone.now(), None, None
    own.status = RegistrationStatus.WAITING
    if found.free:
        _seat(own)
    own.save()
    own.attended_sessions.clear()
    if own.status == RegistrationStatus.WAITING:
        mails.waiting(own, found.waiting + 1)
        promote(occasion)
    elif own.status == RegistrationStatus.APPROVAL:
        mails.awaits_approval(own, approval_due(occasion, timezone.now()))
    else:
        mails.signed_up(own)
    own.refresh_from_db(fields=["status"])
    return own, True


@in_turn
def cancel(registration_pk: int) -> bool:
    """The person leaves; whether anything changed. The first in line is offered the seat. Raises Refused."""
    registration, occasion = locked_registration(registration_pk)
    if registration.status in LEFT:
        return False
    if registration.status not in STANDS or begun(occasion):
        raise Refused(_("The occasion has begun. Talk to the course leader."))
    had = registration.status
    last = occasion.last_cancellation()
    registered = had == RegistrationStatus.REGISTERED
    if registered and occasion.status != OccasionStatus.CANCELLED and last and last <= timezone.now():
        raise Refused(
            _("It was possible to cancel until %(time)s. Talk to the course leader.")
            % {"time": date_format(timezone.localtime(last), "j F Y H:i")}
        )
    leave(registration, RegistrationStatus.CANCELLED)
    mails.cancelled(registration, had)
    promote(occasion)
    return True


@in_turn
def accept(registration_pk: int) -> Registration:
    """Takes the seat that was offered; a seat already taken stays taken. Raises Refused."""
    registration, occasion = locked_registration(registration_pk)
    if registration.status in {RegistrationStatus.REGISTERED, RegistrationStatus.APPROVAL}:
        return registration
    if registration.status != RegistrationStatus.OFFERED or registration.offered_until <= timezone.now():
        raise Refused(_("The seat is no longer offered to you: the time to answer has passed, or it was declined."))
    if occasion.status == OccasionStatus.CANCELLED:
        raise Refused(_("The occasion is cancelled."))
    if begun(occasion):
        raise Refused(_("The occasion has begun. Talk to the course leader."))
    if occasion.course.manager_approval:
        refuse_manager(registration.user, registration.manager)
    _seat(registration)
    registration.save()
    if registration.status == RegistrationStatus.APPROVAL:
        mails.awaits_approval(registration, approval_due(occasion, timezone.now()))
    else:
        mails.from_waiting_list(registration)
    return registration


@in_turn
def decline(registration_pk: int) -> bool:
    """Leaves the offered seat to the next in line; whether anything changed. Raises Refused."""
    registration, occasion = locked_registration(registration_pk)
    if registration.status in LEFT:
        return False
    if registration.status != RegistrationStatus.OFFERED:
        raise Refused(_("You have the seat. Cancel it if you cannot come."))
    leave(registration, RegistrationStatus.CANCELLED)
    mails.declined(registration)
    promote(occasion)
    return True


@in_turn
def decide(registration_pk: int, approved: bool) -> bool:
    """What the manager says; whether anything changed. Raises Refused where it was said before, and otherwise."""
    registration, occasion = locked_registration(registration_pk)
    said = {RegistrationStatus.REGISTERED: True, RegistrationStatus.REFUSED: False}.get(registration.status)
    if said is approved:
        return False
    if registration.status != RegistrationStatus.APPROVAL:
        raise Refused(_("There is nothing to answer any more: it was answered before, or the person has cancelled."))
    if occasion.status == OccasionStatus.CANCELLED or occasion.is_done:
        raise Refused(_("The occasion is cancelled or over."))
    if approved:
        registration.status, registration.registered_at = RegistrationStatus.REGISTERED, timezone.now()
        registration.save()
        mails.approved(registration)
    else:
        leave(registration, RegistrationStatus.REFUSED)
        mails.refused(registration)
        promote(occasion)
    return True


@in_turn
def change_needs(registration_pk: int, needs: str) -> None:
    """Writes other practical needs, until the occasion is over or called off. Raises Refused."""
    registration, occasion = locked_registration(registration_pk)
    if registration.status in LEFT or occasion.is_done or occasion.status == OccasionStatus.CANCELLED:
        raise Refused(_("The registration can no longer be changed."))
    registration.practical_needs = needs.strip()
    registration.save(update_fields=["practical_needs", "changed_at"])


def promote(occasion: CourseOccasion) -> int:
    """Offers free seats to those who have waited longest; how many. The occasion must be locked.

    Whoever cannot learn of an offer, or answer it, is passed over and stays in line: the seat would stand empty.
    """
    if occasion.status == OccasionStatus.CANCELLED or begun(occasion):
        return 0
    found = seats(occasion)
    line = Registration.objects.filter(occasion=occasion, status=RegistrationStatus.WAITING, user__is_active=True)
    line = line.exclude(user__email="").select_related("user")
    count = max(0, occasion.capacity - found.taken)
    first = list(line.order_by("queued_at", "pk")[:count])
    for registration in first:
        registration.occasion = occasion
        ends = (timezone.now() + ANSWER_WITHIN, occasion.starts_at)
        registration.offered_until = min(moment for moment in ends if moment)
        registration.status = RegistrationStatus.OFFERED
        registration.save(update_fields=["status", "offered_until", "changed_at"])
        mails.offered(registration)
    if first:
        from learning.tasks import expire_later

        expire_later(min(registration.offered_until for registration in first))
    return len(first)


def keep_offers_before_start(occasion: CourseOccasion) -> None:
    """No open offer outlasts the start, also where that is earlier than it was. The occasion must be locked."""
    if not occasion.starts_at:
        return
    late = Registration.objects.filter(
        occasion=occasion, status=RegistrationStatus.OFFERED, offered_until__gt=occasion.starts_at
    )
    if late.update(offered_until=occasion.starts_at, changed_at=timezone.now()):
        from learning.tasks import expire_later

        expire_later(occasion.starts_at)


def expire_offers() -> int:
    """Takes back seats that nobody has answered about and offers them to the next in line; how many."""
    due = Registration.objects.filter(status=RegistrationStatus.OFFERED, offered_until__lte=timezone.now())
    return sum(_expire(pk) for pk in due.order_by("offered_until").values_list("pk", flat=True))


@in_turn
def _expire(registration_pk: int) -> bool:
    registration, occasion = locked_registration(registration_pk)
    if registration.status != RegistrationStatus.OFFERED or registration.offered_until > timezone.now():
        return False
    # Only while the seat really goes to somebody else; of a cancelled occasion the person has had word already.
    if occasion.status != OccasionStatus.CANCELLED and not begun(occasion):
        mails.offer_expired(registration)
    leave(registration, RegistrationStatus.CANCELLED)
    promote(occasion)
    return True


def refuse_closed(occasion: CourseOccasion) -> None:
    """Raises Refused unless one can sign up now."""
    now = state(occasion)
    if now == State.OPEN:
        return
    messages = {
        State.CANCELLED: _("The occasion is cancelled."),
        State.DONE: _("The occasion is over."),
        State.PLANNED: _("Sign-up has not opened yet."),
        State.CLOSED: _("Sign-up has closed."),
    }
    if now == State.LATER:
        when = date_format(timezone.localtime(occasion.opens_at), "j F Y H:i")
        raise Refused(_("Sign-up opens %(time)s.") % {"time": when})
    raise Refused(messages[now])


def missing_courses(occasion: CourseOccasion, user) -> list[str]:
    """The titles of the courses that must be completed first and are not, in the reader's language."""
    wanted = CoursePrerequisite.objects.filter(page__translation_key=occasion.course.translation_key, required=True)
    courses: dict = {}
    for item in wanted.select_related("course"):
        courses.setdefault(item.course.translation_key, []).append(item.course)
    if not courses:
        return []
    done = set(Completion.objects.filter(user=user, course__in=courses).values_list("course", flat=True))
    language = active_language()
    model = type(occasion.course)
    versions: dict = {}
    for page in model.objects.filter(translation_key__in=set(courses) - done).only(
        "title", "translation_key", "locale"
    ):
        versions.setdefault(page.translation_key, []).append(page)
    titles = [best(versions[key], language).title for key in courses if key not in done]
    return [_("“%(title)s”") % {"title": title} for title in titles]


def refuse_unprepared(occasion: CourseOccasion, user) -> None:
    """Raises Refused for whoever has not completed what the course builds on."""
    missing = missing_courses(occasion, user)
    if missing:
        raise Refused(_("Complete this first: %(courses)s.") % {"courses": ", ".join(missing)})


def refuse_manager(user, manager) -> None:
    """Raises Refused unless the manager is somebody else who can answer."""
    if manager is None or not manager.is_active or not manager.email:
        raise Refused(_("Say who your manager is: the course needs an approval."), status=422)
    if manager.pk == user.pk:
        raise Refused(_("You cannot approve your own sign-up. Write your manager's address."), status=422)


def approval_due(occasion: CourseOccasion, asked: datetime) -> datetime:
    """Until when a seat is kept for a manager's answer.

    A week, but not after sign-up closes; whoever is asked just before that has as long as for an offered seat.
    """
    week = asked + GIVE_BACK
    last = min(week, max(closes(occasion) or week, asked + ANSWER_WITHIN))
    return min(last, occasion.starts_at or last)


def leave(registration: Registration, status: str) -> None:
    """Frees the seat or the place in line. What was told for the occasion's sake is not kept."""
    registration.status, registration.offered_until, registration.practical_needs = status, None, ""
    registration.save()


def _seat(registration: Registration) -> None:
    registration.offered_until = None
    if registration.occasion.course.manager_approval:
        registration.status = RegistrationStatus.APPROVAL
    else:
        registration.status, registration.registered_at = RegistrationStatus.REGISTERED, timezone.now()
