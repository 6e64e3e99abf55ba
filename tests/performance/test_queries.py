"""The number of queries of every page type and listing, pinned: the same at 10 and at 300 methods."""

import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from methodbank.models import MethodIndexPage, MethodPage, MethodProblemType, StoryIndexPage
from tests.factories import method, source, story

pytestmark = pytest.mark.django_db

BUDGET = 8  # warm and signed in, for any page


def warm_queries(client, url: str) -> list[str]:
    """The queries of a page that was seen before."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in queries.captured_queries]


def page_types() -> list[tuple[str, str]]:
    return [
        ("home.HomePage", "/sv/"),
        ("home.SectionPage", "/sv/kom-igang/"),
        ("home.StandardPage", "/sv/om-portalen/vision-2040/"),
        ("home.GlossaryPage", "/sv/ordlista/"),
        ("home.AccessibilityStatementPage", "/sv/om-portalen/tillganglighet/"),
        ("methodbank.MethodIndexPage", "/sv/metoder/?phase=ideate&time=60"),
        ("methodbank.StoryIndexPage", "/sv/berattelser/?outcome=partly"),
        ("learning.CourseIndexPage", "/sv/utbildningar/?form=digital&duration=60"),
        ("learning.CoursePage", "/sv/utbildningar/innovation-i-vardagen/"),
        ("learning.LessonPage", "/sv/utbildningar/innovation-i-vardagen/ditt-forsta-test/"),
        ("learning.LearningPathPage", "/sv/utbildningar/ny-i-innovation/"),
    ]


@pytest.mark.parametrize(("name", "url"), page_types(), ids=lambda value: str(value).rsplit(".", 1)[-1])
def test_pages_of_every_type(employee, name, url):
    queries = warm_queries(employee, url)
    assert len(queries) <= BUDGET, "\n".join(queries)


@pytest.mark.parametrize("model", ["MethodPage", "MethodCollectionPage", "StoryPage"])
def test_pages_of_the_method_bank(employee, model):
    page = apps.get_model("methodbank", model).objects.live().filter(locale=source()).first()
    queries = warm_queries(employee, page.url)
    assert len(queries) <= BUDGET, "\n".join(queries)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_methods_with_files(employee, language):
    """The heaviest of their kind: their files are looked up too."""
    pages = [page for page in MethodPage.objects.live().filter(locale__language_code=language) if page.templates]
    assert pages
    found = {page.url: len(warm_queries(employee, page.url)) for page in pages}
    assert max(found.values()) <= BUDGET, found


def test_the_story_index_does_not_grow(employee):
    index = StoryIndexPage.objects.get(locale=source())
    few = len(warm_queries(employee, index.url))
    for _number in range(40):
        last = story()
    assert len(warm_queries(employee, index.url)) == few <= BUDGET
    assert len(warm_queries(employee, last.url)) <= BUDGET


def test_the_method_index_does_not_grow(employee):
    index = MethodIndexPage.objects.get(locale=source())
    few = len(warm_queries(employee, index.url))
    template = method()
    for number in range(300):
        page = MethodPage.objects.get(pk=template.pk)
        page.pk = page.id = page.page_ptr_id = None
        page.path = page.numchild = ""
        page.depth = None
        page.numchild = 0
        page.translation_key = uuid.uuid4()
        page.title, page.slug = f"Mängd {number}", f"mangd-{number}"
        page.live_revision = page.latest_revision = None
        page._state.adding = True
        page.phases, page.dimensions = template.phases.all(), template.dimensions.all()
        fit = template.problem_type_fits.first()
        page.problem_type_fits = [MethodProblemType(problem_type=fit.problem_type, fit=fit.fit)]
        index.add_child(instance=page)
    assert Page.objects.child_of(index).count() > 300
    assert len(warm_queries(employee, index.url)) == few <= BUDGET
    assert len(warm_queries(employee, template.url)) <= BUDGET
