"""How far the translation of a page has come."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from portal.content_cache import cached


class State(TextChoices):
    """The state of a page in one language."""

    SOURCE = "source", _("Original")
    MISSING = "missing", _("Missing")
    IN_PROGRESS = "in_progress", _("Being translated")
    OUTDATED = "outdated", _("Outdated")
    CURRENT = "current", _("Current")


@dataclass(frozen=True)
class PageTranslation:
    """The state of the page at hand; `source_url` leads to the original of a translation."""

    state: str
    source_url: str

    @property
    def outdated(self) -> bool:
        return self.state == State.OUTDATED


def states(keys: list, locale_id: int) -> dict:
    """The state in one language of the pages with these translation keys, in three queries."""
    pages: dict = {}
    for page in Page.objects.filter(translation_key__in=keys).select_related("latest_revision"):
        pages.setdefault(page.translation_key, {})[page.locale_id] = page
    sources = {
        source.object_id: source
        for source in TranslationSource.objects.filter(object_id__in=keys).defer("content_json", "schema_version")
    }
    translated = {
        translation.source.object_id: translation
        for translation in Translation.objects.filter(
            source__object_id__in=keys, target_locale_id=locale_id, enabled=True
        ).select_related("source")
    }
    result = {}
    for key in keys:
        versions = pages.get(key, {})
        source, target = sources.get(key), versions.get(locale_id)
        if (source and source.locale_id == locale_id) or (not source and target):
            result[key] = State.SOURCE
        elif target is None:
            result[key] = State.IN_PROGRESS if key in translated else State.MISSING
        elif not target.live:
            result[key] = State.IN_PROGRESS
        else:
            original = versions.get(source.locale_id)
            changed = original.last_published_at if original else None
            # The translation knows the source as it was when it was last synchronised.
            stale = bool(changed and changed > source.last_updated_at)
            unfinished = bool(target.last_published_at and source.last_updated_at > target.last_published_at)
            result[key] = State.OUTDATED if stale or unfinished else State.CURRENT
    return result


def of_page(page) -> PageTranslation:
    """The state of one published page in its own language."""

    def build() -> PageTranslation:
        state = states([page.translation_key], page.locale_id)[page.translation_key]
        original = None
        if state != State.SOURCE:
            source = TranslationSource.objects.filter(object_id=page.translation_key).only("locale_id").first()
            if source:
                original = Page.objects.filter(
                    translation_key=page.translation_key, locale_id=source.locale_id, live=True
                ).first()
        return PageTranslation(state, original.get_url() or "" if original else "")

    return cached(("translation-state", page.pk), build)
