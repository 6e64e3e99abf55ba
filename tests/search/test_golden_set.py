"""The judged queries are well formed, and the pages they name exist. No search engine is needed."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from wagtail.models import Page

HERE = Path(__file__).parent
EXAMPLE = Path(settings.BASE_DIR) / "home" / "example"
LEAST_OF_A_KIND = {
    "title": 25,
    "inflection": 25,
    "compound": 25,
    "typo": 25,
    "diacritics": 25,
    "synonym": 25,
    "cross_language": 25,
    "alternative_name": 25,
    "question": 25,
    "vocabulary": 25,
    "half_typed": 25,
    "must_not": 12,
}
GOLDEN = [json.loads(line) for line in (HERE / "golden.jsonl").read_text().splitlines()]
SYNONYMS = json.loads((HERE / "synonyms.json").read_text())
HELP = yaml.safe_load((EXAMPLE / "search_help.yaml").read_text())
LOG = yaml.safe_load((EXAMPLE / "search_log.yaml").read_text())


@pytest.fixture
def paths(db) -> dict[str, Page]:
    """The live pages by URL path."""
    return {page.url: page for page in Page.objects.live().filter(depth__gt=1).select_related("locale")}


def by_kind() -> dict[str, list[dict]]:
    kinds = defaultdict(list)
    for row in GOLDEN:
        kinds[row["kind"]].append(row)
    return kinds


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row['language']}-{row['kind']}-{row['query']}")
def test_form(row):
    assert set(row) - {"note"} == {"query", "language", "kind", "pages", "never", "held_out"}
    assert row["query"].strip() == row["query"] != ""
    assert row["language"] in {"sv", "en"}
    assert row["kind"] in LEAST_OF_A_KIND
    assert isinstance(row["held_out"], bool)
    assert set(row["pages"].values()) <= {1, 2, 3}
    assert 3 in row["pages"].values(), "no page that one wants"
    assert not set(row["pages"]) & set(row["never"])
    assert row["never"] or row["kind"] != "must_not"


def test_enough_of_each_kind_in_both_languages():
    kinds = by_kind()
    assert {kind: len(kinds[kind]) for kind in LEAST_OF_A_KIND if len(kinds[kind]) < LEAST_OF_A_KIND[kind]} == {}
    english = sum(row["language"] == "en" for row in GOLDEN) / len(GOLDEN)
    assert 0.30 <= english <= 0.40


def test_no_query_twice():
    asked = [(row["language"], row["query"].casefold()) for row in GOLDEN]
    assert len(asked) == len(set(asked))


def test_a_third_of_each_kind_is_kept_aside_by_position():
    for kind, rows in by_kind().items():
        assert [row["held_out"] for row in rows] == [place % 3 == 0 for place in range(1, len(rows) + 1)], kind
        assert 0.30 <= sum(row["held_out"] for row in rows) / len(rows) <= 0.36, kind


def test_every_page_is_live_and_shown_to_that_reader(paths):
    for row in GOLDEN:
        for path in [*row["pages"], *row["never"]]:
            assert path in paths, f"{row['query']}: no page at {path}"
            page = paths[path]
            if row["language"] != page.locale.language_code:
                twin = page.get_translations().live().filter(locale__language_code=row["language"])
                assert not twin.exists(), f"{row['query']}: {path} is shown in {row['language']} as {twin[0].url}"


def test_synonyms_presumed_are_those_of_the_example_content():
    assert 25 <= len(SYNONYMS) <= 40
    for entry in SYNONYMS:
        assert set(entry) == {"language", "words", "one_way"}
        assert len(set(entry["words"])) == len(entry["words"]) >= 2
    assert [{"one_way": False, **entry} for entry in HELP["synonyms"]] == SYNONYMS


def test_every_synonym_query_leans_on_an_entry():
    for row in by_kind()["synonym"]:
        words = {word for entry in SYNONYMS if entry["language"] == row["language"] for word in entry["words"]}
        query = row["query"]
        assert any(query.startswith(word) for word in words), query


def test_search_help_names_pages_that_exist(paths):
    shown = {(page.locale.language_code, page.slug) for page in paths.values()}
    assert len(HELP["best_bets"]) == 5
    for bet in HELP["best_bets"]:
        assert (bet["language"], bet["page"]) in shown, bet
    assert set(HELP["not_suggested"]) == {"sv", "en"}


def test_search_log(paths):
    shown = {(page.locale.language_code, page.slug) for page in paths.values()}
    asked = [(entry["language"], entry["query"]) for entry in LOG]
    assert len(asked) == len(set(asked)) >= 150
    assert sum(entry.get("hits") == 0 for entry in LOG) >= 25
    for entry in LOG:
        assert set(entry) - {"hits"} == {"query", "language", "weight", "trend", "click"}
        assert 1 <= entry["weight"] <= 100
        assert entry["trend"] in {"steady", "rising", "fading", "seasonal"}
        assert entry["click"] is None or (entry["language"], entry["click"]) in shown, entry
        assert entry.get("hits") is None or entry["click"] is None
