from search.models.entry import Entry, Rebuild, Waiting, Word

__all__ = ["Entry", "Rebuild", "Waiting", "Word"]
