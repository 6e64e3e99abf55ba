"""Translations whose texts are known already: entered through wagtail-localize, so that their state is true."""

from collections import defaultdict

from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


def strings(instance) -> dict[str, list]:
    """The texts of an instance that a translator is given: by path, in their order."""
    found = defaultdict(list)
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            found[segment.path].append(segment.string)
    return found


def translate(source_instance, translated_instance, locale: Locale, user=None) -> Translation:
    """Translates a published instance with the texts of `translated_instance`, and publishes the translation.

    `translated_instance` is an unsaved copy of the source with the same block ids and translated texts. A text that
    has no counterpart stays untranslated, which readers see in the source's language.
    """
    source, _created = TranslationSource.update_or_create_from_instance(source_instance)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    originals = defaultdict(list)
    for segment in StringSegment.objects.filter(source=source).select_related("context").order_by("order"):
        originals[segment.context.path].append(segment)
    rows = {}
    for path, counterparts in strings(translated_instance).items():
        if len(counterparts) != len(originals[path]):
            continue
        for segment, counterpart in zip(originals[path], counterparts, strict=True):
            rows[segment.string_id, segment.context_id] = StringTranslation(
                translation_of_id=segment.string_id,
                context_id=segment.context_id,
                locale=locale,
                data=counterpart.data,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                last_translated_by=user,
                updated_at=timezone.now(),
            )
    StringTranslation.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "translation_type", "has_error", "field_error", "last_translated_by", "updated_at"],
    )
    translation.save_target(user=user, publish=True)
    return translation
