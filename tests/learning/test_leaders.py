"""Course leaders: their lists, ticks, messages and cancellations, in the admin and on the page; nobody else's."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from learning import completing, leading, progressing, registering
from learning.models import Completion, CourseOccasion, Registration
from learning.models.choices import CourseForm, OccasionStatus
from portal.models import Mail
from tests.factories import UserFactory
from tests.learning import factories
from tests.learning.occasion_factories import at, change, client_of, days, occasion, people, sign_up, statuses

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/learning/courseoccasion/"


@pytest.fixture
def teacher():
    return UserFactory(first_name="Kaj", last_name="Ledare", groups=["Kursledare"])


@pytest.fixture
def leader(teacher) -> Client:
    return client_of(teacher)


@pytest.fixture
def other() -> Client:
    """A leader of other occasions."""
    return client_of(UserFactory(groups=["Kursledare"]))


@pytest.fixture
def led(teacher) -> CourseOccasion:
    return occasion(days(10), days(17), teachers=[teacher], capacity=3, waiting_maximum=5)


def address(name: str, of: CourseOccasion) -> str:
    return reverse(f"occasion_{name}", args=[of.uid])


def edit(of: CourseOccasion) -> str:
    return f"{LIST}edit/{of.pk}/"


def body(response) -> str:
    return " ".join(response.content.decode().split())


def test_only_its_own_leaders_reach_an_occasion(led, leader, other, employee, admin):
    names = ("participants", "export", "message", "call_off")
    assert [leader.get(address(name, led)).status_code for name in names] == [200] * 4
    for client in (other, employee, admin):  # no rights stand above the people on the list
        assert [client.get(address(name, led)).status_code for name in names] == [404] * 4
        assert client.post(address("call_off", led), {"reason": "x"}).status_code == 404
    # A 404 in the admin is tried with a language in front of it, which is one too.
    assert other.get(edit(led), follow=True).status_code == 404
    assert other.post(edit(led), {"status": "closed"}, follow=True).status_code == 404
    for name in ("usage", "history"):
        assert other.get(f"{LIST}{name}/{led.pk}/", follow=True).status_code == 404
    assert led.course.title in body(leader.get(LIST))
    assert led.course.title not in body(other.get(LIST))
    assert employee.get(LIST).status_code == 302


def test_attendance_by_ticks(led, leader):
    anna, bo = sign_up(led, *people(2))
    first, second = led.sessions.all()
    page = body(leader.get(address("participants", led)))
    assert 'type="checkbox"' not in page
    type(first).objects.filter(pk=first.pk).update(start=days(-1), end=days(-0.9))
    change(led, starts_at=days(-1))
    assert body(leader.get(address("participants", led))).count('type="checkbox"') == 2
    ticks = {"listed": [anna.pk, bo.pk], f"came-{anna.pk}": [first.pk, second.pk, 0, "x"], "came-x": "1"}
    answer = leader.post(address("participants", led), ticks, follow=True)
    assert "Sparat: 1 rad har ändrats." in body(answer)
    assert statuses(led) == ["attended", "registered"]
    assert [session.pk for session in anna.attended_sessions.all()] == [first.pk]  # the second has not begun
    type(second).objects.filter(pk=second.pk).update(start=days(-0.5), end=days(-0.4))
    change(led, ends_at=days(-0.4))
    leader.post(address("participants", led), {"listed": [bo.pk]})
    assert statuses(led) == ["attended", "absent"]
    leader.post(address("participants", led), {"listed": [anna.pk], f"came-{anna.pk}": [second.pk]})
    assert [session.pk for session in anna.attended_sessions.all()] == [second.pk]


def test_attendance_of_rows_that_there_cannot_be(led, leader):
    sent = {"listed": ["9" * 5000, "9" * 18, "-1", "x"], f"came-{'9' * 18}": ["9" * 5000]}
    response = leader.post(address("participants", led), sent)
    assert response.status_code == 302


def test_attendance_completes_the_course(teacher, leader):
    course = factories.course(form=CourseForm.TEACHER_LED, requires_lessons=False, attendance_percent=100)
    led = occasion(course=course, teachers=[teacher])
    (row,) = sign_up(led, *people(1))
    session = led.sessions.get()
    type(session).objects.filter(pk=session.pk).update(start=days(-1), end=days(-0.9))
    change(led, starts_at=days(-1), ends_at=days(-0.9))
    leader.post(address("participants", led), {"listed": [row.pk], f"came-{row.pk}": [session.pk]})
    assert Completion.objects.filter(user=row.user, course=course.translation_key).exists()
    assert statuses(led) == ["completed"]
    leader.post(address("participants", led), {"listed": [row.pk]})
    assert not Completion.objects.filter(user=row.user).exists()
    assert statuses(led) == ["absent"]


def two_sessions_over(teacher, percent: int) -> CourseOccasion:
    course = factories.course(form=CourseForm.TEACHER_LED, requires_lessons=False, attendance_percent=percent)
    return occasion(days(-3), days(-2), course=course, teachers=[teacher])


def test_each_save_looks_at_everybody_again(teacher, leader):
    led = two_sessions_over(teacher, 50)
    row = factories.registration(UserFactory(), led, "attended")
    first, second = led.sessions.all()
    row.attended_sessions.set([first])
    assert leading.mark_attendance(led.pk, {row.pk: [first.pk]}) == 1
    assert statuses(led) == ["completed"]
    leading.mark_attendance(led.pk, {row.pk: [first.pk, second.pk]})
    leading.mark_attendance(led.pk, {row.pk: [second.pk]})
    assert statuses(led) == ["completed"]  # half of it is still enough


def test_fewer_sessions_may_complete_the_course(teacher):
    led = two_sessions_over(teacher, 100)
    row = factories.registration(UserFactory(), led)
    first, second = led.sessions.all()
    leading.mark_attendance(led.pk, {row.pk: [first.pk]})
    assert statuses(led) == ["attended"]
    before = leading.snapshot(led.pk)
    type(second).objects.filter(pk=second.pk).delete()
    leading.after_change(led.pk, before)
    assert statuses(led) == ["completed"]


def test_completed_at_one_occasion_is_attended_at_the_next(teacher):
    led = two_sessions_over(teacher, 50)
    user = UserFactory()
    row = factories.registration(user, led)
    again = occasion(days(-1), course=led.course, teachers=[teacher])
    other = factories.registration(user, again)
    leading.mark_attendance(led.pk, {row.pk: [led.sessions.all()[0].pk]})
    leading.mark_attendance(again.pk, {other.pk: [again.sessions.get().pk]})
    assert statuses(led) + statuses(again) == ["completed", "attended"]
    leading.mark_attendance(led.pk, {row.pk: []})  # the other one is enough
    assert Completion.objects.get(user=user).occasion == again


def test_lessons_read_after_the_ticks_complete_the_occasion_too(teacher):
    course = factories.course(form=CourseForm.BLENDED, attendance_percent=50)
    lesson = factories.lesson(course)
    led = occasion(days(-3), course=course, teachers=[teacher])
    row = factories.registration(UserFactory(), led)
    leading.mark_attendance(led.pk, {row.pk: [led.sessions.get().pk]})
    assert statuses(led) == ["attended"]
    progressing.complete_lesson(row.user, course.translation_key, lesson.translation_key)
    completing.evaluate(row.user, course)
    assert Completion.objects.get(user=row.user).occasion == led
    assert statuses(led) == ["completed"]


def test_the_file_has_the_day_that_the_calendar_shows(teacher, leader):
    led = occasion(at("2027-06-01 00:30"), teachers=[teacher])
    assert "-2027-06-01" in leader.get(address("export", led))["Content-Disposition"]


def test_the_list_for_a_spreadsheet(led, leader):
    sign_up(led, UserFactory(first_name="=1+1", last_name="Åström"), needs="Nötter; mjölk\n+46")
    answer = leader.get(address("export", led))
    text = answer.content.decode("utf-8")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert text.startswith("\ufeffFörnamn;Efternamn;")
    assert "'=1+1;Åström;" in text
    assert '"Nötter; mjölk' in text


def test_queries_do_not_grow_with_the_participants_or_the_occasions(led, leader, teacher):
    def count(path: str) -> int:
        leader.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert leader.get(path).status_code == 200
        return len(queries)

    paths = [address("participants", led), address("export", led), LIST]
    sign_up(led, *people(2))
    few = [count(path) for path in paths]
    change(led, capacity=30)
    sign_up(led, *people(20))
    for number in range(12):
        sign_up(occasion(days(20 + number), course=led.course, teachers=[teacher]), UserFactory())
    assert [count(path) for path in paths] == few


def test_a_message_is_looked_at_and_sent_once(led, leader):
    members = people(2)
    sign_up(led, *members)
    sign_up(led, UserFactory())
    waiting = sign_up(led, UserFactory())[0].user
    token = re.search(r'name="token" value="([^"]+)"', body(leader.get(address("message", led))))[1]
    form = {"token": token, "subject": "Ta med\nskor", "text": "Hej <b>alla</b>!\n\nVi går ut."}
    empty = leader.post(address("message", led), {**form, "text": " "})
    assert empty.status_code == 422
    look = body(leader.post(address("message", led), form))
    assert "Ska det skickas?" in look
    assert "&lt;b&gt;alla" in look
    assert not Mail.objects.filter(key__startswith="message:").exists()
    send = {**form, "act": "send"}
    assert "Meddelandet går till 3 personer." in body(leader.post(address("message", led), send, follow=True))
    assert "Inget mejl har skrivits" in body(leader.post(address("message", led), send, follow=True))
    other = leader.post(address("message", led), {**send, "text": "Ta med regnkläder."})
    assert other.status_code == 409
    assert "Ett annat meddelande har redan skickats" in body(other)
    assert "Ta med regnkläder.</textarea>" in body(other)
    fresh = re.search(r'name="token" value="([^"]+)"', body(other))[1]
    mails = Mail.objects.filter(key__startswith="message:")
    assert mails.count() == 3
    assert not mails.filter(user=waiting).exists()
    assert "\n" not in mails[0].subject
    assert "Hej <b>alla</b>!" in mails[0].text
    assert "<b>" not in mails[0].html
    leader.post(address("message", led), {**send, "token": fresh, "text": "Ta med regnkläder."})
    assert mails.filter(text__contains="regnkläder").count() == 3
    assert leader.post(address("message", led), {**send, "token": "x"}).status_code == 422


def test_calling_off_asks_for_a_reason(led, leader):
    sign_up(led, *people(2))
    assert "2 personer får mejl" in body(leader.get(address("call_off", led)))
    assert leader.post(address("call_off", led), {"reason": ""}).status_code == 422
    answer = leader.post(address("call_off", led), {"reason": "För få"}, follow=True)
    assert "Tillfället är inställt, och alla har fått veta det." in body(answer)
    leader.post(address("call_off", led), {"reason": "Igen"})
    assert Mail.objects.filter(key__startswith="called_off:").count() == 2


def form_of(client: Client, of: CourseOccasion) -> dict[str, str]:
    """The admin's form as it stands, to be sent again."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(client.get(edit(of)).content, "html.parser")
    values: dict = {}
    for field in page.select("form#w-editor-form, form[data-edit-form]")[0].select("input, select, textarea"):
        name = field.get("name")
        if not name or "__prefix__" in name or field.has_attr("disabled"):
            continue
        if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if field.name == "select":
            values[name] = [option["value"] for option in field.select("option[selected]")]
        elif field.name == "textarea":
            values[name] = field.text.strip()
        else:
            values.setdefault(name, []).append(field.get("value", ""))
    return values


class TestAdmin:
    """The occasion in the admin."""

    def test_another_place_is_told_once(self, led, leader):
        sign_up(led, *people(2))
        form = form_of(leader, led)
        assert leader.post(edit(led), form).status_code == 302
        assert not Mail.objects.filter(key__startswith="changed:").exists()
        form["sessions-0-place"] = "Kulturens hus"
        for _click in range(2):
            assert leader.post(edit(led), form).status_code == 302
        led.refresh_from_db()
        assert led.sequence == 1
        assert Mail.objects.filter(key__startswith="changed:").count() == 2

    def test_another_time_moves_the_start(self, led, leader):
        form = form_of(leader, led)
        later = timezone.localtime(led.starts_at + timedelta(days=1))
        form["sessions-0-start"] = f"{later:%Y-%m-%d %H:%M}"
        form["sessions-0-end"] = f"{later + timedelta(hours=1):%Y-%m-%d %H:%M}"
        assert leader.post(edit(led), form).status_code == 302
        started = led.starts_at
        led.refresh_from_db()
        assert led.starts_at - started == timedelta(days=1)

    def test_times_that_do_not_exist_or_run_backwards(self, led, leader):
        form = form_of(leader, led)
        answer = leader.post(edit(led), {**form, "sessions-0-start": "2027-03-28 02:30"})
        assert "Klockan 02:30 finns inte den 28 mars 2027" in body(answer)
        answer = leader.post(edit(led), {**form, "sessions-0-end": "2020-01-01 10:00"})
        assert "Träffen måste sluta efter att den börjar." in body(answer)
        answer = leader.post(edit(led), {**form, "opens_at": "2027-01-02 10:00", "closes_at": "2027-01-02 09:00"})
        assert "Anmälan måste stänga efter att den öppnar." in body(answer)
        assert CourseOccasion.objects.get(pk=led.pk).starts_at == led.starts_at

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("opens_at", "Anmälan måste öppna före den första träffen."),
            ("closes_at", "Anmälan måste stänga senast när den första träffen börjar."),
            ("cancel_by", "Det går att avboka tills den första träffen börjar, inte senare."),
        ],
    )
    def test_times_that_contradict_the_first_session(self, led, leader, name, sentence):
        form = form_of(leader, led)
        start = timezone.localtime(led.starts_at)
        late = leader.post(edit(led), {**form, name: f"{start + timedelta(minutes=1):%Y-%m-%d %H:%M}"})
        assert sentence in body(late)
        assert leader.post(edit(led), {**form, name: f"{start - timedelta(hours=1):%Y-%m-%d %H:%M}"}).status_code == 302
        # Once the first session is taken away, the second is the first.
        moved = {**form, name: f"{start + timedelta(days=1):%Y-%m-%d %H:%M}", "sessions-0-DELETE": "1"}
        assert leader.post(edit(led), moved).status_code == 302

    def test_an_occasion_needs_a_session(self, led, leader):
        form = form_of(leader, led) | {"sessions-0-DELETE": "1", "sessions-1-DELETE": "1"}
        assert "Ange minst en träff." in body(leader.post(edit(led), form))
        assert led.sessions.count() == 2

    def test_more_seats_are_offered_and_taken_ones_stay(self, led, leader):
        sign_up(led, *people(5))
        form = form_of(leader, led)
        answer = leader.post(edit(led), {**form, "capacity": "2"})
        assert "3 platser är redan tagna." in body(answer)
        assert leader.post(edit(led), {**form, "capacity": "4"}).status_code == 302
        assert statuses(led) == ["registered"] * 3 + ["offered", "waiting"]

    def test_what_is_cancelled_stays_so(self, led, leader):
        form = form_of(leader, led)
        assert leader.post(edit(led), {**form, "status": "cancelled"}).status_code == 200
        from learning import leading

        leading.call_off(led.pk, "Sjuk")
        leader.post(edit(led), {**form, "status": "open"})
        led.refresh_from_db()
        assert (led.status, led.cancel_reason) == (OccasionStatus.CANCELLED, "Sjuk")

    def test_a_new_occasion(self, teacher, leader):
        course = factories.course(form=CourseForm.TEACHER_LED)
        english = factories.translated(course)
        assert leader.get(f"{LIST}add/").status_code == 200
        form = {
            "course": english.pk, "status": "open", "language": "sv", "setting": "on_site", "capacity": "5",
            "waiting_maximum": "5", "minimum_participants": "0", "teachers": [teacher.pk],
            "sessions-TOTAL_FORMS": "1", "sessions-INITIAL_FORMS": "0", "sessions-MIN_NUM_FORMS": "1",
            "sessions-MAX_NUM_FORMS": "40", "sessions-0-start": "2027-05-03 09:00",
            "sessions-0-end": "2027-05-03 12:00",
            "sessions-0-ORDER": "1", "sessions-0-place": "", "sessions-0-map_link": "", "sessions-0-online_address": "",
            "information-TOTAL_FORMS": "0", "information-INITIAL_FORMS": "0", "information-MIN_NUM_FORMS": "0",
            "information-MAX_NUM_FORMS": "6",
        }  # fmt: skip
        assert leader.post(f"{LIST}add/", form).status_code == 302
        made = CourseOccasion.objects.latest("pk")
        assert made.course.pk == course.pk  # the original, whatever language was chosen
        assert list(made.teachers.all()) == [teacher]
        assert made.starts_at is not None

    def test_chief_editors_look_after_all_and_see_nobody(self, led):
        chief = client_of(UserFactory(groups=["Chefredaktörer"]))
        assert led.course.title in body(chief.get(LIST))
        assert chief.get(edit(led)).status_code == 200
        assert chief.get(address("participants", led)).status_code == 404

    def test_one_with_registrations_is_not_deleted(self, led):
        chief = client_of(UserFactory(groups=["Chefredaktörer"]))
        empty = occasion()
        assert chief.post(f"{LIST}delete/{empty.pk}/").status_code == 302
        assert not CourseOccasion.objects.filter(pk=empty.pk).exists()
        (row,) = sign_up(led, *people(1))
        registering.cancel(row.pk)
        answer = chief.post(f"{LIST}delete/{led.pk}/", follow=True)
        assert "Det finns anmälningar till tillfället." in body(answer)
        assert Registration.objects.filter(pk=row.pk).exists()
        more = occasion()
        many = f"/admin/bulk/learning/courseoccasion/delete/?next={LIST}&id={more.pk}&id={led.pk}"
        answer = chief.post(many, follow=True)
        assert "Ställ in det i stället för att ta bort det" in body(answer)
        assert CourseOccasion.objects.filter(pk__in=[more.pk, led.pk]).count() == 2
        chief.post(f"/admin/bulk/learning/courseoccasion/delete/?next={LIST}&id={more.pk}")
        assert not CourseOccasion.objects.filter(pk=more.pk).exists()


class TestKeeping:
    """A course with occasions cannot be deleted from under them."""

    def test_neither_it_nor_what_it_stands_below(self, led, admin):
        parent = led.course.get_parent()
        for page in (led.course, parent):
            answer = admin.post(f"/admin/pages/{page.pk}/delete/", follow=True)
            assert answer.status_code == 200
            assert "har kurstillfällen och kan inte tas bort" in body(answer)
            assert Page.objects.filter(pk=page.pk).exists()

    def test_nor_with_others_at_once(self, led, admin):
        parent = led.course.get_parent()
        address = "/admin/bulk/wagtailcore/page/delete/?next=/admin/&id="
        # Of the page itself Wagtail knows that it is needed; of what stands below a page we tell it.
        assert admin.post(f"{address}{led.course.pk}").status_code == 302
        answer = admin.post(f"{address}{parent.pk}", follow=True)
        assert "har kurstillfällen och kan inte tas bort" in body(answer)
        assert Page.objects.filter(pk__in=[parent.pk, led.course.pk]).count() == 2

    def test_one_without_is(self, admin):
        course = factories.course()
        admin.post(f"/admin/pages/{course.pk}/delete/")
        assert not Page.objects.filter(pk=course.pk).exists()
