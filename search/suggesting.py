"""What is suggested while somebody types: things by their names, popular queries, and filters in words.

The database answers, whichever engine searches: two queries, and the same suggestions everywhere.
"""

import re
from dataclasses import asdict, dataclass
from heapq import nsmallest
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import languages
from portal.content_cache import cached, one_version
from portal.finding import FACETS, KINDS
from search import analysis, clauses, helping, parsing
from search.clauses import All, Keys
from search.configuration import database_engine
from search.languages import language as language_data
from search.models import Unsuggested
from search.parsing import Question
from search.popular import popular
from search.service import hidden_places
from search.text import encode, fold, normalise, words

MOST = 8
FIRST_NAMES = 3  # that stand before popular queries
MOST_POPULAR = 3
MOST_FILTERS = 2
LOOKED_AT = 300  # names that begin so, of which the best are suggested
FEW = 3  # below so many names, those with å, ä and ö where plain letters were typed come in
IN_ORDER = ("method", "term", "pack", "course", "path", "page", "story", "lesson", "coach", "document")
BETWEEN = re.compile(r"[\W_]+")
FOLDED = 3  # how well a name fits that only does so without å, ä and ö
MAY_BE_PART = 3  # letters from which a label's word may be the beginning of a typed one: “min” of “minuter”


@dataclass(frozen=True)
class Suggestion:
    """`text` stands for what is chosen, `note` says what it is, `name` the other name by which it was found."""

    text: str
    note: str
    url: str
    name: str = ""
    lang: str = ""  # where it is not the reader's

    def as_dict(self) -> dict:
        return {name: value for name, value in asdict(self).items() if value}


@one_version()
def suggest(text: str, language: str, user) -> list[Suggestion]:
    """At most eight suggestions, the best first. Whatever is typed, at worst there are none."""
    question = parsing.parse(text)
    typed = _words(question.text)
    if not typed:
        return []
    unwanted = [_spaced_words(row) for row in Unsuggested.objects.values_list("word", flat=True)]

    def wanted(found: list[Suggestion]) -> list[Suggestion]:
        texts = [(item, _spaced_words(f"{item.text} {item.name}")) for item in found]
        return [item for item, text in texts if not any(some in text for some in unwanted)]

    filters = wanted(_filters(question, typed, language, user))[:MOST_FILTERS]
    # The best names lead straight to a page; what many search for comes after them.
    names = _names(typed, language, user)
    once = {_spaced_words(item.text) for item in (*names, *filters)}
    queries = [item for item in _popular(question.text, language, user) if _spaced_words(item.text) not in once]
    others = wanted([*names[:FIRST_NAMES], *queries[:MOST_POPULAR], *names[FIRST_NAMES:]])
    return [*others[: MOST - len(filters)], *filters]


def _words(text: str) -> list[str]:
    return [word for word, _start, _end in words(text)]


def _spaced_words(text: str) -> str:
    """A text's words with a space on either side, so that words that stand together are found in it."""
    return f" {' '.join(_words(text))} "


def _popular(text: str, language: str, user) -> list[Suggestion]:
    found = popular(text, language, 2 * MOST_POPULAR, user)  # some of them may be names
    return [Suggestion(query, _("Others searched for"), search_address(q=query)) for query in found]


def search_address(**parameters: str) -> str:
    return f"{reverse('search')}?{urlencode(parameters)}"


def _keys(word: str) -> Keys:
    """A word that goes on; without å, ä and ö it may stand for one that has them."""
    forms = (encode(word),)
    if fold(word) == word:
        forms += (analysis.FOLDED + encode(word),)
    return Keys(forms, prefix=True)


def _names(typed: list[str], language: str, user) -> list[Suggestion]:
    """Things whose title or other name has words that begin as these do."""
    clause = clauses.joined(All, [_keys(word) for word in typed[: clauses.MOST_TERMS]])
    rows = database_engine().named(clause, language, hidden_places(user), LOOKED_AT)
    ranked = nsmallest(
        MOST,
        (
            (_goodness(typed, title, names or "", kind), title, names or "", kind, pk, lang)
            for pk, kind, lang, title, names in rows
            if kind in KINDS
        ),
    )
    exact = [row for row in ranked if row[0][0] < FOLDED]
    return [
        Suggestion(
            title,
            str(KINDS[kind].label),
            reverse("search_to", args=[pk]),
            _found_by(typed, title, names),
            lang if lang and lang != language else "",
        )
        for _good, title, names, kind, pk, lang in (exact if len(exact) >= FEW else ranked)
    ]


def _goodness(typed: list[str], title: str, names: str, kind: str) -> tuple:
    """How well a thing's names fit; less is better: a title that begins so, one with such words, another name."""
    place = IN_ORDER.index(kind) if kind in IN_ORDER else len(IN_ORDER)
    # Hundreds are compared at every keystroke: whole texts, not words one by one.
    title, names = _spaced(title), _spaced(names)
    how = _how(typed, title, names)
    if how == FOLDED:
        how += _how(typed, fold(title), fold(names))
    return (how, place, len(title), title)


def _spaced(text: str) -> str:
    """The text with one space in front of every word."""
    return " " + BETWEEN.sub(" ", text.lower())


def _how(typed: list[str], title: str, names: str) -> int:
    if title.startswith(" " + " ".join(typed)):
        return 0
    if all(f" {word}" in title for word in typed):
        return 1
    return 2 if all(f" {word}" in title or f" {word}" in names for word in typed) else FOLDED


def _found_by(typed: list[str], title: str, names: str) -> str:
    """The other name that fits where the title does not."""

    def fits(text: str) -> bool:
        return _fits(typed, _words(text)) or _fits(typed, _words(fold(normalise(text))))

    name = "" if fits(title) else next((name for name in names.splitlines() if fits(name)), "")
    return _("also called “%(name)s”") % {"name": name} if name else ""


def _fits(typed: list[str], found: list[str]) -> bool:
    return all(any(word.startswith(begin) for word in found) for begin in typed)


def _filters(question: Question, typed: list[str], language: str, user) -> list[Suggestion]:
    """“metoder 15 min”: the filters that the words speak of, where they leave anything."""
    small = {word for item in languages.all_languages() for word in language_data(item.code).function_words}
    telling = [word for word in typed if word not in small]
    named = {word: parsing.kind_of(word) for word in telling}
    kind = next((KINDS[name] for name in named.values() if name and KINDS[name].group == "pages"), None)
    telling = [word for word in telling if not kind or named[word] != kind.name]
    if not telling:
        return [Suggestion(str(kind.label), _("Filter"), search_address(type=kind.name))] if kind else []
    available = helping.counts(language, user, kind.name if kind else "")
    understood = {(fact.facet, fact.code) for fact in question.facts}
    found = []
    for known in cached(("search-filters", get_language()), _known_filters):
        if not available.get(known.facet, {}).get(known.code):
            continue
        spoken_of = all(any(_same(word, other) for other in known.words) for word in telling)
        if (known.facet, known.code) in understood or (
            spoken_of and any(_same(word, other) for word in telling for other in known.own_words)
        ):
            text = f"{kind.label if kind else known.name}: {known.label[:1].lower()}{known.label[1:]}"
            chosen = {known.facet: known.code, **({"type": kind.name} if kind else {})}
            found.append(Suggestion(text, _("Filter"), search_address(**chosen)))
    return found


@dataclass(frozen=True)
class KnownFilter:
    """A value of a facet in the reader's language, with the words that speak of it."""

    facet: str
    code: str
    name: str  # the facet's
    label: str
    words: list[str]  # of both
    own_words: list[str]  # of the label


def _known_filters() -> list[KnownFilter]:
    found = []
    for facet in FACETS.values():
        name = str(facet.label)
        for value in facet.values():
            label = str(value.label)
            found.append(KnownFilter(facet.name, value.code, name, label, _words(f"{label} {name}"), _words(label)))
    return found


def _same(typed: str, word: str) -> bool:
    return word.startswith(typed) or (len(word) >= MAY_BE_PART and typed.startswith(word))
