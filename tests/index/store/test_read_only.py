"""An index that cannot be written to is searched as it is, and nothing in its folder changes.

Each test reads in a process of its own: one that has given up being root, whom permissions do not
bind, or one that sees the folder through a read-only mount.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
NOBODY = 65534

TEXTS = {
    "ice": "The ice froze over the harbour in the night. Nobody could leave.",
    "ferry": "The ferry sank. The captain said that the harbour had been closed.",
    "salt": "Prices of salt fell, and prices of ice rose.",
}


def _articles() -> list[Any]:
    from index.articles.article import Article, ArticleInfo

    return [Article(info=ArticleInfo(id=one, title=one), text=TEXTS[one]) for one in TEXTS]


def _open(folder: str | Path, *, create: bool = False) -> Any:  # noqa: ANN401 - imported late
    from wordcounts import WordCounts

    from index.collection import Index

    return Index.open(folder, create=create, embedder=WordCounts())


def _answers(index: Any) -> dict[str, Any]:  # noqa: ANN401
    hits = [hit for query in ("harbour ice", "captain") for hit in index.search(query)]
    return {
        "hits": [(hit.score, hit.article.id, hit.text) for hit in hits],
        "articles": [info.id for info in index.articles()],
        "text": index.article("ferry").text,
        "problems": list(index.verify().problems),
    }


def _refusals(index: Any) -> list[str]:  # noqa: ANN401
    from index.errors import IndexProblem
    from qa.evaluation.sets.feedback import FeedbackStore

    found = []
    for write in (
        lambda: index.add_articles(_articles()),
        lambda: index.remove(["ferry"]),
        lambda: index.set_setting("name", "value"),
        lambda: FeedbackStore(index.folder / "feedback.sqlite"),
        lambda: index.verify(repair=True) if index.verify().problems else index.remove(["ice"]),
    ):
        try:
            write()
        except IndexProblem as error:
            found.append(str(error))
    return found


def main(action: str, folder: str, writable: str) -> None:
    """Read `folder`, and print what was found as JSON."""
    from qa.evaluation.sets.feedback import FeedbackStore

    with tempfile.TemporaryDirectory() as other, _open(other, create=True) as index:
        # Everything is imported before the rights to read the interpreter's folder are gone.
        index.add_articles(_articles())
        _answers(index)
        FeedbackStore(Path(other, "feedback.sqlite")).close()
    if action == "permissions" and os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    with _open(folder) as index:
        found = _answers(index)
        found["refusals"] = _refusals(index)
        if writable:
            with _open(writable) as writer:
                writer.remove(["salt"])
                found["followed"] = _answers(index)["hits"] == _answers(writer)["hits"]
            found["afterwards"] = _answers(index)["articles"]
    sys.stdout.write(json.dumps(found))


def _command(*arguments: str) -> list[str]:
    return [sys.executable, str(Path(__file__)), *arguments]


def _run(command: list[str]) -> tuple[dict[str, Any], str]:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{HERE.parents[2]}:{HERE.parent}"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found, done.stderr


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that others may look into, which those of pytest are not."""
    folder = Path(tempfile.mkdtemp(prefix="pullquote-test-"))
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def _with_an_unfinished_log(folder: Path, *, shared: bool) -> None:
    """Make `folder` a copy of an index in use: its last changes are in the log alone."""
    live = folder.with_name("live")
    shutil.move(folder, live)
    with _open(live) as index:
        index.remove(["salt"])
        log = live / "articles.sqlite-wal"
        assert log.stat().st_size > 0
        shutil.copytree(live, folder)
    if not shared:
        (folder / "articles.sqlite-shm").unlink()


def _as_made(folder: Path) -> None:
    pass


def _without_derived(folder: Path) -> None:
    shutil.rmtree(folder / "derived")


def _with_derived_of_before(folder: Path) -> None:
    kept = folder.with_name("kept")
    shutil.copytree(folder / "derived", kept)
    with _open(folder) as index:
        index.remove(["salt"])
    shutil.rmtree(folder / "derived")
    shutil.move(kept, folder / "derived")


def _with_a_log(folder: Path) -> None:
    _with_an_unfinished_log(folder, shared=False)


def _with_a_log_in_use(folder: Path) -> None:
    _with_an_unfinished_log(folder, shared=True)


@pytest.mark.parametrize(
    ("change", "notice"),
    [
        (_as_made, ""),
        (_without_derived, "made in memory"),
        (_with_derived_of_before, "made in memory"),
        (_with_a_log, "articles.sqlite-wal: it is read from a copy"),
        (_with_a_log_in_use, ""),
    ],
)
def test_an_index_of_another_user_is_searched(
    place: Path, change: Callable[[Path], None], notice: str
) -> None:
    folder = place / "index & co #1?.index"
    with _open(folder, create=True) as index:
        index.add_articles(_articles())
    change(folder)
    copy = place / "copy"
    shutil.copytree(folder, copy)
    with _open(copy) as index:
        expected = _answers(index)
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = {path: path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]}
    found, said = _run(_command("permissions", str(folder), ""))
    assert {path: path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]} == before
    sound = notice != "made in memory"
    assert bool(found.pop("problems")) is not sound
    assert expected.pop("problems") == []
    refusals = found.pop("refusals")
    assert json.loads(json.dumps(expected)) == found
    assert len(refusals) == 5
    assert all("cannot be written to" in one for one in refusals), refusals
    if notice:
        assert said.count(notice) == 1
        assert str(folder) in said
    else:
        assert said == ""


def test_an_index_on_a_read_only_mount_is_searched_and_followed(tmp_path: Path) -> None:
    folder, seen = tmp_path / "made", tmp_path / "seen"
    with _open(folder, create=True) as index:
        index.add_articles(_articles())
        expected = _answers(index)
    seen.mkdir()
    mount = 'mount --bind "$1" "$2" && mount -o remount,ro,bind "$2"'
    alone = ["unshare", "-m", "sh", "-c", mount, "sh", str(folder), str(seen)]
    try:
        possible = subprocess.run(alone, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        possible = False
    if not possible:
        pytest.skip("a read-only mount needs root and Linux")
    command = _command("mount", str(seen), str(folder))
    found, said = _run([*alone[:4], f'{mount} && shift 2 && exec "$@"', *alone[5:], *command])
    assert found["hits"] == json.loads(json.dumps(expected["hits"]))
    assert found["problems"] == []
    assert len(found["refusals"]) == 5
    assert found["followed"]
    assert found["afterwards"] == ["ferry", "ice"]
    assert said == ""


if __name__ == "__main__":
    main(*sys.argv[1:])
