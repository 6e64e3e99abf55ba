"""Rich text as plain text, for mails and calendars."""

import re
from html.parser import HTMLParser

from django.conf import settings
from wagtail.rich_text import expand_db_html

BREAKS = {"p": "\n\n", "ul": "\n\n", "ol": "\n\n", "h2": "\n\n", "h3": "\n\n", "h4": "\n\n", "br": "\n"}


class _Writer(HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts: list[str] = []
        self.link = ""

    def handle_starttag(self, tag, attrs):
        if tag == "li":
            self.parts.append("\n- ")
        elif tag == "a":
            self.link = dict(attrs).get("href") or ""
        self.parts.append(BREAKS.get(tag, ""))

    def handle_endtag(self, tag):
        if tag == "a" and self.link:
            link = self.link.removeprefix("mailto:").removeprefix("tel:")
            whole = f"{settings.WAGTAILADMIN_BASE_URL}{link}" if link.startswith("/") else link
            if self.parts[-1].strip() != whole:
                self.parts.append(f" ({whole})")
            self.link = ""
        self.parts.append(BREAKS.get(tag, ""))

    def handle_data(self, data):
        self.parts.append(re.sub(r"\s+", " ", data))


def plain_text(rich: str) -> str:
    """Paragraphs with empty lines between them, lists with dashes, links with their whole addresses."""
    writer = _Writer()
    writer.feed(expand_db_html(rich or ""))
    writer.close()
    lines = [line.strip() for line in "".join(writer.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
