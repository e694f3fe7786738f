"""A conversation as it is put into a file: its quotes cut from the articles, the rest in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote as percent_encode

from qa.answers import Answer, Quote
from qa.citing.links import safe_url
from qa.web.answering.service import AnsweringService
from qa.web.chat.fragments import confidence_words, verdict_words
from qa.web.chat.page_words import Words
from qa.web.exporting.conversation import SavedExchange, SavedQuote
from qa.web.pages.article_text import read_link
from qa.web.sharing.links import AnswerLinks
from qa.web.sharing.opening import all_again
from qa.web.sharing.record import SharedAnswer
from qa.web.sharing.standing import Reopened, Standing, State
from qa.wording.times import shown_time

_LOST = {State.GONE: "sharedGone", State.NOT_KEPT: "sharedNotKept"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the browser sends it: what was kept of its answer, or why there is none."""

    question: str
    proof: str | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Saver:
    """Makes what goes into a file. `home` is the address of the chat, with a slash at its end."""

    service: AnsweringService
    links: AnswerLinks
    words: Words
    home: str

    def exchanges(self, asked: Sequence[Asked]) -> Iterator[SavedExchange]:
        """Yield the exchanges; each quote is cut from its article as of then."""
        given = [self.links.given(one.proof) if one.proof else None for one in asked]
        answers = [one.answers[0] for one in given if one]
        again = iter(all_again(self.service, answers))
        for one, shared in zip(asked, given, strict=True):
            if shared is None:
                yield SavedExchange(question=one.question, lines=_lines(one.said))
            else:
                yield self._answered(shared.answers[0], next(again))

    def _answered(self, shared: SharedAnswer, again: Reopened) -> SavedExchange:
        answer = again.answer
        quotes = tuple(self._quote(one) for one in again.standings)
        asked_as = f"{self.words['askedAs']} {shared.asked_as}"
        is_told = again.question is not None
        return SavedExchange(
            question=shared.question if is_told else str(self.words["sharedNoQuestion"]),
            asked_as=asked_as if is_told and _differs(shared) else None,
            lines=(*answer.notes, *_lines(answer.answer)) if answer else (),
            verdict=self._verdict(answer) if answer else self.words["sharedNothing"],
            quotes=quotes,
        )

    def _verdict(self, answer: Answer) -> str:
        said = verdict_words(answer, self.words)
        if not answer.answered:
            return said
        return f"{said}. {confidence_words(answer.confidence, self.words)}"

    def _quote(self, standing: Standing) -> SavedQuote:
        quote = standing.quote
        if quote is None:
            info = standing.version.article.info if standing.version else None
            here = f"{self.home}read/{percent_encode(info.id, safe='')}" if info else self.home
            remark = str(self.words[_LOST[standing.state]])
            return SavedQuote(number=standing.number, text=None, facts=(), read=here, remark=remark)
        return SavedQuote(
            number=quote.number,
            text=quote.text,
            facts=tuple(_facts(quote, self.words)),
            read=read_link(
                quote.article, quote.start, quote.end, quote.answer_span, root=self.home
            ),
            original=safe_url(quote.article.info.url),
            lang=quote.article.info.lang,
            remark=self._remark(standing),
        )

    def _remark(self, standing: Standing) -> str | None:
        if standing.state is not State.CHANGED or standing.version is None:
            return None
        day = (standing.version.until or "")[:10]
        return str(self.words["sharedChanged"]).format(day=day)


def _facts(quote: Quote, words: Words) -> Iterator[str]:
    info = quote.article.info
    page = str(words["page"]).format(page=quote.page) if quote.page else None
    time = str(words["time"]).format(time=shown_time(quote.time)) if quote.time else None
    title = info.title or str(words["untitled"])
    known = (quote.speaker, title, info.author, info.publication, info.date, page, time)
    yield from filter(None, known)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())


def _differs(shared: SharedAnswer) -> bool:
    return shared.asked_as.casefold().split() != shared.question.casefold().split()
