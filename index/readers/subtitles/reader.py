"""Subtitle files (WebVTT and SubRip): one article, its times as marks."""

import re
from collections.abc import Iterator

from index.articles.article import ArticleInfo, normalise_text
from index.articles.origins import Origin
from index.errors import ReadError
from index.readers.blocks import assemble, caption_blocks, make_article, one_line
from index.readers.encoding import decode
from index.readers.sources import ReadOutcome, Source
from index.readers.subtitles.cues import Cue, cues_of, has_timing

_WEBVTT = re.compile(r"\A\s*WEBVTT(?:[ \t]+-?[ \t]*(?P<title>\S[^\n]*))?(?=\n|\Z)")
_LANGUAGE = re.compile(r"^Language:[ \t]*(?P<tag>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)[ \t]*$", re.M)
_SECTION = re.compile(r"[ \t]*(?:NOTE|STYLE|REGION)(?=\s|$)")
_BLANK = re.compile(r"\n{2,}")
_LONGEST_TITLE = 200


def read(data: bytes, source: Source) -> ReadOutcome:
    """Read subtitles: times become marks, tags, numbers and positions go.

    Raises:
        ReadError: not text, no line of times, or nothing said.
    """
    text = normalise_text(decode(data).text)
    head = _WEBVTT.match(text)
    cues = sorted(_cues(text, is_webvtt=head is not None), key=lambda cue: cue.start)
    body, marks = assemble(caption_blocks(cues))
    if not body:
        raise ReadError("no subtitles in it (lines as 00:01.000 --> 00:04.000); check the file")
    info, origins = _information(text, head)
    return ReadOutcome((make_article(source, info, body, marks, origins=origins),))


def _cues(text: str, *, is_webvtt: bool) -> Iterator[Cue]:
    """Yield the cues of a file.

    What stands apart from all lines of times is shown by no player of WebVTT; in SubRip it goes on
    with the cue before.
    """
    waiting = ""
    for block in _BLANK.split(text):
        if has_timing(block):
            yield from cues_of(waiting)[1]
            waiting = block
        elif not is_webvtt and not _SECTION.match(block):
            waiting += f"\n{block}"
    yield from cues_of(waiting)[1]


def _information(text: str, head: re.Match[str] | None) -> tuple[ArticleInfo, list[Origin]]:
    if head is None:
        return ArticleInfo(id=""), []
    title = one_line((head["title"] or "")[:_LONGEST_TITLE])
    language = _LANGUAGE.search(_BLANK.split(text, maxsplit=1)[0])
    info = ArticleInfo(id="", title=title, lang=language["tag"].lower() if language else None)
    return info, [Origin("title", "WebVTT header", 0.8), Origin("lang", "WebVTT header")]
