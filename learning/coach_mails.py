"""Who is told of what happens to a request for a coach, and in which language.

Each mail is a template `templates/mail/coach_<name>.txt`. A person's language is the one they asked in; coaches and
coordinators have that of their account in the admin, or else the source language.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation

from learning import coach_calendar
from learning.models import Coach, CoachRequest, CoachRequestEvent
from portal import mailing
from portal.languages import all_languages, best
from portal.models import PortalSettings

PERMISSION = "learning.change_coachrequest"  # what makes somebody a coordinator
REQUESTER, COACH, FORMER, COORDINATORS = "requester", "coach", "former", "coordinators"

# By act: which mails, to whom. Who did it themselves is not told, except of a meeting, which goes into the calendar,
# and of one that is off, which goes out of it.
MAILS: dict[str, list[tuple[str, str]]] = {
    "ask": [("received", REQUESTER), ("new", COORDINATORS)],
    "assign": [("found", REQUESTER), ("assigned", COACH), ("moved", FORMER)],
    "accept": [("accepted", REQUESTER)],
    "hand_back": [("looking", REQUESTER), ("handed_back", COORDINATORS), ("moved", FORMER)],
    "book": [("booked", REQUESTER), ("booked", COACH)],
    "start": [("started", REQUESTER)],
    "close": [("closed", REQUESTER)],
    "rate": [("rated", COACH)],
    "decline": [("declined", REQUESTER), ("moved", FORMER)],
    "withdraw": [("withdrawn", COACH), ("withdrawn", COORDINATORS), ("off", REQUESTER)],
}
ALWAYS = {"received", "booked"}
ONLY_OF_A_MEETING = {"off"}


def coordinators() -> list:
    """Those who share out the requests."""
    return list(
        get_user_model()
        .objects.with_perm(
            PERMISSION, is_active=True, include_superusers=False, backend=settings.AUTHENTICATION_BACKENDS[0]
        )
        .select_related("wagtail_userprofile")
        .order_by("pk")
    )


def tell(
    ask: CoachRequest, event: CoachRequestEvent, *, former: Coach | None = None, off: datetime | None = None
) -> None:
    """Writes the mails about an event into the outbox; `off` is a meeting that will not be."""
    for name, audience in MAILS[event.act]:
        if name in ONLY_OF_A_MEETING and off is None:
            continue
        if audience == REQUESTER:
            send(name, ask, event, ask.requester, ask.language, told_coach=former, off=off)
        elif audience == COACH:
            # A new coach has no meeting to take out of the calendar.
            _to_coach(name, ask, event, ask.coach, off if ask.coach == former else None)
        elif audience == FORMER:
            _to_coach(name, ask, event, former, off)
        else:
            to_coordinators(name, ask, event)


def to_coordinators(name: str, ask: CoachRequest, event: CoachRequestEvent, about: str = "") -> int:
    """Writes to every coordinator, or to the portal's contact address where there is none; how many mails."""
    people = coordinators()
    if not people:
        address = PortalSettings.load().contact_email
        written = send(name, ask, event, None, settings.LANGUAGE_CODE, about=about, address=address)
        return int(written is not None)
    mails = [send(name, ask, event, user, mailing.language_of(user), about=about) for user in people]
    return sum(mail is not None for mail in mails)


def _to_coach(name: str, ask: CoachRequest, event: CoachRequestEvent, coach: Coach | None, off) -> None:
    if coach is not None and coach.user is not None:
        send(name, ask, event, coach.user, mailing.language_of(coach.user), told_coach=coach, off=off)


def send(
    name: str,
    ask: CoachRequest,
    event: CoachRequestEvent,
    user,
    language: str,
    *,
    about: str = "",
    address: str = "",
    told_coach: Coach | None = None,
    off: datetime | None = None,
):
    """Writes one mail, once for an event and a person."""
    if user is not None and user.pk == event.actor_id and name not in ALWAYS and not about and off is None:
        return None
    with translation.override(language):
        coach = _in_language(ask.coach or told_coach, language)
        calendar = _calendar(name, ask, event, coach, off)
        context = {
            "ask": ask,
            "event": event,
            "about": about,
            "coach": coach,
            "off": off,
            "page": mailing.absolute(ask.get_absolute_url()),
            "mine": mailing.absolute(reverse("coach_assignments")),
            "desk": mailing.absolute(reverse("coach_desk:request", args=[ask.key])),
            "story": mailing.absolute(reverse("wagtailadmin_pages:edit", args=[ask.story_id])) if ask.story_id else "",
            "to_coach": told_coach is not None and told_coach.user_id == getattr(user, "pk", None),
        }
    key = f"coach:{ask.key}:{event.pk}:{name}:{about}:{user.pk if user else 'contact'}"
    return mailing.write(key, user, f"coach_{name}", context, language=language, address=address, calendar=calendar)


def _calendar(name: str, ask: CoachRequest, event: CoachRequestEvent, coach: Coach | None, off) -> str:
    """The calendar event that goes with a mail: of a meeting that was booked, or that will not be."""
    who = coach.name if coach else ""
    if name == "booked":
        return coach_calendar.meeting(ask, ask.meeting_at, who, event.note)
    return coach_calendar.meeting(ask, off, who, cancelled=True) if off else ""


def _in_language(coach: Coach | None, language: str) -> Coach | None:
    """The coach as readers of the language know them."""
    if coach is None:
        return None
    versions = Coach.objects.filter(translation_key=coach.translation_key)
    wanted = next((item for item in all_languages() if item.code == language), all_languages()[0])
    return best(versions, wanted)
