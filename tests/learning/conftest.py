"""A database that threads really commit to."""

import os
import shutil

import pytest
from django.db import connection

from portal import content_cache
from tests import example_database


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker, tmp_path_factory):
    """A copy of the example database for the module alone, on whichever database the tests run."""
    address = connection.settings_dict
    name = address["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        if connection.vendor == "sqlite":
            address["NAME"] = str(tmp_path_factory.mktemp("committed") / "portal.sqlite3")
            shutil.copy(name, address["NAME"])
        else:
            address["NAME"] = f"{name}_committed"
            example_database.postgresql(os.environ["DATABASE_URL"], address["NAME"])
        content_cache.clear()
        yield
        connection.close()
        address["NAME"] = name
        content_cache.clear()
