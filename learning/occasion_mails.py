"""Mails about occasions: which template, what it is told, and the key that keeps it from being sent twice."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import translation

from learning import occasion_calendar, occasion_words
from learning.models import CourseOccasion, OccasionSession, Registration
from learning.models.choices import RegistrationStatus
from learning.occasion_state import State, state
from portal import mailing
from portal.languages import active_language, best, localized
from portal.models import Mail
from portal.plain_text import plain_text

HAS_SEAT = {RegistrationStatus.REGISTERED, RegistrationStatus.ATTENDED, RegistrationStatus.COMPLETED}


def signed_up(registration: Registration) -> None:
    """You have a seat."""
    _write("signed_up", registration, event="publish")


def waiting(registration: Registration, place: int) -> None:
    """You stand in line."""
    _write("waiting", registration, place=place)


def offered(registration: Registration) -> None:
    """A seat is free, and yours if you answer in time."""
    path = _path("occasion_seat", registration)
    until = registration.offered_until
    _write("offered", registration, answer=path, until=until, moment=until, useless_after=until)


def offer_expired(registration: Registration) -> None:
    """The time to answer has passed."""
    _write("offer_expired", registration, moment=registration.offered_until)


def declined(registration: Registration) -> None:
    """You left the seat to the next in line."""
    _write("declined", registration)


def from_waiting_list(registration: Registration) -> None:
    """You have the seat that was offered."""
    _write("from_waiting_list", registration, event="publish")


def awaits_approval(registration: Registration, until: datetime) -> None:
    """To the person, whose seat is kept, and to the manager, who is asked to answer by then."""
    _write("awaits_approval", registration, manager=_name(registration.manager))
    _ask("approval_asked", registration, until)


def approval_asked_again(registration: Registration, until: datetime) -> bool:
    """To the manager, who has not answered; the seat is kept until then."""
    return _ask("approval_asked_again", registration, until)


def approval_key(registration: Registration) -> str:
    """Of the mail that asks the manager."""
    return _key("approval_asked", registration)


def _ask(kind: str, registration: Registration, until: datetime) -> bool:
    language = mailing.language_of(registration.manager, registration.language)
    with translation.override(language):
        answer = mailing.absolute(reverse("occasion_approval", args=[registration.pk]))
        context = {**_facts(registration.occasion), "participant": _name(registration.user), "answer": answer}
        context["until"] = occasion_words.at(until)
        mail = mailing.write(
            _key(kind, registration),
            registration.manager,
            f"occasion_{kind}",
            context,
            language=language,
            useless_after=until,
        )
    return mail is not None


def approval_missing(registration: Registration) -> None:
    """The manager has not answered, and the seat goes to somebody else."""
    _write("approval_missing", registration)


def approved(registration: Registration) -> None:
    """The manager says yes."""
    _write("approved", registration, event="publish", manager=_name(registration.manager))


def refused(registration: Registration) -> None:
    """The manager says no."""
    _write("refused", registration, manager=_name(registration.manager))


def cancelled(registration: Registration, had: str) -> None:
    """You have cancelled: a seat, one that was kept, or a place in line, by the status that you had."""
    _write("cancelled", registration, event="cancel" if had == RegistrationStatus.REGISTERED else "", had=had)


def called_off(registration: Registration) -> None:
    """The leader has cancelled the occasion."""
    event = "cancel" if registration.registered_at or registration.status in HAS_SEAT else ""
    _write("called_off", registration, event=event, reason=registration.occasion.cancel_reason)


def changed(registration: Registration, removed: Iterable[OccasionSession]) -> None:
    """Time or place are other ones; once for each sequence."""
    event = "publish" if registration.status in HAS_SEAT else ""
    _write("changed", registration, suffix=str(registration.occasion.sequence), event=event, removed=removed)


def reminder(registration: Registration, days: int) -> bool:
    """Soon it is time; once for each time that the occasion is moved to."""
    start = registration.occasion.starts_at
    values = {"template": "reminder", "information": "before", "useless_after": start}
    return _write(f"reminder-{days}", registration, suffix=f"{start:%Y%m%d%H%M}", **values)


def reminder_key(registration: Registration, days: int) -> str:
    """Of its reminder."""
    return _key(f"reminder-{days}", registration, f"{registration.occasion.starts_at:%Y%m%d%H%M}")


def follow_up(registration: Registration) -> bool:
    """It is over: what the leader wants to say afterwards."""
    return _write("follow_up", registration, suffix="", information="after")


def follow_up_key(registration: Registration) -> str:
    """Of its follow-up."""
    return _key("follow_up", registration, "")


def message(registration: Registration, token: UUID, subject: str, text: str, sender) -> bool:
    """The leader's own words."""
    words = {"own_subject": subject, "own_text": text, "sender": _name(sender)}
    return _write("message", registration, suffix=f"{token}:{_digest(subject, text)}", **words)


def is_another_message(token: UUID, subject: str, text: str) -> bool:
    """Whether the token has been sent with other words."""
    sent = Mail.objects.filter(key__startswith="message:", key__contains=f":{token}:")
    return sent.exclude(key__endswith=f":{_digest(subject, text)}").exists()


def _digest(*texts: str) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()[:16]


def too_few(occasion: CourseOccasion, registered: int) -> int:
    """To the leaders, when there are fewer than the fewest as sign-up closes or the start comes near; how many."""
    sent = 0
    for teacher in occasion.teachers.all():
        language = mailing.language_of(teacher)
        with translation.override(language):
            context = _facts(occasion) | {
                "closed": state(occasion) == State.CLOSED,
                "registered": registered,
                "fewest": occasion.minimum_participants,
                "participants": mailing.absolute(reverse("occasion_participants", args=[occasion.uid])),
            }
            key = f"too_few:{occasion.pk}:{occasion.starts_at:%Y%m%d%H%M}:{teacher.pk}"
            until = occasion.starts_at
            mail = mailing.write(key, teacher, "occasion_too_few", context, language=language, useless_after=until)
            sent += mail is not None
    return sent


def _write(
    kind: str,
    registration: Registration,
    *,
    template: str = "",
    suffix: str | None = None,
    moment=None,
    event: str = "",
    information: str = "",
    removed: Iterable[OccasionSession] = (),
    useless_after: datetime | None = None,
    **values: Any,
) -> bool:
    occasion, language = registration.occasion, registration.language
    with translation.override(language):
        seat = registration.status in HAS_SEAT
        context = _facts(occasion, online=seat) | values
        context["needs"] = registration.practical_needs
        if information:
            context["information"] = plain_text(_information(occasion, information))
        if "until" in values:
            context["until"] = occasion_words.at(values["until"])
        calendar = ""
        if event:
            calendar = occasion_calendar.of_occasion(
                occasion, language=language, cancelled=event == "cancel", removed=removed
            )
    mail = mailing.write(
        _key(kind, registration, suffix, moment),
        registration.user,
        f"occasion_{template or kind}",
        context,
        language=language,
        calendar=calendar,
        useless_after=useless_after,
    )
    return mail is not None


def _key(kind: str, registration: Registration, suffix: str | None = None, moment=None) -> str:
    """Without a suffix it is one for each time that the person signs up anew (or the moment that is given)."""
    if suffix is None:
        suffix = f"{moment or registration.queued_at:%Y%m%d%H%M%S%f}"
    return f"{kind}:{registration.pk}:{suffix}"


def _facts(occasion: CourseOccasion, *, online: bool = False) -> dict[str, Any]:
    """What every mail says of the occasion, in the active language."""
    page = localized(occasion.course)
    sessions = list(occasion.sessions.all())
    return {
        "title": (page or occasion.course).title,
        "address": mailing.absolute(reverse("occasion_detail", args=[occasion.uid])),
        "when": occasion_words.days(sessions),
        "sessions": [
            {
                "when": occasion_words.when(session),
                "place": session.place,
                "map": session.map_link,
                "online": session.online_address if online else "",
            }
            for session in sessions
        ],
    }


def _information(occasion: CourseOccasion, name: str) -> str:
    found = best(occasion.information.all(), active_language())
    return getattr(found, name) if found else ""


def _path(name: str, registration: Registration) -> str:
    with translation.override(registration.language):
        return mailing.absolute(reverse(name, args=[registration.occasion.uid]))


def _name(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
