"""Coach support as readers meet it: the list, a coach's page, the form, the request's page and the lists."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from learning.models import Coach, CoachIndexPage, CoachRequest, CoursePage
from methodbank.models import MethodPage, Situation
from portal.models import Mail
from tests.factories import UserFactory, method, source, story
from tests.learning.coach_factories import CHALLENGE, browser, coach, coordinator, form, later, request

pytestmark = pytest.mark.django_db

BUDGET = 8  # queries of a page that was seen before
ASK = "/sv/coaching/ask/"


def text(response) -> str:
    """What stands in the page, without spaces that do not matter."""
    return re.sub(r"\s+", " ", response.content.decode())


def main(response) -> str:
    return text(response).partition("<main")[2].partition("</main>")[0]


def index(language: str = "sv") -> CoachIndexPage:
    return CoachIndexPage.objects.get(locale__language_code=language)


def warm(client, url: str) -> list[str]:
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in queries.captured_queries]


class TestTheList:
    def names(self, client, query: str = "", language: str = "sv") -> list[str]:
        page = client.get(f"{index(language).url}?{query}")
        assert page.status_code == 200
        return re.findall(r'class="card__title"><a [^>]*>([^<]+)<', page.content.decode())

    def test_everyone_with_room_first(self, client):
        coach(name="Aa utan tid", capacity=0)
        coach(name="Bb senare", available_from=timezone.localdate() + timezone.timedelta(days=9))
        names = self.names(client)
        assert names[-2:] == ["Aa utan tid", "Bb senare"]
        assert len(names) == Coach.objects.filter(locale=source()).count()
        assert self.names(client, "sort=title")[0] == "Aa utan tid"

    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_each_filter(self, client, language):
        one = coach(
            name="Zelda",
            languages=["fi"],
            settings=["remote"],
            offers=["follow-team"],
            situations=Situation.objects.filter(code="learn", locale=source()),
        )
        known = MethodPage.objects.filter(locale=source()).first()
        one.methods = [known]
        one.save()
        everyone = self.names(client, language=language)
        for query in (
            "lang=fi",
            f"method={known.translation_key}&offer=follow-team&setting=remote&lang=fi",
            "situation=learn&lang=fi",
            "room=now&lang=fi",
        ):
            assert self.names(client, query, language) == ["Zelda"], query
        assert 1 < len(self.names(client, "setting=remote", language)) <= len(everyone)

    def test_nothing_fits(self, client):
        coach(name="Zelda", languages=["fi"], offers=["follow-team"])
        page = main(client.get(f"{index().url}?lang=fi&offer=sounding-board"))
        assert "Inget passar alla dina filter" in page
        assert "Utan “Språk: Finska”" in page

    def test_unknown_values_are_named(self, client):
        assert "trollkarl" in main(client.get(f"{index().url}?offer=trollkarl"))

    def test_the_list_does_not_grow(self, employee):
        few = warm(employee, index().url)
        for _number in range(30):
            coach()
        many = warm(employee, index().url)
        assert len(many) == len(few) <= BUDGET, "\n".join(many)

    def test_a_method_that_not_everybody_reads_is_not_named(self, client):
        secret = method(title="Hemlig metod", slug="hemlig-metod")
        one = coach()
        one.methods = [secret]
        one.save()
        assert "Hemlig metod" in text(client.get(index().url))
        PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
        assert "Hemlig metod" not in text(client.get(index().url))


class TestACoach:
    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_in_each_language(self, client, language):
        someone = Coach.objects.filter(locale__language_code=language).exclude(methods=None).first()
        with translation.override(language):
            page = client.get(someone.get_absolute_url())
        assert page.status_code == 200
        assert f"<h1>{someone.name}</h1>" in text(page)
        source_copy = Coach.objects.get(translation_key=someone.translation_key, locale=source())
        assert len(page.context["methods"]) == source_copy.methods.live().count()
        assert f"coach={someone.translation_key}" in text(page)

    def test_the_courses_they_help_with(self, client):
        course = CoursePage.objects.live().filter(locale=source()).exclude(coaches=None).first()
        someone = course.coaches.first()
        assert course.title in main(client.get(someone.search_address("sv")))

    def test_without_room_one_asks_for_another(self, client):
        day = timezone.localdate() + timezone.timedelta(days=20)
        page = main(client.get(coach(available_from=day).search_address("sv")))
        assert "Tid från" in page
        assert "Be om en annan coach" in page
        assert "coach=" not in page

    def test_nobody(self, client):
        assert client.get(f"/sv/coaching/coaches/{uuid.uuid4()}/").status_code == 404
        assert client.get("/sv/coaching/coaches/nobody/").status_code == 404

    def test_as_closed_as_the_list(self, client, employee):
        someone = coach()
        for page in CoachIndexPage.objects.all():
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        address = someone.search_address("sv")
        assert client.get(address).status_code == 302
        assert employee.get(address).status_code == 200

    def test_without_a_list_only_the_signed_in(self, client, employee):
        someone = coach()
        for page in CoachIndexPage.objects.all():
            page.unpublish()
        assert client.get(someone.search_address("sv")).status_code == 302
        assert employee.get(someone.search_address("sv")).status_code == 200

    def test_queries(self, employee):
        someone = Coach.objects.filter(locale=source()).exclude(methods=None).first()
        queries = warm(employee, someone.search_address("sv"))
        assert len(queries) <= BUDGET, "\n".join(queries)

    def test_only_looked_at(self, employee):
        assert employee.post(coach().search_address("sv")).status_code == 405


class TestLinks:
    """Methods, stories and search lead to coaches and to the form."""

    def test_a_method_links_its_coaches_and_asks(self, client):
        page = method(title="Zebrametod", slug="zebrametod")
        someone = coach(name="Zelda")
        someone.methods = [page]
        someone.save()
        shown = main(client.get(page.url))
        assert f'<a href="{someone.search_address("sv")}">Zelda</a>' in shown
        assert f"{ASK}?page={page.pk}" in shown

    def test_a_story_asks(self, client):
        page = story()
        assert f"{ASK}?page={page.pk}" in main(client.get(page.url))

    def test_search_leads_to_the_coach(self, client):
        someone = Coach.objects.filter(locale=source()).first()
        page = text(client.get("/sv/search/", {"q": someone.name}))
        assert f'href="{someone.search_address("sv")}"' in page


class TestTheForm:
    def test_one_signs_in_first(self, client):
        response = client.get(f"{ASK}?page=7")
        assert response.status_code == 302
        assert response["Location"].startswith("/login/?next=")

    def test_filled_in_from_a_method(self, employee):
        situation = Situation.objects.get(code="learn", locale=source())
        page = method(title="Zebrametod", slug="zebrametod")
        page.situations = [situation]
        page.save_revision().publish()
        someone = coach(name="Zelda")
        someone.methods = [page]
        someone.save()
        shown = employee.get(f"{ASK}?page={page.pk}")
        assert "Zebrametod" in main(shown)
        fields = shown.context["form"]
        assert fields["page"].value() == page.pk
        assert fields["situation"].value() == "learn"
        groups = dict(fields.fields["wished"].choices)
        assert str(someone.translation_key) in dict(groups["Kan det du läste om"])

    def test_filled_in_from_a_course_and_a_story(self, employee):
        for page in (CoursePage.objects.live().first(), story()):
            assert page.title in main(employee.get(f"{ASK}?page={page.pk}"))

    def test_filled_in_from_a_coach(self, employee):
        someone = coach()
        shown = employee.get(f"{ASK}?coach={someone.translation_key}")
        assert f'value="{someone.translation_key}" selected' in text(shown)

    def test_a_coach_without_room_is_not_offered(self, employee):
        someone = coach(name="Zelda", capacity=0)
        shown = employee.get(f"{ASK}?coach={someone.translation_key}")
        assert "Zelda har inte tid just nu" in main(shown)
        assert f'value="{someone.translation_key}"' not in text(shown)

    def test_a_coach_whose_account_is_switched_off_is_not_offered(self, employee):
        helper = coach(UserFactory(), name="Zelda")
        address = f"{ASK}?coach={helper.translation_key}"
        assert ">Zelda. Stöd" in main(employee.get(address))
        type(helper.user).objects.filter(pk=helper.user.pk).update(is_active=False)
        assert ">Zelda. Stöd" not in main(employee.get(address))

    @pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=9" * 9, "page=%00", "coach=x", "coach=%00"])
    def test_nonsense_is_left_out(self, employee, query):
        shown = employee.get(f"{ASK}?{query}")
        assert shown.status_code == 200
        assert shown.context["asked_page"] is None

    def test_a_page_that_the_person_may_not_see_is_left_out(self, employee):
        page = method(title="Hemlig metod", slug="hemlig-metod")
        draft = method(title="Utkast", slug="utkast", live=False)
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        restriction.groups.clear()
        for hidden in (page, draft):
            assert hidden.title not in text(employee.get(f"{ASK}?page={hidden.pk}"))
            employee.post(ASK, form(page=hidden.pk, token=str(uuid.uuid4())))
        assert [ask.page for ask in CoachRequest.objects.all()] == [None, None]

    def test_sent(self, employee, user):
        someone, page = coach(), method()
        day = timezone.localdate() + timezone.timedelta(days=5)
        sent = form(
            page=page.pk,
            challenge=f"  {CHALLENGE}\r\nEn rad till.  ",
            situation="learn",
            wished=str(someone.translation_key),
            setting="remote",
            working_language="en",
            participants="12",
            period_from=day.isoformat(),
            period_to=day.isoformat(),
            department="staff",
        )
        response = employee.post(ASK, sent)
        ask = CoachRequest.objects.get()
        assert response["Location"] == f"/sv/coaching/requests/{ask.key}/"
        assert ask.challenge == f"{CHALLENGE}\nEn rad till."
        assert (ask.requester, ask.status, ask.page_id, ask.wished_coach) == (user, "new", page.pk, someone)
        assert (ask.setting, ask.working_language, ask.participants) == ("remote", "en", 12)
        assert (ask.period_from, ask.period_to, ask.language) == (day, day, "sv")
        assert (ask.situation.code, ask.department.code) == ("learn", "staff")
        assert [event.act for event in ask.events.all()] == ["ask"]

    def test_in_english_from_an_english_page(self, employee):
        page = MethodPage.objects.live().filter(locale__language_code="en").first()
        employee.post("/en/coaching/ask/", form(page=page.pk, situation="learn"))
        ask = CoachRequest.objects.get()
        assert (ask.language, ask.situation.locale) == ("en", source())
        assert Mail.objects.get(user=ask.requester).subject == "We have your request for a coach"

    def test_sent_twice_is_one(self, employee, user):
        sent = form()
        first, second = employee.post(ASK, sent), employee.post(ASK, sent)
        assert first["Location"] == second["Location"]
        assert CoachRequest.objects.get().challenge == CHALLENGE
        assert Mail.objects.filter(user=user).count() == 1

    @pytest.mark.parametrize("other", [{"challenge": "Något annat."}, {"situation": "learn"}, {"participants": "7"}])
    def test_sent_again_with_other_words_nothing_is_lost(self, employee, other):
        sent = form()
        employee.post(ASK, sent)
        answer = employee.post(ASK, {**sent, **other})
        assert answer.status_code == 409
        page = main(answer)
        assert "Formuläret har redan blivit en förfrågan." in page
        assert CoachRequest.objects.count() == 1
        fresh = re.search(r'name="token" value="([^"]+)"', page)[1]
        assert fresh != sent["token"]
        for value in other.values():
            assert value in page
        assert employee.post(ASK, {**sent, **other, "token": fresh}).status_code == 302
        assert CoachRequest.objects.count() == 2

    def test_anothers_token_is_no_key_to_theirs(self, employee):
        sent = form()
        employee.post(ASK, sent)
        other = browser(UserFactory())
        assert other.get(other.post(ASK, sent)["Location"]).status_code == 200
        assert CoachRequest.objects.count() == 2

    @pytest.mark.parametrize("token", ["", "x", "\x00", "1" * 400])
    def test_a_spoilt_token_costs_nothing(self, employee, token):
        assert employee.post(ASK, form(token=token)).status_code == 302

    yesterday = timezone.timedelta(days=-1)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"challenge": ""}, "challenge"),
            ({"challenge": "  \n "}, "challenge"),
            ({"challenge": "å" * 601}, "challenge"),
            ({"challenge": "a\x00b"}, "challenge"),
            ({"offer": ""}, "offer"),
            ({"offer": "everything"}, "offer"),
            ({"situation": "x"}, "situation"),
            ({"wished": str(uuid.uuid4())}, "wished"),
            ({"setting": "moon"}, "setting"),
            ({"working_language": ""}, "working_language"),
            ({"participants": "0"}, "participants"),
            ({"participants": "10001"}, "participants"),
            ({"participants": "många"}, "participants"),
            ({"period_from": "2026-02-30"}, "period_from"),
            ({"period_from": "2020-01-01"}, "period_from"),
            ({"period_to": "2020-01-01"}, "period_to"),
            ({"period_from": "2100-01-02", "period_to": "2100-01-01"}, "period_to"),
            ({"department": "x"}, "department"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(self, employee, given, field):
        response = employee.post(ASK, form(**{"challenge": CHALLENGE, "participants": "7", **given}))
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        page = main(response)
        assert f'href="#id_{field}"' in page
        assert 'role="alert"' in page
        if field != "challenge":
            assert CHALLENGE in page
        assert not CoachRequest.objects.exists()

    def test_600_characters_fit_whatever_the_line_breaks(self, employee):
        assert employee.post(ASK, form(challenge="å\r\n" * 299 + "åå")).status_code == 302
        assert len(CoachRequest.objects.get().challenge) == 600

    def test_a_coach_who_was_filled_up_meanwhile(self, employee):
        someone = coach(capacity=1)
        request(status="booked", coach=someone)
        response = employee.post(ASK, form(wished=str(someone.translation_key)))
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["wished"])

    def test_csrf(self, user):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        assert client.post(ASK, form()).status_code == 403

    def test_queries(self, employee):
        page = MethodPage.objects.live().filter(locale=source()).first()
        queries = warm(employee, f"{ASK}?page={page.pk}")
        assert len(queries) <= BUDGET + 1, "\n".join(queries)


class TestTheRequest:
    @pytest.fixture
    def helper(self):
        return coach(UserFactory(first_name="Hjälpa", last_name="Gärna"))

    def address(self, ask, act: str = "", language: str = "sv") -> str:
        with translation.override(language):
            return reverse("coach_act", args=[ask.key, act]) if act else ask.get_absolute_url()

    def test_who_sees_it(self, helper):
        ask = request(status="assigned", coach=helper)
        for person in (ask.requester, helper.user, coordinator()):
            assert browser(person).get(self.address(ask)).status_code == 200
        others = [UserFactory(), coach(UserFactory()).user, UserFactory(groups=["Chefredaktörer"])]
        for person in others:
            assert browser(person).get(self.address(ask)).status_code == 404
            for act in ("accept", "hand_back", "book", "start", "close", "rate", "withdraw"):
                assert browser(person).post(self.address(ask, act), {}).status_code == 404, act
        assert Client().get(self.address(ask)).status_code == 302
        assert Client().post(self.address(ask, "withdraw")).status_code == 302
        assert browser(ask.requester).get(f"/sv/coaching/requests/{uuid.uuid4()}/").status_code == 404

    def test_from_beginning_to_end(self, helper):
        boss = browser(coordinator())
        ask = request()
        asker, helping = browser(ask.requester), browser(helper.user)
        assert "Väntar på en coach" in main(asker.get(self.address(ask)))
        assert helping.get(self.address(ask)).status_code == 404
        boss.post(reverse("coach_desk:assign", args=[ask.key]), {"coach": helper.pk})
        assert "Coach tillfrågad" in main(asker.get(self.address(ask)))
        helping.post(self.address(ask, "accept"), {"accept-note": "Jag ringer i morgon."})
        page = main(asker.get(self.address(ask)))
        assert "Jag ringer i morgon." in page
        assert "Första svar inom tre arbetsdagar" in page
        helping.post(self.address(ask, "book"), {"book-meeting_at": later().strftime("%Y-%m-%dT%H:%M")})
        helping.post(self.address(ask, "start"), {})
        english = MethodPage.objects.live().filter(locale__language_code="en").first()
        known = english.get_translation(source())
        closing = {
            "close-note": "Det gick bra.",
            "close-methods": [str(known.translation_key)],
            "close-with_story": "on",
        }
        helping.post(self.address(ask, "close"), closing)
        page = main(asker.get(self.address(ask)))
        assert "Det gick bra." in page
        for person, address in (
            (asker, self.address(ask)),
            (helping, self.address(ask)),
            (boss, reverse("coach_desk:request", args=[ask.key])),
        ):
            assert f'<a href="{known.url}">{known.title}</a>' in text(person.get(address))
        assert f">{english.title}</a>" in main(asker.get(self.address(ask, language="en")))
        assert "Ett utkast till en berättelse är påbörjat" in page
        assert "/admin/" not in page
        asker.post(self.address(ask, "rate"), {"rate-usefulness": "5", "rate-note": "Tack!"})
        ask.refresh_from_db()
        assert (ask.status, ask.usefulness, list(ask.methods_used.all())) == ("closed", 5, [known])
        assert "Tack!" in main(helping.get(self.address(ask)))

    def test_only_an_editor_is_led_to_the_draft(self, helper):
        ask = request(status="running", coach=helper)
        browser(helper.user).post(self.address(ask, "close"), {"close-with_story": "on"})
        assert "/admin/pages/" not in main(browser(helper.user).get(self.address(ask)))
        editor = coordinator()
        editor.groups.add(*UserFactory(groups=["Kommunikatörer"]).groups.all())
        ask.refresh_from_db()
        assert f"/admin/pages/{ask.story_id}/edit/" in main(browser(editor).get(self.address(ask)))

    def test_a_refusal_to_help_is_between_coach_and_coordinators(self, helper):
        ask = request(status="assigned", coach=helper)
        response = browser(helper.user).post(self.address(ask, "hand_back"), {"hand_back-note": "Vi är osams."})
        assert response["Location"] == "/sv/coaching/assignments/"
        assert "Vi är osams." not in text(browser(ask.requester).get(self.address(ask)))
        assert "Vi är osams." in text(browser(coordinator()).get(self.address(ask)))

    def test_what_cannot_be_done_is_said(self, helper):
        ask = request(status="running", coach=helper)
        response = browser(ask.requester).post(self.address(ask, "withdraw"), {})
        assert response.status_code == 409
        assert "Arbetet har redan börjat. Inget har ändrats." in main(response)

    def test_what_is_not_theirs_to_do(self, helper):
        ask = request(status="assigned", coach=helper)
        assert browser(ask.requester).post(self.address(ask, "accept"), {}).status_code == 403
        assert browser(helper.user).post(self.address(ask, "withdraw"), {}).status_code == 403
        assert browser(ask.requester).post(self.address(ask, "hand_back"), {}).status_code == 403
        assert browser(helper.user).post(self.address(ask, "assign"), {}).status_code == 404
        assert browser(helper.user).post(self.address(ask, "dance"), {}).status_code == 404

    def test_wrong_ways(self, helper):
        ask = request(status="assigned", coach=helper)
        client = browser(helper.user)
        assert client.get(self.address(ask, "accept")).status_code == 405
        assert client.post(self.address(ask)).status_code == 405

    @pytest.mark.parametrize(
        "moment",
        [
            "",
            "i morgon",
            "2020-01-01T10:00",
            "2027-03-28T02:30",  # the clock goes from 2 to 3
            "0001-01-01T00:00",
            "9999-12-31T23:59",
            "2027-02-30T10:00",
        ],
    )
    def test_times_that_cannot_be(self, helper, moment):
        ask = request(status="accepted", coach=helper)
        sent = {"book-meeting_at": moment, "book-note": "Plan 2."}
        response = browser(helper.user).post(self.address(ask, "book"), sent)
        assert response.status_code == 422
        assert "Plan 2." in main(response)
        ask.refresh_from_db()
        assert ask.status == "accepted"

    def test_the_night_of_the_clock_is_explained(self, helper):
        ask = request(status="accepted", coach=helper)
        response = browser(helper.user).post(self.address(ask, "book"), {"book-meeting_at": "2027-03-28T02:30"})
        assert "finns inte den 28 mars 2027" in main(response)

    def test_why_is_needed_to_hand_back(self, helper):
        ask = request(status="assigned", coach=helper)
        response = browser(helper.user).post(self.address(ask, "hand_back"), {"hand_back-note": " "})
        assert response.status_code == 422
        assert 'href="#id_hand_back-note"' in main(response)

    def test_late(self, helper):
        ask = request(created_at=timezone.now() - timezone.timedelta(days=14))
        assert "Försenat: svaret skulle ha kommit" in main(browser(ask.requester).get(self.address(ask)))

    def test_handed_back_after_a_yes_it_waits_again(self, helper):
        """A yes in time keeps no promise once it is taken back; what is late is so on the page and at the desk."""
        CoachRequest.objects.all().delete()
        boss = browser(coordinator())
        ask = request(status="assigned", coach=helper)
        browser(helper.user).post(self.address(ask, "accept"), {})
        assert "promise--kept" in main(browser(ask.requester).get(self.address(ask)))
        browser(helper.user).post(self.address(ask, "hand_back"), {"hand_back-note": "Jag hinner inte."})
        page = main(browser(ask.requester).get(self.address(ask)))
        assert "promise--open" in page
        assert "promise--kept" not in page
        assert boss.get(reverse("coach_desk:index"), {"list": "late"}).context["rows"] == []
        asked = timezone.now() - timezone.timedelta(days=14)
        CoachRequest.objects.filter(pk=ask.pk).update(created_at=asked, answered_at=asked)
        page = main(browser(ask.requester).get(self.address(ask)))
        assert "promise--late" in page
        rows = boss.get(reverse("coach_desk:index"), {"list": "late"}).context["rows"]
        assert [(row.ask.pk, row.badge.kind) for row in rows] == [(ask.pk, "late")]

    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_in_both_languages(self, helper, language):
        ask = request(status="booked", coach=helper, meeting_at=later())
        page = main(browser(ask.requester).get(self.address(ask, language=language)))
        assert ("Det här händer nu" if language == "sv" else "What happens next") in page

    @pytest.mark.parametrize("status", ["new", "assigned", "booked", "closed"])
    def test_queries(self, helper, status):
        ask = request(status=status, coach=None if status == "new" else helper, meeting_at=later())
        for person in (ask.requester, coordinator()):
            queries = warm(browser(person), self.address(ask))
            assert len(queries) <= BUDGET, "\n".join(queries)


class TestTheLists:
    def test_ones_own_requests(self, employee, user):
        request(user, challenge="Min fråga")
        request(challenge="Någon annans fråga")
        page = text(employee.get("/sv/coaching/requests/"))
        assert "Min fråga" in page
        assert "Någon annans fråga" not in page
        assert "/sv/coaching/assignments/" not in page

    def test_nothing_yet(self, employee):
        assert "Du har inte bett om en coach än" in text(employee.get("/sv/coaching/requests/"))

    def test_a_coachs_assignments(self):
        helper = coach(UserFactory())
        for status in ("assigned", "accepted", "booked", "running", "closed"):
            request(status=status, coach=helper, challenge=f"Fråga {status}", meeting_at=later())
        request(status="assigned", coach=coach(UserFactory()), challenge="Någon annans")
        page = text(browser(helper.user).get("/sv/coaching/assignments/"))
        headings = ["Svara ja eller nej", "Bestäm en tid", "Möten", "Pågår", "Klar"]
        assert all(heading in page for heading in headings)
        assert "Någon annans" not in page

    def test_nobody_else_has_such_a_list(self, employee):
        assert employee.get("/sv/coaching/assignments/").status_code == 404
        assert Client().get("/sv/coaching/assignments/").status_code == 302

    def test_queries(self):
        helper = coach(UserFactory(), capacity=50)
        client = browser(helper.user)
        for address in ("/sv/coaching/assignments/", "/sv/coaching/requests/"):
            few = len(warm(client, address))
            for _number in range(10):
                request(helper.user, status="assigned", coach=helper)
            assert len(warm(client, address)) == few <= BUDGET
