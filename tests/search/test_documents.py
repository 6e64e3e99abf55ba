"""The text of uploaded files is found; what is wrong with a file is a line in the log and nothing else."""

import io
import zipfile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader, PdfWriter
from wagtail.documents import get_document_model
from wagtail.models import Collection

from search import extracting, presenting, reading, rebuilding, service
from search.models import DocumentText, Entry
from search.models.texts import Outcome
from tests.search import files

pytestmark = pytest.mark.django_db
TEXT = "Så sår vi blåbärsfrön i kälåkern på Överön"
WORD = "blåbärsfrön"


def upload(content: bytes, name: str, **values):
    documents = get_document_model()
    return documents.objects.create(title=values.pop("title", "Bilaga"), file=ContentFile(content, name), **values)


def found(words: str, **options) -> list[str]:
    answer = service.search(
        words, language="sv", user=AnonymousUser(), chosen={"type": ["document"]}, engine_name="database", **options
    )
    return [hit.entry.title for hit in answer.hits]


@pytest.mark.parametrize("extension", files.MAKERS)
def test_the_text_of_a_file_is_found(extension):
    document = upload(files.MAKERS[extension]("Rubrik", TEXT), f"fil.{extension}", title="Odling", language="sv")
    assert DocumentText.objects.get(document=document).text == f"Rubrik\n{TEXT}"
    assert found(WORD) == ["Odling"]
    assert found("Överön") == ["Odling"]
    assert found("blåbär") == ["Odling"]  # of the compound


def test_plain_text_is_found_too():
    upload(TEXT.encode(), "fil.TXT")
    assert found(WORD) == ["Bilaga"]


def test_a_snippet_shows_the_place_in_the_file():
    upload(files.docx(*["Ingenting av värde står här."] * 20, TEXT), "fil.docx", title="Odling")
    answer = service.search(WORD, language="sv", user=AnonymousUser(), engine_name="database")
    hits = presenting.hits(answer, answer.beside["documents"])
    assert "<mark>blåbärsfrön</mark>" in str(hits[0].text)


def test_title_and_tags_are_found_beside_the_text():
    document = upload(files.docx("Inget"), "fil.docx", title="Grävningshandbok")
    document.tags.add("vitsippor")
    assert found("grävningshandbok") == found("vitsippor") == ["Grävningshandbok"]


def test_a_new_file_takes_the_place_of_the_old_one():
    document = upload(files.docx(TEXT), "fil.docx")
    document.file = ContentFile(files.docx("Nu om smultron"), "ny.docx")
    document._set_document_file_metadata()
    document.save()
    assert found(WORD) == []
    assert found("smultron") == ["Bilaga"]


def test_what_an_editor_changes_while_a_file_is_read_stays():
    document = upload(files.docx(TEXT), "fil.docx", title="Utkast")
    stale = get_document_model().objects.get(pk=document.pk)
    document.title, document.collection = "Hemligt", Collection.get_first_root_node().add_child(name="Stängd")
    document.save()
    extracting.extract(stale)
    entry = Entry.objects.get(object_id=str(document.pk), kind="document")
    assert (entry.title, entry.place) == ("Hemligt", f"c:{document.collection_id}:")
    get_document_model().objects.filter(pk=document.pk).delete()
    extracting.extract(stale)  # gone meanwhile: no error, and no entry
    assert not DocumentText.objects.filter(document_id=stale.pk).exists()


def test_making_the_index_anew_reads_no_file_again(monkeypatch):
    upload(files.docx(TEXT), "fil.docx")
    monkeypatch.setattr(extracting, "read", lambda document: pytest.fail("read again"))
    Entry.objects.all().delete()
    rebuilding.rebuild_database(lambda done, total: None)
    assert found(WORD) == ["Bilaga"]
    get_document_model().objects.get(title="Bilaga").save()
    assert found(WORD) == ["Bilaga"]


def test_texts_are_looked_up_together():
    for number in range(3):
        upload(files.docx(f"{TEXT} {number}"), f"fil-{number}.docx")
    documents = list(get_document_model().objects.filter(title="Bilaga"))
    from search import indexing

    with CaptureQueriesContext(
        connection,
    ) as queries:
        indexing.put(documents)
    assert sum("search_documenttext" in query["sql"] for query in queries) == 1


def test_the_command_reads_what_is_not_known(capsys):
    document = upload(files.docx(TEXT), "fil.docx")
    DocumentText.objects.all().delete()
    get_document_model().objects.exclude(pk=document.pk).delete()
    call_command("extract_documents")
    call_command("extract_documents")
    assert capsys.readouterr().out.splitlines() == ["1 read", "Nothing to read."]
    assert found(WORD) == ["Bilaga"]


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target, target.open("word/document.xml", "w") as member:
        for _number in range(300):
            member.write(b" " * 1_000_000)
    return made.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(files.pdf(TEXT))))
    writer.encrypt("lösen", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    f'<w:document xmlns:w="{files.WORD}"><w:p><w:t>&c;</w:t></w:p></w:document>'
)
OUTSIDE = (
    '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    f'<w:document xmlns:w="{files.WORD}"><w:p><w:t>&a;</w:t></w:p></w:document>'
)
HOSTILE = {
    "bomb.docx": (bomb, Outcome.LARGE),
    "laughs.docx": (lambda: files.archive(word__document_dot_xml=LAUGHS), Outcome.BROKEN),
    "outside.docx": (lambda: files.archive(word__document_dot_xml=OUTSIDE), Outcome.BROKEN),
    "no-document.docx": (lambda: files.archive(mimetype=b"x"), Outcome.BROKEN),
    "half.docx": (lambda: files.docx(TEXT)[:200], Outcome.BROKEN),
    "locked.docx": (lambda: reading.LOCKED_OFFICE + bytes(2_000), Outcome.ENCRYPTED),
    "locked.odt": (
        lambda: files.archive(content_dot_xml=b"\x01\x02", **{"META-INF__manifest_dot_xml": "<m:encryption-data/>"}),
        Outcome.ENCRYPTED,
    ),
    "locked.pdf": (locked_pdf, Outcome.ENCRYPTED),
    "half.pdf": (lambda: files.pdf(TEXT)[:120], Outcome.BROKEN),
    "empty.pdf": (lambda: b"", Outcome.BROKEN),
    "noise.pdf": (lambda: bytes(range(256)) * 40, Outcome.BROKEN),
    "noise.xlsx": (lambda: bytes(range(256)) * 40, Outcome.BROKEN),
    "scanned.pdf": (files.pdf, Outcome.EMPTY),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_read_is_a_line_in_the_log(name, caplog):
    make, outcome = HOSTILE[name]
    document = upload(make(), name, title="Besvärlig fil")
    kept = DocumentText.objects.get(document=document)
    assert (kept.outcome, kept.text) == (outcome, "")
    lines = [record for record in caplog.records if record.name == "search.extracting"]
    assert len(lines) == (0 if outcome == Outcome.EMPTY else 1)
    assert found("besvärlig") == ["Besvärlig fil"]  # by its title


def test_pages_that_hold_themselves_end():
    document = upload(files.pdf(TEXT, kids="2 0 R 3 0 R"), "ring.pdf")
    assert DocumentText.objects.get(document=document).outcome in {Outcome.BROKEN, Outcome.READ, Outcome.EMPTY}


def test_a_large_file_is_not_opened(monkeypatch):
    monkeypatch.setattr(extracting, "LARGEST", 100)
    document = upload(files.docx(TEXT), "fil.docx")
    assert DocumentText.objects.get(document=document).outcome == Outcome.LARGE


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(extracting, "SECONDS", 0.001)
    document = upload(files.docx(TEXT), "fil.docx")
    assert DocumentText.objects.get(document=document).outcome == Outcome.SLOW


def test_a_missing_file_is_no_error(caplog):
    document = upload(files.docx(TEXT), "fil.docx")
    document.file.storage.delete(document.file.name)
    assert extracting.extract(document).outcome == Outcome.BROKEN


def test_no_more_is_read_than_is_wanted():
    long = ["ord " * 1_000] * 100
    assert len(reading.read(io.BytesIO(files.docx(*long)), "docx")) <= reading.LONGEST
    assert len(reading.read(io.BytesIO(" ".join(long).encode()), "txt")) <= reading.LONGEST


def test_what_is_not_shown_is_not_read():
    struck = "<text:tracked-changes><text:p>Struket</text:p></text:tracked-changes>{}"
    changed = files.open_document("Synligt", wrapped=struck)
    assert reading.read(io.BytesIO(changed), "odt") == "Synligt"
    twice = (
        f'<w:document xmlns:w="{files.WORD}" xmlns:mc="mc"><w:p><mc:AlternateContent><mc:Choice><w:t>Ruta</w:t>'
        "</mc:Choice><mc:Fallback><w:t>Ruta</w:t></mc:Fallback></mc:AlternateContent></w:p></w:document>"
    )
    assert reading.read(io.BytesIO(files.archive(word__document_dot_xml=twice)), "docx") == "Ruta"


def test_slides_come_in_their_order():
    numbers = [str(number) for number in range(1, 13)]
    assert reading.read(io.BytesIO(files.pptx(*numbers)), "pptx").split() == numbers


def test_words_divided_at_the_end_of_a_line_are_whole():
    assert reading.read(io.BytesIO(files.pdf("En innova-", "tion till")), "pdf") == "En innovation till"
