"""Signing up, waiting, being offered a seat and cancelling in a browser; axe in both languages, light and dark."""

import pytest
import vobject
from playwright.sync_api import expect

from tests.browser.occasions import APPROVAL, ASKED, OFFER, PAST, SEAT, SESSIONS, SINGLE, UIDS
from tests.browser.test_accessibility import findings

COURSE = {"sv": "/sv/utbildningar/intervjua-i-praktiken/", "en": "/en/courses/interviewing-in-practice/"}
APPROVED = "/sv/utbildningar/bli-innovationscoach/"


def occasion(page, place: str = SINGLE):
    """The occasion on the course's page."""
    return page.locator(".occasions .occasion").filter(has_text=place)


def address(place: str, language: str = "sv") -> str:
    """The page of an occasion."""
    return f"/{language}/occasions/{UIDS[place]}/"


def test_from_the_waiting_list_to_a_seat_and_out_again(open_page):
    fia, dag = open_page("fia"), open_page("dag", java_script_enabled=False)
    fia.goto(COURSE["sv"])
    occasion(fia).get_by_role("button", name="Anmäl dig").click()
    fia.get_by_text("Du är anmäld. Ett mejl med kalenderhändelsen är på väg.").wait_for()

    dag.goto(COURSE["sv"])
    expect(occasion(dag)).to_contain_text("Fullt. Du kan ställa dig på väntelistan")
    occasion(dag).get_by_role("button", name="Ställ dig på väntelistan").click()
    expect(dag.locator("main")).to_contain_text("Du har plats 1 på väntelistan")

    fia.goto(COURSE["sv"])
    occasion(fia).get_by_role("link", name="Avboka min plats").click()
    fia.get_by_role("button", name="Ja, avboka").click()
    fia.get_by_text("Du har avbokat. Platsen går till någon annan.").wait_for()

    dag.goto(COURSE["sv"])
    expect(occasion(dag)).to_contain_text("En plats hålls åt dig till")
    occasion(dag).get_by_role("link", name="Svara på erbjudandet").click()
    dag.get_by_role("button", name="Ja, jag tar platsen").click()
    expect(dag.locator("main")).to_contain_text("Platsen är din.")
    with dag.expect_download() as download:
        dag.get_by_role("link", name="Lägg i min kalender").click()
    (event,) = vobject.readOne(download.value.path().read_text()).vevent_list
    assert event.location.value == SINGLE
    assert event.status.value == "CONFIRMED"
    dag.fill("textarea[name=needs]", "Vegan")
    dag.get_by_role("button", name="Spara").click()
    expect(dag.locator("main")).to_contain_text("Sparat.")

    dag.get_by_role("link", name="Avboka min plats").click()
    dag.get_by_role("button", name="Ja, avboka").click()
    expect(dag.locator("main")).to_contain_text("Du har avbokat")
    dag.goto(COURSE["sv"])
    expect(occasion(dag)).to_contain_text("1 av 1 platser kvar")


def test_the_month_by_keyboard(open_page):
    page = open_page()
    page.goto("/sv/occasions/")
    heading = page.inner_text("#calendar-month")
    page.get_by_role("link", name="Nästa månad").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**month=**")
    expect(page.locator("#calendar-month")).not_to_have_text(heading)
    page.get_by_role("link", name="Den här månaden").click()
    page.wait_for_url("**month=**")
    expect(page.locator("#calendar-month")).to_have_text(heading)
    assert page.locator("table.month td[aria-current=date]").count() == 1


def test_a_leader_ticks_who_came(open_page):
    page = open_page("eva")
    page.goto("/admin/snippets/learning/courseoccasion/")
    page.get_by_role("link", name="Intervjua i praktiken").last.click()
    page.wait_for_selector("[name=sessions-0-place]")
    assert page.input_value("[name=sessions-0-place]") == PAST
    page.goto(f"{address(PAST)}participants/")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Spara närvaron").click()
    page.get_by_text("Sparat: 1 rad har ändrats.").wait_for()
    assert page.get_by_role("checkbox").is_checked()
    page.get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Spara närvaron").click()
    page.get_by_text("Sparat: 1 rad har ändrats.").wait_for()


def faults(page) -> list[str]:
    """What axe finds, but for one thing where Wagtail's user bar is, which those who edit have on every page.

    The first link of the page is then in the bar's shadow tree, where axe cannot tell that the skip link comes before
    it, and asks for a landmark around the skip link.
    """
    found = findings(page)
    if not page.locator("wagtail-userbar").count():
        return found
    return [line for line in found if not line.startswith("region: ['.skip-link'] ")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing(open_page, language, scheme):
    dag, eva = open_page("dag", color_scheme=scheme), open_page("eva", color_scheme=scheme)
    single, past = address(SINGLE, language), address(PAST, language)
    found = {}
    calendar = f"/{language}/occasions/"
    erik = open_page("erik", color_scheme=scheme)
    for page, path in [
        (erik, f"{address(SEAT, language)}cancel/"),
        (erik, f"{address(OFFER, language)}seat/"),
        (erik, address(APPROVAL, language)),
        (eva, f"{calendar}approvals/{ASKED}/"),
        (dag, COURSE[language]),
        (dag, single),
        (dag, f"{single}sign-up/"),
        (dag, calendar),
        (dag, f"{calendar}calendar-address/"),
        *((eva, f"{past}{name}") for name in ("", "participants/", "message/")),
        (eva, f"{single}call-off/"),
    ]:
        page.goto(path)
        if lines := faults(page):
            found[path] = lines
    # Forms with what is wrong with them.
    for path in (f"{past}message/", f"{single}call-off/"):
        eva.goto(path)
        eva.locator("main form button.button[type=submit]").first.click()
        eva.get_by_role("alert").wait_for()
        if lines := faults(eva):
            found[f"{path} with errors"] = lines
    eva.goto(f"{past}message/")
    eva.fill("[name=subject]", "Axe ser på")
    eva.fill("[name=text]", "Det här skickas inte.")
    eva.locator("main form button.button[type=submit]").first.click()
    eva.locator("main form input[name=subject][type=hidden]").wait_for(state="attached")
    eva.wait_for_load_state()
    if lines := faults(eva):
        found["a message to be sent"] = lines
    assert found == {}


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_nothing_is_wider_than_the_screen(open_page, width):
    size = {"width": width, "height": 800}
    dag, eva = open_page("dag", viewport=size), open_page("eva", viewport=size)
    single = address(SINGLE)
    erik = open_page("erik", viewport=size)
    wide = {}
    for page, path in [
        (erik, f"{address(SEAT)}cancel/"),
        (erik, f"{address(OFFER)}seat/"),
        (erik, address(APPROVAL)),
        (eva, f"/sv/occasions/approvals/{ASKED}/"),
        *((dag, path) for path in (COURSE["sv"], single, f"{single}sign-up/", "/sv/occasions/", "/sv/")),
        (dag, "/sv/occasions/calendar-address/"),
        (dag, APPROVED),
        *((eva, f"{single}{name}") for name in ("participants/", "message/", "call-off/")),
        (eva, f"{address(SESSIONS)}participants/"),
    ]:
        page.goto(path)
        actual = page.evaluate("document.documentElement.scrollWidth")
        if actual > width:
            wide[path] = actual
    assert wide == {}


def test_the_list_fits_a_paper(open_page):
    """On paper there is room to sign, and nothing to press."""
    page = open_page("eva")
    page.goto(f"{address(PAST)}participants/")
    page.emulate_media(media="print")
    assert page.get_by_role("columnheader", name="Underskrift").is_visible()
    assert not page.get_by_role("button", name="Spara närvaron").is_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
