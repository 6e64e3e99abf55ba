"""A method from the first word to English: written, reviewed, approved, translated, found and printed."""

import io
import re

from playwright.sync_api import Page, expect
from pypdf import PdfReader

TITLE = "Tyst vandring"


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=re.compile(name)).click()


def add_line(page: Page, field: str, text: str, number: int = 0) -> None:
    """Adds an item to a list of texts."""
    place = page.locator(f"[data-contentpath='{field}']")
    place.locator(".c-sf-add-button").nth(number).click()
    page.fill(f"[name='{field}-{number}-value']", text)


def add_step(page: Page, number: int, title: str, minutes: int, instruction: str) -> None:
    place = page.locator("[data-contentpath='steps']")
    place.locator(".c-sf-add-button").nth(number).click()
    page.get_by_role("option", name="Steg").first.click()
    page.fill(f"[name='steps-{number}-value-title']", title)
    page.fill(f"[name='steps-{number}-value-minutes']", str(minutes))
    editor = place.locator(".public-DraftEditor-content").nth(number)
    editor.click()
    page.keyboard.type(instruction)


def choose(page: Page, action: str) -> None:
    """Presses an action in the footer's menu."""
    page.get_by_role("button", name="Fler åtgärder").click()
    page.get_by_role("button", name=re.compile(action)).click()


def write_method(page: Page) -> None:
    """Fills in everything that is required, as an editor does."""
    found = page.request.get("/admin/api/main/pages/?type=methodbank.MethodIndexPage&locale=sv").json()
    index = next(item["id"] for item in found["items"] if item["meta"]["slug"] == "metoder")
    page.goto(f"/admin/pages/add/methodbank/methodpage/{index}/")
    page.fill("#id_title", TITLE)
    page.fill("#id_summary", "Gå två och två och prata om en fråga.")
    page.fill("#id_why", "Det är lättare att tänka i rörelse.")
    add_line(page, "outcomes", "En ny fråga var")
    add_line(page, "when_to_use", "När samtalet har kört fast")
    add_line(page, "when_not_to_use", "När vägen är isig")
    add_step(page, 0, "Gå ut", 10, "Gå i par och ställ en fråga.")
    add_step(page, 1, "Berätta", 10, "Säg vad du hörde.")
    open_tab(page, "Fakta")
    page.get_by_label("Undersöka", exact=True).check()
    page.select_option("#id_primary_phase", label="Undersöka")
    page.get_by_label("Kultur", exact=True).check()
    page.locator("#id_problem_type_fits-ADD").click()
    page.select_option("#id_problem_type_fits-0-problem_type", label="Komplex")
    page.fill("#id_run_minutes_min", "20")
    page.fill("#id_run_minutes_max", "20")
    page.fill("#id_participants_min", "2")
    page.get_by_label("På plats").check()
    # The editor saves by itself; who submits while it does so would create the page twice.
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    page.wait_for_load_state("networkidle")


def test_a_communicator_writes_a_method(open_page):
    page = open_page("anna", viewport={"width": 1400, "height": 1000})
    write_method(page)
    choose(page, "Lämna in till Granskning")
    expect(page.locator(".messages")).to_contain_text(TITLE)
    assert open_page().goto("/sv/metoder/tyst-vandring/").status == 404


def test_a_chief_editor_approves_it(open_page):
    page = open_page("bo", viewport={"width": 1400, "height": 1000})
    page.goto("/admin/")
    page.get_by_role("link", name=TITLE).first.click()
    choose(page, "^Godkänn och Publicera")
    expect(page.locator(".messages")).to_contain_text(TITLE)
    assert open_page().goto("/sv/metoder/tyst-vandring/").status == 200


ENGLISH = {"Tyst vandring": "Quiet walk", "tyst-vandring": "quiet-walk"}


def translate_everything(page: Page) -> int:
    """Translates every text of every tab, one after the other; how many there were."""
    count = 0
    for tab in page.get_by_role("tab").all():
        tab.click()
        left = page.locator("button:visible", has_text="Översätt")
        while waiting := left.count():
            left.first.click()
            field = page.locator("textarea:visible")
            original = field.evaluate("field => field.closest('li').innerText")
            words = next((english for swedish, english in ENGLISH.items() if swedish in original), "In English.")
            field.fill(words)
            page.locator("button:visible", has_text="Spara").first.click()
            expect(left).to_have_count(waiting - 1)
            count += 1
    return count


def test_a_translator_translates_it(open_page):
    page = open_page("cilla", viewport={"width": 1400, "height": 1000})
    found = page.request.get("/admin/api/main/pages/?slug=tyst-vandring&locale=sv").json()
    page.goto(f"/admin/localize/submit/page/{found['items'][0]['id']}/")
    page.get_by_label("Engelska").first.check()
    page.get_by_role("button", name="Skicka").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    assert open_page().goto("/en/methods/tyst-vandring/").status == 404, "nothing half translated is shown"
    assert translate_everything(page) >= 10
    page.get_by_role("button", name="Publicera på").click()
    expect(page.locator(".messages")).to_contain_text("Quiet walk")


def test_a_reader_finds_it_by_filters_switches_language_and_prints_it(open_page):
    page = open_page()
    page.goto("/sv/metoder/")
    page.get_by_label("Högst 30 min").check()
    page.wait_for_url(re.compile("time=30"))
    page.locator("[data-facet=phase]").evaluate("facet => facet.open = true")
    page.locator("input[name=phase][value=explore]").check()
    page.wait_for_url(re.compile("phase=explore"))
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.get_by_role("navigation", name="Språk").get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quiet walk")
    page.get_by_role("navigation", name="Language").get_by_role("link", name="Svenska").click()
    page.get_by_role("link", name="Utskriftskort").click()
    page.wait_for_url("**view=card**")
    pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    assert len(pdf.pages) == 1
    assert TITLE in pdf.pages[0].extract_text()


def test_a_broken_rule_is_said_at_its_field_and_nothing_is_lost(open_page):
    page = open_page("bo", viewport={"width": 1400, "height": 1000})
    found = page.request.get("/admin/api/main/pages/?slug=hjarnskrivning-6-3-5&locale=sv").json()
    page.goto(f"/admin/pages/{found['items'][0]['id']}/edit/")
    delete = page.locator("[data-contentpath=steps] [data-streamfield-child]:not([aria-hidden]) button[title=Radera]")
    for left in (2, 1):
        delete.first.click()
        expect(delete).to_have_count(left)
    page.get_by_role("tab", name="Fakta").click()
    page.fill("#id_run_minutes_max", "1")
    page.select_option("#id_primary_phase", label="Ringa in")
    choose(page, "^Publicera")
    field = page.locator(".w-field", has=page.locator("#id_run_minutes_max"))
    expect(field).to_contain_text("Den längsta tiden är kortare än den kortaste.")
    assert page.input_value("#id_run_minutes_max") == "1"
    panel = page.locator("section", has=page.locator("#id_primary_phase")).first
    expect(panel).to_contain_text("Huvudfasen måste vara en av de valda faserna.")
    open_tab(page, "Innehåll")
    expect(page.locator(".w-panel", has=page.locator("[data-contentpath=steps]"))).to_contain_text(
        "En metod behöver minst två steg."
    )
    assert open_page().goto("/sv/metoder/hjarnskrivning-6-3-5/").status == 200
