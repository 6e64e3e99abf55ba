"""The one entry point of search: views, commands and tests ask here and never know the engine."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from portal.content_cache import one_version
from portal.finding import KINDS
from search import analysis, bets, breaker, clauses, parsing, ranking, spelling, synonyms
from search.clauses import Clause, Everything
from search.configuration import database_engine, engine
from search.engine import Answer, Request
from search.models import Entry
from search.parsing import Question
from search.ranking import Ranked
from search.seeing import crosses, hidden_places, seen
from search.wanted import Group, Wanted

PER_PAGE = 20
MOST_HITS = 10_000  # hits that one can leaf to; Elasticsearch gives no more
FEW = 3  # below so many hits the second stage looks further
MORE = 20  # hits of a guess that are put in order
BESIDE_MORE = 5  # of those, shown after what was found
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
    stage: str  # strict, folded, begun, corrected, split, some
    engine: str
    fell_back: bool  # the database answered for an Elasticsearch that did not
    corrected: str = ""  # the query that was searched for instead
    suggestion: str = ""  # a query that may have been meant
    synonyms: list[str] = field(default_factory=list)
    related: list[Ranked] = field(default_factory=list)  # when little was found: what may be meant as well
    groups: list[Group] = field(default_factory=list)
    milliseconds: float = 0.0
    asked: str = ""  # what was typed, whatever was searched for instead
    promoted: list[Ranked] = field(default_factory=list)  # best bets, above the hits of the first page
    unquoted: bool = False  # whether a phrase was searched for as single words, as nothing has it

    @property
    def given(self) -> int:
        """How much the reader was given: pages, or else what stands above or beside them."""
        return max(self.total, len(self.promoted), sum(len(hits) for hits in self.beside.values()))

    @property
    def terms(self) -> list[analysis.Term]:
        instead = [term for group in self.groups for terms in group.others for term in terms]
        typed = [*self.question.wanted, *self.question.quoted] or self.question.terms
        return [*typed, *instead]


class Searcher:
    """One search by one reader."""

    def __init__(self, language: str, user, chosen: dict, sorting: str = "relevance", engine_name: str = "") -> None:
        self.language = language
        self.chosen = {name: tuple(codes) for name, codes in chosen.items() if codes}
        self.sorting = sorting
        self.hidden = hidden_places(user)
        self.crossed = crosses(self.hidden)
        self.engine = engine(engine_name)
        self.fell_back = False

    def ask(self, request: Request) -> Answer:
        """The engine's answer; where it fails the database's."""
        return self._answered(lambda engine: engine.find(request))

    def _answered(self, ask: Callable):
        try:
            return ask(self.engine)
        except breaker.Unavailable:
            self.fell_back = True
            self.engine = database_engine()
            return ask(self.engine)

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

    def finding(self, asked: Iterable[Clause], kinds: tuple[str, ...] = ()) -> set[Clause]:
        """Those by which the reader may find anything (of these kinds), with what was chosen."""
        return self._holding(asked, {"type": kinds, **self.chosen})

    def known(self, words: Iterable[str]) -> set[str]:
        """The words that the index has as they are written, in something that the reader may find."""
        asked = {word: clauses.of_word(word) for word in words if spelling.is_known(word)}
        found = self._holding(asked.values(), {})
        return {word for word, clause in asked.items() if clause in found}

    def _holding(self, asked: Iterable[Clause], facets: dict) -> set[Clause]:
        rest = {"hidden": self.hidden, "crossed": self.crossed, "stop": 1, "counted": False}
        requests = [Request(clause, self.language, facets, **rest) for clause in asked]
        found = self._answered(lambda engine: engine.hold(requests)) if requests else []
        return {request.clause for request, holds in zip(requests, found, strict=True) if holds}


def kinds_of(*groups: str) -> tuple[str, ...]:
    """The names of the kinds that are shown under these headings."""
    return tuple(kind.name for kind in KINDS.values() if kind.group in groups)


def loaded(ids: list[int], hidden: tuple[str, ...]) -> list[Entry]:
    """Entries in the order of their keys, without the long texts that only engines read; gone ones are left out."""
    found = Entry.objects.defer("words").in_bulk(ids)
    return seen((found[pk] for pk in ids if pk in found), hidden)


@dataclass
class Guess:
    """What else a question may mean: a stage of the search beyond its very words."""

    stage: str
    question: Question
    groups: list[Group]
    every: bool = True  # whether all groups are wanted

    def clause(self) -> Clause:
        return self.question.clause([group.clause() for group in self.groups], every=self.every)


def guesses(searcher: "Searcher", question: Question, wanted: Wanted) -> Iterator[Guess]:
    """What to try when the words as they are find little, the likeliest first; the same for every engine."""
    groups = wanted.groups
    # Without å, ä and ö, as it is typed on foreign keyboards; never where a word has one of them.
    folded = [
        group.with_others([word for term in group.terms for word in spelling.with_letters(term.text)], folded=True)
        for group in groups
    ]
    if any(term.folded for group in groups for term in group.terms):
        yield Guess("folded", question, folded)
    known = searcher.known(term.text for group in groups for term in group.terms)
    # The last word half typed.
    last = groups[-1].terms[-1].text if groups else ""
    if last not in known and (begun := spelling.begun(last)):
        yield Guess("begun", question, [*groups[:-1], _gone_on_with(groups[-1], begun)])
    # A word that a dictionary has is what was meant, even if no page has it.
    unlisted = [term for term in question.wanted if term.text not in known and not spelling.is_listed(term.text)]
    if corrected := correction(searcher, question, unlisted):
        yield Guess("corrected", corrected, synonyms.widened(corrected).groups)
    # Two words written as one.
    texts = {term.text for term in unlisted}
    split = [
        group.with_others([text for term in group.terms if term.text in texts for text in spelling.split(term.text)])
        for group in groups
    ]
    if split != groups:
        yield Guess("split", question, split)
    # Not all words, and of a compound not all parts.
    parts = [part for group in groups for term in group.terms for compound in term.compounds for part in compound]
    if len(groups) > 1 or parts:
        yield Guess("some", question, [_in_pieces(group) for group in groups], every=False)


def _gone_on_with(group: Group, words: list[str]) -> Group:
    """A group for which any of these words will do. As one term: they are many, and mostly forms of each other."""
    keys = dict.fromkeys(key for word in words for term in clauses.terms_of(word) for key in term.keys)
    term = analysis.Term(group.terms[-1].text, tuple(keys), (), "", False)
    return replace(group, others=(*group.others, (term,)))


def _in_pieces(group: Group) -> Group:
    """A group for which the parts of its compounds will do, each by itself."""
    parts = [
        (analysis.Term(term.text, (part, analysis.PART + part), (), "", False),)
        for term in group.terms
        for compound in term.compounds
        for part in compound
    ]
    return replace(group, others=tuple(dict.fromkeys([*group.others, *parts])))


def correction(searcher: Searcher, question: Question, terms: Sequence[analysis.Term]) -> Question | None:
    """The question with those of the words that find nothing replaced by ones that the reader may find, or None."""
    unknown = {term: clauses.of_term(term) for term in terms}
    found = searcher.finding(set(unknown.values()))
    candidates = {term: spelling.candidates(term.text) for term, clause in unknown.items() if clause not in found}
    # As a word of its own: that its parts are found tells nothing of the whole.
    whole = {word: clauses.of_word(word) for words in candidates.values() for word in words}
    found = searcher.finding(set(whole.values()), kinds_of("pages"))
    text = question.text
    for term, words in candidates.items():
        if better := next((word for word in words if whole[word] in found), ""):
            text = _replaced(text, term.text, better)
    return parsing.parse(text) if text != question.text else None


def _replaced(text: str, word: str, other: str) -> str:
    for found, start, end in analysis.words(text):
        if found == word:
            return text[:start] + other + text[end:]
    return text


def _beside(searcher: Searcher, clause: Clause, question: Question, groups: list[Group]) -> dict[str, list[Ranked]]:
    """The best people, documents and words."""
    request = searcher.request(clause, question, 0, 30)
    facets = {**request.facets, "type": kinds_of(*OTHERS)}
    request = replace(request, sorting="relevance", facets=facets, counted=False)
    answer = searcher.ask(request)
    found: dict[str, list[Ranked]] = {}
    for hit in ranking.rank(loaded(answer.ids, searcher.hidden), answer.scores, question, groups):
        group = found.setdefault(KINDS[hit.entry.kind].group, [])
        if len(group) < BESIDE:
            group.append(hit)
    return found


@one_version()
@spelling.one_vocabulary()
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
    exact: bool = False,
) -> Found:
    """What a reader finds. `chosen` are the facets' values chosen; `page` counts from 1 and is brought into bounds.

    `exact`: a correction is offered, but not searched for.
    """
    began = time.perf_counter()
    typed = question = parsing.parse(text)
    searcher = Searcher(language, user, chosen or {}, sorting, engine_name)
    wanted, guess, answer = _strict(searcher, question)
    if question.phrases and not answer.total and not exact:
        question = parsing.parse(parsing.unquoted(typed.text))
        wanted, guess, answer = _strict(searcher, question)
    literal = _literal(searcher, question) if question.facts else []
    related, corrected, suggestion = [], "", ""
    if answer.total < FEW and wanted.groups and not question.phrases:
        seen = set(answer.ids)
        for further in guesses(searcher, question, wanted):
            reply = searcher.first(further.clause(), further.question)
            fresh = [pk for pk in reply.ids if pk not in seen]
            if not fresh:
                continue
            if further.stage == "corrected" and exact:
                suggestion = further.question.text
                continue
            if not answer.total:
                answer, guess = reply, further
                corrected = further.question.text if further.stage == "corrected" else ""
            else:
                if further.stage == "corrected":
                    suggestion = further.question.text
                more = loaded(fresh[:MORE], searcher.hidden)
                related = ranking.rank(more, reply.scores, further.question, further.groups)[:BESIDE_MORE]
            break
        if not answer.total and not suggestion and (other := correction(searcher, question, question.wanted)):
            suggestion = other.text
    found = Found(
        guess.question,
        [],
        answer.total,
        answer.counts,
        {},
        1,
        1,
        guess.stage,
        searcher.engine.name,
        searcher.fell_back,
        corrected,
        suggestion,
        wanted.synonyms,
        related=related,
        asked=typed.text,
        unquoted=question is not typed,
    )
    found.groups = guess.groups
    if "type" not in {*searcher.chosen, *(fact.facet for fact in question.facts)} and (
        guess.groups or question.phrases
    ):
        found.beside = _beside(searcher, guess.clause(), guess.question, guess.groups)
    found.total += len({hit.entry.pk for hit in literal}.difference(answer.ids))
    found.pages = max(1, -(-min(found.total, MOST_HITS) // per_page))
    found.page = min(max(1, page), found.pages)
    start = (found.page - 1) * per_page
    if start >= ranking.WINDOW:
        answer = searcher.ask(searcher.request(guess.clause(), guess.question, start, start + per_page))
        start, literal = 0, []
    _fill(found, answer, searcher.hidden, literal, start, per_page, sorting)
    if found.page == 1 and not searcher.chosen:
        found.promoted = bets.promoted(typed, language, searcher.hidden)
        above = {item.entry.pk for item in found.promoted}
        found.hits = [hit for hit in found.hits if hit.entry.pk not in above]
    found.milliseconds = round((time.perf_counter() - began) * 1000, 1)
    return found


def _strict(searcher: Searcher, question: Question) -> tuple[Wanted, Guess, Answer]:
    """What has every word that carries meaning, or its synonym."""
    wanted = synonyms.widened(question)
    guess = Guess("strict", question, wanted.groups)
    nothing = question.is_empty and not searcher.chosen
    return wanted, guess, Answer([], {}, 0, {}) if nothing else searcher.first(guess.clause(), question)


def _literal(searcher: Searcher, question: Question) -> list[Ranked]:
    """What bears the query itself as its title, though a part of it was understood as a fact: “APT på 45 minuter”."""
    terms = clauses.terms_of(question.text)
    groups = [Group((term,)) for term in terms if not term.optional]
    plain = Question(question.text, terms)
    request = searcher.request(plain.clause([group.clause() for group in groups]), plain, 0, BESIDE_MORE)
    answer = searcher.ask(request)
    hits = ranking.rank(loaded(answer.ids, searcher.hidden), answer.scores, plain, groups)
    return [hit for hit in hits if ranking.coverage(terms, hit.entry) == 1.0]


def _fill(
    found: Found,
    answer: Answer,
    hidden: tuple[str, ...],
    literal: list[Ranked],
    start: int,
    per_page: int,
    sorting: str,
) -> None:
    hits = loaded(answer.ids, hidden)
    ranked = ranking.rank(hits, answer.scores, found.question, found.groups)
    if literal:
        titled = {hit.entry.pk for hit in literal}
        ranked = [*literal, *(hit for hit in ranked if hit.entry.pk not in titled)]
    if sorting != "relevance":
        order = {entry.pk: number for number, entry in enumerate(hits)}
        # A title that is the question itself may be none of the hits: it stands first.
        ranked.sort(key=lambda hit: order.get(hit.entry.pk, -1))
    found.hits = ranked[start : start + per_page]
