"""What is shown of a quote: its words, whose they are, and where they stand."""

from dataclasses import dataclass
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode

from index.articles.article import ArticleInfo
from qa.answers import Confirmation, Copy, Quote
from qa.web.pages.article_text import read_link
from qa.web.pages.links import host_of, quote_link
from qa.wording.copies_named import MOST, outlet
from qa.wording.quote_lines import is_reported, shown_words
from qa.wording.times import shown_time


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """Another outlet that holds a quote's words, when it published them, and the link to them."""

    outlet: str
    date: str | None
    link: str


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """What is shown of a quote and where it comes from. Offsets stay on the server's side.

    `repeated` says that the answer already shows these words, `reported` that a speaker's words are
    told in the narrator's, `corrected_by` which quote corrects this one. `line` are its words as an
    answer's line has them, `copies` other outlets with the same words, `more_copies` how many are
    not named.
    """

    number: int
    text: str
    repeated: bool
    speaker: str | None
    info: ArticleInfo
    read_link: str
    original_link: str | None
    original_host: str
    line: str = ""
    copies: tuple[ShownCopy, ...] = ()
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


def _shown_copy(copy: Copy) -> ShownCopy:
    values = urlencode({"start": copy.start, "end": copy.end})
    link = f"read/{percent_encode(copy.info.id, safe='')}?{values}#quote"
    return ShownCopy(outlet=outlet(copy.info), date=copy.info.date, link=link)


def shown_article(info: ArticleInfo, root: str) -> ShownCopy:
    """Return a near copy as a whole; `root` leads to the server's own address."""
    link = f"{root}read/{percent_encode(info.id, safe='')}"
    return ShownCopy(outlet=outlet(info), date=info.date, link=link)


def shown_quote(quote: Quote, shown: str = "") -> ShownQuote:
    """Return what is shown of a quote beside an answer that shows the text `shown`."""
    info = quote.article.info
    original = quote_link(info.url, quote.text)
    return ShownQuote(
        number=quote.number,
        text=quote.text,
        repeated=quote.text.strip('“”"\n ') in shown,
        speaker=quote.speaker,
        info=info,
        read_link=read_link(quote.article, quote.start, quote.end, quote.answer_span),
        original_link=original,
        original_host=host_of(original) if original else "",
        line=shown_words(quote),
        copies=tuple(_shown_copy(one) for one in quote.copies[:MOST]),
        more_copies=max(0, len(quote.copies) - MOST),
        reported=is_reported(quote),
        corrected_by=quote.corrected_by,
        page=quote.page,
        time=shown_time(quote.time) if quote.time else None,
        confirmed=quote.confirmed,
    )
