"""Lines in a row that begin with labels stay lines; other lines of a paragraph are joined."""

from pathlib import Path

from index.readers.markdown import read
from index.readers.sources import Source


def text_of(markdown: str) -> str:
    (article,) = read(markdown.encode(), Source("/a.md", Path("/a.md"))).articles
    return article.text


def test_labels_begin_lines() -> None:
    text = text_of(
        "# Storm\n\n**Impact:** two roofs\n**Lead**: Ida Beck\nStatus: open\n\nIt blew.\n"
    )
    assert text == "Impact: two roofs\nLead: Ida Beck\nStatus: open\n\nIt blew."


def test_a_paragraph_with_a_colon_is_one() -> None:
    text = text_of("# Storm\n\nIt took three things:\nropes, tar and\nNote: a lamp.\n")
    assert text == "It took three things: ropes, tar and Note: a lamp."
