"""The admin speaks Swedish where the installed packages do not yet."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_what_upstream_lacks_is_said_in_swedish():
    text = "- Select an option -"
    with override("sv"):
        assert gettext(text) == "– Välj –"
    with override("en"):
        assert gettext(text) == text


def test_the_scripts_of_the_admin_speak_swedish_too(client):
    client.force_login(UserFactory(groups=["Kommunikatörer"]))
    script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert r"\u00c4ndringarna \u00e4r sparade automatiskt." in script
