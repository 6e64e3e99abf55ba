"""Languages are data: what a page, a term or a menu is in the reader's language, and what to do where it is missing.

The one helper that resolves `.localized` at render time: choosers keep pointing at the page that was chosen, whatever
its language, and readers get the version in theirs, or the source's with its language said.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils import translation
from wagtail.models import Locale, Page

from portal.content_cache import cached

# Names of languages that Django does not know, in the language itself.
LOCAL_NAMES = {"fit": "meänkieli", "se": "davvisámegiella", "smj": "julevsámegiella"}


@dataclass(frozen=True)
class Language:
    """A language that the portal has content in."""

    pk: int
    code: str
    name: str  # in the language itself

    @property
    def label(self) -> str:
        """What the reader's language calls it: a tag is read in the voice of the page that it stands on.

        In a sentence: a language whose own name has no capital writes none of these names with one.
        """
        label = str(dict(settings.LANGUAGES).get(self.code, self.name))
        return label.lower() if active_language().name.islower() else label


@dataclass(frozen=True)
class Alternative:
    """A page in one language; `url` is empty where it is not translated."""

    language: Language
    url: str
    title: str
    current: bool


def local_name(code: str) -> str:
    """What the language calls itself."""
    info = LANG_INFO.get(code, {})
    return info.get("name_local") or LOCAL_NAMES.get(code) or str(dict(settings.LANGUAGES).get(code, code))


def all_languages() -> list[Language]:
    """The portal's languages, the source language first."""

    def build() -> list[Language]:
        found = [
            Language(locale.pk, locale.language_code, local_name(locale.language_code))
            for locale in Locale.objects.all()
        ]
        return sorted(found, key=lambda language: (language.code != settings.LANGUAGE_CODE, language.code))

    return cached("languages", build)


def locales() -> dict[int, Locale]:
    """Locales by primary key, so that nobody asks the database for one."""
    return cached("locales", Locale.objects.in_bulk)


def active_language() -> Language:
    """The reader's language, or the source language where the portal has no content in it."""
    code = translation.get_language() or settings.LANGUAGE_CODE
    found = all_languages()
    for candidate in (code, code.split("-")[0]):
        for language in found:
            if language.code == candidate:
                return language
    return found[0]


def language_of(locale_id: int) -> Language:
    """The language with the primary key of its locale."""
    return next(language for language in all_languages() if language.pk == locale_id)


def best(versions: Iterable, language: Language):
    """Of the versions of one thing, the one in the reader's language, else the source language's, else any."""
    order = {item.pk: number for number, item in enumerate(all_languages(), start=1)}
    order[language.pk] = 0
    return min(versions, key=lambda version: order.get(version.locale_id, len(order)), default=None)


def live_versions(keys: Iterable) -> dict:
    """Published pages by their translation key: `{key: [page, …]}`, with what a link needs, in one query."""
    versions: dict = {}
    pages = Page.objects.filter(translation_key__in=list(keys), live=True)
    for page in pages:
        page.locale = locales()[page.locale_id]
        versions.setdefault(page.translation_key, []).append(page)
    return versions


def localized(page):
    """The page in the reader's language, else a published version in another one, else None."""
    if page is None:
        return None
    language = active_language()

    def build():
        return best(live_versions([page.translation_key]).get(page.translation_key, ()), language)

    return cached(("localized", page.translation_key, language.code), build)


def alternatives(page) -> list[Alternative]:
    """The page in every language of the portal."""

    def build() -> list[Alternative]:
        versions = {
            version.locale_id: version
            for version in live_versions([page.translation_key]).get(page.translation_key, ())
        }
        result = []
        for language in all_languages():
            version = versions.get(language.pk)
            result.append(
                Alternative(
                    language,
                    version.get_url() or "" if version else "",
                    version.title if version else "",
                    language.pk == page.locale_id,
                )
            )
        return result

    return cached(("alternatives", page.translation_key, page.locale_id), build)


def sort_key(term: str) -> str:
    """Sorts å, ä and ö last, in that order."""
    return term.casefold().translate(str.maketrans({"å": "{", "ä": "|", "ö": "}"}))
