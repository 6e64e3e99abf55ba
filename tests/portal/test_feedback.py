"""“Did this help?” is answered by anybody who may read the page, counts once, and tells nobody who answered."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from learning.models import Coach, CoachIndexPage, CourseIndexPage
from portal import feedback, feedback_mail, personal_data
from portal.models import Mail, PageFeedback, PortalSettings
from tests.factories import UserFactory, method, source
from tests.learning.occasion_factories import occasion

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return StandardPage.objects.live().filter(locale=source()).first()


def address(page) -> str:
    return f"/sv/feedback/{page.pk}/"


def browser() -> Client:
    """A browser that must send its token, as real ones do."""
    client = Client(enforce_csrf_checks=True)
    client.get("/sv/")
    return client


def answer(client: Client, page, helped: str = "no", text: str | None = None, **more):
    data = {"helped": helped, "csrfmiddlewaretoken": client.cookies["csrftoken"].value, **more}
    if text is not None:
        data |= {"text": text, "step": "text"}
    return client.post(address(page), data)


def test_every_page_asks_and_nothing_else_does(client, page):
    for path in (page.url, "/sv/", "/sv/metoder/", "/sv/berattelser/", "/en/"):
        assert 'name="helped"' in client.get(path).content.decode(), path
    for path in ("/sv/search/", "/login/", "/sv/finns-inte/"):
        assert 'name="helped"' not in client.get(path).content.decode(), path


def test_what_is_no_page_asks_about_the_one_it_belongs_to(client):
    coach = Coach.objects.filter(locale=source()).first()
    given = occasion()
    for path, owner in (
        (coach.get_absolute_url(), CoachIndexPage.objects.get(locale=source())),
        (reverse("occasion_calendar"), CourseIndexPage.objects.get(locale=source())),
        (reverse("occasion_detail", args=[given.uid]), given.course),
    ):
        html = client.get(path).content.decode()
        assert 'name="helped"' in html, path
        assert f'action="{address(owner)}"' in html, path
    client.force_login(UserFactory())
    for path in (reverse("coach_ask"), reverse("occasion_sign_up", args=[given.uid])):
        assert 'name="helped"' not in client.get(path).content.decode(), path


def test_a_preview_does_not_ask(page, admin_user):
    response = page.make_preview_request(extra_request_attrs={"user": admin_user})
    assert 'name="helped"' not in response.content.decode()


def test_a_no_and_then_what_was_missing_are_one_answer(page):
    client = browser()
    response = answer(client, page)
    assert response.status_code == 303
    html = client.get(response.url).content.decode()
    assert "Tack för ditt svar" in html
    assert "Vad saknade du?" in html
    response = answer(client, page, text="Ett exempel.\r\nFrån skolan.")
    assert "Tack. Det du skrev går till" in client.get(response.url).content.decode()
    row = PageFeedback.objects.get()
    assert (row.page_id, row.helped, row.text, row.language) == (page.pk, False, "Ett exempel.\nFrån skolan.", "sv")


def test_a_browser_counts_once_for_each_page_and_may_change_its_mind(page):
    client, other = browser(), method()
    for helped in ("yes", "yes", "no"):
        answer(client, page, helped)
    answer(client, other, "yes")
    assert list(PageFeedback.objects.filter(page=page).values_list("helped", flat=True)) == [False]
    assert PageFeedback.objects.filter(page=other).count() == 1
    answer(browser(), page, "yes")
    assert PageFeedback.objects.filter(page=page).count() == 2


def test_nothing_says_who_answered(page):
    names = {field.name for field in PageFeedback._meta.get_fields()}
    assert names == {"id", "page", "helped", "text", "language", "given_on", "mark", "reported_at", "dealt_on"}
    client = browser()
    client.force_login(UserFactory())
    client.get("/sv/")
    answer(client, page)
    row = PageFeedback.objects.get()
    assert row.mark
    assert client.cookies["csrftoken"].value not in row.mark
    assert "feedback" not in client.session
    # On another page the same browser has another mark.
    answer(client, other := method())
    assert PageFeedback.objects.get(page=other).mark != row.mark


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Välj ja eller nej."),
        ({"helped": "kanske"}, "Välj ja eller nej."),
        ({"helped": "no", "step": "text", "text": "  "}, "Skriv något innan du skickar."),
        ({"helped": "no", "step": "text", "text": "a\x00b"}, "tecken som inte går att spara"),
        ({"helped": "no", "step": "text", "text": "a" * 1001}, "1000 tecken"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_kept(client, page, data, message):
    response = client.post(address(page), data)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not PageFeedback.objects.exists()


def test_what_was_written_too_long_is_still_there(client, page):
    text = "Jag saknade en mall. " * 60
    html = client.post(address(page), {"helped": "no", "step": "text", "text": text}).content.decode()
    assert text.strip() in html


def test_a_thousand_letters_with_line_breaks_fit(client, page):
    text = ("a" * 99 + "\r\n") * 9 + "a" * 100  # as a browser sends what it counts as 1 000
    assert client.post(address(page), {"helped": "no", "step": "text", "text": text}).status_code == 303


def test_without_a_token_nothing_is_taken(page):
    response = Client(enforce_csrf_checks=True).post(address(page), {"helped": "yes"})
    assert response.status_code == 403
    assert "Formuläret är för gammalt" in response.content.decode()
    assert not PageFeedback.objects.exists()


def test_pages_that_one_may_not_see(client, employee, page):
    secret = method(title="Hemlig metod")
    restriction = PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="Invigda"))
    draft = method(live=False)
    for reader in (client, employee):
        for hidden in (secret, draft, Page.objects.get(depth=1)):
            assert reader.get(address(hidden)).status_code == 404
            assert reader.post(address(hidden), {"helped": "yes"}).status_code == 404
        assert reader.post("/sv/feedback/999999/", {"helped": "yes"}).status_code == 404
    assert not PageFeedback.objects.exists()
    client.force_login(UserFactory(groups=["Invigda"]))
    assert client.post(address(secret), {"helped": "yes"}).status_code == 303


def test_other_methods_are_refused(client, page):
    assert client.delete(address(page)).status_code == 405


def test_a_flood_is_stopped(client, page, monkeypatch):
    monkeypatch.setattr(feedback, "MOST_OF_PAGE", 2)
    for _number in range(2):
        assert answer(browser(), page, "yes").status_code == 303
    response = answer(browser(), page, "yes")
    assert response.status_code == 429
    assert "inga fler tas emot" in response.content.decode()
    assert PageFeedback.objects.count() == 2


class TestTheOwnerIsTold:
    """Once a day, once, and only when there is something to do."""

    @pytest.fixture
    def owned(self):
        self.owner = UserFactory()
        return method(title="Ägd metod", content_owner=self.owner)

    def test_what_was_missing(self, owned):
        PageFeedback.objects.create(page=owned, helped=False, text="Jag saknade en mall.", language="sv")
        PageFeedback.objects.create(page=owned, helped=True, language="sv")
        call_command("send_feedback")
        mail = Mail.objects.get()
        assert mail.address == self.owner.email
        assert mail.subject == "Vad läsarna säger om en av dina sidor"
        for part in ("Ägd metod", "Jag saknade en mall.", "1 ja, 1 nej", owned.full_url):
            assert part in mail.text
        assert "/admin/" not in mail.text  # an owner without rights there
        call_command("send_feedback")
        assert Mail.objects.count() == 1

    def test_a_yes_alone_waits_for_the_next_mail(self, owned):
        PageFeedback.objects.create(page=owned, helped=True, language="sv")
        assert feedback_mail.send() == 0
        PageFeedback.objects.create(page=owned, helped=False, language="sv")
        assert feedback_mail.send() == 1
        assert "1 ja, 1 nej" in Mail.objects.get().text

    def test_nobody_answers_for_the_page(self, owned):
        contact = PortalSettings.load()
        contact.contact_email = "innovation@example.lulea.se"
        contact.save()
        self.owner.is_active = False
        self.owner.save()
        PageFeedback.objects.create(page=owned, helped=False, language="sv")
        assert feedback_mail.send() == 1
        mail = Mail.objects.get()
        assert (mail.address, mail.user) == ("innovation@example.lulea.se", None)
        assert reverse("feedback_report") in mail.text

    def test_without_any_address_it_is_kept_for_later(self, owned):
        contact = PortalSettings.load()
        contact.contact_email = ""
        contact.save()
        self.owner.email = ""
        self.owner.save()
        PageFeedback.objects.create(page=owned, helped=False, language="sv")
        assert feedback_mail.send() == 0
        assert PageFeedback.objects.filter(reported_at=None).count() == 1

    def test_what_waits_is_in_nobodys_way(self, owned, monkeypatch):
        monkeypatch.setattr(feedback_mail, "MOST", 2)
        contact = PortalSettings.load()
        contact.contact_email = ""
        contact.save()
        nobodys = method(title="Utan ägare")
        praised = method(title="Omtyckt", content_owner=UserFactory())
        for _number in range(3):
            PageFeedback.objects.create(page=nobodys, helped=False, language="sv")
            PageFeedback.objects.create(page=praised, helped=True, language="sv")
            PageFeedback.objects.create(page=owned, helped=True, language="sv")
        for _number in range(3):
            PageFeedback.objects.create(page=owned, helped=False, language="sv")
        assert feedback_mail.send() == 1
        assert "3 ja, 2 nej" in Mail.objects.get().text
        assert feedback_mail.send() == 1
        assert "0 ja, 1 nej" in Mail.objects.order_by("pk").last().text
        assert feedback_mail.send() == 0
        assert PageFeedback.objects.filter(reported_at=None, page=owned).count() == 0
        assert PageFeedback.objects.filter(reported_at=None).count() == 6

    def test_new_words_are_told_anew(self, owned):
        client = browser()
        answer(client, owned)
        assert feedback_mail.send() == 1
        answer(client, owned, text="En mall.")
        assert feedback_mail.send() == 1
        assert "En mall." in Mail.objects.order_by("pk").last().text


def test_marks_go_after_a_day_and_answers_after_two_years(page):
    today = timezone.localdate()
    old = PageFeedback.objects.create(
        page=page, helped=True, mark="a" * 64, language="sv", given_on=today - timezone.timedelta(days=3)
    )
    PageFeedback.objects.create(page=page, helped=True, language="sv", given_on=today - timezone.timedelta(days=800))
    fresh = PageFeedback.objects.create(page=page, helped=True, mark="b" * 64, language="sv")
    done = {(item.kind.name, item.rule.name): item.count for item in personal_data.purge()}
    assert done["feedback", "marks"] == 1
    assert done["feedback", "answers"] == 1
    assert list(PageFeedback.objects.order_by("pk").values_list("pk", "mark")) == [(old.pk, ""), (fresh.pk, "b" * 64)]
