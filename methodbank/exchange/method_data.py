"""One method as data, and back. The shape is that of docs/method-bank-format.md."""

from typing import Any

from wagtail.blocks import StreamValue

from methodbank.models import MethodPage
from methodbank.models.choices import RelationKind
from portal.structured import Resolver, text, to_data, to_raw

TEXTS = ["title", "slug", "summary", "why", "remote_notes", "accessibility_notes", "legal_notes"]
FACTS = [
    "prep_minutes",
    "run_minutes_min",
    "run_minutes_max",
    "minutes_per",
    "participants_min",
    "participants_max",
    "facilitators",
    "level",
    "settings",
]
LINES = ["alternative_names", "outcomes", "when_to_use", "when_not_to_use", "variations", "facilitator_tips"]
ITEMS = {
    "roles": "role",
    "materials": "material",
    "preparation": "task",
    "pitfalls": "pitfall",
    "templates": "template",
}
STEP_TYPES = {"step": "step", "break": "pause"}
TERMS = ["phases", "dimensions", "situations", "audiences"]
RELATIONS = list(RelationKind.values)


def stream_value(name: str, items: list[dict], resolve: Resolver, *place: object, model=MethodPage) -> StreamValue:
    """A StreamField's value from its items, each with a type and a value in one language."""
    block = model._meta.get_field(name).stream_block
    return StreamValue(block, to_raw(block, items, resolve, *place, name), is_lazy=True)


def stream_items(name: str, data: list) -> list[dict]:
    """The format's short form of a list as the items of a StreamField."""
    if name in LINES:
        return [{"type": "item", "value": line} for line in data]
    if name in ITEMS:
        return [{"type": ITEMS[name], "value": item} for item in data]
    if name == "steps":
        return [
            {
                "type": STEP_TYPES[item["type"]],
                "value": {key: value for key, value in item.items() if key != "type"},
            }
            for item in data
        ]
    return data


def fields(data: dict, resolve: Resolver, *place: object) -> dict[str, Any]:
    """The attributes of a MethodPage, but for its relations, from data in one language."""
    values = {name: data.get(name) or "" for name in TEXTS}
    values |= {name: data[name] for name in FACTS if name in data}
    short, source = data.get("short_version") or {}, data.get("source") or {}
    values |= {
        "short_minutes": short.get("minutes"),
        "short_text": short.get("text", ""),
        "adapted": bool(source),
        "source_credit": source.get("credit", ""),
        "source_licence": source.get("licence", ""),
        "source_address": source.get("address", ""),
        "illustration_id": resolve.image(data["illustration"]) if data.get("illustration") else None,
        "illustration_alt": data.get("illustration_alt") or "",
    }
    for name in [*LINES, *ITEMS, "steps", "body"]:
        values[name] = stream_value(name, stream_items(name, data.get(name) or []), resolve, *place)
    return values


def method_data(page: MethodPage, translations: dict[str, MethodPage], source: str, refer) -> dict[str, Any]:
    """A published method as data. `translations` has its published versions by language."""

    def leaf(name: str) -> dict[str, str] | str:
        value = getattr(page, name)
        if not value:
            return ""
        return text({source: value, **{code: getattr(other, name) for code, other in translations.items()}}, source)

    def stream(name: str) -> list:
        value = getattr(page, name)
        others = {code: list(getattr(other, name).raw_data) for code, other in translations.items()}
        return to_data(value.stream_block, list(value.raw_data), others, source, refer)

    data: dict[str, Any] = {"id": str(page.translation_key), "languages": [source, *sorted(translations)]}
    data |= {name: leaf(name) for name in TEXTS}
    for name in LINES + list(ITEMS):
        data[name] = [item["value"] for item in stream(name)]
    types = {stored: exchanged for exchanged, stored in STEP_TYPES.items()}
    data["steps"] = [{"type": types[item["type"]], **item["value"]} for item in stream("steps")]
    data["body"] = stream("body")
    data |= {name: getattr(page, name) for name in FACTS}
    primary = page.primary_phase
    data["phases"] = sorted(
        (term.code for term in page.phases.all()), key=lambda code: (code != (primary and primary.code), code)
    )
    for name in TERMS[1:]:
        data[name] = sorted(term.code for term in getattr(page, name).all())
    data["problem_types"] = {
        fit.problem_type.code: fit.fit
        for fit in sorted(page.problem_type_fits.all(), key=lambda fit: fit.problem_type.code)
    }
    for kind in RELATIONS:
        data[kind] = [str(item.method.translation_key) for item in page.related_methods.all() if item.kind == kind]
    data["short_version"] = {"minutes": page.short_minutes, "text": leaf("short_text")} if page.short_minutes else None
    data["source"] = (
        {"credit": leaf("source_credit"), "licence": leaf("source_licence"), "address": page.source_address}
        if page.adapted
        else None
    )
    data["illustration"] = refer(None, page.illustration_id) if page.illustration_id else None
    data["illustration_alt"] = leaf("illustration_alt")
    return data
