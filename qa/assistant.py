"""The only place that knows the order: rewrite, search, read, cite, answer or abstain."""

import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from qa.answers import Answer, Kind, Quote, Reason
from qa.citations import number_quotes, verify
from qa.composing import Composer, Known, QuoteLines, abstained, answered
from qa.evidence.copies import Copies
from qa.finding import HITS, Finder, articles_of, milliseconds_since
from qa.fitting import best_fitting
from qa.inquiry import NO_FILTERS, Ask, Inquiry
from qa.interpreting import Interpreter
from qa.language.detection import foreign_language
from qa.learning import Learning
from qa.limiting import Answering, KeptByNames, apart_by_collections, with_collections
from qa.metadata_answers import answer_from_archive, authors_in
from qa.people.matching import occurs_in
from qa.questions.article_questions import ArticleAsk
from qa.questions.conversations.leaning import of_anybody
from qa.questions.followups import Exchange
from qa.questions.question import Question
from qa.questions.requests.several import parts_of
from qa.questions.understanding import check, understand
from qa.quotes.choosing import Possible, choose
from qa.quotes.quoting import nearest
from qa.reading.default_reader import open_default_reader
from qa.reading.protocol import Reader, reads_any_language
from qa.rewriting import FollowUpRules, QuestionRewriter, wordings_of
from qa.small_talk import apart_from_small_talk
from qa.statements.speakers import spoken_by
from qa.statements.stored import KnownStatements, StatementFinder
from qa.wording.more import MoreStatements, more_of
from qa.wording.parts import joined

if TYPE_CHECKING:
    from index.articles.passages import Filters
    from index.opened.reading import ReadableIndex

__all__ = ["HITS", "Ask", "Assistant"]


class _Parts(TypedDict):
    rewriter: QuestionRewriter
    composer: Composer
    adjustment: object
    learns: bool


class Assistant:
    """Answers questions on an index with quotes, or says why not. Safe to share among threads."""

    def __init__(
        self,
        index: "ReadableIndex",
        *,
        rewriter: QuestionRewriter | None = None,
        reader: Reader | None = None,
        composer: Composer | None = None,
        adjustment: object = None,
        learns: bool = True,
    ) -> None:
        """Answer from `index`.

        Args:
            index: With the articles.
            rewriter: Makes follow-ups stand alone, in one way or several; by rules when left out.
            reader: Finds answers in passages; the trained one when left out, or the one that
                compares sentences where that cannot be opened.
            composer: Words answers and abstentions; a line a quote when left out.
            adjustment: Used instead of the one that the index stores (`Calibration.adjusted`).
            learns: Whether what editors said of quotes changes answers.
        """
        self._index = index
        self._rewriter = rewriter or FollowUpRules()
        self._reader = reader
        self._composer = composer or QuoteLines()
        self._opening = threading.Lock()
        self._annotations = index.annotations(StatementFinder())
        self._statements = KnownStatements(self._annotations)
        self._editors = Learning(index, self._statements, self._composer, learns=learns)
        self._interpreter = Interpreter(index)
        self._finder = Finder(
            index, self._statements, self._interpreter, lambda: self.reader, adjustment
        )
        self._copies = Copies(index)
        self._parts: _Parts = {
            "rewriter": self._rewriter,
            "composer": self._composer,
            "adjustment": adjustment,
            "learns": learns,
        }
        self._limited = KeptByNames(self._limit)

    @property
    def reader(self) -> Reader:
        """The reader in use: the one given, else the trained one, else the sentence reader."""
        with self._opening:
            if self._reader is None:
                self._reader = open_default_reader(lambda: self._index.embedder)
            return self._reader

    @property
    def rewriter(self) -> QuestionRewriter:
        """What makes follow-ups stand alone here."""
        return self._rewriter

    def prepare(self) -> None:
        """Open the reader in the background, so that it is there when a first question needs it."""
        pool = ThreadPoolExecutor(1, thread_name_prefix="opening")
        pool.submit(getattr, self, "reader")  # what it raises, the question will meet again
        pool.shutdown(wait=False)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str | Exchange] = (),
        filters: "Filters" = NO_FILTERS,
    ) -> Answer:
        """Answer one question.

        Args:
            question: What the user typed.
            history: Earlier exchanges of the conversation, earliest first: questions as they were
                typed, or exchanges with their answers.
            filters: Which articles may be used; all when left out.

        Raises:
            UsageError: The question is empty or too long.
        """
        return self.ask_many([Ask(question=question, history=tuple(history), filters=filters)])[0]

    def ask_many(self, asks: Sequence[Ask]) -> list[Answer]:
        """Answer several questions, embedded and read in one batch; answers in the order given.

        Raises:
            UsageError: A question is empty or too long, or filters name no collection.
            IndexClosed: The index was closed. One that is closed meanwhile waits for the answers.
        """
        with self._index.using():
            answers = apart_by_collections(asks, self._answer_messages, self._among)
            return with_collections(answers, self._index.collections)

    def limited_to(self, collections: Iterable[str]) -> "Assistant":
        """Return an assistant with the same parts that knows the articles of these alone."""
        return self._limited.of(collections)

    def _limit(self, names: frozenset[str]) -> "Assistant":
        return Assistant(self._index.limited_to(names), reader=self.reader, **self._parts)

    def _among(self, names: frozenset[str]) -> Answering:
        return self.limited_to(self._index.collections.known(names))._answer_messages

    def _answer_messages(self, asks: Sequence[Ask]) -> list[Answer]:
        return apart_from_small_talk(asks, self._index, self._answer_questions)

    def _answer_questions(self, asks: Sequence[Ask]) -> list[Answer]:
        """Answer questions; of two in one, each for itself."""
        parted = [parts_of(check(ask.question)) or (ask.question,) for ask in asks]
        pairs = zip(asks, parted, strict=True)
        each = iter(
            self._answer_parts([replace(a, question=part) for a, parts in pairs for part in parts])
        )
        return [
            joined(ask.question, [next(each) for _ in parts])
            for ask, parts in zip(asks, parted, strict=True)
        ]

    def _answer_parts(self, asks: Sequence[Ask]) -> list[Answer]:
        readings = [self._begin(ask) for ask in asks]
        if self._index.article_count == 0:
            firsts = [each[0] for each in readings]
            return [_timed(one, self._abstained(one, Reason.EMPTY_INDEX)) for one in firsts]
        read = iter(self._finder.looked_up([one for each in readings for one in each]))
        answers = [self._best_fitting([next(read) for _ in each]) for each in readings]
        for answer in answers:
            verify(answer)
        return answers

    def inquire(self, asks: Sequence[Ask]) -> list[Inquiry]:
        """Return what is found for questions, read and weighed, before an answer is chosen.

        Of a follow-up, its first reading.

        Raises:
            UsageError: A question is empty or too long.
        """
        with self._index.using():
            return self._finder.looked_up([self._begin(ask)[0] for ask in asks])

    def _best_fitting(self, readings: Sequence[Inquiry]) -> Answer:
        """Return the answer to the reading of one question whose evidence fits best."""
        answers = [self._editors.applied(one, self._answer(one)) for one in readings]
        best = best_fitting([_timed(*pair) for pair in zip(readings, answers, strict=True)])
        return self._copies.named(best, readings[0].ask.filters)

    # What is asked, what is found

    def _begin(self, ask: Ask) -> list[Inquiry]:
        """Return an inquiry for each reading of the question, the likeliest reading first."""
        started = time.perf_counter()
        asked, foreign = check(ask.question), foreign_language(ask.question)
        if foreign:
            return [self._as_it_is(ask, asked, foreign, started)]
        found = wordings_of(self._rewriter, asked, ask.history, self._is_speaker)
        first, *others = (
            Inquiry(
                ask=ask,
                question=of_anybody(understand(one.text)) if one.context else understand(one.text),
                context=one.context,
                started=started,
            )
            for one in found
        )
        quiet = replace(ask, report=None, found=None)  # what is read is reported once
        return [first, *(replace(one, ask=quiet) for one in others)]

    def _as_it_is(self, ask: Ask, asked: str, foreign: str, started: float) -> Inquiry:
        """Return an inquiry in another language, which no rule for English understands."""
        return Inquiry(
            ask=ask,
            question=Question(text=asked, kind=Kind.OPEN),
            started=started,
            foreign=foreign,
            readable=reads_any_language(self.reader),
        )

    def _is_speaker(self, name: str) -> bool:
        """Whether somebody of this name says something in the articles found by it."""
        found = self._index.search(name, 8)
        return any(spoken_by(self._statements.of(articles_of(found)), name))

    # Answering

    def _answer(self, inquiry: Inquiry) -> Answer:
        question = inquiry.question
        if inquiry.refused:
            return self._abstained(inquiry, Reason.LANGUAGE)
        if question.article is not None:
            return self._from_records(inquiry, question.article)
        if not inquiry.hits:
            return self._refused(inquiry, Reason.NOTHING_FOUND)
        possible = choose(question, inquiry.weighed, self._finder.scale(inquiry.calibration))
        if possible.quotes:
            return self._given(inquiry, possible)
        if self._is_unknown(inquiry):
            return self._refused(inquiry, Reason.UNKNOWN_SPEAKER)
        return self._refused(inquiry, Reason.NOT_STATED, possible.chance)

    def _from_records(self, inquiry: Inquiry, ask: ArticleAsk) -> Answer:
        found = answer_from_archive(ask, self._index, inquiry.ask.filters, inquiry.hits)
        if found is None and not ask.sure:
            return self._from_texts(inquiry)
        if found is None:
            return self._refused(inquiry, Reason.NOT_STATED)
        quotes = number_quotes(found.evidence, len(found.evidence))
        question = inquiry.question
        return answered(inquiry.ask.question, question, quotes, found.confidence, found.text)

    def _from_texts(self, inquiry: Inquiry) -> Answer:
        """Answer what no record answered: "Who wrote the anthem?" need not be about an article."""
        (question,) = self._interpreter.understood([inquiry.question.text], records=False)
        again = self._finder.looked_up_as_it_is(replace(inquiry, question=question))
        return self._answer(again)

    def _given(self, inquiry: Inquiry, possible: Possible) -> Answer:
        question, listed = inquiry.question, inquiry.question.kind is Kind.LIST
        quotes = self._copies.first_published(possible.quotes, inquiry.ask.filters, apart=listed)
        known = Known(
            unsure=possible.unsure, polarity=possible.yes, more=self._more(question, quotes)
        )
        text = self._composer.compose(question, quotes, known)
        made = answered(inquiry.ask.question, question, quotes, possible.chance, text, known)
        return replace(made, notes=inquiry.notes)

    def _more(self, question: Question, quotes: Sequence[Quote]) -> MoreStatements | None:
        """Return what else somebody says of whom all words are asked for."""
        speakers = {quote.speaker for quote in quotes if quote.speaker}
        if question.kind is not Kind.WHO_SAID or question.topic or len(speakers) != 1:
            return None
        return more_of(speakers.pop(), self._annotations.counts(), len(quotes))

    def _is_unknown(self, inquiry: Inquiry) -> bool:
        """Whether somebody is asked about by a name that no article knows."""
        question = inquiry.question
        if not (question.sure and question.named):
            return False
        if any(one.candidate.asked for one in inquiry.weighed):
            return False
        return not any(map(self._is_known, question.speakers))

    def _is_known(self, speaker: str) -> bool:
        """Whether the name occurs in any article, as its author or in its text."""
        texts = authors_in(self._index)
        texts += [hit.article.text for hit in self._index.search(speaker, HITS)]
        return any(occurs_in(speaker, text) for text in texts)

    # Abstaining

    def _refused(self, inquiry: Inquiry, reason: Reason, chance: float = 0.0) -> Answer:
        """Abstain; say `outside-filters` when the question has an answer without the filters."""
        if inquiry.ask.filters:
            ask = replace(inquiry.ask, filters=NO_FILTERS, report=None, found=None)
            text = inquiry.question.text
            free = replace(
                inquiry, ask=ask, question=inquiry.question if inquiry.foreign else understand(text)
            )
            free = self._finder.looked_up_as_it_is(free)
            reason = Reason.OUTSIDE_FILTERS if self._answer(free).answered else reason
        return self._abstained(inquiry, reason, chance)

    def _abstained(self, inquiry: Inquiry, reason: Reason, chance: float = 0.0) -> Answer:
        text = self._composer.decline(inquiry.question, reason)
        asked, question = inquiry.ask.question, inquiry.question
        made = abstained(asked, question, reason, nearest(inquiry), chance, text)
        return replace(made, notes=inquiry.notes)


def _timed(inquiry: Inquiry, answer: Answer) -> Answer:
    total = milliseconds_since(inquiry.started)
    return replace(answer, timings_ms={**inquiry.times, "total": total})
