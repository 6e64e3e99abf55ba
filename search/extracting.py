"""The text of uploaded files in the index: read by a process of its own, kept, and read again only when it changes."""

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from wagtail.documents import get_document_model
from wagtail.utils.file import hash_filelike

from search import indexing
from search.models import DocumentText
from search.models.texts import Outcome
from search.reading import ENDINGS, EXTENSIONS

logger = logging.getLogger(__name__)
LARGEST = 25 * 1024 * 1024  # bytes of a file
SECONDS = 15  # until the reading process is ended
CHUNK = 1024 * 1024


def is_due(document) -> bool:
    """Whether a file has text that is not known yet."""
    return document.file_extension.lower() in EXTENSIONS and not (
        DocumentText.objects.filter(document_id=document.pk, file_hash=document.file_hash).exists()
    )


def due() -> Iterable:
    """The documents whose text is not known, or is that of another file."""
    known = DocumentText.objects.filter(document_id=OuterRef("pk")).values("file_hash")[:1]
    extensions = Q()
    for extension in EXTENSIONS:
        extensions |= Q(file__iendswith=f".{extension}")
    documents = get_document_model().objects.filter(extensions).annotate(known_hash=Subquery(known))
    return documents.filter(Q(known_hash=None) | ~Q(known_hash=F("file_hash"))).order_by("pk")


def extract(document) -> DocumentText:
    """Reads the text of a document's file, keeps it, and writes it into the index. Never raises for a broken file."""
    text, outcome, why = "", Outcome.BROKEN, ""
    try:
        if not document.file_hash:
            _note_hash(document)
        text, outcome, why = read(document)
    except OSError as error:
        why = str(error)
    if outcome not in {Outcome.READ, Outcome.EMPTY}:
        logger.warning("The text of document %s, “%s”, was not read: %s (%s)", document.pk, document, outcome, why)
    with transaction.atomic():
        # As it is now: an editor may have moved or named it while its file was read.
        current = type(document).objects.select_for_update().filter(pk=document.pk).first()
        if current is None:
            return DocumentText(document_id=document.pk, outcome=outcome)
        kept, _new = DocumentText.objects.update_or_create(
            document_id=document.pk,
            defaults={"file_hash": document.file_hash, "outcome": outcome, "text": text},
        )
        indexing.put([current])
    return kept


def _note_hash(document) -> None:
    """Notes the hash of a file that no form uploaded; without a save, which would tell us of it again."""
    with document.open_file() as file:
        document.file_hash = hash_filelike(file)
    type(document).objects.filter(pk=document.pk).update(file_hash=document.file_hash)


def read(document) -> tuple[str, Outcome, str]:
    """The text of a document's file, what came of it, and why. Raises OSError where there is no such file."""
    with tempfile.TemporaryFile() as copy:
        with document.open_file() as file:
            if file.size > LARGEST:
                return "", Outcome.LARGE, f"{file.size} bytes"
            for chunk in file.chunks(CHUNK):
                copy.write(chunk)
        copy.seek(0)
        command = [sys.executable, "-m", "search.reading", document.file_extension.lower()]
        try:
            # What reads files from anywhere is told no secrets of the environment.
            done = subprocess.run(  # noqa: S603 our own module
                command,
                stdin=copy,
                capture_output=True,
                cwd=settings.BASE_DIR,
                env={name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "", Outcome.SLOW, f"{SECONDS} seconds"
    if done.returncode == 0:
        text = done.stdout.decode()
        return text, Outcome.READ if text else Outcome.EMPTY, ""
    why = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:300]
    if done.returncode < 0:
        return "", Outcome.SLOW, f"ended by signal {-done.returncode}"
    return "", Outcome(ENDINGS.get(done.returncode, Outcome.BROKEN)), why
