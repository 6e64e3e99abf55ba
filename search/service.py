"""The one entry point of search: views, commands and tests ask here and never know the engine."""

import time
from collections import Counter
from dataclasses import dataclass, field, replace

from portal.content_cache import one_version
from portal.finding import KINDS
from search import analysis, breaker, clauses, parsing, ranking, spelling, synonyms
from search.clauses import Clause, Either, Everything, Keys
from search.configuration import database_engine, engine
from search.engine import Answer, Request
from search.models import Entry
from search.parsing import Question
from search.ranking import Ranked
from search.seeing import crosses, hidden_places, seen

PER_PAGE = 20
FEW = 3  # below so many hits the second stage looks further
BESIDE = 3  # people, documents and terms shown beside the pages
OTHERS = ("people", "documents", "terms")


@dataclass
class Found:
    """What a search gave, for whoever shows it."""

    question: Question
    hits: list[Ranked]
    total: int
    counts: dict[str, Counter]
    beside: dict[str, list[Ranked]]  # people, documents and terms
    page: int
    pages: int
    stage: str  # strict, folded, begun, corrected, some
    engine: str
    fell_back: bool  # the database answered for an Elasticsearch that did not
    corrected: str = ""  # the query that was searched for instead
    suggestion: str = ""  # a query that may have been meant
    synonyms: list[str] = field(default_factory=list)
    milliseconds: float = 0.0

    @property
    def terms(self) -> list[analysis.Term]:
        return self.question.wanted or self.question.terms


class Searcher:
    """One search by one reader."""

    def __init__(self, language: str, user, chosen: dict, sorting: str, engine_name: str) -> None:
        self.language = language
        self.chosen = {name: tuple(codes) for name, codes in chosen.items() if codes}
        self.sorting = sorting
        self.hidden = hidden_places(user)
        self.crossed = crosses(self.hidden)
        self.engine = engine(engine_name)
        self.fell_back = False

    def ask(self, request: Request) -> Answer:
        """The engine's answer; where it fails the database's."""
        try:
            return self.engine.find(request)
        except breaker.Unavailable:
            self.fell_back = True
            self.engine = database_engine()
            return self.engine.find(request)

    def request(self, clause: Clause, question: Question, start: int, stop: int) -> Request:
        facets = dict(self.chosen)
        for fact in question.facts:
            facets[fact.facet] = (*facets.get(fact.facet, ()), fact.code)
        # People, documents and words stand beside the pages, unless they are what is asked for.
        facets.setdefault("type", kinds_of("pages"))
        sorting = self.sorting
        if clause == Everything() and sorting == "relevance":
            sorting = "title"
        return Request(clause, self.language, facets, self.hidden, sorting, start, stop, self.crossed)

    def first(self, clause: Clause, question: Question) -> Answer:
        return self.ask(self.request(clause, question, 0, ranking.WINDOW))

    def finds(self, clause: Clause) -> bool:
        """Whether anything is found by this, with what was chosen."""
        return bool(self.ask(replace(self.request(clause, Question(""), 0, 1), counted=False)).total)

    def reaches(self, clause: Clause) -> bool:
        """Whether the reader may find anything by this, whatever was chosen."""
        request = Request(clause, self.language, {}, self.hidden, stop=1, crossed=self.crossed, counted=False)
        return bool(self.ask(request).total)

    def knows(self, word: str) -> bool:
        """Whether the index has the word as it is written, in something that the reader may find."""
        return spelling.is_known(word) and self.reaches(clauses.of_word(word))


def kinds_of(*groups: str) -> tuple[str, ...]:
    """The names of the kinds that are shown under these headings."""
    return tuple(kind.name for kind in KINDS.values() if kind.group in groups)


def loaded(ids: list[int], hidden: tuple[str, ...]) -> list[Entry]:
    """Entries in the order of their keys, without the long texts that only engines read; gone ones are left out."""
    found = Entry.objects.defer("words").in_bulk(ids)
    return seen((found[pk] for pk in ids if pk in found), hidden)


def _second_stage(searcher: Searcher, question: Question, parts: list[Clause]) -> tuple[Answer, str, Question]:
    """What to try when the words as they are find nothing: the same for every engine."""
    terms = question.wanted
    # Without å, ä and ö, as it is typed on foreign keyboards; never where the query has one of them.
    folded = [
        clauses.joined(
            Either,
            [
                part,
                *([Keys((analysis.FOLDED + term.folded,))] if term.folded else []),
                *(clauses.of_text(word) for word in spelling.with_letters(term.text)),
            ],
        )
        for term, part in zip(terms, parts, strict=False)
    ]
    if len(parts) == len(terms) and folded != parts:
        answer = searcher.first(question.clause(folded), question)
        if answer.total:
            return answer, "folded", question
    # Half typed: the last word goes on.
    if len(parts) == len(terms) and terms and not searcher.knows(terms[-1].text):
        begun = spelling.begun(terms[-1].text)
        if begun:
            last = clauses.joined(Either, [parts[-1], *(clauses.of_text(word) for word in begun)])
            answer = searcher.first(question.clause([*parts[:-1], last]), question)
            if answer.total:
                return answer, "begun", question
    corrected = correction(searcher, question)
    if corrected:
        answer = searcher.first(corrected.clause(synonyms.widened(corrected)[0]), corrected)
        if answer.total:
            return answer, "corrected", corrected
    # Not all words, and of a compound not all parts.
    pieces = [Keys((part, analysis.PART + part)) for term in terms for parts_of in term.compounds for part in parts_of]
    if len(parts) + len(pieces) > 1:
        return searcher.first(question.clause([*parts, *pieces], every=False), question), "some", question
    return Answer([], {}, 0, {}), "strict", question


def correction(searcher: Searcher, question: Question) -> Question | None:
    """The question with its unknown words replaced by known ones that the reader may find, or None."""
    text = question.text
    changed = False
    for term in question.wanted:
        if searcher.knows(term.text) or searcher.finds(clauses.of_term(term)):
            continue
        for candidate in spelling.candidates(term.text):
            # As a word of its own: that its parts are found tells nothing of the whole.
            if searcher.finds(clauses.of_word(candidate)):
                text = _replaced(text, term.text, candidate)
                changed = True
                break
    return parsing.parse(text) if changed else None


def _replaced(text: str, word: str, other: str) -> str:
    for found, start, end in analysis.words(text):
        if found == word:
            return text[:start] + other + text[end:]
    return text


def _beside(searcher: Searcher, clause: Clause, question: Question) -> dict[str, list[Ranked]]:
    """The best people, documents and words."""
    request = searcher.request(clause, question, 0, 30)
    facets = {**request.facets, "type": kinds_of(*OTHERS)}
    request = replace(request, sorting="relevance", facets=facets, counted=False)
    answer = searcher.ask(request)
    found: dict[str, list[Ranked]] = {}
    for hit in ranking.rank(loaded(answer.ids, searcher.hidden), answer.scores, question):
        group = found.setdefault(KINDS[hit.entry.kind].group, [])
        if len(group) < BESIDE:
            group.append(hit)
    return found


@one_version()
def search(
    text: str,
    *,
    language: str,
    user,
    chosen: dict[str, list[str]] | None = None,
    sorting: str = "relevance",
    page: int = 1,
    per_page: int = PER_PAGE,
    engine_name: str = "",
) -> Found:
    """What a reader finds. `chosen` are the facets' values chosen; `page` counts from 1 and is brought into bounds."""
    began = time.perf_counter()
    question = parsing.parse(text)
    searcher = Searcher(language, user, chosen or {}, sorting, engine_name)
    parts, widened = synonyms.widened(question)
    clause = question.clause(parts)
    stage, corrected, suggestion = "strict", "", ""
    nothing = question.is_empty and not searcher.chosen
    answer = Answer([], {}, 0, {}) if nothing else searcher.first(clause, question)
    if answer.total < FEW and question.wanted and not question.phrases:
        further, kind, meant = _second_stage(searcher, question, parts)
        if not answer.total and further.total:
            answer, stage = further, kind
            if kind == "corrected":
                corrected, question = meant.text, meant
            clause = question.clause(synonyms.widened(question)[0], every=kind != "some")
        elif kind == "corrected" and further.total > answer.total:
            suggestion = meant.text
    found = Found(
        question,
        [],
        answer.total,
        answer.counts,
        {},
        1,
        1,
        stage,
        searcher.engine.name,
        searcher.fell_back,
        corrected,
        suggestion,
        widened,
    )
    if "type" not in searcher.chosen and question.wanted:
        found.beside = _beside(searcher, clause, question)
    _fill(found, answer, searcher.hidden, page, per_page, sorting)
    found.milliseconds = round((time.perf_counter() - began) * 1000, 1)
    return found


def _fill(found: Found, answer: Answer, hidden: tuple[str, ...], page: int, per_page: int, sorting: str) -> None:
    hits = loaded(answer.ids, hidden)
    ranked = ranking.rank(hits, answer.scores, found.question)
    if sorting != "relevance":
        order = {entry.pk: number for number, entry in enumerate(hits)}
        ranked.sort(key=lambda hit: order[hit.entry.pk])
    found.pages = max(1, -(-found.total // per_page))
    found.page = min(max(1, page), found.pages)
    start = (found.page - 1) * per_page
    found.hits = ranked[start : start + per_page]
