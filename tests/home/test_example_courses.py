"""The example courses: as planned, with occasions that are never overbooked and go without a trace."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Locale

from home.examples import courses, plan, reading
from home.examples.loading import GROUP, Loader
from home.examples.removing import remove
from learning.models import Completion, CourseOccasion, CoursePage, LessonPage, LessonProgress, Registration
from learning.models.choices import SEATED, OccasionStatus, RegistrationStatus
from portal.translation_state import State, states
from tests.factories import UserFactory, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings):
    """The example users, whom only a portal in development has, and what they have signed up for."""
    settings.DEBUG = True
    loader = Loader(lambda what: None)
    loader.users()
    loader.courses.plan_occasions()


def test_ten_courses_with_their_lessons_of_which_six_are_translated():
    english = Locale.objects.get(language_code="en")
    found = CoursePage.objects.filter(locale=source(), live=True)
    assert found.count() == len(reading.every("courses")) == 10
    assert LessonPage.objects.filter(locale=source(), live=True).count() == 27
    for model, current in ((CoursePage, 6), (LessonPage, 20)):
        keys = list(model.objects.filter(locale=source()).values_list("translation_key", flat=True))
        assert list(states(keys, english.pk).values()).count(State.CURRENT) == current


def test_the_lessons_take_as_long_as_the_course_says():
    minutes = {
        "everyday-innovation": 60,
        "simple-complicated-complex": 40,
        "understand-the-need": 75,
        "test-small": 60,
        "leading-new-thinking": 90,
    }
    found = {data["key"]: sum(lesson["minutes"] for lesson in data["lessons"]) for data in reading.every("courses")}
    assert {key: found[key] for key in minutes} == minutes


def test_occasions_as_planned(people):
    found = {str(occasion.uid): occasion for occasion in CourseOccasion.objects.all()}
    assert len(found) == len(courses.occasions()) == 9
    full = found[str(courses.uid({"key": "facilitate-first"}))]
    assert full.registrations.filter(status__in=SEATED).count() == full.capacity
    assert full.registrations.filter(status=RegistrationStatus.WAITING).count() >= 4
    assert [item.status for item in found.values()].count(OccasionStatus.CANCELLED) == 1
    for occasion in found.values():
        assert occasion.registrations.filter(status__in=SEATED).count() <= occasion.capacity
        assert all(session.start.weekday() < 5 for session in occasion.sessions.all())


def test_who_has_signed_up_for_a_course_has_completed_what_it_requires(people):
    coaching = CoursePage.objects.get(slug="bli-innovationscoach")
    needed = [item.course.translation_key for item in coaching.prerequisites.all() if item.required]
    assert len(needed) == 2
    for registration in Registration.objects.filter(occasion__course=coaching):
        assert Completion.objects.filter(user=registration.user, course__in=needed).count() == 2


def test_planning_again_changes_nothing(people):
    models = (CourseOccasion, Registration, Completion, LessonProgress)
    before = [model.objects.count() for model in models]
    sessions = set(CourseOccasion.objects.values_list("pk", "sessions__pk"))
    Loader(lambda what: None).courses.plan_occasions()
    assert [model.objects.count() for model in models] == before
    assert set(CourseOccasion.objects.values_list("pk", "sessions__pk")) == sessions


def test_planning_again_leaves_others_their_seats(people):
    occasion = CourseOccasion.objects.get(uid=courses.uid({"key": "facilitate-first"}))
    occasion.registrations.filter(status__in=SEATED).first().delete()
    Registration.objects.create(
        user=UserFactory(), occasion=occasion, status="registered", language="sv", queued_at=occasion.opens_at
    )
    Loader(lambda what: None).courses.plan_occasions()
    assert occasion.registrations.filter(status__in=SEATED).count() == occasion.capacity
    example = Registration.objects.filter(user__username__in=[plan.EMPLOYEE, *plan.PARTICIPANTS])
    assert not example.filter(status=RegistrationStatus.REGISTERED, registered_at=None).exists()


@pytest.mark.once
def test_an_occasion_that_others_go_to_stays_with_its_course(people, django_capture_on_commit_callbacks):
    occasion = CourseOccasion.objects.get(uid=courses.uid({"key": "facilitate-second"}))
    colleague = UserFactory(username="kollega")
    Registration.objects.create(
        user=colleague, occasion=occasion, status="registered", language="sv", queued_at=occasion.opens_at
    )
    with django_capture_on_commit_callbacks(execute=True):
        kept = remove().kept
    assert kept[occasion.course.title] == "there are occasions of it"
    assert list(Registration.objects.values_list("user", flat=True)) == [colleague.pk]
    assert CourseOccasion.objects.get() == occasion


@pytest.mark.once
def test_the_people_go_too(people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        remove()
    assert not get_user_model().objects.filter(groups__name=GROUP).exists()
    assert not get_user_model().objects.filter(username__in=plan.PARTICIPANTS).exists()
    assert not CourseOccasion.objects.exists()
