"""Nobody finds what they may not see: not by results, numbers, facets, corrections, or words lent by translations."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction

from home.models import GlossaryPage, GlossaryTerm
from methodbank.models import MethodIndexPage, StoryIndexPage
from search import extracting, popular, presenting, replaying, service, spelling, suggesting
from search.configuration import DATABASE, elasticsearch_engine
from search.seeing import hidden_places
from tests.factories import UserFactory, method, story
from tests.search import files

pytestmark = pytest.mark.django_db

SECRET = "kvastfenblomma"  # a word that stands nowhere else
TYPO = "kvastfenblonma"
READERS = ("stranger", "employee", "member", "superuser")


@pytest.fixture(params=[DATABASE, pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request, db):
    """The name of each engine in turn."""
    if request.param != DATABASE:
        request.getfixturevalue("elastic")
    return request.param


@pytest.fixture
def group():
    return Group.objects.create(name="Provgruppen")


@pytest.fixture
def readers(group, admin_user):
    return {
        "stranger": AnonymousUser(),
        "employee": UserFactory(),
        "member": UserFactory(groups=[group.name]),
        "superuser": admin_user,
    }


def ask(words: str, user, engine: str, language: str = "sv", **options) -> service.Found:
    if engine == "elasticsearch":
        client = elasticsearch_engine()
        replaying.replay()  # as the worker does
        client.es.indices.refresh(index=client.alias)
    return service.search(words, language=language, user=user, engine_name=engine, **options)


def titles(found: service.Found) -> set[str]:
    beside = [hit for group in found.beside.values() for hit in group]
    return {hit.entry.title for hit in [*found.hits, *beside]}


def traces(title: str, user, engine: str, *, word: str = SECRET, typo: str = TYPO) -> list[str]:
    """Where a reader comes upon a thing or its word."""
    plain, mistyped, begun = ask(word, user, engine), ask(typo, user, engine), ask(word[:-3], user, engine)
    said = " ".join([mistyped.corrected, mistyped.suggestion, begun.corrected, begun.suggestion])
    # What is suggested where its title or its word has been begun.
    suggested = [item for begun in (title[:-2], word[:-3]) for item in suggesting.suggest(begun, "sv", user)]
    hits = presenting.hits(plain, [*plain.hits, *(hit for group in plain.beside.values() for hit in group)], user)
    found = {
        "results": any(title in titles(answer) for answer in (plain, mistyped, begun)),
        "total": plain.total > 0 or mistyped.total > 0 or begun.total > 0,
        "facets": any(sum(counts.values()) for counts in plain.counts.values()),
        "corrections": word in said,
        "suggestions": any(title in item.text or word in item.text for item in suggested),
        "snippets": any(word in str(hit.text).lower().replace("<mark>", "") for hit in hits),
    }
    return [name for name, there in found.items() if there]


def restrict(page, kind: str, *groups: Group) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="lösen")
    restriction.groups.set(groups)
    return restriction


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        ("login", {"employee", "member", "superuser"}),
        ("groups", {"member", "superuser"}),
        ("password", set()),
    ],
)
def test_a_restricted_branch_is_found_by_those_alone_who_may_see_it(kind, allowed, readers, group, engine):
    section = StoryIndexPage.objects.get(locale__language_code="sv")
    story(section, title="Hemlig berättelse", summary=f"Om en {SECRET} i vassen.")
    restrict(section, kind, group)
    for name in READERS:
        found = traces("Hemlig berättelse", readers[name], engine)
        assert bool(found) == (name in allowed), (name, found)


@pytest.mark.parametrize("state", ["draft", "unpublished", "expired"])
def test_what_is_not_published_is_found_by_nobody(state, readers, engine):
    page = method(title="Opublicerad metod", summary=f"Om en {SECRET}.", live=state != "draft")
    if state == "unpublished":
        page.unpublish()
    elif state == "expired":
        page.expire_at = timezone.now() - timedelta(minutes=1)
        page.save()
        call_command("publish_scheduled")
        page.refresh_from_db()
        assert page.expired
    for name in READERS:
        assert traces("Opublicerad metod", readers[name], engine) == [], name


def test_a_changed_restriction_takes_effect_at_once(readers, group, engine):
    section = MethodIndexPage.objects.get(locale__language_code="sv")
    page = method(section, title="Metod i skymundan", summary=f"Om en {SECRET}.")
    employee = readers["employee"]

    def sees() -> bool:
        return "Metod i skymundan" in titles(ask(SECRET, type(employee).objects.get(pk=employee.pk), engine))

    assert sees()
    restriction = restrict(page, "groups", group)
    assert not sees()
    employee.groups.add(group)
    assert sees()
    restriction.groups.clear()
    assert not sees()
    restriction.delete()
    assert sees()
    restrict(section, "groups", group)
    assert sees()  # still a member
    employee.groups.clear()
    assert not sees()


def test_a_page_that_moves_under_a_restriction_is_hidden(readers, group, engine):
    page = story(title="Flyttad berättelse", summary=f"Om en {SECRET}.")
    below = MethodIndexPage.objects.get(locale__language_code="sv")
    restrict(below, "groups", group)
    assert traces("Flyttad berättelse", readers["employee"], engine)
    page.move(below, "last-child")
    assert traces("Flyttad berättelse", readers["employee"], engine) == []
    assert traces("Flyttad berättelse", readers["member"], engine)


@pytest.fixture
def translated():
    """A public story in English whose Swedish original holds a word of its own."""
    original = story(title="Originalet", summary=f"Om en {SECRET} i vassen.", slug="originalet")
    english = Locale.objects.get(language_code="en")
    copy = original.copy_for_translation(english)
    copy.title, copy.summary = "The public translation", "About plants in the reeds and tansyweeds."
    copy.save_revision().publish()
    return original, copy


def test_a_translation_lends_its_words_to_those_alone_who_may_see_it(translated, readers, group, engine, monkeypatch):
    original, copy = translated

    def sees(name: str, words: str = SECRET) -> bool:
        found = ask(words, readers[name], engine, "en")
        return copy.title in titles(found) or found.total > 0

    assert sees("stranger")
    # Restricting a page restricts its translations too; one that stands in a restricted section is alone in it.
    below = MethodIndexPage.objects.get(locale__language_code="sv")
    restriction = restrict(below, "groups", group)
    original.move(below, "last-child")
    assert not sees("stranger")
    assert not sees("employee")
    assert sees("member")
    assert sees("superuser")
    assert sees("stranger", "tansyweeds"), "its own words find it as before"
    # Nor by what others searched for.
    question = {"query": SECRET, "language": "en", "hidden": hidden_places(readers["stranger"])}
    monkeypatch.setattr(spelling, "is_known", lambda word: True)
    assert not popular._finds(**question)
    assert popular._finds(**question | {"query": "tansyweeds"})
    assert popular._finds(**question | {"hidden": hidden_places(readers["member"])})
    # Nor by what is left out, or by what is said of it.
    assert copy.title in titles(ask(f"tansyweeds -{SECRET}", readers["stranger"], engine, "en"))
    assert copy.title not in titles(ask(f"tansyweeds -{SECRET}", readers["member"], engine, "en"))
    assert not sees("stranger", TYPO)
    own = ask("tansyweeds", readers["stranger"], engine, "en")
    assert "translation" not in [match.where for hit in own.hits for match in hit.matches]
    for sorting in ("newest", "title"):
        assert ask(SECRET, readers["stranger"], engine, "en", sorting=sorting).total == 0
        assert ask("tansyweeds", readers["stranger"], engine, "en", sorting=sorting).total == 1
    restriction.delete()
    assert sees("stranger")


def test_an_unpublished_translation_lends_nothing(translated, readers, engine):
    original, copy = translated
    original.unpublish()
    found = ask(SECRET, readers["superuser"], engine, "en")
    assert found.total == 0
    assert copy.title in titles(ask("tansyweeds", readers["stranger"], engine, "en"))


def test_a_translation_that_moves_under_a_restriction_lends_no_more(translated, readers, group, engine):
    original, copy = translated
    below = MethodIndexPage.objects.get(locale__language_code="sv")
    restrict(below, "groups", group)
    original.move(below, "last-child")
    assert ask(SECRET, readers["stranger"], engine, "en").total == 0
    assert copy.title in titles(ask(SECRET, readers["member"], engine, "en"))


def test_a_correction_is_no_proof_of_a_hidden_compound(readers, group, engine):
    """The parts are public, the compound is not."""
    story(title="Öppen berättelse", summary="En ladugård och ett mikroskop.")
    hidden = story(title="Dold berättelse", summary="Vårt ladugårdsmikroskop.")
    restrict(hidden, "groups", group)
    spelling._kept.clear()
    for name, told in (("stranger", False), ("employee", False), ("member", True)):
        found = ask("ladugårdsmikroskob", readers[name], engine)
        assert ("ladugårdsmikroskop" in f"{found.corrected} {found.suggestion}") == told, name


def test_a_hidden_word_is_answered_as_one_that_nobody_wrote(readers, group, engine):
    """Whether a word is taken for an error must not depend on pages that the reader may not see."""
    story(title="Om blommor", summary="En kvastfenblommor är sällsynt.")
    hidden = story(title="Hemligt", summary="Vår kvastfenblommox.")
    restrict(hidden, "groups", group)
    spelling._kept.clear()
    known = ask("kvastfenblommox", readers["stranger"], engine)
    unknown = ask("kvastfenblommoy", readers["stranger"], engine)
    assert (known.stage, known.corrected, known.total) == (unknown.stage, unknown.corrected, unknown.total)


def document(collection: Collection, title: str = "Hemlig fil"):
    """A file with the word in its title."""
    documents = get_document_model()
    return documents.objects.create(title=f"{title} {SECRET}", file=ContentFile(b"x", "fil.bin"), collection=collection)


def written_document(collection: Collection):
    """A file with the word in its text."""
    content = ContentFile(files.docx(f"Om en {SECRET} i vassen."), "fil.docx")
    made = get_document_model().objects.create(title="Hemlig fil", file=content, collection=collection)
    extracting.extract(made)
    return made


@pytest.mark.parametrize("made", [document, written_document])
@pytest.mark.parametrize(
    ("kind", "allowed"),
    [("login", {"employee", "member", "superuser"}), ("groups", {"member", "superuser"}), ("password", set())],
)
def test_a_file_of_a_restricted_collection_is_found_by_those_alone_who_may_see_it(
    kind, allowed, made, readers, group, engine
):
    outer = Collection.get_first_root_node().add_child(name="Yttre")
    inner = outer.add_child(name="Inre")
    file = made(inner)
    restriction = CollectionViewRestriction.objects.create(collection=outer, restriction_type=kind, password="lösen")
    restriction.groups.set([group])
    spelling._kept.clear()

    def sees(name: str) -> list[str]:
        beside = ask(SECRET, readers[name], engine)
        chosen = ask(SECRET, readers[name], engine, chosen={"type": ["document"]})
        return [file.title for found in (beside, chosen) if file.title in titles(found) or found.counts.get("type")]

    for name in READERS:
        assert bool(sees(name)) == (name in allowed), name
        assert bool(traces(file.title, readers[name], engine)) == (name in allowed), name
    restriction.delete()
    assert sees("stranger")


def test_a_collection_that_moves_takes_its_files_along(readers, group, admin, engine):
    outer = Collection.get_first_root_node().add_child(name="Yttre")
    other = Collection.get_first_root_node().add_child(name="Annan")
    file = document(other)
    restriction = CollectionViewRestriction.objects.create(collection=outer, restriction_type="groups")
    restriction.groups.set([group])
    assert file.title in titles(ask(SECRET, readers["employee"], engine))
    other.move(Collection.objects.get(pk=outer.pk), "sorted-child")
    assert file.title not in titles(ask(SECRET, readers["employee"], engine))
    assert file.title in titles(ask(SECRET, readers["member"], engine))


def test_files_that_the_admin_moves_together_are_where_they_are(readers, group, admin, engine):
    outer = Collection.get_first_root_node().add_child(name="Yttre")
    restriction = CollectionViewRestriction.objects.create(collection=outer, restriction_type="groups")
    restriction.groups.set([group])
    file = document(Collection.get_first_root_node())
    app, model = file._meta.app_label, file._meta.model_name
    address = f"/admin/bulk/{app}/{model}/add_to_collection/?id={file.pk}"
    response = admin.post(address, {"collection": outer.pk})
    file.refresh_from_db()
    assert (response.status_code, file.collection_id) == (302, outer.pk)
    assert file.title not in titles(ask(SECRET, readers["employee"], engine))
    assert file.title in titles(ask(SECRET, readers["member"], engine))


def test_words_of_a_restricted_glossary_are_not_told(readers, group, engine):
    term = GlossaryTerm.objects.create(
        term=SECRET, definition="En blomma.", locale=Locale.objects.get(language_code="sv")
    )
    assert term.term in titles(ask(SECRET, readers["stranger"], engine))
    pages = list(GlossaryPage.objects.live())
    swedish = next(page for page in pages if page.locale.language_code == "sv")
    restriction = restrict(swedish, "groups", group)
    assert traces(term.term, readers["stranger"], engine) == []
    assert term.term in titles(ask(SECRET, readers["member"], engine))
    restriction.delete()
    assert term.term in titles(ask(SECRET, readers["stranger"], engine))
    for page in pages:
        page.unpublish()
    assert traces(term.term, readers["superuser"], engine) == []


def test_the_command_finds_what_its_reader_finds(readers, group, engine):
    page = story(title="Bara för gruppen", summary=f"Om en {SECRET}.")
    restrict(page, "groups", group)

    def found(*options: str) -> list[str]:
        ask(SECRET, readers["stranger"], engine)  # the server tells of what it has just got
        out = StringIO()
        call_command("find", SECRET, "--engine", engine, "--json", *options, stdout=out)
        answer = json.loads(out.getvalue())
        assert answer["total"] == len(answer["hits"])
        return [hit["title"] for hit in answer["hits"]]

    assert found() == found("--as", readers["employee"].username) == []
    assert found("--as", readers["member"].username) == [page.title]
