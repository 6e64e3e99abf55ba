"""What the search knows of each language: one module a language, named by its code, with a `LANGUAGE`.

Adding a language is one file here and, where it needs one, a data package. A language without a file is analysed with
its Snowball stemmer, and without one of those as plain words. See `search.analysis`.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Language:
    """How words of a language become keys."""

    code: str
    stemmer: str = ""  # Snowball's name of the language; empty: words as they are
    lemmas: bool = False  # whether simplemma has a dictionary
    function_words: frozenset[str] = frozenset()  # they keep themselves, and a query may miss them
    compounds: str = ""  # the file of words that may begin or end a compound
    never_split: frozenset[str] = frozenset()
    same: dict[str, str] = field(default_factory=dict)  # words whose lemma the dictionary has wrong
