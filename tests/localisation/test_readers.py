"""What readers meet of languages: addresses, switcher, marks, and nothing that asks whether it is Swedish."""

import re

import pytest
from django.conf import settings
from wagtail.models import Locale, Page

from tests.factories import method

pytestmark = pytest.mark.django_db


def test_root_leads_to_the_readers_language(client):
    assert client.get("/", headers={"accept-language": "en-GB,en;q=0.9"}).url == "/en/"
    assert client.get("/", headers={"accept-language": "sv"}).url == "/sv/"
    assert client.get("/", headers={"accept-language": "de"}).url == "/sv/"
    assert client.get("/", headers={"accept-language": "fi"}).url == "/sv/", "no content in Finnish yet"


def test_pages_say_their_language_and_their_translations(client):
    html = client.get("/sv/metoder/").content.decode()
    assert '<html lang="sv">' in html
    assert 'hreflang="en" href="/en/methods/"' in html
    html = client.get("/en/methods/").content.decode()
    assert '<html lang="en">' in html
    assert 'hreflang="sv" href="/sv/metoder/"' in html


def test_the_switcher_says_when_a_page_is_missing(client):
    page = method(title="Bara på svenska", slug="bara-pa-svenska")
    html = client.get(page.url).content.decode()
    assert "languages__missing" in html


def test_a_listing_offers_the_source_and_marks_it(client):
    method(title="Bara på svenska", slug="bara-pa-svenska")
    html = client.get("/en/methods/?sort=new").content.decode()
    card = re.search(r'<article class="card" lang="sv">.*?Bara på svenska.*?</article>', html, re.S)
    assert card, "the Swedish card is not marked"
    assert 'hreflang="sv"' in card.group()
    assert "svenska" in card.group()


def test_an_unknown_language_is_a_404(client):
    for path in ("/fi/", "/fi/metoder/", "/xx/", "/sv-xx/"):
        assert client.get(path, follow=True).status_code == 404, path


def test_a_missing_page_offers_the_other_language(client):
    page = method(title="Bara på svenska", slug="bara-pa-svenska")
    response = client.get(page.url.replace("/sv/metoder/", "/en/metoder/"))
    assert response.status_code == 404
    assert f'href="{page.url}"' in response.content.decode()


def test_a_third_language_works(client, admin, django_capture_on_commit_callbacks):
    """An administrator adds Finnish; a page is translated; nothing assumes that there are two languages."""
    assert admin.post("/admin/locales/new/", {"language_code": "fi"}).status_code == 302
    finnish = Locale.objects.get(language_code="fi")
    start = Page.objects.get(depth=2, locale__language_code="sv").specific
    copy = start.copy_for_translation(finnish)
    copy.title, copy.slug = "Etusivu", "etusivu"
    copy.save_revision().publish()
    response = client.get("/fi/")
    assert response.status_code == 200
    html = response.content.decode()
    assert '<html lang="fi">' in html
    assert "Suomi" in html
    assert 'href="/sv/metoder/"' in html, "the menu offers the source's pages"
    assert 'lang="sv"' in html
    assert client.get("/sv/").content.decode().count('hreflang="fi"') >= 1
    assert client.get("/fi/metoder/").status_code == 404


def test_every_language_that_can_be_added_has_a_name():
    from portal.languages import local_name

    assert all(local_name(code) for code, _name in settings.LANGUAGES)
