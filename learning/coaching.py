"""What becomes of a request for a coach. Every change of a request's status is made here, and nowhere else.

`ACTS` says who may do what, and from which status to which. An act that the status does not allow is refused with a
sentence (`Refused`); one that is not the person's to do raises PermissionDenied. Each is logged as a
`CoachRequestEvent` and mailed in the same transaction, under a lock on the request: of two people who act at once, one
wins and the other is told what has happened.

Two words that sound alike: a coach who cannot *hands back*, and the request is new again for the coordinators; only a
coordinator *declines* it for good. The coach closes, and the person who asked then says how useful it was.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning import coach_mails, coach_stories
from learning.coach_presentation import coach_name
from learning.models import Coach, CoachRequest, CoachRequestEvent
from learning.models.choices import HELD, RequestStatus
from portal.content_cache import changed

PERMISSION = coach_mails.PERMISSION
NEW, ASSIGNED, ACCEPTED = RequestStatus.NEW, RequestStatus.ASSIGNED, RequestStatus.ACCEPTED
BOOKED, RUNNING, CLOSED = RequestStatus.BOOKED, RequestStatus.RUNNING, RequestStatus.CLOSED
DECLINED, WITHDRAWN = RequestStatus.DECLINED, RequestStatus.WITHDRAWN


class Role(StrEnum):
    """What somebody is to a request."""

    REQUESTER = "requester"
    COACH = "coach"
    COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Act:
    """Something that can be done with a request."""

    name: str
    who: frozenset[Role]
    sources: frozenset[RequestStatus]
    target: RequestStatus
    said: object  # in the log, as readers see it
    note_for: frozenset[Role] = frozenset(Role)  # who may read what was written


def _act(name, who, sources, target, said, note_for=frozenset(Role)) -> tuple[str, Act]:
    return name, Act(name, frozenset(who), frozenset(sources), target, said, frozenset(note_for))


# Coordinators do all that a coach does: some coaches do not sign in themselves.
HELPERS = (Role.COACH, Role.COORDINATOR)
ACTS: dict[str, Act] = dict(
    [
        _act("assign", [Role.COORDINATOR], [NEW, *HELD], ASSIGNED, gettext_lazy("A coach was asked"), HELPERS),
        _act("accept", HELPERS, [ASSIGNED], ACCEPTED, gettext_lazy("The coach said yes")),
        _act(
            "hand_back",
            HELPERS,
            [ASSIGNED, ACCEPTED, BOOKED],
            NEW,
            gettext_lazy("The coach could not, so we look for another one"),
            HELPERS,
        ),
        _act("book", HELPERS, [ACCEPTED, BOOKED], BOOKED, gettext_lazy("A meeting was booked")),
        _act("start", HELPERS, [ACCEPTED, BOOKED], RUNNING, gettext_lazy("The work began")),
        _act("close", HELPERS, [BOOKED, RUNNING], CLOSED, gettext_lazy("The request was closed")),
        _act("rate", [Role.REQUESTER], [CLOSED], CLOSED, gettext_lazy("The help was rated")),
        _act("decline", [Role.COORDINATOR], [NEW, ASSIGNED], DECLINED, gettext_lazy("The request was declined")),
        _act(
            "withdraw",
            [Role.REQUESTER],
            [NEW, ASSIGNED, ACCEPTED, BOOKED],
            WITHDRAWN,
            gettext_lazy("The request was withdrawn"),
        ),
    ]
)
ASKED = gettext_lazy("The request was sent")
# What stands in the way of an act, said from where the request is.
WHERE = {
    NEW: gettext_lazy("The request has no coach yet."),
    ASSIGNED: gettext_lazy("The coach has not said yes or no yet."),
    ACCEPTED: gettext_lazy("The coach has already said yes."),
    BOOKED: gettext_lazy("A meeting is already booked."),
    RUNNING: gettext_lazy("The work has already begun."),
    CLOSED: gettext_lazy("The request is already closed."),
    DECLINED: gettext_lazy("The request has been declined."),
    WITHDRAWN: gettext_lazy("The request has been withdrawn."),
}


class Refused(Exception):
    """The act is not possible as things stand; the sentence says why, to the person who tried."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def is_coordinator(user) -> bool:
    """Whether the person shares out the requests."""
    return user.is_authenticated and user.has_perm(PERMISSION)


def roles_of(ask: CoachRequest, user) -> frozenset[Role]:
    """What the person is to the request; nothing at all for those whom it does not concern."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    roles = set()
    if ask.requester_id == user.pk:
        roles.add(Role.REQUESTER)
    if ask.coach is not None and ask.coach.user_id == user.pk:
        roles.add(Role.COACH)
    if is_coordinator(user):
        roles.add(Role.COORDINATOR)
    return frozenset(roles)


def possible(ask: CoachRequest, roles: frozenset[Role]) -> list[str]:
    """The names of the acts that the roles may do now."""
    return [act.name for act in ACTS.values() if act.who & roles and ask.status in act.sources]


def refusal(ask: CoachRequest) -> str:
    """Why an act is not possible as the request stands."""
    nothing = _("Nothing was changed.")
    return f"{WHERE[ask.status]} {nothing}"


def concerning(user) -> QuerySet[CoachRequest]:
    """The requests that a person asked for themselves."""
    return CoachRequest.objects.filter(requester=user)


def assigned_to(user) -> QuerySet[CoachRequest]:
    """The requests that a person is the coach of."""
    return CoachRequest.objects.filter(coach__user=user)


@transaction.atomic
def ask_for_coach(user, token: uuid.UUID, values: dict, language: str) -> CoachRequest:
    """A new request. The same form sent again, by a double click or from the history, gives the one that it made.

    Raises Refused where it comes with other content.
    """
    # The person's row, because there is none of the request to lock yet.
    get_user_model().objects.select_for_update().get(pk=user.pk)
    found = CoachRequest.objects.filter(requester=user, token=token).first()
    if found is not None:
        if any(getattr(found, name) != value for name, value in values.items()):
            raise Refused(_("This form has already made a request. If you want to make another one, send it again."))
        return found
    ask = CoachRequest.objects.create(requester=user, token=token, language=language, **values)
    _log(ask, "ask", user, "", "")
    return ask


@transaction.atomic
def perform(
    key: uuid.UUID,
    name: str,
    user,
    *,
    note: str = "",
    coach: Coach | None = None,
    despite_capacity: bool = False,
    meeting_at: datetime | None = None,
    methods=(),
    usefulness: int | None = None,
    with_story: bool = False,
) -> CoachRequest:
    """Does an act with the request that has the key; the request as it then is.

    Raises CoachRequest.DoesNotExist where there is none that concerns the person, PermissionDenied and Refused.
    """
    act = ACTS[name]
    # The row alone: what is joined to it would be as it was before one waited for the lock.
    ask = CoachRequest.objects.select_for_update().get(key=key)
    if _is_repeated(ask, act, user, note=note, coach=coach, meeting_at=meeting_at, usefulness=usefulness):
        return ask
    roles = roles_of(ask, user)
    if not roles:
        raise CoachRequest.DoesNotExist
    if not act.who & roles:
        raise PermissionDenied
    if ask.status not in act.sources:
        raise Refused(refusal(ask))
    former, concerned, meeting = ask.coach, [ask.coach, coach], ask.meeting_at
    before = _full(concerned)
    if name == "assign":
        _assign(ask, coach, despite_capacity)
    elif name == "hand_back":
        _need(note, _("Write why, so that the coordinator can find somebody else."))
        ask.coach = ask.meeting_at = None
    elif name == "book":
        _need(meeting_at and meeting_at > timezone.now(), _("Choose a time that has not passed."))
        ask.meeting_at = meeting_at
    elif name == "decline":
        _need(note, _("Write why, and where the person can turn instead."))
    elif name == "rate":
        _need(usefulness in range(1, 6), _("Choose a number from 1 to 5."))
        ask.usefulness = usefulness
    elif name == "withdraw":
        ask.meeting_at = None
    elif name == "close":
        ask.closing_words = note
        ask.methods_used.set(methods)
    if name in ("accept", "decline") and ask.answered_at is None:
        ask.answered_at = timezone.now()
    off = meeting if ask.meeting_at is None else None
    source, ask.status = ask.status, act.target
    ask.save()
    if name == "close" and with_story and ask.story_id is None:
        coach_stories.begin(ask, user)
    event = _log(ask, name, user, source, note)
    coach_mails.tell(ask, event, former=former, off=off)
    if name == "close":
        coach_stories.tell_communicators(ask, event)
    if _full(concerned) != before:
        changed()  # the pages that say who has room
    return ask


def _log(ask: CoachRequest, act: str, user, source: str, note: str) -> CoachRequestEvent:
    event = CoachRequestEvent.objects.create(
        request=ask, act=act, actor=user, from_status=source, to_status=ask.status, note=note
    )
    if act == "ask":
        coach_mails.tell(ask, event)
    return event


def _need(value, sentence: str) -> None:
    if not value:
        raise Refused(sentence)


def _is_repeated(ask: CoachRequest, act: Act, user, *, note, coach, meeting_at, usefulness) -> bool:
    """Whether the same person has just done the same: a double click is no mistake, and changes nothing."""
    last = ask.events.order_by("-at", "-pk").first()
    if last is None or (last.act, last.actor_id, ask.status) != (act.name, user.pk, act.target):
        return False
    if act.name == "assign":
        return coach is not None and ask.coach_id == coach.pk
    if act.name == "book":
        return (ask.meeting_at, last.note) == (meeting_at, note)
    return act.name != "rate" or (ask.usefulness, last.note) == (usefulness, note)


def _assign(ask: CoachRequest, coach: Coach | None, despite_capacity: bool) -> None:
    _need(coach is not None, _("Choose a coach."))
    # Two requests assigned to one coach at once are counted one after the other: first the lock, and then, in a
    # statement of its own, the count. PostgreSQL would count what one statement saw before it waited.
    Coach._base_manager.select_for_update().get(pk=coach.pk)
    coach = Coach.objects.get(pk=coach.pk)
    name = coach_name(coach)
    if ask.coach_id == coach.pk:
        raise Refused(_("%(coach)s already has the request.") % {"coach": name})
    if coach.is_full and not despite_capacity:
        raise Refused(
            _("%(coach)s has no room now. Ask somebody else, or say that you have agreed on it.") % {"coach": name}
        )
    ask.coach, ask.meeting_at = coach, None


def _full(coaches: list[Coach | None]) -> dict[int, bool]:
    """Which of the coaches are at capacity."""
    keys = [coach.pk for coach in coaches if coach is not None]
    return {coach.pk: coach.is_at_capacity for coach in Coach.objects.filter(pk__in=keys)}
