"""What an annotator finds is stored once the article is safe, and found again when it must be."""

import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from index.annotations import Annotated, Annotations
from index.articles.article import Article
from index.articles.statement import Statement, StatementKind
from index.collection import Index
from index.models.embedder import Embedder

Make = Callable[..., Article]
Embedders = Callable[..., Embedder]

_LINE = re.compile(r"^(\w+): (.+)$", re.MULTILINE)


class Lines:
    """Finds lines such as "Ann: No."; counts the articles it reads."""

    def __init__(self, fingerprint: str = "lines-1") -> None:
        self.fingerprint = fingerprint
        self.read = 0

    def annotate(self, article: Article) -> Sequence[Statement]:
        self.read += 1
        return [
            Statement(
                speaker=found[1], start=found.start(2), end=found.end(2), kind=StatementKind.DIRECT,
                speaker_mention=found.span(1),
            )
            for found in _LINE.finditer(article.text)
        ]  # fmt: skip


class Stopped(Exception):
    """Stands for a process that ends in the middle of its work."""


class StopsAt(Lines):
    """Ends the process at one article."""

    def annotate(self, article: Article) -> Sequence[Statement]:
        if "Stop" in article.text:
            raise Stopped
        return super().annotate(article)


@pytest.fixture
def opened(tmp_path: Path, word_counts: Embedders) -> Iterator[Callable[..., Index]]:
    """Open the same index again and again, with an annotator or without."""
    made: list[Index] = []

    def open_it(annotator: Lines | None = None) -> Index:
        made.append(
            Index.open(tmp_path / "index", create=True, embedder=word_counts(), annotator=annotator)
        )
        return made[-1]

    yield open_it
    for index in made:
        index.close()


def _said(found: Sequence[Statement]) -> list[str | None]:
    return [one.speaker for one in found]


def _texts(found: Iterator[Annotated]) -> dict[str, list[str]]:
    return {
        one.name: [one.article.text[s.start : s.end] for s in one.statements]
        for one in found
        if one.article is not None
    }


def test_statements_are_counted_by_article_and_speaker_without_doubtful_ones(
    opened: Callable[..., Index], make_article: Make
) -> None:
    class Doubting(Lines):
        def annotate(self, article: Article) -> Sequence[Statement]:
            found = super().annotate(article)
            return [s._replace(doubtful="?" in article.text[s.start : s.end]) for s in found]

    articles = [make_article("Ann: No.\nAnn: Yes.\nBen: ?", "One"), make_article("Ann: 3.", "Two")]
    opened(Doubting()).add_articles(articles)
    counts = opened().annotations(Doubting()).counts()
    assert sorted(counts) == sorted([(articles[0].id, "Ann", 2), (articles[1].id, "Ann", 1)])
    assert opened().annotations(Doubting("other rules")).counts() == []


def test_what_is_found_at_indexing_is_not_looked_for_again(
    opened: Callable[..., Index], make_article: Make
) -> None:
    article = make_article("Ann: No, 🚢.\nBen: Yes.", "Talk")
    opened(Lines()).add_articles([article])
    later = Lines()
    annotations = opened().annotations(later)
    assert _said(annotations.of([article])[0]) == ["Ann", "Ben"]
    assert _texts(annotations.stored()) == {article.id: ["No, 🚢.", "Yes."]}
    assert annotations.speakers() == ["Ann", "Ben"]
    assert annotations.counts() == [(article.id, "Ann", 1), (article.id, "Ben", 1)]
    assert annotations.unread() == []
    assert later.read == 0


def test_every_field_comes_back(opened: Callable[..., Index], make_article: Make) -> None:
    article = make_article("“No,” said Ann.", "Said")
    full = Statement(
        speaker="Ann",
        start=0,
        end=5,
        kind=StatementKind.DIRECT,
        speaker_mention=(11, 14),
        cue=(6, 10),
        doubtful=True,
    )
    bare = Statement(start=0, end=2, kind=StatementKind.INDIRECT)

    class Fixed(Lines):
        def annotate(self, article: Article) -> Sequence[Statement]:
            return [full, bare]

    opened(Fixed()).add_articles([article])
    assert opened().annotations(Lines()).of([article]) == [(full, bare)]


def test_an_article_without_annotator_is_read_at_the_first_question(
    opened: Callable[..., Index], make_article: Make
) -> None:
    article = make_article("Ann: No.", "Talk")
    opened().add_articles([article])
    for reads in (1, 0):
        lines = Lines()
        assert _said(opened().annotations(lines).of([article])[0]) == ["Ann"]
        assert lines.read == reads


def test_an_article_without_statements_is_read_once(
    opened: Callable[..., Index], make_article: Make
) -> None:
    article = make_article("Nobody speaks here.", "Calm")
    opened(Lines()).add_articles([article])
    lines = Lines()
    assert opened().annotations(lines).of([article]) == [()]
    assert lines.read == 0
    assert list(opened().annotations(lines).stored()) == []


def test_other_rules_find_everything_again(
    opened: Callable[..., Index], make_article: Make
) -> None:
    articles = [make_article(f"Ann: Number {n}.", f"Talk {n}") for n in range(3)]
    opened(Lines()).add_articles(articles)
    new = Lines("lines-2")
    annotations = opened().annotations(new)
    assert len(annotations.unread()) == 3
    annotations.of(articles[:1])
    assert len(annotations.unread()) == 2
    opened(new).add_articles([])
    assert annotations.unread() == []
    assert new.read == 3


def test_a_changed_article_loses_what_was_said(
    opened: Callable[..., Index], make_article: Make
) -> None:
    index = opened(Lines())
    before, after = make_article("Ann: No.", "Talk"), make_article("Ben: Yes.", "Talk")
    index.add_articles([before])
    index.add_articles([after])
    lines = Lines()
    annotations = opened().annotations(lines)
    assert annotations.speakers() == ["Ben"]
    assert lines.read == 0
    # Who still holds the text of before is given what was said there, and nothing of it is stored.
    assert _said(annotations.of([before])[0]) == ["Ann"]
    assert annotations.speakers() == ["Ben"]
    index.remove([after.id])
    assert annotations.speakers() == []


def test_an_interruption_loses_no_article_and_what_was_not_found_is_found_next(
    opened: Callable[..., Index], make_article: Make
) -> None:
    articles = [make_article("Ann: No.", "One"), make_article("Stop: No.", "Two")]
    with pytest.raises(Stopped):
        opened(StopsAt()).add_articles(articles)
    index = opened(Lines())
    assert index.article_count == 2
    assert index.verify().ok
    assert len(index.annotations(Lines()).unread()) == 2
    report = index.add_articles(articles)
    assert report.unchanged == 2
    assert index.annotations(Lines()).speakers() == ["Ann", "Stop"]


def test_only_some_speakers_and_articles_are_listed(
    opened: Callable[..., Index], make_article: Make
) -> None:
    talk = make_article("Ann: No.\nBen: Yes.", "Talk")
    other = make_article("Ben: Perhaps.", "Other")
    index = opened(Lines())
    index.add_articles([talk, other])
    annotations = index.annotations(Lines())
    assert _texts(annotations.stored(speakers=["Ann"])) == {talk.id: ["No."]}
    assert _texts(annotations.stored(speakers=["Ben"], articles=[other.id])) == {
        other.id: ["Perhaps."]
    }
    assert _texts(annotations.stored(speakers=[])) == {}
    assert _texts(annotations.stored(articles=["nothing"])) == {}


def test_a_folder_that_is_only_read_gives_them_all_the_same(
    tmp_path: Path,
    opened: Callable[..., Index],
    make_article: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = make_article("Ann: No.", "Talk")
    opened().add_articles([article])
    opened().close()
    # Root may write anywhere; the system is asked nevertheless.
    monkeypatch.setattr(os, "access", lambda *_: False)
    lines = Lines()
    with Index.open(tmp_path / "index") as index:
        for reads in (1, 2):
            assert _said(index.annotations(lines).of([article])[0]) == ["Ann"]
            assert lines.read == reads
        found = [one.statements for one in index.annotations(lines).renew()]
        assert [_said(one) for one in found] == [["Ann"]]
        assert index.annotations(lines).speakers() == []


def test_another_writer_holds_no_question_up(
    tmp_path: Path, opened: Callable[..., Index], make_article: Make
) -> None:
    article = make_article("Ann: No.", "Talk")
    index = opened()
    index.add_articles([article])
    path = tmp_path / "index" / "articles.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert _said(index.annotations(Lines()).of([article])[0]) == ["Ann"]
        assert index.annotations(Lines()).unread() == [article.id]
        other.execute("ROLLBACK")
    index.annotations(Lines()).of([article])
    assert index.annotations(Lines()).unread() == []


def _spoil(folder: Path, what: str = '"end" = 10000') -> None:
    with closing(sqlite3.connect(folder / "articles.sqlite", isolation_level=None)) as connection:
        connection.execute(f"UPDATE statements SET {what} WHERE article = 1 AND position = 0")


def test_offsets_outside_the_text_are_found_again(
    tmp_path: Path, opened: Callable[..., Index], make_article: Make
) -> None:
    article = make_article("Ann: No.\nBen: Yes.", "Talk")
    opened(Lines()).add_articles([article])
    _spoil(tmp_path / "index")
    report = opened(Lines()).verify()
    assert not report.ok
    assert article.id in report.problems[0]
    assert "verify --repair" in report.remedies[0]
    assert _texts(opened().annotations(Lines()).stored(speakers=["Ann"])) == {article.id: ["No."]}
    assert opened(Lines()).verify().ok  # found again, and stored


def test_a_kind_that_was_never_written_is_found_again(
    tmp_path: Path, opened: Callable[..., Index], make_article: Make
) -> None:
    article = make_article("Ann: No.", "Talk")
    opened(Lines()).add_articles([article])
    _spoil(tmp_path / "index", "kind = 'sung'")
    lines = Lines()
    assert opened().annotations(lines).of([article])[0][0].kind is StatementKind.DIRECT
    assert lines.read == 1
    assert opened(Lines()).verify().ok


def test_repair_finds_again_what_is_wrong_or_old(
    tmp_path: Path, opened: Callable[..., Index], make_article: Make
) -> None:
    articles = [make_article("Ann: No.", "One"), make_article("Ben: Yes.", "Two")]
    opened(Lines()).add_articles(articles)
    _spoil(tmp_path / "index")
    report = opened(Lines("lines-2")).verify(repair=True)
    assert report.ok
    assert report.repaired[-1] == "The statements of 2 articles were found again."
    annotations = opened().annotations(Lines("lines-2"))
    assert annotations.unread() == []
    assert _texts(annotations.stored()) == {articles[0].id: ["No."], articles[1].id: ["Yes."]}


def test_a_damaged_article_comes_without_text(
    tmp_path: Path, opened: Callable[..., Index], make_article: Make
) -> None:
    opened(Lines()).add_articles(
        [make_article("Ann: No.", "One"), make_article("Ben: Yes.", "Two")]
    )
    with closing(
        sqlite3.connect(tmp_path / "index" / "articles.sqlite", isolation_level=None)
    ) as connection:
        connection.execute("UPDATE articles SET text = text || '!' WHERE title = 'One'")
    found = list(opened().annotations(Lines()).stored())
    assert [one.article is None for one in found] == [True, False]


def test_an_annotations_object_is_shared_by_threads(
    opened: Callable[..., Index], make_article: Make
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    articles = [make_article(f"Ann: Number {n}.", f"Talk {n}") for n in range(12)]
    index = opened()
    index.add_articles(articles)
    annotations: Annotations = index.annotations(Lines())
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: annotations.of([one])[0], articles * 2))
    assert all(_said(one) == ["Ann"] for one in found)
    assert annotations.unread() == []
