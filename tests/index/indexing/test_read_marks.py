"""Only what is new is looked through after an addition, and nothing is passed over for that."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.annotations import Annotator
from index.articles.article import Article
from index.collection import Index
from index.indexing import read_marks
from index.indexing.read_marks import ReadMarks, forget
from index.models.embedder import Embedder
from index.store.tables.settings import READ_UP_TO


@pytest.fixture
def opened(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    word_counts: Callable[..., Embedder],
    lines: Annotator,
) -> Callable[[], Index]:
    """Opens one index whose marks move at every second article."""
    monkeypatch.setattr(read_marks, "_STEP", 2)
    return lambda: Index.open(tmp_path, create=True, embedder=word_counts(), annotator=lines)


def _marks(index: Index) -> dict[str, tuple[str, int]]:
    found = index.setting(READ_UP_TO) or {}
    return {kind: (rules, row) for kind, (rules, row) in found.items()}


def test_marks_follow_the_articles(
    opened: Callable[[], Index], make_article: Callable[..., Article], lines: Annotator
) -> None:
    with opened() as index:
        for number in range(5):
            index.add_articles([make_article(f"Line {number}.", f"Article {number}")])
        marks = _marks(index)
        assert set(marks) == {"list", "near copies", "statements", "tellings"}
        assert marks["statements"][0] == lines.fingerprint
        assert all(row >= 4 for _, row in marks.values())


def test_what_another_version_read_is_read_again(
    opened: Callable[[], Index], make_article: Callable[..., Article], lines: Annotator
) -> None:
    class Other:
        fingerprint = "other"

        def annotate(self, article: Article) -> list[object]:
            return list(lines.annotate(article))

    with opened() as index:
        index.add_articles([make_article(f"Line {at}.", f"Article {at}") for at in range(4)])
        folder = index.folder
        embedder = index.embedder
    with Index.open(folder, embedder=embedder, annotator=Other()) as other:  # type: ignore[arg-type]
        other.add_articles([make_article("One more.", "More")])
        assert other.annotations(Other()).unread() == []  # type: ignore[arg-type]
        assert _marks(other)["statements"] == ("other", 5)


def test_statements_that_were_dropped_are_found_again(
    opened: Callable[[], Index], make_article: Callable[..., Article], lines: Annotator
) -> None:
    with opened() as index:
        index.add_articles([make_article(f"Line {at}.", f"Article {at}") for at in range(4)])
        name = index.article_ids()[0]
        index._storage.database.run('UPDATE statements SET "end" = 99 WHERE article = 1')
        assert index.verify(repair=True).problems == ()
        assert index.annotations(lines).unread() == []
        assert [one.name for one in index.annotations(lines).stored(articles=[name])] == [name]


def test_marks_that_are_no_marks_are_none(opened: Callable[[], Index]) -> None:
    with opened() as index:
        for wrong in (3, ["list"], {"list": 7}, {"list": ["rules", "x"]}, {"list": ["other", 5]}):
            index.set_setting(READ_UP_TO, wrong)
            assert ReadMarks(index._storage).after("list", "rules") == 0
        index.set_setting(READ_UP_TO, {"list": ["rules", 5]})
        assert ReadMarks(index._storage).after("list", "rules") == 5
        forget(index._storage)
        assert ReadMarks(index._storage).after("list", "rules") == 0
