"""reStructuredText: text, front matter, directives that nobody knows, and nothing included."""

from pathlib import Path

import pytest
from office_files import read_as

from index.articles.article import Article

TITLE = "Ferry stays in port\n===================\n\n"


def _article(folder: Path, text: str) -> Article:
    outcome = read_as(folder, "ferry_notes.rst", text.encode())
    assert outcome.failures == ()
    (article,) = outcome.articles
    return article


def _text(folder: Path, text: str) -> str:
    return _article(folder, text).text


@pytest.mark.parametrize(
    "text",
    [
        f":title: Ferry stays in port\n:author: Ada Löfgren\n:date: 2024-05-04\n\n{TITLE}Shut.\n",
        f"{TITLE}:author: Ada Löfgren\n:date: 2024-05-04 10:20\n:slug: x\n\nShut.\n",
        f".. title: Ferry stays in port\n.. author: Ada Löfgren\n.. date: 2024-05-04 10:00 UTC\n\n"
        f"{TITLE}Shut.\n",
    ],
)
def test_fields_and_comments_at_the_top_are_metadata(tmp_path: Path, text: str) -> None:
    article = _article(tmp_path, text)
    info = article.info
    assert (info.title, info.author, info.date) == (
        "Ferry stays in port", "Ada Löfgren", "2024-05-04",
    )  # fmt: skip
    assert article.text.endswith("Shut.")
    assert "Löfgren" not in article.text


def test_markup_goes(tmp_path: Path) -> None:
    text = (
        f"{TITLE}*Nobody* sailed [1]_, said ``Ida`` and :ref:`her crew <x>`; see `the list "
        "<http://a.example>`_.\n\nThe quay\n--------\n\n- Pay.\n- Wait.\n\n  1. Sail.\n\n"
        "=====  =====\nPort   Ships\n=====  =====\nArne   9\n=====  =====\n\n"
        "| a line\n| another\n\n.. [1] A note.\n\n.. a comment\n"
    )
    article = _article(tmp_path, text)
    assert article.text == (
        "Nobody sailed, said Ida and her crew; see the list.\n\nThe quay\n\n- Pay.\n- Wait.\n"
        "  1. Sail.\n\nPort | Ships\nArne | 9\n\na line\nanother\n\nA note."
    )
    assert [one.kind for one in article.marks] == ["heading", "table"]


def test_directives(tmp_path: Path) -> None:
    text = (
        "Seen.\n\n.. note:: Mind the gap.\n\n.. seealso::\n   :class: x\n\n   The *quay*.\n\n"
        ".. toctree::\n\n   other\n\n.. figure:: a.png\n\n   The ferry.\n"
    )
    article = _article(tmp_path, text)
    assert article.text == "Seen.\n\nMind the gap.\n\nThe quay.\n\nThe ferry."
    assert [one.kind for one in article.marks] == ["caption"]


def test_nothing_is_included_or_run(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("a secret")
    text = (
        f"Seen.\n\n.. include:: {tmp_path}/secret.txt\n\n.. csv-table::\n   :file: "
        f"{tmp_path}/secret.txt\n\n.. raw:: html\n   :file: {tmp_path}/secret.txt\n\n"
        ".. raw:: html\n\n   <p>raw</p>\n"
    )
    assert _text(tmp_path, text) == "Seen."


def test_an_empty_file_of_comments_is_a_message(tmp_path: Path) -> None:
    outcome = read_as(tmp_path, "a.rst", b".. only a comment\n")
    assert "no text in it" in outcome.failures[0].error
