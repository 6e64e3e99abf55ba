"""Coach support as the people in it meet it: from a method's page to a rating; and every page by axe."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import findings


def test_from_a_method_to_a_rating(open_page):
    edda = open_page("edda")
    edda.goto("/sv/metoder/pappersprototyp/")
    edda.click("text=Fråga en coach")
    assert edda.locator(".asked-from").inner_text().endswith("Pappersprototyp")
    edda.click("text=Skicka förfrågan")
    expect(edda.locator("[role=alert]")).to_be_visible()
    edda.wait_for_load_state()
    assert edda.evaluate("document.activeElement.getAttribute('role')") == "alert"
    edda.fill("#id_challenge", "Vi vet inte om blanketten går att förstå.")
    assert edda.locator(".field__count").first.inner_text() == "559 tecken kvar"
    edda.check("input[name=offer][value=plan-workshop]")
    wished = edda.locator("#id_wished option", has_text="Tjänstedesigner").get_attribute("value")
    edda.select_option("#id_wished", wished)
    edda.dblclick("text=Skicka förfrågan")
    edda.wait_for_url("**/coaching/requests/*/")
    expect(edda.locator("h1")).to_have_text("Väntar på en coach")
    address = edda.url
    edda.goto("/sv/coaching/requests/")
    assert edda.locator(".request-list > li").count() == 1, "a double click is one request"

    gro = open_page("gro")
    gro.goto("/admin/")
    gro.click("text=Coachbordet (1)")
    expect(gro.locator(".coach-desk__best")).to_contain_text("kan Pappersprototyp")
    gro.click("text=Fråga Tjänstedesigner")
    expect(gro.locator("main")).to_contain_text("Ingen väntar")

    frej = open_page("frej", viewport={"width": 390, "height": 800})
    frej.goto("/sv/coaching/assignments/")
    frej.click("text=Edda: Hjälp att planera en workshop")
    quote, act = (frej.locator(part).bounding_box() for part in (".challenge", "#act-accept"))
    assert act["y"] - quote["y"] - quote["height"] >= 16  # they do not touch
    frej.fill("#id_accept-note", "Jag ringer dig på fredag.")
    frej.click("button:has-text('Svara ja')")
    expect(frej.locator("h1")).to_have_text("Coachen har sagt ja")
    day = datetime.now() + timedelta(days=5)
    frej.fill("#id_book-meeting_at", day.strftime("%Y-%m-%dT13:00"))
    frej.click("button:has-text('Boka ett möte')")
    expect(frej.locator("h1")).to_have_text("Möte bokat")

    edda.goto(address)
    expect(edda.locator(".coach-facts")).to_contain_text("13:00")
    expect(edda.locator(".log")).to_contain_text("Jag ringer dig på fredag.")
    expect(edda.locator(".promise")).to_have_text("Första svar inom tre arbetsdagar")

    frej.click("summary:has-text('Avsluta förfrågan')")
    frej.check("text=Pappersprototyp")
    frej.fill("#id_close-note", "Tre av fem fastnade på samma ruta.")
    frej.check("#id_close-with_story")
    frej.click("button:has-text('Avsluta förfrågan')")
    expect(frej.locator("h1")).to_have_text("Avslutad")

    edda.goto(address)
    expect(edda.locator("main")).to_contain_text("Tre av fem fastnade på samma ruta.")
    edda.check("input[name=rate-usefulness][value='5']")
    edda.click("button:has-text('Sätt betyg på hjälpen')")
    expect(edda.locator(".coach-facts")).to_contain_text("5 av 5")


def test_without_javascript(open_page):
    edda = open_page("edda", java_script_enabled=False)
    edda.goto("/sv/coaching/ask/")
    assert edda.locator(".field__count").inner_text() == "Högst 600 tecken."
    edda.fill("#id_challenge", "å" * 601)
    edda.check("input[name=offer][value=facilitate]")
    edda.click("text=Skicka förfrågan")
    expect(edda.locator("[role=alert]")).to_contain_text("1 tecken för mycket")
    edda.fill("#id_challenge", "Vi kommer inte loss.")
    edda.click("text=Skicka förfrågan")
    edda.click("summary:has-text('Ta tillbaka')")
    edda.click("button:has-text('Ta tillbaka')")
    expect(edda.locator("h1")).to_have_text("Återtagen")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing(open_page, language, scheme):
    index = {"sv": "/sv/coachstod/", "en": "/en/coach-support/"}[language]
    found = {}

    def look(page, *paths: str) -> None:
        for path in paths:
            page.goto(path)
            page.evaluate("document.querySelectorAll('main details').forEach(item => { item.open = true; })")
            # Beside Wagtail's user bar, which those who may use the admin have, the skip link is no longer first.
            if lines := [line for line in findings(page) if not line.startswith("region: ['.skip-link']")]:
                found[path] = lines

    edda = open_page("edda", color_scheme=scheme)
    edda.goto(index)
    coach = edda.get_attribute(".coach-card a", "href")
    look(edda, index, f"{index}?lang=fi&offer=facilitate&room=later", coach, f"/{language}/coaching/ask/")
    edda.click("main button[type=submit]")
    expect(edda.locator("[role=alert]")).to_be_visible()
    edda.wait_for_load_state()
    if lines := findings(edda):
        found["errors"] = lines
    edda.fill("#id_challenge", "Axe ser på.")
    edda.check("input[name=offer][value=facilitate]")
    edda.click("main button[type=submit]")
    edda.wait_for_url("**/coaching/requests/*/")
    request = edda.url
    look(edda, request, f"/{language}/coaching/requests/")
    gro = open_page("gro", color_scheme=scheme)
    look(gro, request)
    frej = open_page("frej", color_scheme=scheme)
    look(frej, f"/{language}/coaching/assignments/")
    assert found == {}


def test_axe_finds_nothing_at_the_desk(open_page):
    edda = open_page("edda")
    edda.goto("/sv/coaching/ask/")
    edda.fill("#id_challenge", "Axe ser på bordet.")
    edda.check("input[name=offer][value=facilitate]")
    edda.click("main button[type=submit]")
    gro = open_page("gro")
    gro.goto("/admin/coach-desk/")
    assert [line for line in findings(gro) if "coach-desk" in line or "desk-" in line] == []
    gro.click(".coach-desk__rows h2 a")
    gro.evaluate("document.querySelectorAll('main details').forEach(item => { item.open = true; })")
    assert [line for line in findings(gro) if "coach-desk" in line or "desk-" in line] == []


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_no_page_is_wider_than_the_screen(open_page, width):
    page = open_page("frej", viewport={"width": width, "height": 800})
    page.goto("/sv/coachstod/")
    coach = page.get_attribute(".coach-card a", "href")
    wide = {}
    for path in ("/sv/coachstod/", coach, "/sv/coaching/ask/", "/sv/coaching/requests/", "/sv/coaching/assignments/"):
        page.goto(path)
        if (actual := page.evaluate("document.documentElement.scrollWidth")) > width:
            wide[path] = actual
    assert wide == {}
