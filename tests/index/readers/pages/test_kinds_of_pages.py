"""Pages as many kinds of sites make them: the whole article, laid out as seen, and no more."""

from pathlib import Path

import pytest

from index.readers import read
from index.readers.sources import Source

KINDS = sorted((Path(__file__).parent / "kinds").rglob("*.html"))
RIGHT = "<!-- The text that is right:"


@pytest.mark.parametrize("path", KINDS, ids=lambda path: path.stem)
def test_the_text_of_a_kind_of_page(path: Path) -> None:
    right = path.read_text("utf-8").partition(RIGHT)[2].removesuffix("-->\n").strip()
    outcome = read(Source(str(path), path))
    assert not outcome.failures
    assert outcome.articles[0].text == right
