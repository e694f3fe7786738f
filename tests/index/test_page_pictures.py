"""Pages of PDFs as pictures: the right page, the words marked, and nothing of another file."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from index.articles.article import Article
from index.collection import Index
from index.errors import ReadError
from index.models.embedder import Embedder
from index.opened.page_pictures import PagePictures

LEAK = "The lock at Merrow leaks badly, said the keeper who had looked at it for a week."
MEND = "It was mended in May by three men of the parish, and nobody paid them anything."


def _pdf(path: Path, *pages: str) -> None:
    """Write a PDF; a page of no words has a grey box on it."""
    canvas = Canvas(str(path), pagesize=(400, 600))
    for words in pages:
        for line in range(4 if words else 0):
            canvas.drawString(20, 500 - 20 * line, words[line * 22 : line * 22 + 22])
        if not words:
            canvas.setFillGray(0.5)
            canvas.rect(0, 0, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()


@pytest.fixture
def index(tmp_path: Path, word_counts: Callable[..., Embedder]) -> Iterator[Index]:
    _pdf(tmp_path / "lock.pdf", LEAK, "", MEND)
    with Index.open(tmp_path / "index", create=True, embedder=word_counts()) as index:
        index.add([str(tmp_path / "lock.pdf")])
        yield index


def _of(index: Index) -> tuple[Article, PagePictures]:
    return index.article(index.articles()[0].id), index.page_pictures


def _pixels(made: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.int_]]":
    return np.asarray(Image.open(io.BytesIO(made)).convert("RGB")).astype(int)


def _marked(made: bytes) -> int:
    """Return how many pixels are of the colour of marks."""
    pixels = _pixels(made)
    return int(((pixels[..., 0] > 230) & (pixels[..., 2] < 170)).sum())


def test_each_page_with_text_is_shown_and_the_words_of_a_quote_are_marked(index: Index) -> None:
    article, pictures = _of(index)
    assert len(pictures.pages(article)) == 2  # the grey one has no text
    plain = [pictures.picture(article, place) for place in (0, 1)]
    assert plain[0] != plain[1]
    assert [_marked(one) for one in plain] == [0, 0]
    assert all(_pixels(one).shape == (1800, 1200, 3) for one in plain)
    assert all((_pixels(one) > 250).mean() > 0.9 for one in plain)  # and is not it
    start = article.text.index("three men")
    span = (start, start + len("three men of the parish"))
    assert _marked(pictures.picture(article, 1, span)) > 1_000
    assert _marked(pictures.picture(article, 0, span)) == 0
    for place in (-1, 2):
        with pytest.raises(ReadError):
            pictures.picture(article, place)


def test_another_file_under_the_same_name_is_not_shown(index: Index, tmp_path: Path) -> None:
    article, pictures = _of(index)
    _pdf(tmp_path / "lock.pdf", "Nothing of the kind stands here, and never did.", MEND)
    with pytest.raises(ReadError, match="not found in the file"):
        pictures.picture(article, 0)
    (tmp_path / "lock.pdf").write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(ReadError):
        pictures.picture(article, 0)
    (tmp_path / "lock.pdf").unlink()
    assert pictures.pages(article) == []
    with pytest.raises(ReadError):
        pictures.picture(article, 0)
