"""No alias page comes into being, whatever an editor presses."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page

from home.models import SectionPage
from tests.factories import method, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def english() -> Locale:
    return Locale.objects.get(language_code="en")


def aliases() -> int:
    return Page.objects.exclude(alias_of=None).count()


def test_a_page_below_an_untranslated_page_waits(admin, english):
    section = SectionPage(title="Ny avdelning", slug="ny", summary="Ny.", locale=source())
    Page.objects.get(depth=2, locale=source()).add_child(instance=section)
    page = SectionPage(title="Undersida", slug="under", summary="Under.", locale=source())
    section.add_child(instance=page)
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    response = admin.post(url, {"locales": [english.pk]})
    assert response.status_code == 200
    assert "Ny avdelning" in str(response.context["form"].errors)
    assert not Page.objects.filter(translation_key=page.translation_key, locale=english).exists()
    assert aliases() == 0


def test_copying_as_an_alias_is_refused(admin):
    page = method(title="Original", slug="original")
    values = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": page.get_parent().pk, "alias": "on"}
    admin.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), values)
    assert aliases() == 0


def test_a_translation_cannot_be_turned_into_an_alias(admin, english):
    page = Page.objects.filter(locale=english, depth__gt=3).first()
    admin.post(reverse("wagtail_localize:convert_to_alias", args=[page.pk]))
    assert aliases() == 0
    assert "localize-convert-to-alias" not in admin.get(f"/admin/pages/{page.pk}/edit/").content.decode()
