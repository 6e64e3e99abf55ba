"""What the pages of methods, packs and stories show beyond their own fields."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _

from methodbank.models.choices import RelationKind, Setting
from methodbank.models.collection import CollectionMethod
from methodbank.models.method import MethodPage, MethodRelation, duration
from methodbank.models.story import StoryMethod
from methodbank.terms import in_order, vocabulary
from portal.cards import Card, cards
from portal.content_cache import keep
from portal.languages import active_language, best
from portal.related import related, related_keys

PEOPLE = 10_000  # nobody runs a method with more
CARD_WORDS = 200  # of instructions that fit on the print card


@dataclass(frozen=True)
class Person:
    """A coach, as a method shows one."""

    name: str
    role: str
    full: bool
    url: str = ""


def _versions(page) -> list[int]:
    """The primary keys of the page in every language."""
    return list(MethodPage.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True))


def _method_relations(page) -> dict:
    """Keys of what belongs to the method; relations stand on any language's version and count for all."""
    versions = _versions(page)
    related: dict[str, list] = {kind: [] for kind in RelationKind.values}
    own = MethodRelation.objects.filter(page=page.pk).order_by("sort_order")
    for kind, key in own.values_list("kind", "method__translation_key"):
        related[kind].append(key)
    reverse = {RelationKind.BEFORE: RelationKind.AFTER, RelationKind.AFTER: RelationKind.BEFORE}
    others = MethodRelation.objects.filter(method__in=versions, page__live=True)
    for kind, key in others.values_list("kind", "page__translation_key"):
        related[reverse.get(kind, kind)].append(key)
    stories = StoryMethod.objects.filter(method__in=versions, page__live=True).order_by("-page__year")
    packs = CollectionMethod.objects.filter(method__in=versions, page__live=True).order_by("page__title")
    return {
        "related": {kind: list(dict.fromkeys(keys)) for kind, keys in related.items()},
        "stories": list(dict.fromkeys(stories.values_list("page__translation_key", flat=True))),
        "packs": list(dict.fromkeys(packs.values_list("page__translation_key", flat=True))),
        "coaches": _coaches(page, versions),
    }


def _coaches(page, versions: list[int]) -> list[Person]:
    people: dict = {}
    for coach in MethodPage.coaches.rel.related_model.objects.filter(methods__in=versions).distinct():
        people.setdefault(coach.translation_key, []).append(coach)
    chosen = [best(group, active_language()) for group in people.values()]
    return [
        Person(coach.name, coach.role, coach.is_full, coach.get_absolute_url())
        for coach in sorted(chosen, key=lambda coach: coach.name)
    ]


def _method_facts(page) -> dict:
    """The page's terms in the reader's language."""
    fits = {item.problem_type.translation_key: item for item in page.problem_type_fits.all()}
    primary = page.primary_phase.translation_key if page.primary_phase else None
    return {
        "phases": [(term, term.translation_key == primary) for term in in_order("phases", page.phases.all())],
        "dimensions": in_order("dimensions", page.dimensions.all()),
        "situations": in_order("situations", page.situations.all()),
        "audiences": in_order("audiences", page.audiences.all()),
        "problem_types": [
            (term, fits[key].fit, fits[key].get_fit_display())
            for key, term in vocabulary("problem_types").items()
            if key in fits and fits[key].fit
        ],
    }


def people_asked_for(request, page) -> tuple[int, str]:
    """The number of people in the address, and what is wrong with it."""
    default = page.participants_min or 4
    text = request.GET.get("people", "").strip()
    if not text:
        return default, ""
    if not text.isascii() or not text.isdigit() or len(text) > len(str(PEOPLE)) or not 1 <= int(text) <= PEOPLE:
        return default, _("Write a whole number of people between 1 and %(most)d.") % {"most": PEOPLE}
    return int(text), ""


def materials(page, people: int) -> list[dict]:
    """What to bring for so many people."""
    rows = []
    for block in page.materials:
        value = block.value
        every = value["per_people"]
        quantity = value["quantity"] * ceil(people / every) if every else value["quantity"]
        rows.append({**value, "total": quantity})
    return rows


def timeline(page) -> list[dict]:
    """The steps with the minute at which each begins."""
    start = 0
    rows = []
    number = 0
    for block in page.steps:
        minutes = block.value["minutes"] or 0
        number += block.block_type == "step"
        rows.append({"kind": block.block_type, "value": block.value, "start": start, "number": number})
        start += minutes
    return rows


def method_context(page, request) -> dict:
    """The template's context for a method."""
    # Of today: a coach has room from a certain day, which comes without anything being changed.
    today = timezone.localdate()
    relations = keep(f"method-relations-{today}", page, request, lambda: _method_relations(page))
    people, people_error = people_asked_for(request, page)
    # All cards at once, which is one look-up where nobody has seen them before; then they are in memory.
    others = [key for _label, keys in related_keys(page, request) for key in keys]
    own = [key for keys in relations["related"].values() for key in keys]
    cards(own + relations["stories"] + relations["packs"] + others)
    return {
        "facts": keep("method-facts", page, request, lambda: _method_facts(page)),
        # Called by the template, which keeps what it has made of them.
        "timeline": partial(timeline, page),
        "materials": partial(materials, page, people),
        "people": people,
        "today": today,
        "people_error": people_error,
        "settings": [(item.value.replace("_", "-"), item.label) for item in Setting if item.value in page.settings],
        "before": cards(relations["related"][RelationKind.BEFORE], request.user),
        "after": cards(relations["related"][RelationKind.AFTER], request.user),
        "instead": cards(relations["related"][RelationKind.INSTEAD], request.user),
        "stories": cards(relations["stories"], request.user),
        "packs": cards(relations["packs"], request.user),
        "coaches": relations["coaches"],
        "related": related(page, request),
        "print_card": request.GET.get("view") == "card" or getattr(request, "wants_print_card", False),
        "words_per_step": lambda: max(12, CARD_WORDS // max(1, len(page.steps))),
    }


@dataclass(frozen=True)
class AgendaItem:
    """A method in a pack, with the minutes at which it begins and that it takes."""

    card: Card
    why: str
    short: bool
    start: int
    minutes: int


def _agenda_rows(page) -> list[tuple]:
    rows = []
    for item in page.items.all():
        rows.append((item.method.translation_key, item.why, item.is_short, item.minutes()))
    return rows


def agenda(page, request) -> list[AgendaItem]:
    """The pack's methods one after the other; one that is no longer published is left out."""
    rows = keep("agenda", page, request, lambda: _agenda_rows(page))
    found = {card.key: card for card in cards([row[0] for row in rows], request.user)}
    start = 0
    items = []
    for key, why, short, minutes in rows:
        if key in found:
            items.append(AgendaItem(found[key], why, short, start, minutes))
            start += minutes
    return items


def collection_context(page, request) -> dict:
    """The template's context for a pack."""
    items = agenda(page, request)
    return {"agenda": items, "total": duration(sum(item.minutes for item in items))}


@dataclass(frozen=True)
class MethodUse:
    """A method that a story used."""

    card: Card
    rating: int
    rating_text: str
    comment: str


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def effects(page) -> list[dict]:
    """The effects with bars: each figure as a share of the larger of the two, 0 to 100."""
    rows = []
    for block in page.effects:
        before, after = _number(block.value["before"]), _number(block.value["after"])
        largest = max(abs(before or 0), abs(after or 0)) or 1
        rows.append(
            {
                "value": block.value,
                "before": before,
                "after": after,
                "before_share": round(abs(before or 0) / largest * 100),
                "after_share": round(abs(after or 0) / largest * 100),
            }
        )
    return rows


def _story_facts(page) -> dict:
    names = ("problem_types", "phases", "dimensions", "departments", "vision_goals")
    return {name: in_order(name, getattr(page, name).all()) for name in names}


def _methods_used(page) -> list[tuple]:
    return [
        (use.method.translation_key, use.rating, use.get_rating_display(), use.comment)
        for use in page.methods_used.all()
    ]


def _story_headings(page, methods_used: list) -> list[tuple[str, str]]:
    """The parts that the story has, for its contents list: anchor and text."""
    parts = [
        ("challenge", _("The challenge"), True),
        ("approach", _("What we did"), True),
        ("result", _("The result"), page.result or page.effects),
        ("lessons", _("What we learned"), True),
        ("failed", _("What did not work"), page.what_failed),
        ("next", _("Next step"), page.next_step),
        ("methods", _("Methods we used"), methods_used),
        ("files", _("Files to take over"), page.files),
        ("contact", _("Ask us"), page.contact_role),
    ]
    return [(anchor, text) for anchor, text, there in parts if there]


def story_context(page, request) -> dict:
    """The template's context for a story."""
    used = keep("methods-used", page, request, lambda: _methods_used(page))
    found = {card.key: card for card in cards([use[0] for use in used], request.user)}
    methods_used = [MethodUse(found[key], *rest) for key, *rest in used if key in found]
    return {
        "headings": _story_headings(page, methods_used),
        "facts": keep("story-facts", page, request, lambda: _story_facts(page)),
        "effects": effects(page),
        "methods_used": methods_used,
        "related": related(page, request),
        "quotes": [block.value for block in page.quotes if block.value["consent"]],
    }
