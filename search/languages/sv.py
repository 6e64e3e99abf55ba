"""Swedish. Its word lists are made by bin/word_lists.py."""

from search.languages import Language

LANGUAGE = Language(
    code="sv",
    stemmer="swedish",
    letters=True,
    lemmas="sv_lemmas.txt.gz",
    begin="sv_begin.txt.gz",
    end="sv_end.txt.gz",
    function_words=frozenset(
        ["alla", "allt", "att", "av", "blev", "bli", "blir", "de", "dem", "den", "denna", "dennes", "deras", "dess", "dessa", "det", "detta", "dig", "din", "dina", "ditt", "där", "då", "efter", "ej", "eller", "en", "er", "era", "ert", "ett", "från", "få", "får", "för", "ha", "hade", "han", "har", "hans", "hela", "henne", "hennes", "hon", "hos", "hur", "här", "i", "icke", "ingen", "inom", "inte", "jag", "kan", "kunde", "mellan", "men", "mig", "min", "mina", "mitt", "mot", "mycket", "man", "med", "när", "någon", "något", "några", "nu", "och", "om", "oss", "på", "så", "sig", "sin", "sina", "själv", "sitt", "ska", "skall", "skulle", "som", "till", "under", "upp", "ur", "ut", "utan", "vad", "var", "vara", "varför", "varit", "varje", "vart", "vem", "vi", "vid", "vilka", "vilken", "vilket", "vår", "våra", "vårt", "vill", "är", "åt", "än", "även", "över"]
    ),
    particles=frozenset(
        ["an", "av", "be", "bi", "bort", "efter", "emot", "er", "ex", "fram", "för", "före", "förbi", "genom", "hop", "i", "in", "inne", "kring", "med", "mellan", "miss", "mot", "ned", "ner", "o", "om", "på", "re", "runt", "sam", "samman", "till", "tillbaka", "undan", "under", "upp", "ur", "ut", "utan", "vid", "å", "åter", "över", "ko", "kon", "de", "trans", "pro", "anti"]
    ),
    hyphened=frozenset(["e", "it", "tv", "ai", "pr", "hr", "ikt", "hbtq", "vr"]),
    suffixes=frozenset(
        ["aktig", "bar", "dom", "else", "fri", "full", "het", "ing", "ism", "ist", "lek", "lig", "lik", "lös", "mässig", "ning", "sam", "skap", "artad", "värd", "värdig", "vis"]
    ),
)
