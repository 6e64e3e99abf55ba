"""The whole way of a text: written, submitted, translated, published, changed, updated, the change translated."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from home.models import GlossaryTerm
from methodbank.models import MethodPage, Situation, StoryPage
from portal.languages import localized
from portal.translation_state import State, states
from tests.factories import method, source, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def english() -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture(autouse=True)
def _on_commit(django_capture_on_commit_callbacks):
    """wagtail-localize publishes a translation when the transaction is committed."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


def submit(client, instance, english) -> Translation:
    """Sends a page or snippet to translation, as the editor does."""
    if isinstance(instance, Page):
        url = reverse("wagtail_localize:submit_page_translation", args=[instance.pk])
    else:
        url = reverse(
            "wagtail_localize:submit_snippet_translation",
            args=[instance._meta.app_label, instance._meta.model_name, instance.pk],
        )
    response = client.post(url, {"locales": [english.pk]})
    assert response.status_code == 302, response.context["form"].errors
    return Translation.objects.get(source__object_id=instance.translation_key, target_locale=english)


def translate_all(translation: Translation) -> int:
    """Enters a translation for every text that has none; the number of them."""
    count = 0
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string", "context"):
        _row, created = StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={"data": f"EN {segment.string.data}"},
        )
        count += created
    return count


def update_source(client, translation: Translation) -> None:
    url = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    assert client.post(url, {"publish_translations": ""}).status_code == 302


def publish(translation: Translation, django_capture_on_commit_callbacks) -> None:
    translation = Translation.objects.get(pk=translation.pk)
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target()


def state(page, locale) -> str:
    return states([page.translation_key], locale.pk)[page.translation_key]


@pytest.mark.parametrize(("make", "model", "field"), [(method, MethodPage, "why"), (story, StoryPage, "summary")])
def test_page(admin, english, make, model, field, django_capture_on_commit_callbacks):
    page = make(title="Tyst idéjakt", slug="tyst-idejakt")
    assert state(page, english) == State.MISSING

    translation = submit(admin, page, english)
    assert state(page, english) == State.IN_PROGRESS
    assert translate_all(translation) > 3
    publish(translation, django_capture_on_commit_callbacks)
    translated = model.objects.get(translation_key=page.translation_key, locale=english)
    assert translated.title == "EN Tyst idéjakt"
    assert translated.live
    assert translated.alias_of_id is None
    assert state(page, english) == State.CURRENT

    page = model.objects.get(pk=page.pk)
    setattr(page, field, "Ny text.")
    page.save_revision().publish()
    assert state(page, english) == State.OUTDATED

    update_source(admin, translation)
    translation.refresh_from_db()
    assert translate_all(translation) == 1
    publish(translation, django_capture_on_commit_callbacks)
    translated.refresh_from_db()
    assert getattr(translated, field) == "EN Ny text."
    assert state(page, english) == State.CURRENT


def test_facts_follow_the_source(admin, english, django_capture_on_commit_callbacks):
    page = method(title="Fakta", slug="fakta")
    page.situations = [Situation.objects.filter(locale=source()).first()]
    page.save_revision().publish()
    translation = submit(admin, page, english)
    translate_all(translation)
    publish(translation, django_capture_on_commit_callbacks)
    assert MethodPage.objects.get(translation_key=page.translation_key, locale=english).situations.exists()
    page = MethodPage.objects.get(pk=page.pk)
    page.run_minutes_max = 55
    page.situations = []
    page.save_revision().publish()
    update_source(admin, translation)
    publish(translation, django_capture_on_commit_callbacks)
    translated = MethodPage.objects.get(translation_key=page.translation_key, locale=english)
    assert translated.run_minutes_max == 55
    assert not translated.situations.exists(), "what was emptied is empty in the translation too"
    assert [phase.code for phase in translated.phases.all()] == ["ideate"]
    assert translated.problem_type_fits.get().fit == 3


def test_snippet(admin, english, django_capture_on_commit_callbacks):
    term = GlossaryTerm.objects.create(term="provballong", definition="Ett litet försök.", locale=source())
    translation = submit(admin, term, english)
    translate_all(translation)
    publish(translation, django_capture_on_commit_callbacks)
    assert GlossaryTerm.objects.get(translation_key=term.translation_key, locale=english).term == "EN provballong"
    term.definition = "Ett mycket litet försök."
    term.save()
    TranslationSource.update_or_create_from_instance(term)
    assert translate_all(translation) == 1
    publish(translation, django_capture_on_commit_callbacks)
    translated = GlossaryTerm.objects.get(translation_key=term.translation_key, locale=english)
    assert translated.definition == "EN Ett mycket litet försök."


def test_choosers_keep_pointing_at_the_source_and_readers_get_their_own(english):
    from django.utils import translation as active

    swedish = Page.objects.filter(locale=source(), slug="kom-igang").get()
    with active.override("en"):
        assert localized(swedish).locale == english
    with active.override("sv"):
        assert localized(swedish).pk == swedish.pk
