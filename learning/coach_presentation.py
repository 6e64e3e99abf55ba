"""What the list of coaches and a coach's own page show."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from learning.models import Coach, CoachIndexPage
from learning.models.choices import Offer, WorkingLanguage
from methodbank.models.choices import Setting
from methodbank.terms import in_order
from portal import access
from portal.cards import cards
from portal.content_cache import cached
from portal.languages import Language, active_language, all_languages, best, language_of, localized, sort_key

HELPS = 3  # situations on a card


@dataclass(frozen=True)
class CoachCard:
    """A coach as lists show one, in the reader's language or else in the source's."""

    pk: int  # of the copy in the source language, which requests point at
    key: UUID
    url: str
    name: str
    role: str
    department: str
    photo_url: str
    helps: tuple[str, ...]
    more: int  # situations that are not among them
    offers: tuple[str, ...]  # codes
    at_capacity: bool
    available_from: date | None
    language: Language
    foreign: bool

    @property
    def room_from(self) -> date | None:
        """The day from which there is room; None where that is now, or not known."""
        later = self.available_from is not None and self.available_from > timezone.localdate()
        return self.available_from if later else None

    @property
    def full(self) -> bool:
        return self.at_capacity or self.room_from is not None

    @property
    def room(self) -> str:
        """Whether the coach has room, in words."""
        if self.room_from:
            day = formats.date_format(self.room_from, "j F")
            return _("No room now. Room from %(date)s") % {"date": day}
        return _("No room now") if self.at_capacity else _("Has room now")


@dataclass(frozen=True)
class CoachPage:
    """A coach's own page."""

    card: CoachCard
    presentation: str
    situations: tuple[tuple[str, str], ...]  # code and name
    offers: tuple[str, ...]
    languages: tuple[str, ...]
    settings: tuple[str, ...]
    methods: tuple[UUID, ...]
    courses: tuple[UUID, ...]


def versions(coaches: QuerySet[Coach]) -> dict[UUID, list[Coach]]:
    """The coaches in all their languages, by translation key."""
    found: dict[UUID, list[Coach]] = {}
    for coach in coaches:
        found.setdefault(coach.translation_key, []).append(coach)
    return found


def photo_url(photo) -> str:
    """The address of a square photo."""
    if photo is None:
        return ""
    return photo.file.url if photo.is_svg() else photo.get_rendition("fill-400x400|format-webp").url


def _card(group: list[Coach], language: Language) -> CoachCard:
    shown = best(group, language)
    source = best(group, all_languages()[0])
    situations = [term.name for term in in_order("situations", source.situations.all())]
    department = in_order("departments", [source.department] if source.department else [])
    return CoachCard(
        pk=source.pk,
        key=shown.translation_key,
        url=shown.get_absolute_url(),
        name=shown.name,
        role=shown.role,
        department=department[0].name if department else "",
        photo_url=photo_url(source.photo),
        helps=tuple(situations[:HELPS]),
        more=max(0, len(situations) - HELPS),
        offers=tuple(source.offers),
        at_capacity=source.is_at_capacity,
        available_from=source.available_from,
        language=language_of(shown.locale_id),
        foreign=shown.locale_id != language.pk,
    )


def coach_cards() -> dict[UUID, CoachCard]:
    """All coaches by translation key, A to Ö, in the reader's language; there are some dozens at most."""
    language = active_language()

    def build() -> dict[UUID, CoachCard]:
        coaches = Coach.objects.select_related("photo", "department").prefetch_related("situations")
        found = [_card(group, language) for group in versions(coaches).values()]
        return {card.key: card for card in sorted(found, key=lambda card: sort_key(card.name))}

    return cached(("coach-cards", language.code), build)


def coach_name(coach: Coach | None) -> str:
    """What the coach is called in the reader's language; empty where there is none."""
    card = coach_cards().get(coach.translation_key) if coach else None
    return card.name if card else coach.name if coach else ""


def coach_page(key: UUID) -> CoachPage | None:
    """What a coach's page shows in the reader's language."""
    language = active_language()

    def build() -> CoachPage | None:
        group = list(Coach.objects.filter(translation_key=key).prefetch_related("situations"))
        if not group:
            return None
        source, shown = best(group, all_languages()[0]), best(group, language)
        method_keys = source.methods.live().order_by("title").values_list("translation_key", flat=True)
        course_keys = source.courses.live().order_by("title").values_list("translation_key", flat=True)
        situations = in_order("situations", source.situations.all())
        return CoachPage(
            card=coach_cards()[key],
            presentation=expand_db_html(shown.presentation),
            situations=tuple((term.code, term.name) for term in situations),
            offers=tuple(str(item.label) for item in Offer if item in source.offers),
            languages=tuple(str(item.label) for item in WorkingLanguage if item in source.languages),
            settings=tuple(str(item.label) for item in Setting if item in source.settings),
            methods=tuple(dict.fromkeys(method_keys)),
            courses=tuple(dict.fromkeys(course_keys)),
        )

    return cached(("coach-page", key, language.code), build)


def index_pages() -> list[CoachIndexPage]:
    """The published lists of coaches, in every language."""
    return cached("coach-index-pages", lambda: list(CoachIndexPage.objects.live().order_by("path")))


def may_see_coaches(user) -> bool:
    """Coaches are as open as the page that lists them in the reader's language; without one, to the signed-in."""
    page = best(index_pages(), active_language())
    return access.may_see(user, page.path) if page else user.is_authenticated


def index_page():
    """The list of coaches in the reader's language, or another; None where there is none."""
    pages = index_pages()
    return localized(pages[0]) if pages else None


def coach_context(found: CoachPage, user) -> dict:
    """The template's context for a coach's page."""
    return {
        "coach": found.card,
        "found": found,
        "index_url": _index_url(),
        "methods": cards(found.methods, user),
        "courses": cards(found.courses, user),
    }


def coach_index_context(page, request) -> dict:
    """The template's context for the list of coaches."""
    from learning.coach_listing import coach_listing

    return coach_listing(page, request)


def _index_url() -> str:
    page = index_page()
    return page.get_url() or "" if page else ""
