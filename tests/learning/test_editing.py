"""Editors see courses and lessons before they are published, also half written ones."""

import pytest
from wagtail.models import Page

from learning.models import CoursePage, LearningPathPage, LessonPage
from tests.factories import source
from tests.learning.factories import course, course_index, learning_path, lesson, lesson_body, quiz, reflection

pytestmark = pytest.mark.django_db


def preview(page: Page, user) -> str:
    response = page.make_preview_request(extra_request_attrs={"user": user})
    assert response.status_code == 200
    return response.content.decode()


def test_published_pages_in_preview(admin_user):
    taken = course()
    page = lesson(taken, body=lesson_body(reflection("Vad skaver?"), quiz(title="Kolla läget")))
    page.title = "Ännu inte sparad"
    html = preview(page, admin_user)
    assert "Ännu inte sparad" in html
    assert "Kolla läget" in html
    assert preview(taken, admin_user)
    assert preview(learning_path(taken), admin_user)


def test_a_lesson_in_a_course_that_is_not_published(admin_user):
    page = lesson(course(live=False), live=False, title="Utkast")
    assert "Utkast" in preview(page, admin_user)


@pytest.mark.parametrize("model", [CoursePage, LearningPathPage])
def test_a_page_that_was_never_saved(admin_user, model):
    page = model(title="Helt ny", slug="helt-ny", summary="Ny.", intro="<p>Ny.</p>", locale=source())
    parent = course_index()
    page.path = Page._get_children_path_interval(parent.path)[0]
    page.depth = parent.depth + 1
    page.set_url_path(parent)
    assert "Helt ny" in preview(page, admin_user)


def test_a_lesson_that_was_never_saved(admin_user):
    parent = course()
    page = LessonPage(title="Helt ny", slug="helt-ny", summary="Ny.", locale=source())
    page.path = Page._get_children_path_interval(parent.path)[0]
    page.depth = parent.depth + 1
    page.set_url_path(parent)
    assert "Helt ny" in preview(page, admin_user)
