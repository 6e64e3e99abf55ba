"""What the start page and the glossary show beyond their own fields."""

import unicodedata

from home.models.glossary import GlossaryTerm
from learning.occasion_presentation import next_occasions
from learning.presentation import to_continue
from portal import access
from portal.cards import cards
from portal.content_cache import cached, keep
from portal.languages import active_language, best, localized, sort_key


def _home(page) -> dict:
    """What the start page points at, in the reader's language; a way in whose page is gone is left out."""
    ways = [(block.value, localized(block.value["page"])) for block in page.ways_in]
    pillars = [(block.value, localized(block.value["page"])) for block in page.pillars]
    return {
        "ways_in": [{"title": way["title"], "text": way["text"], "page": target} for way, target in ways if target],
        "pillars": [{"title": item["title"], "text": item["text"], "page": target} for item, target in pillars],
        "featured": [block.value.translation_key for block in page.featured if block.value],
    }


def featured_keys() -> list:
    """The translation keys of the pages that the start page of the reader's language features."""
    from home.models.home import HomePage

    language = active_language()

    def build() -> list:
        page = best(HomePage.objects.live(), language)
        return [block.value.translation_key for block in page.featured if block.value] if page else []

    return cached(("featured", language.code), build)


def home_context(page, request) -> dict:
    """The template's context for the start page."""
    context = keep("home", page, request, lambda: _home(page))

    def seen(target) -> bool:
        return bool(target) and access.may_see(request.user, target.path)

    return {
        "ways_in": [way for way in context["ways_in"] if seen(way["page"])],
        "pillars": [{**item, "page": item["page"] if seen(item["page"]) else None} for item in context["pillars"]],
        "to_continue": to_continue(request.user),  # a person's own: never kept
        "next_occasions": next_occasions(request.user),
        "hide_header_search": True,  # it stands first on the page itself
        "featured": cards(context["featured"], request.user),
    }


def _letter(term: str, language: str) -> str:
    """The letter a term stands under: å, ä and ö are letters of their own in Swedish and Finnish, accents are not."""
    first = term.strip()[:1].upper() or "#"
    if first in "ÅÄÖ" and language in {"sv", "fi", "fit"}:
        return first
    plain = unicodedata.normalize("NFD", first)[0]
    return plain if plain.isalpha() else "#"


def _glossary() -> list[tuple[str, list[GlossaryTerm]]]:
    language = active_language()
    versions: dict = {}
    for term in GlossaryTerm.objects.prefetch_related("see_also"):
        versions.setdefault(term.translation_key, []).append(term)
    chosen = {key: best(group, language) for key, group in versions.items()}
    letters: dict[str, list] = {}
    for term in sorted(chosen.values(), key=lambda term: sort_key(term.term)):
        term.see = [chosen[other.translation_key] for other in term.see_also.all() if other.translation_key in chosen]
        term.foreign = "" if term.locale_id == language.pk else term.locale_id
        letters.setdefault(_letter(term.term, language.code), []).append(term)
    return sorted(letters.items(), key=lambda item: sort_key(item[0]))


def glossary_address() -> str:
    """Where the glossary stands for the reader; empty where there is none."""
    from home.models.glossary import GlossaryPage

    def build() -> str:
        page = GlossaryPage.objects.live().first()
        page = localized(page)
        return page.get_url() or "" if page else ""

    return cached(("glossary-address", active_language().code), build)


def glossary_context(page) -> dict:
    """The template's context for the glossary."""
    return {"letters": cached(("glossary", active_language().code), _glossary)}
