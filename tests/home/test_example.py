"""The example content: complete, repeatable, and gone without a trace."""

import zipfile
from collections import defaultdict
from xml.dom import minidom

import pytest
from django.apps import apps
from django.core.management import call_command
from wagtail.models import Page

from home.examples import plan, reading
from home.examples.removing import remove
from methodbank.models import MethodIndexPage, MethodPage, StoryPage
from portal.models import PortalDocument
from portal.translation_state import State, states
from tests.factories import method, source

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    """How many rows every model of ours has, and the models of Wagtail that hold content."""
    names = ("portal", "methodbank", "learning", "home", "wagtailcore", "wagtail_localize", "auth")
    passing = {
        "LogEntry",
        "Revision",
        "Translation",
        "Log",
        "String",
        "ReferenceIndex",
        "Segment",
        "Context",
        "Template",
    }
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model._meta.app_label in names and not any(word in model.__name__ for word in passing)
    }


def test_all_of_the_plan_is_there():
    assert MethodPage.objects.filter(locale=source(), live=True).count() == len(reading.every("methods")) == 25
    assert StoryPage.objects.filter(locale=source(), live=True).count() == len(reading.every("stories")) == 10
    assert not Page.objects.filter(live=False).exists()
    assert not Page.objects.exclude(alias_of=None).exists()


def test_the_translation_states_are_as_planned(django_db_setup):
    from wagtail.models import Locale

    english = Locale.objects.get(language_code="en")
    keys = list(MethodPage.objects.filter(locale=source()).values_list("translation_key", flat=True))
    found = list(states(keys, english.pk).values())
    assert found.count(State.MISSING) == len(plan.METHODS_NOT_TRANSLATED) == 3
    assert found.count(State.OUTDATED) == len(plan.METHODS_OUTDATED) == 4
    assert found.count(State.CURRENT) == 18
    keys = list(StoryPage.objects.filter(locale=source()).values_list("translation_key", flat=True))
    found = list(states(keys, english.pk).values())
    assert found.count(State.CURRENT) == found.count(State.MISSING) == 5


def test_the_rules_hold_for_every_page():
    for page in Page.objects.filter(live=True, depth__gt=1).specific():
        page.full_clean()


def test_no_warnings_in_the_methods():
    found = {page.title: page.warnings() for page in MethodPage.objects.filter(locale=source())}
    assert {title: warnings for title, warnings in found.items() if warnings} == {}


def test_templates_come_in_every_language_and_open():
    languages = defaultdict(set)
    for page in MethodPage.objects.filter(locale=source()):
        for block in page.templates:
            document = block.value["document"]
            languages[page.title].add(document.language)
            with document.open_file() as file, zipfile.ZipFile(file) as archive:
                assert archive.testzip() is None
                # The files are our own.
                parts = {name: minidom.parseString(archive.read(name)) for name in archive.namelist()}  # noqa: S318
            (language,) = parts["word/styles.xml"].getElementsByTagName("w:lang")
            assert language.getAttribute("w:val").startswith(document.language)
            (title,) = parts["docProps/core.xml"].getElementsByTagName("dc:title")
            assert title.firstChild.data == document.title
    assert len(languages) >= 6
    assert all(found == {"sv", "en"} for found in languages.values())


@pytest.mark.parametrize("address", ["/sv/metoder/experimentkortet/", "/en/methods/experiment-card/"])
def test_readers_see_the_language_of_a_template_and_get_the_file(employee, address):
    page = employee.get(address).content.decode()
    for document in PortalDocument.objects.filter(file__contains="exempel-experiment-card"):
        assert f'<a href="{document.url}" hreflang="{document.language}">' in page
        assert employee.get(document.url).status_code == 200


def test_loading_again_changes_nothing(django_capture_on_commit_callbacks):
    before = counts()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("load_example", verbosity=0)
    assert counts() == before


def test_if_empty_leaves_a_portal_with_content_alone(capsys):
    call_command("load_example", "--if-empty")
    assert "Loading" not in capsys.readouterr().out


def test_removing_leaves_what_others_made(django_capture_on_commit_callbacks):
    own = method(title="Vår egen metod", slug="var-egen-metod")
    with django_capture_on_commit_callbacks(execute=True):
        removed = remove()
    assert MethodPage.objects.get().pk == own.pk
    assert MethodIndexPage.objects.get(locale=source()).title in removed.kept


def test_removing_leaves_a_new_portal(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        remove()
    assert not PortalDocument.objects.exists()
    assert list(Page.objects.values_list("title", "url_path")) == [("Root", "/"), ("Start", "/start/")]
    assert client.get("/sv/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        call_command("load_example", verbosity=0)
    assert client.get("/sv/kom-igang/").status_code == 200
