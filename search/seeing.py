"""What a reader may not find.

Places (`search.describing.place`) are looked up when somebody searches and not written into the index, so that a
changed restriction takes effect at once, on every engine.
"""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Collection, CollectionViewRestriction

from portal import access
from portal.content_cache import cached
from portal.finding import KINDS
from portal.languages import all_languages
from search.describing import in_collection, of_kind
from search.models import Entry


def hidden_places(user) -> tuple[str, ...]:
    """The beginnings of the places that the reader may not see."""
    pages = [item.path for item in access.restrictions() if not access.may_see(user, item.path)]
    return tuple(dict.fromkeys([*pages, *_collections(user), *_kinds(user)]))


def _collections(user) -> list[str]:
    """Places of the files in restricted collections.

    Read anew each time: nothing tells of a collection that moves, and with it of what restricts it.
    """
    hidden: list[str] = []
    groups = None
    for row in CollectionViewRestriction.objects.select_related("collection").prefetch_related("groups"):
        if user.is_authenticated and row.restriction_type == CollectionViewRestriction.LOGIN:
            continue
        if user.is_authenticated and row.restriction_type == CollectionViewRestriction.GROUPS:
            if groups is None:
                groups = set(user.groups.values_list("pk", flat=True))
            if user.is_superuser or groups & {group.pk for group in row.groups.all()}:
                continue
        inside = Collection.objects.filter(path__startswith=row.collection.path)
        hidden += [in_collection(pk) for pk in inside.values_list("pk", flat=True)]
    return hidden


def _kinds(user) -> list[str]:
    """Places of what is shown on pages that the reader may not see, by kind and language."""
    hidden = []
    for name, paths in cached("search-kind-pages", _pages_of_kinds).items():
        for language in all_languages():
            # As a link to such a page: the reader's language's own, else any.
            shown = paths.get(language.pk) or [path for some in paths.values() for path in some]
            if not any(access.may_see(user, path) for path in shown):
                hidden.append(of_kind(name, language.code))
    return hidden


def _pages_of_kinds() -> dict[str, dict[int, list[str]]]:
    """The paths of the pages that show a kind of thing, by kind and by locale."""
    found: dict[str, dict[int, list[str]]] = {}
    for kind in KINDS.values():
        if kind.pages:
            paths = found[kind.name] = {}
            for page in kind.pages():
                paths.setdefault(page.locale_id, []).append(page.path)
    return found


def is_hidden(place: str, hidden: tuple[str, ...]) -> bool:
    return bool(hidden) and place.startswith(hidden)


def crosses(hidden: tuple[str, ...]) -> bool:
    """Whether anything in these places lends its keys to an entry that is not in them."""
    if not hidden:
        return False
    lent = Q()
    for place in hidden:
        lent |= Q(place__contains=f" {place}")
    return cached(
        ("search-crossed", hidden),
        lambda: any(
            not is_hidden(place, hidden) for place in Entry.objects.filter(lent).values_list("place", flat=True)
        ),
    )


def seen(entries: Iterable[Entry], hidden: tuple[str, ...]) -> list[Entry]:
    """The entries that the reader may see, without the keys of translations that he or she may not see.

    Engines leave hidden ones out themselves; this is for what has changed since an index was told.
    """
    found = []
    for entry in entries:
        if not entry.readers or is_hidden(entry.place, hidden):
            continue
        if any(is_hidden(place, hidden) for place in entry.lenders):
            entry.other_keys = entry.other_title_keys = entry.other_title_words = ""
        found.append(entry)
    return found
