"""What is suggested while somebody types."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import suggesting
from search.models import Entry, Unsuggested
from tests.factories import method, stream
from tests.learning.factories import course

pytestmark = pytest.mark.django_db


def suggested(text: str, language: str = "sv") -> list[suggesting.Suggestion]:
    from django.utils import translation

    with translation.override(language):
        return suggesting.suggest(text, language, AnonymousUser())


def texts(text: str, language: str = "sv") -> list[str]:
    return [item.text for item in suggested(text, language)]


def test_any_word_of_a_title_may_begin_so():
    method(title="Stor randig zebra")
    for typed in ("zeb", "rand", "stor ra", "ZEBRA", "zebra stor"):
        assert "Stor randig zebra" in texts(typed), typed


def test_a_title_that_begins_so_comes_first():
    method(title="Randig zebra")
    method(title="Zebra i randig kostym")
    assert texts("zeb") == ["Zebra i randig kostym", "Randig zebra"]


def test_another_name_is_told():
    method(title="Randig runda", alternative_names=stream(("item", "Zebravarvet")))
    found = suggested("zebrav")
    assert [(item.text, item.name) for item in found] == [("Randig runda", "kallas även ”Zebravarvet”")]


def test_letters_of_swedish_are_letters():
    method(title="Zåbra")
    method(title="Zabra")
    assert texts("zåb") == ["Zåbra"]
    assert texts("zab") == ["Zabra", "Zåbra"]


def test_folded_forms_only_where_there_is_little_else():
    for number in range(suggesting.FEW):
        method(title=f"Zabra {number}")
    method(title="Zåbra")
    assert "Zåbra" not in texts("zab")


def test_filters_in_words():
    found = suggested("metoder för 15 minuter")[-1]
    assert found.text == "Metoder: högst 15 min"
    assert found.url == "/sv/search/?time=15&type=method"
    assert suggested("methods 15 min", "en")[-1].url == "/en/search/?time=15&type=method"


def test_a_type_by_its_name():
    assert [(item.text, item.url) for item in suggested("metod")][-1] == ("Metoder", "/sv/search/?type=method")


def test_a_filter_that_leaves_nothing_is_not_suggested(monkeypatch):
    monkeypatch.setattr(suggesting.helping, "counts", lambda language, user, kind: {"time": {"30": 1}})
    assert texts("metoder 15 min") == []


def test_a_filter_leaves_something_of_the_kind_that_is_named():
    assert "Metoder: högst 15 min" in texts("metoder 15 min")
    assert not any("15 min" in text for text in texts("utbildningar 15 min"))
    course(title="Randig kurs", duration_minutes=15)
    assert "Kurser: högst 15 min" in texts("utbildningar 15 min")


def test_at_most_eight(client):
    for number in range(12):
        method(title=f"Zebra {number}")
    assert len(texts("zebra")) == suggesting.MOST
    assert len(client.get("/sv/search/suggest/?q=m").json()["suggestions"]) <= suggesting.MOST


def test_popular_queries_come_after_the_best_names(monkeypatch):
    method(title="Zebra")
    monkeypatch.setattr(suggesting, "popular", lambda prefix, language, limit, user: ["zebror i snö"])
    assert texts("zeb") == ["Zebra", "zebror i snö"]


def test_a_popular_query_that_is_a_name_or_a_filter_stands_once(monkeypatch):
    method(title="Zebra: möte")
    queries = ["zebra möte", "zebra 1", "metoder", "zebra 2", "zebra 3", "zebra 4"]
    monkeypatch.setattr(suggesting, "popular", lambda prefix, language, limit, user: queries[:limit])
    assert texts("zebra mö") == ["Zebra: möte", "zebra 1", "metoder", "zebra 2"]
    queries[:] = ["metoder högst 15 min"]
    assert texts("metoder 15 min") == ["Metoder: högst 15 min"]


def test_words_that_are_never_suggested():
    method(title="Zebra med dumbom")
    assert texts("zeb")
    Unsuggested.objects.create(word="Dumbom")
    assert texts("zeb") == []


def test_words_that_are_never_suggested_together_may_stand_apart():
    method(title="Zebra på prov")
    Unsuggested.objects.create(word="på prov zebra")
    assert texts("zeb")
    Unsuggested.objects.create(word="på prov")
    assert texts("zeb") == []


def test_drafts_are_not():
    method(title="Zebra", live=False)
    assert texts("zeb") == []


@pytest.mark.parametrize("typed", ["", " ", '"', "-", "\x00", "😀", "a" * 10_000, "*", "för", "år ett två tre " * 40])
def test_whatever_is_typed(typed):
    assert isinstance(texts(typed), list)


def test_few_queries():
    """Words never suggested, restricted collections, what many search for, and the names."""
    suggested("metod 30")
    with CaptureQueriesContext(connection) as queries:
        suggested("metod 15")
    asked = [query["sql"] for query in queries.captured_queries if "contentversion" not in query["sql"]]
    assert len(asked) <= 4, asked


class TestOnTheWay:
    """A suggestion's address leads on to the page."""

    def test_to_a_page(self, client):
        page = method(title="Zebra")
        url = suggested("zeb")[0].url
        assert client.get(url)["Location"] == page.url

    def test_to_a_word(self, client):
        url = next(item.url for item in suggested("prototyp") if item.note == "Ordlista")
        target = client.get(url)["Location"]
        address, _hash, anchor = target.partition("#")
        assert f'id="{anchor}"' in client.get(address).content.decode()

    def test_to_a_coach_who_has_no_page(self, client):
        coach = Entry.objects.filter(kind="coach", language="sv").first()
        response = client.get(f"/sv/search/to/{coach.pk}/", follow=True)
        assert response.status_code == 200

    @pytest.mark.parametrize("number", ["0", "999999999", "9" * 40])
    def test_to_nowhere(self, client, number):
        assert client.get(f"/sv/search/to/{number}/").status_code == 404


def test_as_browsers_ask(client):
    method(title="Zebra")
    response = client.get("/sv/search/suggest/?q=zeb&format=opensearch")
    assert response.json() == ["zeb", ["Zebra"]]
    assert "private" in response["Cache-Control"]
