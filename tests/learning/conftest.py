import pytest

from tests.committed import database_copy


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database for the module alone, that threads really commit to."""
    with django_db_blocker.unblock(), database_copy(tmp_path_factory.mktemp("committed")):
        yield
