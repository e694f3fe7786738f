"""Statements by month and by year, and the picture of them."""

from qa.speakers.statements.timeline import timeline
from qa.web.speakers.timeline_picture import HEIGHT, bounds, picture


def test_months_without_a_statement_have_a_place_and_no_count() -> None:
    found = timeline(["2020-11-30", "2021-02-01", None, "2021-02-09", "2021-02"])
    assert found.periods == ("2020-11", "2020-12", "2021-01", "2021-02")
    assert found.by_month == {"2020-11": 1, "2021-02": 3}
    assert [found.count(period) for period in found.periods] == [1, 0, 0, 3]
    assert found.undated == 1


def test_a_long_time_is_shown_by_year() -> None:
    found = timeline(["1989-11-09", "1990-10-03", "2021-02-01"])
    assert found.periods == tuple(str(year) for year in range(1989, 2022))
    assert found.count("1990") == 1
    assert found.count("2000") == 0
    assert list(found.by_month) == ["1989-11", "1990-10", "2021-02"]


def test_a_date_without_a_month_is_counted_by_year() -> None:
    found = timeline(["2019", "2020-05-05"])
    assert found.periods == ("2019", "2020")
    assert found.count("2019") == 1
    assert len(timeline(["0001-01-01", "9999-12-31"]).periods) == 120


def test_without_dates_there_is_no_picture() -> None:
    nothing = timeline([None, None])
    assert nothing.undated == 2
    assert picture(nothing, nothing) is None


def test_the_highest_bar_is_that_of_the_most_and_all_lie_within() -> None:
    whole = timeline(["2020-01-01"] * 200 + ["2020-02-01", "2020-03-01"])
    drawn = picture(whole, timeline(["2020-01-01"] * 50 + ["2020-03-01"]))
    assert drawn is not None
    assert [bar.all_height for bar in drawn.bars] == [f"{HEIGHT:.1f}", "2.0", "2.0"]
    assert [bar.height for bar in drawn.bars] == [f"{HEIGHT / 4:.1f}", "0.0", "2.0"]
    assert (drawn.peak, drawn.most, drawn.is_by_year) == ("2020-01", 50, False)
    for bar in drawn.bars:
        assert 0 <= float(bar.x[:-1]) <= 100 - float(bar.width[:-1])
    assert [label.text for label in drawn.labels] == ["2020-01", "2020-02", "2020-03"]


def test_a_month_has_its_days() -> None:
    assert bounds("2024-02") == ("2024-02-01", "2024-02-29")
    assert bounds("2023") == ("2023-01-01", "2023-12-31")
