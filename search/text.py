"""Letters: normalisation, folding, and how keys are written. The same for every language."""

import re
import unicodedata
from functools import cache, lru_cache

LONGEST = 60  # letters of a word; what is longer is cut
KEPT = frozenset("åäö")
LETTERS = str.maketrans({"æ": "ä", "ø": "ö", "ß": "ss", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"})
FOLDS = str.maketrans({"å": "a", "ä": "a", "ö": "o"})
SIGNS = str.maketrans({"å": "0a", "ä": "0e", "ö": "0o"})
# Soft hyphens and signs without width may stand in a word, and accents may stand behind their letters.
INNER = "\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{INNER}])*")


def normalise(text: str) -> str:
    """NFC, lower-case, without diacritics on all but å, ä and ö. Idempotent."""
    text = unicodedata.normalize("NFC", text).lower().translate(LETTERS)
    if text.isascii():
        return text
    text = "".join(letter if letter in KEPT else _bare(letter) for letter in unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", text)


@cache
def _bare(letter: str) -> str:
    if letter.isascii():
        return letter
    decomposed = unicodedata.normalize("NFKD", letter).lower().translate(LETTERS)
    return "".join(part for part in decomposed if not unicodedata.combining(part) and part != "\u00ad")


def fold(word: str) -> str:
    """A normalised word without å, ä and ö."""
    return word.translate(FOLDS)


@lru_cache(maxsize=60_000)
def encode(word: str) -> str:
    """A normalised word in a-z and digits, for engines that fold or split other signs."""
    if "0" in word and not word.isdecimal():
        word = word.replace("0", "00")  # so that no word looks like a mark or a letter's sign
    word = word.translate(SIGNS)
    if word.isascii():
        return word
    return "".join(letter if letter.isascii() else f"0x{ord(letter):x}" for letter in word)


@lru_cache(maxsize=60_000)
def _word(written: str) -> str:
    word = normalise(written)
    if not word.isalnum():
        word = "".join(letter for letter in word if letter.isalnum())
    return word[:LONGEST]


def words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text, normalised, with where they begin and end in it."""
    return [(word, *match.span()) for match in WORD.finditer(text) if (word := _word(match.group()))]
