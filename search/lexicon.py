"""Word lists that load in milliseconds and stay small: one string for all words that begin alike, searched in C.

A file is a line for each beginning of three letters: `arb ets=5/arbete etes=1/arbete`. A word of three letters or fewer
has nothing before its `=`. Python sets of the same words take ten times the memory and the time.
"""

import gzip
from pathlib import Path
from typing import Protocol

DATA = Path(__file__).resolve().parent / "data"
HEAD = 3


class WordList(Protocol):
    """A dictionary or a `Lexicon`."""

    def get(self, word: str, /) -> str | None: ...


class Lexicon:
    """Values by word, read from a file in search/data."""

    def __init__(self, name: str) -> None:
        text = gzip.decompress((DATA / name).read_bytes()).decode()
        self._buckets = {line[: line.index(" ")]: line[line.index(" ") :] + " " for line in text.splitlines()}

    def get(self, word: str) -> str | None:
        """The word's value, None where the list has it not."""
        bucket = self._buckets.get(word[:HEAD])
        if bucket is None:
            return None
        sign = f" {word[HEAD:]}="
        place = bucket.find(sign)
        if place < 0:
            return None
        place += len(sign)
        return bucket[place : bucket.index(" ", place)]

    def gives(self, value: str) -> bool:
        """Whether a word that begins as this value does has it."""
        return f"={value} " in self._buckets.get(value[:HEAD], "")


def write(name: str, values: dict[str, str]) -> int:
    """Write a list; returns its size in bytes. The same values give the same bytes."""
    buckets: dict[str, list[str]] = {}
    for word, value in sorted(values.items()):
        buckets.setdefault(word[:HEAD], []).append(f"{word[HEAD:]}={value}")
    text = "\n".join(f"{head} {' '.join(entries)}" for head, entries in buckets.items())
    packed = gzip.compress(text.encode(), mtime=0)
    (DATA / name).write_bytes(packed)
    return len(packed)
