"""Working days: Swedish public holidays and eves are none."""

from datetime import date

import pytest

from learning.working_days import easter, free_days, is_working_day, working_days_after, working_days_between

# From the almanac.
EASTERS = [
    date(2008, 3, 23),
    date(2011, 4, 24),
    date(2019, 4, 21),
    date(2024, 3, 31),
    date(2025, 4, 20),
    date(2026, 4, 5),
    date(2027, 3, 28),
    date(2028, 4, 16),
    date(2038, 4, 25),
]


@pytest.mark.parametrize("day", EASTERS, ids=str)
def test_easter(day):
    assert easter(day.year) == day


def test_the_free_days_of_2026():
    assert sorted(free_days(2026)) == [
        date(2026, 1, 1),
        date(2026, 1, 6),
        date(2026, 4, 3),
        date(2026, 4, 5),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 24),
        date(2026, 6, 6),
        date(2026, 6, 19),
        date(2026, 6, 20),
        date(2026, 10, 31),
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 12, 31),
    ]


@pytest.mark.parametrize(("year", "eve"), [(2024, 21), (2025, 20), (2026, 19), (2027, 25), (2028, 23)])
def test_midsummer_eve_is_a_friday(year, eve):
    assert not is_working_day(date(year, 6, eve))
    assert date(year, 6, eve).weekday() == 4


@pytest.mark.parametrize(("year", "month", "day"), [(2024, 11, 2), (2025, 11, 1), (2026, 10, 31), (2027, 11, 6)])
def test_all_saints_day_is_a_saturday(year, month, day):
    assert date(year, month, day) in free_days(year)
    assert date(year, month, day).weekday() == 5


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),  # Monday
        (date(2026, 11, 26), date(2026, 12, 1)),  # over a weekend
        (date(2026, 11, 28), date(2026, 12, 2)),  # on a Saturday
        (date(2026, 4, 1), date(2026, 4, 8)),  # over Easter: Good Friday and Easter Monday
        (date(2026, 12, 22), date(2026, 12, 29)),  # over Christmas
        (date(2026, 12, 29), date(2027, 1, 5)),  # over New Year
        (date(2027, 5, 5), date(2027, 5, 11)),  # over Ascension Day, a Thursday
    ],
)
def test_three_working_days(asked, due):
    assert working_days_after(asked, 3) == due
    assert working_days_between(asked, due) == 3


def test_no_days_backwards():
    assert working_days_between(date(2026, 11, 26), date(2026, 11, 24)) == 0
    assert working_days_after(date(2026, 11, 26), 0) == date(2026, 11, 26)
