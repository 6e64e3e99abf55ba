"""What learning and coach support know of a person: seen by whom it must be, gone when its time is up."""

import json
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale
from wagtail.snippets.models import get_snippet_models

from learning import occasion_mails, registering
from learning.models import (
    CalendarAddress,
    Coach,
    CoachRequest,
    CoachRequestEvent,
    Completion,
    CourseOccasion,
    CoursePage,
    LessonProgress,
    OccasionSession,
    QuizResult,
    Reflection,
    Registration,
)
from learning.models.choices import OccasionStatus, RegistrationStatus, RequestStatus
from methodbank.models import Department, MethodPage, Situation
from portal import personal_data
from portal.models import ContentVersion, DeletionLog, Mail
from tests.factories import UserFactory, source

pytestmark = pytest.mark.django_db
SECRET = "Jag vågar inte säga det till min chef."


def course() -> CoursePage:
    return CoursePage.objects.filter(locale=source()).order_by("path").first()


def occasion(days: int = 14, **values) -> CourseOccasion:
    """One that begins in so many days, or has begun as many days ago."""
    start = timezone.now() + timedelta(days=days)
    made = CourseOccasion(course=course(), status=OccasionStatus.OPEN, **values)
    made.sessions = [OccasionSession(start=start, end=start + timedelta(hours=2), place="Rum 1")]
    made.save()
    return made


def registration(user, at: CourseOccasion, status=RegistrationStatus.REGISTERED, **values) -> Registration:
    defaults = {"queued_at": timezone.now(), "language": "sv", "practical_needs": "Ingen fisk"}
    return Registration.objects.create(user=user, occasion=at, status=status, **{**defaults, **values})


def of_person(user, model, **values):
    return model.objects.create(user=user, course=course().translation_key, **values)


def progress(user, days: int = 0):
    opened = timezone.now() - timedelta(days=days)
    return of_person(user, LessonProgress, lesson=uuid.uuid4(), opened_at=opened)


def result(user, days: int = 0):
    answered = timezone.now() - timedelta(days=days)
    values = {"lesson": uuid.uuid4(), "block": uuid.uuid4(), "best_percent": 90, "last_percent": 40}
    return of_person(user, QuizResult, answered_at=answered, **values)


def reflection(user, days: int = 0, text: str = SECRET):
    made = of_person(user, Reflection, lesson=uuid.uuid4(), block=uuid.uuid4(), text=text)
    Reflection.objects.filter(pk=made.pk).update(changed_at=timezone.now() - timedelta(days=days))
    return made


def completion(user, days: int = 0):
    values = {"code": uuid.uuid4().hex[:12], "holder": "Test Person", "titles": {"sv": "Kursen", "en": "The course"}}
    return of_person(user, Completion, completed_at=timezone.now() - timedelta(days=days), **values)


def coach_request(user, status=RequestStatus.NEW, days: int = 0, **values) -> CoachRequest:
    made = CoachRequest.objects.create(
        requester=user, challenge="Mötena tar all tid.", offer="sounding-board", status=status, language="sv", **values
    )
    CoachRequest.objects.filter(pk=made.pk).update(changed_at=timezone.now() - timedelta(days=days))
    return made


def coach_of(user, **values) -> Coach:
    defaults = {"name": "C", "role": "Coach", "languages": ["sv"], "settings": ["on_site"], "locale": source()}
    return Coach.objects.create(user=user, **{**defaults, **values})


def reminded(user, days: int = 0, key: str = "reminder-7:1:x") -> Mail:
    sent = timezone.now() - timedelta(days=days)
    values = {"address": user.email, "language": "sv", "subject": "Snart", "html": "", "sent_at": sent}
    return Mail.objects.create(user=user, key=key, text="Du har sagt: Ingen fisk", **values)


def everything(user) -> None:
    registration(user, occasion())
    progress(user)
    result(user)
    reflection(user)
    completion(user)
    CalendarAddress.objects.create(user=user, secret=f"hemlig-{user.pk}")
    coach_request(user)


def rows(name: str, user) -> list[dict]:
    return personal_data.KINDS[name].rows(user)


def erase(name: str, user) -> int:
    return personal_data.erase(personal_data.KINDS[name], user)


MODELS = [Registration, LessonProgress, QuizResult, Reflection, Completion, CalendarAddress]


class TestOnesOwn:
    """Everything is in the file and on the page, and nobody else's is."""

    def test_it_is_all_there(self, employee, user):
        everything(user)
        data = {item["kind"]: item["rows"] for item in json.loads(employee.get("/sv/my-data/export/").content)["kinds"]}
        assert data["registrations"][0]["course"] == course().title
        assert data["practical_needs"][0]["needs"] == "Ingen fisk"
        assert data["reflections"][0]["text"] == SECRET
        assert data["quiz_results"][0]["best"] == 90
        assert data["completions"][0]["course"] == "Kursen"
        assert data["calendar_address"][0]["secret"] == f"hemlig-{user.pk}"
        assert data["coach_requests"][0]["challenge"] == "Mötena tar all tid."
        html = employee.get("/sv/my-data/").content.decode()
        for part in (SECRET, "Ingen fisk", f"hemlig-{user.pk}", "Mötena tar all tid."):
            assert part in html
        assert "The course" in employee.get("/en/my-data/").content.decode()

    def test_not_even_an_administrator_finds_others(self, admin, admin_user, user):
        everything(user)
        for path in ("/sv/my-data/", "/sv/my-data/export/"):
            text = admin.get(path).content.decode()
            for part in (SECRET, "Ingen fisk", f"hemlig-{user.pk}", "Mötena tar all tid."):
                assert part not in text

    def test_a_coach_sees_what_they_did_and_not_for_whom(self, user):
        coach_user = UserFactory()
        coach = coach_of(coach_user)
        ask = coach_request(user, RequestStatus.RUNNING, coach=coach)
        CoachRequestEvent.objects.create(
            request=ask, actor=coach_user, to_status=RequestStatus.RUNNING, note="Vi ses på tisdag."
        )
        acts = rows("coach_acts", coach_user)
        assert [act["note"] for act in acts] == ["Vi ses på tisdag."]
        assert "Mötena" not in str(acts)
        assert rows("coach_profile", coach_user)[0]["name"] == "C"
        english = MethodPage.objects.live().filter(locale__language_code="en").first()
        ask.methods_used.add(english.get_translation(source()))
        with translation.override("en"):
            assert rows("coach_requests", user)[0]["methods"] == [english.title]
        # What the coach wrote is the coach's to export.
        assert "Vi ses" not in str(rows("coach_requests", user))

    def test_the_day_of_what_happened_is_that_of_the_portals_clock(self, user):
        ask = coach_request(user)
        event = CoachRequestEvent.objects.create(request=ask, actor=user, to_status=RequestStatus.NEW)
        CoachRequestEvent.objects.filter(pk=event.pk).update(at=datetime(2027, 6, 30, 22, 30, tzinfo=UTC))
        assert rows("coach_requests", user)[0]["events"][0].startswith("2027-07-01: ")

    def test_all_that_the_person_wrote_when_asking(self, user):
        """In the reader's language, as it stands on the request's page."""
        wished = coach_of(UserFactory(), name="Önskad")
        own = {term.code: term for kind in (Situation, Department) for term in kind.objects.filter(locale=source())}
        coach_request(
            user,
            situation=own["better-meeting"],
            department=own["staff"],
            page=course(),
            wished_coach=wished,
            setting="on_site",
            working_language="fi",
            participants=7,
            period_from=date(2027, 3, 1),
            period_to=date(2027, 3, 5),
        )
        (swedish,) = rows("coach_requests", user)
        assert (swedish["situation"], swedish["department"]) == (own["better-meeting"].name, own["staff"].name)
        with translation.override("en"):
            (row,) = rows("coach_requests", user)
        english = Locale.objects.get(language_code="en")
        assert row["situation"] == Situation.objects.get(code="better-meeting", locale=english).name
        assert row["department"] == Department.objects.get(code="staff", locale=english).name
        assert row["page"] == (course().get_translation_or_none(english) or course()).title
        assert (row["wished_coach"], row["setting"], row["working_language"]) == ("Önskad", "On site", "Finnish")
        assert (row["participants"], row["period_from"], row["period_to"]) == (7, date(2027, 3, 1), date(2027, 3, 5))


class TestReflections:
    """For the person alone."""

    def test_no_code_but_the_lessons_and_the_registry_knows_them(self):
        root = Path(settings.BASE_DIR)
        allowed = ("learning/models/", "learning/migrations/", "learning/personal_data/")
        found = {
            str(path.relative_to(root))
            for app in ("portal", "methodbank", "learning", "home", "search")
            for path in (root / app).rglob("*.py")
            if "Reflection." in path.read_text(encoding="utf-8")
            or "import Reflection" in path.read_text(encoding="utf-8")
        }
        in_admin = {path for path in found if "/admin/" in path or "wagtail_hooks" in path or "report" in path}
        assert in_admin == set()
        assert {path for path in found if path.startswith(allowed)}

    def test_the_admin_has_no_place_for_them(self, admin, user):
        assert Reflection not in get_snippet_models()
        reflection(user)
        model = apps.get_model("learning", "Reflection")
        for address in (
            f"/admin/snippets/learning/{model._meta.model_name}/",
            f"/admin/{model._meta.model_name}/",
            reverse("wagtailadmin_home"),
            reverse("wagtailusers_users:edit", args=[user.pk]),
        ):
            assert SECRET not in admin.get(address, follow=True).content.decode()

    def test_they_are_deleted_when_the_person_says_so(self, employee, user):
        other = UserFactory()
        reflection(user)
        kept = reflection(other)
        employee.post("/sv/my-data/delete/reflections/")
        assert list(Reflection.objects.all()) == [kept]


class TestDeletingRegistrations:
    """What a leader needs stays until it is cancelled."""

    def test_a_coming_one_stays(self, employee, user):
        registration(user, occasion())
        assert "avboka först" in employee.get("/sv/my-data/delete/registrations/").content.decode()
        assert erase("registrations", user) == 0
        assert Registration.objects.filter(user=user).exists()

    @pytest.mark.parametrize("status", [RegistrationStatus.CANCELLED, RegistrationStatus.REFUSED])
    def test_one_that_the_person_has_left_goes(self, user, status):
        registration(user, occasion(), status)
        assert erase("registrations", user) == 1

    def test_what_is_over_or_called_off_goes(self, user):
        registration(user, occasion(-3), RegistrationStatus.ATTENDED)
        registration(user, called_off := occasion())
        CourseOccasion.objects.filter(pk=called_off.pk).update(status=OccasionStatus.CANCELLED)
        registration(user, occasion())
        registration(UserFactory(), occasion(-3))
        assert erase("registrations", user) == 2
        assert Registration.objects.count() == 2

    def test_needs_go_at_any_time_and_the_seat_stays(self, user):
        seat, mail = registration(user, occasion()), reminded(user)
        assert erase("practical_needs", user) == 1
        seat.refresh_from_db()
        mail.refresh_from_db()
        assert mail.text == ""
        assert (seat.practical_needs, seat.status) == ("", RegistrationStatus.REGISTERED)


class TestDeletingTheRest:
    """All of one's own, and nobody else's."""

    @pytest.mark.parametrize("name", ["progress", "quiz_results", "completions", "calendar_address"])
    def test_all_of_it(self, user, name):
        other = UserFactory()
        everything(user)
        everything(other)
        assert erase(name, user) == 1
        assert rows(name, user) == []
        assert len(rows(name, other)) == 1

    def test_requests_that_have_ended(self, user):
        for status in (RequestStatus.CLOSED, RequestStatus.DECLINED, RequestStatus.WITHDRAWN, RequestStatus.BOOKED):
            coach_request(user, status)
        assert erase("coach_requests", user) == 3
        assert CoachRequest.objects.get().status == RequestStatus.BOOKED


class TestPurge:
    """Each kind by its rule."""

    def purged(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for item in personal_data.purge():
            assert item.error is None
            found[item.kind.name] = found.get(item.kind.name, 0) + item.count
        return found

    def test_practical_needs_go_after_the_occasion(self, user):
        gone = registration(user, occasion(-15))
        kept = [registration(user, occasion(-10)), registration(user, occasion())]
        cancelled = registration(user, occasion(), RegistrationStatus.CANCELLED)
        call_command("purge")
        for item in (gone, cancelled, *kept):
            item.refresh_from_db()
        assert (gone.practical_needs, cancelled.practical_needs) == ("", "")
        assert [item.practical_needs for item in kept] == ["Ingen fisk"] * 2
        assert DeletionLog.objects.get(kind="practical_needs").count == 2
        assert Registration.objects.count() == 4

    def test_reminders_that_quote_them_are_emptied_and_not_sent_again(self, user):
        old, new = reminded(user, 15), reminded(user, 10, "reminder-7:2:x")
        other, given_up = reminded(user, 15, "signed-up:1:x"), reminded(user, key="reminder-7:3:x")
        Mail.objects.filter(pk=given_up.pk).update(sent_at=None, created_at=timezone.now() - timedelta(days=15))
        assert self.purged()["practical_needs"] == 2
        given_up.refresh_from_db()
        assert given_up.text == ""
        for item in (old, new, other):
            item.refresh_from_db()
        assert (old.text, old.key) == ("", "reminder-7:1:x")
        assert new.text == other.text == "Du har sagt: Ingen fisk"

    def test_needs_for_what_is_called_off(self, user):
        seat = registration(user, occasion())
        CourseOccasion.objects.update(status=OccasionStatus.CANCELLED)
        assert self.purged()["practical_needs"] == 1
        seat.refresh_from_db()
        assert seat.practical_needs == ""

    @pytest.mark.parametrize(
        ("name", "make"),
        [
            ("registrations", lambda user, days: registration(user, occasion(-days or 14))),
            ("progress", progress),
            ("quiz_results", result),
            ("reflections", reflection),
            ("coach_requests", lambda user, days: coach_request(user, RequestStatus.CLOSED, days)),
        ],
    )
    def test_after_two_years(self, user, name, make):
        make(user, 740)
        make(user, 700)
        make(user, 0)
        assert self.purged()[name] == 1
        assert len(rows(name, user)) == 2
        assert self.purged()[name] == 0

    def test_certificates_stay_for_five_years(self, user):
        completion(user, 4 * 365)
        assert self.purged()["completions"] == 0
        Completion.objects.update(completed_at=timezone.now() - timedelta(days=6 * 365))
        assert self.purged()["completions"] == 1

    def test_a_request_that_somebody_works_on_stays(self, user):
        coach_request(user, RequestStatus.RUNNING, 3 * 366)
        coach_request(user, RequestStatus.NEW, 3 * 366)
        assert self.purged()["coach_requests"] == 1
        assert CoachRequest.objects.get().status == RequestStatus.RUNNING

    def test_one_that_nobody_has_closed_goes_in_the_end(self, user):
        coach_request(user, RequestStatus.RUNNING, days=4 * 366)
        assert self.purged()["coach_requests"] == 1

    @pytest.mark.parametrize("way", ["person", "rule", "account"])
    def test_mails_about_a_request_go_with_it(self, user, way):
        gone, stays = (coach_request(user, RequestStatus.CLOSED, days=3 * 366), coach_request(UserFactory()))
        told = {"user": UserFactory(), "address": "c@example.lulea.se", "language": "sv", "due_at": timezone.now()}
        for ask in (gone, stays):
            Mail.objects.create(key=f"coach:{ask.key}:1:new::1", subject="Från Kim", text="Kim", html="Kim", **told)
        {"person": lambda: erase("coach_requests", user), "rule": self.purged, "account": user.delete}[way]()
        mail = Mail.objects.get(key__startswith=f"coach:{gone.key}")
        assert (mail.subject, mail.text, mail.address, mail.due_at) == ("", "", "", None)
        assert Mail.objects.get(key__startswith=f"coach:{stays.key}").text == "Kim"


class TestAnAccountThatIsRemoved:
    """What is personal goes with it; what others need stays, without a name."""

    def test_everything_of_the_person(self, user):
        everything(user)
        everything(other := UserFactory())
        user.delete()
        for model in MODELS:
            assert [item.user for item in model.objects.all()] == [other]
        assert [item.requester for item in CoachRequest.objects.all()] == [other]

    def test_the_seat_is_offered_to_whoever_has_waited_longest(self, user):
        full = occasion(capacity=1)
        first, second = UserFactory(), UserFactory()
        for person in (user, first, second):
            registering.sign_up(full.pk, person, language="sv")
        user.delete()
        rows = Registration.objects.filter(occasion=full).order_by("queued_at")
        assert [(row.user, row.status) for row in rows] == [
            (first, RegistrationStatus.OFFERED),
            (second, RegistrationStatus.WAITING),
        ]
        assert Mail.objects.filter(user=first, key__startswith="offered").exists()

    def test_no_manager_is_asked_about_whoever_is_gone(self, user):
        manager = UserFactory()
        row = registration(user, occasion(), RegistrationStatus.APPROVAL, manager=manager)
        occasion_mails.awaits_approval(row, timezone.now() + timedelta(days=7))
        occasion_mails.approval_asked_again(row, timezone.now() + timedelta(days=7))
        other = registration(UserFactory(), occasion(), RegistrationStatus.APPROVAL, manager=manager)
        occasion_mails.approval_asked_again(other, timezone.now() + timedelta(days=7))
        user.delete()
        left = Mail.objects.filter(user=manager).exclude(due_at=None)
        assert [mail.key.split(":")[1] for mail in left] == [str(other.pk)]
        assert not Mail.objects.filter(user=manager, text__contains=user.get_full_name()).exists()

    def test_two_accounts_at_once(self, user):
        full = occasion(capacity=1)
        first, second = UserFactory(), UserFactory()
        for person in (user, first, second):
            registering.sign_up(full.pk, person, language="sv")
        get_user_model().objects.filter(pk__in=[user.pk, first.pk]).delete()
        assert Registration.objects.get(occasion=full).status == RegistrationStatus.OFFERED

    def test_a_coach_has_room_again(self, user):
        coach = coach_of(None, capacity=1)
        coach_request(user, RequestStatus.RUNNING, coach=coach)
        assert Coach.objects.get(pk=coach.pk).is_full
        before = ContentVersion.current()
        user.delete()
        assert not Coach.objects.get(pk=coach.pk).is_full
        assert ContentVersion.current() > before

    def test_what_the_person_did_for_others(self, user):
        coach_user, manager = UserFactory(), UserFactory()
        coach = coach_of(coach_user)
        ask = coach_request(user, RequestStatus.ACCEPTED, coach=coach)
        event = CoachRequestEvent.objects.create(request=ask, actor=coach_user, to_status=RequestStatus.ACCEPTED)
        seat = registration(user, occasion(), manager=manager)
        led = occasion()
        led.teachers.add(coach_user)
        led.save()
        coach_user.delete()
        manager.delete()
        for item in (coach, ask, event, seat):
            item.refresh_from_db()
        assert (coach.user, ask.coach, event.actor, seat.manager) == (None, coach, None, None)
        assert not CourseOccasion.objects.get(pk=led.pk).teachers.exists()


class TestWhoSeesWhat:
    """The person, the leaders of that very occasion, the coach of that very request, and nobody else."""

    def of(self, *people) -> list[Client]:
        clients = []
        for person in people:
            client = Client()
            client.force_login(person)
            clients.append(client)
        return clients

    def test_participants(self, user, admin_user, client):
        leader, other_leader = UserFactory(), UserFactory()
        led, elsewhere = occasion(), occasion()
        for at, who in ((led, leader), (elsewhere, other_leader)):
            at.teachers.add(who)
            at.save()
        registration(user, led)
        paths = [reverse(f"occasion_{name}", args=[led.uid]) for name in ("participants", "export")]
        for path in paths:
            html = self.of(leader)[0].get(path).content.decode()
            assert "Ingen fisk" in html
            for stranger in self.of(user, other_leader, admin_user):
                assert stranger.get(path).status_code == 404
            assert client.get(path).status_code == 302

    def test_a_leaders_own_data_holds_nothing_of_participants(self, user):
        leader, led = UserFactory(), occasion()
        led.teachers.add(leader)
        led.save()
        registration(user, led)
        text = self.of(leader)[0].get("/sv/my-data/export/").content.decode()
        assert course().title in text
        assert user.email not in text
        assert "Ingen fisk" not in text

    def test_a_request(self, user, client):
        coach_user, other_coach = UserFactory(), UserFactory()
        coach_of(other_coach, name="D")
        ask = coach_request(user, RequestStatus.ASSIGNED, coach=coach_of(coach_user))
        path = reverse("coach_request", args=[ask.key])
        for concerned in self.of(user, coach_user):
            assert "Mötena tar all tid." in concerned.get(path).content.decode()
        for stranger in self.of(UserFactory(), other_coach):
            assert stranger.get(path).status_code == 404
        assert client.get(path).status_code == 302
