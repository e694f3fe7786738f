"""Days and titles in names of files."""

from pathlib import Path

import pytest

from index.readers import read
from index.readers.matter.file_names import read_name
from index.readers.sources import Source

TEXT = "the ferry will not sail on Friday, nor on Saturday.\n"


@pytest.mark.parametrize(
    ("stem", "title", "day"),
    [
        ("2022-03-01-night-boat", "night boat", "2022-03-01"),
        ("2022-03-01_night_boat", "night boat", "2022-03-01"),
        ("20220301-night-boat", "night boat", "2022-03-01"),
        ("2022.03.01 Night boat", "Night boat", "2022-03-01"),
        ("night-boat-2022-03-01", "night boat", "2022-03-01"),
        ("2022-03-01", "2022 03 01", "2022-03-01"),
        ("2022-03-01-1984-and-after", "1984 and after", "2022-03-01"),
        ("2022-02-30-night-boat", "2022 02 30 night boat", None),
        ("2022-03-night-boat", "2022 03 night boat", None),
        ("2022-03-01T10-22-11_boat", "2022 03 01T10 22 11 boat", None),
        ("IMG_20220301_102211", "IMG 20220301 102211", None),
        ("Screenshot 2022-03-01 at 10.22.33", "Screenshot 2022 03 01 at 10.22.33", None),
        ("120220301-boat", "120220301 boat", None),
        ("boat-12", "boat 12", None),
    ],
)
def test_a_name_says_a_title_and_a_day(stem: str, title: str, day: str | None) -> None:
    said = read_name(stem)
    assert (said.title, said.day) == (title, day)


@pytest.mark.parametrize("suffix", ["md", "txt", "html"])
def test_the_day_of_a_name_counts_where_nothing_else_says_one(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"2022-03-01-night-boat.{suffix}"
    path.write_text(f"<p>{TEXT}</p>" if suffix == "html" else TEXT)
    (article,) = read(Source(str(path), path)).articles
    assert (article.info.title, article.info.date) == ("night boat", "2022-03-01")
    assert {one.field: one.source for one in article.origins} == {
        "title": "file name", "date": "file name",
    }  # fmt: skip


def test_what_the_file_says_goes_before_its_name(tmp_path: Path) -> None:
    path = tmp_path / "2022-03-01-night-boat.md"
    path.write_text(f"---\ndate: 2021-12-24\n---\n{TEXT}")
    (article,) = read(Source(str(path), path)).articles
    assert article.info.date == "2021-12-24"


def test_a_page_in_a_folder_of_its_own_is_called_as_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "2022-03-01-night-boat" / "index.md"
    path.parent.mkdir()
    path.write_text(TEXT)
    (article,) = read(Source(str(path), path)).articles
    assert (article.info.title, article.info.date) == ("night boat", "2022-03-01")


def test_rows_of_a_table_do_not_get_the_day_of_its_name(tmp_path: Path) -> None:
    path = tmp_path / "2022-03-01-export.csv"
    path.write_text(f'title,text\nBoat,"{TEXT}"\n')
    (article,) = read(Source(str(path), path)).articles
    assert article.info.date is None
