"""Swedish. Its word lists are made by bin/word_lists.py."""

from search.languages import Language, among, forms

LANGUAGE = Language(
    code="sv",
    stemmer="swedish",
    letters=True,
    lemmas="sv_lemmas.txt.gz",
    begin="sv_begin.txt.gz",
    end="sv_end.txt.gz",
    function_words=among(
        """
        alla allt att av blev bli blir de dem den denna dennes deras dess dessa det detta dig din dina ditt där då
        efter ej eller en er era ert ett från få får färre för ha hade haft han har hans hela henne hennes hon honom
        hos hur här i icke ingen inget inom inte jag kan kunde mellan men mig mera mest min mina mitt mot mycket man
        med när någon något några nu och om oss på så sig sin sina själv sitt ska skall skulle som till under upp ur ut
        utan vad var vara varför varit varje vart vem vi vid vilka vilken vilket vår våra vårt vill vore är åt än även
        över
        """
    ),
    asking=among("betyder betyda betytt menas innebär förklara förklaring definition definitionen gör fungerar funkar"),
    particles=among(
        """
        an av be bi bort efter emot er ex fram för före förbi genom hop i in inne kring med mellan miss mot ned ner o
        om på re runt sam samman till tillbaka undan under upp ur ut utan vid å åter över ko kon de trans pro anti
        """
    ),
    suffixes=among(
        """
        aktig artad bar dom else era fald fri full graf grafi grafisk het inen ing ism ist lera lig liga lik log logi
        logisk lös mässig ning ologisk sam skap son tagare tik värd värdig vis
        """
    ),
    # What a form of a last part ends with and its word ends with instead, the likeliest first.
    endings=(
        *(("orna", "a"), ("arna", ""), ("arna", "e"), ("erna", ""), ("or", "a"), ("ar", ""), ("ar", "e"), ("er", "")),
        *(("en", ""), ("et", ""), ("na", ""), ("ln", "l"), ("rn", "r")),
        # Only behind vowels: “matsvinn” has no “svin” in it.
        *((vowel + ending, vowel) for vowel in "aeiouyåäö" for ending in "ntr"),
    ),
    hyphened=among("ai e hbtq hr ikt it pr tv vr"),
    # Short words keep themselves, and the list of lemmas has some words wrong: the common irregular ones.
    same=forms(
        """
        be: ber bad bett; bli: blivit; bära: bär burit; dra: drar drog dragit; dö: dör dog dött; falla: föll
        finna: fann; frysa: frös; få: fick fått; ge: ger gav gett givit; gå: går gick gått; göra: gör
        gjorde gjort; heta: het hette hetat; hinna: hann hunnit; hålla: höll; komma: kom kommer; le: ler
        ligga: ligger legat; låta: lät låter; nå: når nådde nått; se: ser såg sett; sjunga: sjöng
        skriva: skrev; skära: skär skar; slå: slår slog; sova: sov; springa: sprang; spå: spår; stå: står stod stått
        ta: tar tog tagit; vinna: vann; veta: vet visste; äga: äger ägt; äta: äter ätit; sälja: säljer sålde sålt
        välja: valde; tro: tror; bo: bor bott; må: mår mådde; ske: sker skett; sy: syr sydde; säga: sade sa sagt
        lägga: lade la lagt; ny: nya nytt nyare; fri: fria fritt; små: smått; bra: bättre bäst; stor: större störst
        lång: längre längst; låg: lägre lägst; hög: högre högst; ung: yngre yngst; tung: tyngre tyngst
        gammal: äldst; bok: böcker; man: män mannen männen männens; far: fäder fader; mor: mödrar moder
        bror: bröder broder; son: söner; lus: löss; mus: möss; fot: fötter; rot: rötter; hand: händer; tand: tänder
        idé: idéer idéerna idén; by: byar byn; bro: broar bron; sjö: sjöar sjön; ö: öar ön; kö: köer kön
        app: appar appen; fot: foten; hus: huset husen; mål: målet målen; råd: rådet råden; bil: bilen; dag: dagen
        varor: varan varorna
        """
    ),
)
