"""What all tests share.

The test database holds what a new portal has plus the example content, loaded once: most tests look at real pages. What
they need besides they make with the factories.
"""

import pytest
from django.core.management import call_command
from django.test import Client

from portal import content_cache


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The example content, committed once for a session."""
    with django_db_blocker.unblock():
        call_command("load_example", verbosity=0)


@pytest.fixture(autouse=True)
def _fresh_memory():
    """A test's database is rolled back: what was kept of it in memory must go too."""
    from django.core.cache import cache

    content_cache.clear()
    cache.clear()
    yield
    content_cache.clear()
    cache.clear()


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
