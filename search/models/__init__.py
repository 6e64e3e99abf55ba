from search.models.entry import Entry, Rebuild, Waiting, Word
from search.models.help import Synonym, Unsuggested
from search.models.texts import DocumentText

__all__ = ["DocumentText", "Entry", "Rebuild", "Synonym", "Unsuggested", "Waiting", "Word"]
