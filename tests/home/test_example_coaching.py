"""The example's requests for a coach: in every state, by the example's users, gone without a trace."""

import pytest
from django.contrib.auth.models import Group

from home.examples import coach_requests, plan, reading
from home.examples.loading import GROUP
from home.examples.removing import remove
from learning.coach_reminders import remind
from learning.models import Coach, CoachRequest
from learning.models.choices import RequestStatus
from portal.models import Mail
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def users():
    """The example's users, whom tests do not have otherwise."""
    example = Group.objects.get_or_create(name=GROUP)[0]
    found = {}
    for user in plan.USERS:
        found[user.username] = UserFactory(username=user.username, groups=user.groups)
        found[user.username].groups.add(example)
    return found


def test_without_users_there_are_none():
    coach_requests.load()
    assert not CoachRequest.objects.exists()


def test_every_state_is_there(users):
    coach_requests.load()
    assert {ask.status for ask in CoachRequest.objects.all()} == set(RequestStatus)
    assert CoachRequest.objects.count() == len(reading.one(coach_requests.FILE))
    assert any(ask.is_late for ask in CoachRequest.objects.all())
    assert Coach.objects.filter(user=users["coach"]).count() == 2, "in both languages"
    assert any(coach.is_at_capacity for coach in Coach.objects.all())
    assert not Mail.objects.exists()


def test_the_log_follows_the_status(users):
    coach_requests.load()
    for ask in CoachRequest.objects.prefetch_related("events"):
        events = list(ask.events.all())
        assert events[-1].to_status == ask.status
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert events[0].at == ask.created_at


def test_again_and_with_fewer_users(users):
    coach_requests.load()
    users["sokansvarig"].delete()
    coach_requests.load()
    assert CoachRequest.objects.count() == len(reading.one(coach_requests.FILE))


@pytest.mark.once
def test_gone_without_a_trace(users, django_capture_on_commit_callbacks):
    coach_requests.load()
    UserFactory(groups=["Coachsamordnare"])
    remind()
    assert Mail.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        removed = remove()
    assert not CoachRequest.objects.exists()
    assert not Mail.objects.exists()
    assert removed.counts["coach requests"] == len(reading.one(coach_requests.FILE))
    assert removed.counts["users"] == len(plan.USERS)
