"""The part of a text that shows why it was found, with the matching words marked."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search import analysis

LENGTH = 170  # letters of a snippet, about
MOST_WORDS = 900  # of a text that are looked at
BEFORE = 40  # letters before the first match


def _matching(text: str, language: str, keys: set[str]) -> list[tuple[int, int, str]]:
    """Where words that match begin and end, and which key of the question each answers."""
    found = []
    for number, (word, start, end) in enumerate(analysis.words(text)):
        if number >= MOST_WORDS:
            break
        analysed = analysis.analyse_word(word, language)
        for key in (analysed.key, *analysed.parts, analysed.folded):
            if key and key in keys:
                found.append((start, end, key))
                break
    return found


def keys_of(terms: list[analysis.Term]) -> set[str]:
    """The keys that mark a word: of the question's words, and of their parts."""
    keys = {key.removeprefix(analysis.PART) for term in terms for key in term.keys}
    keys |= {part for term in terms for parts in term.compounds for part in parts}
    return keys | {term.folded for term in terms if term.folded}


def marked(text: str, spans: list[tuple[int, int, str]]) -> SafeString:
    """The text as HTML, with the spans in `<mark>`."""
    parts, last = [], 0
    for start, end, _key in spans:
        parts += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    return mark_safe("".join([*parts, escape(text[last:])]))  # noqa: S308 every part is escaped


def title(text: str, language: str, terms: list[analysis.Term]) -> SafeString:
    """A title with the words that match marked."""
    return marked(text, _matching(text, language, keys_of(terms)))


def snippet(summary: str, text: str, language: str, terms: list[analysis.Term]) -> SafeString:
    """The summary where it holds a match or nothing does; else the place in the text with most of the words."""
    keys = keys_of(terms)
    in_summary = _matching(summary, language, keys)
    if in_summary:
        return marked(summary, in_summary)
    spans = _matching(text, language, keys)
    if not spans:
        return marked(summary or text[:LENGTH], [])
    best = max(spans, key=lambda span: len({other[2] for other in spans if 0 <= other[0] - span[0] <= LENGTH - BEFORE}))
    start = max(0, best[0] - BEFORE)
    start = 0 if start < 15 else text.find(" ", start, best[0]) + 1 or best[0]
    end = len(text) if start + LENGTH >= len(text) else max(text.rfind(" ", best[1], start + LENGTH), best[1])
    inside = [(left - start, right - start, key) for left, right, key in spans if left >= start and right <= end]
    shown = " ".join(text[start:end].split("\n")) if "\n" in text[start:end] else text[start:end]
    html = marked(shown, inside)
    return mark_safe(("… " if start else "") + html + (" …" if end < len(text) else ""))  # noqa: S308
