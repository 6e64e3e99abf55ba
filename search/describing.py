"""What the index holds of an object: its texts as streams of keys, and the facts that readers filter on."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from django.utils.encoding import force_str
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, TranslatableMixin

from portal import languages
from portal.content_cache import cached
from portal.finding import FACETS, KINDS
from search import analysis
from search.models import DocumentText, Entry
from search.text import encode, fold, words

TITLE_BOOST, LEAD_BOOST = 5, 2  # of a SearchField that weighs as the title, or as the lead
LONGEST_NAMES = 1_000  # letters of the other names of a thing
LONGEST_TEXT = 100_000  # letters of a text and of a stream; what is longer is cut
TITLES = ("title", "name", "term")  # the field that names an object, where it has one of these


@dataclass
class Texts:
    """An object's texts by weight."""

    title: list[str]
    lead: list[str]
    body: list[str]
    completion: list[str]


def plain(value) -> str:
    """A field's value as text; the items of a list by lines."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, Iterable):
        return "\n".join(filter(None, (plain(item) for item in value)))
    return force_str(value)


def _values(obj, fields) -> Iterable[tuple[object, str]]:
    for field in fields:
        if isinstance(field, RelatedFields):
            related = field.get_value(obj)
            found = related.all() if hasattr(related, "all") else [related] if related is not None else []
            for item in found:
                yield from _values(item, field.fields)
        elif isinstance(field, SearchField | AutocompleteField):
            yield field, plain(field.get_value(obj))


def texts(obj) -> Texts:
    """The texts of an object's search fields, and of what it says of itself (`portal.finding`)."""
    found = Texts([], [], [], [])
    fields = obj.get_search_fields()
    names = [name for name in TITLES if any(getattr(field, "field_name", "") == name for field in fields)]
    for field, value in _values(obj, fields):
        if not value:
            continue
        if isinstance(field, AutocompleteField):
            found.completion.append(value)
        elif field.field_name in names[:1]:
            found.title.insert(0, value)
        elif (field.boost or 1) >= TITLE_BOOST:
            found.title.append(value)
        elif (field.boost or 1) >= LEAD_BOOST:
            found.lead.append(value)
        else:
            found.body.append(value)
    if hasattr(obj, "search_names"):
        found.title += obj.search_names()
    if hasattr(obj, "search_headings"):
        found.lead += obj.search_headings()
    if is_document(obj):
        found.body.append(document_text(obj))
    return found


def document_text(document) -> str:
    """What is known of a file's text (`search.extracting`)."""
    known = getattr(document, "known_text", None)
    return known if known is not None else known_texts([document]).get(document.pk, "")


def known_texts(documents: list) -> dict[int, str]:
    """The texts of files by their documents' primary keys."""
    rows = DocumentText.objects.filter(document__in=[document.pk for document in documents])
    hashes = {document.pk: document.file_hash for document in documents}
    # A file that was replaced has the text of the old one until it is read.
    return {row.pk: row.text for row in rows if row.file_hash == hashes[row.pk]}


def language_code(obj) -> str:
    """The code of an object's language; empty where it is in none."""
    if isinstance(obj, TranslatableMixin):
        return languages.language_of(obj.locale_id).code
    return getattr(obj, "language", "") or ""


def describe(obj) -> Entry:
    """The entry of an object, not saved; `readers` and `other_keys` depend on its translations (`assign`)."""
    code = language_code(obj)
    # In its own language, whatever the one is of who saves it: blocks say what was chosen in them in words.
    with translation.override(code or languages.all_languages()[0].code):
        return _described(obj, code)


def _described(obj, code: str) -> Entry:
    found = texts(obj)
    analysed_as = code or languages.all_languages()[0].code
    spelled: set[str] = set()

    def keys(parts: list[str], more: Iterable[str] = ()) -> str:
        """The stream of texts and of `more`, whose words nobody has written here."""
        text = "\n".join(parts)[:LONGEST_TEXT]
        found = words(text)
        spelled.update(word for word, _start, _end in found)
        stream = analysis.document_keys(text, analysed_as, found)
        streams = [stream, *(_label_keys(text, analysed_as) for text in more)]
        return clipped(" ".join(filter(None, streams)))

    kind = getattr(obj, "search_kind", "")
    facets = obj.search_facets() if kind and hasattr(obj, "search_facets") else {}
    if kind and code:
        facets = {**facets, "lang": [code]}
    codes = [f"{name}:{value}" for name, values in facets.items() for value in values]
    title = found.title[0] if found.title else str(obj)
    entry = Entry(
        content_type=ContentType.objects.get_for_model(type(obj)),
        object_id=str(obj.pk),
        kind=kind,
        language=code,
        group_key=str(obj.translation_key) if isinstance(obj, TranslatableMixin) else "",
        facets=_tokens([f"type:{kind}", *codes] if kind else []),
        place=place(obj),
        published=getattr(obj, "first_published_at", None) or getattr(obj, "created_at", None),
        title=title[:255],
        sort_title=languages.sort_key(title)[:255],
        summary=getattr(obj, "summary", "") or "",
        title_keys=keys(found.title),
        title_words=analysis.title_words(title[:255], analysed_as),
        lead_keys=keys(found.lead, [*labels(facets, analysed_as), *_kind_words(kind, analysed_as)]),
        names="\n".join(dict.fromkeys(line for name in found.title[1:] for line in name.splitlines()))[:LONGEST_NAMES],
        words=completion_words("\n".join([*found.title, *found.completion])[:LONGEST_TEXT]),
        body_keys=keys(found.body),
        text="\n".join([*found.lead, *found.body])[:LONGEST_TEXT],
        analysis=analysis.VERSION,
    )
    entry.spelled = frozenset(filter(may_be_misspelled, spelled))
    return entry


def _kind_words(kind: str, code: str) -> list[str]:
    """What a kind is called in a language: whoever types nothing else means all that are of it."""
    return KINDS[kind].words.get(code, "").split() if kind in KINDS else []


def labels(facets: dict[str, list[str]], code: str) -> list[str]:
    """What the values of facets are called in a language: people type them as they would any word."""

    def build() -> dict[str, dict[str, str]]:
        with translation.override(code):
            return {
                facet.name: {value.code: str(value.label) for value in facet.values()}
                for facet in FACETS.values()
                if facet.words
            }

    known = cached(("search-labels", code), build)
    return [label for name, codes in facets.items() for value, label in known.get(name, {}).items() if value in codes]


@lru_cache(maxsize=4_000)
def _label_keys(label: str, code: str) -> str:
    return analysis.document_keys(label, code)


def may_be_misspelled(word: str) -> bool:
    """Whether a word belongs to those that corrections are made of."""
    return len(word) > 3 and word.isalpha()


def completion_words(text: str) -> str:
    """The words as they are written, and behind them those with å, ä and ö as they are typed without."""
    found = words(text)
    folded = {analysis.FOLDED + encode(plain) for word, _start, _end in found if (plain := fold(word)) != word}
    return " ".join([analysis.prefix_words(text, found), *sorted(folded)])


def clipped(keys: str) -> str:
    """A stream within bounds, without half a key at its end. PostgreSQL's vectors hold no more than 1 MB together."""
    return keys if len(keys) <= LONGEST_TEXT else keys[:LONGEST_TEXT].rpartition(" ")[0]


def place(obj) -> str:
    """Where an object stands: what restricts it is restricted by this.

    A page's path in the tree, a file's collection, or the kind and language of what some page shows (`Kind.pages`).
    """
    if isinstance(obj, Page):
        return obj.path
    if getattr(obj, "collection_id", None):
        return in_collection(obj.collection_id)
    kind = getattr(obj, "search_kind", "")
    return of_kind(kind, language_code(obj)) if kind else ""


def in_collection(pk: int) -> str:
    """The place of the files in a collection."""
    return f"c:{pk}:"


def of_kind(kind: str, language: str) -> str:
    """The place of what is no page, by kind and language."""
    return f"k:{kind}:{language}:"


def _tokens(items: Iterable[str]) -> str:
    return f" {' '.join(items)} " if items else ""


def is_shown(obj) -> bool:
    """Whether readers may find an object at all: published pages, and what is no page but has a kind."""
    return bool(getattr(obj, "search_kind", "")) and getattr(obj, "live", True)


def readers(code: str, shown: Iterable[str]) -> str:
    """The languages whose readers are shown the version in the language `code`, of those that are `shown`.

    Readers get their own language's version, else the source's, else any: `languages.best` in one place more, because
    the index has to know it beforehand.
    """
    everyone = [language.code for language in languages.all_languages()]
    if not code:
        return _tokens(everyone)
    order = [item for item in everyone if item in set(shown)]
    return _tokens([item for item in everyone if (item if item in order else order[0]) == code]) if order else ""


def is_document(obj) -> bool:
    return isinstance(obj, AbstractDocument)
