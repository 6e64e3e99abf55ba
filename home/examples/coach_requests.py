"""Requests for a coach, as if they had been asked and answered in the last weeks. No mail is written about them."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page

from home.examples import plan, reading
from home.examples.resolving import SOURCE, page_key
from learning.coaching import ACTS
from learning.models import Coach, CoachRequest, CoachRequestEvent
from learning.models.choices import RequestStatus, WorkingLanguage
from methodbank.models import Department, MethodPage, Situation
from portal.models import Mail
from portal.structured import identifier

FILE = "coach_requests.yaml"
SIGNS_IN = "service-designer"  # the coach that the example user `coach` is


def keys() -> list:
    """What the example requests are known by."""
    return [identifier("coach-request", data["key"]) for data in reading.one(FILE)]


def load() -> None:
    """Makes the requests anew; only where there are example users."""
    users = {user.username: user for user in get_user_model().objects.filter(username__in=_names())}
    CoachRequest.objects.filter(key__in=keys()).delete()
    if not users:
        return
    coach = users.get("coach")
    if coach:
        Coach.objects.filter(translation_key=identifier("coach", SIGNS_IN)).update(user=coach)
    for data in reading.one(FILE):
        _load(data, users)


def remove() -> dict[str, int]:
    """Removes the requests and the mails that were written about them; how many requests."""
    for key in keys():
        Mail.objects.filter(key__startswith=f"coach:{key}:").delete()
    found = CoachRequest.objects.filter(key__in=keys())
    count = found.count()
    found.delete()
    return {"coach requests": count}


def _names() -> list[str]:
    return [user.username for user in plan.USERS]


def _somebody(users: dict, name: str):
    """The user with the name, or another one where that is missing."""
    return users.get(name) or users.get("medarbetare") or next(iter(users.values()))


def _moment(days_ago: int, hour: int) -> datetime.datetime:
    """So many days ago, at a time of the working day."""
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    found = timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, 20)))
    return min(found, timezone.now())


def _load(data: dict, users: dict) -> None:
    wished = data.get("wished")
    ask = CoachRequest.objects.create(
        key=identifier("coach-request", data["key"]),
        requester=_somebody(users, data["requester"]),
        language=data["language"],
        challenge=data["challenge"].strip(),
        offer=data["offer"],
        situation=Situation.objects.filter(code=data["situation"], locale__language_code=SOURCE).first(),
        department=Department.objects.filter(code=data["department"], locale__language_code=SOURCE).first(),
        page=_page(data.get("page")),
        setting=data["setting"],
        participants=data.get("participants"),
        working_language=data.get("working_language", WorkingLanguage.SWEDISH),
        wished_coach=_coach(wished) if wished else None,
    )
    asked = _moment(data["days_ago"], 9)
    _event(ask, "ask", ask.requester, "", "", asked)
    for number, event in enumerate(data["events"], start=1):
        actor = ask.requester if event["by"] == "requester" else _somebody(users, event["by"])
        _apply(ask, event, actor, _moment(event["days_ago"], 9 + number))
    # The time of asking is set by the database when a row is made.
    CoachRequest.objects.filter(pk=ask.pk).update(created_at=asked)


def _apply(ask: CoachRequest, data: dict, actor, at: datetime.datetime) -> None:
    name, source = data["act"], ask.status
    ask.status = ACTS[name].target
    if name == "assign":
        ask.coach = _coach(data["coach"])
    if name in ("accept", "decline"):
        ask.answered_at = at
    if name == "book":
        day = timezone.localdate() + datetime.timedelta(days=data["meeting_in"])
        day += datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        time = datetime.time.fromisoformat(data["at"])
        ask.meeting_at = timezone.make_aware(datetime.datetime.combine(day, time))
    if name == "close":
        ask.closing_words = data.get("note", "")
        ask.methods_used.set(
            MethodPage.objects.filter(
                translation_key__in=[page_key("method", key) for key in data.get("methods", ())],
                locale__language_code=SOURCE,
            )
        )
    if name == "rate":
        ask.usefulness = data["usefulness"]
    ask.save()
    _event(ask, name, actor, source, data.get("note", ""), at)


def _event(ask: CoachRequest, act: str, actor, source: str, note: str, at: datetime.datetime) -> None:
    event = CoachRequestEvent.objects.create(
        request=ask, act=act, actor=actor, from_status=source, to_status=ask.status or RequestStatus.NEW, note=note
    )
    CoachRequestEvent.objects.filter(pk=event.pk).update(at=at)


def _coach(key: str) -> Coach | None:
    return Coach.objects.filter(translation_key=identifier("coach", key), locale__language_code=SOURCE).first()


def _page(reference: str | None) -> Page | None:
    if not reference:
        return None
    kind, key = reference.split(":")
    return Page.objects.filter(translation_key=page_key(kind, key), locale__language_code=SOURCE).first()
