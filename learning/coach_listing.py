"""The list of coaches: what one can filter on, and in which order."""

from django.utils import timezone
from django.utils.translation import gettext as _

from learning.coach_presentation import coach_cards
from learning.models import Coach
from learning.models.choices import Offer, WorkingLanguage
from methodbank.models import MethodPage
from methodbank.models.choices import Setting
from methodbank.terms import values, vocabulary
from portal import access, facets
from portal.content_cache import cached
from portal.languages import active_language, all_languages, best, sort_key


def _choices(choices) -> list[facets.Value]:
    return [facets.Value(item.value, str(item.label)) for item in choices]


def _methods() -> tuple[list[facets.Value], dict[int, list[str]]]:
    """The methods that coaches know, and by coach their codes. What not everybody may read is left out."""
    language = active_language()
    rows = Coach.methods.through.objects.filter(coach__locale_id=all_languages()[0].pk)
    known = list(rows.values_list("coach_id", "methodpage__translation_key"))
    keys = {key for _coach, key in known}
    pages: dict = {}
    for page in (
        MethodPage.objects.live().filter(translation_key__in=keys).only("translation_key", "locale", "title", "path")
    ):
        if not any(page.path.startswith(item.path) for item in access.restrictions()):
            pages.setdefault(page.translation_key, []).append(page)
    titles = {key: best(group, language).title for key, group in pages.items()}
    found: dict[int, list[str]] = {}
    for coach, key in known:
        if key in titles:
            found.setdefault(coach, []).append(str(key))
    ordered = sorted(titles.items(), key=lambda item: sort_key(item[1]))
    return [facets.Value(str(key), title) for key, title in ordered], found


def _index() -> facets.Index:
    cards = list(coach_cards().values())
    coaches = {coach.pk: coach for coach in Coach.objects.filter(locale_id=all_languages()[0].pk)}
    situations: dict[int, list] = {}
    for coach, key in Coach.situations.through.objects.values_list("coach_id", "situation__translation_key"):
        situations.setdefault(coach, []).append(key)
    codes = {key: term.code for key, term in vocabulary("situations").items()}
    method_values, methods = _methods()
    situation = facets.Facet("situation", _("Helps with"), values("situations"))
    offer = facets.Facet("offer", _("Offers"), _choices(Offer))
    room = facets.Facet(
        "room", _("Room"), [facets.Value("now", _("Has room now")), facets.Value("later", _("No room now"))]
    )
    language = facets.Facet("lang", _("Language"), _choices(WorkingLanguage))
    setting = facets.Facet("setting", _("Where"), _choices(Setting))
    method = facets.Facet("method", _("Knows the method"), method_values)
    for position, card in enumerate(cards):
        coach = coaches[card.pk]
        situation.add(position, [codes[key] for key in situations.get(card.pk, ()) if key in codes])
        offer.add(position, coach.offers)
        room.add(position, ["later" if card.full else "now"])
        language.add(position, coach.languages)
        setting.add(position, coach.settings)
        method.add(position, methods.get(card.pk, ()))
    return facets.Index(
        keys=[card.key for card in cards],
        paths=["" for _card in cards],
        facets=[situation, offer, room, language, setting, method],
        sortings=facets.sortings(
            cards,
            [
                ("room", _("Room first"), lambda card: (card.full, sort_key(card.name))),
                ("title", _("A to Ö"), lambda card: sort_key(card.name)),
            ],
        ),
    )


def coach_listing(page, request) -> dict:
    """The list of coaches as the reader has filtered it."""
    # Of today: a coach has room from a certain day, which comes without anything being changed.
    index = cached(("coach-index", active_language().code, timezone.localdate()), _index)
    listing = facets.choose(index, request.GET)
    found = coach_cards()
    results = [found[key] for key in listing.keys]
    return {"listing": listing, "results": results, "results_template": "coaching/cards.html"}
