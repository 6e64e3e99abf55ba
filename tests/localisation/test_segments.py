"""Every text of every page and snippet reaches the translator."""

import datetime
import itertools
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from methodbank.models import MethodPage
from tests.factories import method

OWN = {"portal", "methodbank", "learning", "home", "search"}
TEXT_BLOCKS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)


def translatable_models() -> list[type]:
    return [
        model for model in apps.get_models() if model._meta.app_label in OWN and issubclass(model, TranslatableMixin)
    ]


class Sample:
    """Fills a block's every leaf; each text is unique, so that it is recognised among the segments."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.texts: list[str] = []

    def text(self) -> str:
        self.texts.append(f"Prov nummer {next(self.numbers)}")
        return self.texts[-1]

    def identifier(self) -> str:
        return f"00000000-0000-4000-8000-{next(self.numbers):012d}"

    def raw(self, block: blocks.Block) -> Any:
        if isinstance(block, blocks.StreamBlock):
            return [
                {"type": name, "value": self.raw(child), "id": self.identifier()}
                for name, child in block.child_blocks.items()
            ]
        if isinstance(block, blocks.ListBlock):
            return [{"type": "item", "value": self.raw(block.child_block), "id": self.identifier()}]
        if isinstance(block, blocks.StructBlock):
            return {name: self.raw(child) for name, child in block.child_blocks.items()}
        if isinstance(block, blocks.RichTextBlock):
            return f"<p>{self.text()}</p>"
        if isinstance(block, TEXT_BLOCKS):
            return self.text()
        if isinstance(block, blocks.ChooserBlock):
            return None
        if isinstance(block, blocks.DateBlock):
            return datetime.date(2026, 11, 24).isoformat()
        return block.get_prep_value(block.get_default())


def fill(instance, sample: Sample) -> None:
    """Gives a text to every field that is not declared the same in all languages."""
    synchronised = {
        field.field_name for field in get_translatable_fields(type(instance)) if isinstance(field, SynchronizedField)
    }
    for field in type(instance)._meta.get_fields():
        if not getattr(field, "concrete", False) or field.name in synchronised or not field.editable:
            continue
        if isinstance(field, StreamField):
            setattr(
                instance,
                field.name,
                blocks.StreamValue(field.stream_block, sample.raw(field.stream_block), is_lazy=True),
            )
        elif isinstance(field, RichTextField):
            setattr(instance, field.name, f"<p>{sample.text()}</p>")
        elif (
            isinstance(field, (models.CharField, models.TextField))
            and not isinstance(field, models.URLField)
            and field.name not in {"path", "url_path", "draft_title"}
        ):
            setattr(instance, field.name, sample.text())


@pytest.mark.django_db
@pytest.mark.parametrize("model", translatable_models(), ids=lambda model: model.__name__)
def test_every_text_is_a_segment(model):
    sample = Sample()
    instance = model(locale=Locale.objects.get(language_code="sv"))
    for field in model._meta.fields:  # a step of a pack or of a path cannot do without what it points at
        if field.related_model in {MethodPage, Page} and not field.null and not field.primary_key:
            setattr(instance, field.name, method())
    fill(instance, sample)
    found = {segment.string.data for segment in extract_segments(instance) if isinstance(segment, StringSegmentValue)}
    assert sample.texts, "the model has no text at all: is it translatable?"
    assert [text for text in sample.texts if text not in found] == []


def test_every_kind_of_text_block_is_one_that_can_be_translated():
    """wagtail-localize silently passes over the texts of these."""
    from wagtail.contrib.table_block.blocks import TableBlock
    from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

    lost = (TableBlock, TypedTableBlock, blocks.RawHTMLBlock, blocks.RegexBlock)

    def walk(block):
        yield block
        children = getattr(block, "child_blocks", {}).values() if hasattr(block, "child_blocks") else ()
        for child in [*children, *([block.child_block] if hasattr(block, "child_block") else [])]:
            yield from walk(child)

    for model in translatable_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                assert not [block for block in walk(field.stream_block) if isinstance(block, lost)], (
                    model,
                    field,
                )


@pytest.mark.django_db
def test_facts_are_the_same_in_every_language():
    names = {field.field_name for field in get_translatable_fields(MethodPage) if isinstance(field, SynchronizedField)}
    assert {
        "phases",
        "primary_phase",
        "run_minutes_min",
        "settings",
        "level",
        "content_owner",
        "next_review",
    } - names == {"next_review"}
    assert issubclass(MethodPage, Page)
