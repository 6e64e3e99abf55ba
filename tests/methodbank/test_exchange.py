"""Banks of methods in and out."""

import copy
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import Page

from methodbank.exchange.checking import document_faults
from methodbank.exchange.exporting import export_bank
from methodbank.exchange.importing import ImportRefusedError, import_bank
from methodbank.models import MethodPage, Phase
from tests.factories import method, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def take_in(django_capture_on_commit_callbacks):
    """Imports and commits."""

    def run(document, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return import_bank(document, **options)

    return run


def text(swedish: str, english: str | None = None) -> dict[str, str]:
    return {"sv": swedish, "en": english or f"EN {swedish}"}


def bank(**values) -> dict:
    """A bank of one method, as another municipality might write it by hand."""
    data = {
        "id": "fikarond",
        "languages": ["sv", "en"],
        "title": text("Fikarond"),
        "slug": {"sv": "fikarond", "en": "coffee-round"},
        "summary": text("Alla berättar något över en kopp."),
        "why": text("Det är lättare att prata i rörelse."),
        "outcomes": [text("Tre nya frågor")],
        "when_to_use": [text("När gruppen är ny")],
        "when_not_to_use": [text("När beslut ska fattas")],
        "phases": ["frame", "explore"],
        "dimensions": ["culture"],
        "problem_types": {"complex": 3},
        "prep_minutes": 5,
        "run_minutes_min": 20,
        "run_minutes_max": 30,
        "minutes_per": "total",
        "participants_min": 3,
        "participants_max": None,
        "facilitators": 1,
        "level": 1,
        "settings": ["on_site"],
        "materials": [{"item": text("Kopp"), "quantity": 1, "per_people": 1, "digital": ""}],
        "steps": [
            {
                "type": "step",
                "title": text("Hämta"),
                "minutes": 10,
                "grouping": "all",
                "instruction": text("<p>Gå.</p>"),
            },
            {"type": "break", "title": text("Paus"), "minutes": 5},
            {
                "type": "step",
                "title": text("Berätta"),
                "minutes": 10,
                "grouping": "pairs",
                "instruction": text("<p>Säg.</p>"),
            },
        ],
        "short_version": {"minutes": 10, "text": text("Hoppa över hämtningen.")},
        "body": [{"type": "callout", "value": {"kind": "tip", "title": text("Prova"), "text": text("<p>Gör.</p>")}}],
    }
    return {
        "format": "innovation-method-bank",
        "version": 1,
        "source_language": "sv",
        "methods": [{**data, **values}],
    }


def test_a_method_comes_in_with_all_it_has(take_in, client):
    result = take_in(bank())
    assert (result.created, result.updated, result.translated) == (["Fikarond"], [], ["Fikarond (en)"])
    page = MethodPage.objects.get(slug="fikarond")
    assert page.live
    assert page.primary_phase.code == "frame"
    assert page.step_minutes == 25
    translated = MethodPage.objects.get(slug="coffee-round")
    assert translated.steps[0].value["title"] == "EN Hämta"
    assert client.get(translated.url).status_code == 200


@pytest.mark.once
def test_export_import_export_is_identical(take_in, django_capture_on_commit_callbacks):
    take_in(bank())
    first = export_bank()
    with django_capture_on_commit_callbacks(execute=True):
        for page in MethodPage.objects.filter(locale=source()):
            page.delete()
        MethodPage.objects.all().delete()
    assert not MethodPage.objects.exists()
    take_in(json.loads(json.dumps(first)))
    assert export_bank() == first


def test_a_second_import_updates_and_never_doubles(take_in):
    take_in(bank())
    before = Page.objects.count()
    result = take_in(bank(why=text("En annan orsak.")))
    assert (result.created, result.updated) == ([], ["Fikarond"])
    assert Page.objects.count() == before
    assert MethodPage.objects.get(slug="fikarond").why == "En annan orsak."
    assert MethodPage.objects.get(slug="coffee-round").why == "EN En annan orsak."


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"run_minutes_min": "tjugo"}, "methods[0].run_minutes_min"),
        ({"run_minutes_max": 10}, "methods[0].run_minutes_max"),
        ({"participants_min": 0}, "methods[0].participants_min"),
        ({"level": 7}, "methods[0].level"),
        ({"title": ""}, "methods[0].title"),
        ({"title": {"sv": 3}}, "methods[0].title.sv"),
        ({"summary": text("x" * 161)}, "methods[0].summary.sv"),
        ({"phases": ["mystery"]}, "methods[0].phases"),
        ({"problem_types": {"complex": 9}}, "methods[0].problem_types.complex"),
        ({"steps": []}, "methods[0].steps"),
        ({"steps": [{"type": "dance"}]}, "methods[0].steps[0]"),
        (
            {
                "steps": [
                    {"type": "step", "title": text("A"), "minutes": "x", "grouping": "all", "instruction": "<p>a</p>"}
                ]
                * 2
            },
            "methods[0].steps[0].minutes",
        ),
        ({"settings": ["moon"]}, "methods[0].settings"),
        ({"after": ["unknown-method"]}, "methods[0].after"),
        ({"body": [{"type": "virus", "value": 1}]}, "methods[0].body[0]"),
        ({"colour": "red"}, "methods[0].colour"),
        ({"roles": [{"role": text("Ledare")}]}, "methods[0].roles[0].responsibility"),
        ({"source": {"credit": ""}}, "methods[0].source.credit"),
        ({"legal_notes": text("<script>alert(1)</script>", "<p>Hi</p>")}, "methods[0].legal_notes.sv"),
        (
            {
                "body": [
                    {"type": "callout", "value": {"kind": "tip", "title": "", "text": text("<p onclick='x()'>a</p>")}}
                ]
            },
            "methods[0].body[0].text.sv",
        ),
    ],
)
def test_a_fault_is_named_with_its_place_and_nothing_is_written(values, place):
    before = Page.objects.count()
    with pytest.raises(ImportRefusedError) as refused:
        import_bank(bank(**values))
    assert place in [where for where, _message in refused.value.faults]
    assert Page.objects.count() == before


def test_every_fault_is_reported_at_once():
    document = bank(level=9, run_minutes_min=-1)
    document["methods"].append({**document["methods"][0], "id": "fikarond"})
    with pytest.raises(ImportRefusedError) as refused:
        import_bank(document)
    places = {where for where, _message in refused.value.faults}
    assert {"methods[0].level", "methods[0].run_minutes_min", "methods[1].level", "methods[1].id"} <= places


@pytest.mark.parametrize("document", [None, [], "text", {}, {"format": "innovation-method-bank", "version": 2}])
def test_what_is_no_bank(document):
    with pytest.raises(ImportRefusedError):
        import_bank(document)


def test_a_dry_run_writes_nothing(take_in):
    before = Page.objects.count()
    result = take_in(bank(), dry_run=True)
    assert result.created == ["Fikarond"]
    assert Page.objects.count() == before


def test_a_bank_with_other_words(take_in):
    document = bank(phases=["discover", "party"])
    with pytest.raises(ImportRefusedError):
        import_bank(document)
    mapping = {"phases": {"discover": "explore", "party": None}}
    take_in(document, mapping=mapping)
    assert [phase.code for phase in MethodPage.objects.get(slug="fikarond").phases.all()] == ["explore"]
    with pytest.raises(ImportRefusedError) as refused:
        import_bank(document, mapping={"phases": {"discover": "atlantis"}})
    assert refused.value.faults[0][0] == "phases.discover"


def test_a_bank_brings_its_own_words(take_in):
    document = bank(phases=["discover"])
    document["vocabularies"] = {
        "phases": [{"id": "discover", "code": "discover", "name": text("Upptäcka", "Discover")}]
    }
    take_in(document)
    assert MethodPage.objects.get(slug="fikarond").primary_phase.name == "Upptäcka"
    assert Phase.objects.get(code="discover", locale__language_code="en").name == "Discover"


def test_our_words_stay_ours(take_in):
    document = bank()
    document["vocabularies"] = {"phases": [{"id": "theirs", "code": "frame", "name": text("Börja")}]}
    take_in(document)
    assert Phase.objects.get(code="frame", locale=source()).name == "Ringa in"


class TestCommands:
    def test_broken_files_are_refused_with_a_sentence(self, tmp_path):
        for name, content, words in (
            ("half.json", b'{"format": ', "line 1, column"),
            ("latin.json", '{"å"'.encode("latin-1"), "not UTF-8"),
        ):
            path = tmp_path / name
            path.write_bytes(content)
            with pytest.raises(CommandError, match=words):
                call_command("import_methods", str(path))
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("import_methods", str(tmp_path / "nowhere.json"))

    def test_faults_are_listed(self, tmp_path):
        path = tmp_path / "bank.json"
        path.write_text(json.dumps(bank(level=9)))
        with pytest.raises(CommandError, match=r"methods\[0\]\.level"):
            call_command("import_methods", str(path))

    @pytest.mark.once
    def test_out_and_in(self, tmp_path, capsys, django_capture_on_commit_callbacks):
        method(title="Ut och in", slug="ut-och-in")
        path = tmp_path / "bank.json"
        call_command("export_methods", str(path))
        document = json.loads(path.read_text(encoding="utf-8"))
        assert "Ut och in" in [item["title"]["sv"] for item in document["methods"]]
        with django_capture_on_commit_callbacks(execute=True):
            call_command("import_methods", str(path), "--dry-run")
        assert "nothing was written" in capsys.readouterr().out


def test_the_document_is_not_changed_by_an_import(take_in):
    document = bank()
    original = copy.deepcopy(document)
    take_in(document)
    assert document == original


ODD = [None, True, -1, 10**400, 1.5, "", "\x00", "<script>", [], [[]], {}, {"sv": 1}, {"x": []}, [None], [{"type": []}]]


@pytest.mark.once
def test_odd_values_anywhere_are_faults_and_no_crash():
    bank = export_bank()
    bank["methods"], bank["files"] = bank["methods"][:1], {}

    def places(value, *path):
        yield path
        items = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
        for key, item in items:
            yield from places(item, *path, key)

    for path in list(places(bank))[1:]:
        for odd in ODD[:: 1 if len(path) < 4 else 5]:
            document = copy.deepcopy(bank)
            target = document
            for key in path[:-1]:
                target = target[key]
            target[path[-1]] = odd
            document_faults(document)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"format": 1, "format": 2}', "stands twice"),
        ('{"version": NaN}', "NaN"),
        ('{"version": ' + "9" * 5000 + "}", "cannot be read"),
        ("\x00\x01", "is not JSON"),
        ("", "is not JSON"),
        ("[]", "not a method bank"),
    ],
)
def test_a_broken_file_is_refused_with_a_sentence(tmp_path, content, message):
    file = tmp_path / "bank.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=message), translation.override("en"):
        call_command("import_methods", str(file))
