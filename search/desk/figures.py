"""The figures of the search desk, out of the log, and what readers have written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Avg, Count, F, Max, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.models import Missing, SearchLog

PERIODS = (7, 30, 90)
SLOW = 500  # milliseconds
UNCLICKED = 3  # searches without a click that say something
RISING = 3  # searches of a week that make a rise
WEEK = timedelta(days=7)
NONE = Q(hits=0)


@dataclass(frozen=True)
class Period:
    """The last so many days, of one language or (empty) all."""

    days: int = 30
    language: str = ""

    @property
    def since(self) -> datetime:
        """The beginning of the first day."""
        first = timezone.localdate() - timedelta(days=self.days - 1)
        return timezone.make_aware(datetime.combine(first, datetime.min.time()))

    def searches(self, since: datetime | None = None) -> QuerySet:
        found = SearchLog.objects.filter(minute__gte=since or self.since)
        return found.filter(language=self.language) if self.language else found


@dataclass(frozen=True)
class Day:
    day: date
    searches: int
    without: int  # hits


def days(period: Period) -> list[Day]:
    """Every day of the period, also those without a search."""
    rows = period.searches().values(day=TruncDate("minute")).annotate(searches=Count("pk"), without=Count("pk", NONE))
    found = {row["day"]: row for row in rows}
    first = timezone.localdate() - timedelta(days=period.days - 1)
    every = [first + timedelta(days=number) for number in range(period.days)]
    return [Day(day, found.get(day, {}).get("searches", 0), found.get(day, {}).get("without", 0)) for day in every]


def totals(period: Period) -> dict:
    """Searches, and the shares (per cent) that found nothing, that led to a click, and that were slow."""
    found = period.searches().aggregate(
        searches=Count("pk"),
        without=Count("pk", NONE),
        clicks=Count("clicked_rank"),
        first=Count("pk", Q(clicked_rank__lte=1)),
        slow=Count("pk", Q(milliseconds__gt=SLOW)),
        fell_back=Count("pk", Q(fell_back=True)),
        milliseconds=Avg("milliseconds"),
    )
    searches, clicks = found["searches"], found["clicks"]

    def share(name: str, whole: int) -> int:
        return round(100 * found[name] / whole) if whole else 0

    return found | {
        "without_share": share("without", searches),
        "click_share": share("clicks", searches),
        "first_share": share("first", clicks),
        "slow_share": share("slow", searches),
    }


def by_query(searches: QuerySet) -> QuerySet:
    """One row for each query and language. `latest` is the key of its latest search, in any period: all end today."""
    return searches.values("query", "language").annotate(
        searches=Count("pk"),
        without=Count("pk", NONE),
        clicks=Count("clicked_rank"),
        rank=Avg("clicked_rank"),
        hits=Avg("hits"),
        slowest=Max("milliseconds"),
        last=Max("minute"),
        latest=Max("pk"),
    )


def without_hits(period: Period) -> QuerySet:
    return by_query(period.searches()).filter(without__gt=0).order_by("-without", "query")


def without_clicks(period: Period) -> QuerySet:
    found = by_query(period.searches().exclude(NONE)).filter(clicks=0, searches__gte=UNCLICKED)
    return found.order_by("-searches", "query")


def slow(period: Period) -> QuerySet:
    return by_query(period.searches().filter(milliseconds__gt=SLOW)).order_by("-slowest", "query")


def rising(period: Period) -> QuerySet:
    """The last seven days against the seven before, whatever the period."""
    now = timezone.now()
    found = by_query(period.searches(now - 2 * WEEK)).annotate(
        week=Count("pk", Q(minute__gte=now - WEEK)), before=Count("pk", Q(minute__lt=now - WEEK))
    )
    return found.filter(week__gte=RISING, week__gt=F("before")).order_by(F("before") - F("week"), "query")


def commonest(period: Period) -> QuerySet:
    return by_query(period.searches()).order_by("-searches", "query")


def tips(period: Period) -> QuerySet:
    """What readers miss, in their own words, until somebody has dealt with it: whatever the period."""
    found = Missing.objects.filter(language=period.language) if period.language else Missing.objects.all()
    return found.order_by("-sent", "-pk").values("pk", "query", "language", "message", "sent")


@dataclass(frozen=True)
class List:
    """A list of the desk. `columns` are names of `by_query` with their headings; `text` says how to read it."""

    name: str
    label: object
    text: object
    rows: Callable[[Period], QuerySet]
    columns: tuple[tuple[str, object], ...]

    def read(self, period: Period, most: int | None = None) -> list[dict]:
        """The first rows, or all of them, with `now` where it is a column: what the latest search found."""
        found = list(self.rows(period)[:most])
        if NOW in self.columns:
            latest = SearchLog.objects.only("hits").in_bulk([row["latest"] for row in found])
            return [row | {"now": latest[row["latest"]].hits} for row in found if row["latest"] in latest]
        return found


SEARCHES, HITS, CLICKS = ("searches", _("Searches")), ("hits", _("Hits")), ("clicks", _("Clicks"))
WITHOUT, NOW = ("without", _("Without hits")), ("now", _("Hits lately"))
LISTS = {
    item.name: item
    for item in (
        List(
            "without",
            _("Without hits"),
            _("Another word for something that is there: make a synonym. Not there: begin a draft or ask an owner."),
            without_hits,
            (WITHOUT, NOW, ("last", _("Last"))),
        ),
        List(
            "unclicked",
            _("Without clicks"),
            _("Something was found, but nothing that anybody opened, in at least 3 searches. Try a best bet."),
            without_clicks,
            (SEARCHES, HITS, ("last", _("Last"))),
        ),
        List(
            "rising",
            _("Rising"),
            _("The last 7 days against the 7 before."),
            rising,
            (("week", _("Last 7 days")), ("before", _("7 before")), HITS, CLICKS),
        ),
        List(
            "common",
            _("Most common"),
            _("Look at the place of what is opened: far from 1 means that the right page is not first."),
            commonest,
            (SEARCHES, HITS, WITHOUT, CLICKS, ("rank", _("Opened place"))),
        ),
        List(
            "slow",
            _("Slow"),
            _("Took more than half a second. Tell those who run the portal when there are many."),
            slow,
            (SEARCHES, ("slowest", _("Longest, ms")), ("last", _("Last"))),
        ),
        List(
            "tips",
            _("Tips from readers"),
            _(
                "What readers miss, from the search page, in any period. Nobody knows who wrote it. "
                "Mend it, then say that it is done: the tip goes away."
            ),
            tips,
            (("sent", _("Sent")), ("message", _("What is missing"))),
        ),
    )
}


def of_query(query: str, language: str) -> dict | None:
    """What the whole log says of one query, with its latest search (`latest`); None where it has none."""
    found = next(iter(by_query(SearchLog.objects.filter(query=query, language=language))), None)
    return found and found | {"latest": SearchLog.objects.get(pk=found["latest"])}


def most_opened(query: str, language: str) -> str:
    """The group key of what is opened most from a query, or nothing."""
    opened = SearchLog.objects.filter(query=query, language=language).exclude(clicked="")
    row = opened.values("clicked").annotate(times=Count("pk")).order_by("-times", "clicked").first()
    return row["clicked"] if row else ""
