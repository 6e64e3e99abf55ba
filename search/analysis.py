"""Turns text into keys, the same when a page is indexed and when somebody searches.

Pure Python: engines match, rank and count keys, and know nothing of languages. A word gives

- a **key**: Snowball's stem of the word's lemma (Swedish “veckan” and “veckor” → one key);
- the keys of its **parts** where it is a compound (“innovationsplattform” → innovation, plattform);
- a **folded** form without diacritics (“möte” → “mote”), for what nothing else finds.

Keys are written with the letters a-z and digits alone (`encode`), so that no engine's own folding or splitting touches
them: å, ä and ö are letters of their own and become `0a`, `0e` and `0o`. Parts and folded forms carry a mark in front.

Sources: Snowball (snowballstem.org), simplemma's lemmas, and the flags of the Swedish Hunspell dictionary.
"""

import gzip
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path

import snowballstemmer
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, StreamDictionaryFactory

from search.languages import Language

VERSION = 1  # an index made by another version must be made again
PART, FOLDED = "0p", "0f"  # marks in front of keys
LONGEST = 60  # letters of a word; what is longer is cut
SHORT = 4  # words below this length keep themselves, and parts of compounds have at least as many letters
SHORT_PARTS = frozenset(
    ["apt", "bil", "bok", "bro", "bus", "by", "båt", "dag", "eld", "fot", "hem", "hus", "häl", "kök", "lag", "lek", "lön", "mål", "mat", "mor", "ord", "råd", "snö", "sol", "tal", "tid", "tåg", "val", "vän", "väg"]
)
MOST_PARTS = 4
LETTERS = str.maketrans({"æ": "ä", "ø": "ö", "ß": "ss", "đ": "d", "ð": "d", "ł": "l", "þ": "th"})
KEPT = "åäö"
WORD = re.compile(r"[^\W_]+", re.UNICODE)
JOINED = re.compile(r"[^\W_]+(?:[-'’.:/&+][^\W_]+)+", re.UNICODE)
DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Word:
    """What a word became. Keys are encoded, but without marks."""

    text: str
    key: str
    parts: tuple[str, ...]
    folded: str
    why: str


def normalise(text: str) -> str:
    """NFC, lower-case, with diacritics taken away from all but å, ä and ö. Idempotent."""
    text = unicodedata.normalize("NFC", text).lower().translate(LETTERS)
    if text.isascii():
        return text
    return "".join(letter if letter in KEPT else _bare(letter) for letter in unicodedata.normalize("NFC", text))


@cache
def _bare(letter: str) -> str:
    decomposed = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in decomposed if not unicodedata.combining(part)).lower()


def fold(word: str) -> str:
    """A normalised word without å, ä and ö."""
    return word.translate(str.maketrans({"å": "a", "ä": "a", "ö": "o"}))


def encode(word: str) -> str:
    """A normalised word in a-z and digits; letters of other alphabets become their code points."""
    word = word.translate(str.maketrans({"å": "0a", "ä": "0e", "ö": "0o"}))
    if word.isascii():
        return word
    return "".join(letter if letter.isascii() else f"0x{ord(letter):x}" for letter in word)


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text, normalised, with where they begin and end."""
    for match in WORD.finditer(text):
        word = normalise(match.group())
        # Normalisation may leave signs that are no letters.
        if not word.isalnum():
            word = "".join(letter for letter in word if letter.isalnum())
        if word:
            yield word[:LONGEST], match.start(), match.end()


@cache
def language(code: str) -> Language:
    """What is known of a language; nothing but its stemmer, or not even that, where it has no module."""
    base = code.split("-")[0].lower()
    try:
        return import_module(f"search.languages.{base}").LANGUAGE
    except ImportError:
        names = {"fi": "finnish", "se": "", "no": "norwegian", "nb": "norwegian", "da": "danish", "de": "german"}
        return Language(code=base, stemmer=names.get(base, ""))


@cache
def _stemmer(name: str):
    return snowballstemmer.stemmer(name)


@cache
def _lemmatizer() -> Lemmatizer:
    # Its dictionaries are read as a stream: 15 MB of memory instead of 100.
    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=StreamDictionaryFactory()))


@cache
def _compound_words(name: str) -> tuple[frozenset[str], frozenset[str]]:
    begin, end = [], []
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        for line in file:
            word, flags = line.split()
            if "b" in flags:
                begin.append(word)
            if "e" in flags:
                end.append(word)
    return frozenset(begin), frozenset(end)


def lemma(word: str, of: Language) -> str:
    """The word's dictionary form, normalised; the word itself where it has none."""
    if word in of.same:
        return of.same[word]
    if not of.lemmas or len(word) < SHORT or not word.isalpha():
        return word
    found = normalise(_lemmatizer().lemmatize(word, of.code))
    return found if found.isalpha() else word


def stem(word: str, of: Language) -> str:
    """Snowball's stem of a word; short and function words keep themselves."""
    if len(word) < SHORT or word in of.function_words or not word.isalpha() or not of.stemmer:
        return word
    return _stemmer(of.stemmer).stemWord(word) or word


def split(word: str, of: Language) -> tuple[str, ...]:
    """The parts of a compound as they stand in it, the last one as its lemma; nothing where it is none."""
    if not of.compounds or len(word) < 7 or not word.isalpha() or word in of.never_split:
        return ()
    base = lemma(word, of)
    if base in of.never_split:
        return ()
    begin, end = _compound_words(of.compounds)
    best = min(_splits(base, begin, end, of, MOST_PARTS), key=_goodness, default=())
    if not best and base != word:
        best = min(_splits(word, begin, end, of, MOST_PARTS), key=_goodness, default=())
    return best


def _goodness(parts: tuple[str, ...]) -> tuple:
    # The fewest parts, and of those the most even: “arbets|plats”, not “arbe|tsplats”.
    return len(parts), max(len(part) for part in parts) - min(len(part) for part in parts)


def _long_enough(part: str) -> bool:
    return len(part) >= SHORT or part in SHORT_PARTS or part[:-1] in SHORT_PARTS


def _splits(word: str, begin: frozenset, end: frozenset, of: Language, most: int) -> Iterator[tuple[str, ...]]:
    for place in range(3, len(word) - 2):
        first, rest = word[:place], word[place:]
        # Three equal letters are written as two: “nattåg” is natt and tåg.
        doubled = first + first[-1] if first[-1] == first[-2] == rest[0] else ""
        if first not in begin or not _long_enough(first):
            if not (first[-1] == first[-2] and first + first[-1] in begin):
                continue
            del doubled
        last = rest if rest in end else lemma(rest, of)
        if last in end and _long_enough(last):
            yield first, last
        elif most > 2 and len(rest) >= 7:
            for more in _splits(rest, begin, end, of, most - 1):
                yield first, *more


@lru_cache(maxsize=60_000)
def analyse_word(word: str, code: str) -> Word:
    """What a normalised word becomes in a language."""
    of = language(code)
    word = word[:LONGEST]
    folded = fold(word)
    folded = encode(folded) if folded != word else ""
    if len(word) < SHORT or word in of.function_words:
        return Word(word, encode(word), (), folded, "kept")
    if not word.isalpha():
        return Word(word, encode(word), (), folded, "number")
    parts = split(word, of)
    base = lemma(word, of)
    if parts and base == word:
        # An inflected compound is in no dictionary: its last part is.
        base = "".join(parts) if word.startswith("".join(parts[:-1])) else word
    key = stem(base, of)
    part_keys = tuple(dict.fromkeys(encode(_part_key(part, of)) for part in parts))
    why = "compound" if parts else "lemma" if base != word else "stem" if key != word else "word"
    return Word(word, encode(key), part_keys, folded, why)


def _part_key(part: str, of: Language) -> str:
    """The key of a part: of the word that it is a form of (“mötes” → “möte”)."""
    _begin, end = _compound_words(of.compounds)
    for candidate in (part, part[:-1], f"{part}a", f"{part[:-1]}a", f"{part[:-1]}e", f"{part}e"):
        if candidate in end and (candidate == part or part not in end):
            return stem(lemma(candidate, of), of)
    return stem(lemma(part, of), of)


def analyse(text: str, code: str) -> list[Word]:
    """The words of a text."""
    return [analyse_word(word, code) for word, _start, _end in words(text)]


def joined(text: str) -> list[str]:
    """Words written with a hyphen or the like, without it: “e-tjänst” → “etjänst”. Encoded."""
    found = []
    for match in JOINED.finditer(text):
        word = "".join(letter for letter in normalise(match.group()) if letter.isalnum())
        found.append(encode(word[:LONGEST]))
    return found


def document_keys(text: str, code: str) -> str:
    """What an engine indexes of a text: its keys in their order, and behind them parts and folded forms."""
    found = analyse(text, code)
    extras = dict.fromkeys(PART + part for word in found for part in word.parts)
    extras |= dict.fromkeys(PART + word for word in joined(text))
    extras |= dict.fromkeys(FOLDED + word.folded for word in found if word.folded)
    return " ".join([*(word.key for word in found), *extras])


def prefix_words(text: str) -> str:
    """What an engine indexes for completion: the words as they are written."""
    return " ".join(dict.fromkeys([encode(word) for word, _start, _end in words(text)] + joined(text)))


@dataclass(frozen=True)
class Term:
    """A word of a query: what it may be in each language. Any of `keys` will do, or all of one of `compounds`."""

    text: str
    keys: tuple[str, ...]
    compounds: tuple[tuple[str, ...], ...]
    folded: str
    optional: bool


def query_terms(text: str, codes: Iterable[str]) -> list[Term]:
    """The words of a query with their alternatives in all languages; function words are optional."""
    codes = list(codes)
    found = []
    for word, _start, _end in words(text):
        forms = [analyse_word(word, code) for code in codes]
        keys = list(dict.fromkeys(form.key for form in forms))
        keys += [PART + key for key in keys]
        compounds = tuple(dict.fromkeys(form.parts for form in forms if form.parts))
        plain = fold(word)
        optional = any(word in language(code).function_words for code in codes)
        found.append(Term(word, tuple(keys), compounds, encode(plain) if plain == word else "", optional))
    if found and all(term.optional for term in found):
        found = [Term(term.text, term.keys, term.compounds, term.folded, False) for term in found]
    return found
