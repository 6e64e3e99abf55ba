"""Occasions for the browser's tests: one with a single seat, and one that has been, both led by Eva."""

from datetime import timedelta

SINGLE, PAST = "Provrummet", "Gamla provrummet"  # where they are held
UIDS = {SINGLE: "5b1e0b2c-6f0a-4d57-9a3e-0d6c1f2a7b01", PAST: "5b1e0b2c-6f0a-4d57-9a3e-0d6c1f2a7b02"}


def create() -> None:
    """Creates them; runs in the portal's own process."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from learning.models import CourseOccasion, CoursePage, OccasionSession, Registration

    people = get_user_model().objects
    course = CoursePage.objects.get(slug="intervjua-i-praktiken")
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    for place, begins in ((SINGLE, start + timedelta(days=40)), (PAST, start - timedelta(days=1))):
        made = CourseOccasion(uid=UIDS[place], course=course, status="open", capacity=1, waiting_maximum=5)
        made.sessions = [OccasionSession(start=begins, end=begins + timedelta(hours=2), place=place)]
        made.teachers = [people.get(username="eva")]
        made.save()
    row = {"language": "sv", "queued_at": timezone.now(), "practical_needs": "Hörslinga"}
    Registration.objects.create(user=people.get(username="fia"), occasion=made, status="registered", **row)
