"""A tiny format for tests: notices, files whose first line is a title and whose rest is the text.

The suite puts this folder on PYTHONPATH, as somebody would who brings a format of their own.
"""

from index.articles.article import ArticleInfo, normalise_text
from index.articles.marks import Mark
from index.errors import ReadError
from index.readers.blocks import make_article
from index.readers.registry import Format
from index.readers.sources import ReadOutcome, Source

NOTICE = Format(
    name="notice",
    summary="one article; its first line is the title",
    suffixes=(".notice", ".ntc"),
    named_only=(".ntc",),
    media_types=("text/x-notice",),
    reader="notices:read",
    largest=10_000,
    largest_fetched=5_000,
    cpu_seconds=2,
)


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read a notice; its first paragraph is a page of its own.

    Raises:
        ReadError: nothing under the title.
    """
    title, _, rest = normalise_text(data.decode()).partition("\n")
    text = rest.strip()
    if title == "loop":
        while True:
            pass
    if not text:
        raise ReadError("nothing under the title; write the notice")
    page = Mark("page", 0, len(text.partition("\n\n")[0]), "i")
    return ReadOutcome((make_article(source, ArticleInfo(id="", title=title), text, (page,)),))
