import pytest

from qa.wording.times import shown_time


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("00:12:05", "12:05"),
        ("00:00:05", "0:05"),
        ("01:02:03", "1:02:03"),
        ("12:00:00", "12:00:00"),
    ],
)
def test_a_time_is_shown_without_hours_where_there_are_none(label: str, shown: str) -> None:
    assert shown_time(label) == shown
