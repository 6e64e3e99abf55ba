"""What somebody typed, understood: words, “phrases”, -exclusions, and facts such as “30 min” or “typ:metod”.

Whatever is typed has a meaning; nothing is an error.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from django.utils import translation

from portal import languages
from portal.finding import FACETS, KINDS
from search import analysis, clauses
from search.clauses import All, Clause, Either, Everything, Without

LONGEST = 200  # letters of a query; what is longer is cut
PHRASE = re.compile(r'(?P<minus>(?<!\S)-)?["“”„»«](?P<words>[^"“”„»«]*)["“”„»«]')
EXCLUDED = re.compile(r"(?<!\S)-(?=\w)(?P<word>\S+)")
NAMED = re.compile(r"(?<!\S)(?P<name>\w+):(?P<value>[^\s:]\S*)")
MINUTES = re.compile(
    r"(?<!\S)(?:högst|max|under|på|i|in|under|within)?\s*(?P<number>\d{1,4})\s?-?(?P<unit>min(?:ut(?:er|ers)?|utes?|s)?|tim(?:me|mar)?|h|hours?|hrs?)\.?(?!\S)",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"(?<!\S)(?:för|for|med|with)?\s*(?:\d{1,4}\s?[-–]\s?)?(?P<number>\d{1,4})\s?"
    r"(?:personer|deltagare|pers|people|persons|participants)\.?(?!\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fact:
    """A part of the query that was understood as a filter; `rest` is the query without it."""

    facet: str
    code: str
    rest: str


@dataclass
class Question:
    """A query, taken apart."""

    text: str
    terms: list[analysis.Term] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)  # kinds whose name is among the words

    @property
    def wanted(self) -> list[analysis.Term]:
        """The words that carry meaning."""
        return [term for term in self.terms if not term.optional]

    @property
    def quoted(self) -> list[analysis.Term]:
        """The words of the phrases."""
        return [term for phrase in self.phrases for term in clauses.terms_of(phrase) if not term.optional]

    def clause(self, terms: list[Clause] | None = None, *, every: bool = True) -> Clause:
        """What engines are asked; `terms` stand for the words where somebody has found better ones."""
        parts = terms if terms is not None else [clauses.of_term(term) for term in self.wanted]
        wanted = [clauses.joined(All if every else Either, parts)] if parts else []
        wanted += [clauses.of_phrase(phrase) for phrase in self.phrases]
        clause = clauses.joined(All, wanted) if wanted else Everything()
        unwanted = [clauses.of_phrase(words) for words in self.excluded]
        return Without(clause, clauses.joined(Either, unwanted)) if unwanted else clause

    @property
    def is_empty(self) -> bool:
        return not (self.terms or self.phrases or self.excluded or self.facts)


def clean(text: str) -> str:
    """A query on one line, without what no keyboard types, at most `LONGEST` letters."""
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())[:LONGEST]


def parse(text: str) -> Question:
    """Takes a query apart."""
    text = clean(text)
    question = Question(text)
    rest = text
    for match in PHRASE.finditer(text):
        words = match["words"].strip()
        if any(True for _word in analysis.words(words)):
            (question.excluded if match["minus"] else question.phrases).append(words)
    rest = PHRASE.sub(" ", rest)
    for match in EXCLUDED.finditer(rest):
        question.excluded.append(match["word"])
    rest = EXCLUDED.sub(" ", rest)
    for pattern, read in ((NAMED, _named), (MINUTES, _minutes), (PEOPLE, _people)):
        for match in pattern.finditer(rest):
            if found := read(match):
                question.facts.append(Fact(*found, clean(text.replace(match.group().strip(), " ", 1))))
                rest = rest.replace(match.group(), " ", 1)
    question.terms = clauses.terms_of(rest)
    _kind_words(question)
    return question


def unquoted(text: str) -> str:
    """A query with its phrases as plain words; what is excluded stays."""
    return PHRASE.sub(lambda match: match.group() if match["minus"] else f" {match['words']} ", text)


def _kind_words(question: Question) -> None:
    """“metod idéer”: the name of a kind helps to choose, but the page need not hold it."""
    terms = []
    for term in question.terms:
        if name := kind_of(term.text):
            question.kinds.add(name)
            term = analysis.Term(term.text, term.keys, term.compounds, term.folded, True)
        terms.append(term)
    if all(term.optional for term in terms) and not question.phrases and not question.facts:
        return  # nothing but the name: then it is what is looked for
    question.terms = terms


def kind_of(word: str) -> str:
    """The kind that a word is the name of, in whatever form and language; empty where it is none's."""
    known, word = _names_of_kinds(), analysis.normalise(word)
    forms = [(language.code, analysis.analyse_word(word, language.code).key) for language in languages.all_languages()]
    return next((known[form] for form in forms if form in known), "")


@cache
def _names_of_kinds() -> dict[tuple[str, str], str]:
    """Kinds by the language and the key of what they are called."""
    # By language: Swedish “personal” (staff) would be English for a person.
    return {
        (code, analysis.analyse_word(word, code).key): kind.name
        for kind in KINDS.values()
        for code, words in kind.words.items()
        for word in words.split()
    }


def _named(match: re.Match) -> tuple[str, str] | None:
    """`typ:metod`, `fas:testa`, `språk:en`: a facet by its name, in any language, and one of its values."""
    name, value = match["name"].casefold(), match["value"].casefold()
    if name in {"typ", "type", "kind"}:
        found = value if value in KINDS else kind_of(value)
        return ("type", found) if found else None
    for facet in FACETS.values():
        for language in languages.all_languages():
            with translation.override(language.code):
                if name not in {facet.name, str(facet.label).casefold()}:
                    continue
                for option in facet.values():
                    if value == option.code or option.label.casefold().startswith(value):
                        return facet.name, option.code
    return None


def _minutes(match: re.Match) -> tuple[str, str] | None:
    """“30 min”, “2 timmar”: the smallest bound of the facet that this fits into."""
    number = int(match["number"]) * (60 if match["unit"].lower().startswith(("t", "h")) else 1)
    facet = FACETS.get("time")
    bounds = [int(value.code) for value in facet.values()] if facet else []
    fitting = [bound for bound in bounds if bound >= number]
    return ("time", str(min(fitting))) if fitting and number else None


def _people(match: re.Match) -> tuple[str, str] | None:
    """“10 personer”: the size of group that holds this."""
    number = int(match["number"])
    facet = FACETS.get("group")
    for value in facet.values() if facet else ():
        low, _dash, high = value.code.partition("-")
        if int(low) <= number and (not high or number <= int(high)):
            return "group", value.code
    return None
