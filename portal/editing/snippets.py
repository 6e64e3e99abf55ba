"""Listings of translatable snippets: one row for each, with its languages beside it, and no used one deleted."""

from dataclasses import dataclass

from django.contrib.admin.utils import quote
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.editing.translations import target_languages
from portal.languages import Language, all_languages


def version_name(language: Language) -> str:
    """The annotation with the primary key of the version in a language."""
    return f"version_{language.code.replace('-', '_')}"


@dataclass(frozen=True)
class Version:
    """A snippet in one language: where it is edited, or where its translation is begun."""

    language: Language
    exists: bool
    url: str


class VersionsColumn(BaseColumn):
    """The languages that a snippet is translated to, each a link to the place where one works on it."""

    cell_template_name = "editing/versions_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        versions = []
        for language in target_languages():
            pk = getattr(instance, version_name(language), None)
            if pk:
                url = reverse(instance.snippet_viewset.get_url_name("edit"), args=[quote(pk)])
            else:
                names = (instance._meta.app_label, instance._meta.model_name)
                url = reverse("wagtail_localize:submit_snippet_translation", args=[*names, quote(instance.pk)])
            versions.append(Version(language, bool(pk), url))
        return super().get_cell_context_data(instance, parent_context) | {"versions": versions}


class TranslatedSnippetViewSet(SnippetViewSet):
    """Lists a translatable model in the source language; the filter on language shows the others."""

    facts: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.list_display = [*self.facts, VersionsColumn("versions", label=_("Translations"))]

    def get_queryset(self, request) -> QuerySet:
        rows = self.model._default_manager.all()
        if not request.GET.get("locale"):
            rows = rows.filter(locale_id=all_languages()[0].pk)
        return rows.annotate(
            **{
                version_name(language): Subquery(
                    self.model._default_manager.filter(
                        translation_key=OuterRef("translation_key"), locale_id=language.pk
                    ).values("pk")[:1]
                )
                for language in target_languages()
            }
        )


def uses(instance) -> int:
    """How many others point at an instance, in whatever way: fields of models, not texts."""
    found = 0
    for relation in instance._meta.related_objects:
        if not relation.one_to_one:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: instance.pk})
            found += rows.count()
    return found
