"""What editors are given: previews, checks, listings, reports."""

import datetime
import html

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.icons import get_icons
from wagtail.models import Locale, Page

from home.models import HomePage
from methodbank.models import MethodPage
from portal.blocks import BodyBlock
from portal.editing import plain_language
from portal.editing.reviews import Owners, mark_reviewed, to_review_by
from portal.editing.translations import changes
from portal.models import BasePage
from portal.translation_state import State, states
from tests.factories import UserFactory, method, source

pytestmark = pytest.mark.django_db
PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_every_page_type_has_its_live_preview(model, rf, admin_user):
    page = model.objects.filter(live=True).first()
    for mode, _label in page.preview_modes:
        response = page.make_preview_request(preview_mode=mode, extra_request_attrs={"user": admin_user})
        assert response.status_code == 200
        name = "Luleå innovation" if model is HomePage else page.title
        assert name in html.unescape(response.content.decode())


def test_the_card_has_a_preview_of_its_own():
    page = MethodPage.objects.live().first()
    card = page.make_preview_request(preview_mode="card")
    assert 'class="print-card"' in card.content.decode()


@pytest.mark.parametrize("name", BodyBlock.base_blocks)
def test_the_block_picker_shows_every_block(admin, name):
    block = BodyBlock().child_blocks[name]
    assert block.is_previewable
    assert f'id="icon-{block.meta.icon}"' in get_icons()
    response = admin.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    assert len(response.content.decode().split("block-preview", 1)[1]) > 200


def test_long_sentences_vague_links_and_hard_texts_are_found():
    long = "Vi " + "provar " * 30 + "nu."
    report = plain_language.check_texts([("text", f"<p>{long}</p><p><a href='/x/'>Läs mer</a></p>")], "sv")
    assert [finding.words for finding in report.findings] == ["Läs mer", long]
    hard = "Verksamhetsutvecklingsprocessernas implementeringsförutsättningar utvärderas kontinuerligt. " * 30
    assert plain_language.check_texts([("text", hard)], "sv").hard
    easy = "Vi ses på torget. Ta med en vän. Det blir kul. " * 12
    report = plain_language.check_texts([("text", easy)], "sv")
    assert report.lix < 30
    assert report.findings == []


def test_lix_is_words_per_sentence_and_the_share_of_long_words():
    sentence = "Alla kommer hit med glädjerika tankar om det nya nu."  # 10 words, one of them long
    assert plain_language.lix([sentence] * 10) == 20


def test_the_example_content_is_plain():
    hard = {page.title for page in Page.objects.filter(depth__gt=1).specific() if plain_language.check_page(page).hard}
    assert hard == set()


def test_a_page_without_an_owner_has_that_of_the_page_above():
    home = HomePage.objects.get(locale=source())
    page = method()
    parent = page.get_parent().specific
    above, here = UserFactory(), UserFactory()
    HomePage.objects.filter(pk=home.pk).update(content_owner=above)
    type(parent).objects.filter(pk=parent.pk).update(content_owner=None)
    assert Owners().of(page.path) == above
    type(parent).objects.filter(pk=parent.pk).update(content_owner=here)
    owners = Owners()
    assert owners.of(page.path) == here
    assert page.pk in Page.objects.filter(owners.owned_by([here])).values_list("pk", flat=True)
    assert page.pk not in Page.objects.filter(owners.owned_by([above])).values_list("pk", flat=True)


def test_a_review_is_noted_without_publishing(admin_user):
    owner = UserFactory()
    page = method(content_owner=owner)
    MethodPage.objects.filter(pk=page.pk).update(next_review=timezone.localdate() - datetime.timedelta(days=1))
    assert [found.pk for found in to_review_by(owner)] == [page.pk]
    page.refresh_from_db()
    page.why = "Ett utkast som inte är publicerat."
    page.save_revision()
    mark_reviewed(page, admin_user)
    fresh = MethodPage.objects.get(pk=page.pk)
    assert fresh.last_reviewed == timezone.localdate()
    assert fresh.why == "Den fungerar."
    assert fresh.last_published_at == page.last_published_at, "the translations are not outdated by it"
    assert fresh.get_latest_revision_as_object().last_reviewed == timezone.localdate()
    assert not to_review_by(owner).exists()


def test_only_who_may_edit_marks_a_page_as_reviewed(employee, client):
    page = method()
    url = reverse("page_reviewed", args=[page.pk])
    assert employee.post(url).status_code in {302, 403}
    MethodPage.objects.filter(pk=page.pk).update(last_reviewed="2001-01-01")
    course_leader = UserFactory(groups=["Kursledare"])
    client.force_login(course_leader)
    client.post(url)
    assert MethodPage.objects.get(pk=page.pk).last_reviewed == datetime.date(2001, 1, 1)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?due=due",
        "?due=nonsense",
        "?state=en:outdated",
        "?state=xx:outdated",
        "?phases=1",
        "?level=1&ordering=-next_review",
        "?q=metod",
        "?content_owner=99999",
    ],
)
@pytest.mark.parametrize("name", ["methods:index", "stories:index", "reviews_report", "translation_states_report"])
def test_listings_and_reports_answer(admin, name, query):
    assert admin.get(reverse(name) + query).status_code == 200


def test_the_filter_by_translation_finds_what_the_plan_has(admin):
    english = Locale.objects.get(language_code="en")
    keys = MethodPage.objects.filter(locale=source()).values_list("translation_key", flat=True)
    planned = list(states(list(keys), english.pk).values())
    for state in (State.MISSING, State.OUTDATED, State.CURRENT):
        response = admin.get(reverse("methods:index") + f"?state=en:{state}")
        assert response.context["paginator"].count == planned.count(state) > 0


def test_what_changed_is_told_to_the_translator(admin):
    english = Locale.objects.get(language_code="en")
    page = next(
        page
        for page in MethodPage.objects.filter(locale=source())
        if states([page.translation_key], english.pk)[page.translation_key] == State.CURRENT
    )
    assert changes(page, english.pk) == []
    before, page.why = page.why, "En helt ny förklaring."
    page.save_revision().publish()
    found = changes(page, english.pk)
    assert [(change.before, change.after) for change in found] == [(before, "En helt ny förklaring.")]
    response = admin.get(reverse("translation_changes", args=[page.pk, "en"]))
    assert "En helt ny förklaring." in response.content.decode()
    assert admin.get(reverse("translation_changes", args=[page.pk, "xx"]), follow=True).status_code == 404


@pytest.mark.parametrize(
    "group", ["Kommunikatörer", "Översättare", "Chefredaktörer", "Kursledare", "Innovationscoacher"]
)
def test_the_dashboard_and_the_guide_open_for_every_role(client, group):
    client.force_login(UserFactory(groups=[group]))
    assert client.get("/admin/").status_code == 200
    assert "Redaktörens handbok" in client.get(reverse("editors_guide")).content.decode()
    assert client.get(reverse("editors_guide_picture", args=["start.png"])).status_code == 200
    for elsewhere in ("architecture.md", "pictures/../architecture.md", "pictures/%2e%2e/%2e%2e/manage.py"):
        assert client.get(f"/admin/guide/{elsewhere}", follow=True).status_code in {400, 404}
