"""What is shown of a quote: its words, whose they are, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode

from markupsafe import Markup

from index.articles.article import ArticleInfo
from qa.answers import Confirmation, Copy, Quote
from qa.citing.cited import quote_path
from qa.citing.links import host_of, quote_link, safe_url
from qa.web.pages.article_text import read_link
from qa.web.pages.marked_text import Marked, quote_text
from qa.web.pages.speaker_address import speaker_address
from qa.wording.copies_named import MOST, outlet
from qa.wording.quote_lines import introduction, is_author, is_reported, shown_words
from qa.wording.times import shown_time


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """Another outlet that holds a quote's words, when it published them, and the link to them."""

    outlet: str
    date: str | None
    link: str
    id: str = ""
    title: str | None = None


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """What is shown of a quote and where it comes from. Offsets stay on the server's side.

    `html` are its words, tables as tables; `line` are they as a line of an answer has them, behind
    its `introduction`. `reported` says that a speaker's words are told in the narrator's,
    `corrected_by` which quote corrects this one. `cite_link` leads to the page of the quote,
    `speaker_link` to all that its speaker says.
    `copies` are other outlets with the same words, `more_copies` how many are not named beside it.
    """

    number: int
    text: str
    html: Markup
    speaker: str | None
    info: ArticleInfo
    read_link: str
    original_link: str | None
    original_host: str
    cite_link: str = ""
    speaker_link: str = ""
    line: str = ""
    introduction: str = ""
    copies: tuple[ShownCopy, ...] = ()
    all_copies: tuple[ShownCopy, ...] = ()
    more_copies: int = 0
    reported: bool = False
    corrected_by: int | None = None
    page: str | None = None
    time: str | None = None
    confirmed: Confirmation | None = None

    @property
    def lang(self) -> str:
        """The language of the article, as the attribute `lang` has it: "" where it is not known."""
        return self.info.lang or ""

    @property
    def url(self) -> str | None:
        """The address of the original page, where it is one of a web site."""
        return safe_url(self.info.url)


def _shown_copy(copy: Copy) -> ShownCopy:
    values = urlencode({"start": copy.start, "end": copy.end})
    link = f"read/{percent_encode(copy.info.id, safe='')}?{values}#quote"
    return _copy(copy.info, link)


def shown_article(info: ArticleInfo, root: str) -> ShownCopy:
    """Return a near copy as a whole; `root` leads to the server's own address."""
    link = f"{root}read/{percent_encode(info.id, safe='')}"
    return _copy(info, link)


def _copy(info: ArticleInfo, link: str) -> ShownCopy:
    return ShownCopy(outlet(info), info.date, link, info.id, info.title)


def shown_quote(quote: Quote, among: Sequence[Quote] = (), table: str = "Table") -> ShownQuote:
    """Return what is shown of a quote `among` those of its answer; `table` is what tables are."""
    info = quote.article.info
    original = quote_link(info.url, quote.text)
    copies = tuple(_shown_copy(one) for one in quote.copies)
    return ShownQuote(
        number=quote.number,
        text=quote.text,
        html=quote_text(quote.article, quote.start, quote.end, quote.answer_span, table),
        speaker=quote.speaker,
        info=info,
        read_link=_read_link(quote, among),
        original_link=original,
        original_host=host_of(original) if original else "",
        cite_link=quote_path(quote.article, quote.start, quote.end),
        speaker_link=_speaker_link(quote),
        line=shown_words(quote),
        introduction=introduction(quote),
        copies=copies[:MOST],
        all_copies=copies,
        more_copies=max(0, len(copies) - MOST),
        reported=is_reported(quote),
        corrected_by=quote.corrected_by,
        page=quote.page,
        time=shown_time(quote.time) if quote.time else None,
        confirmed=quote.confirmed,
    )


def _speaker_link(quote: Quote) -> str:
    """Return the address of all that the speaker says, "" where the article itself speaks."""
    if not quote.speaker or is_author(quote):
        return ""
    return speaker_address(quote.speaker, quote.article.id)


def _read_link(quote: Quote, among: Sequence[Quote]) -> str:
    others = [
        Marked(one.number, one.start, one.end)
        for one in among
        if one.number != quote.number
        and one.article.id == quote.article.id
        and one.article.text_hash == quote.article.text_hash
    ]
    number = quote.number if among else None
    return read_link(
        quote.article, quote.start, quote.end, quote.answer_span, number=number, others=others
    )
