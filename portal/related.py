"""What other apps show on a page: the courses that teach a method stand on the method's page, which knows no courses.

Apps register it when they are ready, by the kind (`search_kind`) of the page that it stands on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from portal.cards import Card, cards
from portal.content_cache import keep


@dataclass(frozen=True)
class Related:
    """Pages that belong to a page. `keys` gives their translation keys from its own."""

    label: object  # a lazy translation
    keys: Callable[[UUID], list[UUID]]


@dataclass(frozen=True)
class RelatedCards:
    """Related pages as a reader sees them."""

    label: str
    cards: list[Card]


RELATED: dict[str, list[Related]] = {}


def register_related(kind: str, related: Related) -> None:
    """Shows related pages on pages of a kind."""
    RELATED.setdefault(kind, []).append(related)


def related_keys(page, request) -> list[tuple[object, list[UUID]]]:
    """What belongs to the page, by label; kept until the content changes."""
    groups = RELATED.get(page.search_kind, [])

    def build() -> list[tuple[object, list[UUID]]]:
        return [(item.label, item.keys(page.translation_key)) for item in groups]

    return keep("related", page, request, build) if groups else []


def related(page, request) -> list[RelatedCards]:
    """What belongs to the page, as the reader may see it; groups without a card are left out."""
    found = [RelatedCards(str(label), cards(keys, request.user)) for label, keys in related_keys(page, request)]
    return [group for group in found if group.cards]
