"""Never overbooked: many people at once, each with a connection of their own, on a database that really commits."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.utils import timezone

from learning import leading, registering
from learning.models import CourseOccasion, Registration
from learning.models.choices import SEATED, RegistrationStatus
from learning.registering import Refused
from portal.models import Mail
from tests.committed import at_once
from tests.factories import UserFactory
from tests.learning.occasion_factories import client_of, occasion, people, sign_up, statuses

pytestmark = [pytest.mark.alone, pytest.mark.postgres, pytest.mark.usefixtures("committed")]
together = partial(at_once, refused=Refused, patience=240)
SEATS, LINE = 20, 50
CROWD = 200


def seats_taken(at: CourseOccasion) -> int:
    return Registration.objects.filter(occasion=at, status__in=SEATED).count()


def test_a_crowd_signs_up():
    wanted = occasion(capacity=SEATS, waiting_maximum=LINE)
    crowd = people(CROWD)
    mail.outbox = []
    answers = together(*(lambda user=user: sign_up(wanted, user)[0] for user in crowd))

    assert statuses(wanted) == ["registered"] * SEATS + ["waiting"] * LINE
    told = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(told) == CROWD - SEATS - LINE
    assert {answer.message for answer in told} == {"Alla platser är tagna och väntelistan är full."}
    # None lost: everyone has a row, or was told.
    rows = Registration.objects.filter(occasion=wanted)
    assert rows.values("user").distinct().count() == rows.count() == SEATS + LINE
    # Each has the one mail that says so; the places in line are 1, 2, 3 … in the order of the list.
    mails = Mail.objects.filter(user__in=crowd)
    assert mails.count() == SEATS + LINE
    line = rows.filter(status=RegistrationStatus.WAITING).order_by("queued_at", "pk")
    texts = [mails.get(user=row.user_id).text for row in line]
    assert all(f"Du har plats {place} på väntelistan" in text for place, text in enumerate(texts, start=1))
    # As many senders as people, and each mail went once.
    assert mails.filter(sent_at=None).count() == 0
    assert sorted(message.to[0] for message in mail.outbox) == sorted(mails.values_list("address", flat=True))


def test_half_of_them_cancel_while_others_sign_up():
    wanted = occasion(capacity=10, waiting_maximum=100)
    first = sign_up(wanted, *people(20))
    late = people(20)
    together(
        *(lambda row=row: registering.cancel(row.pk) for row in first[:10]),
        *(lambda user=user: sign_up(wanted, user) for user in late),
    )
    assert seats_taken(wanted) == 10
    # Those who had waited were offered the seats, before anybody who came later.
    offered = Registration.objects.filter(occasion=wanted, status=RegistrationStatus.OFFERED)
    assert set(offered.values_list("pk", flat=True)) == {row.pk for row in first[10:]}
    assert Registration.objects.filter(occasion=wanted, status=RegistrationStatus.WAITING).count() == 20


def test_offers_are_answered_expired_and_passed_on_at_once():
    wanted = occasion(capacity=5, waiting_maximum=100)
    rows = sign_up(wanted, *people(20))
    for row in rows[:5]:
        registering.cancel(row.pk)
    offered = rows[5:10]
    Registration.objects.filter(pk__in=[row.pk for row in offered[3:]]).update(
        offered_until=timezone.now() - timedelta(1)
    )
    together(
        *(lambda row=row: registering.accept(row.pk) for row in offered for _click in range(2)),
        *(lambda row=row: registering.decline(row.pk) for row in offered[:1]),
        *(registering.expire_offers for _worker in range(3)),
    )
    assert seats_taken(wanted) == 5
    assert Registration.objects.filter(pk__in=[row.pk for row in offered[1:3]], status="registered").count() == 2
    assert Registration.objects.filter(pk__in=[row.pk for row in offered[3:]], status="cancelled").count() == 2
    for row in offered:
        kinds = [item.key.split(":")[0] for item in Mail.objects.filter(user=row.user)]
        assert len(kinds) == len(set(kinds))


def test_a_double_click_is_one_registration_with_one_mail():
    wanted = occasion(capacity=1)
    (user,) = people(1)
    browsers = [client_of(user) for _click in range(4)]
    address = f"/sv/occasions/{wanted.uid}/sign-up/"
    answers = together(*(lambda browser=browser: browser.post(address).status_code for browser in browsers))
    assert answers == [302] * 4
    assert statuses(wanted) == ["registered"]
    assert [item.key.split(":")[0] for item in Mail.objects.filter(user=user)] == ["signed_up"]


def test_seats_are_added_while_people_sign_up():
    wanted = occasion(capacity=5, waiting_maximum=100)
    before = leading.snapshot(wanted.pk)

    def more():
        with registering.transaction.atomic():
            registering.lock(wanted.pk)
            CourseOccasion.objects.filter(pk=wanted.pk).update(capacity=15)
        leading.after_change(wanted.pk, before)

    together(more, *(lambda user=user: sign_up(wanted, user) for user in people(30)))
    assert seats_taken(wanted) == 15
    assert len(statuses(wanted)) == 30


def test_the_occasion_is_called_off_while_people_sign_up():
    wanted = occasion(capacity=50)
    crowd = people(20)
    together(lambda: leading.call_off(wanted.pk, "Sjuk"), *(lambda user=user: sign_up(wanted, user) for user in crowd))
    for row in Registration.objects.filter(occasion=wanted):
        assert Mail.objects.filter(key__startswith=f"called_off:{row.pk}:").count() == 1


def test_two_managers_clicks_at_once():
    from learning.models.choices import CourseForm
    from tests.learning import factories

    course = factories.course(form=CourseForm.TEACHER_LED, manager_approval=True)
    wanted = occasion(course=course, capacity=1)
    (row,) = sign_up(wanted, *people(1), manager=UserFactory())
    answers = together(
        lambda: registering.decide(row.pk, approved=True), lambda: registering.decide(row.pk, approved=False)
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Mail.objects.filter(user=row.user).count() == 2
