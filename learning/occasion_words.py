"""Dates, places and seats in words, in the active language."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from learning.models import CourseOccasion, OccasionSession
from learning.occasion_state import Seats


def day(moment: datetime, *, weekday: bool = True) -> str:
    """“Thursday 3 December 2026”."""
    return date_format(timezone.localtime(moment), "l j F Y" if weekday else "j F Y")


def clock(moment: datetime) -> str:
    """“09:00”; the local way to write it."""
    return date_format(timezone.localtime(moment), pgettext("time of day, in Django's letters", "H:i"))


def at(moment: datetime) -> str:
    """“3 December 2026 at 09:00”."""
    return _("%(day)s at %(time)s") % {"day": day(moment, weekday=False), "time": clock(moment)}


def when(session: OccasionSession) -> str:
    """“Thursday 3 December 2026, 09:00–12:00”."""
    values = {
        "day": day(session.start),
        "start": clock(session.start),
        "end_day": day(session.end),
        "end": clock(session.end),
    }
    if values["day"] == values["end_day"]:
        return _("%(day)s, %(start)s–%(end)s") % values
    return _("%(day)s, %(start)s – %(end_day)s, %(end)s") % values


def days(sessions: list[OccasionSession]) -> str:
    """The first day, and the last where there are several: “3–10 December 2026”."""
    if not sessions:
        return _("The time is not set yet")
    first, last = (timezone.localtime(moment) for moment in (sessions[0].start, sessions[-1].end))
    if first.date() == last.date():
        return date_format(first, "l j F Y")
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_format(last, 'j F Y')}"
    return f"{date_format(first, 'j F Y' if first.year != last.year else 'j F')} – {date_format(last, 'j F Y')}"


def place(occasion: CourseOccasion, sessions: list[OccasionSession]) -> str:
    """Where it is: the places of the sessions, or how one takes part."""
    places = list(dict.fromkeys(session.place for session in sessions if session.place))
    return " · ".join(places)


def seats_left(seats: Seats) -> str:
    """“3 of 16 seats left”, or what there is instead."""
    if seats.free:
        return ngettext("%(free)d of %(all)d seats left", "%(free)d of %(all)d seats left", seats.free) % {
            "free": seats.free,
            "all": seats.capacity,
        }
    if not seats.may_wait:
        return _("Full, the waiting list too") if seats.waiting_maximum else _("Full")
    if not seats.waiting:
        return _("Full. You can stand on the waiting list")
    return ngettext("Full. %(count)d person is waiting", "Full. %(count)d people are waiting", seats.waiting) % {
        "count": seats.waiting
    }
