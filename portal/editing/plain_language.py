"""Checks for plain language: readability, long sentences, and links that do not say where they lead.

LIX is Björnsson's readability index (1968): words per sentence plus the share of words above six letters, in per cent.
The bounds follow common Swedish advice for texts that everyone should be able to read: below 40 is easy, above 50 hard.
"""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

LONGEST_SENTENCE = 25  # words
HARD = 50  # LIX
LEAST_WORDS = 100  # of a text whose LIX says anything
VAGUE_LINKS = {
    "sv": {
        "här",
        "klicka",
        "klicka här",
        "läs mer",
        "läs mer här",
        "länk",
        "mer",
        "mer info",
        "den här länken",
        "se här",
    },
    "en": {"here", "click", "click here", "read more", "link", "more", "more info", "this link"},
}
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"’»)]*\s+(?=[”\"“‘«(]*[A-ZÅÄÖÉ0-9])|\n+")
# A field whose text is no prose: an address or a name to search by.
NO_PROSE = {"slug", "seo_title", "title", "alternative_names", "source_credit", "source_licence"}


@dataclass(frozen=True)
class Finding:
    """One thing to look at: the field's label, what it is, and the words."""

    field: str
    what: str
    words: str


@dataclass(frozen=True)
class Report:
    """What the checks found in a page's text."""

    lix: int | None  # None where the text is too short
    findings: list[Finding]

    @property
    def lix_text(self) -> str:
        """LIX in words."""
        if self.lix is None:
            return _("The text is too short to measure.")
        for bound, text in (
            (30, _("very easy")),
            (40, _("easy")),
            (HARD, _("medium")),
            (60, _("hard")),
        ):
            if self.lix <= bound:
                return f"{self.lix}: {text}"
        return f"{self.lix}: {_('very hard')}"

    @property
    def hard(self) -> bool:
        return self.lix is not None and self.lix > HARD


def sentences(text: str) -> list[str]:
    """The sentences of a text; each line is at least one of its own."""
    return [part.strip() for part in SENTENCE_END.split(text) if part and WORD.search(part)]


def lix(parts: list[str]) -> int | None:
    """The readability index of sentences, None below `LEAST_WORDS` words."""
    words = [word for part in parts for word in WORD.findall(part)]
    if len(words) < LEAST_WORDS:
        return None
    long_words = sum(len(word) > 6 for word in words)
    return round(len(words) / len(parts) + 100 * long_words / len(words))


def check_texts(texts: list[tuple[str, str]], language: str) -> Report:
    """Checks texts, given as (label of the field, HTML or plain text)."""
    found, everything = [], []
    vague = VAGUE_LINKS.get(language.split("-")[0], set())
    for label, html in texts:
        soup = BeautifulSoup(html, "html.parser")
        for link in soup.find_all("a"):
            if link.get_text().strip(" .:!›»").casefold() in vague:
                found.append(Finding(label, _("The link does not say where it leads."), link.get_text()))
        parts = sentences(soup.get_text("\n" if soup.find(["p", "li"]) else ""))
        everything += parts
        for part in parts:
            count = len(WORD.findall(part))
            if count > LONGEST_SENTENCE:
                found.append(Finding(label, _("Long sentence: %(count)d words.") % {"count": count}, part))
    return Report(lix(everything), found)


def check_page(page) -> Report:
    """Checks what the editor has written on a page: the same texts that a translator would be given."""
    texts = []
    for segment in extract_segments(page):
        name = segment.path.split(".")[0]
        if isinstance(segment, StringSegmentValue) and name not in NO_PROSE:
            texts.append((field_label(page, name), segment.string.data))
    return check_texts(texts, page.locale.language_code)


def field_label(page, name: str) -> str:
    """What the editor's form calls a field or a child relation."""
    label = getattr(page._meta.get_field(name), "verbose_name", None)
    if label is None:
        label = page._meta.get_field(name).related_model._meta.verbose_name_plural
    return str(label)
