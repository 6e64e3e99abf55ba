"""The menu, the side navigation and the breadcrumbs, from the page tree."""

from dataclasses import dataclass, field, replace

from wagtail.models import Page, Site

from portal import access
from portal.cards import Card, cards
from portal.content_cache import cached
from portal.languages import Language, active_language, all_languages, best, locales

MENU_DEPTH = 3  # levels below the start page


@dataclass
class Item:
    """A page in a menu, in the reader's language or else in the source's."""

    pk: int
    path: str
    title: str
    url: str
    language: Language
    foreign: bool
    children: list["Item"] = field(default_factory=list)


def start_page_keys() -> list:
    """The translation keys of the sites' start pages."""
    return cached("start_pages", lambda: list(Site.objects.values_list("root_page__translation_key", flat=True)))


def _tree(language: Language) -> Item | None:
    """The menu below the start page: the source's tree, each page in the reader's language where it is translated.

    Pages that exist in the reader's language only come after the others of their level.
    """
    roots = list(Page.objects.filter(translation_key__in=start_page_keys(), live=True))
    if not roots:
        return None
    order = [language.pk] + [item.pk for item in all_languages() if item.pk != language.pk]
    by_key: dict = {}
    rows = Page.objects.none()
    for root in roots:
        rows = rows | Page.objects.filter(
            path__startswith=root.path,
            depth__gt=root.depth,
            depth__lte=root.depth + MENU_DEPTH,
            live=True,
            show_in_menus=True,
        )
    pages = list(rows.order_by("path"))
    languages = {item.pk: item for item in all_languages()}
    parents = {page.path: page.translation_key for page in [*roots, *pages]}
    for page in pages:
        page.locale = locales()[page.locale_id]
        by_key.setdefault(page.translation_key, []).append(page)
    root = best(roots, language)
    root.locale = locales()[root.locale_id]

    def item(page: Page) -> Item:
        return Item(
            page.pk,
            page.path,
            page.title,
            page.get_url() or "",
            languages[page.locale_id],
            page.locale_id != language.pk,
        )

    items = {key: item(best(versions, language)) for key, versions in by_key.items()}
    top = item(root)
    items[root.translation_key] = top
    placed = {root.translation_key}
    source_first = sorted(pages, key=lambda page: (order.index(page.locale_id) == 0 and len(order) > 1, page.path))
    for page in source_first:
        parent = parents.get(page.path[: -Page.steplen])
        if page.translation_key not in placed and parent in items:
            placed.add(page.translation_key)
            items[parent].children.append(items[page.translation_key])
    return top


def menu() -> Item | None:
    """The start page with the menu below it, in the reader's language."""
    language = active_language()
    return cached(("menu", language.code), lambda: _tree(language))


def visible(items: list[Item], user) -> list[Item]:
    """The items that the user may see."""
    if not access.restrictions():
        return items
    return [item for item in items if access.may_see(user, item.path)]


def breadcrumbs(page) -> list[Item]:
    """The pages above this one, from the start page down, without the page itself."""

    def build() -> list[Item]:
        above = page.get_ancestors().filter(depth__gt=1)
        languages = {item.pk: item for item in all_languages()}
        result = []
        for ancestor in above:
            ancestor.locale = locales()[ancestor.locale_id]
            url = ancestor.get_url() or ""
            result.append(Item(ancestor.pk, ancestor.path, ancestor.title, url, languages[ancestor.locale_id], False))
        return result

    return cached(("breadcrumbs", page.path), build)


def place(title: str, below=None, *above: tuple[str, str]) -> dict:
    """What the frame needs of a page that is not in the tree: its title, and the way to it from the start page.

    It may stand below a page of the tree, as the menu sees it, and then below others, given as title and address.
    """
    start = menu()
    if below:
        crumbs = [*breadcrumbs(below), {"title": below.title, "url": below.get_url() or ""}]
    else:
        crumbs = [start] if start else []
    return {
        "page": {"title": title, "path": f"{below.path}/" if below else ""},
        "breadcrumbs": [*crumbs, *({"title": name, "url": url} for name, url in above)],
    }


def section(page, user) -> Item | None:
    """The item of the menu's first level that the page belongs to, with what the user may see below it."""
    top = menu()
    steps = page.path
    for item in top.children if top else ():
        if steps.startswith(item.path):
            return replace(item, children=visible(item.children, user))
    return None


def children(page, user=None) -> list[Card]:
    """Cards of the published pages below a page, in tree order, with those that only the source language has."""

    def build() -> list:
        versions = Page.objects.filter(translation_key=page.translation_key, live=True)
        keys: dict = {}
        for version in sorted(versions, key=lambda version: version.locale_id != page.locale_id):
            for key in version.get_children().live().values_list("translation_key", flat=True):
                keys.setdefault(key)
        return list(keys)

    return cards(cached(("children", page.pk), build), user)
