"""The calendar of coming occasions, and each person's own as a feed."""

import calendar as months
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from learning import occasion_calendar
from learning.course_views import course_index
from learning.models import CalendarAddress, Registration
from learning.models.choices import SEATED, OccasionStatus, RegistrationStatus
from learning.occasion_presentation import OccasionShown, SessionShown, calendar_address, coming
from learning.occasion_views import calendar_response
from learning.occasion_words import clock
from portal import navigation
from portal.languages import active_language, sort_key

SECRET = 40  # random bytes: 54 letters
AHEAD = 24  # months that one may look ahead
SHORT = timedelta(days=90)  # for which what is over or cancelled stays in the feed


@dataclass(frozen=True)
class Entry:
    """A session on a day of the calendar."""

    item: OccasionShown
    session: SessionShown

    @property
    def clock(self) -> str:
        return clock(self.session.session.start)


@dataclass(frozen=True)
class Day:
    """A day of the month's grid."""

    date: date
    inside: bool  # the month
    today: bool
    entries: list[Entry]


def _month(text: str) -> date:
    """The first day of the month of an address; of this month where it makes no sense."""
    this = timezone.localdate().replace(day=1)
    try:
        year, month = text.split("-") if text.isascii() else ("", "")
        found = date(int(year), int(month), 1)
    except ValueError:
        return this
    distance = (found.year - this.year) * 12 + found.month - this.month
    return found if -12 <= distance <= AHEAD else this


def _weeks(month: date, entries: dict[date, list[Entry]]) -> list[list[Day]]:
    today = timezone.localdate()
    grid = months.Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
    return [[Day(day, day.month == month.month, day == today, entries.get(day, [])) for day in week] for week in grid]


@dataclass(frozen=True)
class Filter:
    """A choice above the calendar, with what there is to choose among."""

    name: str
    label: str
    options: list[tuple[str, str]]
    value: str
    of: Callable[[OccasionShown], str]

    def fits(self, item: OccasionShown) -> bool:
        return not self.value or self.of(item) == self.value


def _filters(everything: list[OccasionShown], request: HttpRequest) -> list[Filter]:
    """Only what there is something of can be chosen; what an address asks for besides is left out."""
    kinds: list[tuple[str, str, Callable, Callable]] = [
        ("course", _("Course"), lambda item: str(item.course.key), lambda item: item.title),
        (
            "language",
            _("Language"),
            lambda item: item.occasion.language,
            lambda item: item.occasion.get_language_display(),
        ),
        ("setting", _("Where"), lambda item: item.occasion.setting, lambda item: item.occasion.get_setting_display()),
    ]
    found = []
    for name, label, of, text in kinds:
        options = {of(item): str(text(item)) for item in everything}
        value = request.GET.get(name, "")
        ordered = sorted(options.items(), key=lambda option: sort_key(option[1]))
        found.append(Filter(name, label, ordered, value if value in options else "", of))
    return found


def _entries(found: list[OccasionShown]) -> dict[date, list[Entry]]:
    """The sessions by day, each day's in their order."""
    entries: dict[date, list[Entry]] = {}
    for item in found:
        for session in item.sessions:
            entries.setdefault(timezone.localtime(session.session.start).date(), []).append(Entry(item, session))
    for rows in entries.values():
        rows.sort(key=lambda entry: entry.session.session.start)
    return entries


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month as a grid, and all that is coming as a list; by language, setting and course."""
    month = _month(request.GET.get("month", ""))
    everything = coming(request.user)
    filters = _filters(everything, request)
    chosen = {item.name: item.value for item in filters if item.value}
    found = [shown for shown in everything if all(item.fits(shown) for item in filters)]
    entries = _entries(found)

    def address(day: date) -> str:
        return f"?{urlencode({'month': f'{day:%Y-%m}', **chosen})}"

    today = timezone.localdate()
    days = [day for day in sorted(entries) if (day.year, day.month) == (month.year, month.month)]
    context = {
        "month": month,
        "month_name": date_format(month, "F Y"),
        "weeks": _weeks(month, entries),
        "weekdays": [(date_format(day, "l"), date_format(day, "D")) for day in (date(2024, 1, n) for n in range(1, 8))],
        "of_month": [entry for day in days for entry in entries[day]],
        "previous": address((month - timedelta(days=1)).replace(day=1)),
        "next": address((month + timedelta(days=31)).replace(day=1)),
        "this_month": "" if month == today.replace(day=1) else address(today),
        "items": found,
        "filters": filters,
        "chosen": chosen,
        "feedback_page": course_index(),
        **navigation.place(_("Course calendar"), course_index()),
    }
    return render(request, "occasions/calendar.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_address(request: HttpRequest) -> HttpResponse:
    """The secret address of one's calendar; posted to, it is a new one, and the old one leads nowhere."""
    if request.method == "POST":
        had = CalendarAddress.objects.filter(user=request.user).exists()
        CalendarAddress.objects.update_or_create(
            user=request.user, defaults={"secret": secrets.token_urlsafe(SECRET), "created_at": timezone.now()}
        )
        messages.success(
            request,
            _("The calendar has a new address. The old one no longer works.")
            if had
            else _("Your calendar has an address now."),
        )
        return redirect(reverse("occasion_calendar_address"))
    context = {
        "calendar_address": calendar_address(request.user),
        **navigation.place(
            _("In your own calendar"), course_index(), (_("Course calendar"), reverse("occasion_calendar"))
        ),
    }
    return render(request, "occasions/address.html", context)


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A person's occasions, for whoever has the secret; without signing in, as calendars cannot."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{20,128}", secret):
        raise Http404  # not one that the portal makes, and some texts a database refuses
    found = CalendarAddress.objects.filter(secret=secret, user__is_active=True).select_related("user").first()
    if found is None or not constant_time_compare(found.secret, secret):
        raise Http404
    language = active_language().code
    since = timezone.now() - SHORT
    rows = Registration.objects.filter(user=found.user, occasion__ends_at__gt=since).order_by(
        "occasion__starts_at", "pk"
    )
    events = []
    for row in rows.select_related("occasion__course").prefetch_related("occasion__sessions"):
        status = _event_status(row)
        if status:
            online = status == occasion_calendar.CONFIRMED
            events += [
                occasion_calendar.event(row.occasion, session, status=status, language=language, online=online)
                for session in row.occasion.sessions.all()
            ]
    response = calendar_response(occasion_calendar.calendar(events, name=_("My courses")), "calendar.ics")
    response["Cache-Control"] = "private, max-age=900"
    return response


def _event_status(row: Registration) -> str:
    """How a registration stands in a calendar; empty for what was never in it."""
    seated = row.status in SEATED
    if row.occasion.status == OccasionStatus.CANCELLED:
        return occasion_calendar.CANCELLED if seated or row.registered_at else ""
    if row.status in {RegistrationStatus.OFFERED, RegistrationStatus.APPROVAL}:
        return occasion_calendar.TENTATIVE
    if seated:
        return occasion_calendar.CONFIRMED
    return occasion_calendar.CANCELLED if row.registered_at else ""
