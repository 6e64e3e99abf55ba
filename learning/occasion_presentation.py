"""What readers see of occasions: on courses, in the calendar, on the start page, among their own.

What is the same for all is kept until somebody edits; who takes part, and what the clock says, is asked every time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from learning import occasion_words as words
from learning.models import CalendarAddress, CourseOccasion, CoursePage, OccasionSession, Registration
from learning.models.choices import RegistrationStatus
from learning.occasion_mails import HAS_SEAT
from learning.occasion_state import TAKEN, WAITING, Seats, State, begun, state
from learning.registering import LEFT, STANDS
from portal.cards import Card, cards
from portal.content_cache import cached
from portal.mailing import absolute

JUST_OVER = timedelta(days=1)


@dataclass(frozen=True)
class SessionShown:
    """A session in words; the address of the meeting only for those who have a seat."""

    session: OccasionSession
    when: str
    place: str
    map_link: str
    online_address: str
    has_online: bool


@dataclass
class OccasionShown:
    """An occasion as one reader sees it."""

    occasion: CourseOccasion
    course: Card | None
    seats: Seats
    own: Registration | None = None
    place: int = 0  # in line
    now: datetime = field(default_factory=timezone.now)

    def __post_init__(self):
        self.state = state(self.occasion, self.now)
        self.sessions = sessions_shown(self.occasion, online=self.comes)

    @property
    def title(self) -> str:
        return self.course.title if self.course else self.occasion.course.title

    @property
    def days(self) -> str:
        return words.days([item.session for item in self.sessions])

    @property
    def heading(self) -> str:
        """The day with its time, or the days."""
        return self.sessions[0].when if len(self.sessions) == 1 else self.days

    @property
    def where(self) -> str:
        return words.place(self.occasion, [item.session for item in self.sessions])

    @property
    def url(self) -> str:
        return reverse("occasion_detail", args=[self.occasion.uid])

    @property
    def stands(self) -> bool:
        """Whether the reader has a seat or waits for one."""
        return bool(self.own and self.own.status not in LEFT)

    @property
    def has_seat(self) -> bool:
        return bool(self.own and self.own.status in HAS_SEAT)

    @property
    def comes(self) -> bool:
        """Whether the reader has a seat at what is held, and so needs to know how to take part."""
        return self.has_seat and not self.cancelled

    @property
    def may_sign_up(self) -> bool:
        return self.state == State.OPEN and not self.stands and bool(self.seats.free or self.seats.may_wait)

    @property
    def would_wait(self) -> bool:
        """Whether a sign-up now gets a place in line."""
        return not self.seats.free

    @property
    def may_leave(self) -> bool:
        """Whether the reader can cancel, or leave the line, by themselves."""
        if not self.own or self.own.status not in STANDS or begun(self.occasion, self.now) or self.cancelled:
            return False
        last = self.occasion.last_cancellation()
        return self.own.status != RegistrationStatus.REGISTERED or not last or last > self.now

    @property
    def cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def state_text(self) -> str:
        """Whether one can sign up, in words: never by colour alone."""
        texts = {
            State.CANCELLED: _("Cancelled"),
            State.DONE: _("Over"),
            State.PLANNED: _("Sign-up has not opened yet"),
            State.CLOSED: _("Sign-up has closed"),
        }
        if self.state == State.LATER:
            return _("Sign-up opens %(time)s") % {"time": words.at(self.occasion.opens_at)}
        return texts.get(self.state) or words.seats_left(self.seats)

    @property
    def own_text(self) -> str:
        """How the reader stands, in words."""
        if not self.own:
            return ""
        if self.cancelled and self.own.status in STANDS:
            return {
                RegistrationStatus.REGISTERED: _("You were registered"),
                RegistrationStatus.WAITING: _("You were on the waiting list"),
            }.get(self.own.status, _("A seat was kept for you"))
        if self.own.status == RegistrationStatus.WAITING:
            return _("You have place %(place)d on the waiting list") % {"place": self.place}
        if self.own.status == RegistrationStatus.OFFERED:
            return _("A seat is kept for you until %(time)s") % {"time": words.at(self.own.offered_until)}
        return {
            RegistrationStatus.APPROVAL: _("A seat is kept for you while your manager is asked"),
            RegistrationStatus.REGISTERED: _("You are registered"),
            RegistrationStatus.CANCELLED: _("You have cancelled"),
            RegistrationStatus.REFUSED: _("Your manager has not approved it"),
            RegistrationStatus.ATTENDED: _("You took part"),
            RegistrationStatus.ABSENT: _("You were not there"),
            RegistrationStatus.COMPLETED: _("You took part"),
        }[self.own.status]

    @property
    def closes(self) -> str:
        """Until when one can sign up, where a time is set."""
        at = self.occasion.closes_at
        return words.at(at) if at and self.state in {State.OPEN, State.LATER} else ""

    @property
    def cancel_by(self) -> str:
        at = self.occasion.cancel_by
        return words.at(at) if at and self.may_leave else ""


def _all() -> list[CourseOccasion]:
    """Every occasion that is not long over, with its sessions: the same for all readers."""

    def build() -> list[CourseOccasion]:
        return _read(CourseOccasion.objects.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now() - JUST_OVER)))

    return cached("occasions", build)


def _read(rows) -> list[CourseOccasion]:
    """With all that is shown of them read once, whatever their number. They are kept: nobody may change them."""
    light = CoursePage.objects.only("title", "slug", "translation_key", "locale", "manager_approval", "path", "depth")
    rows = rows.prefetch_related("sessions", "information", "teachers", Prefetch("course", light))
    return list(rows.order_by("starts_at", "pk"))


def find(uid) -> CourseOccasion | None:
    """The occasion with this uid, from memory where it is not long over."""
    kept = next((item for item in _all() if item.uid == uid), None)
    return kept or next(iter(_read(CourseOccasion.objects.filter(uid=uid))), None)


def is_leader(user, occasion: CourseOccasion) -> bool:
    """Whether the user is one of the teachers; for what is shown. `leading.is_leader` asks the database."""
    return user.is_authenticated and any(teacher.pk == user.pk for teacher in occasion.teachers.all())


def shown(occasions: Iterable[CourseOccasion], user) -> list[OccasionShown]:
    """The occasions as the user sees them, with one query however many they are."""
    occasions = list(occasions)
    if not occasions:
        return []
    found = {card.key: card for card in cards([item.course.translation_key for item in occasions], user)}
    counts = {row["occasion"]: row for row in _counted([item.pk for item in occasions], user)}
    now = timezone.now()
    result = []
    for occasion in occasions:
        row = counts.get(occasion.pk, {"taken": 0, "waiting": 0})
        own = None
        if row.get("own"):
            own = Registration(pk=row["own"], user=user, **{name: row[f"own_{name}"] for name in OWN})
            own.occasion_id = occasion.pk
        result.append(
            OccasionShown(
                occasion=occasion,
                course=found.get(occasion.course.translation_key),
                seats=Seats(occasion.capacity, occasion.waiting_maximum, row["taken"], row["waiting"]),
                own=own,
                place=row.get("place") or 0,
                now=now,
            )
        )
    return result


OWN = ("status", "queued_at", "offered_until", "practical_needs")  # of a registration that is looked at


def _counted(occasions: list[int], user) -> QuerySet:
    """The seats of each occasion, and the user's registration with its place in line: one query for all of it."""
    rows = Registration.objects.filter(occasion__in=occasions).order_by().values("occasion")
    if not user.is_authenticated:
        return rows.annotate(taken=TAKEN, waiting=WAITING)
    mine = Q(user=user.pk)
    since = Registration.objects.filter(mine, occasion=OuterRef("occasion")).order_by().values("queued_at")[:1]
    before = Q(status=RegistrationStatus.WAITING, queued_at__lte=Subquery(since))
    return rows.annotate(
        taken=TAKEN,
        waiting=WAITING,
        own=Max("pk", filter=mine),
        place=Count("pk", filter=before),
        **{f"own_{name}": Max(name, filter=mine) for name in OWN},
    )


def sessions_shown(occasion: CourseOccasion, *, online: bool) -> list[SessionShown]:
    """The sessions in words; `online` says whether the reader may have the meetings' addresses."""
    return [
        SessionShown(
            session,
            words.when(session),
            session.place,
            session.map_link,
            session.online_address if online else "",
            bool(session.online_address),
        )
        for session in occasion.sessions.all()
    ]


def for_course(page, request) -> list[OccasionShown]:
    """The coming occasions of a course, in whichever language the page is; cancelled ones are said to be so."""
    now = timezone.now()
    own = [item for item in _all() if item.course.translation_key == page.translation_key]
    return shown([item for item in own if not item.ends_at or item.ends_at > now], request.user)


def coming(user) -> list[OccasionShown]:
    """All coming occasions of courses that the user may see."""
    now = timezone.now()
    held = [item for item in _all() if item.ends_at and item.ends_at > now]
    visible = {card.key for card in cards([item.course.translation_key for item in held], user)}
    return shown([item for item in held if item.course.translation_key in visible], user)


def next_occasions(user, limit: int = 3) -> list[OccasionShown]:
    """The next occasions that one can sign up for, for the start page."""
    now = timezone.now()
    held = [item for item in _all() if item.starts_at and item.starts_at > now and state(item, now) == State.OPEN]
    found = [card.key for card in cards([item.course.translation_key for item in held], user)]
    return shown([item for item in held if item.course.translation_key in found][:limit], user)


@dataclass(frozen=True)
class MyOccasions:
    """A person's registrations: what is to come, and what has been."""

    coming: list[OccasionShown]
    past: list[OccasionShown]


def my_occasions(user) -> MyOccasions:
    """The occasions where the person stands, soonest first, and those that are over, latest first."""
    rows = Registration.objects.filter(user=user).exclude(status__in=LEFT)
    found = shown(_read(CourseOccasion.objects.filter(registrations__in=rows)), user)
    over = [item for item in found if item.occasion.is_done]
    return MyOccasions([item for item in found if not item.occasion.is_done], over[::-1])


def calendar_address(user) -> str:
    """Where the person's calendar can be subscribed to; empty until they have asked for an address."""
    found = CalendarAddress.objects.filter(user=user).first()
    return absolute(reverse("occasion_feed", args=[found.secret])) if found else ""
