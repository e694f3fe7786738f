"""Files of articles that were added in the browser stay as long as one of their articles does."""

from pathlib import Path

import pytest

from index.store.files.originals import Original, Originals

TOKENS = ["a" * 32, "b" * 32]


def _keep(originals: Originals, folder: Path, token: str, *articles: str) -> Original:
    file = folder / "sent.txt"
    file.write_text(token, "utf-8")
    original = Original(
        token=token, file="file.txt", name="../Zoë's.txt", url=None, added="2026-01-02T03:04:05",
        by="ada", sha256="", articles=articles,
    )  # fmt: skip
    originals.keep(file, original)
    file.unlink()
    return original


def test_a_file_is_kept_with_what_is_known_of_it(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    _keep(originals, tmp_path, TOKENS[0], "one", "two")
    (found,) = originals.all()
    assert (found.name, found.articles) == ("../Zoë's.txt", ("one", "two"))
    assert found.sha256 == "3ba3f5f43b92602683c19aee62a20342b084dd5971ddd33808d81a328879a547"
    assert (tmp_path / ".originals" / TOKENS[0] / "file.txt").read_text("utf-8") == TOKENS[0]
    assert originals.article_ids() == {"one", "two"}


def test_it_goes_with_the_last_of_its_articles(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    _keep(originals, tmp_path, TOKENS[0], "one", "two")
    _keep(originals, tmp_path, TOKENS[1], "three")
    originals.release(["one", "none"])
    assert originals.article_ids() == {"two", "three"}
    originals.release(["two"])
    assert [one.token for one in originals.all()] == [TOKENS[1]]


def test_a_file_that_takes_over_an_article_keeps_it(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    for token in TOKENS:
        _keep(originals, tmp_path, token, "one")
    originals.release(["one"], but=TOKENS[1])
    assert [one.token for one in originals.all()] == [TOKENS[1]]


def test_keeping_twice_is_no_harm(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    for _ in range(2):
        _keep(originals, tmp_path, TOKENS[0], "one")
    assert originals.article_ids() == {"one"}


def test_what_is_not_understood_is_left_alone(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    _keep(originals, tmp_path, TOKENS[0], "one")
    details = tmp_path / ".originals" / TOKENS[0] / "details.json"
    details.write_text("{", "utf-8")
    originals.release(["one"])
    assert originals.all() == []
    assert details.with_name("file.txt").exists()


@pytest.mark.parametrize("token", ["", "..", "../..", "A" * 32])
def test_what_is_no_token_is_not_dropped(tmp_path: Path, token: str) -> None:
    originals = Originals(tmp_path)
    _keep(originals, tmp_path, TOKENS[0], "one")
    originals.drop(token)
    assert len(originals.all()) == 1
