"""Mails about occasions: which template, what it is told, and the key that keeps it from being sent twice."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation

from learning import occasion_calendar, occasion_words
from learning.models import CourseOccasion, OccasionSession, Registration
from learning.models.choices import RegistrationStatus
from portal import mailing
from portal.languages import active_language, best, localized
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
    _write("offered", registration, answer=path, until=registration.offered_until, moment=registration.offered_until)


def offer_expired(registration: Registration) -> None:
    """The time to answer has passed."""
    _write("offer_expired", registration, moment=registration.offered_until)


def declined(registration: Registration) -> None:
    """You left the seat to the next in line."""
    _write("declined", registration)


def from_waiting_list(registration: Registration) -> None:
    """You have the seat that was offered."""
    _write("from_waiting_list", registration, event="publish")


def awaits_approval(registration: Registration) -> None:
    """To the person, whose seat is kept, and to the manager, who is asked."""
    _write("awaits_approval", registration, manager=_name(registration.manager))
    language = mailing.language_of(registration.manager, registration.language)
    with translation.override(language):
        answer = mailing.absolute(reverse("occasion_approval", args=[registration.pk]))
        mailing.write(
            _key("approval_asked", registration),
            registration.manager,
            "occasion_approval_asked",
            {**_facts(registration.occasion), "participant": _name(registration.user), "answer": answer},
            language=language,
        )


def approved(registration: Registration) -> None:
    """The manager says yes."""
    _write("approved", registration, event="publish", manager=_name(registration.manager))


def refused(registration: Registration) -> None:
    """The manager says no."""
    _write("refused", registration, manager=_name(registration.manager))


def cancelled(registration: Registration, had_seat: bool) -> None:
    """You have cancelled."""
    _write("cancelled", registration, event="cancel" if had_seat else "")


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
    start = f"{registration.occasion.starts_at:%Y%m%d%H%M}"
    return _write(f"reminder-{days}", registration, suffix=start, template="reminder", information="before")


def follow_up(registration: Registration) -> bool:
    """It is over: what the leader wants to say afterwards."""
    return _write("follow_up", registration, suffix="", information="after")


def message(registration: Registration, token: str, subject: str, text: str, sender) -> None:
    """The leader's own words."""
    words = {"own_subject": subject, "own_text": text, "sender": _name(sender)}
    _write("message", registration, suffix=token, **words)


def too_few(occasion: CourseOccasion, registered: int) -> int:
    """To the leaders, when sign-up has closed with fewer than the fewest; how many were told."""
    sent = 0
    for teacher in occasion.teachers.all():
        language = mailing.language_of(teacher)
        with translation.override(language):
            context = _facts(occasion) | {
                "registered": registered,
                "fewest": occasion.minimum_participants,
                "participants": mailing.absolute(reverse("occasion_participants", args=[occasion.uid])),
            }
            key = f"too_few:{occasion.pk}:{occasion.starts_at:%Y%m%d%H%M}:{teacher.pk}"
            sent += bool(mailing.write(key, teacher, "occasion_too_few", context, language=language))
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
