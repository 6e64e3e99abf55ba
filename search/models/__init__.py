from search.models.entry import Entry, Rebuild, Waiting, Word
from search.models.help import Synonym, Unsuggested

__all__ = ["Entry", "Rebuild", "Synonym", "Unsuggested", "Waiting", "Word"]
