"""All published methods, their vocabularies and files as one document."""

import base64
from typing import Any

from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from methodbank.exchange import FORMAT, VERSION
from methodbank.exchange.method_data import method_data
from methodbank.models import MethodPage
from methodbank.models.vocabularies import VOCABULARIES
from portal.languages import all_languages


class Exporter:
    """Collects what the methods refer to while they are written."""

    def __init__(self) -> None:
        self.languages = {language.pk: language.code for language in all_languages()}
        self.source = all_languages()[0]
        self.files: dict[str, dict[str, str]] = {}

    def refer(self, block, pk: int) -> str | None:
        """The reference of a chosen thing; files are taken along, pages and snippets by their translation key."""
        if block is None or isinstance(block, ImageChooserBlock):
            return self._file("image", get_image_model(), pk)
        if isinstance(block, DocumentChooserBlock):
            return self._file("document", get_document_model(), pk)
        model = block.target_model if isinstance(block, SnippetChooserBlock) else Page
        key = model.objects.filter(pk=pk).values_list("translation_key", flat=True).first()
        return str(key) if key else None

    def _file(self, kind: str, model, pk: int) -> str | None:
        item = model.objects.filter(pk=pk).first()
        if item is None:
            return None
        reference = item.get_file_hash()
        if reference not in self.files:
            with item.file.open("rb") as stream:
                content = base64.b64encode(stream.read()).decode("ascii")
            self.files[reference] = {
                "kind": kind,
                "name": item.file.name.rsplit("/", 1)[-1],
                "title": item.title,
                "language": getattr(item, "language", ""),
                "content": content,
            }
        return reference

    def vocabularies(self) -> dict[str, list]:
        """Every vocabulary's terms in their order."""
        result = {}
        for name, model in VOCABULARIES.items():
            groups: dict = {}
            for term in model.objects.order_by("sort_order", "pk"):
                groups.setdefault(term.translation_key, {})[self.languages[term.locale_id]] = term
            rows = []
            for key, versions in groups.items():
                first = versions.get(self.source.code) or next(iter(versions.values()))
                row: dict[str, Any] = {"id": str(key), "code": first.code, "retired": first.retired}
                for field in ("name", "description"):
                    values = {language: getattr(term, field) for language, term in versions.items()}
                    row[field] = {language: value for language, value in values.items() if value}
                if hasattr(first, "un_goals"):
                    row["un_goals"] = first.un_goal_numbers()
                rows.append(row)
            result[name] = rows
        return result

    def methods(self) -> list[dict]:
        """Every published method of the source language, with its published translations."""
        pages = MethodPage.objects.live().select_related("primary_phase").order_by("path")
        translations: dict = {}
        for page in pages.exclude(locale_id=self.source.pk):
            translations.setdefault(page.translation_key, {})[self.languages[page.locale_id]] = page
        return [
            method_data(page, translations.get(page.translation_key, {}), self.source.code, self.refer)
            for page in pages.filter(locale_id=self.source.pk)
        ]


def export_bank() -> dict[str, Any]:
    """The bank as a document of the exchange format. The same bank always gives the same document."""
    exporter = Exporter()
    methods = exporter.methods()
    return {
        "format": FORMAT,
        "version": VERSION,
        "source_language": exporter.source.code,
        "vocabularies": exporter.vocabularies(),
        "methods": methods,
        "files": dict(sorted(exporter.files.items())),
    }
