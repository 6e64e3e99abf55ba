"""The outbox against a real mail server: once each, again when it failed, never lost; and the mails that are due."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from learning import leading, registering, reminding
from learning import occasion_mails as mails
from learning.models import Registration
from learning.models.choices import OccasionStatus
from portal import mailing
from portal.models import Mail
from tests.factories import UserFactory
from tests.learning import factories
from tests.learning.occasion_factories import change, days, occasion, people, sign_up
from tests.learning.smtp import MailServer

BATCH = 12


@pytest.fixture
def server(settings):
    """A mail server that the portal sends to; what is written waits in the outbox until a test has it sent."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1
    settings.DEFAULT_FROM_EMAIL = "innovation@example.lulea.se"
    with MailServer() as running:
        settings.EMAIL_PORT = running.port
        yield running


def write(number: int = 1) -> None:
    for key in range(number):
        row = Mail(
            key=f"test:{key}", address=f"{key}@example.lulea.se", language="sv", subject="Hej", due_at=timezone.now()
        )
        row.text, row.html = "Text å\n", "<p>Text å</p>"
        row.save()


def due_now() -> None:
    Mail.objects.filter(sent_at=None, due_at__isnull=False).update(due_at=timezone.now())


def command(name: str) -> str:
    out = StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
class TestSending:
    def test_text_html_and_calendar_arrive(self, server):
        given = occasion(days(5))
        (row,) = sign_up(given, UserFactory(email="anna@example.lulea.se"))
        assert command("send_mail") == "1 sent, 0 waiting, 0 given up.\n"
        (mail,) = server.got
        assert mail["To"] == "anna@example.lulea.se"
        assert mail["From"] == "innovation@example.lulea.se"
        assert mail["Subject"] == f"Du har en plats: {given.course.title}"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Message-ID"]
        assert "Du är anmäld till" in mail.get_body(["plain"]).get_content()
        assert '<html lang="sv">' in mail.get_body(["html"]).get_content()
        (calendar,) = mail.iter_attachments()
        assert calendar.get_content_type() == "text/calendar"
        assert calendar.get_param("method") == "PUBLISH"
        assert calendar.get_filename() == "occasion.ics"
        assert "BEGIN:VEVENT" in calendar.get_content()
        registering.cancel(row.pk)
        command("send_mail")
        assert next(server.got[-1].iter_attachments()).get_param("method") == "CANCEL"

    def test_once_however_often(self, server):
        write(3)
        assert [mailing.send_due() for _run in range(3)] == [3, 0, 0]
        assert len(server.got) == 3
        assert server.connections == 1  # one conversation for all

    def test_what_fails_holds_up_nothing_else(self, server):
        write(3)
        server.unknown = {"1@example.lulea.se"}
        assert mailing.send_due() == 2
        lost = Mail.objects.get(key="test:1")
        assert (lost.attempts, lost.sent_at) == (1, None)
        assert "550" in lost.error
        assert lost.due_at > timezone.now()
        server.unknown = set()
        assert mailing.send_due() == 0  # not yet
        due_now()
        assert mailing.send_due() == 1
        assert len({mail["Message-ID"] for mail in server.got}) == 3

    @pytest.mark.parametrize("mood", ["busy", "rude", "drops", "refuses"])
    def test_again_and_later_each_time_until_it_is_given_up(self, server, mood):
        write()
        server.mood = mood
        pauses = []
        for attempt in range(1, mailing.GIVES_UP + 1):
            due_now()
            assert mailing.send_due() == 0
            mail = Mail.objects.get()
            assert mail.attempts == attempt
            assert mail.error
            if mail.due_at:
                pauses.append(mail.due_at - timezone.now())
        assert pauses == sorted(pauses) or max(pauses) <= mailing.LONGEST_PAUSE
        assert pauses[0] < timedelta(minutes=3)
        assert pauses[-1] > timedelta(hours=5)
        assert mail.due_at is None
        server.mood = "well"
        due_now()
        assert command("send_mail") == "0 sent, 0 waiting, 1 given up.\n"
        assert server.got == []

    def test_no_server_is_asked_once_not_for_each_mail(self, server, settings):
        write(5)
        settings.EMAIL_PORT = 9
        assert mailing.send_due() == 0
        assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]

    def test_a_sender_that_died_holds_a_mail_for_a_while_only(self, server):
        write()
        assert mailing._claim([]) is not None
        assert mailing.send_due() == 0
        Mail.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        assert mailing.send_due() == 1

    def test_what_is_of_no_use_any_more_is_given_up(self, server):
        write(2)
        Mail.objects.filter(key="test:0").update(useless_after=timezone.now())
        assert command("send_mail") == "1 sent, 0 waiting, 1 given up.\n"
        late = Mail.objects.get(key="test:0")
        assert (late.sent_at, late.due_at) == (None, None)
        assert late.error.startswith("Too late: of use until")

    def test_reminders_and_offers_are_of_use_for_a_time(self):
        given = occasion(days(6), capacity=1, waiting_maximum=5)
        first, offered = sign_up(given, *people(2))
        Registration.objects.filter(pk=first.pk).update(registered_at=days(-30))
        reminding.run()
        registering.cancel(first.pk)
        offered.refresh_from_db()
        assert Mail.objects.get(key__startswith="reminder-7:").useless_after == given.starts_at
        assert Mail.objects.get(key__startswith="offered:").useless_after == offered.offered_until
        assert Mail.objects.get(key__startswith="cancelled:").useless_after is None

    def test_a_mail_goes_with_what_causes_it(self, server):
        given = occasion(days(5))
        with transaction.atomic():
            sign_up(given, UserFactory())
            transaction.set_rollback(True)
        assert not Mail.objects.exists()

    def test_whoever_has_no_address_gets_none(self, server):
        given = occasion(days(5))
        sign_up(given, UserFactory(email=""))
        assert not Mail.objects.exists()
        assert Registration.objects.filter(occasion=given, status="registered").exists()


@pytest.mark.alone
@pytest.mark.postgres
@pytest.mark.usefixtures("committed")
def test_senders_at_once_send_each_mail_once(server):
    write(BATCH)

    def send(_number: int) -> int:
        try:
            return mailing.send_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(send, range(4)))
    assert sum(sent) == BATCH
    assert len(server.got) == BATCH
    assert len({mail["To"] for mail in server.got}) == BATCH


@pytest.mark.django_db
class TestLanguages:
    """Every mail exists in both languages, with the whole of its addresses."""

    @pytest.mark.parametrize(("language", "words"), [("sv", "Du är anmäld till"), ("en", "You are registered for")])
    def test_in_the_persons_language(self, language, words):
        given = occasion(days(5))
        factories.translated(given.course, "en", title="In English")
        (row,) = sign_up(given, UserFactory(), language=language)
        mail = Mail.objects.get(user=row.user)
        assert words in mail.text
        assert f"/{language}/occasions/{given.uid}/" in mail.text
        assert ("In English" in mail.subject) is (language == "en")
        assert f'<html lang="{language}">' in mail.html

    def test_every_mail_about_an_occasion(self, settings):
        """The two have nothing in common but the facts, and each leads to pages in its own language."""
        leader = {"sv": UserFactory(), "en": UserFactory()}
        for language, user in leader.items():
            UserProfile.objects.create(user=user, preferred_language=language)
        facts = {"Sal Polcirkeln", "Ta med en penna.", "Vegan", "Klart och slut."}
        written: dict[str, dict[str, Mail]] = {"sv": {}, "en": {}}
        for language, found in written.items():
            given = occasion(days(5), teachers=[leader[language]], before="<p>Ta med en penna.</p>")
            factories.translated(given.course, "en", title="In English")
            given.sessions.update(place="Sal Polcirkeln")
            for kind, act in self.acts(leader[language]).items():
                (row,) = sign_up(given, UserFactory(), language=language)
                row.practical_needs, row.manager = "Vegan", leader[language]
                row.offered_until = days(2)
                row.occasion.cancel_reason = "Klart och slut."
                Mail.objects.all().delete()
                act(row)
                found[kind] = Mail.objects.order_by("pk").last()
                row.delete()
        templates = {path.stem for path in (settings.BASE_DIR / "templates" / "mail").glob("occasion_*.txt")}
        assert {f"occasion_{kind}" for kind in written["sv"]} == templates - {"occasion_facts"}
        for kind, swedish in written["sv"].items():
            english = written["en"][kind]
            assert (swedish.subject == english.subject) is (kind == "message"), kind  # of which it is the leader's own
            same = set(swedish.text.split("\n")) & set(english.text.split("\n"))
            assert same - {"", *facts} == set(), kind
            for mail, own, other in ((swedish, "sv", "en"), (english, "en", "sv")):
                assert f'<html lang="{own}">' in mail.html, kind
                assert f"/{own}/occasions/" in mail.text, kind
                assert f"/{other}/" not in mail.text, kind
                assert "None" not in mail.text, kind
                assert "{" not in mail.text + mail.subject, kind

    def acts(self, leader) -> dict:
        """What has each mail written, by the name of its template; the last one written is the one that is meant."""

        def asks(row) -> None:
            mails.awaits_approval(row, days(7))

        return {
            "signed_up": mails.signed_up,
            "waiting": lambda row: mails.waiting(row, 3),
            "offered": mails.offered,
            "offer_expired": mails.offer_expired,
            "declined": mails.declined,
            "from_waiting_list": mails.from_waiting_list,
            "awaits_approval": lambda row: (asks(row), Mail.objects.order_by("pk").last().delete()),
            "approval_asked": asks,
            "approval_asked_again": lambda row: mails.approval_asked_again(row, days(1)),
            "approval_missing": mails.approval_missing,
            "approved": mails.approved,
            "refused": mails.refused,
            "cancelled": lambda row: mails.cancelled(row, "registered"),
            "called_off": mails.called_off,
            "changed": lambda row: mails.changed(row, ()),
            "reminder": lambda row: mails.reminder(row, 1),
            "follow_up": mails.follow_up,
            "message": lambda row: mails.message(row, "1", "Klart och slut.", "Klart och slut.", leader),
            "too_few": lambda row: mails.too_few(row.occasion, 1),
        }


@pytest.mark.django_db
class TestReminding:
    """`manage.py remind`: what is due, once."""

    def early(self, given, *users):
        rows = sign_up(given, *users)
        Registration.objects.filter(pk__in=[row.pk for row in rows]).update(
            registered_at=timezone.now() - timedelta(30)
        )
        return rows

    def kinds(self, user) -> list[str]:
        found = Mail.objects.filter(user=user).order_by("pk").values_list("key", flat=True)
        return [key.split(":")[0] for key in found if not key.startswith("signed_up")]

    def test_seven_days_and_one_day_before(self):
        (user,) = people(1)
        given = occasion(
            days(7.5), before='<p>Ta med <a href="https://x.lulea.se">datorn</a>.</p><ul><li>Penna</li></ul>'
        )
        self.early(given, user)
        command("remind")
        assert self.kinds(user) == []
        change(given, starts_at=days(6.9))
        for _run in range(2):
            command("remind")
        assert self.kinds(user) == ["reminder-7"]
        mail = Mail.objects.get(user=user, key__startswith="reminder-7")
        assert "Ta med datorn (https://x.lulea.se).\n\n- Penna" in mail.text
        change(given, starts_at=days(0.9))
        for _run in range(2):
            command("remind")
        assert self.kinds(user) == ["reminder-7", "reminder-1"]

    def test_after_days_without_a_run(self):
        (user,) = people(1)
        soon, begun = occasion(days(0.5)), occasion(days(-0.01), status=OccasionStatus.OPEN)
        self.early(soon, user)
        factories.registration(user, begun, registered_at=timezone.now() - timedelta(days=30))
        command("remind")
        assert self.kinds(user) == ["reminder-1"]  # no week's reminder on the eve, none of what has begun

    def test_only_those_who_come(self):
        anna, bo, cilla = people(3)
        given = occasion(days(6), capacity=1)
        first, _waiting = self.early(given, anna, bo)
        sign_up(occasion(days(6)), cilla)  # has just been told everything
        off = occasion(days(6))
        self.early(off, cilla)
        leading.call_off(off.pk, "Sjuk")
        registering.cancel(first.pk)
        command("remind")
        assert "reminder-7" not in self.kinds(anna) + self.kinds(bo) + self.kinds(cilla)

    def test_follow_up(self):
        came, absent, late = people(3)
        given = occasion(days(-1), after="<p>Pröva en incheckning.</p>")
        factories.registration(came, given, "attended")
        factories.registration(absent, given, "absent")
        factories.registration(late, occasion(days(-20)))
        for _run in range(2):
            command("remind")
        assert self.kinds(came) == ["follow_up"]
        assert "Pröva en incheckning." in Mail.objects.get(user=came).text
        assert self.kinds(absent) == self.kinds(late) == []

    def test_nobody_is_thanked_before_it_is_known_who_came(self):
        came, absent = people(2)
        given = occasion(days(-0.5))
        rows = [factories.registration(user, given) for user in (came, absent)]
        command("remind")
        assert self.kinds(came) == self.kinds(absent) == []
        leading.mark_attendance(given.pk, {rows[0].pk: [given.sessions.get().pk], rows[1].pk: []})
        command("remind")
        assert self.kinds(came) == ["follow_up"]
        assert self.kinds(absent) == []

    def test_a_day_later_those_are_thanked_of_whom_nothing_is_known(self):
        (user,) = people(1)
        factories.registration(user, occasion(days(-2)))
        command("remind")
        assert self.kinds(user) == ["follow_up"]

    def test_what_was_cancelled_or_moved_a_moment_ago_is_seen(self):
        given = occasion(days(6))
        self.early(given, *people(1))
        change(given, status=OccasionStatus.CANCELLED)
        assert reminding._remind(given.pk) == 0
        change(given, status=OccasionStatus.OPEN, starts_at=days(-0.1))
        assert reminding._remind(given.pk) == 0
        change(given, starts_at=days(6))
        assert reminding._remind(given.pk) == 1

    def test_nothing_is_made_for_those_who_have_been_written_to(self, django_assert_max_num_queries):
        given = occasion(days(6))
        self.early(given, *people(6))
        assert reminding._remind(given.pk) == 6
        with django_assert_max_num_queries(5):  # begin and end, the occasion, the rows, the keys
            assert reminding._remind(given.pk) == 0

    def test_offers_are_taken_back(self):
        first, second, third = sign_up(occasion(days(9), capacity=1), *people(3))
        registering.cancel(first.pk)
        Registration.objects.filter(pk=second.pk).update(offered_until=timezone.now())
        assert "1 offers taken back" in command("remind")
        third.refresh_from_db()
        assert third.status == "offered"

    def test_leaders_are_told_of_too_few(self):
        leader = UserFactory()
        given = occasion(days(5), teachers=[leader], minimum_participants=3)
        sign_up(given, *people(2))
        command("remind")
        assert self.kinds(leader) == []
        change(given, closes_at=days(-0.1))
        for _run in range(2):
            command("remind")
        assert self.kinds(leader) == ["too_few"]
        assert "Anmälda: 2. Minsta antal deltagare: 3." in Mail.objects.get(user=leader).text

    def test_leaders_are_told_three_days_before_where_sign_up_stays_open(self):
        leader = UserFactory()
        given = occasion(days(4), teachers=[leader], minimum_participants=3)
        command("remind")
        assert self.kinds(leader) == []
        change(given, starts_at=days(2.9))
        for _run in range(2):
            command("remind")
        assert self.kinds(leader) == ["too_few"]
        assert "anmälan är fortfarande öppen" in Mail.objects.get(user=leader).text
