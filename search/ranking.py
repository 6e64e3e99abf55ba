"""The last word on the order of the first hits, the same for every engine.

Engines score differently: one knows how rare a word is, another does not. So the best of each are scored again, by
where in an entry each word of the question stands and how much of the title it makes up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search import analysis
from search.models import Entry
from search.parsing import Question

WINDOW = 100  # hits that are put in order
TITLE, TITLE_PART, LEAD, LEAD_PART, BODY, FOREIGN = 10.0, 8.0, 5.0, 4.0, 2.0, 1.0
COVERAGE = 6.0  # for a title of which every word was asked for
ENGINE = 2.0  # for what the engine thinks
KIND = {"method": 0.8, "pack": 0.5, "story": 0.4, "page": 0.3}  # what people look for most
NAMED_KIND = 4.0  # for the kind whose name is in the question


@dataclass(frozen=True)
class Match:
    """Where a word of the question stands in an entry: the stream, and whether as a word or in a compound."""

    word: str
    where: str  # title, lead, text, translation
    how: str  # word, part, folded
    weight: float


@dataclass(frozen=True)
class Ranked:
    entry: Entry
    score: float
    matches: tuple[Match, ...]

    @property
    def only_in_translation(self) -> bool:
        """Whether every word was found in the thing's translation alone."""
        return bool(self.matches) and all(match.where == "translation" for match in self.matches)


def _in_stream(term: analysis.Term, has: Callable[[str], bool]) -> str:
    """How a word stands among keys: `word`, `part`, `folded`, or not at all."""
    if any(has(key) for key in term.keys if not key.startswith(analysis.PART)):
        return "word"
    if any(has(key) for key in term.keys):
        return "part"
    for parts in term.compounds:
        if all(has(part) or has(analysis.PART + part) for part in parts):
            return "part"
    if term.folded and (has(analysis.FOLDED + term.folded) or has(term.folded)):
        return "folded"
    return ""


def _has(stream: str) -> Callable[[str], bool]:
    """Whether a stream has a key; a long text is not taken apart for it."""
    padded = f" {stream} "
    return lambda key: f" {key} " in padded


def match(term: analysis.Term, entry: Entry) -> Match | None:
    """The weightiest place of a word in an entry."""
    for where, stream, whole, part in (
        ("title", entry.title_keys, TITLE, TITLE_PART),
        ("lead", entry.lead_keys, LEAD, LEAD_PART),
        ("text", entry.body_keys, BODY, BODY),
        ("translation", entry.other_keys, FOREIGN, FOREIGN),
    ):
        how = _in_stream(term, _has(stream))
        if how:
            return Match(term.text, where, how, whole if how == "word" else part)
    return None


def coverage(terms: Sequence[analysis.Term], entry: Entry) -> float:
    """The share of the title's words that were asked for, 0 to 1; function words do not count."""
    language = entry.language or "sv"
    words = [word for word in analysis.analyse(entry.title, language) if word.why != "function word"]
    if not words:
        return 0.0
    asked = 0
    for word in words:
        keys = {word.key, *(analysis.PART + part for part in word.parts), analysis.FOLDED + word.folded}
        asked += any(_in_stream(term, keys.__contains__) for term in terms)
    return asked / len(words)


def rank(entries: Sequence[Entry], scores: dict[int, float], question: Question) -> list[Ranked]:
    """Entries in their final order. `scores` are the engine's, by primary key."""
    terms = question.wanted or question.terms
    best = max(scores.values(), default=0.0) or 1.0
    ranked = []
    for entry in entries:
        matches = tuple(found for term in terms if (found := match(term, entry)))
        score = sum(found.weight for found in matches) / max(1, len(terms))
        score += COVERAGE * coverage(terms, entry) if terms else 0.0
        score += ENGINE * scores.get(entry.pk, 0.0) / best
        score += KIND.get(entry.kind, 0.0) + (NAMED_KIND if entry.kind in question.kinds else 0.0)
        ranked.append(Ranked(entry, round(score, 3), matches))
    # What the engine had first stays first among equals.
    ranked.sort(key=lambda item: -item.score)
    return ranked
