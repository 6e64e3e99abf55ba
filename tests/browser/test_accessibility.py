"""axe finds nothing: every page type, both languages, light and dark, the error pages too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PATHS = [
    "/{language}/",
    "{section}",
    "{standard}",
    "{methods}",
    "{methods}?phase=frame&time=15&level=3&kind=pack",
    "{method}",
    "{method}?view=card",
    "{pack}",
    "{stories}",
    "{story}",
    "{failure}",
    "{glossary}",
    "{statement}",
    "/{language}/search/?q=metod",
    "/{language}/search/?q=zzzz",
    "/{language}/finns-inte/",
    "/login/",
]
PLACES = {
    "sv": {
        "section": "/sv/kom-igang/",
        "standard": "/sv/om-portalen/vision-2040/",
        "methods": "/sv/metoder/",
        "method": "/sv/metoder/hjarnskrivning-6-3-5/",
        "stories": "/sv/berattelser/",
        "glossary": "/sv/ordlista/",
        "statement": "/sv/om-portalen/tillganglighet/",
    },
    "en": {
        "section": "/en/get-started/",
        "standard": "/en/about/vision-2040/",
        "methods": "/en/methods/",
        "method": "/en/methods/brainwriting-6-3-5/",
        "stories": "/en/stories/",
        "glossary": "/en/glossary/",
        "statement": "/en/about/accessibility/",
    },
}


def findings(page) -> list[str]:
    """What axe finds, one line each."""
    result = Axe().run(page)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing(open_page, language, scheme):
    page = open_page(color_scheme=scheme)
    places = PLACES[language]
    page.goto(f"{places['methods']}?kind=pack")
    pack = page.get_attribute(".card__title a", "href")
    page.goto(places["stories"])
    story = page.get_attribute(".card__title a", "href")
    page.goto(f"{places['stories']}?outcome=not_as_we_thought")
    failure = page.get_attribute(".card__title a", "href")
    found = {}
    for template in PATHS:
        path = template.format(language=language, pack=pack, story=story, failure=failure, **places)
        page.goto(path)
        lines = findings(page)
        if lines:
            found[path] = lines
    assert found == {}


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_no_page_is_wider_than_the_screen(open_page, width):
    page = open_page(viewport={"width": width, "height": 800})
    wide = {}
    for path in [*PLACES["sv"].values(), "/sv/", "/login/", "/sv/finns-inte/", "/sv/search/?q=möte"]:
        page.goto(path)
        actual = page.evaluate("document.documentElement.scrollWidth")
        if actual > width:
            wide[path] = actual
    assert wide == {}


def test_everything_works_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/sv/metoder/")
    everything = page.locator(".card").count()
    page.check("input[name=time][value='30']")
    page.click("form.filters button[type=submit]")
    page.wait_for_url("**time=30**")
    assert 0 < page.locator(".card").count() < everything
    page.click(".chip--clear")
    expect(page.locator(".card")).to_have_count(everything)


def test_nothing_is_asked_of_other_hosts(open_page, portal):
    page = open_page()
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for path in [*PLACES["sv"].values(), "/sv/"]:
        page.goto(path)
    assert hosts == {portal.split("/")[2]}
