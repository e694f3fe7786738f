"""Sides as files: nothing of them is taken for markup or for a formula, nothing is lost."""

import csv
import io
import json

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.statement import Statement, StatementKind
from qa.sides.exporting import exported
from qa.sides.gathering import SideFinder
from qa.sides.rows import by_date, by_month, pages
from qa.sides.values import Said, Searched, Side, Sides, SidesWish
from qa.speakers.kinds import SpeakerKind
from qa.speakers.speaker import Speaker

ROOT = "https://q.example/"
DATES = ("2019", "2019-03-04", "2019-03-19", None)


def made(date: str | None, text: str = "=1+2 <b>[x](y)</b>") -> Said:
    info = ArticleInfo(id=f"a-{date}", title="*Title*", date=date)
    statement = Statement(0, len(text), StatementKind.INDIRECT, "Ada")
    return Said(Article(info=info, text=text), statement)


def sides_of(*dates: str | None) -> Sides:
    ada = Speaker(
        key="ada-1", name="<i>Ada</i>", kind=SpeakerKind.PERSON, labels=("Ada",),
        spellings=("Ada",), statements=1, by_article={"a": 1},
    )  # fmt: skip
    said = tuple(made(date) for date in dates)
    return Sides(topic=None, sides=(Side(ada, said, len(said)),), searched=Searched(articles=4))


@pytest.mark.parametrize("suffix", ["md", "csv", "json"])
def test_each_form_has_every_statement(finder: SideFinder, suffix: str) -> None:
    sides = finder.sides(SidesWish(about="dam"))
    written = exported(sides, suffix, ROOT)
    for side in sides.sides:
        for said in side.statements:
            assert f"{ROOT}{said.path}" in written
    assert sides.shown == 5


def test_a_table_runs_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(exported(sides_of("2019-03-04"), "csv", ROOT))))
    assert rows[0]["text"] == "'=1+2 <b>[x](y)</b>"
    assert (rows[0]["speaker"], rows[0]["start"], rows[0]["end"]) == ("<i>Ada</i>", "0", "18")


def test_markdown_shows_words_as_they_are() -> None:
    written = exported(sides_of("2019-03-04", None), "md", ROOT)
    assert "\\<i\\>Ada\\</i\\>" in written
    assert "> =1+2 \\<b\\>\\[x\\](y)\\</b\\>" in written.replace("\\=1", "=1")
    assert written.index("## 2019-03") < written.index("## Without a date")


def test_json_is_the_document(finder: SideFinder) -> None:
    sides = finder.sides(SidesWish(speakers=("Rita Moss",), about="dam"))
    told = json.loads(exported(sides, "json", ROOT))
    assert told == json.loads(json.dumps(sides.to_json(ROOT)))
    assert told["sides"][0]["about"] == 3
    assert told["searched"] == {"articles": 5, "statements": 4, "about": 3, "by_meaning": 4}


def test_time_goes_by_months_and_what_has_no_date_is_last() -> None:
    sides = sides_of(*DATES)
    months = by_month(sides.sides[0].statements)
    assert [(one.month, one.size) for one in months] == [("2019", 1), ("2019-03", 2), (None, 1)]
    assert [row.date for row in by_date(sides)] == list(DATES)


def test_pages_divide_no_day() -> None:
    rows = by_date(sides_of("2019-03-04", "2019-03-04", "2019-03-05", "2019-03-06"))
    split = [[row.date for row in page if row.size] for page in pages(rows, 2)]
    assert split == [["2019-03-04"], ["2019-03-05", "2019-03-06"]]
    assert pages([], 2) == []
