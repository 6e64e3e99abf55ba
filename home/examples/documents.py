"""Makes the methods' templates: Word documents that are headings, lines of text and tables to fill in.

A .docx is a zip of XML parts (ECMA-376). These hold only what a form needs, so no library for it: real headings, header
rows that repeat, a title and a language, which is what a screen reader goes by.
"""

import io
import zipfile
from xml.sax.saxutils import escape

from home.examples import reading
from portal.structured import in_language

TWIPS_PER_MM = 56.7
PAGE = (11906, 16838)  # A4 in twips
MARGIN = 1020
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
LABELS_WIDTHS = [2, 3]  # of a table with questions to the left and room to the right
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE = "application/vnd.openxmlformats-package"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CONTENT_TYPES = f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="{PACKAGE}.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{OFFICE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{OFFICE}.styles+xml"/>
<Override PartName="/docProps/core.xml" ContentType="{PACKAGE}.core-properties+xml"/>
</Types>"""

PACKAGE_RELATIONS = f"""<Relationships xmlns="{RELATIONS}">
<Relationship Id="rId1" Type="{DOCUMENT_RELATIONS}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{RELATIONS}/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""

STYLES_RELATION = f"""<Relationships xmlns="{RELATIONS}">
<Relationship Id="rId1" Type="{DOCUMENT_RELATIONS}/styles" Target="styles.xml"/>
</Relationships>"""

PROPERTIES = """<cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>{title}</dc:title><dc:creator>Luleå kommun</dc:creator><dc:language>{language}</dc:language>
</cp:coreProperties>"""

STYLES = """<w:styles xmlns:w="{main}">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/>
<w:lang w:val="{language}"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="40"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>
<w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="1"/></w:pPr>
<w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>
</w:styles>"""


def template(reference: str) -> tuple[str, bytes]:
    """The title and the content of a template, named by its method and language: `experiment-card:sv`."""
    key, _colon, language = reference.partition(":")
    data = in_language(reading.one("templates.yaml")[key], language, "sv")
    closing = in_language(reading.one("templates.yaml")["closing"], language, "sv")
    return data["title"], _docx(data, closing, LANGUAGES[language])


def _docx(data: dict, closing: str, language: str) -> bytes:
    width, height = reversed(PAGE) if data.get("landscape") else PAGE
    body = [_paragraph(data["title"], "Heading1"), _paragraph(data["intro"])]
    for part in data["parts"]:
        if "heading" in part:
            body.append(_paragraph(part["heading"], "Heading2"))
        if "text" in part:
            body.append(_paragraph(part["text"]))
        body.append(_table(part, width - 2 * MARGIN))
    # A table must be followed by a paragraph.
    body.append(_paragraph(closing))
    turned = ' w:orient="landscape"' if data.get("landscape") else ""
    margins = " ".join(f'w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
    margins += ' w:header="567" w:footer="567" w:gutter="0"'
    section = f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar {margins}/></w:sectPr>'
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE_RELATIONS,
        "docProps/core.xml": PROPERTIES.format(title=escape(data["title"]), language=language),
        "word/document.xml": f'<w:document xmlns:w="{MAIN}"><w:body>{"".join(body)}{section}</w:body></w:document>',
        "word/styles.xml": STYLES.format(main=MAIN, language=language),
        "word/_rels/document.xml.rels": STYLES_RELATION,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # A fixed day: the same data makes the same file.
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            archive.writestr(entry, DECLARATION + content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _paragraph(text: str, style: str = "", *, bold: bool = False) -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    run = f'<w:r>{weight}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{look}{run}</w:p>"


def _table(part: dict, width: int) -> str:
    """A table with a header row, then rows with a label first, or empty ones; `height` of a row is in millimetres."""
    columns = part["columns"]
    labels = part.get("rows") or [""] * part["empty_rows"]
    shares = part.get("widths") or (LABELS_WIDTHS if "rows" in part and len(columns) == 2 else [1] * len(columns))
    widths = [width * share // sum(shares) for share in shares]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:color="444444"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    height = f'<w:trHeight w:val="{round(part["height"] * TWIPS_PER_MM)}"/>'
    header = [_paragraph(column, bold=True) for column in columns]
    rows = [_row(header, widths, "<w:tblHeader/>")]
    for label in labels:
        first = label if isinstance(label, dict) else {"label": label}
        cell = _paragraph(first["label"], bold=True) + (_paragraph(first["hint"]) if "hint" in first else "")
        rows.append(_row([cell, *[_paragraph("")] * (len(columns) - 1)], widths, height))
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1" w:firstColumn="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: list[str], widths: list[int], properties: str) -> str:
    filled = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{filled}</w:tr>"
