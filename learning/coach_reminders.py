"""Reminders about requests whose answer is due. Safe to run as often as one likes: each mail is written once."""

from datetime import date

from django.utils import timezone

from learning import coach_mails
from learning.models import CoachRequest, CoachRequestEvent
from learning.models.choices import RequestStatus
from learning.models.coach_request import ANSWER_WITHIN, WAITING
from learning.working_days import working_days_between
from portal import mailing

FIRST = 2  # working days after which the first reminder goes out


def remind(today: date | None = None) -> int:
    """Reminds of what has waited two and three working days; how many mails were written.

    Coordinators are reminded of what has no coach, and on the last day of all that waits. A coach is reminded of what
    was assigned to them before today.
    """
    today = today or timezone.localdate()
    written = 0
    waiting = CoachRequest.objects.filter(status__in=WAITING).select_related("requester", "coach__user")
    for ask in waiting.prefetch_related("events").order_by("created_at"):
        days = working_days_between(timezone.localdate(ask.created_at), today)
        if days < FIRST:
            continue
        about = str(ANSWER_WITHIN if days >= ANSWER_WITHIN else FIRST)
        last = list(ask.events.all())[-1]
        if ask.coach is None or ask.status == RequestStatus.NEW or about == str(ANSWER_WITHIN):
            written += coach_mails.to_coordinators("reminder", ask, last, about)
        if ask.status == RequestStatus.ASSIGNED and ask.coach is not None and ask.coach.user is not None:
            written += _remind_coach(ask, last, about, today)
    return written


def _remind_coach(ask: CoachRequest, last: CoachRequestEvent, about: str, today: date) -> int:
    if timezone.localdate(last.at) >= today:
        return 0
    user = ask.coach.user
    language = mailing.language_of(user)
    mail = coach_mails.send("reminder", ask, last, user, language, about=about, told_coach=ask.coach)
    return int(mail is not None)
