"""Makes the word lists of search/data, from simplemma's lemmas and Debian's package hunspell-sv.

    bin/word_lists.py /usr/share/hunspell/sv_SE

Hunspell's flags say what may begin a compound (`X`), stand in its middle (`U`) or end it (`Y`); its suffix rules make
the forms with linking letters (möte → mötes). A lemma is listed only where the analysis would not find it without.
"""

import re
import sys
from collections import Counter
from math import log2
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from simplemma.strategies import StreamDictionaryFactory

from search.languages import Language, language
from search.lexicon import write
from search.morphology import SHORT, Morphology
from search.text import normalise

WORD = re.compile(r"[a-zåäöéüà]{2,}")
LONGEST = 20  # letters of a form with a listed lemma; longer ones are compounds
FORMS = 3  # a word with as many forms of its own is no form of another
# The least family of words that the dictionary does not allow to begin compounds, though compounds begin with them, by
# their length: short ones stand in front of much by chance.
LEAST_FAMILY = {2: 60, 3: 38, 4: 6}
LEAST_FAMILY_OF_LAST = {2: 999, 3: 40, 4: 20}


def lemmas(code: str) -> dict[str, str]:
    """Simplemma's lemmas by form, both normalised; of several spellings the one without capitals."""
    found: dict[str, str] = {}
    for form, lemma in StreamDictionaryFactory().get_dictionary(code).items():
        word, base = normalise(form), normalise(lemma)
        if SHORT <= len(word) <= LONGEST and word.isalpha() and base.isalpha() and (word not in found or form == word):
            found[word] = base
    if code != "sv":
        return found
    # A word with forms of its own keeps itself: Swedish has “uppdrag” under the verb, but “uppdraget” under the noun.
    own = Counter(base for word, base in found.items() if word != base)
    return {word: word if own[word] >= FORMS else base for word, base in found.items()}


def needed(of: Language, known: dict[str, str], begin: dict[str, str], end: dict[str, str]) -> dict[str, str]:
    """The lemmas that the analysis does not find without the list, shortest first as it builds on them."""
    kept: dict[str, str] = {}
    morphology = Morphology(of, kept, begin, end)
    for form in sorted(known, key=lambda word: (len(word), word)):
        if form[-1] == "s" and known.get(form[:-1]) == known[form]:
            continue  # a genitive
        if morphology.read(form).key != morphology.stem(known[form]):
            kept[form] = known[form]
    return kept


def dictionary(base: str) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Hunspell's words with their flags, and the words behind each form that may begin a compound."""
    rules: dict[str, list[tuple[str, str, re.Pattern]]] = {}
    for line in Path(base + ".aff").read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) >= 5 and parts[0] == "SFX" and "/" in parts[3]:
            add, flags = parts[3].split("/")
            if {"X", "U"} & set(flags):
                take = "" if parts[2] == "0" else parts[2]
                rules.setdefault(parts[1], []).append((take, "" if add == "0" else add, re.compile(parts[4] + "$")))
    stems: dict[str, str] = {}
    forms: dict[str, set[str]] = {}
    for line in Path(base + ".dic").read_text(encoding="utf-8").splitlines()[1:]:
        stem, _, flags = line.strip().partition("/")
        if not WORD.fullmatch(stem) or set(flags) & set("!%¤"):
            continue
        stems[stem] = stems.get(stem, "") + flags
        if {"X", "U"} & set(flags):
            forms.setdefault(stem, set()).add(stem)
        for flag in flags:
            for take, add, condition in rules.get(flag, ()):
                if stem.endswith(take) and condition.search(stem):
                    forms.setdefault(stem[: len(stem) - len(take)] + add, set()).add(stem)
    return stems, forms


def compounds(path: str) -> tuple[dict[str, str], dict[str, str]]:
    """What may begin and what may end a compound, with the logarithm of how many words of the dictionary do so."""
    stems, forms = dictionary(path)
    whole = {stem for stem, flags in stems.items() if "Z" not in flags}
    firsts, lasts = Counter(), Counter()
    for word in whole:
        for place in range(2, len(word) - 2):
            first, last = word[:place], word[place:]
            if last in whole and (first in forms or first in whole or _linked(first, whole)):
                if len(last) >= SHORT:
                    firsts[first] += 1
                if len(first) >= SHORT or first in forms:
                    lasts[last] += 1
    begin = {}
    found = {word for word, family in firsts.items() if family >= _least(word, LEAST_FAMILY)}
    found |= {word for word in firsts if _linked(word, whole) and word not in whole and firsts[word] >= FORMS}
    for first in forms.keys() | found:
        base = _base(first, forms.get(first, set()), stems, whole)
        begin[normalise(first)] = _size(firsts[first]) + (f"/{normalise(base)}" if base != first else "")
    nouns = {last for last in whole if "A" in stems[last] and lasts[last] >= _least(last, LEAST_FAMILY_OF_LAST)}
    ends = nouns | {last for last in whole if "Y" in stems[last]}
    return begin, {normalise(last): _size(lasts[last]) for last in ends}


def _linked(first: str, whole: set[str]) -> bool:
    """Whether a linking letter makes a first part that no rule names: gatu-, läse-, rums-."""
    if len(first) < SHORT:
        return False
    bare, link = first[:-1], first[-1]
    return bare in whole if link == "s" else link in "eou" and bare + "a" in whole


def _least(word: str, of: dict[int, int]) -> int:
    return of[min(len(word), max(of))]


def _size(family: int) -> str:
    return str(min(9, round(log2(family + 1))))


def _base(form: str, named: set[str], stems: dict[str, str], whole: set[str]) -> str:
    """The word that a first part is a form of: itself, the one the rules name, or what its letters suggest."""
    bare = form[:-1]
    if form[-1] == "s":
        if bare in whole and "X" not in stems.get(form, ""):
            return bare
        suggested = [bare, bare + "e", bare + "a"]
    else:
        suggested = [bare + "a", bare + "e"] if form[-1] in "aeou" else [form + "a", form + "e"]
    if form in whole:
        return form
    candidates = sorted(named & whole, key=len) or [word for word in suggested if word in whole]
    nouns = [word for word in candidates if "A" in stems[word]]
    return (nouns or candidates or [form])[0]


def main(path: str) -> None:
    for code in ("en", "sv"):
        of, known = language(code), lemmas(code)
        begin, end = {}, {}
        if of.begin:
            begin, end = compounds(path)
            print(of.begin, len(begin), write(of.begin, begin), of.end, len(end), write(of.end, end))
        kept = needed(of, known, begin, end)
        print(of.lemmas, len(kept), "of", len(known), write(of.lemmas, kept))


if __name__ == "__main__":
    main(sys.argv[1])
