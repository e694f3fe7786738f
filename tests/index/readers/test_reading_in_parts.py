"""Large tables are handed over in parts, files are read ahead, and what breaks breaks alone."""

import json
from pathlib import Path

import pytest

from index.collection import Index
from index.readers.apart import workers
from index.readers.apart.process import Limits, Readers
from index.readers.sources import ReadOutcome, Source, find_sources

SLOW = b"<html><body>" + b"<p>some words that go on<b>" * 250_000
TEXT = "The weir will be lifted on Friday, the river board said."


def rows_of(count: int) -> str:
    rows = ({"id": number, "title": f"Weir {number}", "text": TEXT} for number in range(count))
    return "\n".join(map(json.dumps, rows))


def files(folder: Path, count: int) -> list[Source]:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(f"Weir {number}\n\n{TEXT}")
    return find_sources([str(folder)]).sources


def texts(parts: list[ReadOutcome]) -> int:
    return sum(len(part.articles) for part in parts)


def test_a_table_comes_in_parts_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(rows_of(600))
    source = Source(str(path), path)
    with Readers() as readers:
        parts = list(readers.read_in_parts(source))
        assert len(parts) == 3
        assert texts(parts) == len(readers.read(source).articles) == 600


def test_many_sources_are_read_in_their_order(tmp_path: Path) -> None:
    sources = files(tmp_path / "pile", 60)
    with Readers() as readers:
        found = [(source, list(parts)) for source, parts in readers.read_all(iter(sources))]
    assert [source for source, _ in found] == sources
    for source, parts in found:
        (article,) = parts[0].articles
        assert article.info.path == str(source.path)


def test_parts_that_nobody_takes_are_not_taken_for_others(tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    table.write_text(rows_of(900))
    sources = [Source(str(table), table), *files(tmp_path / "pile", 5)]
    with Readers() as readers:
        found = []
        for source, parts in readers.read_all(iter(sources)):
            found.append((source.path, len(next(parts).articles)))
        first = readers.read_in_parts(sources[0])
        next(first)
        first.close()
        assert len(readers.read(sources[1]).articles) == 1
    assert found == [(table, 256), *((source.path, 1) for source in sources[1:])]


@pytest.mark.parametrize("at", [3, 40])
def test_what_takes_too_much_fails_alone_while_others_wait(tmp_path: Path, at: int) -> None:
    sources = files(tmp_path / "pile", 45)
    slow = sources[at].path
    assert slow is not None
    page = slow.with_suffix(".html")
    page.write_bytes(SLOW)
    sources[at] = Source(str(page), page)
    with Readers(Limits(cpu_seconds=1)) as readers:
        found = [next(parts) for _, parts in readers.read_all(iter(sources))]
    assert [len(one.articles) for one in found] == [int(n != at) for n in range(45)]
    assert "takes more time or memory" in found[at].failures[0].error


def test_a_table_that_breaks_off_keeps_what_came_before(tmp_path: Path, small_index: Index) -> None:
    path = tmp_path / "a.json"
    path.write_text(f"[{','.join(rows_of(300).splitlines())}, {{")
    report = small_index.add([str(path)])
    assert report.added == 300
    assert "row 301" in report.failed[0].error


def test_others_are_read_while_sources_wait_for_their_turn(tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    table.write_text(rows_of(600))
    pile = files(tmp_path / "pile", 30)
    sources = [*pile[:2], Source(str(table), table), *pile[2:]]
    with Readers() as readers:
        for source, parts in readers.read_all(iter(sources)):
            first = next(parts)
            (other,) = readers.read(pile[7]).articles
            assert other.info.path == str(pile[7].path)
            assert first.articles[0].info.path == str(source.path)
            assert texts(list(parts)) == (344 if source.path == table else 0)


def test_limits_hold_for_each_part(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(rows_of(2_000))
    few = Limits(articles=10_000, text=30 * len(TEXT) * 10)
    with Readers(few) as readers:
        assert len(readers.read(Source(str(path), path)).articles) == 2_000
    with Readers(Limits(articles=500)) as readers:
        outcome = readers.read(Source(str(path), path))
    assert len(outcome.articles) == 256
    assert "more than 500" in outcome.failures[0].error


def test_an_answer_that_no_child_gives_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = files(tmp_path / "pile", 3)
    genuine = workers.outcome_of
    seen: list[object] = []

    def damaged(answer: dict[str, object], source: Source) -> ReadOutcome:
        seen.append(source)
        return genuine({**answer, "articles": 7} if len(seen) == 2 else answer, source)

    monkeypatch.setattr(workers, "outcome_of", damaged)
    with Readers() as readers:
        found = [next(parts) for _, parts in readers.read_all(iter(sources))]
    assert [len(one.articles) for one in found] == [1, 0, 1]
    assert "broke off" in found[1].failures[0].error


def test_a_map_of_columns_holds_for_its_run(tmp_path: Path, small_index: Index) -> None:
    table = tmp_path / "a.csv"
    table.write_text(f'kop,tekst\nWeir,"{TEXT}"\n')
    (tmp_path / "b.txt").write_text(TEXT)
    columns = (("text", ("tekst",)), ("title", ("kop",)))
    report = small_index.add([str(tmp_path)])
    assert (report.added, len(report.failed)) == (1, 1)
    report = small_index.add([str(tmp_path)], columns=columns)
    assert (report.added, report.failed) == (1, ())
    assert {info.title for info in small_index.articles()} == {"Weir", "b"}


def test_a_map_is_part_of_how_a_table_was_read_and_of_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_index: Index
) -> None:
    monkeypatch.setattr("index.indexing.stamps._SETTLED_NS", -(10**18))
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "a.csv").write_text(f'id,title,kop,text\n1,Weir,Lock,"{TEXT}"\n')
    (pile / "b.txt").write_text(TEXT)
    read: list[str] = []
    genuine = workers.Worker.send

    def noted(worker: workers.Worker, source: Source) -> None:
        read.append(source.file_name)
        genuine(worker, source)

    monkeypatch.setattr(workers.Worker, "send", noted)
    titled = (("title", ("kop",)),)
    for columns in ((), (), titled, titled, ()):
        small_index.add([str(pile)], columns=columns)
    assert read == ["a.csv", "b.txt", "a.csv", "a.csv"]
    assert {info.title for info in small_index.articles()} == {"Weir", "b"}


def test_progress_counts_articles_and_files_without_any(tmp_path: Path, small_index: Index) -> None:
    (tmp_path / "a.jsonl").write_text(rows_of(300))
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "c.txt").write_text("")
    steps: list[tuple[int, int]] = []
    small_index.add([str(tmp_path)], progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (302, 302)
    assert steps == sorted(steps)
