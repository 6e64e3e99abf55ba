"""What a question wants: its words in groups, each with what else will do for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from search import analysis, clauses
from search.clauses import All, Clause, Either, Keys

INSTEAD = 0.9  # what a synonym or another guess is worth against the word itself


@dataclass(frozen=True)
class Group:
    """Words of a question that belong together, and other words that will do instead."""

    terms: tuple[analysis.Term, ...]
    others: tuple[tuple[analysis.Term, ...], ...] = ()
    folded: bool = False  # whether forms without å, ä and ö will do

    def clause(self) -> Clause:
        """Any of them."""
        own = clauses.joined(All, [self._of(term) for term in self.terms])
        instead = [clauses.joined(All, [clauses.of_term(term) for term in terms]) for terms in self.others]
        return clauses.joined(Either, list(dict.fromkeys([own, *instead])))

    def _of(self, term: analysis.Term) -> Clause:
        whole = clauses.of_term(term)
        if self.folded and term.folded:
            return Either((whole, Keys((analysis.FOLDED + term.folded,))))
        return whole

    def with_others(self, texts: Iterable[str], *, folded: bool = False) -> "Group":
        """The group with more words that will do."""
        more = [tuple(term for term in clauses.terms_of(text) if not term.optional) for text in texts]
        others = tuple(dict.fromkeys([*self.others, *(terms for terms in more if terms)]))
        return Group(self.terms, others, self.folded or folded)


@dataclass
class Wanted:
    """The groups of a question, and the synonyms that came in."""

    groups: list[Group] = field(default_factory=list)
    synonyms: list[str] = field(default_factory=list)

    def clauses(self) -> list[Clause]:
        return [group.clause() for group in self.groups]
