"""What search is told about the portal's content: kinds, facets, and what a thing says of itself.

Apps register what readers may find and filter on when they are ready; the app `search` knows nothing else of them. An
indexed model may have

- `search_kind`: the name of its kind (“method”); without one, only the admin finds it;
- `search_names()`: other names, which weigh as much as the title;
- `search_facets()`: `{facet: [codes]}`;
- `search_headings()`: the headings of its text;
- `search_address(language)`: where readers in that language find what is no page;
- `search_dependents()`: other things of which its facts are a part, such as the pack that takes as long as its methods.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from wagtail.models import Page

from portal.facets import Value


@dataclass(frozen=True)
class Kind:
    """A kind of thing that readers find. `group` says under which heading: pages, documents, people or terms.

    `pages` gives, for what is no page itself, the published pages that show it: whoever may see none of them in a
    thing's language does not find the thing.
    """

    name: str
    label: object  # a lazy translation
    group: str = "pages"
    # What people call one when they type, by language: {"sv": "metod övning"}. Any form of the words will do.
    words: dict[str, str] = field(default_factory=dict, hash=False)
    # The page type (“app.Model”) that an editor begins when people search for something that is not there.
    drafted_as: str = ""
    pages: Callable[[], Iterable[Page]] | None = None


@dataclass(frozen=True)
class SearchFacet:
    """Something that results are filtered by; `values` gives its values in the reader's language, in their order.

    With an `icon` its values stand among the facts of a hit.
    """

    name: str
    label: object
    values: Callable[[], list[Value]]
    words: bool = True  # whether the values are words that people type, not spans of numbers
    icon: str = ""


KINDS: dict[str, Kind] = {}
FACETS: dict[str, SearchFacet] = {}
FEATURED: list[Callable[[], list[UUID]]] = []


def register_kind(kind: Kind) -> None:
    """Lets readers find things of this kind."""
    KINDS[kind.name] = kind


def register_facet(facet: SearchFacet) -> None:
    """Lets readers filter what they found by this facet. Facets are shown in the order in which they come."""
    FACETS[facet.name] = facet


def register_featured(keys: Callable[[], list[UUID]]) -> None:
    """Offers pages, by translation key, to those who have found nothing or not asked yet."""
    FEATURED.append(keys)
