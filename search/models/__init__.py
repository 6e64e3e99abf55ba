from search.models.entry import Entry, Rebuild, Waiting, Word
from search.models.help import Synonym, Unsuggested
from search.models.wishes import Missing

__all__ = ["Entry", "Missing", "Rebuild", "Synonym", "Unsuggested", "Waiting", "Word"]
