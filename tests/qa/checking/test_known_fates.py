"""The verdicts on quotations whose fates are known (`data/README.md`)."""

import json
import lzma
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from index.articles.article import Article, ArticleInfo, normalise_text
from index.collection import Index
from qa.checking.draft_check import check_draft
from qa.training.evidence.news import TUNING, part_of, read_news

ROOT = Path(__file__).parents[3]
FILE = Path(__file__).parent / "data" / "quotations.jsonl.xz"


@pytest.fixture(scope="module")
def verdicts(
    tmp_path_factory: pytest.TempPathFactory, make_index: Callable[[Path], Index]
) -> list[tuple[str, str]]:
    """The fate of each quotation, and the verdict; the articles are among as many others."""
    rows = [json.loads(line) for line in lzma.decompress(FILE.read_bytes()).splitlines()]
    wanted = {row["article"] for row in rows}
    articles = [
        Article(
            info=ArticleInfo(
                id=one["id"], title=one["title"], author=one["author"], date=one["date"],
                publication=one["publication"], lang=one["lang"],
            ),
            text=normalise_text(one["text"]),
        )
        for one in read_news(ROOT / "qa" / "training" / "news")
        if one["id"] in wanted or part_of(one["id"]) == TUNING
    ]  # fmt: skip
    with make_index(tmp_path_factory.mktemp("known")) as index:
        index.add_articles(articles)
        report = check_draft("\n\n".join(row["draft"] for row in rows), index)
    assert len(report.quotations) == len(rows)
    return [
        (row["fate"], one.verdict.value) for row, one in zip(rows, report.quotations, strict=True)
    ]


def test_verdicts_are_right_for_97_of_100(verdicts: list[tuple[str, str]]) -> None:
    assert len(verdicts) >= 300
    assert set(Counter(fate for fate, _ in verdicts)) == {
        "exact", "altered", "misattributed", "stitched", "reported only", "not found",
    }  # fmt: skip
    assert sum(fate == verdict for fate, verdict in verdicts) / len(verdicts) >= 0.97


def test_no_words_are_called_exact_that_are_not(verdicts: list[tuple[str, str]]) -> None:
    assert {fate for fate, verdict in verdicts if verdict == "exact"} == {"exact"}
