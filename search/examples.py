"""Example content for the search owner: a plausible log of 40 days, and what somebody has done about it."""

from datetime import timedelta
from math import pi, sin
from random import Random

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query
from wagtail.models import Locale, Page

from search import service
from search.log import normalised
from search.models import BestBet, Missing, SearchLog, Synonym, Unsuggested

DAYS = 40
ENGINE = "example"  # what tells these rows from real ones
SEED = 2040
PER_WEIGHT = 1.6  # searches in 40 days for a weight of 1
# Of a weekday's working hours, when people search; a fifth as much at weekends.
HOURS = (7, 8, 8, 9, 9, 10, 10, 11, 12, 13, 13, 14, 14, 15, 16, 19)
WEEKEND = 0.2
TRENDS = {
    "steady": lambda age: 1.0,
    "rising": lambda age: 0.25 + 1.6 * (1 - age) ** 2,
    "fading": lambda age: 0.3 + 1.4 * age**2,
    "seasonal": lambda age: max(0.05, 1 + sin(age * 4 * pi)),
}
RANKS, RANK_WEIGHTS = (1, 2, 3, 4, 6, 9), (62, 17, 9, 6, 4, 2)
STRANGE_SLOW = 0.012  # the share of searches that took long


def write_log(rows: list[dict]) -> int:
    """Expands rows of {query, language, weight, trend, click, hits} into searches; again, it writes them anew.

    `weight` says how common, `trend` how it changes, `click` the slug of the page that people open, and `hits` what was
    found: where it is left out, what is found now.
    """
    remove_log()
    chance = Random(SEED)  # noqa: S311 an example, not a secret
    now = timezone.localtime().replace(second=0, microsecond=0)
    opened = Page.objects.filter(slug__in=[row["click"] for row in rows if row["click"]]).select_related("locale")
    pages = {(page.locale.language_code, page.slug): str(page.translation_key) for page in opened}
    searches = []
    for row in rows:
        hits, stage = row.get("hits"), "strict"
        if hits is None:
            found = service.search(row["query"], language=row["language"], user=AnonymousUser(), engine_name="database")
            hits, stage = found.given, found.stage
        shares = [_share(now - timedelta(days=age), row["trend"], age / DAYS) for age in range(DAYS)]
        whole = sum(shares)
        for age, share in enumerate(shares):
            wanted = row["weight"] * PER_WEIGHT * share / whole
            for _number in range(int(wanted + chance.random())):
                searches.append(_search(row, hits, stage, now, age, chance, pages))
    SearchLog.objects.bulk_create(
        sorted((item for item in searches if item.minute <= now), key=lambda item: item.minute), batch_size=500
    )
    return len(searches)


def _share(day, trend: str, age: float) -> float:
    return TRENDS[trend](age) * (WEEKEND if day.weekday() > 4 else 1)


def _search(row: dict, hits: int, stage: str, now, age: int, chance: Random, pages: dict) -> SearchLog:
    key = pages.get((row["language"], row["click"]), "") if hits else ""
    opened = bool(key) and chance.random() < 0.72
    slow = chance.random() < STRANGE_SLOW
    return SearchLog(
        minute=(now - timedelta(days=age)).replace(hour=chance.choice(HOURS), minute=chance.randrange(60)),
        query=normalised(row["query"]),
        language=row["language"],
        hits=hits,
        stage=stage,
        engine=ENGINE,
        milliseconds=chance.randint(520, 1900) if slow else max(6, round(chance.gauss(38, 14))),
        clicked_rank=chance.choices(RANKS, RANK_WEIGHTS)[0] if opened else None,
        clicked=key if opened else "",
    )


def remove_log() -> int:
    """Takes the example searches away; how many there were."""
    return SearchLog.objects.filter(engine=ENGINE).delete()[0]


def write_help(data: dict) -> None:
    """Writes {synonyms, best_bets, not_suggested, tips}; what is there already stays as it is."""
    languages = {locale.language_code: locale for locale in Locale.objects.all()}
    for row in data["synonyms"]:
        Synonym.objects.get_or_create(
            language=languages[row["language"]],
            words="\n".join(row["words"]),
            one_way=bool(row.get("one_way")),
        )
    for row in data["best_bets"]:
        page = Page.objects.filter(slug=row["page"], locale=languages[row["language"]], live=True).first()
        query = Query.get(row["query"])
        if page and not BestBet.objects.filter(query=query, page=page).exists():
            BestBet.objects.create(query=query, page=page)
    for word in _words(data):
        Unsuggested.objects.get_or_create(word=word)
    for row in data["tips"]:
        Missing.objects.get_or_create(**row)


def remove_help(data: dict) -> int:
    """Takes away what `write_help` wrote and nobody has changed; how many rows."""
    removed = 0
    for row in data["synonyms"]:
        found = Synonym.objects.filter(language__language_code=row["language"], words="\n".join(row["words"]))
        removed += found.filter(one_way=bool(row.get("one_way"))).delete()[0]
    for row in data["best_bets"]:
        # Its page may be gone already, and the best bet with it.
        for bet in BestBet.objects.filter(query__query_string=row["query"], page__slug=row["page"]):
            bet.delete()
            removed += 1
        Query.objects.filter(query_string=row["query"], editors_picks=None, daily_hits=None).delete()
    for row in data["tips"]:
        removed += Missing.objects.filter(**row).delete()[0]
    return removed + Unsuggested.objects.filter(word__in=_words(data)).delete()[0]


def _words(data: dict) -> list[str]:
    return list(dict.fromkeys(word for words in data["not_suggested"].values() for word in words))
