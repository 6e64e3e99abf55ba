"""The meeting of a request as iCalendar (RFC 5545), for the mails: the same event each time, moved or taken back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from learning.models import CoachRequest
from learning.models.choices import Offer
from portal.mailing import absolute

LENGTH = {Offer.SOUNDING_BOARD: timedelta(minutes=30)}
USUAL_LENGTH = timedelta(hours=1)


def meeting(ask: CoachRequest, at: datetime, coach_name: str, note: str = "", *, cancelled: bool = False) -> str:
    """The meeting at a time, in the active language; `cancelled` takes it back out of the calendar."""
    item = Event()
    item.add("uid", f"coach-{ask.key}@{settings.WAGTAILADMIN_BASE_URL.split('//', 1)[-1].split('/', 1)[0]}")
    item.add("dtstamp", timezone.now().astimezone(ZoneInfo("UTC")))
    item.add("dtstart", at.astimezone(ZoneInfo("UTC")))
    item.add("dtend", (at + LENGTH.get(ask.offer, USUAL_LENGTH)).astimezone(ZoneInfo("UTC")))
    item.add("summary", _("Coaching with %(coach)s") % {"coach": coach_name})
    # Every event of the log comes after the last, so the number only grows.
    item.add("sequence", ask.events.count())
    item.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    address = absolute(ask.get_absolute_url())
    item.add("url", address)
    item.add("description", "\n".join(part for part in (note, address) if part))
    calendar = Calendar()
    calendar.add("prodid", "-//Portal//Coach support//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(item)
    return calendar.to_ical().decode()
