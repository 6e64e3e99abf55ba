"""What an employee does on a lesson: reads, answers, writes, marks it as read."""

import re

import pytest
from django.apps import apps
from django.test import Client
from wagtail.snippets.models import get_snippet_models

from learning.models import Completion, CoursePage, LessonPage, LessonProgress, QuizResult, Reflection
from learning.progressing import LONGEST_REFLECTION
from search.models import Entry
from tests.factories import UserFactory
from tests.learning.factories import (
    course,
    lesson,
    lesson_body,
    multiple,
    order,
    quiz,
    reflection,
    single,
    translated,
    true_false,
)

pytestmark = pytest.mark.django_db

CHECK = quiz(
    single(("Pröva", True), ("Vänta", False)),
    multiple(("Lyssna", True), ("Fråga", True), ("Gissa", False)),
    true_false(is_true=False, statement="Ett test är ett beslut."),
    order("Undersök", "Testa", "Inför"),
)


@pytest.fixture
def taken(db):
    return course(title="Våga pröva", quiz_percent=75)


@pytest.fixture
def page(taken):
    """A lesson with a reflection and a check of four questions; another lesson follows."""
    found = lesson(taken, title="Första lektionen", body=lesson_body(reflection("Vad skaver?"), CHECK))
    lesson(taken, title="Andra lektionen")
    return found


def body(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def fields(client: Client, page) -> dict[str, dict[str, str]]:
    """The fields of the check as the page shows them: by the question's place, what each text is sent as."""
    html = client.get(page.url).content.decode()
    found = {}
    for number, part in enumerate(html.split('<fieldset class="question')[1:], start=1):
        pairs = re.findall(r'name="(q-[^"]+)" value="([^"]+)"[^>]*> <span>([^<]+)</span>', part)
        selects = re.findall(r'<select[^>]* name="(q-[^"]+)">.*?<span class="order__text">([^<]+)<', part, re.DOTALL)
        found[number] = {text: (name, value) for name, value, text in pairs} | {text: name for name, text in selects}
    return found


def answers(client: Client, page, *, wrong: int = 0) -> list[tuple[str, str]]:
    """All answers, the first so many of them wrong."""
    asked = fields(client, page)
    pairs = [asked[1]["Vänta" if wrong > 0 else "Pröva"]]
    pairs += [asked[2]["Lyssna"], *([] if wrong > 1 else [asked[2]["Fråga"]])]
    pairs += [asked[3]["Sant" if wrong > 2 else "Falskt"]]
    places = {"Undersök": "1", "Testa": "2", "Inför": "3"}
    if wrong > 3:
        places = {"Undersök": "2", "Testa": "1", "Inför": "3"}
    return pairs + [(asked[4][text], place) for text, place in places.items()]


def send(client: Client, page, act: str, *pairs: tuple[str, str]):
    data: dict[str, list[str]] = {"act": [act]}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return client.post(page.url, data)


def block(page, kind: str) -> str:
    return next(item["id"] for item in page.body.raw_data if item["type"] == kind)


# Reading.


def test_opening_a_lesson_is_noted(employee, user, page):
    employee.get(page.url)
    row = LessonProgress.objects.get(user=user)
    assert (row.lesson, row.completed_at) == (page.translation_key, None)


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose", "X-Moz"])
def test_what_a_browser_fetches_on_a_guess_is_not_noted(employee, page, header):
    employee.get(page.url, headers={header: "prefetch"})
    assert not LessonProgress.objects.exists()


def test_head_and_strangers_are_not_noted(employee, client, page):
    employee.head(page.url)
    assert client.get(page.url).status_code == 200
    assert not LessonProgress.objects.exists()


def test_done_leads_to_the_next_lesson_and_then_to_the_course(employee, user, taken, page):
    last = LessonPage.objects.get(title="Andra lektionen")
    assert send(employee, page, "done").headers["Location"] == last.url
    assert send(employee, last, "done").headers["Location"] == f"{taken.url}#progress"
    assert LessonProgress.objects.filter(user=user, completed_at__isnull=False).count() == 2
    text = body(employee.get(taken.url))
    assert "Du har läst alla lektioner" in text
    assert "Kolla dig själv" in text  # the check is left


def test_a_double_click_on_done(employee, user, page):
    send(employee, page, "done")
    before = LessonProgress.objects.get(user=user).completed_at
    send(employee, page, "done")
    assert LessonProgress.objects.get(user=user).completed_at == before


def test_one_goes_on_where_one_stopped(employee, taken, page):
    employee.get(page.url)
    assert "Fortsätt: Första lektionen" in body(employee.get(taken.url))
    send(employee, page, "done")
    assert "Fortsätt: Andra lektionen" in body(employee.get(taken.url))
    assert "Härnäst: <span>Andra lektionen" in body(employee.get("/sv/"))


def test_strangers_read_but_are_told_that_nothing_is_kept(client, page):
    assert "portalen minns inte" in body(client.get(page.url))
    response = send(client, page, "done")
    assert response.headers["Location"].startswith("/login/?next=")
    assert send(client, page, "save").status_code == 302


def test_a_lesson_whose_course_is_not_published_is_not_there(employee, taken, page):
    taken.unpublish()
    assert employee.get(page.url).status_code in {404, 410}
    assert send(employee, page, "done").status_code in {404, 410}
    assert not LessonProgress.objects.exists()


def test_other_methods_are_refused(employee, page):
    assert employee.put(page.url).status_code == 405
    assert employee.delete(page.url).status_code == 405


def test_a_form_from_elsewhere_is_refused(user, page):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert send(strict, page, "done").status_code == 403
    assert not LessonProgress.objects.exists()


# Checks.


def check(client: Client, page, *pairs):
    return send(client, page, f"quiz:{block(page, 'quiz')}", *pairs)


@pytest.mark.parametrize(("wrong", "percent"), [(0, 100), (1, 75), (2, 50), (3, 25), (4, 0)])
def test_a_check_is_graded(employee, user, page, wrong, percent):
    response = check(employee, page, *answers(employee, page, wrong=wrong))
    assert response.status_code == 200
    assert QuizResult.objects.get(user=user).best_percent == percent
    text = body(response)
    assert f"({percent} %)" in text
    assert ("Godkänt:" in text) == (percent >= 75)


def test_every_answer_is_commented_in_words(employee, page):
    text = body(check(employee, page, *answers(employee, page, wrong=4)))
    assert "Fel svar.</span></span> Om Vänta." in text
    assert "Om Pröva." not in text  # only what was chosen
    assert "Du har hittat 1 av 2 rätta svar." in text
    assert "Fel svar.</span></span> Tänk en gång till." in text
    assert "1 av 3 står på rätt plats." in text


def test_the_answers_stay_on_the_page(employee, page):
    pairs = answers(employee, page, wrong=1)
    html = check(employee, page, *pairs).content.decode()
    for name, value in pairs:
        field = (
            rf'name="{name}" value="{value}" checked' if value not in "123" else rf'<option value="{value}" selected'
        )
        assert re.search(field, html), (name, value)


def test_a_check_without_all_answers_is_not_graded_and_keeps_those_given(employee, page):
    pairs = answers(employee, page)[:2]
    response = check(employee, page, *pairs)
    assert response.status_code == 422
    text = body(response)
    assert "2 frågor är inte besvarade än" in text
    assert f'value="{pairs[0][1]}" checked' in text
    assert not QuizResult.objects.exists()


def test_strangers_may_try_and_nothing_is_kept(client, page):
    response = check(client, page, *answers(client, page))
    assert "(100 %)" in body(response)
    assert not QuizResult.objects.exists()


def test_a_check_completes_the_course(employee, user, taken, page):
    for item in LessonPage.objects.child_of(CoursePage.objects.get(pk=taken.pk)):
        send(employee, item, "done")
    assert not Completion.objects.exists()
    response = check(employee, page, *answers(employee, page))
    done = Completion.objects.get(user=user)
    assert done.course == taken.translation_key
    assert "Du är klar med kursen" in body(response)
    assert f"/sv/learning/certificates/{done.code}/" in body(employee.get(taken.url))


@pytest.mark.parametrize("act", ["quiz:", "quiz:nej", "quiz:00000000-0000-4000-8000-000000000000", "x", "", "forget:x"])
def test_what_nobody_understands_is_said(employee, page, act):
    response = send(employee, page, act, ("q-\x00", "\x00"), ("r-x", "x"))
    assert response.status_code == 422
    assert 'role="alert"' in body(response)


def test_the_mixed_order_is_the_same_until_the_next_try(employee, page):
    def seen() -> list[str]:
        return re.findall(r'value="([0-9a-f]{10})"', employee.get(page.url).content.decode())

    assert seen() == seen()


def test_a_check_in_another_language_counts_as_the_same(employee, user, page):
    english = translated(page, title="First lesson")
    check(employee, page, *answers(employee, page, wrong=4))
    html = employee.get(english.url).content.decode()
    assert "Your best result: 0%" in re.sub(r"\s+", " ", html)
    assert QuizResult.objects.filter(user=user).count() == 1


# Reflections.


def test_a_reflection_is_kept_for_the_person_alone(employee, user, page):
    name = f"r-{block(page, 'reflection')}"
    text = "Nycklarna <försvinner> på måndagar"
    response = send(employee, page, f"save:{block(page, 'reflection')}", (name, text))
    assert "Sparat" in body(response)
    assert "Nycklarna &lt;försvinner&gt; på måndagar" in body(employee.get(page.url))
    other = Client()
    other.force_login(UserFactory())
    for reader in (other, Client()):
        assert "Nycklarna" not in body(reader.get(page.url))


def test_a_reflection_is_saved_whatever_button_is_pressed(employee, user, page):
    name = f"r-{block(page, 'reflection')}"
    check(employee, page, (name, "Först"), *answers(employee, page))
    assert Reflection.objects.get(user=user).text == "Först"
    send(employee, page, "done", (name, "Sedan"))
    assert Reflection.objects.get(user=user).text == "Sedan"


def test_a_reflection_can_be_deleted(employee, user, page):
    mine = block(page, "reflection")
    send(employee, page, f"save:{mine}", (f"r-{mine}", "Bort"))
    response = send(employee, page, f"forget:{mine}", (f"r-{mine}", "Bort"))
    assert not Reflection.objects.filter(user=user).exists()
    assert "Borttaget" in body(response)
    assert ">Bort<" not in body(response)


def test_a_reflection_that_is_too_long_is_not_lost(employee, user, page):
    mine = block(page, "reflection")
    long = "å" * (LONGEST_REFLECTION + 1)
    response = send(employee, page, f"save:{mine}", (f"r-{mine}", long))
    assert response.status_code == 422
    assert long in response.content.decode()
    assert send(employee, page, "done", (f"r-{mine}", long)).status_code == 422
    assert not Reflection.objects.filter(user=user).exists()


def test_characters_that_no_database_keeps(employee, user, page):
    mine = block(page, "reflection")
    assert send(employee, page, f"save:{mine}", (f"r-{mine}", "a\x00b")).status_code == 200
    assert Reflection.objects.get(user=user).text == "ab"


def test_a_reflection_is_in_no_admin_search_or_revision(employee, user, admin, page):
    mine = block(page, "reflection")
    send(employee, page, f"save:{mine}", (f"r-{mine}", "Hemlighetsfullt"))
    assert Reflection not in get_snippet_models()
    assert not Entry.objects.filter(text__contains="Hemlighetsfullt").exists()
    page.save_revision()
    revision = apps.get_model("wagtailcore", "Revision")
    assert not revision.objects.filter(content__icontains="Hemlighetsfullt").exists()
    assert "Hemlighetsfullt" not in admin.get(f"/admin/pages/{page.pk}/edit/").content.decode()
