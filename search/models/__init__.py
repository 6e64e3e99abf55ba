from search.models.bets import BestBet
from search.models.entry import Entry, Rebuild, Waiting, Word
from search.models.help import Synonym, Unsuggested
from search.models.log import SearchLog
from search.models.texts import DocumentText
from search.models.wishes import Missing

__all__ = [
    "BestBet",
    "DocumentText",
    "Entry",
    "Missing",
    "Rebuild",
    "SearchLog",
    "Synonym",
    "Unsuggested",
    "Waiting",
    "Word",
]
