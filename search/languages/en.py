"""English. Its list of lemmas is made by bin/word_lists.py."""

from search.languages import Language, among, forms

LANGUAGE = Language(
    code="en",
    stemmer="english",
    lemmas="en_lemmas.txt.gz",
    function_words=among(
        """
        a about all am an and any are as at be been but by can could couldn did didn do does doesn done dont for from
        get had has have he her his how i if in into is it its me my no not of on or our she should so some than that
        the their them then there these they this those to up us was wasn we were weren what when where which who whom
        why will with would wouldn you your
        """
    ),
    asking=among("mean means meant explain explained explanation definition"),
    # Short words keep themselves, but for the common irregular ones; and some that the list has otherwise.
    same=forms(
        """
        eat: ate; feed: fed; get: got; lead: led; meet: met; run: ran; see: saw seen; sit: sat; win: won; dig: dug
        man: men; use: used uses using; try: tried tries trying; add: added adds adding; plan: planned plans planning
        life: lives; leaf: leaves; shelf: shelves; knife: knives; half: halves; wife: wives; thief: thieves
        lie: lied lies; die: dies died dying; tie: ties tied; tell: told; go: goes went gone; foot: feet; tooth: teeth
        """
    ),
)
