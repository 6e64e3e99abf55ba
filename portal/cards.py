"""A page as others show it: in lists, menus of cards, search results and relations."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from wagtail.models import Page

from portal import access
from portal.content_cache import cached
from portal.languages import Language, active_language, all_languages, best, locales


@dataclass(frozen=True)
class Badge:
    """A fact with an icon: “30 min”."""

    icon: str
    text: str


@dataclass(frozen=True)
class Card:
    """What a list shows of a page, in the reader's language or else in the source's."""

    pk: int
    key: UUID
    path: str
    url: str
    title: str
    summary: str
    type_label: str
    language: Language
    foreign: bool  # not in the reader's language
    image_url: str
    badges: tuple[Badge, ...] = field(default=())


def _build(keys: list[UUID], language: Language) -> dict[UUID, Card]:
    versions: dict[UUID, list[Page]] = {}
    rows = Page.objects.filter(translation_key__in=keys, live=True).only("pk", "translation_key", "locale_id")
    for row in rows:
        versions.setdefault(row.translation_key, []).append(row)
    chosen = [best(pages, language).pk for pages in versions.values()]
    pages = Page.objects.filter(pk__in=chosen).specific()
    languages = {item.pk: item for item in all_languages()}
    images = {}
    pages = list(pages)
    image_ids = {page.illustration_id for page in pages if getattr(page, "illustration_id", None)}
    if image_ids:
        from wagtail.images import get_image_model

        images = get_image_model().objects.in_bulk(image_ids)
    result = {}
    for page in pages:
        page.locale = locales()[page.locale_id]
        image = images.get(getattr(page, "illustration_id", None))
        result[page.translation_key] = Card(
            pk=page.pk,
            key=page.translation_key,
            path=page.path,
            url=page.get_url() or "",
            title=page.title,
            summary=getattr(page, "summary", ""),
            type_label=str(getattr(page, "type_label", "")),
            language=languages[page.locale_id],
            foreign=page.locale_id != language.pk,
            image_url=image_url(image),
            badges=tuple(page.badges()) if hasattr(page, "badges") else (),
        )
    return result


def image_url(image) -> str:
    """The address of an image at the size of a card: a drawing as it is, a photograph scaled."""
    if image is None:
        return ""
    return image.file.url if image.is_svg() else image.get_rendition("fill-640x360|format-webp").url


def cards(keys: Iterable[UUID], user=None) -> list[Card]:
    """Cards of the pages with these translation keys, in that order; unpublished and unseen ones are left out.

    `user` is the reader, who may see restricted pages; without one, restricted pages are left out.
    """
    language = active_language()
    wanted = list(dict.fromkeys(keys))
    store = cached(("cards", language.code), dict)  # filled below, emptied as a whole when content changes
    missing = [key for key in wanted if key not in store]
    if missing:
        built = _build(missing, language)
        store.update({key: built.get(key) for key in missing})
    found = [store[key] for key in wanted if store[key] is not None]
    return [card for card in found if _listed(card, user)]


def _listed(card: Card, user) -> bool:
    if not access.restrictions():
        return True
    from django.contrib.auth.models import AnonymousUser

    return access.may_see(user or AnonymousUser(), card.path)
