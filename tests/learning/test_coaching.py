"""What becomes of a request: every act by every role from every status, the log, the mails and capacity."""

import icalendar
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from learning import coach_mails, coaching
from learning.coaching import ACTS, Refused, Role, perform
from learning.models import Coach, CoachRequest
from learning.models.choices import DONE, HELD, RequestStatus
from methodbank.models import MethodPage, StoryPage
from portal.content_cache import version
from portal.models import Mail, PortalSettings
from tests.factories import UserFactory, source
from tests.learning.coach_factories import coach, coordinator, later, request

pytestmark = pytest.mark.django_db

ALL = list(RequestStatus)
# Written out once more, so that a slip in the table is seen: act, who may, from where, to where.
ALLOWED = {
    "assign": ({"coordinator"}, {"new", "assigned", "accepted", "booked", "running"}, "assigned"),
    "accept": ({"coach", "coordinator"}, {"assigned"}, "accepted"),
    "hand_back": ({"coach", "coordinator"}, {"assigned", "accepted", "booked"}, "new"),
    "book": ({"coach", "coordinator"}, {"accepted", "booked"}, "booked"),
    "start": ({"coach", "coordinator"}, {"accepted", "booked"}, "running"),
    "close": ({"coach", "coordinator"}, {"booked", "running"}, "closed"),
    "rate": ({"requester"}, {"closed"}, "closed"),
    "decline": ({"coordinator"}, {"new", "assigned"}, "declined"),
    "withdraw": ({"requester"}, {"new", "assigned", "accepted", "booked"}, "withdrawn"),
}


def values(act: str) -> dict:
    """What the act needs."""
    return {
        "assign": lambda: {"coach": coach()},
        "hand_back": lambda: {"note": "Jag är ledig då."},
        "book": lambda: {"meeting_at": later()},
        "decline": lambda: {"note": "Prata med din chef."},
        "rate": lambda: {"usefulness": 4},
    }.get(act, dict)()


@pytest.fixture
def people() -> dict:
    """One person for each role, and one whom it does not concern."""
    return {
        "requester": UserFactory(),
        "coach": UserFactory(),
        "coordinator": coordinator(),
        "stranger": UserFactory(groups=["Innovationscoacher"]),
    }


def in_status(status: str, people: dict) -> CoachRequest:
    held = status in {*HELD, "closed"}
    return request(people["requester"], status=status, coach=coach(people["coach"]) if held else None)


def test_the_table_is_whole():
    assert set(ALLOWED) == set(ACTS)


@pytest.mark.parametrize("status", ALL)
@pytest.mark.parametrize("role", ["requester", "coach", "coordinator", "stranger"])
@pytest.mark.parametrize("act", sorted(ALLOWED))
def test_every_act(act, role, status, people):
    ask = in_status(status, people)
    who, sources, target = ALLOWED[act]
    has_role = role in ("requester", "coordinator") or (role == "coach" and ask.coach is not None)
    before = ask.events.count()
    if not has_role:
        with pytest.raises(CoachRequest.DoesNotExist):
            perform(ask.key, act, people[role], **values(act))
    elif role not in who:
        with pytest.raises(PermissionDenied):
            perform(ask.key, act, people[role], **values(act))
    elif status not in sources:
        with pytest.raises(Refused) as refused:
            perform(ask.key, act, people[role], **values(act))
        assert refused.value.sentence.endswith(".")
    else:
        done = perform(ask.key, act, people[role], **values(act))
        event = done.events.last()
        assert (done.status, event.act, event.actor) == (target, act, people[role])
        assert (event.from_status, event.to_status) == (status, target)
        return
    ask.refresh_from_db()
    assert (ask.status, ask.events.count()) == (status, before)
    assert not Mail.objects.exists()


def test_who_may_do_what_is_told_beforehand(people):
    ask = in_status("assigned", people)
    assert coaching.possible(ask, frozenset({Role.COACH})) == ["accept", "hand_back"]
    assert coaching.possible(ask, frozenset({Role.REQUESTER})) == ["withdraw"]
    assert coaching.possible(in_status("declined", people), frozenset(Role)) == []


class TestRoles:
    def test_somebody_may_have_several(self):
        person = coordinator()
        ask = request(person, status="assigned", coach=coach(person))
        assert coaching.roles_of(ask, person) == set(Role)

    def test_somebody_who_may_no_longer_sign_in_has_none(self, people):
        person = people["requester"]
        person.is_active = False
        assert coaching.roles_of(in_status("new", people), person) == frozenset()

    def test_a_coach_who_has_handed_back_has_none(self, people):
        ask = in_status("accepted", people)
        perform(ask.key, "hand_back", people["coach"], note="Jag är sjuk.")
        with pytest.raises(CoachRequest.DoesNotExist):
            perform(ask.key, "accept", people["coach"])


class TestWhatAnActNeeds:
    @pytest.mark.parametrize(
        ("act", "status", "role", "given"),
        [
            ("hand_back", "assigned", "coach", {"note": ""}),
            ("decline", "new", "coordinator", {"note": ""}),
            ("book", "accepted", "coach", {"meeting_at": None}),
            ("book", "accepted", "coach", {"meeting_at": timezone.now()}),
            ("rate", "closed", "requester", {"usefulness": None}),
            ("rate", "closed", "requester", {"usefulness": 6}),
            ("assign", "new", "coordinator", {"coach": None}),
        ],
    )
    def test_nothing_happens_without(self, act, status, role, given, people):
        ask = in_status(status, people)
        with pytest.raises(Refused):
            perform(ask.key, act, people[role], **given)
        ask.refresh_from_db()
        assert ask.status == status

    def test_the_first_answer_is_noted_once(self, people):
        ask = in_status("assigned", people)
        first = perform(ask.key, "accept", people["coach"]).answered_at
        assert first
        perform(ask.key, "hand_back", people["coach"], note="Jag är sjuk.")
        other = coach(UserFactory())
        perform(ask.key, "assign", people["coordinator"], coach=other)
        assert perform(ask.key, "accept", other.user).answered_at == first

    def test_another_coach_has_no_meeting_yet(self, people):
        ask = in_status("accepted", people)
        perform(ask.key, "book", people["coach"], meeting_at=later())
        assert perform(ask.key, "assign", people["coordinator"], coach=coach()).meeting_at is None


class TestTwice:
    """A double click changes nothing the second time, and is no mistake."""

    @pytest.mark.parametrize(
        ("act", "status", "role"),
        [
            ("accept", "assigned", "coach"),
            ("hand_back", "accepted", "coach"),
            ("book", "accepted", "coach"),
            ("close", "running", "coach"),
            ("withdraw", "new", "requester"),
            ("rate", "closed", "requester"),
            ("assign", "new", "coordinator"),
        ],
    )
    def test_the_same_by_the_same(self, act, status, role, people):
        ask, given = in_status(status, people), values(act)
        perform(ask.key, act, people[role], **given)
        events, mails = ask.events.count(), Mail.objects.count()
        perform(ask.key, act, people[role], **given)
        assert (ask.events.count(), Mail.objects.count()) == (events, mails)

    def test_the_same_by_another_is_told_so(self, people):
        ask = in_status("assigned", people)
        perform(ask.key, "accept", people["coach"])
        with pytest.raises(Refused, match="redan"):
            perform(ask.key, "accept", people["coordinator"])

    def test_another_time_is_a_change(self, people):
        ask = in_status("accepted", people)
        perform(ask.key, "book", people["coach"], meeting_at=later(3))
        assert perform(ask.key, "book", people["coach"], meeting_at=later(4)).meeting_at == later(4)


class TestCapacity:
    def test_what_is_held_counts_in_every_language(self):
        busy = coach(capacity=5)
        english = busy.copy_for_translation(source().__class__.objects.get(language_code="en"))
        english.save()
        for status in RequestStatus:
            request(status=status, coach=busy)
        assert [item.active_requests for item in Coach.objects.filter(translation_key=busy.translation_key)] == [4, 4]

    def test_one_query_for_all(self, django_assert_num_queries):
        for number in range(5):
            request(status="running", coach=coach(capacity=number % 2 + 1))
        with django_assert_num_queries(1):
            assert {item.is_full for item in Coach.objects.filter(name__startswith="Coach ")} == {True, False}

    def test_without_the_count_one_asks_for_it(self):
        ask = request(status="running", coach=coach(capacity=1))
        assert CoachRequest.objects.select_related("coach").get(pk=ask.pk).coach.is_full

    def test_a_coach_from_a_later_day_has_no_room(self):
        today = timezone.localdate()
        assert coach(available_from=today + timezone.timedelta(days=1)).is_full
        assert not coach(available_from=today).is_full

    def test_nobody_is_given_more_than_fits(self):
        busy, boss = coach(capacity=1), coordinator()
        request(status="booked", coach=busy)
        ask = request()
        with pytest.raises(Refused, match="inte tid"):
            perform(ask.key, "assign", boss, coach=busy)
        assert perform(ask.key, "assign", boss, coach=busy, despite_capacity=True).coach == busy

    def test_pages_that_say_who_has_room_are_made_anew(self):
        busy, boss = coach(capacity=2), coordinator()
        before = version()
        first = request()
        perform(first.key, "assign", boss, coach=busy)
        assert version() == before, "there is room still"
        second = request()
        perform(second.key, "assign", boss, coach=busy)
        assert version() > before
        full = version()
        perform(second.key, "withdraw", second.requester)
        assert version() > full


class TestMails:
    """Each change is told to those whom it concerns, in their language, and not to who made it."""

    def told(self) -> set[tuple[str, str]]:
        return {(mail.key.split(":")[3], mail.user.username) for mail in Mail.objects.select_related("user")}

    def test_who_is_told(self, people):
        names = {role: user.username for role, user in people.items()}
        ask = coaching.ask_for_coach(
            people["requester"], "0" * 32, {"challenge": "Hjälp!", "offer": "facilitate"}, "sv"
        )
        assert self.told() == {("received", names["requester"]), ("new", names["coordinator"])}
        expected = [
            (
                "assign",
                "coordinator",
                {"coach": coach(people["coach"])},
                {("found", "requester"), ("assigned", "coach")},
            ),
            ("accept", "coach", {}, {("accepted", "requester")}),
            ("book", "coach", {"meeting_at": later()}, {("booked", "requester"), ("booked", "coach")}),
            ("start", "coach", {}, {("started", "requester")}),
            ("close", "coach", {}, {("closed", "requester")}),
            ("rate", "requester", {"usefulness": 5}, {("rated", "coach")}),
        ]
        for act, role, given, mails in expected:
            before = self.told()
            perform(ask.key, act, people[role], **given)
            assert self.told() - before == {(name, names[to]) for name, to in mails}, act

    def test_what_goes_another_way(self, people):
        ask, names = in_status("accepted", people), {role: user.username for role, user in people.items()}
        perform(ask.key, "hand_back", people["coach"], note="Jag är sjuk.")
        assert self.told() == {("looking", names["requester"]), ("handed_back", names["coordinator"])}
        assert "Jag är sjuk." not in Mail.objects.get(user=people["requester"]).text
        assert "Jag är sjuk." in Mail.objects.get(user=people["coordinator"]).text
        other = UserFactory()
        perform(ask.key, "assign", people["coordinator"], coach=coach(other))
        before = self.told()
        perform(ask.key, "withdraw", people["requester"])
        told = {("withdrawn", other.username), ("withdrawn", names["coordinator"])}
        assert self.told() - before == told

    def test_a_coach_who_no_longer_has_it(self, people):
        ask = in_status("accepted", people)
        perform(ask.key, "assign", people["coordinator"], coach=coach(UserFactory()))
        assert ("moved", people["coach"].username) in self.told()

    def test_without_coordinators_the_contact_is_told(self):
        settings = PortalSettings.load()
        settings.contact_email = "stod@example.lulea.se"
        settings.save()
        coaching.ask_for_coach(UserFactory(), "1" * 32, {"challenge": "Hjälp!", "offer": "facilitate"}, "sv")
        assert Mail.objects.get(user=None).address == "stod@example.lulea.se"

    @pytest.mark.parametrize("language", ["sv", "en"])
    @pytest.mark.parametrize("name", sorted({name for mails in coach_mails.MAILS.values() for name, _to in mails}))
    def test_every_mail_in_both_languages(self, name, language, people):
        ask = in_status("booked", people)
        CoachRequest.objects.filter(pk=ask.pk).update(meeting_at=later(), usefulness=4, language=language)
        ask.refresh_from_db()
        event = ask.events.last()
        event.note = "Ta med <lappar> & pennor."
        mail = coach_mails.send(name, ask, event, people["requester"], language, told_coach=ask.coach)
        swedish = {"Förfrågan:", "Önskad hjälp:"}
        english = {"The request:", "What is wanted:"}
        assert all(word in mail.text for word in (swedish if language == "sv" else english))
        assert not any(word in mail.text for word in (english if language == "sv" else swedish))
        assert mail.subject
        assert ask.challenge in mail.text
        assert f"/{language}/" in mail.text or "/admin/" in mail.text
        assert "&amp;" not in mail.text, "plain text is not escaped"
        assert "<lappar>" not in mail.html

    def test_people_read_their_own_language(self, people):
        from wagtail.users.models import UserProfile

        UserProfile.objects.create(user=people["coach"], preferred_language="en")
        ask = in_status("new", people)
        perform(ask.key, "assign", people["coordinator"], coach=coach(people["coach"]))
        assert Mail.objects.get(user=people["coach"]).subject.startswith("Can you help")
        assert Mail.objects.get(user=people["requester"]).subject.startswith("Vi har frågat")


class TestTheCalendar:
    """What goes with the mails: one event, which is moved and taken back."""

    def event(self, mail):
        calendar = icalendar.Calendar.from_ical(mail.calendar)
        return calendar["METHOD"], calendar.walk("VEVENT")[0]

    def test_booked_moved_and_off(self, people):
        ask = in_status("accepted", people)
        for days in (3, 4):
            perform(ask.key, "book", people["coach"], meeting_at=later(days), note="Plan 2.")
        perform(ask.key, "hand_back", people["coach"], note="Jag är sjuk.")
        mails = Mail.objects.filter(user=people["requester"]).order_by("pk")
        found = [self.event(mail) for mail in mails]
        assert [method for method, _event in found] == ["PUBLISH", "PUBLISH", "CANCEL"]
        events = [event for _method, event in found]
        assert [event["STATUS"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert len({event["UID"] for event in events}) == 1
        assert sorted({event["SEQUENCE"] for event in events}) == [event["SEQUENCE"] for event in events]
        assert [event["DTSTART"].dt for event in events] == [later(3), later(4), later(4)]
        assert events[0]["DTEND"].dt - events[0]["DTSTART"].dt == timezone.timedelta(minutes=30)
        assert "är inställt" in mails.last().text
        own = Mail.objects.get(user=people["coach"], key__contains=":moved:")
        assert self.event(own)[0] == "CANCEL", "whoever hands back has it in the calendar too"

    def test_the_coach_is_told_of_a_withdrawal(self, people):
        ask = in_status("accepted", people)
        perform(ask.key, "book", people["coach"], meeting_at=later())
        perform(ask.key, "withdraw", people["requester"])
        mail = Mail.objects.get(user=people["coach"], key__contains=":withdrawn:")
        assert self.event(mail)[0] == "CANCEL"
        own = Mail.objects.get(user=people["requester"], key__contains=":off:")
        assert self.event(own)[0] == "CANCEL"
        assert "är inställt" in own.text
        ask.refresh_from_db()
        assert ask.meeting_at is None


class TestClosing:
    def test_a_story_is_begun_with_what_is_known(self, people):
        writer, search_owner = UserFactory(groups=["Kommunikatörer"]), UserFactory(groups=["Sökansvarig"])
        ask = in_status("running", people)
        methods = list(MethodPage.objects.filter(locale=source())[:2])
        done = perform(
            ask.key,
            "close",
            people["coach"],
            note="Vi slutar i tid.\n\n<b>Nästan.</b>",
            methods=methods,
            with_story=True,
        )
        story = StoryPage.objects.get(pk=done.story_id)
        assert not story.live
        assert story.locale == source()
        assert "Våra möten tar slut" in story.challenge
        assert "&lt;b&gt;" in story.result
        assert [use.method for use in story.methods_used.all()] == methods
        assert list(done.methods_used.all()) == methods
        assert "utkast" in Mail.objects.get(user=people["requester"]).text
        assert f"/admin/pages/{story.pk}/edit/" in Mail.objects.get(user=writer).text
        assert not Mail.objects.filter(user=search_owner).exists(), "who may only begin pages takes none from here"
        assert story.latest_revision is not None
        assert (story.owner, story.content_owner) == (None, None), "the owner of the list answers for it"

    def test_in_the_language_of_the_request(self, people):
        ask = in_status("running", people)
        CoachRequest.objects.filter(pk=ask.pk).update(language="en")
        story = perform(ask.key, "close", people["coach"], with_story=True).story
        assert story.locale.language_code == "en"
        assert story.title.startswith("Draft:")

    def test_only_when_wanted(self, people):
        before = StoryPage.objects.count()
        perform(in_status("running", people).key, "close", people["coach"])
        assert StoryPage.objects.count() == before


def test_done_and_held_share_nothing():
    assert not set(DONE) & set(HELD)
