"""Occasions as readers meet them: on the course, on a page of their own, in both languages; and bad input."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import HomePage
from learning import occasion_presentation, occasion_words, registering
from learning.models import CourseOccasion, Registration
from learning.models.choices import CourseForm, OccasionStatus
from portal.models import Mail
from tests.factories import UserFactory, source
from tests.learning import factories
from tests.learning.occasion_factories import at, change, client_of, days, occasion, people, sign_up, statuses

pytestmark = pytest.mark.django_db
BUDGET = 8


def address(name: str, of: CourseOccasion) -> str:
    return reverse(f"occasion_{name}", args=[of.uid])


def body(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def given() -> CourseOccasion:
    """An occasion of two seats and one place in line, with an online address that not everyone may see."""
    made = occasion(days(20), capacity=2, waiting_maximum=1, before="<p>Ta med dator.</p>", after="<p>Tack!</p>")
    session = made.sessions.get()
    type(session).objects.filter(pk=session.pk).update(online_address="https://mote.example.lulea.se/hemligt")
    made.save()
    return CourseOccasion.objects.get(pk=made.pk)


def test_one_click_signs_up_and_two_cancel(given, user, employee):
    course = employee.get(given.course.url)
    assert address("sign_up", given) in body(course)
    assert "2 av 2 platser kvar" in body(course)
    answer = employee.post(address("sign_up", given), follow=True)
    assert "Du är anmäld. Ett mejl" in body(answer)
    assert statuses(given) == ["registered"]
    course = employee.get(given.course.url)
    assert address("cancel", given) in body(course)
    ask = employee.get(address("cancel", given))
    assert "Vill du avboka din plats?" in body(ask)
    assert statuses(given) == ["registered"]
    answer = employee.post(address("cancel", given), follow=True)
    assert "Du har avbokat." in body(answer)
    assert statuses(given) == ["cancelled"]


def test_a_visitor_signs_in_first(given):
    visitor = Client()
    page = body(visitor.get(given.course.url))
    assert address("sign_up", given) in page
    assert "mote.example.lulea.se" not in page
    for client_act in (visitor.get, visitor.post):
        for name in ("sign_up", "cancel", "seat", "participants", "message", "call_off"):
            answer = client_act(address(name, given))
            assert answer.status_code == 302
            assert answer.url.startswith("/login/?next=")
    assert not Registration.objects.filter(occasion=given).exists()


def test_only_those_with_a_seat_see_how_to_join(given, user, employee):
    sign_up(given, *people(2))
    page = body(employee.get(address("detail", given)))
    assert "mote.example" not in page
    assert "Ta med dator." not in page
    assert "De som är anmälda får adressen" in page
    employee.post(address("sign_up", given))
    assert statuses(given)[-1] == "waiting"
    page = body(employee.get(address("detail", given)))
    assert "mote.example" not in page
    assert "Du har plats 1 på väntelistan" in page
    assert employee.get(address("ics", given)).status_code == 404
    change(given, capacity=3)
    registering.promote(CourseOccasion.objects.get(pk=given.pk))
    answer = employee.post(address("seat", given), {"answer": "accept"}, follow=True)
    assert "https://mote.example.lulea.se/hemligt" in body(answer)
    assert "Ta med dator." in body(answer)
    assert "Tack!" not in body(answer)
    assert employee.get(address("ics", given)).status_code == 200


def test_refusals_are_said_and_nothing_is_lost(given, employee):
    sign_up(given, *people(3))
    answer = employee.post(address("sign_up", given), {"needs": "Vegan"})
    assert answer.status_code == 409
    assert "väntelistan är full" in body(answer)
    change(given, waiting_maximum=5)
    answer = employee.post(address("sign_up", given), {"needs": "x" * 401})
    assert answer.status_code == 422
    assert "x" * 401 in body(answer)
    change(given, closes_at=timezone.now())
    answer = employee.post(address("sign_up", given), {"needs": "Vegan"})
    assert answer.status_code == 409
    assert "Anmälan har stängt." in body(answer)


def test_leaving_the_line_gives_up_no_seat(given, user, employee):
    sign_up(given, *people(2))
    employee.post(address("sign_up", given))
    ask = body(employee.get(address("cancel", given)))
    assert "Vill du lämna väntelistan?" in ask
    assert "går till någon annan" not in ask
    assert "Avboka min plats" not in ask
    answer = body(employee.post(address("cancel", given), follow=True))
    assert "Du har lämnat väntelistan." in answer
    assert "Platsen går" not in answer
    mail = Mail.objects.get(user=user, key__startswith="cancelled:")
    assert mail.subject.startswith("Du har lämnat väntelistan: ")
    assert "Du står inte längre på väntelistan för" in mail.text
    assert "anmäld" not in mail.text


def test_a_seat_that_was_kept_is_not_called_a_registration(given, user):
    row = factories.registration(user, given, "offered", offered_until=days(1))
    registering.cancel(row.pk)
    text = Mail.objects.get(user=user, key__startswith="cancelled:").text
    assert "Det hålls inte längre någon plats åt dig" in text
    assert "inte längre anmäld" not in text


def test_a_replayed_form_changes_nothing(given, user, employee):
    for _click in range(3):
        answer = employee.post(address("sign_up", given), {"needs": "Vegan"}, follow=True)
    assert "Du hade redan anmält dig." in body(answer)
    for _click in range(3):
        assert employee.post(address("cancel", given)).status_code == 302
    row = Registration.objects.get(occasion=given, user=user)
    assert (row.status, row.practical_needs) == ("cancelled", "")


def test_the_wrong_method_is_refused(given, employee):
    sign_up(given, UserFactory())
    assert employee.post(address("detail", given)).status_code == 405
    assert employee.get(address("change", given)).status_code == 405
    assert employee.delete(address("sign_up", given)).status_code == 405
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(UserFactory())
    assert forger.post(address("sign_up", given)).status_code == 403


def test_nobody_reaches_another_persons_registration(given, employee):
    sign_up(given, UserFactory())
    for name in ("cancel", "seat"):
        assert employee.get(address(name, given)).status_code == 404
        assert employee.post(address(name, given), {"answer": "accept"}).status_code == 404
    assert employee.post(address("change", given), {"needs": "x"}).status_code == 404
    assert employee.get(address("ics", given)).status_code == 404
    assert employee.get("/sv/occasions/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_needs_are_changed_until_it_is_over(given, user, employee):
    employee.post(address("sign_up", given))
    answer = employee.post(address("change", given), {"needs": "Hörslinga"}, follow=True)
    assert "Sparat." in body(answer)
    assert "Hörslinga</textarea>" in body(answer)
    change(given, starts_at=days(-1), ends_at=days(-0.9))
    given.refresh_from_db()
    answer = employee.post(address("change", given), {"needs": "Sent"})
    assert answer.status_code == 409


def test_an_offered_seat_is_answered_on_its_page(given, user, employee):
    first, *_rest = sign_up(given, *people(2))
    employee.post(address("sign_up", given))
    registering.cancel(first.pk)
    page = body(employee.get(given.course.url))
    assert address("seat", given) in page
    assert "En plats hålls åt dig till" in page
    assert employee.post(address("seat", given), {"answer": "perhaps"}).status_code == 422
    answer = employee.post(address("seat", given), {"answer": "decline"}, follow=True)
    assert "Du har tackat nej." in body(answer)
    answer = employee.post(address("seat", given), {"answer": "accept"})
    assert answer.status_code == 409


class TestApproval:
    @pytest.fixture
    def approved(self):
        course = factories.course(form=CourseForm.TEACHER_LED, manager_approval=True)
        return occasion(course=course)

    def test_the_manager_is_named_and_answers(self, approved, user, employee):
        manager = UserFactory(email="Chef@example.lulea.se")
        assert f'href="{address("sign_up", approved)}"' in body(employee.get(approved.course.url))
        for wrong in ("", "ingen@example.lulea.se", user.email, user.username):
            answer = employee.post(address("sign_up", approved), {"manager": wrong, "needs": "Vegan"})
            assert answer.status_code == 422
            assert "Vegan</textarea>" in body(answer)
        answer = employee.post(address("sign_up", approved), {"manager": " chef@EXAMPLE.lulea.se "}, follow=True)
        assert "En plats hålls åt dig medan din chef får frågan" in body(answer)
        page = reverse("occasion_approval", args=[Registration.objects.get(occasion=approved).pk])
        assert employee.get(page).status_code == 404
        boss = client_of(manager)
        until = occasion_words.at(timezone.now() + timedelta(days=7))
        assert "Får Test Person" in body(boss.get(page))
        assert f"Platsen hålls till {until}" in body(boss.get(page))
        assert f"Platsen hålls till {until}" in Mail.objects.get(user=manager).text
        change(approved, status=OccasionStatus.CANCELLED)
        assert "Tillfället är inställt." in body(boss.get(page))
        assert 'value="approve"' not in body(boss.get(page))
        change(approved, status=OccasionStatus.OPEN)
        assert boss.post(page, {"answer": "x"}).status_code == 422
        answer = boss.post(page, {"answer": "approve"}, follow=True)
        assert "Du har godkänt anmälan." in body(answer)
        assert boss.post(page, {"answer": "approve"}).status_code == 302
        assert boss.post(page, {"answer": "refuse"}).status_code == 409
        assert statuses(approved) == ["registered"]
        Registration.objects.update(status="waiting")  # has cancelled, and signed up again
        again = body(boss.get(page))
        assert "Du har godkänt anmälan." not in again
        assert "Du får ett mejl när ditt svar behövs." in again


def test_the_occasion_shows_in_every_language(given, employee):
    english = factories.translated(given.course, "en", title="A course in English")
    page = body(employee.get(english.url))
    assert "2 of 2 seats left" in page
    detail = f"/en/occasions/{given.uid}/"
    assert detail in page
    answer = body(employee.get(detail))
    assert "A course in English" in answer
    employee.post(f"/en/occasions/{given.uid}/sign-up/")
    row = Registration.objects.get(occasion=given)
    assert row.language == "en"
    # Its leader has written in Swedish only.
    assert '<section lang="sv">' in body(employee.get(detail))


def test_a_restricted_or_unpublished_course_hides_its_occasions(given, user, employee):
    inside = client_of(UserFactory())
    inside.post(address("sign_up", given))
    restriction = PageViewRestriction.objects.create(page=given.course.page_ptr, restriction_type="groups")
    assert employee.get(address("detail", given)).status_code == 404
    assert employee.post(address("sign_up", given)).status_code == 404
    assert given.course.title not in body(employee.get("/sv/occasions/"))
    assert inside.get(address("detail", given)).status_code == 200
    restriction.delete()
    given.course.unpublish()
    assert employee.get(address("detail", given)).status_code == 404
    assert employee.post(address("sign_up", given)).status_code == 404
    assert inside.get(address("detail", given)).status_code == 200
    assert inside.post(address("cancel", given)).status_code == 302


def test_a_cancelled_occasion_is_said_to_be(given, user, employee):
    from learning import leading

    employee.post(address("sign_up", given))
    leading.call_off(given.pk, "Läraren är sjuk.")
    page = body(employee.get(address("detail", given)))
    assert "Tillfället är inställt" in page
    assert "Läraren är sjuk." in page
    assert "Inställt" in body(employee.get(given.course.url))
    assert address("sign_up", given) not in page


@pytest.mark.parametrize(
    ("status", "then"),
    [
        ("registered", "Du var anmäld"),
        ("waiting", "Du stod på väntelistan"),
        ("offered", "En plats hölls åt dig"),
        ("approval", "En plats hölls åt dig"),
    ],
)
def test_what_is_called_off_is_not_told_as_if_it_were_on(given, user, employee, status, then):
    until = days(1)
    row = factories.registration(user, given, status, offered_until=until if status == "offered" else None)
    change(given, status=OccasionStatus.CANCELLED, cancel_by=days(18))
    page = body(employee.get(address("detail", given)))
    assert f"{then} </p>" in page or f"{then}</p>" in page
    for gone in ("Du är anmäld", "mote.example", "Online. De som", "Ta med dator.", "Avboka senast", "plats 1"):
        assert gone not in page
    for name in ("change", "ics", "cancel", "seat"):
        assert address(name, given) not in page
    mine = body(employee.get(reverse("my_learning")))
    assert then in mine
    assert "Inställt" in mine
    assert employee.post(address("change", given), {"needs": "Vegan"}).status_code == 409
    row.refresh_from_db()
    assert row.practical_needs == ""
    assert 'value="accept"' not in body(employee.get(address("seat", given)))
    assert employee.get(address("cancel", given)).status_code == 302


def test_the_start_page_shows_what_one_can_sign_up_for(given, employee):
    CourseOccasion.objects.exclude(pk=given.pk).update(status=OccasionStatus.CLOSED)
    occasion(days(5), status=OccasionStatus.PLANNED)
    from portal.content_cache import changed

    changed()
    shown = occasion_presentation.next_occasions(AnonymousUser(), 3)
    assert [item.occasion.pk for item in shown] == [given.pk]
    home = HomePage.objects.get(locale=source())
    assert address("detail", given) in body(employee.get(home.url))


def test_my_occasions(user):
    past, soon, later = occasion(days(-3)), occasion(days(2)), occasion(days(30))
    for at_ in (later, past, soon):
        factories.registration(user, at_)
    factories.registration(user, occasion(), "cancelled")
    mine = occasion_presentation.my_occasions(user)
    assert [item.occasion.pk for item in mine.coming] == [soon.pk, later.pk]
    assert [item.occasion.pk for item in mine.past] == [past.pk]


def warm(client, path: str) -> int:
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    assert len(queries) <= BUDGET, "\n".join(query["sql"] for query in queries.captured_queries)
    return len(queries)


def test_queries_do_not_grow(given, user, employee):
    employee.post(address("sign_up", given))
    paths = [given.course.url, address("detail", given), "/sv/occasions/", "/sv/"]
    few = [warm(employee, path) for path in paths]
    for number in range(12):
        more = occasion(days(3 + number), days(4 + number), course=given.course, teachers=[user])
        factories.registration(user, more)
    assert [warm(employee, path) for path in paths] == few


class TestCalendar:
    """The month and the list."""

    def test_sessions_stand_on_their_days(self, employee):
        month = timezone.localdate().replace(day=1)
        later = month.replace(year=month.year + 1)
        first = occasion(at(f"{later:%Y-%m}-02 09:00"), at(f"{later:%Y-%m}-16 13:00"))
        page = body(employee.get(f"/sv/occasions/?month={later:%Y-%m}"))
        # In the grid and the phone's list twice, in the list, and to sign up.
        assert page.count(address("detail", first)) == 6
        assert f"?month={later - timedelta(days=1):%Y-%m}" in page
        assert f"?month={later + timedelta(days=31):%Y-%m}" in page

    @pytest.mark.parametrize("month", ["2026-13", "x", "0001-01", "9999-12", "-", "2026-1-1", "٢٠٢٦-٠١"])
    def test_a_month_that_makes_no_sense_is_this_one(self, employee, month):
        answer = employee.get("/sv/occasions/", {"month": month, "language": "zz", "course": "x", "setting": "'"})
        assert answer.status_code == 200
        assert 'aria-current="date"' in body(answer)

    def test_filters(self, employee):
        remote = occasion(days(3), setting="remote", language="en")
        on_site = occasion(days(3))
        page = body(employee.get("/sv/occasions/?setting=remote"))
        assert address("detail", remote) in page
        assert address("detail", on_site) not in page
        page = body(employee.get(f"/sv/occasions/?course={on_site.course.translation_key}"))
        assert address("detail", remote) not in page
        assert address("detail", on_site) in page
