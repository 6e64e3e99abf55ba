"""The reader's face: on a phone, by keyboard, with long words, light in weight and without a jump."""

import gzip
import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.test_accessibility import PLACES

STORY = "/sv/berattelser/scheman-som-medarbetarna-gor-sjalva/"  # in Swedish only
PACK = "/sv/metoder/apt-pa-45-minuter/"
PATHS = ["/sv/", *PLACES["sv"].values(), PACK, STORY]
LONG = "Verksamhetsutvecklingsorganisationenspersonuppgiftsbiträdesavtalsbilaga"
# Puts the word in every place that editors fill, opens what is folded, and names what the word stands out of.
STRETCH = """word => {
  const places = `h1, .side-navigation a, .card__title a, .choice > span:first-of-type, .facts dd, .breadcrumbs span,
    .main-menu a`;
  for (const place of document.querySelectorAll(places)) place.textContent = word;
  for (const part of document.querySelectorAll("main details, nav details")) part.open = true;
  const holders = document.querySelectorAll("h1, .side-navigation a, .card, .choice, .facts > div");
  const over = [...holders].filter(holder => holder.scrollWidth > holder.clientWidth + 1);
  return [document.documentElement.scrollWidth, over.map(holder => holder.className || holder.tagName)];
}"""
WATCH_FOR_SHIFTS = """
  window.moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { window.moved += entry.value; }))
    .observe({type: "layout-shift", buffered: true});
"""
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("width", [320, 1440])
def test_no_word_is_too_long_for_its_place(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    wide = {}
    for path in PATHS:
        page.goto(path)
        found = page.evaluate(STRETCH, LONG)
        if found != [width, []]:
            wide[path] = found
    assert wide == {}


def test_on_a_phone_the_filters_fold_and_say_what_waits_below(open_page):
    page = open_page(viewport=PHONE)
    page.goto("/sv/metoder/")
    box = page.locator(".filters__box")
    expect(box).not_to_have_attribute("open", "")
    box.locator("> summary").click()
    page.get_by_label("Högst 30 min").check()
    page.wait_for_url(re.compile("time=30"))
    hits = page.locator(".card").count()
    button = page.get_by_role("button", name=f"Visa {hits} träffar")
    expect(button).to_be_in_viewport()
    button.click()
    expect(box).not_to_have_attribute("open", "")
    expect(page.locator(".listing__count")).to_be_in_viewport()


def test_a_phone_too_is_told_that_a_page_is_missing_in_the_other_language(open_page):
    page = open_page(viewport=PHONE)
    page.goto(STORY)
    expect(page.locator(".languages__missing")).to_be_visible()


def test_a_page_in_another_language_says_which_in_the_readers_words(open_page):
    page = open_page()
    page.goto("/en/stories/")
    card = page.locator(".card[lang=sv]", has_text="Scheman som medarbetarna gör själva")
    expect(card.locator(".language-tag[lang=en]")).to_have_text("Language: Swedish")
    card.get_by_role("link").click()
    expect(page.locator("html")).to_have_attribute("lang", "sv")


def test_the_keyboard_finds_the_content_first_and_leaves_a_menu_with_escape(open_page):
    page = open_page("bo")
    page.goto("/sv/metoder/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    menu = page.locator("details.dropdown")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_pages_are_light_and_nothing_moves_or_complains(open_page):
    complaints, weight, moved = [], {}, {}
    for path in PATHS:
        page = open_page()  # a new reader, who has nothing in the browser's store
        page.add_init_script(WATCH_FOR_SHIFTS)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        loaded = []
        page.on("requestfinished", lambda request, loaded=loaded: loaded.append(request))
        page.goto(path)
        page.wait_for_load_state("networkidle")
        parts = [item for item in loaded if item.resource_type in {"document", "stylesheet", "script"}]
        # As production sends them: compressed. The server of the tests compresses pages alone.
        weight[path] = sum(len(gzip.compress(item.response().body())) for item in parts)
        moved[path] = page.evaluate("window.moved")
    assert complaints == []
    assert 5_000 < max(weight.values()) < 60_000, weight
    assert max(moved.values()) < 0.01, moved


def test_what_is_folded_on_the_screen_is_open_on_paper(open_page):
    page = open_page()
    page.goto("/sv/om-portalen/vision-2040/")
    hidden = page.locator(".accordion__text").first
    expect(hidden).not_to_be_visible()
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages)
    words = hidden.text_content().split()[:4]
    assert " ".join(words) in " ".join(text.split())
