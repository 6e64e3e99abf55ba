"""Coaches and requests for tests, with as little as is valid."""

import uuid

from django.test import Client
from django.utils import timezone

from learning.models import Coach, CoachRequest, CoachRequestEvent
from learning.models.choices import HELD
from methodbank.models import Situation
from tests.factories import UserFactory, source

CHALLENGE = "Våra möten tar slut innan vi har bestämt något. Vad kan vi pröva?"


def coach(user=None, **values) -> Coach:
    """A coach who has room, and signs in as the user."""
    number = Coach.objects.count() + 1
    defaults = {
        "name": f"Coach {number}",
        "role": "Stöd för prov",
        "languages": ["sv"],
        "settings": ["on_site", "remote", "hybrid"],
        "offers": ["sounding-board", "plan-workshop"],
        "capacity": 3,
        "locale": source(),
    }
    made = Coach(**{**defaults, **values, "user": user})
    made.save()
    return Coach.objects.get(pk=made.pk)


def coordinator():
    """Somebody who shares out the requests."""
    return UserFactory(groups=["Coachsamordnare"])


def request(requester=None, *, status: str = "new", coach: Coach | None = None, **values) -> CoachRequest:
    """A request in some state, without the way there and without mails."""
    defaults = {
        "challenge": CHALLENGE,
        "offer": "sounding-board",
        "language": "sv",
        "situation": Situation.objects.get(code="better-meeting", locale=source()),
    }
    created = values.pop("created_at", None)
    ask = CoachRequest.objects.create(
        **{**defaults, **values},
        requester=requester or UserFactory(),
        status=status,
        coach=coach,
    )
    if created:
        CoachRequest.objects.filter(pk=ask.pk).update(created_at=created)
    CoachRequestEvent.objects.create(request=ask, act="ask", actor=ask.requester, to_status="new")
    if status in HELD and coach is not None:
        CoachRequestEvent.objects.create(request=ask, act="assign", from_status="new", to_status="assigned")
    return CoachRequest.objects.get(pk=ask.pk)


def browser(user) -> Client:
    """The browser of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    return client


def form(**values) -> dict:
    """What the form of a request sends."""
    return {
        "token": str(uuid.uuid4()),
        "page": "",
        "challenge": CHALLENGE,
        "offer": "sounding-board",
        "situation": "",
        "wished": "",
        "setting": "",
        "working_language": "sv",
        "participants": "",
        "period_from": "",
        "period_to": "",
        "department": "",
        **values,
    }


def later(days: int = 3):
    """Noon, so many days from now."""
    day = timezone.localtime() + timezone.timedelta(days=days)
    return day.replace(hour=12, minute=0, second=0, microsecond=0)
