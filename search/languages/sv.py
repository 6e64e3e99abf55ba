"""Swedish."""

from search.languages import Language

LANGUAGE = Language(
    code="sv",
    stemmer="swedish",
    lemmas=True,
    compounds="sv_compounds.txt.gz",
    function_words=frozenset(
        ["alla", "allt", "att", "av", "blev", "bli", "blir", "de", "dem", "den", "denna", "dennes", "deras", "dess", "dessa", "det", "detta", "dig", "din", "dina", "ditt", "där", "då", "efter", "ej", "eller", "en", "er", "era", "ert", "ett", "från", "få", "får", "för", "ha", "hade", "han", "har", "hans", "hela", "henne", "hennes", "hon", "hos", "hur", "här", "i", "icke", "ingen", "inom", "inte", "jag", "kan", "kunde", "mellan", "men", "mig", "min", "mina", "mitt", "mot", "mycket", "man", "med", "när", "någon", "något", "några", "nu", "och", "om", "oss", "på", "så", "sig", "sin", "sina", "själv", "sitt", "ska", "skall", "skulle", "som", "till", "under", "upp", "ur", "ut", "utan", "vad", "var", "vara", "varför", "varit", "varje", "vart", "vem", "vi", "vid", "vilka", "vilken", "vilket", "vår", "våra", "vårt", "vill", "är", "åt", "än", "även", "över", "igång", "finns", "gör", "göra"]
    ),
    # Words that look like two, but are one, or whose parts mislead.
    never_split=frozenset(
        ["administration", "alternativ", "anpassa", "ansvar", "ansökan", "arbetare", "arkiv", "artikel", "avtal", "behandla", "betala", "beskriva", "biologi", "demokrati", "deltagare", "dialog", "dokument", "ekonomi", "exempel", "experiment", "filosofi", "förslag", "förståelse", "försök", "företag", "förutsättning", "förvaltning", "genomföra", "granska", "hantera", "historia", "idrott", "import", "individ", "information", "innovation", "inspiration", "intervju", "kamera", "kamrat", "kapital", "karneval", "katalog", "kategori", "kommentar", "kommun", "kompetens", "konferens", "konsult", "kontakt", "kontroll", "kostnad", "kreativ", "kultur", "kvalitet", "landskap", "ledare", "litteratur", "material", "medel", "medlem", "metod", "modell", "moment", "motivera", "motion", "måndag", "onsdag", "torsdag", "fredag", "lördag", "söndag", "tisdag", "nivå", "objekt", "observera", "område", "organisation", "partner", "perspektiv", "personal", "personlig", "planera", "politik", "portal", "position", "presentera", "problem", "process", "produkt", "produktion", "program", "projekt", "prototyp", "rapport", "referens", "region", "relation", "resultat", "samarbete", "sammanfattning", "situation", "strategi", "struktur", "student", "system", "teknik", "telefon", "tillgång", "tradition", "translation", "undersöka", "underlag", "uppdrag", "uppgift", "uppfatta", "utbildning", "utmaning", "utveckla", "utvärdera", "varandra", "verktyg", "värdera", "återkommande", "ärende", "öppen", "översikt"]
    ),
    same={"idéer": "idé", "idéerna": "idé", "idén": "idé", "ideer": "ide", "apt": "apt", "barn": "barn"},
)
