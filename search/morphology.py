"""What is known of one language's words: lemma, stem, and the parts of a compound."""

from collections.abc import Mapping
from functools import cache
from threading import local
from typing import NamedTuple

import snowballstemmer

from search.compounds import Part, Splitter
from search.languages import Language
from search.lexicon import Lexicon, WordList

SHORT = 4  # words below this length keep themselves
COMPOUND = 6  # the shortest compound


class Reading(NamedTuple):
    """What a word was taken for: its lemma, its key before encoding, its parts' words and keys, and why."""

    lemma: str
    key: str
    parts: tuple[Part, ...]
    part_keys: tuple[str, ...]
    why: str


class _Stemmer(local):
    """Snowball keeps the word that it works on in itself: each thread has a stemmer of its own."""

    def __init__(self, name: str) -> None:
        self.stem = snowballstemmer.stemmer(name).stemWord


class Morphology:
    """A language's word lists at work; without lists Snowball alone, without a stemmer words as they are."""

    def __init__(self, of: Language, lemmas: WordList, begin: WordList, end: WordList) -> None:
        self.language = of
        self._lemmas = lemmas
        self._ends = end
        self._stemmer = _Stemmer(of.stemmer) if of.stemmer else None
        self._splitter = Splitter(of, begin, end, self.lemma)

    @classmethod
    def load(cls, of: Language) -> "Morphology":
        """With the word lists that the language names."""
        empty: Mapping[str, str] = {}
        lists = [Lexicon(name) if name else empty for name in (of.lemmas, of.begin, of.end)]
        return cls(of, *lists)

    def keeps(self, word: str) -> bool:
        """Whether a word is its own key: a function word, a short one, one with digits in it."""
        return len(word) < SHORT or word in self.language.function_words or not word.isalpha()

    def lemma(self, word: str) -> str:
        """The word's dictionary form; the word itself where the lists have none."""
        same = self.language.same
        if len(word) < SHORT:
            return same.get(word, word)
        found = same.get(word) or self._listed(word)
        if not found and len(word) > SHORT and word[-1] == "s":
            # Genitives are in no list; what they are the genitives of is.
            found = same.get(word[:-1]) or self._listed(word[:-1])
        return found or word

    def _listed(self, word: str) -> str | None:
        # Swedish “första” (first) is no form of “en” (one, a): as a function word nobody would be asked for it.
        found = self._lemmas.get(word)
        return None if found in self.language.function_words else found

    def is_listed(self, word: str) -> bool:
        """Whether the lists have the word, as a form, as a dictionary form or as what ends compounds."""
        lemmas = self._lemmas
        return bool(lemmas.get(word) or self._ends.get(word)) or (isinstance(lemmas, Lexicon) and lemmas.gives(word))

    def stem(self, word: str) -> str:
        """Snowball's stem; short words and function words keep themselves."""
        return word if self.keeps(word) or not self._stemmer else self._stemmer.stem(word) or word

    def key(self, word: str) -> str:
        """The key of a word that is no compound."""
        return self._key(self.lemma(word))

    def _key(self, base: str) -> str:
        # Swedish “mote” (interchange) is no form of “mot” (towards), though its stem is.
        stem = self.stem(base)
        return base if stem in self.language.function_words else stem

    def read(self, word: str) -> Reading:
        """What a normalised word is."""
        same = self.language.same.get(word)
        if self.keeps(word) and not same:
            of = self.language
            why = "function word" if word in of.function_words else "short" if word.isalpha() else "number"
            return Reading(word, word, (), (), why)
        parts, whole = self._splitter.split(word) if len(word) >= COMPOUND and not same else ((), word)
        base = same or self.lemma(word)
        if not parts and base == word:
            parts, whole = self._splitter.hung(word)
        if base == word:
            base = whole  # an inflected compound is in no list, but its last part is
        key = self._key(base)
        part_keys = tuple(dict.fromkeys(self.key(part.base) for part in parts))
        why = "compound" if parts else "lemma" if base != word else "stem" if key != word else "word"
        return Reading(base, key, parts, part_keys, why)


@cache
def morphology(of: Language) -> Morphology:
    """A language's morphology, read once for a process."""
    return Morphology.load(of)
