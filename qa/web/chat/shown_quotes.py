"""What is shown of a quote: its words, whose they are, and where they stand."""

from dataclasses import dataclass

from index.articles.article import ArticleInfo
from qa.answers import Confirmation, Quote
from qa.web.pages.article_text import read_link
from qa.web.pages.links import host_of, quote_link
from qa.wording.quote_lines import is_reported
from qa.wording.times import shown_time


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """What is shown of a quote and where it comes from. Offsets stay on the server's side.

    `repeated` says that the answer already shows these words, `reported` that a speaker's words are
    told in the narrator's, `corrected_by` which quote corrects this one.
    """

    number: int
    text: str
    repeated: bool
    speaker: str | None
    info: ArticleInfo
    read_link: str
    original_link: str | None
    original_host: str
    also_in: int
    reported: bool = False
    corrected_by: int | None = None
    page: str | None = None
    time: str | None = None
    confirmed: Confirmation | None = None

    @property
    def whose(self) -> str:
        """Whose word it is that somebody said this: the publication's, else the article's."""
        return self.info.publication or self.info.title or "an untitled article"


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
        also_in=len(quote.also_in),
        reported=is_reported(quote),
        corrected_by=quote.corrected_by,
        page=quote.page,
        time=shown_time(quote.time) if quote.time else None,
        confirmed=quote.confirmed,
    )
