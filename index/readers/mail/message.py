"""One message: its own words are an article, what it forwards and what is attached are others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import Message

from index.articles.article import Article, ArticleInfo
from index.articles.dates import find_date
from index.articles.origins import Origin
from index.readers import read_bytes
from index.readers.archives.members import place_in, read_member, skipped
from index.readers.blocks import Block, assemble, make_article, without_title
from index.readers.mail.footers import message_blocks
from index.readers.mail.headers import Head, day_of, head_of, person_of
from index.readers.mail.history import Forwarded, split_history
from index.readers.mail.html_passages import html_passages, shown_html
from index.readers.mail.parts import Parts, TextPart, parts_of
from index.readers.mail.passages import Passage, plain_passages
from index.readers.registry import FORMATS
from index.readers.sources import ReadOutcome, Source

_FEWEST = 0.8
"""Share of a newsletter's words that its page must keep to be taken for the newsletter."""

_PARAGRAPH = re.compile(r"\n{2,}")


def message_outcomes(message: Message, source: Source, row: str = "") -> Iterator[ReadOutcome]:
    """Yield the article of a message, that of one it forwards, and what is attached.

    Args:
        message: as parsed.
        source: of the file that holds it.
        row: what it is called in a file of several.
    """
    is_draft = _is_draft(message)
    for outcome in _outcomes(message, source, row):
        if is_draft:
            outcome = replace(outcome, articles=(), drafts=(*outcome.articles, *outcome.drafts))
        yield outcome


def _outcomes(message: Message, source: Source, row: str) -> Iterator[ReadOutcome]:
    head = head_of(message)
    parts = parts_of(message)
    place = place_in(source, row) if row else str(source.path or source.key)
    articles = tuple(_articles(parts, head, source, row))
    if articles:
        yield ReadOutcome(articles)
    elif parts.is_locked:
        yield skipped(place, "is encrypted; save it decrypted")
    elif not parts.attached:
        yield skipped(place, "says nothing itself, or only quotes others")
    for one in parts.attached:
        yield read_member(source, one.name, one.content, row=row, is_named=True)


def _is_draft(message: Message) -> bool:
    """Tell whether a mail program marked a message as not sent yet."""
    labels = str(message.get("X-Gmail-Labels", "")).casefold().split(",")
    unsent = str(message.get("X-Unsent", "")).strip() == "1"
    return unsent or "X-Mozilla-Draft-Info" in message or bool({"draft", "drafts"} & set(labels))


def _articles(parts: Parts, head: Head, source: Source, row: str) -> Iterator[Article]:
    passages = [passage for part in parts.shown for passage in _passages(part, head, source)]
    split = split_history(passages, head)
    own = _article(split.own, head.info, head.origins, source, row)
    if own is not None:
        yield own
    if split.forwarded is not None:
        info, origins = _forwarded_info(split.forwarded, head)
        name = f"{row} forwarded".strip()
        other = _article(split.forwarded.passages, info, origins, source, name)
        if other is not None:
            yield other


def _article(
    passages: Sequence[Passage],
    info: ArticleInfo,
    origins: Sequence[Origin],
    source: Source,
    row: str,
) -> Article | None:
    blocks = message_blocks([passage.block for passage in passages])
    text, marks = assemble(without_title(blocks, info.title))
    return make_article(source, info, text, marks, row, origins) if text else None


def _passages(part: TextPart, head: Head, source: Source) -> list[Passage]:
    if not part.is_html:
        return plain_passages(part)
    whole = html_passages(part.text)
    if not whole and part.instead is not None:
        return plain_passages(part.instead)
    if not head.is_bulk or any(passage.depth for passage in whole):
        return whole
    found = _page_blocks(part.text, source)
    kept = sum(len(block.text.split()) for block in found)
    all_words = sum(len(block.text.split()) for block in message_blocks([p.block for p in whole]))
    return [Passage(block) for block in found] if kept >= _FEWEST * all_words else whole


def _page_blocks(html: str, source: Source) -> list[Block]:
    """Return the blocks of a newsletter as the reader of pages finds them; none where it fails."""
    format_ = FORMATS.of_file("newsletter.html")
    page = f"\ufeff{shown_html(html)}".encode("utf-8", "replace")
    inner = Source(source.key, source.path)
    return [block for one in read_bytes(page, inner, format_).articles for block in _blocks_of(one)]


def _blocks_of(article: Article) -> Iterator[Block]:
    """Yield an article's paragraphs, with the marks that one has as a whole."""
    whole = {(mark.start, mark.end): mark for mark in article.marks if mark.kind != "turn"}
    place = 0
    for gap in [*_PARAGRAPH.finditer(article.text), None]:
        end = gap.start() if gap else len(article.text)
        mark = whole.get((place, end))
        yield Block(
            article.text[place:end], mark.kind if mark else None, label=mark.label if mark else ""
        )
        place = gap.end() if gap else end


def _forwarded_info(message: Forwarded, head: Head) -> tuple[ArticleInfo, tuple[Origin, ...]]:
    said = message.headers
    info = replace(
        head.info,
        title=said.get("subject") or head.info.title,
        author=person_of(said.get("from", "")),
        date=_day(said.get("date", "")),
        publication=None,
        url=None,
    )
    told = (("title", "Subject"), ("author", "From"), ("date", "Date"))
    return info, tuple(Origin(one, f"forwarded mail's {name}", 0.7) for one, name in told)


def _day(written: str) -> str | None:
    found = find_date(written)
    return found[0] if found else day_of(written)
