"""What changes in a watched folder is indexed, and nothing else is looked at."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.collection import Index
from qa.cli.indexing import follow_changes, is_wanted


class Counts:
    """An embedder that gives every text the same vector."""

    name, fingerprint, dimension = "ones", "1" * 64, 2

    def embed_passages(self, texts, progress=None):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
        import numpy as np

        return np.tile(np.array([0.6, 0.8], np.float32), (len(texts), 1))

    embed_questions = embed_passages


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / "index", create=True, embedder=Counts()) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path, index: Index) -> Path:
    made = tmp_path / "pile"
    made.mkdir()
    for number in range(4):
        (made / f"{number}.txt").write_text(f"Words of {number}.")
    index.add([str(made)])
    return made


def _follow(index: Index, folder: Path, *names: str, prune: bool = True) -> None:
    changed = {str(folder / name) for name in names}
    follow_changes(index, changed, [str(folder)], prune=prune, drafts=False)


def test_only_what_changed_is_read(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[list[str]] = []
    add: Callable[..., object] = index.add
    monkeypatch.setattr(index, "add", lambda paths, **o: looked.append(paths) or add(paths, **o))
    (folder / "0.txt").write_text("Other words.")
    (folder / "new").mkdir()
    (folder / "new" / "5.txt").write_text("New words.")
    (folder / "0.txt~").write_text("A copy of an editor.")
    _follow(index, folder, "0.txt", "new", "0.txt~")
    assert looked == [[str(folder / "0.txt"), str(folder / "new")]]
    assert index.article_count == 5


def test_what_is_gone_is_forgotten_only_with_prune(index: Index, folder: Path) -> None:
    (folder / "0.txt").unlink()
    _follow(index, folder, "0.txt", prune=False)
    assert index.article_count == 4
    _follow(index, folder, "0.txt")
    assert index.article_count == 3


def test_a_folder_that_vanishes_keeps_its_articles(index: Index, folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    follow_changes(index, {str(folder)}, [str(folder)], prune=True, drafts=False)
    assert index.article_count == 4


@pytest.mark.parametrize(
    ("path", "wanted"),
    [("/a/b.txt", True), ("/a", True), ("/a/.git/b.txt", False), ("/ab/c.txt", False)],
)
def test_hidden_names_and_other_folders_are_passed_over(path: str, wanted: bool) -> None:
    assert is_wanted(path, ["/a"]) is wanted
    assert is_wanted("/h/.notes/a.txt", ["/h/.notes"])


def test_a_link_out_of_a_watched_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("Nobody gave this.", encoding="utf-8")
    watched = tmp_path / "watched"
    watched.mkdir()
    (watched / "inside.txt").write_text("Somebody gave this.", encoding="utf-8")
    (watched / "link.txt").symlink_to(outside)
    assert is_wanted(str(watched / "inside.txt"), [str(watched)])
    assert not is_wanted(str(watched / "link.txt"), [str(watched)])
