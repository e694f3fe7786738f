from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.dates import find_date, parse_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2012-04-18", "2012-04-18"),
        ("2012-04-18T09:30:00.123+02:00", "2012-04-18"),
        ("20120418", "2012-04-18"),
        ("2012/04/18", "2012-04-18"),
        ("04/18/2012", "2012-04-18"),
        ("04/06/2012", "2012-04-06"),  # month first, as in the United States
        ("18/04/2012", "2012-04-18"),  # no 18th month
        ("06.04.2012", "2012-04-06"),  # dots: day first, as in Europe
        ("4/6/12", "2012-04-06"),
        ("4/6/70", "1970-04-06"),
        ("April 6, 2012", "2012-04-06"),
        ("Apr. 6 2012", "2012-04-06"),
        ("Sept. 6, 2012", "2012-09-06"),
        ("6th of April, 2012", "2012-04-06"),
        ("Friday, 6 Apr. 2012 10:33", "2012-04-06"),
        ("Fri, 06 Apr 2012 10:33:00 +0400", "2012-04-06"),
        ("Sat Dec 07 2024 01:36:42 GMT+0000 (UTC)", "2024-12-07"),
        ("Published on March 3rd, 2021 at 5:00 pm ET", "2021-03-03"),
        ("3-Mar-2021", "2021-03-03"),
        ("6. April 2012", "2012-04-06"),
        ("1er mai 2012", "2012-05-01"),
        ("6 de abril de 2012", "2012-04-06"),
        ("2012年4月6日", "2012-04-06"),
        ("April 2012", "2012-04"),
        ("2012-04", "2012-04"),
        ("2012", "2012"),
    ],
)
def test_printed_dates_become_iso(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "", "12", "1:23", "May the force be with you", "31/31/2012", "02/30/2012", "0000-00-00",
        "He left in May 2012 for good", "version 2012.4", "tomorrow", "April", "13", "1234567",
        "April 6, 2012" + " " * 200,
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert parse_date(text) is None


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day.isoformat()
    assert parse_date(f"{day.month:02}/{day.day:02}/{day.year}") == day.isoformat()
    assert parse_date(f"{day:%B} {day.day}, {day.year}") == day.isoformat()


@given(st.text(max_size=60))
def test_any_text_gives_a_date_or_nothing(text: str) -> None:
    found = find_date(text)
    if found:
        iso, (start, end) = found
        assert 0 <= start < end <= len(text)
        assert len(iso) in {4, 7, 10}


def test_the_first_date_is_found_with_its_place() -> None:
    text = "(04/18/2012 issue of the Analyst, not of May 2, 2013)"
    assert find_date(text) == ("2012-04-18", (1, 11))
