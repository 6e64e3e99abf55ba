"""Several people at once, each with a connection of their own: one wins, and the others are told."""

from functools import partial

import pytest

from learning import coaching
from learning.coaching import Refused, perform
from learning.models import Coach, CoachRequest
from portal.models import Mail
from tests.committed import at_once
from tests.factories import UserFactory
from tests.learning.coach_factories import coach, coordinator, request

pytestmark = [pytest.mark.alone, pytest.mark.postgres, pytest.mark.usefixtures("committed")]
together = partial(at_once, refused=Refused)


@pytest.fixture(autouse=True)
def _database(django_db_blocker, committed):
    with django_db_blocker.unblock():
        yield


def refusals(results: list) -> int:
    return sum(isinstance(result, Refused) for result in results)


def test_closed_and_withdrawn_at_once():
    for _turn in range(5):
        helper = coach(UserFactory())
        ask = request(status="booked", coach=helper)
        results = together(
            lambda ask=ask: perform(ask.key, "withdraw", ask.requester),
            lambda ask=ask, helper=helper: perform(ask.key, "close", helper.user),
        )
        ask.refresh_from_db()
        assert refusals(results) == 1
        assert ask.events.filter(act__in=["close", "withdraw"]).count() == 1
        assert ask.status == ("withdrawn" if isinstance(results[1], Refused) else "closed")


def test_coach_and_coordinator_say_yes_at_once():
    helper, boss = coach(UserFactory()), coordinator()
    ask = request(status="assigned", coach=helper)
    results = together(*(lambda user=user: perform(ask.key, "accept", user) for user in (helper.user, boss)))
    assert refusals(results) == 1
    assert Mail.objects.filter(key__startswith=f"coach:{ask.key}:", key__contains=":accepted:").count() == 1


def test_one_place_for_many_requests():
    helper, boss = coach(capacity=1), coordinator()
    asks = [request() for _number in range(6)]
    results = together(*(lambda ask=ask: perform(ask.key, "assign", boss, coach=helper) for ask in asks))
    assert refusals(results) == 5
    assert Coach.objects.get(pk=helper.pk).active_requests == 1


def test_a_form_sent_many_times():
    person, token = UserFactory(), "2" * 32
    given = {"challenge": "Hjälp!", "offer": "facilitate"}
    made = together(*(lambda: coaching.ask_for_coach(person, token, given, "sv") for _number in range(8)))
    assert len({ask.pk for ask in made}) == 1
    assert CoachRequest.objects.filter(requester=person).count() == 1
    assert Mail.objects.filter(user=person).count() == 1
