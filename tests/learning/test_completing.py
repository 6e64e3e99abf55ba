"""A course is completed when its own rule is met, once, in whatever language it was read."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import PageViewRestriction

from learning import certificates, completing
from learning.models import Completion
from learning.models.choices import CourseForm, RegistrationStatus
from learning.progressing import complete_lesson, progress, record_result
from tests.learning.factories import course, lesson, lesson_body, occasion, quiz, registration, translated

pytestmark = pytest.mark.django_db


def read(user, page) -> None:
    complete_lesson(user, page.get_parent().translation_key, page.translation_key)


def answer(user, page, percent: int) -> None:
    block = UUID(next(item["id"] for item in page.body.raw_data if item["type"] == "quiz"))
    record_result(user, page.get_parent().translation_key, page.translation_key, block, percent)


def attend(user, held, count: int, status: str = RegistrationStatus.REGISTERED) -> None:
    registration(user, held, status).attended_sessions.set(held.sessions.all()[:count])


def three_sessions(of):
    start = timezone.now() - timedelta(days=30)
    return occasion(of, start, start + timedelta(days=1), start + timedelta(days=2))


def test_all_lessons(user):
    taken = course()
    one, two = lesson(taken), lesson(taken)
    lesson(taken, required=False)
    lesson(taken, live=False)
    read(user, one)
    assert completing.evaluate(user, taken) is None
    read(user, two)
    done = completing.evaluate(user, taken)
    assert done.holder == user.get_full_name()
    assert done.titles == {"sv": taken.title}
    assert done.certificate
    assert certificates.normalised(done.code) == done.code


@pytest.mark.parametrize(("percent", "expected"), [(0, False), (79, False), (80, True), (100, True)])
def test_checks(user, percent, expected):
    taken = course(requires_lessons=False, quiz_percent=80)
    page = lesson(taken, body=lesson_body(quiz()))
    answer(user, page, percent)
    assert bool(completing.evaluate(user, taken)) == expected


def test_every_check_counts_but_not_those_of_voluntary_lessons(user):
    taken = course(requires_lessons=False, quiz_percent=80)
    one, two = lesson(taken, body=lesson_body(quiz())), lesson(taken, body=lesson_body(quiz()))
    lesson(taken, required=False, body=lesson_body(quiz()))
    answer(user, one, 100)
    assert completing.evaluate(user, taken) is None
    answer(user, two, 80)
    assert completing.evaluate(user, taken)


def test_the_best_of_all_tries_counts(user):
    taken = course(requires_lessons=False, quiz_percent=80)
    page = lesson(taken, body=lesson_body(quiz()))
    for percent in (40, 90, 20):
        answer(user, page, percent)
    result = progress(user, [taken.translation_key])[taken.translation_key].results.popitem()[1]
    assert (result.best_percent, result.last_percent, result.tries) == (90, 20, 3)
    assert completing.evaluate(user, taken)


@pytest.mark.parametrize(("attended", "expected"), [(0, False), (1, False), (2, True), (3, True)])
def test_attendance(user, attended, expected):
    taken = course(form=CourseForm.TEACHER_LED, attendance_percent=66)
    held = three_sessions(taken)
    attend(user, held, attended)
    done = completing.evaluate(user, taken)
    assert bool(done) == expected
    assert not done or done.occasion == held


def test_attendance_at_two_occasions_is_not_added_up(user):
    taken = course(form=CourseForm.TEACHER_LED, attendance_percent=60)
    for _number in range(2):
        attend(user, three_sessions(taken), 1)
    assert completing.evaluate(user, taken) is None


@pytest.mark.parametrize("status", [RegistrationStatus.CANCELLED, RegistrationStatus.WAITING])
def test_attendance_without_a_seat_does_not_count(user, status):
    taken = course(form=CourseForm.TEACHER_LED, attendance_percent=50)
    attend(user, three_sessions(taken), 3, status)
    assert completing.evaluate(user, taken) is None


def test_all_of_a_rule_must_be_met(user):
    taken = course(form=CourseForm.BLENDED, quiz_percent=50, attendance_percent=100)
    page = lesson(taken, body=lesson_body(quiz()))
    steps = [
        lambda: attend(user, three_sessions(taken), 3),
        lambda: answer(user, page, 50),
        lambda: read(user, page),
    ]
    for step in steps:
        assert completing.evaluate(user, taken) is None
        step()
    assert completing.evaluate(user, taken)


def test_a_rule_that_asks_for_nothing_is_never_met(user):
    empty = course(form=CourseForm.TEACHER_LED)  # all of no lessons
    assert completing.evaluate(user, empty) is None


def test_a_course_that_is_taken_down_completes_nobody_and_takes_nothing_away(user):
    taken = course()
    page = lesson(taken)
    read(user, page)
    other = get_user_model().objects.create_user("annan")
    read(other, page)
    done = completing.evaluate(user, taken)
    taken.unpublish()
    assert completing.evaluate(other, taken) is None
    assert completing.evaluate(user, taken) == done


def test_progress_is_the_same_in_every_language(user):
    taken = course()
    one, two = lesson(taken), lesson(taken)
    english = translated(two, title="Lesson two")
    read(user, one)
    read(user, english)
    done = completing.evaluate(user, english.get_parent().specific)
    assert done == completing.evaluate(user, taken)
    assert done.titles.keys() == {"sv", "en"}


def test_a_double_click_completes_once(user):
    taken = course()
    read(user, lesson(taken))
    first, second = completing.evaluate(user, taken), completing.evaluate(user, taken.translation_key)
    assert first == second
    # As when both halves looked before either wrote.
    from learning.outline import outline

    third = completing._complete(user, outline(taken.translation_key), None)
    assert third == first
    assert Completion.objects.filter(user=user).count() == 1


def test_a_lesson_that_the_person_may_not_see_is_not_asked_of_them(user):
    taken = course(quiz_percent=80)
    first, hidden = lesson(taken), lesson(taken, body=lesson_body(quiz()))
    restriction = PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.GROUPS)
    group = Group.objects.create(name="De få")
    restriction.groups.add(group)
    member = get_user_model().objects.create_user("medlem")
    member.groups.add(group)
    for person in (member, user):
        read(person, first)
    assert completing.evaluate(member, taken) is None
    assert completing.evaluate(user, taken)
    read(member, hidden)
    assert completing.evaluate(member, taken) is None  # the check is left, whoever was asked first
    answer(member, hidden, 80)
    assert completing.evaluate(member, taken)


def test_a_new_lesson_takes_nothing_away(user):
    taken = course()
    read(user, lesson(taken))
    done = completing.evaluate(user, taken)
    lesson(taken)
    state = progress(user, [taken.translation_key])[taken.translation_key]
    assert state.done
    assert completing.evaluate(user, taken) == done
