"""Every employee can tip about a story; the communicators get a draft, and who it is from only when they may."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from methodbank import tips
from methodbank.models import Department, MethodPage, StoryIndexPage, StoryPage, StoryTip
from methodbank.models.choices import Outcome
from portal import personal_data
from portal.models import Mail, PortalSettings
from tests.factories import UserFactory, source, story

pytestmark = pytest.mark.django_db
ADDRESS, THANKS = "/sv/story-tip/", "/sv/story-tip/thanks/"


def written(**values) -> dict:
    return {
        "key": str(uuid.uuid4()),
        "title": "Fika utan dagordning",
        "challenge": "Mötena tog all tid.\n\nIngen sa något.",
        "approach": "Vi tog bort dagordningen <b>helt</b>.",
        "outcome": Outcome.NOT_AS_WE_THOUGHT,
        "result": "Det blev stökigare.",
        **values,
    }


def test_one_must_be_signed_in(client):
    assert client.get(ADDRESS).status_code == client.post(ADDRESS, written()).status_code == 302
    assert not StoryTip.objects.exists()


def test_it_becomes_a_draft_among_the_stories(employee, user):
    department = Department.objects.filter(locale=source()).first()
    method = MethodPage.objects.live().filter(locale=source()).first()
    data = written(department=department.pk, methods=[method.pk], unit="Hemtjänsten", may_contact="on")
    response = employee.post(ADDRESS, data)
    assert (response.status_code, response.url) == (303, THANKS)
    assert "Tack för tipset" in employee.get(THANKS).content.decode()
    draft = StoryPage.objects.get(title="Fika utan dagordning")
    assert not draft.live
    assert draft.get_parent().specific == StoryIndexPage.objects.get(locale=source())
    assert draft.challenge == "<p>Mötena tog all tid.</p>\n\n<p>Ingen sa något.</p>"
    assert draft.approach == "<p>Vi tog bort dagordningen &lt;b&gt;helt&lt;/b&gt;.</p>"
    assert draft.outcome == Outcome.NOT_AS_WE_THOUGHT
    assert [item.method for item in draft.methods_used.all()] == [method]
    assert list(draft.departments.all()) == [department]
    assert (draft.contact_unit, draft.owner, draft.content_owner) == ("Hemtjänsten", None, None)
    # What is published needs more than a tip gives: the draft opens in the editor as it is.
    latest = draft.get_latest_revision_as_object()
    assert latest.challenge == draft.challenge
    assert [item.method for item in latest.methods_used.all()] == [method]


def test_nobody_meets_the_draft_but_the_editors(client, employee):
    employee.post(ADDRESS, written())
    draft = StoryPage.objects.get(title="Fika utan dagordning")
    for reader in (client, employee):
        assert "Fika utan dagordning" not in reader.get("/sv/berattelser/").content.decode()
        assert reader.get(f"/sv/berattelser/{draft.slug}/").status_code == 404
        assert "Fika utan dagordning" not in reader.get("/sv/search/", {"q": "dagordning"}).content.decode()
    editor = Client()
    editor.force_login(UserFactory(groups=["Kommunikatörer"]))
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).status_code == 200


@pytest.mark.parametrize("may", [True, False])
def test_the_communicators_are_told_who_it_is_from_only_when_they_may(employee, user, may):
    employee.post(ADDRESS, written(**({"may_contact": "on"} if may else {})))
    mail = Mail.objects.get(key__startswith="story-tip:")
    assert mail.address == PortalSettings.load().contact_email
    assert "Det blev stökigare." in mail.text
    assert (user.email in mail.text) == may
    editor = Client()
    editor.force_login(UserFactory(groups=["Kommunikatörer"]))
    html = editor.get(reverse("story_tips_report")).content.decode()
    assert "Fika utan dagordning" in html
    assert (user.email in html) == may
    draft = StoryPage.objects.get(title="Fika utan dagordning")
    history = editor.get(reverse("wagtailadmin_pages:history", args=[draft.pk])).content.decode()
    assert user.get_full_name() not in history


def test_without_a_contact_address_each_communicator_is_told(employee):
    PortalSettings.objects.update(contact_email="")
    from portal.content_cache import clear

    clear()
    people = [UserFactory(groups=["Kommunikatörer"]) for _number in range(2)]
    employee.post(ADDRESS, written())
    sent = Mail.objects.filter(key__startswith="story-tip:").values_list("address", flat=True)
    assert sorted(sent) == sorted(person.email for person in people)


def test_a_form_sent_twice_is_one_draft(employee, user):
    data = written()
    for _time in range(3):
        assert employee.post(ADDRESS, data).status_code == 303
    assert StoryTip.objects.filter(user=user).count() == 1
    # The same key in somebody else's hands reaches nothing of it.
    other = Client()
    other.force_login(UserFactory())
    other.post(ADDRESS, {**data, "title": "Något annat"})
    assert StoryPage.objects.get(tip__user=user).title == "Fika utan dagordning"
    assert StoryTip.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "är obligatoriskt"),
        ({"challenge": "a" * 4001}, "4000 tecken"),
        ({"approach": "a\x07b"}, "tecken som inte går att spara"),
        ({"outcome": "jättebra"}, "jättebra"),
        ({"department": "999999"}, "giltigt"),
        ({"methods": ["x"]}, "giltigt"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(employee, wrong, message):
    response = employee.post(ADDRESS, written(**wrong))
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert "Det du skrev finns kvar" in html
    assert "Det blev stökigare." in html
    assert not StoryTip.objects.exists()


@pytest.mark.parametrize("key", ["", "nonsense", "\x00"])
def test_a_key_that_is_none_does_not_stand_in_the_way_for_long(employee, key):
    response = employee.post(ADDRESS, written(key=key))
    assert response.status_code == 422
    fresh = response.context["form"].usable_key()
    assert uuid.UUID(fresh)


def test_a_method_that_is_not_published_cannot_be_named(employee):
    hidden = MethodPage.objects.filter(locale=source()).first()
    MethodPage.objects.filter(pk=hidden.pk).update(live=False)
    assert employee.post(ADDRESS, written(methods=[hidden.pk])).status_code == 422


def test_a_flood_is_stopped(employee, monkeypatch):
    monkeypatch.setattr(tips, "MOST", 1)
    assert employee.post(ADDRESS, written()).status_code == 303
    response = employee.post(ADDRESS, written(title="En till"))
    assert response.status_code == 429
    assert "Skicka nästa i morgon" in response.content.decode()
    assert StoryTip.objects.count() == 1


def test_in_english_the_draft_stands_among_the_swedish_stories_as_it_was_written(employee):
    html = employee.get("/en/story-tip/").content.decode()
    assert "Write in the language you prefer" in html
    employee.post("/en/story-tip/", written(title="Coffee without an agenda"))
    draft = StoryPage.objects.get(title="Coffee without an agenda")
    assert draft.locale == source()
    assert draft.tip.language == "en"
    assert "Skrivet på: engelska" in Mail.objects.get(key__startswith="story-tip:").text


@pytest.mark.parametrize("path", ["/sv/", "/sv/berattelser/", "/en/"])
def test_the_way_to_the_form(client, path):
    html = client.get(path).content.decode()
    assert f'href="/{path[1:3]}/story-tip/"' in html


class TestTakingItBack:
    """Who tipped can cut the tie; the story stays with whoever has worked on it."""

    def kind(self):
        return personal_data.KINDS["story_tips"]

    def test_a_draft_that_nobody_has_touched_goes(self, employee, user):
        employee.post(ADDRESS, written())
        assert self.kind().rows(user)[0]["title"] == "Fika utan dagordning"
        assert personal_data.erase(self.kind(), user) == 1
        assert not StoryPage.objects.filter(title="Fika utan dagordning").exists()
        assert not StoryTip.objects.exists()

    def test_one_that_a_communicator_has_gone_on_with_stays(self, employee, user):
        employee.post(ADDRESS, written())
        draft = StoryPage.objects.get(title="Fika utan dagordning")
        draft.save_revision(user=UserFactory(), clean=False)
        personal_data.erase(self.kind(), user)
        assert StoryPage.objects.filter(pk=draft.pk).exists()
        assert not StoryTip.objects.exists()

    @pytest.mark.parametrize("contact", ["", "innovation@example.lulea.se"])
    def test_the_mails_that_say_who_it_was_go_with_the_account(self, employee, user, contact):
        portal = PortalSettings.load()
        portal.contact_email = contact
        portal.save()
        UserFactory(groups=["Kommunikatörer"])
        employee.post(ADDRESS, written(may_contact="on"))
        assert user.email in Mail.objects.get().text
        user.delete()
        mail = Mail.objects.get()
        assert (mail.subject, mail.text, mail.html, mail.due_at) == ("", "", "", None)

    def test_publication_ends_it(self, user):
        published = story()
        StoryTip.objects.create(user=user, story=published, language="sv")
        done = {item.kind.name: item.count for item in personal_data.purge()}
        assert done["story_tips"] == 1
        assert StoryPage.objects.filter(pk=published.pk).exists()
