"""Occasions in people's calendars, read by another library; the nights when clocks are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.rrule import rrulestr
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning import leading, registering
from learning.models import CalendarAddress, CourseOccasion, OccasionSession, Registration
from learning.models.local_time import WallClockFormField
from learning.occasion_calendar import of_occasion
from portal.models import Mail
from tests.factories import UserFactory
from tests.learning.occasion_factories import STOCKHOLM, at, client_of, days, occasion, people, sign_up

pytestmark = pytest.mark.django_db


def events(text: str) -> list:
    """The events as another library reads them."""
    calendar = vobject.readOne(text)
    assert calendar.version.value == "2.0"
    assert calendar.prodid.value
    return list(getattr(calendar, "vevent_list", []))


def of_mail(user, kind: str) -> list:
    return events(Mail.objects.get(user=user, key__startswith=f"{kind}:").calendar)


def moments(found: list) -> list[datetime]:
    return [event.dtstart.value.astimezone(UTC) for event in found]


def test_the_clock_stands_still_when_it_is_changed():
    """09:00 before and after the night of 28 March 2027, and before and after that of 31 October."""
    starts = [at("2027-03-26 09:00"), at("2027-03-29 09:00"), at("2027-10-29 09:00"), at("2027-11-01 09:00")]
    given = occasion(*starts)
    text = of_occasion(given, language="sv")
    assert text.count("DTSTART;TZID=Europe/Stockholm:") == 4
    assert "BEGIN:VTIMEZONE" in text
    assert "\r\n" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    found = events(text)
    assert moments(found) == [start.astimezone(UTC) for start in starts]
    assert [moment.hour for moment in moments(found)] == [8, 7, 7, 8]
    assert [event.dtend.value - event.dtstart.value for event in found] == [timedelta(hours=2)] * 4


def test_the_zone_of_the_calendar_is_that_of_the_portal(settings):
    """Read as RFC 5545 says: each change at the time that clocks showed before it."""
    text = of_occasion(occasion(at("2027-03-28 09:00")), language="sv")
    zone = vobject.readOne(text).vtimezone
    assert zone.tzid.value == settings.TIME_ZONE
    changes = []
    for part in (zone.daylight, zone.standard):
        before, after = (timedelta(hours=int(offset.value[:3])) for offset in (part.tzoffsetfrom, part.tzoffsetto))
        rule = rrulestr(part.rrule.value, dtstart=part.dtstart.value)
        changes += [(day - before, after) for day in rule[30:75]]
    assert (datetime(2027, 3, 28, 1), timedelta(hours=2)) in changes
    assert (datetime(2027, 10, 31, 1), timedelta(hours=1)) in changes
    for moment, offset in changes:
        utc = moment.replace(tzinfo=UTC)
        assert utc.astimezone(STOCKHOLM).utcoffset() == offset
        assert (utc - timedelta(seconds=1)).astimezone(STOCKHOLM).utcoffset() != offset


def test_just_after_the_change():
    starts = [at("2027-03-28 01:30"), at("2027-03-28 03:30"), at("2027-10-31 00:30"), at("2027-10-31 03:30")]
    given = occasion(*starts)
    assert moments(events(of_occasion(given, language="sv"))) == [start.astimezone(UTC) for start in starts]


def test_over_the_night_itself():
    """A course through the night when clocks are put forward takes an hour less than it seems."""
    given = occasion(at("2027-03-27 22:00"))
    session = given.sessions.get()
    OccasionSession.objects.filter(pk=session.pk).update(end=at("2027-03-28 04:00"))
    (event,) = events(of_occasion(CourseOccasion.objects.get(pk=given.pk), language="sv"))
    seconds = event.dtend.value.astimezone(UTC) - event.dtstart.value.astimezone(UTC)
    assert seconds == timedelta(hours=5)


def test_uid_stays_and_sequence_grows():
    given = occasion(days(10), days(17))
    (user,) = people(1)
    sign_up(given, user)
    before = of_mail(user, "signed_up")
    assert {event.sequence.value for event in before} == {"0"}
    assert len({event.uid.value for event in before}) == 2
    held = leading.snapshot(given.pk)
    first, second = given.sessions.all()
    OccasionSession.objects.filter(pk=first.pk).update(start=first.start + timedelta(hours=1))
    leading.after_change(given.pk, held)
    after = of_mail(user, "changed")
    assert [event.uid.value for event in after] == [event.uid.value for event in before]
    assert {event.sequence.value for event in after} == {"1"}
    assert moments(after)[0] - moments(before)[0] == timedelta(hours=1)
    # A session that is taken away is taken out of calendars too.
    held = leading.snapshot(given.pk)
    OccasionSession.objects.filter(pk=second.pk).delete()
    leading.after_change(given.pk, held)
    latest = events(Mail.objects.filter(user=user, key__startswith="changed:").latest("pk").calendar)
    assert [(event.status.value, event.sequence.value) for event in latest] == [("CONFIRMED", "2"), ("CANCELLED", "2")]
    assert latest[1].uid.value == before[1].uid.value


def test_a_cancellation_is_one_in_the_calendar_too():
    given = occasion(days(10))
    anna, bo = people(2)
    first, _second = sign_up(given, anna, bo)
    registering.cancel(first.pk)
    text = Mail.objects.get(user=anna, key__startswith="cancelled:").calendar
    assert "METHOD:CANCEL" in text
    assert [event.status.value for event in events(text)] == ["CANCELLED"]
    leading.call_off(given.pk, "Snöstorm, vi ses en annan gång")
    (event,) = of_mail(bo, "called_off")
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")
    assert "Snöstorm, vi ses" in event.description.value


def test_what_is_written_cannot_break_out_of_its_place():
    place = "Sal; 1, \\ \r\nATTENDEE:mailto:x@example.org"
    given = occasion(days(3))
    OccasionSession.objects.filter(occasion=given).update(place=place)
    text = of_occasion(CourseOccasion.objects.get(pk=given.pk), language="sv")
    assert "\nATTENDEE" not in text
    (event,) = events(text)
    assert "Sal; 1, \\" in event.location.value
    assert not hasattr(event, "attendee")


@pytest.mark.parametrize("text", ["2027-03-28 02:00", "2027-03-28 02:30", "2027-03-28 02:59"])
def test_a_time_that_does_not_exist(text):
    with timezone.override(STOCKHOLM), pytest.raises(ValidationError) as error:
        WallClockFormField().clean(text)
    assert "finns inte den 28 mars 2027" in error.value.messages[0]


@pytest.mark.parametrize("text", ["0001-01-01 00:00", "1899-01-01 12:00", "9999-12-31 23:59"])
def test_a_time_too_far_away(text):
    with timezone.override(STOCKHOLM), pytest.raises(ValidationError) as error:
        WallClockFormField().clean(text)
    assert "för långt bort" in error.value.messages[0]


@pytest.mark.parametrize(
    ("text", "utc", "twice"),
    [
        ("2027-03-28 01:59", "2027-03-28 00:59", False),
        ("2027-03-28 03:00", "2027-03-28 01:00", False),
        ("2027-10-31 02:30", "2027-10-31 00:30", True),  # the first of the two: still summer time
        ("2027-10-31 03:00", "2027-10-31 02:00", False),
    ],
)
def test_times_beside_the_change(text, utc, twice):
    with timezone.override(STOCKHOLM):
        moment = WallClockFormField().clean(text)
        assert moment == datetime.fromisoformat(utc).replace(tzinfo=UTC)
        assert shown_twice(moment) is twice


def shown_twice(moment: datetime) -> bool:
    """Whether clocks show the time of this moment a second time, an hour later or earlier."""
    local = timezone.localtime(moment).replace(tzinfo=None)
    zone = timezone.get_current_timezone()
    offsets = {local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) == 2 and max(offsets) - min(offsets) >= timedelta(minutes=1)


class TestFeed:
    """The calendar that one subscribes to."""

    @pytest.fixture
    def subscriber(self):
        return UserFactory()

    @pytest.fixture
    def feed(self, subscriber) -> str:
        client_of(subscriber).post(reverse("occasion_calendar_address"))
        return reverse("occasion_feed", args=[CalendarAddress.objects.get(user=subscriber).secret])

    def read(self, feed: str) -> dict[str, str]:
        """Status by UID, as a calendar without a session sees it."""
        answer = Client().get(feed)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        return {event.uid.value: event.status.value for event in events(answer.content.decode())}

    def test_it_is_empty_at_first_and_then_follows(self, subscriber, feed):
        assert self.read(feed) == {}
        held, left, off = occasion(days(5)), occasion(days(6)), occasion(days(7))
        _kept, gone, _off = (sign_up(item, subscriber)[0] for item in (held, left, off))
        registering.cancel(gone.pk)
        leading.call_off(off.pk, "Sjuk")
        assert sorted(self.read(feed).values()) == ["CANCELLED", "CANCELLED", "CONFIRMED"]

    def test_who_waits_has_nothing_and_who_is_offered_perhaps(self, subscriber, feed):
        full = occasion(days(5), capacity=1)
        OccasionSession.objects.filter(occasion=full).update(online_address="https://mote.example.lulea.se/x")
        first, _mine = sign_up(full, UserFactory(), subscriber)
        assert self.read(feed) == {}
        registering.cancel(first.pk)
        assert list(self.read(feed).values()) == ["TENTATIVE"]
        assert "mote.example" not in Client().get(feed).content.decode()
        registering.accept(Registration.objects.get(user=subscriber).pk)
        assert list(self.read(feed).values()) == ["CONFIRMED"]
        assert "mote.example" in Client().get(feed).content.decode().replace("\r\n ", "")

    def test_a_new_address_makes_the_old_one_worthless(self, subscriber, feed):
        client = client_of(subscriber)
        assert feed in client.get(reverse("occasion_calendar_address")).content.decode()
        client.post(reverse("occasion_calendar_address"))
        assert Client().get(feed).status_code == 404
        assert CalendarAddress.objects.filter(user=subscriber).count() == 1

    def test_nobody_guesses_one(self, subscriber, feed):
        secret = CalendarAddress.objects.get(user=subscriber).secret
        assert len(secret) >= 43  # 32 bytes
        for guess in (secret[:-1], secret.swapcase(), "x", "%00", "a" * 4000):
            assert Client().get(reverse("occasion_feed", args=[guess])).status_code == 404
        assert Client().post(feed).status_code == 405
        subscriber.is_active = False
        subscriber.save()
        assert Client().get(feed).status_code == 404

    def test_only_for_oneself(self):
        assert Client().post(reverse("occasion_calendar_address")).status_code == 302
        assert not CalendarAddress.objects.exists()

    def test_in_the_language_of_the_address(self, subscriber, feed):
        sign_up(occasion(days(5)), subscriber)
        assert "/en/occasions/" in Client().get(feed.replace("/sv/", "/en/")).content.decode().replace("\r\n ", "")


def test_download_is_for_those_with_a_seat():
    given = occasion(days(5))
    (user,) = people(1)
    sign_up(given, user)
    answer = client_of(user).get(reverse("occasion_ics", args=[given.uid]))
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    (event,) = events(answer.content.decode())
    assert event.dtstart.value.tzinfo is not None
    assert event.dtstart.value.astimezone(ZoneInfo("Europe/Stockholm")) == given.starts_at
