"""Makes search/data/sv_compounds.txt.gz: which Swedish words may begin or end a compound.

Reads the dictionary of Debian's package hunspell-sv (DSSO, under LGPL-3), whose flags say it: `X` may begin, `U` may
stand in the middle, `Y` may end; suffix rules with `X` or `U` make the forms with a linking letter (möte → mötes).

    bin/swedish_compounds.py /usr/share/hunspell/sv_SE
"""

import gzip
import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "search" / "data" / "sv_compounds.txt.gz"
WORD = re.compile(r"[a-zåäöéüà]{2,}")


def rules(affixes: list[str]) -> dict[str, list[tuple[str, str, re.Pattern]]]:
    """Suffix rules that make a first part, by flag: what is taken away, what is added, for which stems."""
    found: dict[str, list] = {}
    for line in affixes:
        parts = line.split()
        if len(parts) < 5 or parts[0] != "SFX" or "/" not in parts[3]:
            continue
        add, flags = parts[3].split("/")
        if {"X", "U"} & set(flags):
            take = "" if parts[2] == "0" else parts[2]
            found.setdefault(parts[1], []).append((take, "" if add == "0" else add, re.compile(parts[4] + "$")))
    return found


def main(base: str) -> None:
    suffixes = rules(Path(base + ".aff").read_text(encoding="utf-8").splitlines())
    begin, end = set(), set()
    for line in Path(base + ".dic").read_text(encoding="utf-8").splitlines()[1:]:
        stem, _, flags = line.strip().partition("/")
        if not WORD.fullmatch(stem) or set(flags) & set("!%¤"):
            continue
        if {"X", "U"} & set(flags):
            begin.add(stem)
        if "Y" in flags and "Z" not in flags:
            end.add(stem)
        for flag in flags:
            for take, add, condition in suffixes.get(flag, ()):
                if stem.endswith(take) and condition.search(stem):
                    begin.add(stem[: len(stem) - len(take)] + add)
    lines = [f"{word} {'b' * (word in begin)}{'e' * (word in end)}" for word in sorted(begin | end)]
    with TARGET.open("wb") as file, gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as packed:
        packed.write("\n".join(lines).encode())
    sys.stdout.write(f"{len(begin)} may begin, {len(end)} may end, {TARGET.stat().st_size // 1024} kB\n")


main(sys.argv[1])
