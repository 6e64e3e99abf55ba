"""The example content: complete, repeatable, and gone without a trace."""

import zipfile
from collections import defaultdict
from xml.dom import minidom

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Page

from home.examples import plan, reading
from home.examples.loading import GROUP
from home.examples.removing import remove
from methodbank.models import MethodIndexPage, MethodPage, MethodRelation, StoryPage
from portal.models import PortalDocument, PortalSettings
from portal.translation_state import State, states
from tests.factories import UserFactory, method, source

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


def test_the_tree_is_sound():
    assert Page.find_problems() == ([], [], [], [], [])


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


@pytest.mark.once
def test_loading_again_changes_nothing(django_capture_on_commit_callbacks):
    before = counts()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("load_example", verbosity=0)
    assert counts() == before


def test_if_empty_leaves_a_portal_with_content_alone(capsys):
    call_command("load_example", "--if-empty")
    assert "Loading" not in capsys.readouterr().out


@pytest.mark.once
def test_removing_leaves_what_others_made(django_capture_on_commit_callbacks):
    own = method(title="Vår egen metod", slug="var-egen-metod")
    with django_capture_on_commit_callbacks(execute=True):
        removed = remove()
    assert MethodPage.objects.get().pk == own.pk
    assert MethodIndexPage.objects.get(locale=source()).title in removed.kept


@pytest.mark.once
class TestRemovingWhatPeopleHaveTouched:
    """Nothing of an editor's is lost, and what stays is named with the reason."""

    @pytest.fixture
    def example(self):
        return MethodPage.objects.filter(locale=source(), live=True).order_by("path").first()

    def remove(self, capture) -> dict[str, str]:
        with capture(execute=True):
            return remove().kept

    def test_a_method_that_an_editor_has_changed(self, example, admin_user, django_capture_on_commit_callbacks):
        example.why = "Vi har prövat den."
        revision = example.save_revision(user=admin_user, log_action=True)
        revision.publish(user=admin_user)
        kept = self.remove(django_capture_on_commit_callbacks)
        assert kept[example.title] == "somebody has edited it"
        assert MethodPage.objects.get(pk=example.pk).why == "Vi har prövat den."

    def test_a_method_that_an_own_one_refers_to(self, example, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            own = method(title="Vår egen", slug="var-egen")
            own.related_methods = [MethodRelation(kind="after", method=example)]
            own.save_revision().publish()
        kept = self.remove(django_capture_on_commit_callbacks)
        assert kept[example.title] == "other content refers to it"
        assert MethodPage.objects.get(pk=own.pk).related_methods.get().method == example

    def test_a_user_to_whom_a_page_belongs(self, django_capture_on_commit_callbacks):
        user = UserFactory(username="kommunikator", groups=["Kommunikatörer"])
        user.groups.add(Group.objects.get_or_create(name=GROUP)[0])
        UserFactory(username="coach").groups.add(Group.objects.get(name=GROUP))
        own = method(title="Vår egen", slug="var-egen", content_owner=user)
        kept = self.remove(django_capture_on_commit_callbacks)
        user.refresh_from_db()
        assert "kommunikator" in kept
        assert MethodPage.objects.get(pk=own.pk).content_owner == user
        assert not user.is_active
        assert not user.has_usable_password()
        assert not type(user).objects.filter(username="coach").exists()

    def test_settings_that_were_changed(self, django_capture_on_commit_callbacks):
        settings = PortalSettings.load()
        settings.contact_email = "vi@example.lulea.se"
        settings.save()
        self.remove(django_capture_on_commit_callbacks)
        settings = PortalSettings.load()
        assert settings.contact_email == "vi@example.lulea.se"
        assert settings.contact_text == ""
        assert not settings.footer_links


def test_removing_leaves_a_new_portal(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        remove()
    assert not PortalDocument.objects.exists()
    assert list(Page.objects.values_list("title", "url_path")) == [("Root", "/"), ("Start", "/start/")]
    assert client.get("/sv/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        call_command("load_example", verbosity=0)
    assert client.get("/sv/kom-igang/").status_code == 200
