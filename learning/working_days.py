"""Working days in Sweden: Monday to Friday, without public holidays and the eves that are as good as holidays.

Public holidays follow the act on public holidays (lag 1989:253 om allmänna helgdagar). Midsummer Eve, Christmas Eve and
New Year's Eve are no public holidays, but the annual leave act (semesterlagen 1977:480, 3 a §) and the municipal
agreements treat them as such: nobody is at work.
"""

from datetime import date, timedelta
from functools import cache


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous method, in the form of New Scientist of 30 March 1961)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    day = (h + weekday - 7 * m + 33 * month + 19) % 32
    return date(year, month, day)


def _saturday_from(day: date) -> date:
    return day + timedelta(days=(5 - day.weekday()) % 7)


@cache
def free_days(year: int) -> frozenset[date]:
    """The days of a year that are holidays whatever day of the week they fall on."""
    sunday = easter(year)
    midsummer = _saturday_from(date(year, 6, 20))
    return frozenset(
        {
            date(year, 1, 1),
            date(year, 1, 6),  # Epiphany
            sunday - timedelta(days=2),  # Good Friday
            sunday,
            sunday + timedelta(days=1),
            date(year, 5, 1),
            sunday + timedelta(days=39),  # Ascension Day
            sunday + timedelta(days=49),  # Whit Sunday
            date(year, 6, 6),  # the National Day
            midsummer - timedelta(days=1),
            midsummer,
            _saturday_from(date(year, 10, 31)),  # All Saints' Day
            date(year, 12, 24),
            date(year, 12, 25),
            date(year, 12, 26),
            date(year, 12, 31),
        }
    )


def is_working_day(day: date) -> bool:
    """Whether people are at work on the day."""
    return day.weekday() < 5 and day not in free_days(day.year)


def working_days_after(day: date, number: int) -> date:
    """The working day that comes as the `number`th after a day; that day itself does not count."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days come after `start`, up to and with `end`; 0 where `end` is not later."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day) for day in days)
