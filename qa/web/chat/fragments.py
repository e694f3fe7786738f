"""Answers and articles as HTML. Every character of an article is escaped on its way here.

Templates escape whatever they print; the only markup made in Python is the `<mark>` around a
quote, placed by slicing the stored text, so that no offset ever crosses into JavaScript.
"""

import html
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from index.articles.article import Article, ArticleInfo, Span
from index.articles.passages import Filters
from qa.answers import Answer, Quote, Reason
from qa.web.pages.links import host_of, quote_link, safe_url

_HERE = Path(__file__).parents[1]
_MARK = re.compile(r"\[(\d{1,3})\]")
# A direction override in an article could show its neighbours, or our own words, backwards; inside
# an element of its own it ends with that element. Tag characters are letters that nobody sees, but
# in the flag of a region, where they belong. Joiners and soft hyphens hide no words, and stay.
_UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"
    "|[\u202a-\u202e\u2066-\u2069]|[\U000e0000-\U000e007f]+"
)
_TAGS = 0xE0000

_SILENCE = "Not in the articles"
_SILENCES = {
    Reason.EMPTY_INDEX: "No articles yet",
    Reason.OUTSIDE_FILTERS: "Not within the filters",
    Reason.UNKNOWN_SPEAKER: "Nobody of this name",
}
_CONFIDENCE = ((0.9, "Very high"), (0.75, "High"), (0.5, "Fair"), (0.0, "Low"))


@dataclass(frozen=True, slots=True)
class Source:
    """What is shown of a quote and where it comes from. Offsets stay on the server's side.

    `repeated` says that the answer already shows these words.
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

    @property
    def whose(self) -> str:
        """Whose word it is that somebody said this: the publication's, else the article's."""
        return self.info.publication or self.info.title or "an untitled article"


def show(text: object) -> Markup:
    """Return `text` escaped, with what is hidden in it named; its text content is unchanged."""
    escaped = html.escape(str(text))
    return Markup(_UNSEEN.sub(_shut_in, escaped))


def _shut_in(match: re.Match[str]) -> str:
    if match[1]:
        return match[0]
    return f'<bdi class="control" data-code="{html.escape(_named(match[0]))}">{match[0]}</bdi>'


def _named(unseen: str) -> str:
    """Return the code of a control character, or the letters that tag characters stand for."""
    letters = [chr(ord(one) - _TAGS) for one in unseen if ord(one) >= _TAGS]
    return "".join(filter(str.isprintable, letters)) or f"U+{ord(unseen[0]):04X}"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["show"] = show
    return environment


def render(template: str, /, **values: Any) -> str:  # noqa: ANN401 - whatever the template names
    """Return a template of `templates/` filled in, everything escaped."""
    return _templates().get_template(template).render(**values)


def confidence_words(confidence: float) -> str:
    """Return a probability as words and a number: "High (83 %)"."""
    words = next(words for floor, words in _CONFIDENCE if confidence >= floor)
    return f"{words} ({round(confidence * 100)} %)"


def read_link(
    article: Article, start: int, end: int, answer: Span | None = None, *, root: str = ""
) -> str:
    """Return the address of the article page that shows [start, end) highlighted.

    The address carries a stamp of the text, so that offsets are never applied to another version.
    """
    values = {"start": start, "end": end, "v": text_stamp(article)}
    if answer:
        values["answer"] = f"{answer[0]}-{answer[1]}"
    return f"{root}read/{percent_encode(article.id, safe='')}?{urlencode(values)}#quote"


def text_stamp(article: Article) -> str:
    """Return a short hash that changes whenever the article does."""
    return article.content_hash[:12]


def marked_text(article: Article, span: Span | None, answer: Span | None = None) -> Markup:
    """Return the article's text escaped, [start, end) in one `<mark>`, the short answer in `<b>`.

    Without tags the result is the article's text, character for character.
    """
    if span is None:
        return _plain(article, 0, len(article.text))
    start, end = span
    first, last = answer if answer and start <= answer[0] < answer[1] <= end else (end, end)
    inner = _plain(article, start, first)
    if first < last:
        inner += Markup("<b>{}</b>").format(_plain(article, first, last))
        inner += _plain(article, last, end)
    mark = Markup('<mark id="quote" tabindex="-1">{}</mark>').format(inner)
    return _plain(article, 0, start) + mark + _plain(article, end, len(article.text))


def _plain(article: Article, start: int, end: int) -> Markup:
    pieces: list[Markup] = []
    at = start
    for first, last in article.headings:
        low, high = max(first, at), min(last, end)
        if low >= high:
            continue
        pieces.append(show(article.text[at:low]))
        heading = Markup('<span class="heading">{}</span>')
        pieces.append(heading.format(show(article.text[low:high])))
        at = high
    pieces.append(show(article.text[at:end]))
    return Markup("").join(pieces)


def answer_with_links(answer: Answer, sources: tuple[Source, ...]) -> Markup:
    """Return the answer's text, each [n] that names a quote as a link to it.

    Beside what somebody is said to have said stands in whose article that is claimed.
    """
    quotes = {source.number: source for source in sources}
    pieces: list[Markup] = []
    at = 0
    for match in _MARK.finditer(answer.answer):
        source = quotes.get(int(match[1]))
        if source is None:
            continue
        pieces.append(show(answer.answer[at : match.start()]))
        pieces.append(
            Markup('<a class="cite" data-read href="{}" aria-label="Quote {}">[{}]</a>').format(
                source.read_link, match[1], match[1]
            )
        )
        if source.speaker:
            whose = Markup(' <span class="whose">in <bdi>{}</bdi></span>')
            pieces.append(whose.format(show(source.whose)))
        at = match.end()
    pieces.append(show(answer.answer[at:]))
    return Markup("").join(pieces)


def to_source(quote: Quote, shown: str = "") -> Source:
    """Return what is shown of a quote beside an answer that shows the text `shown`."""
    info = quote.article.info
    original = quote_link(info.url, quote.text)
    return Source(
        number=quote.number,
        text=quote.text,
        repeated=quote.text.strip('“”"\n ') in shown,
        speaker=quote.speaker,
        info=info,
        read_link=read_link(quote.article, quote.start, quote.end, quote.answer_span),
        original_link=original,
        original_host=host_of(original) if original else "",
        also_in=len(quote.also_in),
    )


def turn_html(answer: Answer, number: int, filters: Filters | None = None) -> str:
    """Return one question with its answer, or with its abstention."""
    sources = tuple(to_source(quote, answer.answer) for quote in answer.quotes)
    return render(
        "turn.html",
        number=number,
        question=answer.question,
        asked_as=answer.asked_as if _differs(answer.asked_as, answer.question) else None,
        answered=answer.answered,
        answer=answer_with_links(answer, sources),
        plain_answer=answer.answer,
        about=json.dumps(_what_a_verdict_is_about(answer, filters or Filters())),
        confidence=confidence_words(answer.confidence),
        silence=_SILENCES.get(answer.reason, _SILENCE) if answer.reason else _SILENCE,
        sources=sources,
        nearest=tuple(map(to_source, answer.nearest)),
    )


def _what_a_verdict_is_about(answer: Answer, filters: Filters) -> dict[str, object]:
    """Return the request of `/api/feedback` for this answer, without the verdict."""
    used = {name: getattr(filters, name) for name in ("author", "source", "after", "before")}
    return {
        "question": answer.asked_as,
        "filters": {name: value for name, value in used.items() if value},
        "answered": answer.answered,
        "answer": answer.answer,
        "quotes": [
            {
                "article": quote.article.id,
                "start": quote.start,
                "end": quote.end,
                "speaker": quote.speaker,
            }
            for quote in answer.quotes
        ],
    }


def _differs(asked_as: str, question: str) -> bool:
    return asked_as.casefold().split() != question.casefold().split()


def article_values(article: Article, span: Span | None, answer: Span | None) -> dict[str, Any]:
    """Return what the templates of an article page print."""
    quote = article.text[span[0] : span[1]] if span else ""
    original = quote_link(article.info.url, quote) if span else safe_url(article.info.url)
    return {
        "info": article.info,
        "text": marked_text(article, span, answer),
        "text_stamp": text_stamp(article),
        "original_link": original,
        "original_host": host_of(original) if original else "",
    }
