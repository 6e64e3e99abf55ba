"""The coordinators' desk: what waits, who fits and why, and reminders."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from learning.coach_matching import Matcher
from learning.coach_reminders import remind
from learning.models import CoachRequest, CoachRequestEvent
from methodbank.models import Department, MethodPage, Situation, StoryMethod
from portal.models import Mail
from tests.factories import UserFactory, method, source, story
from tests.learning.coach_factories import browser, coach, coordinator, request

pytestmark = pytest.mark.django_db

DESK = "/admin/coach-desk/"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (timezone.datetime(2026, 11, 23 + number).date() for number in range(5))


def asked(day, **values) -> CoachRequest:
    """A request of the morning of a day."""
    moment = timezone.make_aware(timezone.datetime.combine(day, timezone.datetime.min.time().replace(hour=9)))
    ask = request(created_at=moment, **values)
    CoachRequestEvent.objects.filter(request=ask).update(at=moment)
    return ask


class TestWhoFits:
    def suggestions(self, ask) -> dict:
        return {item.coach.name: item for item in Matcher([ask]).suggestions(ask)}

    def test_reasons(self):
        page = method(title="Zebrametod")
        situation = Situation.objects.get(code="better-meeting", locale=source())
        staff = Department.objects.get(code="staff", locale=source())
        zelda = coach(name="Zelda", situations=[situation], department=staff)
        zelda.methods = [page]
        zelda.save()
        ask = request(page=page, department=staff, setting="remote", wished_coach=zelda)
        first = Matcher([ask]).suggestions(ask)[0]
        assert first.coach == zelda
        assert first.reasons == [
            "önskad",
            "Bollplank i 30 minuter",
            situation.name,
            "kan Zebrametod",
            "Svenska",
            "På distans",
            "samma förvaltning",
            "har tid: 0 av 3 uppdrag",
        ]

    def test_methods_of_a_story(self):
        page, told = method(title="Zebrametod"), story()
        told.methods_used = [StoryMethod(method=page, locale=source())]
        told.save()
        zelda = coach(name="Zelda")
        zelda.methods = [page]
        zelda.save()
        assert "kan Zebrametod" in self.suggestions(request(page=told))["Zelda"].reasons

    @pytest.mark.parametrize(
        ("values", "caution"),
        [
            ({"languages": ["en"]}, "arbetar inte på Svenska"),
            ({"offers": ["facilitate"]}, "erbjuder inte: Bollplank i 30 minuter"),
            ({"settings": ["on_site"]}, "arbetar inte så: På distans"),
            ({"capacity": 0}, "har inte tid: 0 av 0 uppdrag"),
        ],
    )
    def test_cautions(self, values, caution):
        coach(name="Zelda", **values)
        found = self.suggestions(request(setting="remote"))["Zelda"]
        assert found.cautions == [caution]
        assert not found.fits

    def test_an_account_that_is_switched_off(self):
        coach(UserFactory(is_active=False), name="Zelda")
        assert self.suggestions(request())["Zelda"].cautions == ["har ett konto som är avstängt"]

    def test_from_a_later_day(self):
        coach(name="Zelda", available_from=timezone.localdate() + timezone.timedelta(days=30))
        assert self.suggestions(request())["Zelda"].cautions[0].startswith("har tid från")

    def test_neither_the_one_who_asks_nor_the_one_who_has_it(self):
        person = UserFactory()
        coach(person, name="Zelda")
        holder = coach(name="Xerxes")
        found = self.suggestions(request(person, status="assigned", coach=holder))
        assert not {"Zelda", "Xerxes"} & set(found)


class TestTheDesk:
    @pytest.fixture
    def client(self):
        return browser(coordinator())

    @pytest.mark.parametrize("group", ["Innovationscoacher", "Kommunikatörer", "Chefredaktörer", None])
    def test_only_for_coordinators(self, group):
        client = browser(UserFactory(groups=[group] if group else []))
        ask = request()
        for address in (DESK, f"{DESK}{ask.key}/"):
            assert client.get(address).status_code == 302
        for act in ("assign", "decline"):
            client.post(f"{DESK}{ask.key}/{act}/", {"coach": coach().pk, "decline-note": "Nej."})
        ask.refresh_from_db()
        assert (ask.status, ask.coach) == ("new", None)
        home = client.get(reverse("wagtailadmin_home"))
        assert DESK not in home.content.decode()

    def test_the_menu_counts_what_waits(self, client):
        request()
        request()
        request(status="assigned", coach=coach())
        assert "Coachbordet (2)" in client.get(reverse("wagtailadmin_home")).content.decode()

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("new", {"ny", "gammal", "utan coach"}),
            ("assigned", {"frågad"}),
            ("late", {"gammal"}),
            ("running", {"bokad", "utan coach"}),
            ("all", {"ny", "gammal", "frågad", "bokad", "klar", "utan coach"}),
            ("nonsense", {"ny", "gammal", "utan coach"}),
        ],
    )
    def test_lists(self, client, name, expected):
        CoachRequest.objects.all().delete()
        request(challenge="ny")
        request(challenge="gammal", created_at=timezone.now() - timezone.timedelta(days=14))
        request(challenge="frågad", status="assigned", coach=coach())
        request(challenge="bokad", status="booked", coach=coach())
        request(challenge="klar", status="closed", coach=coach())
        request(challenge="utan coach", status="booked")  # the coach was deleted
        rows = client.get(DESK, {"list": name}).context["rows"]
        assert {row.ask.challenge for row in rows} == expected

    def test_filters(self, client):
        staff = Department.objects.get(code="staff", locale=source())
        helper = coach()
        request(challenge="Snöröjning på cykelbanor", department=staff, status="assigned", coach=helper)
        request(challenge="Annat")
        for query in ({"q": "snö"}, {"coach": helper.pk}, {"department": "staff"}):
            rows = client.get(DESK, {"list": "all", **query}).context["rows"]
            assert [row.ask.challenge for row in rows] == ["Snöröjning på cykelbanor"], query
        for query in ({"coach": "x"}, {"offer": "x"}, {"page": "x"}, {"q": "\x00"}):
            assert client.get(DESK, {"list": "all", **query}).status_code == 200, query

    def test_assigned_with_one_click(self, client):
        ask, helper = request(), coach(UserFactory(), name="Zelda")
        CoachRequest.objects.filter(pk=ask.pk).update(wished_coach=helper)
        page = client.get(DESK).content.decode()
        assert "Fråga Zelda" in page
        response = client.post(f"{DESK}{ask.key}/assign/", {"coach": helper.pk}, follow=True)
        ask.refresh_from_db()
        assert (ask.status, ask.coach) == ("assigned", helper)
        assert "Zelda är tillfrågad" in response.content.decode()

    @pytest.mark.parametrize("chosen", ["", "x", "0", "9" * 30, "\x00"])
    def test_nobody_chosen(self, client, chosen):
        ask = request()
        response = client.post(f"{DESK}{ask.key}/assign/", {"coach": chosen})
        assert response.status_code == 409
        assert "Välj en coach." in response.content.decode()

    def test_one_without_room(self, client):
        ask, helper = request(), coach(name="Zelda", capacity=0)
        response = client.post(f"{DESK}{ask.key}/assign/", {"coach": helper.pk})
        assert response.status_code == 409
        assert "Zelda har inte tid just nu." in response.content.decode()
        client.post(f"{DESK}{ask.key}/assign/", {"coach": helper.pk, "despite_capacity": "1"})
        ask.refresh_from_db()
        assert ask.coach == helper

    def test_declined_with_why(self, client):
        ask = request()
        assert client.post(f"{DESK}{ask.key}/decline/", {"decline-note": ""}).status_code == 422
        client.post(f"{DESK}{ask.key}/decline/", {"decline-note": "Prata med HR."})
        ask.refresh_from_db()
        assert ask.status == "declined"
        assert "Prata med HR." in Mail.objects.get(user=ask.requester).text

    def test_nothing_there(self, client):
        address = f"{DESK}00000000-0000-0000-0000-000000000000/"
        assert client.get(address, follow=True).status_code == 404
        assert client.post(f"{address}assign/", {"coach": coach().pk}, follow=True).status_code == 404

    def test_another_language_is_not_offered(self, client):
        ask, helper = request(), coach(name="Zelda")
        english = helper.copy_for_translation(type(source()).objects.get(language_code="en"))
        english.save()
        assert client.post(f"{DESK}{ask.key}/assign/", {"coach": english.pk}).status_code == 409

    def test_in_english(self):
        """Terms, coaches and pages are called what readers of English call them."""
        boss = coordinator()
        UserProfile.objects.create(user=boss, preferred_language="en")
        client = browser(boss)
        english = Locale.objects.get(language_code="en")
        page = MethodPage.objects.live().filter(locale=english).first()
        swedish = page.get_translation(source())
        assert page.title != swedish.title
        helper = coach(name="Tjänstedesignern")
        helper.methods = [swedish]
        helper.save()
        copy = helper.copy_for_translation(english)
        copy.name = "The service designer"
        copy.save()
        staff = Department.objects.get(code="staff", locale=source())
        ask = request(page=swedish, department=staff, wished_coach=helper)
        situation = ask.situation.get_translation(english)
        wanted = [staff.get_translation(english).name, "Assign to The service designer", f"knows {page.title}"]
        for address, words in (
            (DESK, [*wanted, "Wishes for: The service designer"]),
            (f"{DESK}{ask.key}/", [*wanted, f'<a href="{page.url}">{page.title}</a>', f"<dd>{situation.name}</dd>"]),
        ):
            html = client.get(address).content.decode()
            for word in words:
                assert word in html, (address, word)
            assert "Tjänstedesignern" not in html
            assert swedish.title not in html
        html = client.post(f"{DESK}{ask.key}/assign/", {"coach": helper.pk}, follow=True).content.decode()
        assert "The service designer has been asked" in html
        assert "Coach: The service designer" in client.get(DESK, {"list": "assigned"}).content.decode()

    def test_queries_do_not_grow(self, client):
        def count() -> int:
            client.get(DESK)
            with CaptureQueriesContext(connection) as queries:
                page = client.get(DESK).content.decode()
            assert re.search("coach-desk__rows", page)
            return len(queries)

        request(page=method())
        few = count()
        for _number in range(15):
            coach()
            request(page=method())
        assert count() == few


class TestReminders:
    """Coordinators after two and three working days, coaches of what they have had since before today."""

    def told(self) -> list[tuple[str, str]]:
        return sorted((mail.key.split(":")[4], mail.user.username) for mail in Mail.objects.select_related("user"))

    @pytest.mark.parametrize(
        ("day", "expected"), [(MONDAY, []), (TUESDAY, []), (WEDNESDAY, ["2"]), (THURSDAY, ["3"]), (FRIDAY, ["3"])]
    )
    def test_what_has_no_coach(self, day, expected):
        boss = coordinator()
        asked(MONDAY)
        remind(day)
        assert self.told() == [(number, boss.username) for number in expected]

    def test_on_from_day_to_day(self):
        boss = coordinator()
        asked(MONDAY)
        assert [remind(day) for day in (TUESDAY, WEDNESDAY, WEDNESDAY, THURSDAY, FRIDAY)] == [0, 1, 0, 1, 0]
        assert self.told() == [("2", boss.username), ("3", boss.username)]

    def test_the_weekend_does_not_count(self):
        coordinator()
        asked(FRIDAY)
        saturday = FRIDAY + timezone.timedelta(days=1)
        assert [remind(saturday + timezone.timedelta(days=number)) for number in range(4)] == [0, 0, 0, 1]

    def test_the_coach_of_what_is_assigned(self):
        boss, helper = coordinator(), coach(UserFactory())
        asked(MONDAY, status="assigned", coach=helper)
        remind(WEDNESDAY)
        assert self.told() == [("2", helper.user.username)]
        remind(THURSDAY)
        assert self.told() == sorted([("2", helper.user.username), ("3", helper.user.username), ("3", boss.username)])

    def test_not_on_the_day_it_was_assigned(self):
        helper = coach(UserFactory())
        ask = asked(MONDAY, status="assigned", coach=helper)
        moment = timezone.make_aware(timezone.datetime(2026, 11, 25, 8))
        CoachRequestEvent.objects.filter(request=ask, act="assign").update(at=moment)
        remind(WEDNESDAY)
        assert self.told() == []

    @pytest.mark.parametrize("status", ["accepted", "booked", "running", "closed", "declined", "withdrawn"])
    def test_nothing_about_what_was_answered(self, status):
        coordinator()
        asked(MONDAY, status=status, coach=coach(UserFactory()))
        assert remind(FRIDAY) == 0

    def test_the_command_is_safe_to_run_twice(self, capsys):
        coordinator()
        request(created_at=timezone.now() - timezone.timedelta(days=20))
        call_command("remind_coaches")
        call_command("remind_coaches")
        assert capsys.readouterr().out.split("\n")[:2] == ["Reminders written: 1.", "Reminders written: 0."]
        assert Mail.objects.get().subject.startswith("Försenat sedan"), "the last day has passed"
