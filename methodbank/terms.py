"""The vocabularies in the reader's language, from memory."""

from uuid import UUID

from methodbank.models.vocabularies import VOCABULARIES, VocabularyTerm
from portal.content_cache import cached
from portal.facets import Value
from portal.languages import Language, active_language, best


def _all(language: Language) -> dict[str, dict[UUID, VocabularyTerm]]:
    result = {}
    for name, model in VOCABULARIES.items():
        versions: dict[UUID, list[VocabularyTerm]] = {}
        for term in model.objects.all():
            versions.setdefault(term.translation_key, []).append(term)
        terms = sorted(
            (best(group, language) for group in versions.values()),
            key=lambda term: (term.sort_order, term.pk),
        )
        result[name] = {term.translation_key: term for term in terms}
    return result


def vocabulary(name: str) -> dict[UUID, VocabularyTerm]:
    """The terms of a vocabulary by translation key, in their order, in the reader's language."""
    language = active_language()
    return cached(("vocabularies", language.code), lambda: _all(language))[name]


def in_order(name: str, terms) -> list[VocabularyTerm]:
    """A page's terms, whatever their language, as the reader's terms in the vocabulary's order."""
    keys = {term.translation_key for term in terms}
    return [term for key, term in vocabulary(name).items() if key in keys]


def term(name: str, of: VocabularyTerm | None) -> VocabularyTerm | None:
    """A term, whatever its language, as the reader's; None stays so."""
    return vocabulary(name).get(of.translation_key, of) if of else None


def values(name: str) -> list[Value]:
    """The terms that are offered as values of a facet."""
    return [Value(term.code, term.name, term.description) for term in vocabulary(name).values() if not term.retired]
