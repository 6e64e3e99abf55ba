"""The list of courses: what one can filter on, and in which order."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from learning.models import CoursePage, LearningPathPage
from learning.models.choices import CourseForm, WorkingLanguage
from learning.occasion_dates import SOON, Coming, badge, coming
from learning.outline import outlines
from methodbank.listings import language_codes, language_facet, published_rows, term_codes, time_values
from methodbank.models.method import time_codes
from methodbank.terms import values
from portal import access, facets
from portal.cards import Card, cards
from portal.content_cache import cached
from portal.languages import active_language, sort_key

TIMES = [30, 60, 120, 240, 480]  # minutes
LONG = 1_000_000  # minutes, of what has no duration


def form_values() -> list[facets.Value]:
    """The forms that courses are given in."""
    return [facets.Value(item.value, str(item.label)) for item in CourseForm]


def _build(page) -> facets.Index:
    courses = published_rows(CoursePage, page, ["form", "delivery_language"])
    paths = published_rows(LearningPathPage, page, [])
    rows = courses + paths
    minutes = {key: found.minutes for key, found in outlines(row.translation_key for row in courses).items()}
    names = ("audiences", "situations", "phases", "problem_types", "dimensions")
    terms = {name: term_codes(CoursePage, name) for name in names}
    of_paths = term_codes(LearningPathPage, "audiences")
    found = {
        "audiences": facets.Facet("audience", _("For whom"), values("audiences")),
        "situations": facets.Facet("situation", _("Situation"), values("situations")),
        "form": facets.Facet("form", _("Form"), form_values()),
        "duration": facets.Facet("duration", _("Time"), time_values(TIMES)),
        "phases": facets.Facet("phase", _("Phase"), values("phases")),
        "problem_types": facets.Facet("problem", _("Problem type"), values("problem_types")),
        "dimensions": facets.Facet("dimension", _("Dimension"), values("dimensions")),
        "given": facets.Facet(
            "given", _("Given in"), [facets.Value(item.value, str(item.label)) for item in WorkingLanguage]
        ),
        "kind": facets.Facet(
            "kind",
            _("Kind"),
            [facets.Value("course", _("Courses")), facets.Value("path", _("Learning paths"))],
        ),
        "language": language_facet(),
    }
    for position, row in enumerate(rows):
        is_course = isinstance(row, CoursePage)
        found["kind"].add(position, ["course" if is_course else "path"])
        found["language"].add(position, language_codes(row))
        if not is_course:
            found["audiences"].add(position, of_paths.get(row.pk, ()))
            continue
        for name in names:
            found[name].add(position, terms[name].get(row.pk, ()))
        found["form"].add(position, [row.form])
        found["duration"].add(position, time_codes(minutes.get(row.translation_key), TIMES))
        found["given"].add(position, [row.delivery_language])

    def published(row) -> float:
        return -(row.first_published_at.timestamp() if row.first_published_at else 0)

    def length(row) -> tuple:
        return (minutes.get(row.translation_key) or LONG, sort_key(row.title))

    return facets.Index(
        keys=[row.translation_key for row in rows],
        paths=[row.path for row in rows],
        facets=list(found.values()),
        sortings=facets.sortings(
            rows,
            [
                ("title", _("A to Ö"), lambda row: sort_key(row.title)),
                ("time", _("Shortest first"), length),
                ("new", _("Newest first"), published),
            ],
        ),
    )


def _with_dates(index: facets.Index, dates: dict[UUID, Coming]) -> facets.Index:
    """The index with what follows the clock: the facet and the order of the next occasion."""
    soon = timezone.now() + SOON
    next_occasion = facets.Facet(
        "occasion",
        _("Next occasion"),
        [facets.Value("open", _("Can be signed up for")), facets.Value("month", _("Within a month"))],
    )
    for position, key in enumerate(index.keys):
        first = dates.get(key)
        if first:
            next_occasion.add(position, ["open"] if first.open else [])
            next_occasion.add(position, ["month"] if first.starts_at <= soon else [])
    by_title = index.sortings[0].positions
    never = datetime.max.replace(tzinfo=soon.tzinfo)
    order = sorted(
        by_title, key=lambda position: dates[index.keys[position]].starts_at if index.keys[position] in dates else never
    )
    sorting = facets.Sorting("next", _("Next occasion first"), order)
    first, rest = index.facets[:4], index.facets[4:]
    return replace(index, facets=[*first, next_occasion, *rest], sortings=[*index.sortings, sorting])


def with_dates(found: list[Card], dates: dict[UUID, Coming]) -> list[Card]:
    """Cards with the day of the next occasion."""
    return [
        replace(card, badges=(*card.badges, badge(dates[card.key]))) if card.key in dates else card for card in found
    ]


def course_listing(page, request) -> dict:
    """The list of courses as the reader has filtered it."""
    language = active_language()
    index = cached(("courses", page.translation_key, language.code), lambda: _build(page))
    dates = coming()
    # Restricted pages are neither listed nor counted for those who may not see them.
    listing = facets.choose(_with_dates(index, dates), request.GET, hidden=access.hidden_paths(request.user))
    return {"listing": listing, "results": with_dates(cards(listing.keys, request.user), dates)}
