"""Who may see which pages, from Wagtail's view restrictions, without a query for each page."""

from dataclasses import dataclass

from wagtail.models import Page, PageViewRestriction

from portal.content_cache import cached


@dataclass(frozen=True)
class Restriction:
    """A restricted branch of the tree."""

    pk: int
    path: str
    kind: str  # one of PageViewRestriction's types
    groups: frozenset[int]


def restrictions() -> list[Restriction]:
    """All restricted branches: what is restricted in one language is so in the others too."""

    def build() -> list[Restriction]:
        rows = list(PageViewRestriction.objects.select_related("page").prefetch_related("groups"))
        paths: dict = {}
        pages = Page.objects.filter(translation_key__in={row.page.translation_key for row in rows})
        for key, path in pages.values_list("translation_key", "path"):
            paths.setdefault(key, []).append(path)
        return [
            Restriction(row.pk, path, row.restriction_type, frozenset(group.pk for group in row.groups.all()))
            for row in rows
            for path in paths[row.page.translation_key]
        ]

    return cached("restrictions", build)


def hidden_paths(user) -> tuple[str, ...]:
    """The tree paths of the branches that the user may not see: the same for all who see the same."""
    return tuple(item.path for item in restrictions() if not may_see(user, item.path))


def may_see(user, path: str) -> bool:
    """Whether the user may find the page with this tree path in a list. A page behind a password is never listed."""
    for restriction in restrictions():
        if not path.startswith(restriction.path):
            continue
        if not user.is_authenticated or restriction.kind == PageViewRestriction.PASSWORD:
            return False
        if restriction.kind == PageViewRestriction.GROUPS and not user.is_superuser:
            if not hasattr(user, "_portal_group_ids"):
                user._portal_group_ids = set(user.groups.values_list("pk", flat=True))
            if not restriction.groups & user._portal_group_ids:
                return False
    return True


def refused(user, path: str) -> bool:
    """Whether somebody who has signed in is in none of the groups that the page is open to.

    Wagtail would send such a reader to sign in again, which helps nobody.
    """
    restricted = any(path.startswith(item.path) and item.kind == PageViewRestriction.GROUPS for item in restrictions())
    return restricted and user.is_authenticated and not may_see(user, path)
