"""Judges search by a golden set: queries with the pages that people want. See docs/search-judgements.md.

Measures: success@k, the share of queries with a wanted page (grade 2 or 3, or the best there is) among the first k; and
nDCG@10 (Järvelin and Kekäläinen, 2002) with gain 2^grade - 1 and discount log2(rank + 1), against the ideal order.
"""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import log2
from pathlib import Path

DEPTH = 10  # ranks that are looked at


@dataclass(frozen=True)
class Judgement:
    """A judged query."""

    query: str
    language: str
    kind: str
    pages: dict[str, int]
    never: tuple[str, ...]
    held_out: bool


@dataclass
class Figures:
    """What a set of queries came to; shares from 0 to 1, milliseconds for each query."""

    queries: int = 0
    first: float = 0.0
    five: float = 0.0
    ndcg: float = 0.0
    zero: float = 0.0
    milliseconds: float = 0.0
    forbidden: int = 0
    misses: list[dict] = field(default_factory=list)


def read(path: Path) -> list[Judgement]:
    """The judgements of a file of JSON lines. Raises ValueError with the line's number."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            found.append(
                Judgement(
                    str(data["query"]),
                    str(data["language"]),
                    str(data.get("kind", "")),
                    {str(page): int(grade) for page, grade in data.get("pages", {}).items()},
                    tuple(data.get("never", ())),
                    bool(data.get("held_out", False)),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{path.name}, line {number}: {error!r}") from error
    return found


def ndcg(paths: list[str], grades: dict[str, int]) -> float:
    """nDCG@10 of an order of pages."""

    def gain(values: Iterable[int]) -> float:
        return sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(values, start=1))

    ideal = gain(sorted(grades.values(), reverse=True)[:DEPTH])
    return gain([grades.get(path, 0) for path in paths[:DEPTH]]) / ideal if ideal else 0.0


def evaluate(judgements: list[Judgement], find: Callable[[Judgement], list[str]]) -> Figures:
    """Runs the queries; `find` gives the paths of the pages found, best first."""
    figures = Figures(forbidden=0)
    times = []
    for judgement in judgements:
        began = time.perf_counter()
        paths = find(judgement)
        times.append((time.perf_counter() - began) * 1000)
        bad = [path for path in judgement.never if path in paths]
        figures.forbidden += bool(bad)
        if not judgement.pages:
            if bad:
                figures.misses.append({"query": judgement.query, "found": paths[:5], "never": bad})
            continue
        best = max(judgement.pages.values())
        wanted = {path for path, grade in judgement.pages.items() if grade >= min(2, best)}
        figures.queries += 1
        figures.first += bool(wanted & set(paths[:1]))
        five = bool(wanted & set(paths[:5]))
        figures.five += five
        figures.zero += not paths
        figures.ndcg += ndcg(paths, judgement.pages)
        if not wanted & set(paths[:1]) or bad:
            row = {"query": judgement.query, "language": judgement.language, "kind": judgement.kind}
            figures.misses.append(row | {"five": five, "wanted": sorted(wanted), "found": paths[:5], "never": bad})
    for name in ("first", "five", "ndcg", "zero"):
        setattr(figures, name, getattr(figures, name) / max(1, figures.queries))
    figures.milliseconds = sorted(times)[len(times) // 2] if times else 0.0
    return figures
