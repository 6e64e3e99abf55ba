"""Makes occasions as tests of signing up need them, and people who sign up."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from learning import registering
from learning.models import CourseOccasion, OccasionInformation, Registration
from learning.models.choices import CourseForm, RegistrationStatus
from portal.content_cache import changed
from tests.factories import UserFactory, source
from tests.learning import factories

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(text: str) -> datetime:
    """A time on a clock in Luleå: “2027-03-04 09:00”."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def occasion(
    *starts: datetime, course=None, teachers=(), before: str = "", after: str = "", **values
) -> CourseOccasion:
    """An occasion of a teacher-led course, open for sign-up, with what is said before and after."""
    course = course or factories.course(form=CourseForm.TEACHER_LED)
    made = factories.occasion(course, *starts, **values)
    made.teachers = list(teachers)
    if before or after:
        made.information = [OccasionInformation(locale=source(), before=before, after=after)]
    made.save()
    return CourseOccasion.objects.get(pk=made.pk)


def days(number: float) -> datetime:
    """So many days from now, to the minute."""
    return timezone.now().replace(second=0, microsecond=0) + timedelta(days=number)


def people(count: int) -> list:
    """So many employees."""
    return [UserFactory() for _number in range(count)]


def sign_up(at: CourseOccasion, *users, **values) -> list[Registration]:
    """Signs people up, one after the other, by the rules."""
    return [registering.sign_up(at.pk, user, **{"language": "sv", **values})[0] for user in users]


def statuses(at: CourseOccasion) -> list[str]:
    """How those who have signed up stand, in the order in which they came."""
    rows = Registration.objects.filter(occasion=at).order_by("queued_at", "pk")
    return [RegistrationStatus(row.status).value for row in rows]


def client_of(user) -> Client:
    """The browser of somebody."""
    client = Client()
    client.force_login(user)
    return client


def change(of: CourseOccasion, **values) -> None:
    """Changes an occasion past its rules, so that pages know."""
    CourseOccasion.objects.filter(pk=of.pk).update(**values)
    changed()
