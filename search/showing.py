"""The search page: a search with its filters, and everything the reader may do next."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.cards import Card
from portal.facets import Choice, ChosenFacet, Facet, Sorting, Value, page_links
from portal.finding import FACETS, KINDS, SearchFacet
from portal.languages import Language
from search import analysis, helping, parsing, presenting, service, spelling
from search.presenting import Hit
from search.ranking import share
from search.service import Found

WAYS_OUT = 5  # filters of which it is told what dropping one would give
NAMED = 5  # unknown values of an address that are named
NEARLY = 0.6  # of a glossary word's own words: so many must have been asked for


@dataclass(frozen=True)
class Chip:
    """A filter that holds, with the address without it. `understood`: it stands in the words themselves."""

    facet: Facet
    value: Value
    url: str
    understood: bool = False


@dataclass(frozen=True)
class WayOut:
    """A filter to drop when nothing fits, and how much is found then."""

    chip: Chip
    count: int


@dataclass(frozen=True)
class Group:
    """The best of what is no page, under its own heading."""

    name: str
    label: str
    hits: list[Hit]
    total: int
    url: str  # all of them


@dataclass
class Choices:
    """What an address asks for."""

    text: str = ""
    chosen: dict[str, list[str]] = field(default_factory=dict)
    sorting: str = "relevance"
    page: int = 1
    exact: bool = False
    ignored: list[str] = field(default_factory=list)  # what the portal does not have
    cut: bool = False  # the words were too long

    def address(self, text: str | None = None, without: tuple[str, str] | None = None, **more: str) -> str:
        """The address of the same search with other words, without a filter, or with something more."""
        return f"?{self.query(text, without, **more)}"

    def query(self, text: str | None = None, without: tuple[str, str] | None = None, **more: str) -> str:
        text = self.text if text is None else text
        pairs = [("q", text)] if text else []
        pairs += [(name, code) for name, codes in self.chosen.items() for code in codes if (name, code) != without]
        pairs += [("sort", self.sorting)] if self.sorting != "relevance" else []
        pairs += [("exact", "1")] if self.exact and text == self.text else []
        return urlencode([*pairs, *more.items()])


@dataclass
class SearchPage:
    """What the template shows. It has the names of `portal.facets.Listing` where it is the same."""

    choices: Choices
    found: Found
    hits: list[Hit]
    definition: Hit | None
    beside: list[Group]
    facets: list[ChosenFacet]
    chips: list[Chip]
    sortings: list[Sorting]
    ways_out: list[WayOut]
    without_filters: int  # hits without any filter, when dropping one does not help
    languages: list[helping.InLanguage]
    featured: list[Card] = field(default_factory=list)  # where the portal's editors point
    popular: list[Card] = field(default_factory=list)  # what others open from their searches
    promoted: list[Hit] = field(default_factory=list)  # what the search owner recommends for these words
    related: list[Hit] = field(default_factory=list)  # what may be meant as well, when little was found

    @property
    def asked(self) -> bool:
        """Whether the reader has asked for anything."""
        return bool(self.choices.text or self.choices.chosen)

    @property
    def searched(self) -> str:
        """The words that were searched for in the end."""
        return self.found.corrected or self.choices.text

    @property
    def total(self) -> int:
        return self.found.total

    @property
    def sorting(self) -> Sorting:
        return next(item for item in self.sortings if item.name == self.choices.sorting)

    @property
    def page(self) -> int:
        return self.found.page

    @property
    def pages(self) -> int:
        return self.found.pages

    def page_links(self) -> list[int | None]:
        return page_links(self.found.page, self.found.pages)

    @property
    def query(self) -> str:
        return self.choices.query()

    @property
    def url_without_filters(self) -> str:
        """The address of the words alone."""
        return f"?{urlencode({'q': self.choices.text})}"

    @property
    def exact_url(self) -> str:
        """The address that searches for the words as they were written."""
        return self.choices.address(exact="1")

    @property
    def corrected_url(self) -> str:
        return self.choices.address(self.found.suggestion)


GROUPS = ("pages", "people", "documents", "terms")  # in the order of the types


def _types() -> list[Value]:
    kinds = sorted(KINDS.values(), key=lambda kind: GROUPS.index(kind.group))
    return [Value(kind.name, str(kind.label)) for kind in kinds]


TYPE = SearchFacet("type", gettext_lazy("Type"), _types)


def sortings() -> list[Sorting]:
    """The orders that readers choose from."""
    return [
        Sorting("relevance", _("Best match first"), []),
        Sorting("newest", _("Newest first"), []),
        Sorting("title", _("A to Ö"), []),
    ]


def facets() -> list[Facet]:
    """All facets with their values in the reader's language, the type first."""
    return [Facet(item.name, str(item.label), item.values()) for item in (TYPE, *FACETS.values())]


def read(query: QueryDict, known: list[Facet]) -> Choices:
    """What an address asks for, as far as it makes sense."""
    text = query.get("q", "")
    choices = Choices(parsing.clean(text), cut=len(" ".join(text.split())) > parsing.LONGEST)
    for facet in known:
        codes = {value.code for value in facet.values}
        asked = list(dict.fromkeys(query.getlist(facet.name)))
        if good := [code for code in asked if code in codes]:
            choices.chosen[facet.name] = good
        choices.ignored += [parsing.clean(code)[:40] for code in asked if code and code not in codes]
    del choices.ignored[NAMED:]
    if query.get("sort") in {item.name for item in sortings()}:
        choices.sorting = query["sort"]
    try:
        choices.page = max(1, int(query.get("page") or 1))
    except ValueError:
        choices.page = 1
    choices.exact = query.get("exact") == "1"
    return choices


@spelling.one_vocabulary()
def search_page(query: QueryDict, language: Language, user) -> SearchPage:
    """The page of an address for a reader."""
    known = facets()
    choices = read(query, known)
    found = service.search(
        choices.text,
        language=language.code,
        user=user,
        chosen=choices.chosen,
        sorting=choices.sorting,
        page=choices.page,
        exact=choices.exact,
    )
    asked = bool(choices.text or choices.chosen)
    counts = found.counts if asked else helping.counts(language.code, user)
    chips = _chips(choices, found, known)
    beside = {name: presenting.hits(found, hits, user) for name, hits in found.beside.items()}
    definition = _definition(beside, found)
    page = SearchPage(
        choices,
        found,
        presenting.hits(found, found.hits, user, first=(found.page - 1) * service.PER_PAGE + 1),
        definition,
        [_group(name, hits, definition, counts, choices) for name, hits in beside.items()],
        _facets(choices, found, counts, known),
        chips,
        sortings(),
        [],
        0,
        [],
        promoted=presenting.hits(found, found.promoted, user, first=0),
        related=presenting.hits(found, found.related, user, first=found.total + 1),
    )
    page.beside = [group for group in page.beside if group.hits]
    if asked and (not found.total or (found.stage == "some" and chips)):
        _help(page, language, user)
    if asked and not page.hits:
        page.popular = helping.opened(user)
    if not page.hits and not page.popular:
        page.featured = helping.featured(user)
    return page


def _help(page: SearchPage, language: Language, user) -> None:
    """What would be found by asking for a little less."""
    choices, question = page.choices, page.found.question
    for chip in page.chips[:WAYS_OUT]:
        if chip.understood:
            fact = next(item for item in question.facts if item.code == chip.value.code)
            count = helping.total(parsing.parse(fact.rest), language.code, user, choices.chosen) if fact.rest else 0
        else:
            left = {
                name: [code for code in codes if (name, code) != (chip.facet.name, chip.value.code)]
                for name, codes in choices.chosen.items()
            }
            count = helping.total(question, language.code, user, left)
        if count:
            page.ways_out.append(WayOut(chip, count))
    if page.found.total:
        return  # there is something to read already
    if choices.chosen and choices.text and not page.ways_out:
        # Here the whole search is worth its price: it looks further than for the words as they are.
        page.without_filters = service.search(choices.text, language=language.code, user=user).total
    if choices.text:
        page.languages = helping.other_languages(question, language.code, user, choices.chosen)


def _chips(choices: Choices, found: Found, known: list[Facet]) -> list[Chip]:
    chips = [
        Chip(facet, value, choices.address(without=(facet.name, value.code)))
        for facet in known
        for value in facet.values
        if value.code in choices.chosen.get(facet.name, ())
    ]
    for fact in found.question.facts:
        for facet in known:
            for value in facet.values:
                if (facet.name, value.code) == (fact.facet, fact.code):
                    chips.append(Chip(facet, value, choices.address(fact.rest), understood=True))
    return chips


def _facets(choices: Choices, found: Found, counts: dict[str, Counter], known: list[Facet]) -> list[ChosenFacet]:
    understood = {(fact.facet, fact.code) for fact in found.question.facts}
    shown = []
    for facet in known:
        chosen = choices.chosen.get(facet.name, ())
        options = [
            Choice(
                value,
                counts.get(facet.name, {}).get(value.code, 0),
                value.code in chosen or (facet.name, value.code) in understood,
                (facet.name, value.code) in understood,
            )
            for value in facet.values
        ]
        item = ChosenFacet(facet, [option for option in options if option.count or option.chosen])
        if len(item.choices) > 1 or item.any_chosen:
            shown.append(item)
    return shown


def _definition(beside: dict[str, list[Hit]], found: Found) -> Hit | None:
    """The glossary's explanation, where its word, or another name of it, is what was asked for."""
    asked = len(found.question.wanted) + len(found.question.quoted)
    for hit in beside.get("terms", ()):
        in_title = [match for match in hit.ranked.matches if match.where == "title" and not match.in_compound]
        if asked and len(in_title) == asked and _share(hit, found) >= NEARLY:
            return hit
    return None


def _share(hit: Hit, found: Found) -> float:
    """How much of the word's title, or of another name of it, was asked for; 0 to 1."""
    names = [hit.entry.title, *(hit.entry.names or "").splitlines()]
    return max(share(found.terms, analysis.title_words(name, hit.entry.language)) for name in names)


def _group(name: str, hits: list[Hit], definition: Hit | None, counts: dict[str, Counter], choices: Choices) -> Group:
    kinds = service.kinds_of(name)
    total = sum(counts.get("type", {}).get(kind, 0) for kind in kinds)
    labels = {kind.name: str(kind.label) for kind in KINDS.values()}
    hits = [hit for hit in hits if hit is not definition]
    return Group(name, labels[kinds[0]], hits, total, choices.address(type=kinds[0]))
