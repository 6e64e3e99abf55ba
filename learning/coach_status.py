"""A request as those whom it concerns see it: how far it has come, what happens next, and what has happened."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning import coaching
from learning.coach_presentation import CoachCard, coach_cards
from learning.coaching import Role
from learning.models import CoachRequest, CoachRequestEvent
from learning.models.choices import RequestStatus
from learning.models.coach_request import WAITING
from portal.cards import Card, cards

# The way that a request goes; what ended otherwise has no way.
STEPS = [
    RequestStatus.NEW,
    RequestStatus.ASSIGNED,
    RequestStatus.ACCEPTED,
    RequestStatus.BOOKED,
    RequestStatus.RUNNING,
    RequestStatus.CLOSED,
]
# What happens next, for the one who asked and for the coach; coordinators have their desk.
NEXT = {
    RequestStatus.NEW: (
        gettext_lazy("A coordinator reads your request and asks a coach who fits. You need not do anything."),
        "",
    ),
    RequestStatus.ASSIGNED: (
        gettext_lazy("The coach reads your request and says yes or no. If it is a no, we ask somebody else."),
        gettext_lazy("Read what it is about, and say yes or no as soon as you can."),
    ),
    RequestStatus.ACCEPTED: (
        gettext_lazy("The coach gets in touch to agree on a time."),
        gettext_lazy("Get in touch with the person, agree on a time, and enter it here."),
    ),
    RequestStatus.BOOKED: (
        gettext_lazy("You meet at the time that stands here. Bring what is difficult; nothing needs to be finished."),
        gettext_lazy("Meet. If it becomes more than one meeting, say that the work has begun. When done, close it."),
    ),
    RequestStatus.RUNNING: (
        gettext_lazy("You work together. When you have finished, the coach closes the request."),
        gettext_lazy("When you have finished, close the request: the person is then asked how useful it was."),
    ),
    RequestStatus.CLOSED: (gettext_lazy("Say how useful it was. It takes half a minute."), ""),
    RequestStatus.DECLINED: (gettext_lazy("You can send another request whenever you like."), ""),
    RequestStatus.WITHDRAWN: (gettext_lazy("You can send another request whenever you like."), ""),
}


@dataclass(frozen=True)
class Line:
    """Something that has happened."""

    at: datetime
    said: str
    who: str
    note: str


@dataclass(frozen=True)
class Badge:
    """What became of the promise of an answer within three working days."""

    icon: str
    kind: str  # kept, open, late, other
    text: str


@dataclass(frozen=True)
class Step:
    """A step of the way."""

    label: str
    state: str  # done, now, coming


def badge(ask: CoachRequest) -> Badge | None:
    """Whether the first answer has come in time; None for what ended before one came.

    What a coach hands back after a yes waits as if nobody had answered.
    """
    if ask.is_late:
        return Badge("warning", "late", _("Late: the answer was due %(date)s") % {"date": _day(ask.due_on)})
    if ask.status in WAITING:
        return Badge("clock", "open", _("First answer by %(date)s") % {"date": _day(ask.due_on)})
    if ask.answered_at is None:
        return None
    answered = timezone.localdate(ask.answered_at)
    if answered <= ask.due_on:
        return Badge("circle-check", "kept", _("First answer within three working days"))
    return Badge("clock", "other", _("First answer %(date)s") % {"date": _day(answered)})


def _day(day: date) -> str:
    return formats.date_format(day, "j F")


def steps(ask: CoachRequest) -> list[Step]:
    """How far the request has come."""
    if ask.status in (RequestStatus.DECLINED, RequestStatus.WITHDRAWN):
        return []
    here = STEPS.index(ask.status)
    states = ["done" if number < here else "coming" for number in range(len(STEPS))]
    states[here] = "done" if ask.status == RequestStatus.CLOSED else "now"
    labels = [_("Sent"), *(str(status.label) for status in STEPS[1:])]
    return [Step(label, state) for label, state in zip(labels, states, strict=True)]


def headline(ask: CoachRequest) -> str:
    """How things stand, as the title of the request's page."""
    return _("Waiting for a coach") if ask.status == RequestStatus.NEW else ask.get_status_display()


def next_step(ask: CoachRequest, roles: frozenset[Role]) -> str:
    """What happens next, told to the person who looks."""
    mine, coachs = NEXT[ask.status]
    if Role.REQUESTER in roles:
        if ask.status == RequestStatus.CLOSED and ask.usefulness:
            return _("Thank you. You can change your rating if you see it differently later.")
        return str(mine)
    return str(coachs) if Role.COACH in roles else ""


def timeline(events: list[CoachRequestEvent], roles: frozenset[Role]) -> list[Line]:
    """What has happened, latest first, with the words that the person may read."""
    lines = []
    for event in reversed(events):
        act = coaching.ACTS.get(event.act)
        said = act.said if act else coaching.ASKED
        may_read = act is None or bool(act.note_for & roles)
        who = (event.actor.get_full_name() or event.actor.get_username()) if event.actor else ""
        lines.append(Line(event.at, str(said), who, event.note if may_read else ""))
    return lines


def coach_of(ask: CoachRequest, *, wished: bool = False) -> CoachCard | None:
    """The request's coach, or the one wished for, as readers of the language know them."""
    coach = ask.wished_coach if wished else ask.coach
    return coach_cards().get(coach.translation_key) if coach else None


def methods_used(ask: CoachRequest, user) -> list[Card]:
    """The methods that the coach named at the end, as the user may read them."""
    if ask.status != RequestStatus.CLOSED:
        return []
    return cards(ask.methods_used.order_by("title").values_list("translation_key", flat=True), user)
