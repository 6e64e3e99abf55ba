"""How well people find: the judged queries, on the database of this run and on Elasticsearch."""

import json

import pytest
from django.core.management import CommandError, call_command

from search import evaluation
from search.management.commands.evaluate_search import GOLDEN, ours

FIRST, FIVE, ZERO = 0.80, 0.97, 0.02  # the floor: success@1, success@5, and the share of queries without a hit
APART = 0.02  # engines differ by no more


@pytest.fixture(scope="module")
def judgements():
    return evaluation.read(GOLDEN)


def judged(judgements, name: str) -> evaluation.Figures:
    """How well an engine finds: not below the floor."""
    found = evaluation.evaluate(judgements, ours(name))
    told = {"engine": name, "misses": found.misses}
    assert found.first >= FIRST, told
    assert found.five >= FIVE, told
    assert found.zero <= ZERO, told
    assert found.forbidden == 0, told
    return found


def test_the_database_finds_what_people_want(db, judgements):
    """Also where there is no Elasticsearch."""
    judged(judgements, "database")


def test_elasticsearch_finds_what_the_database_does(elastic, judgements):
    one, other = judged(judgements, "database"), judged(judgements, "elasticsearch")
    for measure in ("first", "five", "zero"):
        assert abs(getattr(one, measure) - getattr(other, measure)) <= APART, (measure, one.misses, other.misses)


def test_the_command_takes_any_file_of_judgements(db, tmp_path, capsys):
    path = tmp_path / "mine.jsonl"
    path.write_text(
        '{"query": "hjärnskrivning", "language": "sv", "pages": {"/sv/metoder/hjarnskrivning-6-3-5/": 3}}\n\n'
        '{"query": "qqqq", "language": "sv", "pages": {"/sv/metoder/incheckning/": 3}}\n',
        encoding="utf-8",
    )
    call_command("evaluate_search", str(path), "--engine", "database", "--json")
    (figures,) = json.loads(capsys.readouterr().out).values()
    assert figures["all"]["queries"] == 2
    assert figures["all"]["first"] == figures["all"]["zero"] == 0.5
    path.write_text('{"query": 1}\n', encoding="utf-8")
    with pytest.raises(CommandError, match="line 1"):
        call_command("evaluate_search", str(path))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_search", str(tmp_path / "none.jsonl"))
    with pytest.raises(CommandError, match="no engine"):
        call_command("evaluate_search", "--engine", "x")


def test_gains_are_discounted_by_rank():
    assert evaluation.ndcg(["a", "b"], {"a": 3, "b": 1}) == 1.0
    assert 0.6 < evaluation.ndcg(["b", "a"], {"a": 3, "b": 1}) < 0.8
    assert evaluation.ndcg(["c"], {"a": 3}) == 0.0
