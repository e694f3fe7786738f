"""An index filled by workers is the index that one process fills; workers here are of this one."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.annotations import Annotator
from index.articles.article import Article
from index.articles.statement import Statement
from index.cluster import sending, spreading, worker
from index.cluster.dispatch import Dispatch, WorkerDiedError
from index.cluster.identity import Identity
from index.cluster.spreading import Spreading
from index.cluster.tasks import ArticlesTask, FilesTask, Result, Setup, Task
from index.cluster.worker import TaskWorker
from index.collection import Index
from index.indexing.batches.ready import ReadySource
from index.indexing.report import IndexReport
from index.indexing.work import Work
from index.models.built_in import DEFAULT_NAME
from index.readers.sources import Source

Make = Callable[..., Any]

NOTE = "The quay was dry by noon. Nobody had asked the harbour master.\n"


class Spread:
    """What `Index.add` takes: the workers of a cluster of this process, and what they did."""

    worker: TaskWorker | None = None

    def __init__(self, cluster_here: Make, annotator: Annotator) -> None:
        self._cluster_here = cluster_here
        if Spread.worker is None:  # one for all tests: it opens the model
            Spread.worker = TaskWorker(Setup(model=DEFAULT_NAME, annotator=annotator))
        self.done: list[Task] = []
        self.results: list[Result] = []

    def read_all(
        self, sources: Iterable[Source], work: Work
    ) -> Iterator[tuple[Source, Iterator[ReadySource]]]:
        who = Identity.of(work.embedder(), work.annotator)
        dispatch = Dispatch(
            self._cluster_here(self._do, who), 2, lambda worker: who.check(worker, "")
        )
        yield from Spreading(work, lambda: dispatch, shared=False).read_all(sources)

    def _do(self, task: Task) -> Result:
        self.done.append(task)
        assert self.worker is not None
        result = self.worker.do(task)
        self.results.append(result)
        for one in result:
            read = one.outcome.articles if isinstance(one, ReadySource) else (one.article,)
            if any("poison" in article.text for article in read):
                raise WorkerDiedError("its worker died")
        return result


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a little of everything, some of it broken."""
    folder = tmp_path_factory.mktemp("archive")
    for number in range(10):
        (folder / f"note-{number:02}.txt").write_text(f"Note {number}\n\n{NOTE * (number + 1)}")
    (folder / "_data").mkdir()
    (folder / "_data" / "authors.yml").write_text("lfisk:\n  name: Lena Fisk\n")
    (folder / "headed.md").write_text(f"---\ntitle: Dry\nauthor: lfisk\n---\n\n{NOTE}")
    (folder / "draft.md").write_text(f"---\ntitle: Wet\ndraft: true\n---\n\n{NOTE}")
    (folder / "page.html").write_text(f"<title>Quay</title><article><p>{NOTE * 3}</p></article>")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nno more")
    (folder / "empty.txt").write_text("")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    rows = [{"id": f"r{n}", "title": f"Row {n}", "text": NOTE * (n % 4 + 1)} for n in range(8)]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for path in folder.rglob("*.*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))  # what changed a moment ago may change again
    return folder


def filled(
    place: Path, annotator: Annotator, paths: Iterable[Path], workers: Spread | None, **wishes: bool
) -> tuple[IndexReport, list[str]]:
    """Index paths; return the report, and all that is stored but when, and the index's own name."""
    with Index.open(place, create=True, annotator=annotator) as index:
        report = index.add([str(path) for path in paths], workers=workers, **wishes)
    with sqlite3.connect(place / "articles.sqlite") as database:
        held = list(database.iterdump())
    return report, [line for line in held if "index_id" not in line and '"migrations"' not in line]


def told(report: IndexReport) -> dict[str, object]:
    """Return what is reported, but how long it took and in which order what was left out."""
    said = report.to_json() | {"seconds": 0}
    return said | {"skipped": sorted((one.path, one.reason) for one in report.skipped)}


def test_the_index_is_the_same(
    archive: Path,
    cluster_here: Make,
    lines: Annotator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # So that what is done with large ones is done with these: tables are read here and spread,
    # articles are left over by the worker that read them.
    monkeypatch.setattr(sending, "_MANY_ARTICLES", 1000)
    monkeypatch.setattr(spreading, "_TEXT", 1000)
    monkeypatch.setattr(worker, "_TEXT", 2000)
    spread = Spread(cluster_here, lines)
    report, here = filled(tmp_path / "here", lines, [archive], None, drafts=True)
    other, there = filled(tmp_path / "there", lines, [archive], spread, drafts=True)
    assert there == here
    assert told(other) == told(report)
    assert len(report.failed) == 2
    assert report.added == 21
    assert any("Lena Fisk" in line for line in there)
    assert sum(isinstance(task, ArticlesTask) for task in spread.done) > 3


def test_what_the_index_holds_is_not_embedded_again(
    archive: Path, cluster_here: Make, lines: Annotator, tmp_path: Path
) -> None:
    spread = Spread(cluster_here, lines)
    notes = sorted(archive.glob("note-0[0-3].txt"))
    filled(tmp_path / "index", lines, notes, spread)
    spread.results.clear()
    # With `prune` all are read again.
    report, _ = filled(tmp_path / "index", lines, notes, spread, prune=True)
    assert (report.unchanged, report.added) == (4, 0)
    assert [len(one.articles) for result in spread.results for one in result] == [0] * 4


def test_a_file_that_kills_workers_is_reported_and_the_others_are_there(
    cluster_here: Make, lines: Annotator, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(6):
        word = "poison" if number == 2 else "water"
        (folder / f"note-{number}.txt").write_text(f"Note {number}\n\nThere was {word} in it.\n")
    spread = Spread(cluster_here, lines)
    report, _ = filled(tmp_path / "index", lines, [folder], spread)
    (failed,) = report.failed
    assert failed.path == str(folder / "note-2.txt")
    assert failed.error.endswith(
        "note-2.txt: given up: its worker died, twice; index it without --ray, split or simplify it"
    )
    assert report.added == 5
    with Index.open(tmp_path / "index", annotator=lines) as index:
        again = index.add([str(folder)])
    assert (again.added, again.failed) == (1, ())


def test_a_row_that_kills_workers_leaves_the_table_its_others(
    cluster_here: Make, lines: Annotator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_MANY_ARTICLES", 10)
    table = tmp_path / "rows.jsonl"
    texts = ["Water came.", "A poison came.", "Nobody came."]
    rows = [{"id": f"r{n}", "title": f"Row {n}", "text": text} for n, text in enumerate(texts)]
    table.write_text("".join(json.dumps(row) + "\n" for row in rows))
    report, _ = filled(tmp_path / "index", lines, [table], Spread(cluster_here, lines))
    assert report.added == 2
    assert "given up: its worker died, twice" in report.failed[0].error


def test_files_that_are_not_on_the_worker_are_told_of(
    archive: Path, lines: Annotator, tmp_path: Path
) -> None:
    path = tmp_path / "away.txt"
    task = FilesTask(
        files=(
            sending.FileToRead(source=Source(str(path), path), data=None),
            sending.FileToRead(source=Source("k", archive / "note-01.txt"), data=None),
        )
    )
    away, there = TaskWorker(Setup(model=DEFAULT_NAME, annotator=lines)).do(task)
    assert isinstance(away, ReadySource)
    assert isinstance(there, ReadySource)
    assert "not on the worker" in away.outcome.failures[0].error
    assert there.articles[0].article.info.title == "Note 1"


def test_statements_come_with_the_articles(
    cluster_here: Make, lines: Annotator, tmp_path: Path
) -> None:
    class Counting:
        fingerprint = lines.fingerprint
        read = 0

        def annotate(self, article: Article) -> list[Statement]:
            self.read += 1
            return list(lines.annotate(article))

    here = Counting()
    (tmp_path / "one.txt").write_text(NOTE)
    filled(tmp_path / "index", here, [tmp_path / "one.txt"], Spread(cluster_here, lines))
    assert here.read == 0
