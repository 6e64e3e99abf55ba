"""An employee takes a digital course by keyboard, from its page to its certificate; axe finds nothing on the way."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from home.examples import reading
from tests.browser.test_accessibility import findings

COURSE = {"sv": "/sv/utbildningar/innovation-i-vardagen/", "en": "/en/courses/everyday-innovation/"}
DATA = next(data for data in reading.every("courses") if data["key"] == "everyday-innovation")
QUESTIONS = next(block["value"]["questions"] for block in DATA["lessons"][-1]["body"] if block["type"] == "quiz")
A4_LANDSCAPE = (841.89, 595.28)  # points


def right_answers(language: str) -> list[list[str]]:
    """The texts of the right answers to the course's check, by question; of a question of order, all in order."""
    true = {"sv": ("Sant", "Falskt"), "en": ("True", "False")}[language]
    found = []
    for question in QUESTIONS:
        value = question["value"]
        if question["type"] == "true_false":
            found.append([true[0] if value["is_true"] else true[1]])
        elif question["type"] == "order":
            found.append([" ".join(item[language].split()) for item in value["items"]])
        else:
            found.append([" ".join(item["text"][language].split()) for item in value["options"] if item["correct"]])
    return found


def tab_to(page, target) -> None:
    """Presses Tab until the element has the focus."""
    handle = target.element_handle()
    for _press in range(200):
        if handle.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {target}")


def press(page, target) -> None:
    """Goes to a link or a button by Tab, and presses Enter on it."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def choose(page, question, texts: list[str]) -> None:
    """Ticks boxes with Space; goes through a group of radio buttons with the arrows."""
    options = question.locator(".option input")
    if options.first.get_attribute("type") == "checkbox":
        for text in texts:
            tab_to(page, question.get_by_label(text, exact=True))
            page.keyboard.press("Space")
        return
    tab_to(page, options.first)
    page.keyboard.press("Space")
    for _option in range(options.count()):
        if question.get_by_label(texts[0], exact=True).is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"The arrows never came to {texts[0]}")


def put_in_order(page, question, texts: list[str]) -> None:
    """Moves each line up to its place with its button."""
    for place, text in enumerate(texts):
        for _move in range(len(texts)):
            lines = question.locator(".order__text").all_inner_texts()
            if lines.index(text) == place:
                break
            press(page, question.locator(".order__item", has_text=text).locator("[data-up]"))


def answer(page, language: str) -> None:
    """Answers the check of the lesson that is open, all right, and sends it."""
    for question, texts in zip(page.locator(".question").all(), right_answers(language), strict=True):
        if question.locator(".order").count():
            put_in_order(page, question, texts)
        else:
            choose(page, question, texts)
    press(page, page.locator(".quiz__send button"))
    page.wait_for_selector(".quiz__result")


def take(page, language: str = "sv") -> None:
    """Takes the course to its end, unless it is taken already."""
    page.goto(COURSE[language])
    if page.locator(".standing--done").count():
        return
    press(page, page.locator(".actions .button"))
    for number in range(1, len(DATA["lessons"]) + 1):
        page.wait_for_selector(f".lesson__place:has-text('{number} ')")
        page.wait_for_load_state()
        if page.locator(".quiz").count():
            answer(page, language)
            assert page.evaluate("document.activeElement.matches('.quiz__result--passed')")
        address = page.url
        press(page, page.locator(".lesson__onward [value=done]"))
        page.wait_for_url(lambda url, before=address: url != before)
    page.wait_for_selector(".standing--done")


def test_a_course_by_keyboard_to_its_certificate(open_page):
    page = open_page("dag")
    take(page)
    assert page.url.endswith("#progress")
    press(page, page.locator(".standing--done .button"))
    page.wait_for_selector(".certificate")
    expect(page.locator(".certificate__course")).to_contain_text("Innovation i vardagen")
    code = page.inner_text(".certificate__code")

    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == 1
    size = sheets[0].mediabox
    assert (float(size.width), float(size.height)) == pytest.approx(A4_LANDSCAPE, abs=1)
    assert code in "".join(sheets[0].extract_text().split())  # letters are set apart on paper

    other = open_page("anna")
    other.goto("/sv/learning/certificates/verify/")
    other.fill("#code", code.lower())
    other.keyboard.press("Enter")
    expect(other.locator(".verified")).to_contain_text("Dag")


def test_a_wrong_answer_is_told_and_can_be_mended(open_page):
    page = open_page("bo")
    page.goto(f"{COURSE['sv']}ditt-forsta-test/")
    press(page, page.locator(".quiz__send button"))
    missing = page.locator(".quiz .message--warning")
    missing.wait_for()
    assert missing.evaluate("element => element === document.activeElement")
    for question in page.locator(".question").all():
        if question.locator(".option").count():
            question.locator("input").first.check()
    page.locator(".quiz__send button").click()
    page.wait_for_selector(".quiz__result")
    assert page.locator(".mark--wrong").count()
    expect(page.locator(".quiz")).to_contain_text("Fel svar")
    assert page.locator(".option input:checked").count() >= 5
    page.locator("[data-again]").click()
    page.wait_for_selector(".quiz__result", state="detached")
    assert page.locator(".option input:checked").count() == 0


def test_a_reflection_is_kept_beside_what_is_not_saved_yet(open_page):
    page = open_page("cilla")
    page.goto(f"{COURSE['sv']}ditt-forsta-test/")
    page.locator(".question input").first.check()
    page.fill(".reflection textarea", "Ingen hinner")
    page.click(".reflection__tools button")
    page.wait_for_selector(".reflection__saved[data-result]")
    assert page.locator(".question input").first.is_checked()
    page.reload()
    assert page.input_value(".reflection textarea") == "Ingen hinner"


def test_a_check_without_javascript(open_page):
    page = open_page("bo", java_script_enabled=False)
    page.goto(f"{COURSE['sv']}ditt-forsta-test/")
    for question, texts in zip(page.locator(".question").all(), right_answers("sv"), strict=True):
        if question.locator(".order").count():
            for place, text in enumerate(texts, start=1):
                question.locator(".order__item", has_text=text).locator("select").select_option(str(place))
        else:
            for text in texts:
                question.get_by_label(text, exact=True).check()
    page.fill(".reflection textarea", "Skrivet utan att spara")
    page.click(".quiz__send button")
    expect(page.locator(".quiz__result")).to_contain_text("100\u00a0%")
    assert "#result-" in page.url
    assert page.input_value(".reflection textarea") == "Skrivet utan att spara"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing(open_page, language, scheme):
    page = open_page("dag", color_scheme=scheme)
    take(page, "sv")
    page.goto(COURSE[language])
    lesson = page.locator(".lesson-list a").last.get_attribute("href")
    page.goto(page.locator(".breadcrumbs a").nth(1).get_attribute("href"))
    index = page.url
    page.goto(f"{index}?kind=path")
    path = page.get_attribute(".card__title a", "href")
    page.goto(f"/{language}/learning/")
    certificate = page.get_attribute(".done-list .button", "href")
    verify = f"/{language}/learning/certificates/verify/"
    found = {}

    def look(name: str) -> None:
        lines = findings(page)
        if lines:
            found[name] = lines

    places = [index, f"{index}?kind=path&form=digital", COURSE[language], path, f"/{language}/learning/", certificate]
    for address in [*places, verify, f"{verify}?code=AAAAA-AAAAA", f"{verify}?code=x", f"/{language}/"]:
        page.goto(address)
        look(address)
    page.goto(lesson)
    look("lesson")
    page.locator(".quiz__send button").click()
    page.wait_for_selector(".quiz .message--warning")
    look("lesson, answers missing")
    for question in page.locator(".question").all():
        if question.locator(".option").count():
            question.locator("input").first.check()
    page.locator(".quiz__send button").click()
    page.wait_for_selector(".quiz__result")
    look("lesson, graded")
    assert found == {}


@pytest.mark.parametrize("width", [320, 390, 820])
def test_no_page_is_wider_than_the_screen(open_page, width):
    page = open_page("dag", viewport={"width": width, "height": 800})
    take(page)
    course = COURSE["sv"]
    page.goto("/sv/learning/")
    certificate = page.get_attribute(".done-list .button", "href")
    wide = {}
    for path in [
        "/sv/utbildningar/",
        course,
        f"{course}ditt-forsta-test/",
        "/sv/utbildningar/ny-i-innovation/",
        "/sv/learning/",
        certificate,
        "/sv/learning/certificates/verify/?code=x",
    ]:
        page.goto(path)
        actual = page.evaluate("document.documentElement.scrollWidth")
        if actual > width:
            wide[path] = actual
    assert wide == {}
