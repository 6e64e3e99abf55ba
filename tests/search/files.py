"""Files of each type, made here: a test's text in the smallest file that the format allows."""

import io
import zipfile
from xml.sax.saxutils import escape

import openpyxl

OFFICE = "http://schemas.openxmlformats.org"
WORD = f"{OFFICE}/wordprocessingml/2006/main"
DRAWING = f"{OFFICE}/drawingml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def archive(**members: str | bytes) -> bytes:
    """A zip archive; `__` in a name stands for a slash and `_dot_` for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def docx(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    return archive(word__document_dot_xml=f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')


def pptx(*slides: str) -> bytes:
    def slide(text: str) -> str:
        return f'<p:sld xmlns:p="p" xmlns:a="{DRAWING}"><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></p:sld>'

    return archive(**{f"ppt__slides__slide{n}_dot_xml": slide(text) for n, text in enumerate(slides, start=1)})


def xlsx(*cells: str) -> bytes:
    book = openpyxl.Workbook()
    for number, text in enumerate(cells, start=1):
        book.active.cell(row=number, column=1, value=text)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def open_document(*paragraphs: str, wrapped: str = "{}") -> bytes:
    body = wrapped.format("".join(f"<text:p>{escape(text)}</text:p>" for text in paragraphs))
    names = " ".join(f'xmlns:{name}="{OPEN}:{name}:1.0"' for name in ("office", "text", "table", "draw"))
    content = f"<office:document-content {names}><office:body>{body}</office:body></office:document-content>"
    return archive(content_dot_xml=content, META_INF__manifest_dot_xml="<manifest/>")


def odt(*paragraphs: str) -> bytes:
    return open_document(*paragraphs, wrapped="<office:text>{}</office:text>")


def ods(*cells: str) -> bytes:
    return open_document(*cells, wrapped="<table:table><table:table-cell>{}</table:table-cell></table:table>")


def odp(*slides: str) -> bytes:
    return open_document(
        *slides, wrapped="<draw:page><draw:frame><draw:text-box>{}</draw:text-box></draw:frame></draw:page>"
    )


def pdf(*lines: str, kids: str = "3 0 R") -> bytes:
    """One page in Helvetica; `kids` are the pages as the tree names them."""
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td\n{shown}ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count 1 >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 6\n0000000000 65535 f \n" + table
    return made + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


MAKERS = {"pdf": pdf, "docx": docx, "pptx": pptx, "xlsx": xlsx, "odt": odt, "ods": ods, "odp": odp}
