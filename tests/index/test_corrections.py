"""Corrections hold over whatever is read, are found everywhere, and can be taken back."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.articles.article import Article
from index.articles.details.corrections import EDITOR, Change, checked_value
from index.articles.judgement import Judgement
from index.articles.passages import Filters
from index.collection import Index
from index.errors import UnknownArticle

PAGE = """---
title: {title}
author: {author}
date: 2022-05-04
---
The ferry to Holm sails again from Monday, the harbour office said on Tuesday evening.

A second boat follows in June, once its engine has been overhauled in the yard at Brenn.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "articles" / "ferry.md"
    path.parent.mkdir()
    path.write_text(PAGE.format(title="Ferry sails again", author="Staff"))
    return path


def only(index: Index) -> Article:
    (identifier,) = index.article_ids()
    return index.article(identifier)


def correct(index: Index, **values: str | None) -> int:
    return index.details.correct([Change(article=only(index).id, values=values)], "ada")


def origin(article: Article, name: str) -> str | None:
    return next((one.source for one in article.origins if one.field == name), None)


def test_a_correction_is_seen_by_filters_and_readers_at_once(
    small_index: Index, file: Path, word_counts: Callable[..., object]
) -> None:
    small_index.add([str(file)])
    before = small_index.generation
    with Index.open(small_index.folder, embedder=word_counts()) as other:  # type: ignore[arg-type]
        assert not other.search("ferry", filters=Filters(author="Noll"))
        assert correct(small_index, author="Ada Noll") == 1
        assert small_index.generation > before
        (hit, *_) = other.search("ferry", filters=Filters(author="Noll"))
    assert hit.article.info.author == "Ada Noll"
    assert origin(hit.article, "author") == EDITOR
    assert small_index.verify().ok


def test_a_correction_survives_indexing_again_and_another_reading(
    small_index: Index, file: Path
) -> None:
    small_index.add([str(file)])
    correct(small_index, author="Ada Noll", date="2022-05-05")
    assert small_index.add([str(file)], prune=True).unchanged == 1
    file.write_text(PAGE.format(title="Ferry sails once more", author="Newsroom"))
    assert small_index.add([str(file)]).updated == 1
    info = only(small_index).info
    assert (info.title, info.author, info.date) == (
        "Ferry sails once more", "Ada Noll", "2022-05-05",
    )  # fmt: skip


def test_what_is_taken_back_is_what_the_file_says_now(small_index: Index, file: Path) -> None:
    small_index.add([str(file)])
    correct(small_index, author="Ada Noll")
    file.write_text(PAGE.format(title="Ferry sails again", author="Newsroom"))
    small_index.add([str(file)])
    assert only(small_index).info.author == "Ada Noll"
    file.unlink()  # it is not needed any more
    change = Change(article=only(small_index).id, as_read=["author"])
    assert small_index.details.correct([change], "ada") == 1
    article = only(small_index)
    assert article.info.author == "Newsroom"
    assert origin(article, "author") != EDITOR
    assert not small_index.details.of(article).corrections


def test_a_correction_outlives_its_article(small_index: Index, file: Path) -> None:
    small_index.add([str(file)])
    correct(small_index, publication="The Holm Packet")
    small_index.remove(small_index.article_ids())
    small_index.add([str(file)])
    assert only(small_index).info.publication == "The Holm Packet"


def test_an_emptied_field_is_neither_missing_nor_doubtful(small_index: Index, file: Path) -> None:
    small_index.add([str(file)])
    (before,) = small_index.details.checked()
    assert [doubt.field for doubt in before.doubtful] == ["author"]
    assert "publication" in before.missing
    correct(small_index, author=None)
    (after,) = small_index.details.checked()
    assert after.info.author is None
    assert not after.doubtful
    assert "author" not in after.missing
    assert [one.read.value for one in after.corrections] == ["Staff"]


def test_only_another_title_embeds_again(
    tmp_path: Path, file: Path, word_counts: Callable[..., object]
) -> None:
    embedded: list[int] = []

    class Counted:
        def __init__(self) -> None:
            self._inner = word_counts()

        def __getattr__(self, name: str) -> object:
            return getattr(self._inner, name)

        def embed_passages(self, texts: list[str], progress: object = None) -> object:
            embedded.append(len(texts))
            return self._inner.embed_passages(texts)  # type: ignore[attr-defined]

    with Index.open(tmp_path / "i", create=True, embedder=Counted()) as index:  # type: ignore[arg-type]
        index.add([str(file)])
        first = sum(embedded)
        correct(index, author="Ada Noll", publication="The Holm Packet")
        assert sum(embedded) == first
        correct(index, title="Second boat for Holm")
        assert sum(embedded) == 2 * first
        assert index.verify().ok


def test_judgements_of_quotes_hold_when_details_are_corrected(
    small_index: Index, file: Path
) -> None:
    small_index.add([str(file)])
    article = only(small_index)
    small_index.judgements.add(
        [
            Judgement(
                key="k", asked="When?", article=article.id, content_hash=article.content_hash,
                start=0, end=9, right=True, editor="ada", at="2026-01-01T00:00:00+00:00",
            )
        ]
    )  # fmt: skip
    correct(small_index, author="Ada Noll")
    (kept,) = small_index.judgements.of(["k"])
    assert kept.text == article.text[:9]
    file.write_text(file.read_text().replace("Tuesday", "Thursday"))
    small_index.add([str(file)])
    assert not small_index.judgements.of(["k"])


def test_corrections_are_all_or_none(small_index: Index, file: Path) -> None:
    small_index.add([str(file)])
    changes = [
        Change(article=only(small_index).id, values={"author": "Ada Noll"}),
        Change(article="nowhere", values={"author": "Ada Noll"}),
    ]
    with pytest.raises(UnknownArticle):
        small_index.details.correct(changes, "ada")
    assert only(small_index).info.author == "Staff"


def test_a_doubtful_value_can_be_confirmed_and_a_sure_one_needs_no_correction(
    small_index: Index, tmp_path: Path
) -> None:
    path = tmp_path / "night-boat.txt"
    path.write_text("The night boat was late again.\nNobody at the harbour office said why.\n")
    small_index.add([str(path)])
    title = only(small_index).info.title
    assert [doubt.field for doubt in small_index.details.checked()[0].doubtful] == ["title"]
    correct(small_index, title=title)
    assert not small_index.details.checked()[0].doubtful
    change = Change(article=only(small_index).id, as_read=["title"])
    small_index.details.correct([change], "ada")
    assert [doubt.field for doubt in small_index.details.checked()[0].doubtful] == ["title"]


def test_corrections_are_salvaged_from_a_damaged_database(small_index: Index, file: Path) -> None:
    small_index.add([str(file)])
    correct(small_index, author="Ada Noll")
    held = small_index.details.checked()[0].corrections
    small_index.close()
    path = small_index.folder / "articles.sqlite"
    data = bytearray(path.read_bytes())
    data[:24] = bytes(24)  # its head
    path.write_bytes(data)
    with Index.open(small_index.folder, embedder=small_index.embedder, damaged=True) as index:
        assert index.verify(repair=True).ok
        assert index.details.checked()[0].corrections == held


@pytest.mark.parametrize(
    ("name", "value"),
    [("date", "soon"), ("date", "2022-13-01"), ("url", "javascript:alert(1)"),
     ("url", "https://ada@host.example/"), ("lang", "English"), ("path", "/etc"),
     ("title", "x" * 501)],
)  # fmt: skip
def test_values_that_a_field_cannot_have_are_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        checked_value(name, value)


def test_values_are_stored_as_one_line() -> None:
    assert checked_value("author", "  Ada\n Noll\x00 ") == "Ada Noll"
    assert checked_value("lang", "PT-br") == "pt-br"
    assert checked_value("title", " ") is None


def test_vectors_stay_those_of_the_text(small_index: Index, file: Path) -> None:
    small_index.add([str(file)])
    before = small_index.question_vectors(["ferry"])
    rank = [hit.score for hit in small_index.search("ferry")]
    correct(small_index, author="Ada Noll")
    assert np.array_equal(before, small_index.question_vectors(["ferry"]))
    assert [hit.score for hit in small_index.search("ferry")] == pytest.approx(rank, abs=1e-6)
