"""Readers say whether a page helped, tip about stories, and see, take along and delete their own data."""

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PAGE = "/sv/om-portalen/vision-2040/"
ENGLISH = "/en/about/vision-2040/"


def findings(page) -> list[str]:
    result = Axe().run(page)
    return [f"{item['id']}: {node['target']}" for item in result.response["violations"] for node in item["nodes"]]


def test_an_answer_is_taken_in_place(open_page):
    page = open_page()
    page.goto(PAGE)
    place = page.locator(".feedback--page")
    place.get_by_role("button", name="Nej").click()
    expect(place.get_by_role("status")).to_have_text(re.compile("Tack för ditt svar"))
    assert page.url.endswith(PAGE)
    place.get_by_label("Vad saknade du?").fill("Ett exempel från skolan.")
    place.get_by_role("button", name="Skicka").click()
    expect(place).to_contain_text("går till den som ansvarar för sidan")
    expect(place.get_by_role("status")).to_be_focused()
    assert page.url.endswith(PAGE)
    expect(place.get_by_role("button")).to_have_count(0)


def test_what_is_wrong_is_said_in_place(open_page):
    page = open_page()
    page.goto(PAGE)
    place = page.locator(".feedback--page")
    place.get_by_role("button", name="Ja").click()
    field = place.get_by_label("Saknade du något ändå?")
    field.fill("   ")
    place.get_by_role("button", name="Skicka").click()
    expect(place.get_by_role("alert")).to_contain_text("Skriv något innan du skickar.")
    expect(place.get_by_role("textbox")).to_be_focused()


def test_an_answer_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(PAGE)
    page.get_by_role("button", name="Nej").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad tycker du om sidan?")
    page.get_by_label("Vad saknade du?").fill("En mall.")
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator("main")).to_contain_text("går till den som ansvarar för sidan")
    page.locator("main").get_by_role("link").first.click()
    assert page.url.endswith(PAGE)


def test_the_question_is_not_on_paper(open_page):
    page = open_page()
    page.emulate_media(media="print")
    page.goto(PAGE)
    expect(page.locator(".feedback--page")).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_tip_becomes_a_draft(open_page, javascript):
    page = open_page("dag", java_script_enabled=javascript)
    page.goto("/sv/berattelser/")
    page.get_by_role("link", name="Tipsa om en berättelse").click()
    title = f"Stående möten {'med' if javascript else 'utan'} skript"
    page.get_by_label("Vad handlar det om?").fill(title)
    page.get_by_label("Vad var svårt?").fill("Mötena drog ut på tiden.")
    page.get_by_label("Vad gjorde ni?").fill("Vi tog bort stolarna.")
    page.get_by_role("button", name="Skicka tipset").click()
    expect(page.get_by_role("alert")).to_contain_text("Hur gick det?")
    expect(page.get_by_label("Vad var svårt?")).to_have_value("Mötena drog ut på tiden.")
    page.get_by_label("Inte som vi trodde").check()
    page.get_by_label("Vad blev det av det?").fill("Flera fick ont i ryggen.")
    page.get_by_label("Ni får kontakta mig om det här").check()
    page.get_by_role("button", name="Skicka tipset").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack för tipset")
    editor = open_page("anna")
    editor.goto("/admin/reports/story-tips/")
    row = editor.get_by_role("row").filter(has_text=title)
    expect(row).to_contain_text("dag@example.lulea.se")
    row.get_by_role("link", name=title).click()
    expect(editor.locator("#id_title")).to_have_value(title)
    page.goto("/sv/my-data/")
    expect(page.locator("#story_tips")).to_contain_text(title)


def test_ones_own_data_is_seen_and_taken_along(open_page):
    page = open_page("dag")
    page.goto("/sv/")
    page.locator("details.dropdown summary").click()
    page.locator(".dropdown__panel").get_by_role("link", name="Mina uppgifter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mina uppgifter")
    expect(page.locator("#account")).to_contain_text("dag@example.lulea.se")
    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ner allt (JSON)").click()
    path = Path(download.value.path())
    assert download.value.suggested_filename.startswith("mina-uppgifter-")
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["user"] == "dag"


def test_reflections_are_deleted_after_a_question(open_page):
    page = open_page("erik")
    page.goto("/sv/my-data/")
    own = page.locator("#reflections")
    expect(own).to_contain_text("Jag tänker bäst i skogen.")
    own.get_by_role("link", name="Radera").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Radera: Dina reflektioner")
    expect(page.locator("main")).to_contain_text("1 rad raderas")
    page.locator("main").get_by_role("button", name="Radera").click()
    expect(page.locator("main").get_by_role("status")).to_contain_text("Dina reflektioner: 1 är raderad.")
    expect(page.locator("main")).not_to_contain_text("Jag tänker bäst i skogen.")


def test_what_readers_say_reaches_the_editor(open_page):
    reader = open_page()
    reader.goto("/sv/ordlista/")
    reader.locator(".feedback--page").get_by_role("button", name="Nej").click()
    reader.get_by_label("Vad saknade du?").fill("Ordet nollmätning.")
    reader.get_by_role("button", name="Skicka").click()
    expect(reader.locator(".feedback--page")).to_contain_text("går till den som ansvarar")
    editor = open_page("anna")
    editor.goto("/admin/reports/feedback/?dealt=no&written=yes")
    row = editor.get_by_role("row").filter(has_text="Ordet nollmätning.")
    row.get_by_role("button", name="Åtgärdat").click()
    expect(editor.get_by_role("row").filter(has_text="Ordet nollmätning.")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, scheme):
    found = {}
    page = open_page("dag", color_scheme=scheme)
    for language, path in (("sv", PAGE), ("en", ENGLISH)):
        for address in (f"/{language}/my-data/", f"/{language}/story-tip/", f"/{language}/story-tip/thanks/"):
            page.goto(address)
            page.locator("details").evaluate_all("all => all.forEach((item) => { item.open = true })")
            found[address] = findings(page)
        page.goto(f"/{language}/story-tip/")
        page.get_by_role("main").get_by_role("button").click()
        expect(page.get_by_role("alert").first).to_be_visible()
        found[f"{language}: a tip with errors"] = findings(page)
        page.goto(f"/{language}/my-data/delete/mails/")
        found[f"{language}: deleting"] = findings(page)
        page.goto(path)
        found[path] = findings(page)
        page.locator(".feedback--page").get_by_role("button").last.click()
        expect(page.locator(".feedback__text")).to_be_visible()
        found[f"{language}: what was missing"] = findings(page)
    assert {place: lines for place, lines in found.items() if lines} == {}


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_no_page_is_wider_than_the_screen(open_page, width):
    page = open_page("dag", viewport={"width": width, "height": 800})
    wide = {}
    for path in ("/sv/my-data/", "/sv/story-tip/", "/sv/story-tip/thanks/", "/sv/my-data/delete/mails/", PAGE):
        page.goto(path)
        page.locator("details").evaluate_all("all => all.forEach((item) => { item.open = true })")
        actual = page.evaluate("document.documentElement.scrollWidth")
        if actual > width:
            wide[path] = actual
    assert wide == {}
