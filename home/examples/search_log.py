"""Loads what employees looked for in the example portal, and what its search owner has entered."""

from home.examples import reading
from search import examples


def load() -> None:
    """Writes the log of the last 40 days, then the synonyms, best bets and stop list that came after it."""
    examples.write_log(reading.one("search_log.yaml"))
    examples.write_help(reading.one("search_help.yaml"))


def remove() -> dict[str, int]:
    """Takes both away; how many rows of each."""
    return {"searches": examples.remove_log(), "search helps": examples.remove_help(reading.one("search_help.yaml"))}
