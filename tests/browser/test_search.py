"""Searching with real keys, a pointer and a finger; with axe, in both languages, light and dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import findings

FIELDS = {
    "/sv/": "#hero-search",  # the start page's
    "/sv/metoder/": "#header-search",
    "/sv/search/": "#page-search",
}


def options(page):
    return page.locator("[role=listbox]:not([hidden]) [role=option]")


def type_and_wait(page, field: str, text: str):
    page.click(field)
    page.locator(field).press_sequentially(text)
    options(page).first.wait_for()


def active(page, field: str) -> str:
    """The text of the option that a screen reader is told of."""
    pk = page.get_attribute(field, "aria-activedescendant")
    return page.inner_text(f"#{pk} .search-form__text") if pk else ""


@pytest.mark.parametrize("path", FIELDS)
def test_the_keyboard(open_page, path):
    field = FIELDS[path]
    page = open_page()
    page.goto(path)
    assert page.get_attribute(field, "role") == "combobox"
    assert page.get_attribute(field, "aria-expanded") == "false"
    type_and_wait(page, field, "möte")
    assert page.get_attribute(field, "aria-expanded") == "true"
    listbox = page.get_attribute(field, "aria-controls")
    assert page.locator(f"#{listbox}[role=listbox]").is_visible()
    number = options(page).count()
    assert 1 < number <= 8
    status = page.locator("form:has(input[aria-expanded=true]) [role=status]")
    assert status.inner_text() == f"{number} förslag. Använd piltangenterna."

    page.keyboard.press("ArrowDown")
    first = active(page, field)
    page.keyboard.press("ArrowDown")
    assert active(page, field) not in {"", first}
    assert page.locator("[role=option][aria-selected=true]").count() == 1
    page.keyboard.press("ArrowUp")
    assert active(page, field) == first
    page.keyboard.press("ArrowUp")
    assert active(page, field) == ""
    page.keyboard.press("ArrowUp")
    assert active(page, field) == page.inner_text("[role=option]:last-child .search-form__text")
    page.keyboard.press("Home")
    assert active(page, field) == ""
    assert page.eval_on_selector(field, "input => input.selectionStart") == 0
    page.keyboard.press("End")
    assert page.eval_on_selector(field, "input => input.selectionStart") == len("möte")

    page.keyboard.press("Escape")
    assert page.get_attribute(field, "aria-expanded") == "false"
    assert page.input_value(field) == "möte"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute(field, "aria-expanded") == "true"
    page.keyboard.press("Tab")
    assert options(page).count() == 0
    assert page.evaluate("document.activeElement.matches('.search-form button')")


def test_enter_searches_or_goes_to_what_is_chosen(open_page):
    page = open_page()
    page.goto("/sv/")
    type_and_wait(page, "#hero-search", "hjärnskr")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sv/search/?q=hj*")
    page.goto("/sv/")
    type_and_wait(page, "#hero-search", "hjärnskr")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sv/metoder/hjarnskrivning-6-3-5/")


def test_a_pointer_and_a_finger(open_page):
    page = open_page()
    page.goto("/sv/metoder/")
    type_and_wait(page, "#header-search", "metoder 15 min")
    options(page).filter(has_text="högst 15 min").click()
    page.wait_for_url("**/sv/search/?time=15&type=method")
    page = open_page(has_touch=True, viewport={"width": 390, "height": 800})
    page.goto("/sv/")
    page.tap("#hero-search")
    page.locator("#hero-search").press_sequentially("hjärnskr")
    options(page).first.tap()
    page.wait_for_url("**/hjarnskrivning-6-3-5/")


def test_slash_goes_to_the_field(open_page):
    page = open_page()
    page.goto("/sv/metoder/")
    assert page.get_attribute("#header-search", "aria-keyshortcuts") == "/"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "header-search"
    page.keyboard.type("1/2")
    assert page.input_value("#header-search") == "1/2"
    page.goto("/sv/search/?q=qqqqqwwww")
    page.focus("#tip-message")
    page.keyboard.type("och/eller")
    assert page.input_value("#tip-message") == "och/eller"


def test_slash_can_be_switched_off(open_page):
    page = open_page()
    page.goto("/sv/search/")
    page.uncheck("[data-slash] input")
    page.goto("/sv/metoder/")
    assert page.get_attribute("#header-search", "aria-keyshortcuts") is None
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == ""
    page.goto("/sv/search/")
    assert not page.is_checked("[data-slash] input")
    page.check("[data-slash] input")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "page-search"


def test_filters_in_place(open_page):
    page = open_page(viewport={"width": 1300, "height": 900})
    page.goto("/sv/search/?q=möte")
    everything = page.locator(".results .result").count()
    page.check("input[name=type][value=pack]")
    page.wait_for_url("**type=pack**")
    page.locator(".chip >> nth=1").wait_for()
    assert 0 < page.locator(".results .result").count() < everything
    assert page.input_value("#page-search") == "möte"
    assert page.evaluate("document.activeElement.value") == "pack"
    page.click(".chip >> nth=0")
    page.locator(".chip").first.wait_for(state="detached")
    assert page.locator(".results .result").count() == everything
    page.go_back()
    page.locator(".chip >> nth=1").wait_for()


def test_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/sv/")
    page.fill("#hero-search", "möte")
    page.press("#hero-search", "Enter")
    page.wait_for_url("**/sv/search/?q=*")
    assert page.locator(".results .result").count() > 5
    page.check("input[name=type][value=pack]")
    page.click("form.filters button[type=submit]")
    page.wait_for_url("**type=pack**")
    assert page.locator(".results .result").count() > 0
    page.goto("/sv/search/?q=qqqqqwwww")
    page.fill("#tip-message", "En metod för tysta grupper")
    page.click(".tip button")
    expect(page.locator("#tip")).to_contain_text("Tack.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing(open_page, language, scheme):
    page = open_page(color_scheme=scheme)
    found = {}
    queries = [
        "",
        "q=möte",
        "q=prototyp",
        "q=möte 30 min&type=method&phase=ideate",
        "q=qqqqqwwww",
        "q=mote",
        "page=x&type=x",
    ]
    for query in [*queries, "q=qqqqqwwww&tip=empty", "q=qqqqqwwww&tip=thanks"]:
        page.goto(f"/{language}/search/?{query}")
        if lines := findings(page):
            found[query] = lines
    page.goto(f"/{language}/search/")
    type_and_wait(page, "#page-search", "a")
    page.keyboard.press("ArrowDown")
    if lines := findings(page):
        found["suggestions"] = lines
    assert found == {}


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_nothing_is_wider_than_the_screen(open_page, width):
    page = open_page(viewport={"width": width, "height": 800})
    wide = {}
    for query in ["", "q=möte", "q=prototyp&type=term", "q=" + "q" * 200, "q=möte 30 min&phase=ideate&time=60"]:
        page.goto(f"/sv/search/?{query}")
        actual = page.evaluate("document.documentElement.scrollWidth")
        if actual > width:
            wide[query[:30]] = actual
    page.goto("/sv/metoder/")
    type_and_wait(page, "#header-search", "m")
    box = page.locator("[role=listbox]:not([hidden])").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert wide == {}


DESK = "/admin/search-desk/"


def test_a_search_is_mended_from_the_desk_by_keyboard(open_page):
    """A search without a hit, its synonym, and what is found then."""
    reader = open_page()
    reader.goto("/sv/search/?q=flygsopning")
    expect(reader.locator(".empty")).to_be_visible()
    page = open_page("hedda", viewport={"width": 1300, "height": 900})
    page.goto(f"{DESK}query/?query=flygsopning&language=sv")
    expect(page.locator(".desk-top")).to_have_count(0)
    page.get_by_role("link", name="Synonym: flygsopning").focus()
    page.keyboard.press("Enter")
    words = page.locator("[name=words]")
    expect(words).to_have_value("flygsopning")
    words.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nincheckning")
    page.locator("button[type=submit][name=action-create], form button[type=submit]:has-text('Spara')").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search-desk/query/**")
    expect(page.locator(".desk-top li").first).to_contain_text("Incheckning")
    reader.reload()
    expect(reader.locator(".results .result").first).to_contain_text("Incheckning")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_desk(open_page, scheme):
    page = open_page("hedda", color_scheme=scheme)
    found = {}
    query = "query=lönesamtal&language=sv"
    for path in ("", "?list=unclicked&days=90", "?list=tips", f"query/?{query}", f"ask/?{query}"):
        page.goto(f"{DESK}{path}")
        page.evaluate("document.querySelectorAll('.desk details').forEach(item => { item.open = true; })")
        if lines := [line for line in findings(page) if "desk" in line]:
            found[path] = lines
    assert found == {}


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_desk_is_no_wider_than_the_screen(open_page, width):
    page = open_page("hedda", viewport={"width": width, "height": 800})
    for path in ("", "?list=tips", "query/?query=lönesamtal&language=sv"):
        page.goto(f"{DESK}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
