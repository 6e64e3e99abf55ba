"""The admin as editors meet it: help under every field, people by search, lists of terms, and least privilege."""

import datetime

import pytest
from django import forms
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail.snippets.models import get_snippet_models

from home.models import HomePage
from learning.models import Coach
from methodbank.models import MethodIndexPage, MethodPage, Phase, Situation
from methodbank.terms import values
from portal.models import BasePage, PortalSettings
from tests.factories import UserFactory, method, source

pytestmark = pytest.mark.django_db
PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]
# What needs no explanation where it stands: the panel has it.
PLAIN = {"method", "comments", "go_live_at", "expire_at"}


def browser(*groups: str) -> Client:
    """The browser of somebody in these groups."""
    client = Client()
    client.force_login(UserFactory(groups=groups))
    return client


def refused(response) -> bool:
    """Whether the admin turned the user away."""
    return response.status_code in {302, 403, 404} and getattr(response, "url", "/admin/") == "/admin/"


def without_help(panel, fields) -> list[str]:
    """The names of the form's fields that say nothing of what to write."""
    found = []
    name = getattr(panel, "field_name", None)
    if name in fields and name not in PLAIN and not (panel.help_text or fields[name].help_text):
        found.append(name)
    if hasattr(panel, "relation_name"):
        fields = panel.child_edit_handler.get_form_class()().fields
    children = [panel.child_edit_handler] if hasattr(panel, "relation_name") else getattr(panel, "children", [])
    for child in children:
        found += without_help(child, fields)
    return found


def blocks_without_help(block, path: str) -> list[str]:
    found = []
    if isinstance(block, blocks.ListBlock):
        return blocks_without_help(block.child_block, path)
    for name, child in getattr(block, "child_blocks", {}).items():
        text = [getattr(getattr(child, "field", None), "help_text", "")]
        text += [getattr(child.meta, key, "") for key in ("help_text", "description")]
        if isinstance(block, blocks.StructBlock) and not any(text) and not _explains_itself(child):
            found.append(f"{path}.{name}")
        found += blocks_without_help(child, f"{path}.{name}")
    return found


def _explains_itself(block) -> bool:
    """Running text of a box or a step: its box says what it is for."""
    return isinstance(block, blocks.RichTextBlock)


@pytest.mark.parametrize("model", [*PAGE_TYPES, *get_snippet_models(), PortalSettings], ids=lambda item: item.__name__)
def test_every_field_and_block_says_what_good_looks_like(model):
    if issubclass(model, Page):
        handler = model.get_edit_handler()
    elif hasattr(model, "snippet_viewset"):
        handler = model.snippet_viewset.get_edit_handler()
    else:
        from wagtail.admin.panels.model_utils import get_edit_handler

        handler = get_edit_handler(model)
    found = without_help(handler, handler.get_form_class()().fields)
    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            found += blocks_without_help(field.stream_block, field.name)
    assert found == []


def test_a_person_is_chosen_by_search(admin):
    UserFactory(first_name="Signe", last_name="Sökbar")
    UserFactory(first_name="Signe", last_name="Slutat", is_active=False)
    page = method()
    assert "Sökbar" not in admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    found = admin.get(reverse("people:choose_results"), {"q": "signe sök"}).content.decode()
    assert "Signe Sökbar" in found
    assert "Slutat" not in admin.get(reverse("people:choose_results"), {"q": "signe"}).content.decode()


def test_terms_are_listed_once_with_their_languages(admin):
    url = reverse("wagtailsnippets_methodbank_phase:list")
    listed = [term.locale.language_code for term in admin.get(url).context["object_list"]]
    assert listed == ["sv"] * 6
    listed = [term.locale.language_code for term in admin.get(url, {"locale": "en"}).context["object_list"]]
    assert listed == ["en"] * 6
    english = Phase.objects.get(code="frame", locale__language_code="en")
    address = reverse("wagtailsnippets_methodbank_phase:edit", args=[english.pk])
    assert address in admin.get(url).content.decode()


def test_a_used_term_is_retired_and_not_deleted(admin):
    situation = MethodPage.objects.live().filter(situations__isnull=False).first().situations.first()
    url = reverse("wagtailsnippets_methodbank_situation:delete", args=[situation.pk])
    response = admin.post(url, follow=True)
    assert Situation.objects.filter(pk=situation.pk).exists()
    assert "Utgången" in "".join(str(message) for message in response.context["messages"])
    page = MethodPage.objects.filter(situations=situation).first()
    Situation.objects.filter(translation_key=situation.translation_key).update(retired=True)
    assert situation.code not in {value.code for value in values("situations")}
    assert situation in page.situations.all()
    form = admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    assert situation in form.fields["situations"].queryset
    unused = Situation.objects.create(name="Oanvänd", code="unused", locale=source())
    admin.post(reverse("wagtailsnippets_methodbank_situation:delete", args=[unused.pk]))
    assert not Situation.objects.filter(pk=unused.pk).exists()


def test_a_coach_is_offered_methods_of_the_source_language(admin):
    form = admin.get(reverse("wagtailsnippets_learning_coach:add")).context["form"]
    assert {page.locale for page in form.fields["methods"].queryset} == {source()}


def test_menus_show_only_what_opens():
    listings = {reverse("methods:index"), reverse("stories:index")}
    expected = {"Innovationscoacher": False, "Kursledare": False, "Kommunikatörer": True, "Översättare": True}
    for group, sees in expected.items():
        page = browser(group).get(reverse("wagtailadmin_home")).content.decode()
        assert all((f'"{url}"' in page) == sees for url in listings), group


def test_a_communicator_neither_publishes_nor_takes_away():
    client, page = browser("Kommunikatörer"), method()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    for name in ("unpublish", "delete", "move"):
        assert refused(client.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))), name
    assert not page.permissions_for_user(UserFactory(groups=["Kommunikatörer"])).can_publish()
    values = {
        "new_title": "Kopia",
        "new_slug": "kopia",
        "new_parent_page": page.get_parent().pk,
        "publish_copies": "on",
    }
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), values)
    assert not Page.objects.filter(slug="kopia", live=True).exists()
    for url in (
        reverse("wagtailsnippets_methodbank_phase:list"),
        reverse("wagtailsnippets_learning_coach:add"),
        reverse("wagtailsettings:edit", args=["portal", "portalsettings", 1]),
        reverse("wagtailredirects:index"),
        reverse("wagtailusers_users:index"),
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
    ):
        assert refused(client.get(url)), url


def test_a_translator_reads_the_original_and_edits_the_translation():
    client = browser("Översättare")
    english = MethodPage.objects.filter(locale__language_code="en").first()
    swedish = MethodPage.objects.get(translation_key=english.translation_key, locale=source())
    assert refused(client.get(reverse("wagtailadmin_pages:edit", args=[swedish.pk])))
    assert refused(client.post(reverse("wagtailadmin_pages:delete", args=[swedish.pk])))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[english.pk])).status_code == 200
    assert swedish.title in client.get(reverse("methods:index")).content.decode()
    assert client.get(reverse("wagtail_localize:submit_page_translation", args=[swedish.pk])).status_code == 200
    report = client.get(reverse("translation_states_report"), {"q": swedish.title}).content.decode()
    assert f'href="{swedish.url}"' in report, "the title leads to what may be opened"
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[swedish.pk])}"' not in report
    term = Phase.objects.get(code="frame", locale=source())
    assert refused(client.get(reverse("wagtailsnippets_methodbank_phase:edit", args=[term.pk])))
    translated = term.get_translation(Locale.objects.get(language_code="en"))
    assert client.get(reverse("wagtailsnippets_methodbank_phase:edit", args=[translated.pk])).status_code == 200
    assert refused(client.post(reverse("wagtailsnippets_methodbank_phase:delete", args=[translated.pk])))


@pytest.mark.parametrize("group", ["Kursledare", "Innovationscoacher"])
def test_others_touch_no_page(group):
    client, page, coach = browser(group), method(), Coach.objects.first()
    for url in (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        reverse("wagtailadmin_explore_root"),
        reverse("methods:index"),
        reverse("reviews_report"),
        reverse("wagtailimages:add"),
        reverse("wagtailsnippets_learning_coach:edit", args=[coach.pk]),
    ):
        assert refused(client.get(url)), url


def test_pages_come_and_go_on_their_set_times():
    page = method(live=False, title="Schemalagd", slug="schemalagd")
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision().publish()
    address = "/sv/metoder/schemalagd/"
    assert Client().get(address).status_code == 404
    page.refresh_from_db()
    revision = page.scheduled_revision
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled", verbosity=0)
    assert Client().get(address).status_code == 200
    MethodPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)
    assert Client().get(address).status_code == 410


def test_the_way_to_a_page_below_an_untranslated_one_is_shown(admin):
    finnish = Locale.objects.create(language_code="fi")
    page = MethodPage.objects.live().filter(locale=source()).first()
    home = HomePage.objects.get(locale=source())
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    errors = str(admin.post(url, {"locales": [finnish.pk]}).context["form"].errors["locales"])
    above = reverse("wagtail_localize:submit_page_translation", args=[home.pk])
    assert f'href="{above}?select_locale=fi' in errors
    response = admin.post(above, {"locales": [finnish.pk], "next": url})
    assert response.url == url
    assert HomePage.objects.filter(locale=finnish).exists()
    index = MethodIndexPage.objects.get(locale=source())
    errors = str(admin.post(url, {"locales": [finnish.pk]}).context["form"].errors["locales"])
    assert reverse("wagtail_localize:submit_page_translation", args=[index.pk]) in errors


def test_the_language_of_a_file_is_chosen(admin):
    form = admin.get(reverse("wagtaildocs:add")).context["form"]
    assert [code for code, _name in form.fields["language"].choices][:3] == ["", "sv", "en"]


def test_a_colour_that_cannot_be_read_is_refused_in_the_editors_language(admin_user, client):
    from wagtail.users.models import UserProfile

    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "sv"})
    client.force_login(admin_user)
    url = reverse("wagtailsettings:edit", args=["portal", "portalsettings", PortalSettings.load().pk])
    empty = {"notices-count": 0, "footer_links-count": 0}
    form = client.post(url, {"brand_colour": "#ffcc00", **empty}).context["form"]
    assert form.errors["brand_colour"] == [
        "Kontrasten mot #ffffff är 1,5:1. Minst 4,5:1 behövs för att det ska gå att läsa."
    ]


@pytest.mark.parametrize("kind", ["methodpage", "methodcollectionpage", "storypage"])
def test_a_new_page_is_saved_with_nothing_but_a_title(admin, kind):
    parent = {"storypage": "storyindexpage"}.get(kind, "methodindexpage")
    index = Page.objects.get(content_type__model=parent, locale=source())
    url = reverse("wagtailadmin_pages:add", args=["methodbank", kind, index.pk])
    form = admin.get(url).context["form"]
    sent = {"title": "Halvfärdig", "slug": f"halvfardig-{kind}"}
    for formset in form.formsets.values():
        sent |= {f"{formset.prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    for name, field in form.fields.items():
        if hasattr(field, "block") and hasattr(field.block, "child_blocks"):
            sent[f"{name}-count"] = 0
        elif isinstance(field, forms.IntegerField | forms.TypedChoiceField) and form[name].initial is not None:
            sent[name] = form[name].initial
    saved = admin.post(url, sent)
    assert saved.status_code == 302, saved.context["form"].errors
    page = Page.objects.get(slug=f"halvfardig-{kind}")
    assert not page.live
    refused = admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**sent, "action-publish": "1"})
    assert refused.status_code == 200, "what is required binds when it is published"
    if model_children := type(page.specific).required_children:
        formset = refused.context["form"].formsets[model_children[0]]
        assert "Välj minst en" in str(formset.non_form_errors())


def test_a_chief_editor_asks_for_changes_and_then_approves():
    writer, chief = browser("Kommunikatörer"), browser("Chefredaktörer")
    page = method()
    page.why = "En första formulering."
    page.save_revision()
    page.get_workflow().start(page, UserFactory(groups=["Kommunikatörer"]))
    action = "wagtailadmin_pages:workflow_action"

    def task() -> int:
        return MethodPage.objects.get(pk=page.pk).current_workflow_task_state.pk

    assert refused(writer.post(reverse(action, args=[page.pk, "approve", task()]), {"comment": ""}))
    asked = chief.post(reverse(action, args=[page.pk, "reject", task()]), {"comment": "Säg för vem."})
    assert asked.status_code == 302
    page.refresh_from_db()
    assert page.current_workflow_state.status == "needs_changes"
    assert page.why == "Den fungerar.", "readers have what was published"
    edit = writer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Säg för vem." in edit
    page.current_workflow_state.resume(user=None)
    assert chief.post(reverse(action, args=[page.pk, "approve", task()]), {"comment": ""}).status_code == 302
    assert MethodPage.objects.get(pk=page.pk).why == "En första formulering."
