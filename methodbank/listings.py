"""The method index and the story index: what one can filter on, and in which order."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from wagtail.models import Page

from methodbank.models.choices import Level, Outcome, Setting, Status
from methodbank.models.collection import MethodCollectionPage
from methodbank.models.method import GROUPS, TIMES, WELL, MethodPage, MethodProblemType, group_codes, time_codes
from methodbank.models.story import StoryPage
from methodbank.terms import values, vocabulary
from portal import access, facets
from portal.cards import cards
from portal.content_cache import cached
from portal.languages import active_language, all_languages, best, sort_key


def published_rows(model, index_page, fields: list[str]) -> list:
    """The published pages of a model below an index page in any language: of each group the reader's version.

    They have the fields named and what every listing needs, and nothing else: there may be tens of thousands.
    """
    language = active_language()
    roots = Page.objects.filter(translation_key=index_page.translation_key).values_list("path", flat=True)
    versions: dict = {}
    pages = model.objects.live().only("translation_key", "locale_id", "path", "title", "first_published_at", *fields)
    for page in pages:
        if any(page.path.startswith(root) for root in roots):
            versions.setdefault(page.translation_key, []).append(page)
    return [best(group, language) for group in versions.values()]


def term_codes(model, name: str) -> dict[int, list[str]]:
    """The codes of the terms that each page of the model has, by its primary key."""
    field = model._meta.get_field(name).remote_field
    columns = (f"{model._meta.model_name}_id", f"{field.model._meta.model_name}__translation_key")
    return codes_by_page(name, field.through.objects.values_list(*columns))


def codes_by_page(name: str, rows) -> dict[int, list[str]]:
    """The codes of a vocabulary's terms by page, from rows of a page's primary key and a term's translation key."""
    codes = {key: term.code for key, term in vocabulary(name).items()}
    found: dict[int, list[str]] = {}
    for page, key in rows:
        if key in codes:
            found.setdefault(page, []).append(codes[key])
    return found


def time_values(bounds: Sequence[int] = TIMES) -> list[facets.Value]:
    """The bounds of time, in minutes, that readers choose from."""
    return [
        facets.Value(
            str(bound),
            _("At most %(minutes)d min") % {"minutes": bound}
            if bound < 120
            else _("At most %(hours)d h") % {"hours": bound // 60},
        )
        for bound in bounds
    ]


def group_values() -> list[facets.Value]:
    """The sizes of groups that readers choose from."""
    return [
        facets.Value(
            f"{start}-{end or ''}",
            _("%(low)d–%(high)d people") % {"low": start, "high": end}
            if end
            else _("%(low)d or more") % {"low": start},
        )
        for start, end in GROUPS
    ]


def language_facet() -> facets.Facet:
    """The languages that the portal has content in."""
    return facets.Facet("lang", _("Language"), [facets.Value(item.code, item.name) for item in all_languages()])


def language_codes(page) -> list[str]:
    """The language that a row of a listing is shown in."""
    return [language.code for language in all_languages() if language.pk == page.locale_id]


def _method_index(page) -> facets.Index:
    fields = ["run_minutes_min", "run_minutes_max", "participants_min", "participants_max", "level", "settings"]
    methods = published_rows(MethodPage, page, fields)
    packs = published_rows(MethodCollectionPage, page, [])
    rows = methods + packs
    kind = facets.Facet("kind", _("Kind"), [facets.Value("method", _("Methods")), facets.Value("pack", _("Packs"))])
    phase = facets.Facet("phase", _("Phase"), values("phases"))
    situation = facets.Facet("situation", _("Situation"), values("situations"))
    problem = facets.Facet("problem", _("Problem type"), values("problem_types"))
    dimension = facets.Facet("dimension", _("Dimension"), values("dimensions"))
    time = facets.Facet("time", _("Time"), time_values())
    group = facets.Facet("group", _("Size of the group"), group_values())
    level = facets.Facet("level", _("Level"), [facets.Value(str(item.value), str(item.label)) for item in Level])
    setting = facets.Facet("setting", _("Where"), [facets.Value(item.value, str(item.label)) for item in Setting])
    audience = facets.Facet("audience", _("For whom"), values("audiences"))
    language = language_facet()
    for position, row in enumerate(rows):
        language.add(position, language_codes(row))
        kind.add(position, ["method" if isinstance(row, MethodPage) else "pack"])
    terms = {name: term_codes(MethodPage, name) for name in ("phases", "situations", "dimensions", "audiences")}
    fits = MethodProblemType.objects.filter(fit__gte=WELL).values_list("page_id", "problem_type__translation_key")
    terms["problem_types"] = codes_by_page("problem_types", fits)
    for position, method in enumerate(methods):
        phase.add(position, terms["phases"].get(method.pk, ()))
        situation.add(position, terms["situations"].get(method.pk, ()))
        problem.add(position, terms["problem_types"].get(method.pk, ()))
        dimension.add(position, terms["dimensions"].get(method.pk, ()))
        time.add(position, time_codes(method.run_minutes_min))
        group.add(position, group_codes(method.participants_min, method.participants_max))
        level.add(position, [str(method.level)])
        setting.add(position, method.settings)
        audience.add(position, terms["audiences"].get(method.pk, ()))

    def minutes(row) -> int:
        return getattr(row, "run_minutes_min", None) or 100_000

    return facets.Index(
        keys=[row.translation_key for row in rows],
        paths=[row.path for row in rows],
        facets=[situation, time, phase, problem, group, dimension, level, setting, audience, kind, language],
        sortings=facets.sortings(
            rows,
            [
                ("title", _("A to Ö"), lambda row: sort_key(row.title)),
                ("time", _("Shortest first"), lambda row: (minutes(row), sort_key(row.title))),
                (
                    "new",
                    _("Newest first"),
                    lambda row: -(row.first_published_at.timestamp() if row.first_published_at else 0),
                ),
            ],
        ),
    )


def _story_index(page) -> facets.Index:
    stories = published_rows(StoryPage, page, ["outcome", "status", "year"])
    names = ("departments", "vision_goals", "problem_types", "phases", "dimensions")
    terms = {name: term_codes(StoryPage, name) for name in names}
    outcome = facets.Facet("outcome", _("How it went"), [facets.Value(item.value, str(item.label)) for item in Outcome])
    status = facets.Facet("status", _("Status"), [facets.Value(item.value, str(item.label)) for item in Status])
    department = facets.Facet("department", _("Department"), values("departments"))
    goal = facets.Facet("goal", _("Vision goal"), values("vision_goals"))
    problem = facets.Facet("problem", _("Problem type"), values("problem_types"))
    phase = facets.Facet("phase", _("Phase"), values("phases"))
    dimension = facets.Facet("dimension", _("Dimension"), values("dimensions"))
    years = sorted({story.year for story in stories}, reverse=True)
    year = facets.Facet("year", _("Year"), [facets.Value(str(item), str(item)) for item in years])
    language = language_facet()
    for position, story in enumerate(stories):
        outcome.add(position, [story.outcome])
        status.add(position, [story.status])
        department.add(position, terms["departments"].get(story.pk, ()))
        goal.add(position, terms["vision_goals"].get(story.pk, ()))
        problem.add(position, terms["problem_types"].get(story.pk, ()))
        phase.add(position, terms["phases"].get(story.pk, ()))
        dimension.add(position, terms["dimensions"].get(story.pk, ()))
        year.add(position, [str(story.year)])
        language.add(position, language_codes(story))
    return facets.Index(
        keys=[story.translation_key for story in stories],
        paths=[story.path for story in stories],
        facets=[outcome, department, goal, problem, phase, dimension, status, year, language],
        sortings=facets.sortings(
            stories,
            [
                ("new", _("Newest first"), lambda row: (-row.year, sort_key(row.title))),
                ("title", _("A to Ö"), lambda row: sort_key(row.title)),
            ],
        ),
    )


def _listing(page, request, build) -> dict:
    language = active_language()
    index = cached(("listing", page.translation_key, language.code), lambda: build(page))
    # Restricted pages are neither listed nor counted for those who may not see them.
    listing = facets.choose(index, request.GET, hidden=access.hidden_paths(request.user))
    return {"listing": listing, "results": cards(listing.keys, request.user)}


def method_listing(page, request) -> dict:
    """The method index as the reader has filtered it."""
    return _listing(page, request, _method_index)


def story_listing(page, request) -> dict:
    """The story index as the reader has filtered it."""
    return _listing(page, request, _story_index)
