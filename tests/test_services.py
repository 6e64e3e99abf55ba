"""The real parts answer."""

import json
import os
import urllib.request

import pytest
from django.db import connection


@pytest.mark.elasticsearch
@pytest.mark.skipif(not os.environ.get("ELASTICSEARCH_URL"), reason="ELASTICSEARCH_URL names no server")
def test_elasticsearch_answers():
    with urllib.request.urlopen(os.environ["ELASTICSEARCH_URL"] + "/_cluster/health", timeout=10) as answer:  # noqa: S310
        assert json.load(answer)["status"] in {"green", "yellow"}


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for():
    asked = os.environ.get("DATABASE_URL", "sqlite")
    assert connection.vendor == ("postgresql" if asked.startswith("postgres") else "sqlite")


@pytest.mark.django_db
def test_the_health_address_answers(client):
    assert client.get("/health/").json()["status"] == "ok"
