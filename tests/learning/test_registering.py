"""Signing up, waiting, being offered a seat, being approved, and leaving: the rules, one by one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning import approving, leading, registering
from learning.models import Completion, CourseOccasion, CoursePrerequisite, Registration
from learning.models.choices import CourseForm, OccasionStatus, RegistrationStatus
from learning.registering import Refused
from portal.models import Mail
from tests.factories import UserFactory
from tests.learning import factories
from tests.learning.occasion_factories import days, occasion, people, sign_up, statuses

pytestmark = pytest.mark.django_db


def mails(user) -> list[str]:
    """The kinds of mail that somebody has got, in their order."""
    return [mail.key.split(":")[0] for mail in Mail.objects.filter(user=user).order_by("pk")]


def test_seats_then_the_line_then_no_more():
    full = occasion(capacity=2, waiting_maximum=2)
    anna, bo, cilla, dag, erik = people(5)
    sign_up(full, anna, bo, cilla, dag)
    assert statuses(full) == ["registered", "registered", "waiting", "waiting"]
    with pytest.raises(Refused, match="väntelistan är full"):
        sign_up(full, erik)
    assert mails(anna) == ["signed_up"]
    assert mails(dag) == ["waiting"]
    assert "plats 2 på väntelistan" in Mail.objects.get(user=dag).text
    assert mails(erik) == []


def test_a_second_sign_up_changes_nothing():
    single = occasion()
    (user,) = people(1)
    (first,) = sign_up(single, user, needs="Glutenfritt")
    again, new = registering.sign_up(single.pk, user, language="en", needs="")
    assert (again.pk, new) == (first.pk, False)
    assert Registration.objects.get(pk=first.pk).practical_needs == "Glutenfritt"
    assert mails(user) == ["signed_up"]


def test_whoever_comes_back_stands_last_in_line():
    full = occasion(capacity=1, waiting_maximum=5)
    anna, bo, cilla = people(3)
    registrations = sign_up(full, anna, bo, cilla)
    assert registering.cancel(registrations[0].pk)
    assert not registering.cancel(registrations[0].pk)
    assert statuses(full) == ["cancelled", "offered", "waiting"]
    (again,) = sign_up(full, anna)
    assert again.pk == registrations[0].pk
    assert again.status == RegistrationStatus.WAITING
    assert statuses(full) == ["offered", "waiting", "waiting"]
    assert "plats 2 på väntelistan" in Mail.objects.get(user=anna, key__contains="waiting").text
    assert mails(anna) == ["signed_up", "cancelled", "waiting"]


def test_a_free_seat_is_offered_in_order_and_taken_by_an_answer():
    full = occasion(capacity=1, waiting_maximum=5)
    anna, bo, cilla = people(3)
    first, second, third = sign_up(full, anna, bo, cilla)
    registering.cancel(first.pk)
    second.refresh_from_db()
    assert second.status == RegistrationStatus.OFFERED
    assert timedelta(hours=47) < second.offered_until - timezone.now() <= timedelta(hours=48)
    assert mails(bo) == ["waiting", "offered"]
    with pytest.raises(Refused):
        registering.accept(third.pk)
    assert registering.accept(second.pk).status == RegistrationStatus.REGISTERED
    assert registering.accept(second.pk).status == RegistrationStatus.REGISTERED
    assert mails(bo) == ["waiting", "offered", "from_waiting_list"]
    assert statuses(full) == ["cancelled", "registered", "waiting"]


def test_a_declined_seat_goes_to_the_next():
    full = occasion(capacity=1, waiting_maximum=5)
    first, second, third = sign_up(full, *people(3))
    registering.cancel(first.pk)
    assert registering.decline(second.pk)
    assert not registering.decline(second.pk)
    assert statuses(full) == ["cancelled", "cancelled", "offered"]
    with pytest.raises(Refused):
        registering.accept(second.pk)
    registering.accept(third.pk)
    with pytest.raises(Refused):
        registering.decline(third.pk)


def test_an_unanswered_offer_goes_to_the_next():
    full = occasion(capacity=1, waiting_maximum=5)
    anna, bo, cilla = people(3)
    first, second, _third = sign_up(full, anna, bo, cilla)
    registering.cancel(first.pk)
    assert registering.expire_offers() == 0
    Registration.objects.filter(pk=second.pk).update(offered_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="har gått ut"):
        registering.accept(second.pk)
    assert registering.expire_offers() == 1
    assert registering.expire_offers() == 0
    assert statuses(full) == ["cancelled", "cancelled", "offered"]
    assert mails(bo) == ["waiting", "offered", "offer_expired"]
    assert mails(cilla) == ["waiting", "offered"]


def test_an_offer_never_outlasts_the_start():
    soon = occasion(days(1), capacity=1)
    first, second = sign_up(soon, *people(2))
    registering.cancel(first.pk)
    second.refresh_from_db()
    assert second.offered_until == soon.starts_at


def test_more_seats_are_offered_to_those_who_wait():
    full = occasion(capacity=1, waiting_maximum=5)
    sign_up(full, *people(4))
    before = leading.snapshot(full.pk)
    CourseOccasion.objects.filter(pk=full.pk).update(capacity=3)
    assert not leading.after_change(full.pk, before)
    assert statuses(full) == ["registered", "offered", "offered", "waiting"]


def test_a_free_seat_belongs_to_those_who_wait():
    """Nobody passes the line, even where a seat is free and has not been offered yet."""
    full = occasion(capacity=1, waiting_maximum=5)
    sign_up(full, *people(2))
    CourseOccasion.objects.filter(pk=full.pk).update(capacity=2)
    sign_up(full, *people(1))
    assert statuses(full) == ["registered", "offered", "waiting"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"status": OccasionStatus.PLANNED}, "har inte öppnat"),
        ({"status": OccasionStatus.CLOSED}, "har stängt"),
        ({"status": OccasionStatus.CANCELLED}, "inställt"),
        ({"opens_at": days(1)}, "Anmälan öppnar"),
        ({"closes_at": days(-1)}, "har stängt"),
    ],
)
def test_only_while_sign_up_is_open(values, sentence):
    shut = occasion(**values)
    with pytest.raises(Refused, match=sentence) as refusal:
        sign_up(shut, *people(1))
    assert refusal.value.status == 409
    assert not Mail.objects.exists()


def test_not_after_the_start():
    begun = occasion(days(-0.01))
    with pytest.raises(Refused, match="har stängt"):
        sign_up(begun, *people(1))
    with pytest.raises(Refused, match="är över"):
        sign_up(occasion(days(-3)), *people(1))


def test_a_required_course_comes_first():
    basics = factories.course(title="Grunden")
    advanced = factories.course(title="Fortsättning", form=CourseForm.TEACHER_LED)
    CoursePrerequisite.objects.create(page=advanced, course=basics, required=True)
    CoursePrerequisite.objects.create(page=advanced, course=factories.course(), required=False)
    given = occasion(course=advanced)
    (user,) = people(1)
    with pytest.raises(Refused, match="Grunden"):
        sign_up(given, user)
    Completion.objects.create(
        user=user, course=basics.translation_key, completed_at=timezone.now(), code="ABC", holder="A", titles={}
    )
    assert sign_up(given, user)[0].status == RegistrationStatus.REGISTERED


def test_cancelling_has_a_last_moment():
    late = occasion(cancel_by=days(-1), capacity=1)
    anna, bo = people(2)
    registered, waiting = sign_up(late, anna, bo)
    with pytest.raises(Refused, match="gick att avboka till"):
        registering.cancel(registered.pk)
    assert registering.cancel(waiting.pk)  # the line may be left at any time
    begun = occasion(days(1))
    (row,) = sign_up(begun, anna)
    CourseOccasion.objects.filter(pk=begun.pk).update(starts_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refused, match="har börjat"):
        registering.cancel(row.pk)


def test_practical_needs_go_with_the_seat():
    given = occasion()
    (row,) = sign_up(given, *people(1), needs="  Hörslinga ")
    registering.change_needs(row.pk, "Rullstol")
    row.refresh_from_db()
    assert row.practical_needs == "Rullstol"
    registering.cancel(row.pk)
    row.refresh_from_db()
    assert row.practical_needs == ""
    with pytest.raises(Refused):
        registering.change_needs(row.pk, "Tolk")


class TestApproval:
    """A course that needs the manager's yes."""

    @pytest.fixture
    def given(self):
        course = factories.course(form=CourseForm.TEACHER_LED, manager_approval=True)
        return occasion(course=course, capacity=1, waiting_maximum=5)

    @pytest.fixture
    def manager(self):
        return UserFactory(first_name="Maja", last_name="Chef")

    def test_the_seat_is_kept_until_the_manager_answers(self, given, manager):
        anna, bo = people(2)
        asked, waiting = sign_up(given, anna, bo, manager=manager)
        assert statuses(given) == ["approval", "waiting"]
        assert mails(anna) == ["awaits_approval"]
        assert mails(manager) == ["approval_asked"]
        assert registering.decide(asked.pk, approved=True)
        assert not registering.decide(asked.pk, approved=True)
        assert mails(anna) == ["awaits_approval", "approved"]
        with pytest.raises(Refused):
            registering.decide(asked.pk, approved=False)
        with pytest.raises(Refused):
            registering.decide(waiting.pk, approved=True)

    def test_a_no_frees_the_seat_and_the_next_is_asked_about_after_saying_yes(self, given, manager):
        anna, bo = people(2)
        asked, waiting = sign_up(given, anna, bo, manager=manager)
        registering.decide(asked.pk, approved=False)
        assert statuses(given) == ["refused", "offered"]
        assert registering.accept(waiting.pk).status == RegistrationStatus.APPROVAL
        assert mails(bo) == ["waiting", "offered", "awaits_approval"]
        assert mails(manager) == ["approval_asked", "approval_asked"]
        assert mails(anna) == ["awaits_approval", "refused"]

    def asked(self, given, row, ago: float) -> None:
        key = f"approval_asked:{row.pk}:"
        Mail.objects.filter(key__startswith=key).update(created_at=timezone.now() - timedelta(days=ago))

    def test_a_manager_who_is_silent_is_asked_once_more_and_then_the_seat_goes_on(self, given, manager):
        anna, bo = people(2)
        row, _waiting = sign_up(given, anna, bo, manager=manager)
        assert approving.chase() == (0, 0)
        self.asked(given, row, 3.1)
        assert [approving.chase(), approving.chase()] == [(1, 0), (0, 0)]
        assert mails(manager) == ["approval_asked", "approval_asked_again"]
        self.asked(given, row, 7.1)
        assert [approving.chase(), approving.chase()] == [(0, 1), (0, 0)]
        assert statuses(given) == ["cancelled", "offered"]
        assert mails(anna) == ["awaits_approval", "approval_missing"]
        with pytest.raises(Refused):
            registering.decide(row.pk, approved=True)

    def test_the_answer_is_due_when_sign_up_closes(self, given, manager):
        (row,) = sign_up(given, *people(1), manager=manager)
        CourseOccasion.objects.filter(pk=given.pk).update(closes_at=timezone.now())
        self.asked(given, row, 1.9)
        assert approving.chase() == (0, 0)
        self.asked(given, row, 2.1)
        assert approving.chase() == (0, 1)

    @pytest.mark.parametrize("removed", [True, False])
    def test_a_manager_who_is_gone_keeps_no_seat(self, given, manager, removed):
        sign_up(given, *people(2), manager=manager)
        if removed:
            manager.delete()
        else:
            type(manager).objects.filter(pk=manager.pk).update(is_active=False)
        assert approving.chase() == (0, 1)
        assert statuses(given) == ["cancelled", "offered"]

    def test_somebody_else_must_be_named(self, given, manager):
        (user,) = people(1)
        manager.is_active = False
        for wrong in (None, user, manager):
            with pytest.raises(Refused) as refusal:
                sign_up(given, user, manager=wrong)
            assert refusal.value.status == 422
        assert not Registration.objects.filter(occasion=given).exists()


def test_calling_off_tells_everyone_once():
    teacher = UserFactory()
    given = occasion(capacity=1, waiting_maximum=5, teachers=[teacher])
    anna, bo, cilla = people(3)
    sign_up(given, anna, bo)
    (gone,) = sign_up(given, cilla)
    registering.cancel(gone.pk)
    assert leading.call_off(given.pk, "Läraren är sjuk.")
    assert not leading.call_off(given.pk, "Igen")
    given.refresh_from_db()
    assert (given.status, given.sequence, given.cancel_reason) == ("cancelled", 1, "Läraren är sjuk.")
    assert mails(anna) == ["signed_up", "called_off"]
    assert mails(bo) == ["waiting", "called_off"]
    assert mails(cilla) == ["waiting", "cancelled"]
    mail = Mail.objects.get(user=anna, key__startswith="called_off")
    assert "Läraren är sjuk." in mail.text
    assert "METHOD:CANCEL" in mail.calendar
    assert Mail.objects.get(user=bo, key__startswith="called_off").calendar == ""


def test_another_time_or_place_is_told_once_for_each_change():
    given = occasion()
    (anna,) = people(1)
    sign_up(given, anna)
    before = leading.snapshot(given.pk)
    assert not leading.after_change(given.pk, before)
    session = given.sessions.get()
    type(session).objects.filter(pk=session.pk).update(place="Kulturens hus")
    assert leading.after_change(given.pk, before)
    assert mails(anna) == ["signed_up", "changed"]
    given.refresh_from_db()
    assert given.sequence == 1
    mail = Mail.objects.get(user=anna, key__startswith="changed")
    assert "Kulturens hus" in mail.text
    assert "SEQUENCE:1" in mail.calendar


def test_of_an_open_offer_nothing_is_said_once_the_occasion_is_cancelled_or_has_begun():
    for status, start in ((OccasionStatus.CANCELLED, days(5)), (OccasionStatus.OPEN, days(-0.01))):
        given = occasion(capacity=1, waiting_maximum=5)
        anna, bo = people(2)
        first, offered = sign_up(given, anna, bo)
        registering.cancel(first.pk)
        if status == OccasionStatus.CANCELLED:
            leading.call_off(given.pk, "Sjuk")
        CourseOccasion.objects.filter(pk=given.pk).update(starts_at=start)
        Registration.objects.filter(pk=offered.pk).update(offered_until=timezone.now())
        assert registering.expire_offers() == 1
        assert statuses(given) == ["cancelled", "cancelled"]
        assert "offer_expired" not in mails(bo)


def test_an_offer_ends_at_a_start_that_is_moved_forward():
    given = occasion(days(9), capacity=1, waiting_maximum=5)
    first, offered = sign_up(given, *people(2))
    registering.cancel(first.pk)
    before = leading.snapshot(given.pk)
    given.sessions.update(start=days(1), end=days(1.1))
    leading.after_change(given.pk, before)
    given.refresh_from_db()
    offered.refresh_from_db()
    assert offered.offered_until == given.starts_at == days(1)


def test_no_seat_is_taken_after_the_start():
    given = occasion(capacity=1, waiting_maximum=5)
    first, offered = sign_up(given, *people(2))
    registering.cancel(first.pk)
    CourseOccasion.objects.filter(pk=given.pk).update(starts_at=days(-0.01))
    with pytest.raises(Refused, match="har börjat"):
        registering.accept(offered.pk)


def test_nobody_waits_who_cannot_be_written_to():
    given = occasion(capacity=1, waiting_maximum=5)
    sign_up(given, *people(1))
    with pytest.raises(Refused, match="e-postadress"):
        sign_up(given, UserFactory(email=""))
    assert statuses(given) == ["registered"]
    CourseOccasion.objects.filter(pk=given.pk).update(capacity=2)
    sign_up(given, UserFactory(email=""))
    assert statuses(given) == ["registered"] * 2


def test_whoever_cannot_answer_is_passed_over_and_stays_in_line():
    given = occasion(capacity=1, waiting_maximum=5)
    anna, gone, silent, bo = people(4)
    first, *_others = sign_up(given, anna, gone, silent, bo)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    type(gone).objects.filter(pk=silent.pk).update(email="")
    registering.cancel(first.pk)
    assert statuses(given) == ["cancelled", "waiting", "waiting", "offered"]


def test_a_removed_account_holds_its_occasions_before_its_registrations():
    given = occasion(capacity=1, waiting_maximum=5)
    anna, bo = people(2)
    sign_up(given, anna, bo)
    with CaptureQueriesContext(connection) as asked:
        anna.delete()
    statements = [query["sql"] for query in asked.captured_queries]
    held = next(number for number, sql in enumerate(statements) if 'FROM "learning_courseoccasion"' in sql)
    gone = next(number for number, sql in enumerate(statements) if 'DELETE FROM "learning_registration"' in sql)
    assert held < gone
    assert statuses(given) == ["offered"]
