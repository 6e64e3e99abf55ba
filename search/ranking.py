"""The last word on the order of the first hits, the same for every engine.

Engines score differently: one knows how rare a word is, another does not. So the best of each are scored again, by
where in an entry each word of the question stands, how rare the word is, and how much of the title was asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

from search import analysis, spelling
from search.models import Entry
from search.parsing import Question
from search.text import fold
from search.wanted import INSTEAD, Group

WINDOW = 100  # hits that are put in order
# What a word counts for by where it stands; in a compound it counts for a little less.
STREAMS = (("title", 10.0), ("lead", 5.0), ("text", 2.0), ("translated title", 6.0), ("translation", 1.0))
IN_COMPOUND = 0.8
OF_WORD = {"word": 1.0, "part": 0.5, "folded": 1.0, "": 0.0}  # how much of a title's word was asked for
COVERAGE = 6.0  # for a title of which every word was asked for
ENGINE = 2.0  # for what the engine thinks
# What people look for most; a lesson is a part of something.
KIND = {"method": 0.8, "pack": 0.5, "story": 0.4, "page": 0.3, "lesson": -0.8}
NAMED_KIND = 4.0  # for the kind whose name is in the question


@dataclass(frozen=True)
class Match:
    """Where a word of the question stands in an entry, and how: as a word, a part of one, folded, or a synonym."""

    word: str
    where: str  # a name of STREAMS
    how: str
    weight: float
    in_compound: bool = False  # whether it is only a part of a word there


@dataclass(frozen=True)
class Ranked:
    entry: Entry
    score: float
    matches: tuple[Match, ...]

    @property
    def only_in_translation(self) -> bool:
        """Whether every word was found in the thing's translation alone."""
        return bool(self.matches) and all(match.where.startswith("translat") for match in self.matches)


class Keyed:
    """An entry with its streams, by name; a long text is not taken apart to look for a key."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        texts = (entry.title_keys, entry.lead_keys, entry.body_keys, entry.other_title_keys, entry.other_keys)
        self.streams = [(name, weight, _has(text)) for (name, weight), text in zip(STREAMS, texts, strict=True) if text]

    def match(self, term: analysis.Term) -> Match | None:
        """The weightiest place of a word."""
        found = []
        for name, weight, has in self.streams:
            if how := in_stream(term, has):
                worth = weight * (1.0 if how == "word" else IN_COMPOUND)
                found.append(Match(term.text, name, how, worth, how == "part"))
        return max(found, key=lambda match: match.weight, default=None)

    def match_group(self, group: Group) -> list[Match]:
        """The matches of a group's own words or, where they do better, of what will do instead."""
        own = self._all(group.terms)
        typed = {term.text for term in group.terms}
        for terms in group.others:
            other = []
            for match in self._all(terms):
                how = "folded" if group.folded and fold(match.word) in typed else "synonym"
                other.append(Match(match.word, match.where, how, match.weight * INSTEAD, match.in_compound))
            if len(other) == len(terms) and _mean(other, len(terms)) > _mean(own, len(group.terms)):
                own = other
        return own

    def _all(self, terms: Sequence[analysis.Term]) -> list[Match]:
        return [match for term in terms if (match := self.match(term))]


def _mean(matches: Sequence[Match], number: int) -> float:
    return sum(match.weight for match in matches) / max(1, number)


def _has(stream: str) -> Callable[[str], bool]:
    """Whether a stream has a key."""
    padded = f" {stream} "
    return lambda key: f" {key} " in padded


def in_stream(term: analysis.Term, has: Callable[[str], bool]) -> str:
    """How a word stands among keys: `word`, `part`, `folded`, or not at all."""
    # For a hundred hits of a search: loops, as generators take twice the time.
    part = False
    for key in term.keys:
        if has(key):
            if not key.startswith(analysis.PART):
                return "word"
            part = True
    if part:
        return "part"
    for parts in term.compounds:
        if all(has(part) or has(analysis.PART + part) for part in parts):
            return "part"
    if term.folded and has(analysis.FOLDED + term.folded):
        return "folded"
    return ""


def share(terms: Sequence[analysis.Term], words: str) -> float:
    """The share of a title's words (`analysis.title_words`) that were asked for, 0 to 1."""
    found = [word.split("|") for word in words.split()]
    asked = sum(min(1.0, sum(OF_WORD[in_stream(term, keys.__contains__)] for term in terms)) for keys in found)
    return asked / len(found) if found else 0.0


def coverage(terms: Sequence[analysis.Term], entry: Entry) -> float:
    """The share of the title's words that were asked for, or of a translation's title where that is more."""
    titles = [entry.title_words or "", *(entry.other_title_words or "").splitlines()]
    return max(share(terms, title) for title in titles)


def rarity(group: Group) -> float:
    """How much a group tells, 0.2 to 1: what stands everywhere tells little."""
    known = spelling.vocabulary()
    holding = max((known.entries.get(term.text, 0) for term in group.terms), default=0)
    return max(0.2, 1.0 - log(1 + holding) / log(2 + known.most))


def rank(
    entries: Sequence[Entry], scores: dict[int, float], question: Question, groups: Sequence[Group]
) -> list[Ranked]:
    """Entries in their final order. `scores` are the engine's, by primary key."""
    best = max(scores.values(), default=0.0) or 1.0
    groups = [*groups, *(Group((term,)) for term in question.quoted)]
    weights = [rarity(group) for group in groups]
    asked = [*question.terms, *question.quoted, *(term for group in groups for terms in group.others for term in terms)]
    ranked = []
    for entry in entries:
        keyed = Keyed(entry)
        score, matches = 0.0, []
        for group, weight in zip(groups, weights, strict=True):
            found = keyed.match_group(group)
            score += weight * max((_mean(found, len(group.terms)), *(_mean(found, len(o)) for o in group.others)))
            matches += found
        score /= sum(weights) or 1.0
        score += COVERAGE * coverage(asked, entry) if asked else 0.0
        score += ENGINE * scores.get(entry.pk, 0.0) / best
        score += KIND.get(entry.kind, 0.0) + (NAMED_KIND if entry.kind in question.kinds else 0.0)
        ranked.append(Ranked(entry, round(score, 3), tuple(matches)))
    # What the engine had first stays first among equals.
    ranked.sort(key=lambda item: -item.score)
    return ranked
