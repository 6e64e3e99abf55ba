"""Occasions for the browser's tests, led by Eva: one with a single seat, two that have been, and those of Erik.

Erik has a seat at one and is offered one at another; at the third his manager, Eva, has not answered.
"""

from datetime import timedelta

SINGLE, PAST = "Provrummet", "Gamla provrummet"  # where they are held
SEAT, OFFER, APPROVAL = "Eriks plats", "Eriks erbjudande", "Eriks chef"
SESSIONS = "Två dagar i provrummet"
PLACES = (SINGLE, PAST, SEAT, OFFER, APPROVAL, SESSIONS)
UIDS = {place: f"5b1e0b2c-6f0a-4d57-9a3e-0d6c1f2a7b{number:02}" for number, place in enumerate(PLACES, start=1)}
ASKED = 987_001  # the registration that Eva has to answer


def create() -> None:
    """Creates them; runs in the portal's own process."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from learning.models import CourseOccasion, CoursePage, OccasionSession, Registration

    people = get_user_model().objects
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    occasions = {}
    for place in PLACES:
        begins = start + timedelta(days={PAST: -2, SESSIONS: -1}.get(place, 40))
        course = CoursePage.objects.get(slug="intervjua-i-praktiken" if place != APPROVAL else "bli-innovationscoach")
        made = occasions[place] = CourseOccasion(
            uid=UIDS[place], course=course, status="open", capacity=1, waiting_maximum=5
        )
        starts = [begins, begins + timedelta(hours=20)] if place == SESSIONS else [begins]
        made.sessions = [OccasionSession(start=at, end=at + timedelta(hours=2), place=place) for at in starts]
        made.teachers = [people.get(username="eva")]
        made.save()
    row = {"language": "sv", "queued_at": timezone.now(), "practical_needs": "Hörslinga"}
    fia, erik, eva = (people.get(username=name) for name in ("fia", "erik", "eva"))
    for place in (PAST, SESSIONS):
        Registration.objects.create(user=fia, occasion=occasions[place], status="registered", **row)
    Registration.objects.create(user=erik, occasion=occasions[SEAT], status="registered", **row)
    until = timezone.now() + timedelta(days=2)
    Registration.objects.create(user=erik, occasion=occasions[OFFER], status="offered", offered_until=until, **row)
    Registration.objects.create(
        pk=ASKED, user=erik, occasion=occasions[APPROVAL], status="approval", manager=eva, **row
    )
