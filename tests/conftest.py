"""What all tests share.

The test database holds what a new portal has plus the example content: most tests look at real pages. What they need
besides they make with the factories.
"""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from portal import content_cache
from tests import example_database


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory, worker_id):
    """A copy of the example database, and of its images, for this process alone."""
    from django.conf import settings

    folder = tmp_path_factory.mktemp("portal")
    with django_db_blocker.unblock():
        address = connection.settings_dict
        connection.close()
        if connection.vendor == "sqlite":
            address["NAME"] = str(folder / "portal.sqlite3")
            images = example_database.sqlite(Path(address["NAME"]))
        else:
            url = os.environ["DATABASE_URL"]
            address["NAME"] = f"portal_test_{worker_id}"
            images = example_database.postgresql(url, address["NAME"])
        shutil.copytree(images, settings.MEDIA_ROOT, dirs_exist_ok=True)
        yield
        connection.close()


@pytest.fixture(autouse=True)
def _fresh_memory():
    """A test's database is rolled back: what was kept of it in memory must go too."""
    from django.core.cache import cache

    content_cache.clear()
    cache.clear()
    yield
    content_cache.clear()
    cache.clear()


@pytest.fixture(autouse=True)
def _first_language(settings):
    """Each test begins in the portal's first language, whatever the one before it has left active."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def user(db):
    """An employee without rights in the admin."""
    from tests.factories import UserFactory

    return UserFactory()


@pytest.fixture
def employee(user) -> Client:
    """The browser of a signed-in employee."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def admin(admin_user) -> Client:
    """The browser of an administrator."""
    client = Client()
    client.force_login(admin_user)
    return client
