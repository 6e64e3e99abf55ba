"""What was found, ready to be shown: with addresses, cards and snippets."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils.safestring import SafeString
from wagtail.models import Page

from portal.cards import Badge, Card, cards
from portal.finding import FACETS, KINDS
from search.ranking import Ranked
from search.service import Found
from search.snippets import snippet, title

MOST_VALUES = 2  # of a facet on one hit


@dataclass(frozen=True)
class Hit:
    """A hit as a reader sees it. `card` is a page's; other things have none. `folded` and `translated` say why."""

    ranked: Ranked
    rank: int
    card: Card | None
    obj: object
    url: str
    title: SafeString
    text: SafeString
    badges: tuple[Badge, ...]  # facts that help to choose

    @property
    def entry(self):
        return self.ranked.entry

    @property
    def kind(self) -> str:
        """What it is, in the reader's language."""
        if self.card and self.card.type_label:
            return self.card.type_label
        return str(KINDS[self.entry.kind].label) if self.entry.kind in KINDS else ""

    @property
    def folded(self) -> bool:
        """Whether it is found by words that have å, ä or ö where plain letters were typed."""
        return any(match.how == "folded" for match in self.ranked.matches)

    @property
    def translated(self) -> bool:
        return self.ranked.only_in_translation


def hits(found: Found, ranked: list[Ranked], user=None, first: int = 1) -> list[Hit]:
    """Hits with their cards, in a number of queries that does not grow with them."""
    from uuid import UUID

    entries = [item.entry for item in ranked]
    types = {entry.content_type_id for entry in entries}
    models = {pk: ContentType.objects.get_for_id(pk).model_class() for pk in types}
    pages = [entry for entry in entries if issubclass(models[entry.content_type_id], Page)]
    by_key = {str(card.key): card for card in cards([UUID(entry.group_key) for entry in pages], user)}
    objects = {}
    for type_id, model in models.items():
        if not issubclass(model, Page):
            keys = [entry.object_id for entry in entries if entry.content_type_id == type_id]
            objects |= {(type_id, str(pk)): obj for pk, obj in model.objects.in_bulk(keys).items()}
    told = [(facet, facet.values()) for facet in FACETS.values() if facet.icon]
    shown = []
    for number, item in enumerate(ranked, start=first):
        entry = item.entry
        card = by_key.get(entry.group_key) if entry in pages else None
        obj = objects.get((entry.content_type_id, entry.object_id))
        if card is None and obj is None:
            continue
        url = card.url if card else address(obj, entry)
        text = snippet(entry.summary, entry.text, entry.language, found.terms)
        heading = title(entry.title, entry.language, found.terms)
        badges = (*(card.badges if card else ()), *_badges(entry, told))
        shown.append(Hit(item, number, card, obj, url, heading, text, badges))
    return shown


def _badges(entry, told: list) -> list[Badge]:
    """One badge for each facet that is told of a hit; of many values the first."""
    found = []
    for facet, values in told:
        labels = [value.label for value in values if f"{facet.name}:{value.code}" in entry.codes]
        more = f" +{len(labels) - MOST_VALUES}" if len(labels) > MOST_VALUES else ""
        if labels:
            found.append(Badge(facet.icon, ", ".join(labels[:MOST_VALUES]) + more))
    return found


def address(obj, entry) -> str:
    """Where readers find what is no page; empty where they do not."""
    if hasattr(obj, "search_address"):
        return obj.search_address(entry.language)
    return getattr(obj, "url", "") or ""


def summary(found: Found) -> dict:
    """The facts of a search, as data."""
    return {
        "query": found.question.text,
        "total": found.total,
        "engine": found.engine,
        "fell_back": found.fell_back,
        "stage": found.stage,
        "corrected": found.corrected,
        "suggestion": found.suggestion,
        "milliseconds": found.milliseconds,
        "facets": {name: dict(counts) for name, counts in found.counts.items()},
    }


def rows(found: Found, user=None) -> list[dict]:
    """The hits, as data; what is recommended first."""
    return [
        {
            "rank": hit.rank,
            "title": hit.entry.title,
            "kind": hit.entry.kind,
            "recommended": hit.ranked in found.promoted,
            "language": hit.entry.language,
            "path": hit.url,
            "score": hit.ranked.score,
            "snippet": str(hit.text),
            "matches": [{"word": match.word, "where": match.where, "how": match.how} for match in hit.ranked.matches],
        }
        for hit in hits(found, [*found.promoted, *found.hits], user)
    ]
