"""Courses and learning paths as readers find and meet them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from wagtail.models import Locale, PageViewRestriction

from learning import completing
from learning.models import CourseMethod, CoursePrerequisite, CourseStory
from learning.models.choices import OccasionStatus
from learning.progressing import complete_lesson
from tests.factories import method, story, stream
from tests.learning.factories import (
    course,
    course_index,
    learning_path,
    lesson,
    lesson_body,
    occasion,
    quiz,
    reflection,
    translated,
)

pytestmark = pytest.mark.django_db

BUDGET = 8  # queries of any page, warm and signed in


def body(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def titles(client, query: str) -> list[str]:
    text = client.get(f"{course_index().url}?{query}").content.decode()
    return re.findall(r'class="card__title"><a href="[^"]*"[^>]*>([^<]+)</a>', text)


def warm_queries(client, url: str) -> int:
    for _time in range(2):  # the first opens a lesson, the second finds it opened
        assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def complete(user, taken, *pages) -> None:
    for page in pages:
        complete_lesson(user, taken.translation_key, page.translation_key)
    completing.evaluate(user, taken)


# The list.


def test_the_list_is_filtered_by_form_time_and_kind(client):
    long = course(title="Lång och lärarledd", form="teacher_led", duration_minutes=600, attendance_percent=80)
    short = course(title="Kort och digital", duration_minutes=20)
    path = learning_path(short, title="Stigen")
    assert {long.title, short.title, path.title} <= set(titles(client, ""))
    assert short.title in titles(client, "form=digital&duration=30")
    assert long.title not in titles(client, "form=digital")
    assert long.title in titles(client, "form=teacher_led")
    assert titles(client, "kind=path").count(path.title) == 1
    assert short.title not in titles(client, "kind=path")


def test_the_list_is_sorted_by_time_and_by_the_next_occasion(client):
    short = course(title="Åtta minuter", duration_minutes=8)
    held = course(title="Ögonblicket", form="teacher_led", attendance_percent=80)
    occasion(held, timezone.now() + timedelta(minutes=5))
    assert titles(client, "sort=time")[0] == short.title
    assert titles(client, "sort=next")[0] == held.title


def test_the_next_occasion_is_a_filter_and_a_badge(client):
    soon = course(title="Snart", form="teacher_led", attendance_percent=80)
    later = course(title="Senare", form="teacher_led", attendance_percent=80)
    never = course(title="Inställd", form="teacher_led", attendance_percent=80)
    past = course(title="Förr", form="teacher_led", attendance_percent=80)
    day = timezone.now() + timedelta(days=10)
    occasion(soon, day)
    occasion(later, day + timedelta(days=90), opens_at=day)
    occasion(never, day, status=OccasionStatus.CANCELLED)
    occasion(past, timezone.now() - timedelta(days=10))
    found = titles(client, "occasion=open")
    assert "Snart" in found
    assert not {"Senare", "Inställd", "Förr"} & set(found)
    assert "Senare" not in titles(client, "occasion=month")
    text = body(client.get(f"{course_index().url}?occasion=open"))
    assert f"{timezone.localtime(day).day} " in text.split("Snart")[1][:900]


def test_what_becomes_possible_is_seen_at_once(client):
    """The clock and the occasions change without the content doing so."""
    held = course(title="Nyplanerad", form="teacher_led", attendance_percent=80)
    assert held.title not in titles(client, "occasion=open")
    made = occasion(held)
    assert held.title in titles(client, "occasion=open")
    for status, has_date in ((OccasionStatus.PLANNED, True), (OccasionStatus.CLOSED, True), ("cancelled", False)):
        made.status = status
        made.save()
        assert held.title not in titles(client, "occasion=open")
        assert (held.title in titles(client, "occasion=month")) is has_date
        assert (date_format(timezone.localtime(made.starts_at), "j F") in card_of(client, held)) is has_date


def test_nothing_fits(client):
    course(title="En kurs", duration_minutes=500)
    text = body(client.get(f"{course_index().url}?kind=path&form=digital"))
    assert "Utan" in text  # what to drop


def test_a_restricted_course_is_not_listed_for_those_who_may_not_see_it(client, employee):
    hidden = course(title="Bara för inloggade")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    assert hidden.title not in titles(client, "")
    assert hidden.title in titles(employee, "")


def card_of(client, page) -> str:
    """The card of a course in the list."""
    cards = client.get(f"{course_index().url}?q=").content.decode().split('class="card__title"')
    return next(text for text in cards if f">{page.title}<" in text)


# A course.


def test_a_hidden_lesson_is_neither_named_nor_counted(employee, user):
    taken = course(title="Öppen kurs", quiz_percent=80)
    first = lesson(taken, title="Början")
    hidden = lesson(taken, title="Hemlig lektion", body=lesson_body(quiz(title="Hemligt prov")))
    last = lesson(taken, title="Slutet")
    restriction = PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="De få"))
    complete_lesson(user, taken.translation_key, first.translation_key)
    for address in (taken.url, "/sv/", reverse("my_learning"), first.url, last.url):
        assert "Hemlig" not in body(employee.get(address)), address
    text = body(employee.get(taken.url))
    assert "Fortsätt: Slutet" in text
    assert "50 % av kursen" in text
    assert "Lektion 2 av 2" in body(employee.get(last.url))
    assert employee.post(first.url, {"act": "done"}).headers["Location"] == last.url
    employee.post(last.url, {"act": "done"})
    assert "Du är klar med kursen" in body(employee.get(taken.url))


def test_a_course_says_what_it_is_and_what_it_takes(client):
    taken = course(form="blended", quiz_percent=80, attendance_percent=75, goals=stream(("item", "våga fråga")))
    lesson(taken, title="Att fråga", minutes=50)
    lesson(taken, title="Att lyssna", minutes=75, required=False)
    text = body(client.get(taken.url))
    for words in (
        "Blandad",
        "2 tim 5 min",
        "2 lektioner",
        "våga fråga",
        "Läs alla lektioner som inte är frivilliga.",
        "Svara rätt på minst 80 %",
        "Delta i minst 75 %",
        "frivillig",
        "Börja med första lektionen",
    ):
        assert words in text, words


def test_a_course_shows_what_belongs_to_it_and_where_the_reader_stands(employee, user):
    before, taken = course(title="Grunden"), course(title="Påbyggnaden")
    first = lesson(before)
    used, told = method(title="Lyssna tyst"), story(title="Burken")
    taken.prerequisites = [CoursePrerequisite(course=before, required=True)]
    taken.taught_methods = [CourseMethod(method=used)]
    taken.told_stories = [CourseStory(story=told)]
    taken.save_revision().publish()
    text = body(employee.get(taken.url))
    for words in ("Grunden", "krävs", "Lyssna tyst", "Burken"):
        assert words in text
    complete(user, before, first)
    assert re.search(r"Grunden.{0,400}state--done", body(employee.get(taken.url)))
    # And the other way round: the method's page knows the course, in the reader's language.
    translated(taken, title="The next step")
    assert "Påbyggnaden" in body(employee.get(used.url))
    assert "Påbyggnaden" in body(employee.get(told.url))
    assert "Kurser som lär ut metoden" in body(employee.get(used.url))


def test_a_translated_course_shows_the_relations_of_its_source(employee):
    taken = course()
    used = method(title="Lyssna tyst")
    taken.taught_methods = [CourseMethod(method=used)]
    taken.save_revision().publish()
    assert "Lyssna tyst" in body(employee.get(translated(taken, title="Course").url))


def test_lessons_that_are_not_translated_are_there_in_the_source_language(employee, user):
    taken = course()
    one, two = lesson(taken, title="Första"), lesson(taken, title="Andra")
    english = translated(one, title="First")
    above = english.get_parent()
    text = body(employee.get(above.url))
    assert "First" in text
    assert re.search(rf'lang="sv".{{0,400}}href="{two.url}"', text)
    complete(user, taken, one)
    assert "50% of the course" in body(employee.get(above.url))


# Learning paths.


def test_a_path_shows_how_far_one_has_come(employee, user):
    one, two = course(title="Ett"), course(title="Två")
    first, second = lesson(one), lesson(two)
    lesson(two)
    path = learning_path(one, method(title="Övningen"), two)
    text = body(employee.get(path.url))
    assert "0 % av lärstigen: 0 av 2 kurser är klara" in text
    complete(user, one, first)
    complete(user, two, second)
    text = body(employee.get(path.url))
    assert "75 % av lärstigen: 1 av 2 kurser är klara" in text
    steps = text.split("Stegen")[1]
    assert steps.index("Ett") < steps.index("Övningen") < steps.index("Två")


# What is a person's own.


def test_my_learning(employee, user, client):
    running, done = course(title="På gång"), course(title="Avklarad")
    first = lesson(running)
    lesson(running, title="Den andra")
    complete(user, running, first)
    complete(user, done, lesson(done))
    text = body(employee.get("/sv/learning/"))
    assert text.index("På gång") < text.index("Avklarad")
    assert "50 %" in text
    assert "Härnäst: <span>Den andra" in text
    assert client.get("/sv/learning/").headers["Location"] == "/login/?next=/sv/learning/"
    assert 'href="/sv/learning/"' in body(employee.get("/sv/"))


def test_what_one_was_in_the_middle_of_is_nobody_elses(employee, user, admin, client):
    running = course(title="På gång")
    first = lesson(running)
    lesson(running)
    complete(user, running, first)
    assert "Fortsätt där du var" in body(employee.get("/sv/"))
    for other in (admin, client):
        assert "Fortsätt där du var" not in body(other.get("/sv/"))


def test_a_completed_course_that_is_gone_keeps_its_certificate(employee, user):
    done = course(title="Avklarad")
    complete(user, done, lesson(done))
    done.delete()
    text = body(employee.get("/sv/learning/"))
    assert "Avklarad" in text
    assert "/sv/learning/certificates/" in text


# Queries.


def full_course(lessons: int):
    """A course with all that a course may have, in both languages."""
    before = course()
    lesson(before)
    taken = course(quiz_percent=80)
    pages = [lesson(taken, body=lesson_body(reflection(), quiz())) for _number in range(lessons)]
    taken.prerequisites = [CoursePrerequisite(course=before, required=True)]
    taken.taught_methods = [CourseMethod(method=method()) for _number in range(3)]
    taken.told_stories = [CourseStory(story=story())]
    taken.save_revision().publish()
    return taken, pages


@pytest.mark.parametrize("lessons", [2, 12])
def test_queries_do_not_grow_with_the_lessons(employee, user, lessons):
    taken, pages = full_course(lessons)
    occasion(taken)
    path = learning_path(taken, method())
    complete(user, taken, pages[0])
    counts = {page.url: warm_queries(employee, page.url) for page in (course_index(), taken, pages[0], pages[-1], path)}
    assert max(counts.values()) <= BUDGET, counts
    assert warm_queries(employee, "/sv/learning/") <= BUDGET
    assert warm_queries(employee, "/sv/") <= BUDGET


def test_the_list_does_not_grow(employee):
    few = warm_queries(employee, course_index().url)
    for _number in range(15):
        occasion(course())
    assert warm_queries(employee, course_index().url) == few


def test_a_lesson_that_is_opened_costs_one_write(employee):
    _taken, pages = full_course(2)
    employee.get(pages[0].url)
    with CaptureQueriesContext(connection) as queries:
        employee.get(pages[1].url)
    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert len(writes) == 1, writes


def test_the_example_courses_open_in_both_languages(employee):
    index = course_index()
    for page in (index, index.get_translation(Locale.objects.get(language_code="en"))):
        for below in page.get_descendants().live():
            assert employee.get(below.url).status_code == 200, below.url


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("my_learning", ["Start", "Mina utbildningar"]),
        ("certificate_verify", ["Start", "Mina utbildningar", "Kontrollera ett kursintyg"]),
        ("occasion_calendar", ["Start", "Utbildningar", "Kurskalender"]),
        ("occasion_calendar_address", ["Start", "Utbildningar", "Kurskalender", "I din egen kalender"]),
        ("my_data", ["Start", "Mina uppgifter"]),
        ("story_tip", ["Start", "Berättelser", "Tipsa om en berättelse"]),
    ],
)
def test_pages_outside_the_tree_say_where_they_stand(employee, name, way):
    with translation.override("sv"):
        address = reverse(name)
    text = body(employee.get(address)).split('class="breadcrumbs"')[1].split("</nav>")[0]
    assert re.findall(r">([^<>]*[^<> ])</(?:a|span)>", text) == way
