"""Nothing is forgotten by mistake, and progress counts what takes the time."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.annotations import Annotator
from index.collection import Index
from index.indexing.steps import Steps
from index.models.embedder import Embedder


def fill(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True)
    paths = [folder / f"note-{number}.txt" for number in range(count)]
    for path in paths:
        path.write_text(f"Words of {path.stem}.")
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return paths


def test_more_than_half_is_not_pruned_unasked(tmp_path: Path, small_index: Index) -> None:
    inside = fill(tmp_path / "inside", 4)
    outside = fill(tmp_path / "outside", 9)
    small_index.add([str(tmp_path / "inside"), str(tmp_path / "outside")])
    for path in inside[:3]:
        path.unlink()
    report = small_index.add([str(tmp_path / "inside")], prune=True)
    assert (report.removed, report.articles) == (0, 13)
    (failure,) = report.failed
    assert failure.error == (
        f"{tmp_path / 'inside'}: --prune would take out 3 of 4 articles from there, more than "
        "half; nothing was removed. Is a disk missing, or a folder renamed? If they are to go, "
        "add --yes"
    )
    report = small_index.add([str(tmp_path / "inside")], prune=True, even_most=True)
    assert (report.removed, report.articles, report.failed) == (3, 10, ())
    outside[0].unlink()
    assert small_index.add([str(tmp_path / "outside")], prune=True).removed == 1


def test_rows_that_left_a_table_count_as_well(tmp_path: Path, small_index: Index) -> None:
    table = tmp_path / "rows.jsonl"
    rows = [f'{{"id": "{n}", "text": "Row {n}."}}\n' for n in range(5)]
    table.write_text("".join(rows))
    small_index.add([str(table)])
    table.write_text(rows[0])
    report = small_index.add([str(table)], prune=True)
    assert (report.removed, report.articles) == (0, 5)
    assert "4 of 5" in report.failed[0].error


def test_a_folder_that_went_is_said_and_kept(tmp_path: Path, small_index: Index) -> None:
    folder = tmp_path / "inside"
    for path in fill(folder, 2):
        small_index.add([str(path)])
        path.unlink()
    folder.rmdir()
    report = small_index.add([str(folder)], prune=True)
    assert report.articles == 2
    assert report.failed[0].error.endswith("check the spelling")
    assert "2 of 2" in report.failed[1].error


def test_only_what_is_named_is_pruned(tmp_path: Path, small_index: Index) -> None:
    paths = fill(tmp_path / "inside", 4)
    small_index.add([str(tmp_path / "inside")])
    paths[0].unlink()
    paths[1].unlink()
    report = small_index.prune([str(tmp_path / "inside")], [str(paths[0])])
    assert (report.removed, report.articles) == (1, 3)
    near = tmp_path / "inside-not"
    fill(near, 1)[0].unlink()
    assert small_index.prune([str(tmp_path / "inside")], [str(near)]).removed == 0


def test_progress_counts_articles_that_are_stored_and_looked_through(
    tmp_path: Path, word_counts: Callable[..., Embedder], lines: Annotator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("index.indexing.writer._BATCH_ARTICLES", 2)
    fill(tmp_path / "files", 5)
    (tmp_path / "files" / "empty.txt").write_text("")
    told: list[tuple[int, int, int]] = []
    opened = Index.open(
        tmp_path / "index", create=True, embedder=word_counts(), annotator=lines
    )  # fmt: skip
    with opened as index:

        def tell(done: int, total: int) -> None:
            told.append((done, total, index.article_count))

        index.add([str(tmp_path / "files")], progress=tell)
        assert told[-1][:2] == (6, 6)
        assert all(done <= stored + 1 for done, _, stored in told)  # 1: the empty file
        told.clear()
        index.add([str(tmp_path / "files")], progress=tell)
        assert told[-1][:2] == (6, 6)


def test_steps_never_go_beyond_their_total() -> None:
    told: list[tuple[int, int]] = []
    steps = Steps(1, lambda done, total: told.append((done, total)))
    steps.done(2)
    steps.expect(3)
    steps.expect(-1)
    assert told == [(2, 2), (3, 4)]
