"""Reads the text of a file, within bounds. Run as a process of its own, which may be killed: `python -m search.reading
EXTENSION < FILE` writes the text, or ends with one of the codes of `ENDINGS` and a line that says why.

Office and OpenDocument files are zip archives of XML; what is shown is in a few elements, so a handler of twenty lines
reads all six formats as a stream. Without Django, so that it starts quickly.
"""

import logging
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.handler import ContentHandler, feature_namespaces

LONGEST = 200_000  # letters that are read
MOST_PAGES = 500  # of a PDF
MEMORY = 768 * 1024 * 1024  # bytes that the process may take
SECONDS = 15  # of the processor
LARGEST_PART = 64 * 1024 * 1024  # bytes of an archive's member when unpacked
LARGEST_RATIO = 200  # of a member unpacked to packed; honest XML has less than 50
SMALL_PART = 1024 * 1024  # bytes below which the ratio does not matter
MOST_MEMBERS = 10_000
LOCKED_OFFICE = b"\xd0\xcf\x11\xe0"  # an Office file behind a password is no zip but an older container
ENDINGS = {3: "encrypted", 4: "large", 5: "broken"}


class Refused(Exception):
    """A file that is not read; `ending` is one of the values of `ENDINGS`."""

    def __init__(self, ending: str, why: str) -> None:
        super().__init__(why)
        self.ending = ending


class Enough(Exception):
    """As much as is wanted has been read."""


@dataclass(frozen=True)
class Format:
    """Where the text of an archive is: the members, and the local names of the elements.

    `texts` hold letters that count, `ends` end a line, `gaps` stand for a blank, `skipped` hold what is not shown.
    """

    members: re.Pattern
    texts: frozenset[str]
    ends: frozenset[str]
    gaps: frozenset[str]
    skipped: frozenset[str]


def _format(members: str, texts: str, ends: str, gaps: str, skipped: str) -> Format:
    return Format(re.compile(members), *(frozenset(names.split()) for names in (texts, ends, gaps, skipped)))


# A text box of Word stands twice, the second time for programs that do not know the first.
OPEN_DOCUMENT = _format(r"content\.xml", "p h", "p h", "s tab line-break", "tracked-changes annotation")
FORMATS = {
    "docx": _format(r"word/(document|footnotes|endnotes)\d*\.xml", "t", "p", "tab br cr", "Fallback"),
    "pptx": _format(r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml", "t", "p", "tab br", "Fallback"),
    "xlsx": _format(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml", "t", "si is", "", "rPh"),
    "odt": OPEN_DOCUMENT,
    "ods": OPEN_DOCUMENT,
    "odp": OPEN_DOCUMENT,
}
PLAIN = ("txt", "vtt")
EXTENSIONS = ("pdf", *FORMATS, *PLAIN)


class Letters(ContentHandler):
    """Collects the text of one member."""

    def __init__(self, form: Format, room: int) -> None:
        super().__init__()
        self.form = form
        self.room = room
        self.found: list[str] = []
        self.depth = 0  # of elements with letters
        self.outside = 0  # depth of what is skipped

    def startElementNS(self, name, qname, attrs):
        local = name[1]
        self.outside += local in self.form.skipped
        self.depth += local in self.form.texts
        if local in self.form.gaps:
            self._add(" ")

    def endElementNS(self, name, qname):
        local = name[1]
        self.depth -= local in self.form.texts
        if local in self.form.ends:
            self._add("\n")
        self.outside -= local in self.form.skipped

    def characters(self, content):
        if self.depth:
            self._add(content)

    def _add(self, text: str) -> None:
        if self.outside:
            return
        self.found.append(text)
        self.room -= len(text)
        if self.room <= 0:
            raise Enough


def _members(archive: zipfile.ZipFile, form: Format) -> list[zipfile.ZipInfo]:
    """The archive's members with text, in the order of their numbers."""
    if len(archive.infolist()) > MOST_MEMBERS:
        raise Refused("large", f"an archive of {len(archive.infolist())} members")
    found = [member for member in archive.infolist() if form.members.fullmatch(member.filename)]
    for member in found:
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > LARGEST_PART or (member.file_size > SMALL_PART and ratio > LARGEST_RATIO):
            raise Refused("large", f"{member.filename} becomes {member.file_size} bytes when unpacked")
    return sorted(found, key=lambda item: (item.filename.count("/"), len(item.filename), item.filename))


def _archive(file: BinaryIO, form: Format) -> str:
    from defusedxml.sax import make_parser

    start = file.read(4)
    file.seek(0)
    if start == LOCKED_OFFICE:
        raise Refused("encrypted", "the file is locked")
    found: list[str] = []
    with zipfile.ZipFile(file) as archive:
        if _is_locked(archive):
            raise Refused("encrypted", "the file is locked")
        members = _members(archive, form)
        if not members:
            raise Refused("broken", "the archive is no such document")
        for member in members:
            handler = Letters(form, LONGEST - sum(map(len, found)))
            parser = make_parser()
            parser.forbid_dtd = True  # no entities, neither large nor from elsewhere
            parser.setFeature(feature_namespaces, True)
            parser.setContentHandler(handler)
            try:
                with archive.open(member) as stream:
                    parser.parse(stream)
            except Enough:
                return "".join([*found, *handler.found])
            found += handler.found
    return "".join(found)


def _is_locked(archive: zipfile.ZipFile) -> bool:
    """Whether an OpenDocument file's members are encrypted, or those of the zip itself."""
    if any(member.flag_bits & 1 for member in archive.infolist()):
        return True
    manifest = next((item for item in archive.infolist() if item.filename == "META-INF/manifest.xml"), None)
    if manifest is None or manifest.file_size > SMALL_PART:
        return False
    return b"encryption-data" in archive.read(manifest)


def _pdf(file: BinaryIO) -> str:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    logging.disable(logging.CRITICAL)

    def pages() -> Iterator[str]:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("encrypted", "the file is locked")
        for number, page in enumerate(reader.pages):
            if number >= MOST_PAGES:
                return
            yield page.extract_text()

    found, room = [], LONGEST
    try:
        for text in pages():
            found.append(text)
            room -= len(text)
            if room <= 0:
                break
    except (DependencyError, FileNotDecryptedError) as error:
        raise Refused("encrypted", str(error)) from error
    # Words that are divided at the end of a line.
    return re.sub(r"(?<=[^\W\d_])-\n(?=[^\W\d_])", "", "\n".join(found))


def read(file: BinaryIO, extension: str) -> str:
    """The text of a file that is open for reading. Raises Refused, or whatever a broken file makes a reader raise."""
    if extension in PLAIN:
        text = file.read(LONGEST * 4).decode(errors="replace")
    elif extension == "pdf":
        text = _pdf(file)
    else:
        text = _archive(file, FORMATS[extension])
    text = text.encode(errors="replace").decode()  # PDF files may hold halves of letters
    text = re.sub(r"[^\S\n]+", " ", "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text))
    return re.sub(r"\s*\n\s*", "\n", text).strip()[:LONGEST]


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes nothing but its answer into a pipe
    try:
        text = read(sys.stdin.buffer, sys.argv[1])
    except Refused as error:
        ending, why = error.ending, str(error)
    except MemoryError:
        ending, why = "large", "not enough memory"
    except Exception as error:
        # Whatever is wrong with it: a broken file has no end of ways.
        ending, why = "broken", f"{type(error).__name__}: {error}"
    else:
        sys.stdout.buffer.write(text.encode())
        return 0
    sys.stderr.write(" ".join(why.split())[:300])
    return next(code for code, name in ENDINGS.items() if name == ending)


if __name__ == "__main__":
    sys.exit(main())
