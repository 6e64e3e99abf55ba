"""On paper: a method's card is one A4 with nothing cut off, and pages print without what is only for screens."""

import io

import pytest
from pypdf import PdfReader

A4 = (595, 842)  # points


def pdf(page) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))


@pytest.mark.parametrize("index", ["/sv/metoder/", "/en/methods/"])
def test_every_method_has_a_card_of_one_page(open_page, index):
    page = open_page()
    links = []
    for number in (1, 2):
        page.goto(f"{index}?kind=method&page={number}")
        links += page.eval_on_selector_all(".card__title a", "links => links.map(link => link.getAttribute('href'))")
    assert len(set(links)) >= 25, "another test may have written one more"
    wrong = {}
    for link in sorted(set(links)):
        page.goto(f"{link}?view=card")
        page.emulate_media(media="print")
        cut = page.evaluate(
            "[...document.querySelectorAll('.sheet__columns, .sheet')].some(e => e.scrollHeight > e.clientHeight + 1)"
        )
        sheets = pdf(page).pages
        if len(sheets) != 1 or cut:
            wrong[link] = (len(sheets), cut)
        page.emulate_media(media="screen")
    assert wrong == {}
    assert tuple(round(float(side)) for side in sheets[0].mediabox[2:]) == A4


def test_a_method_page_prints_without_the_menu(open_page):
    page = open_page()
    page.goto("/sv/metoder/incheckning/")
    text = "".join(sheet.extract_text() for sheet in pdf(page).pages)
    assert "Alla säger något först" in text
    assert "Logga in" not in text
    assert "Hoppa till innehållet" not in text
