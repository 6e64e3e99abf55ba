"""Occasions as iCalendar (RFC 5545): what goes with mails, is downloaded, and is subscribed to.

Each session is an event of its own, whose UID never changes: the occasion's uid and the session's primary key. SEQUENCE
is the occasion's, which grows when time or place change; where two copies have the same, the one with the later DTSTAMP
counts (RFC 5546, 2.1.5). Times carry the zone with its VTIMEZONE, so that they stand still when clocks are changed.
"""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from learning.models import CourseOccasion, OccasionSession
from portal.content_cache import cached
from portal.languages import localized
from portal.mailing import absolute
from portal.models import PortalSettings

ZONE = ZoneInfo(settings.TIME_ZONE)
# By rule, as calendars know it, and each change at the time that clocks showed before it (RFC 5545, 3.6.5). What
# icalendar works out from the zone has the spring change an hour late.
VTIMEZONE = Timezone.from_ical(
    """BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
)
KEPT = timedelta(hours=4)  # after which calendars ask for a feed again

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


def uid(occasion: CourseOccasion, session: OccasionSession) -> str:
    """The event's name in the world, for ever."""
    return f"{occasion.uid}-{session.pk}@{_host()}"


def event(
    occasion: CourseOccasion, session: OccasionSession, *, status: str, language: str, online: bool = False
) -> Event:
    """One session. `online` says whether its reader may have the address of the meeting."""
    with translation.override(language):
        page = localized(occasion.course) or occasion.course
        address = absolute(reverse("occasion_detail", args=[occasion.uid]))
        item = Event()
        item.add("uid", uid(occasion, session))
        item.add("dtstamp", timezone.now().astimezone(ZoneInfo("UTC")))
        item.add("dtstart", session.start.astimezone(ZONE))
        item.add("dtend", session.end.astimezone(ZONE))
        item.add("summary", page.title)
        item.add("sequence", occasion.sequence)
        item.add("status", status)
        item.add("transp", "TRANSPARENT" if status == CANCELLED else "OPAQUE")
        item.add("url", address)
        meeting = session.online_address if online else ""
        if session.place or meeting:
            item.add("location", session.place or meeting)
        lines = [_("Online meeting: %(address)s") % {"address": meeting} if meeting else "", address]
        if status == CANCELLED and occasion.cancel_reason:
            lines.insert(0, occasion.cancel_reason)
        item.add("description", "\n".join(line for line in lines if line))
        organizer = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
        organizer.params["CN"] = vText(_portal().name)
        item.add("organizer", organizer)
    return item


def calendar(events: Iterable[Event], *, method: str = "PUBLISH", name: str = "") -> str:
    """A whole calendar of the events, with the zone that they name."""
    result = Calendar()
    result.add("prodid", f"-//{_portal().organisation}//{_portal().name}//SV")
    result.add("version", "2.0")
    result.add("calscale", "GREGORIAN")
    result.add("method", method)
    if name:
        result.calendar_name = name
        result.refresh_interval = KEPT
        result.add("x-published-ttl", "PT4H")
    for item in (VTIMEZONE, *events):
        result.add_component(item)
    return result.to_ical().decode()


def of_occasion(
    occasion: CourseOccasion,
    *,
    language: str,
    online: bool = True,
    cancelled: bool = False,
    removed: Iterable[OccasionSession] = (),
) -> str:
    """All sessions of an occasion for somebody who has a seat, or had one; `removed` ones are taken back."""
    status = CANCELLED if cancelled else CONFIRMED
    events = [
        event(occasion, session, status=status, language=language, online=online and not cancelled)
        for session in occasion.sessions.all()
    ]
    events += [event(occasion, session, status=CANCELLED, language=language) for session in removed]
    return calendar(events, method="CANCEL" if cancelled else "PUBLISH")


def _portal() -> PortalSettings:
    return cached("settings", PortalSettings.load)


def _host() -> str:
    return settings.WAGTAILADMIN_BASE_URL.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]
