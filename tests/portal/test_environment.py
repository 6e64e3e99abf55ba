"""A variable that is missing or malformed stops the start with one sentence."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.settings import environment

GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "x" * 40,
    "DATABASE_URL": "sqlite:////tmp/none.sqlite3",
    "PORTAL_ADDRESS": "https://innovation.example.se",
    "ALLOWED_HOSTS": "innovation.example.se",
}


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: environment.integer("X", 25, minimum=1, maximum=65_535), "abc"),
        (lambda: environment.integer("X", 25, minimum=1, maximum=65_535), "0"),
        (lambda: environment.integer("X", 25, minimum=1, maximum=65_535), "65536"),
        (lambda: environment.choice("X", "INFO", ["INFO", "ERROR"]), "loud"),
        (lambda: environment.hosts("X"), ","),
        (lambda: environment.hosts("X"), "https://innovation.example.se"),
        (lambda: environment.address("X"), "innovation.example.se"),
        (lambda: environment.flag("X"), "maybe"),
    ],
)
def test_malformed(monkeypatch, read, value):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="The environment variable X must be"):
        read()


@pytest.mark.parametrize("command", [["manage.py", "check"], ["-c", "import portal.wsgi"]])
def test_the_start_says_one_sentence(command):
    variables = {**os.environ, **GOOD, "ALLOWED_HOSTS": ""}
    done = subprocess.run(  # noqa: S603
        [sys.executable, *command], cwd=settings.BASE_DIR, env=variables, capture_output=True, text=True
    )
    assert done.returncode
    assert done.stderr.strip() == "The environment variable ALLOWED_HOSTS is missing. See docs/environment.md."
