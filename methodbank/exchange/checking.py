"""Checks a document of the exchange format before anything is written: every fault with its place."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from methodbank.exchange import FORMAT, VERSION
from methodbank.exchange.method_data import ITEMS, LINES, RELATIONS, STEP_TYPES, TERMS, stream_items
from methodbank.models import MethodPage
from methodbank.models.choices import Level, MinutesPer, Setting
from methodbank.models.vocabularies import VOCABULARIES
from portal.structured import LANGUAGES, faults, one_of, rich_text_faults, text_faults

Fault = tuple[str, str]  # where, and what is wrong

INTEGERS = {  # name: (least, may be null)
    "prep_minutes": (0, False),
    "run_minutes_min": (1, False),
    "run_minutes_max": (1, False),
    "participants_min": (1, False),
    "participants_max": (1, True),
    "facilitators": (0, False),
}
MOST = 100_000  # minutes or people
REQUIRED_TEXTS = {"title", "slug", "summary", "why"}
KNOWN = (
    {
        "id",
        "languages",
        "minutes_per",
        "level",
        "settings",
        "problem_types",
        "steps",
        "body",
        "short_version",
        "source",
    }
    | {"title", "slug", "summary", "why", "remote_notes", "accessibility_notes", "legal_notes"}
    | {"illustration", "illustration_alt", *INTEGERS, *LINES, *ITEMS, *TERMS, *RELATIONS}
)


def document_faults(document: Any) -> list[Fault]:
    """What is wrong with the document, apart from the terms and methods it refers to."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return [("", _("This is not a method bank: “format” must be “%(format)s”.") % {"format": FORMAT})]
    if document.get("version") != VERSION:
        return [("version", _("must be %(version)d; this portal reads no other.") % {"version": VERSION})]
    found: list[Fault] = []
    if not one_of(document.get("source_language"), LANGUAGES):
        found.append(("source_language", _("must be a language code, such as sv.")))
    vocabularies, methods = document.get("vocabularies", {}), document.get("methods")
    if not isinstance(vocabularies, dict):
        found.append(("vocabularies", _("must be an object.")))
    else:
        found += _vocabulary_faults(vocabularies)
    if not isinstance(document.get("files", {}), dict):
        found.append(("files", _("must be an object.")))
    if not isinstance(methods, list):
        return [*found, ("methods", _("must be a list."))]
    seen: dict[str, int] = {}
    for number, method in enumerate(methods):
        place = f"methods[{number}]"
        if not isinstance(method, dict):
            found.append((place, _("must be an object.")))
            continue
        key = method.get("id")
        if not isinstance(key, str) or not key:
            found.append((f"{place}.id", _("is missing.")))
        elif key in seen:
            found.append((f"{place}.id", _("stands in methods[%(number)d] too.") % {"number": seen[key]}))
        else:
            seen[key] = number
        found += method_faults(method, place)
    return found


def _vocabulary_faults(vocabularies: dict) -> Iterator[Fault]:
    for name, terms in vocabularies.items():
        place = f"vocabularies.{name}"
        if name not in VOCABULARIES:
            yield place, _("is no vocabulary. There are: %(known)s.") % {"known": ", ".join(VOCABULARIES)}
        elif not isinstance(terms, list):
            yield place, _("must be a list.")
        else:
            for number, term in enumerate(terms):
                here = f"{place}[{number}]"
                if not isinstance(term, dict):
                    yield here, _("must be an object.")
                    continue
                for field in ("id", "code"):
                    if not isinstance(term.get(field), str) or not term[field]:
                        yield f"{here}.{field}", _("is missing.")
                yield from text_faults(term.get("name"), f"{here}.name", required=True, most=80)
                goals = term.get("un_goals", [])
                if not isinstance(goals, list) or not all(isinstance(goal, int) and 1 <= goal <= 17 for goal in goals):
                    yield f"{here}.un_goals", _("must be a list of whole numbers from 1 to 17.")
                if term.get("description"):
                    yield from text_faults(term["description"], f"{here}.description", required=False, most=250)


def _integer_faults(value: Any, place: str, least: int, optional: bool = False) -> Iterator[Fault]:
    if value is None and optional:
        return
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MOST:
        yield place, _("must be a whole number from %(least)d to %(most)d.") % {"least": least, "most": MOST}


def method_faults(method: dict, place: str) -> Iterator[Fault]:
    """What is wrong with one method's structure."""
    for name in sorted(method.keys() - KNOWN):
        yield f"{place}.{name}", _("is not known here.")
    for name in ("title", "slug", "summary", "why", "remote_notes", "accessibility_notes", "legal_notes"):
        most = getattr(MethodPage._meta.get_field(name), "max_length", None)
        required = name in REQUIRED_TEXTS
        if required or method.get(name):
            yield from text_faults(method.get(name), f"{place}.{name}", required=required, most=most)
    for name in ("accessibility_notes", "legal_notes"):
        yield from rich_text_faults(method.get(name), f"{place}.{name}")
    for name, (least, optional) in INTEGERS.items():
        yield from _integer_faults(method.get(name), f"{place}.{name}", least, optional)
    for name, choices in (("minutes_per", MinutesPer.values), ("level", Level.values)):
        if method.get(name) not in choices:
            yield f"{place}.{name}", _("must be one of: %(known)s.") % {"known": ", ".join(map(str, choices))}
    settings = method.get("settings")
    if not isinstance(settings, list) or set(map(str, settings)) - set(Setting.values):
        yield f"{place}.settings", _("must be a list of: %(known)s.") % {"known": ", ".join(Setting.values)}
    for name in [*TERMS, *RELATIONS]:
        value = method.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            yield f"{place}.{name}", _("must be a list of texts.")
    named = method.get("languages", [])
    if not isinstance(named, list) or not all(one_of(code, LANGUAGES) for code in named):
        yield f"{place}.languages", _("must be a list of language codes.")
    if not isinstance(method.get("illustration") or "", str):
        yield f"{place}.illustration", _("must be a reference.")
    if method.get("illustration_alt"):
        yield from text_faults(method["illustration_alt"], f"{place}.illustration_alt", required=False, most=250)
    fits = method.get("problem_types")
    if not isinstance(fits, dict) or not fits:
        yield f"{place}.problem_types", _("must be an object of problem types with 0 to 3, at least one.")
    else:
        for code, fit in fits.items():
            if fit not in (0, 1, 2, 3) or isinstance(fit, bool):
                yield f"{place}.problem_types.{code}", _("must be 0, 1, 2 or 3.")
    steps = method.get("steps")
    if isinstance(steps, list):
        for number, step in enumerate(steps):
            if not isinstance(step, dict) or not one_of(step.get("type"), STEP_TYPES):
                yield f"{place}.steps[{number}]", _("must have the type step or break.")
                return
    short, source = method.get("short_version"), method.get("source")
    if short is not None:
        if not isinstance(short, dict):
            yield f"{place}.short_version", _("must be an object.")
        else:
            yield from _integer_faults(short.get("minutes"), f"{place}.short_version.minutes", 1)
            yield from text_faults(short.get("text"), f"{place}.short_version.text", required=True, most=800)
    if source is not None:
        if not isinstance(source, dict):
            yield f"{place}.source", _("must be an object.")
        else:
            if not isinstance(source.get("address") or "", str):
                yield f"{place}.source.address", _("must be a text.")
            yield from text_faults(source.get("credit"), f"{place}.source.credit", required=True, most=250)
            yield from text_faults(source.get("licence"), f"{place}.source.licence", required=True, most=120)
    for name in [*LINES, *ITEMS, "steps", "body"]:
        value = method.get(name, [])
        if not isinstance(value, list):
            yield f"{place}.{name}", _("must be a list.")
            continue
        block = MethodPage._meta.get_field(name).stream_block
        yield from faults(block, stream_items(name, value), f"{place}.{name}")
