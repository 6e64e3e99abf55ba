"""Translations whose texts are known already: entered through wagtail-localize, so that their state is true."""

from collections import defaultdict

from wagtail.models import Locale
from wagtail_localize.models import (
    String,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
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
    originals, translated = strings(source_instance), strings(translated_instance)
    for path, values in originals.items():
        context = TranslationContext.objects.get(object=source.object, path=path)
        counterparts = translated.get(path, [])
        if len(counterparts) != len(values):
            continue
        for original, counterpart in zip(values, counterparts, strict=True):
            if not original.data:
                continue
            StringTranslation.objects.update_or_create(
                translation_of=String.from_value(source.locale, original),
                locale=locale,
                context=context,
                defaults={
                    "data": counterpart.data,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "has_error": False,
                    "last_translated_by": user,
                },
            )
    translation.save_target(user=user, publish=True)
    return translation
