"""Pages as plain data, in all languages at once: what the exchange format and the example content are made of.

A text is a map of languages, `{"sv": "Idéer", "en": "Ideas"}`; a fact stands as it is. `in_language` takes one
language out of such data; `to_raw` makes a StreamField's raw value of it, with block ids that follow from the place, so
that the same data always gives the same ids and the languages have them in common; `to_data` goes the other way.
"""

from collections.abc import Callable, Container, Iterator
from datetime import date
from functools import partial
from typing import Any, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
TEXT_BLOCKS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)
# What the rich-text editor can make: data that comes from elsewhere may bring no more.
RICH_TEXT = frozenset({"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a"})
RICH_TEXT_ATTRIBUTES = frozenset({"href", "linktype", "id", "data-block-key"})
LINK_SCHEMES = ("http://", "https://", "mailto:", "tel:", "/", "#")


class Resolver(Protocol):
    """Finds what data refers to, as a primary key; None where it is not there."""

    def page(self, reference: str) -> int | None: ...

    def image(self, reference: str) -> int | None: ...

    def document(self, reference: str) -> int | None: ...

    def snippet(self, model: type, reference: str) -> int | None: ...


def identifier(*parts: object) -> UUID:
    """A UUID that follows from its parts."""
    return uuid5(NAMESPACE_URL, "portal:" + "/".join(str(part) for part in parts))


def is_text(data: Any) -> bool:
    """Whether the data is a text in one or more languages."""
    return isinstance(data, dict) and bool(data) and data.keys() <= LANGUAGES


def one_of(value: Any, known: Container[str]) -> bool:
    """Whether the value is a text, which data from elsewhere need not be, and among the known ones."""
    return isinstance(value, str) and value in known


def in_language(data: Any, language: str, source: str) -> Any:
    """The data with its texts in one language, or in the source language where they are missing."""
    if is_text(data):
        return data.get(language) or data.get(source, "")
    if isinstance(data, dict):
        return {key: in_language(value, language, source) for key, value in data.items()}
    if isinstance(data, list):
        return [in_language(value, language, source) for value in data]
    return data


def to_raw(block: blocks.Block, data: Any, resolve: Resolver, *place: object) -> Any:
    """The raw value of a block from data in one language.

    A struct of a single field may be given as that field's value.
    """
    if isinstance(block, blocks.StreamBlock):
        return [
            {
                "type": item["type"],
                "value": to_raw(block.child_blocks[item["type"]], item["value"], resolve, *place, number),
                "id": str(identifier(*place, number)),
            }
            for number, item in enumerate(data)
        ]
    if isinstance(block, blocks.ListBlock):
        if isinstance(data, blocks.list_block.ListValue):  # the default of a list that is not there
            data = ()
        return [
            {
                "type": "item",
                "value": to_raw(block.child_block, item, resolve, *place, number),
                "id": str(identifier(*place, number)),
            }
            for number, item in enumerate(data or ())
        ]
    if isinstance(block, blocks.StructBlock):
        if len(block.child_blocks) == 1 and not (isinstance(data, dict) and data.keys() <= block.child_blocks.keys()):
            data = {next(iter(block.child_blocks)): data}
        return {
            name: to_raw(child, data[name] if name in data else child.get_default(), resolve, *place, name)
            for name, child in block.child_blocks.items()
        }
    finder = _finder(block, resolve)
    if finder is not None:
        return finder(data) if data else None
    if isinstance(data, date):
        return data.isoformat()
    return "" if data is None and isinstance(block, TEXT_BLOCKS) else data


def _finder(block: blocks.Block, resolve: Resolver) -> Callable[[str], int | None] | None:
    for kind, finder in (
        (blocks.PageChooserBlock, "page"),
        (ImageChooserBlock, "image"),
        (DocumentChooserBlock, "document"),
    ):
        if isinstance(block, kind):
            return getattr(resolve, finder)
    if isinstance(block, SnippetChooserBlock):
        return partial(resolve.snippet, block.target_model)
    return None


def faults(block: blocks.Block, data: Any, place: str) -> Iterator[tuple[str, str]]:
    """What is wrong with data for a block, as places and sentences; nothing when `to_raw` can take it."""
    if isinstance(block, (blocks.StreamBlock, blocks.ListBlock)):
        if not isinstance(data, list):
            yield place, _("must be a list.")
            return
        for number, item in enumerate(data):
            here = f"{place}[{number}]"
            if isinstance(block, blocks.ListBlock):
                yield from faults(block.child_block, item, here)
            elif not isinstance(item, dict) or "value" not in item or not one_of(item.get("type"), block.child_blocks):
                known = ", ".join(block.child_blocks)
                yield here, _("must have a value and a type, which is one of: %(known)s.") % {"known": known}
            else:
                yield from faults(block.child_blocks[item["type"]], item["value"], here)
    elif isinstance(block, blocks.StructBlock):
        if len(block.child_blocks) == 1 and not (isinstance(data, dict) and data.keys() <= block.child_blocks.keys()):
            data = {next(iter(block.child_blocks)): data}
        if not isinstance(data, dict):
            yield (
                place,
                _("must be an object with the fields: %(known)s.") % {"known": ", ".join(block.child_blocks)},
            )
            return
        for name in data.keys() - block.child_blocks.keys():
            yield f"{place}.{name}", _("is not known here.")
        for name, child in block.child_blocks.items():
            if name in data:
                yield from faults(child, data[name], f"{place}.{name}")
            elif child.required and not child.get_default():
                yield f"{place}.{name}", _("is missing.")
    else:
        yield from _value_faults(block, data, place)


def _value_faults(block: blocks.Block, data: Any, place: str) -> Iterator[tuple[str, str]]:
    if _finder(block, _Nothing()) is not None:
        if data is not None and not isinstance(data, str):
            yield place, _("must be a reference.")
        return
    if isinstance(block, TEXT_BLOCKS):
        yield from text_faults(data, place, required=block.required, most=getattr(block.field, "max_length", None))
        if isinstance(block, blocks.RichTextBlock):
            yield from rich_text_faults(data, place)
        return
    if data in (None, "") and not block.required:
        return
    if isinstance(block, blocks.BooleanBlock):
        if not isinstance(data, bool):
            yield place, _("must be true or false.")
        return
    try:
        block.clean(block.to_python(data))
    except (ValidationError, TypeError, ValueError, ArithmeticError) as error:
        messages = error.messages if isinstance(error, ValidationError) else [_("has a value of the wrong kind.")]
        yield from ((place, message) for message in messages)


def text_faults(data: Any, place: str, *, required: bool, most: int | None = None) -> Iterator[tuple[str, str]]:
    """What is wrong with a text: a map of languages, or one string for all of them."""
    if isinstance(data, str) or data is None:
        versions = {"": data or ""}
    elif is_text(data):
        versions = data
    else:
        yield (
            place,
            _("must be a text, or texts by language: %(example)s.") % {"example": '{"sv": "…", "en": "…"}'},
        )
        return
    for language, value in versions.items():
        here = f"{place}.{language}".rstrip(".")
        if not isinstance(value, str):
            yield here, _("must be a text.")
        elif "\x00" in value:
            yield here, _("has a character that no text may have (NUL).")
        elif most and len(value) > most:
            yield (
                here,
                _("has %(length)d characters; at most %(most)d fit.") % {"length": len(value), "most": most},
            )
    if required and not any(versions.values()):
        yield place, _("is missing.")


def rich_text_faults(data: Any, place: str) -> Iterator[tuple[str, str]]:
    """What a rich text holds that an editor could not have written: scripts, styles, unknown elements, odd links."""
    for language, value in (data if is_text(data) else {"": data}).items():
        if not isinstance(value, str):
            continue
        here = f"{place}.{language}".rstrip(".")
        for element in BeautifulSoup(value, "html.parser").find_all(True):
            if element.name not in RICH_TEXT:
                yield here, _("must not have the element <%(name)s>.") % {"name": element.name}
            for name in element.attrs.keys() - RICH_TEXT_ATTRIBUTES:
                yield here, _("must not have the attribute %(name)s.") % {"name": name}
            address = element.get("href")
            if address is not None and not str(address).lower().startswith(LINK_SCHEMES):
                yield here, _("has a link that leads nowhere: %(address)s.") % {"address": str(address)[:80]}


def text(versions: dict[str, str], source: str) -> dict[str, str]:
    """A text as data: one that is the same as the source's is left out, as it says nothing more."""
    return {
        language: value
        for language, value in versions.items()
        if language == source or (value and value != versions.get(source))
    }


def to_data(block: blocks.Block, raw: Any, versions: dict[str, Any], source: str, refer: Callable) -> Any:
    """The data of a block from its raw value in the source language and those of its translations, by language.

    `refer(block, primary_key)` gives the reference of a chosen page, image, document or snippet.
    """
    if isinstance(block, (blocks.StreamBlock, blocks.ListBlock)):
        stream = isinstance(block, blocks.StreamBlock)
        by_id = {
            language: {item.get("id"): item.get("value") for item in value or ()}
            for language, value in versions.items()
        }
        result = []
        for item in raw or ():
            child = block.child_blocks[item["type"]] if stream else block.child_block
            others = {
                language: values[item.get("id")] for language, values in by_id.items() if item.get("id") in values
            }
            value = to_data(child, item["value"], others, source, refer)
            result.append({"type": item["type"], "value": value} if stream else value)
        return result
    if isinstance(block, blocks.StructBlock):
        data = {
            name: to_data(
                child,
                raw.get(name),
                {language: value.get(name) for language, value in versions.items() if value},
                source,
                refer,
            )
            for name, child in block.child_blocks.items()
        }
        return next(iter(data.values())) if len(data) == 1 else data
    if isinstance(block, TEXT_BLOCKS):
        return text({source: raw or "", **versions}, source) if raw else ""
    if _finder(block, _Nothing()) is not None:
        return refer(block, raw) if raw else None
    return float(raw) if isinstance(block, blocks.DecimalBlock) and raw is not None else raw


class _Nothing:
    """Stands for a resolver where only the kind of a block is asked for."""

    def __getattr__(self, name: str):
        return lambda *arguments: None
