from search.models.bets import BestBet
from search.models.entry import Entry, Rebuild, Waiting, Word
from search.models.help import Synonym, Unsuggested
from search.models.log import SearchLog

__all__ = ["BestBet", "Entry", "Rebuild", "SearchLog", "Synonym", "Unsuggested", "Waiting", "Word"]
