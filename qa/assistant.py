"""The only place that knows the order: rewrite, search, read, cite, answer or abstain."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from index.articles.passages import Hit
from index.search.filtering import matches
from qa.answers import Answer, Kind, Reason
from qa.choosing import Possible, from_reading, from_statements, likelier, nearest
from qa.citations import number_quotes, verify
from qa.composing import Composer, QuoteLines, abstained, answered
from qa.inquiry import NO_FILTERS, Ask, Inquiry
from qa.metadata_answers import answer_from_sound_records
from qa.people.matching import occurs_in
from qa.questions.article_questions import ArticleAsk
from qa.questions.followups import Exchange
from qa.questions.question import Question
from qa.questions.understanding import check, understand
from qa.reading.confidence import Calibration, calibration, ranking
from qa.reading.default_reader import open_default_reader
from qa.reading.evidence import candidates, readable, sound_first
from qa.reading.protocol import Reader, Reading
from qa.reading.similarity import Similarity
from qa.rewriting import FollowUpRules, QuestionRewriter
from qa.statements.speakers import said_by, spoken_by, with_implied_speakers
from qa.statements.stored import KnownStatements, SpokenIn, StatementFinder

if TYPE_CHECKING:
    from index.articles.passages import Filters
    from index.collection import Index

__all__ = ["HITS", "Ask", "Assistant"]

HITS = 24
"""Passages searched for a question."""
READING = "reading"


class Assistant:
    """Answers questions on an index with quotes, or says why not. Safe to share among threads."""

    def __init__(
        self,
        index: "Index",
        *,
        rewriter: QuestionRewriter | None = None,
        reader: Reader | None = None,
        composer: Composer | None = None,
        adjustment: object = None,
    ) -> None:
        """Answer from `index`.

        Args:
            index: With the articles.
            rewriter: Makes follow-ups stand alone; by rules when left out.
            reader: Finds answers in passages; the trained one when left out, or the one that
                compares sentences where that cannot be opened.
            composer: Words answers and abstentions; a line a quote when left out.
            adjustment: Used instead of the one that the index stores (`Calibration.adjusted`).
        """
        self._index = index
        self._rewriter = rewriter or FollowUpRules()
        self._reader = reader
        self._composer = composer or QuoteLines()
        self._opening = threading.Lock()
        self._adjustment = adjustment
        self._statements = KnownStatements(index.annotations(StatementFinder()))

    @property
    def reader(self) -> Reader:
        """The reader in use: the one given, else the trained one, else the sentence reader."""
        with self._opening:
            if self._reader is None:
                self._reader = open_default_reader(lambda: self._index.embedder)
            return self._reader

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
            UsageError: A question is empty or too long.
        """
        inquiries = [self._begin(ask) for ask in asks]
        if self._index.article_count == 0:
            return [_timed(one, self._abstained(one, Reason.EMPTY_INDEX)) for one in inquiries]
        inquiries = self._read(self._search(inquiries))
        answers = [_timed(one, self._answer(one)) for one in inquiries]
        for answer in answers:
            verify(answer)
        return answers

    # What is asked, what is found

    def _begin(self, ask: Ask) -> Inquiry:
        started = time.perf_counter()
        asked_as = self._rewriter.rewrite(
            check(ask.question), ask.history, is_person=self._is_speaker
        )
        return Inquiry(ask=ask, question=understand(asked_as), started=started)

    def _is_speaker(self, name: str) -> bool:
        """Whether somebody of this name says something in the articles found by it."""
        return any(spoken_by(self._spoken(self._index.search(name, 8)), name))

    def _search(self, inquiries: Sequence[Inquiry]) -> list[Inquiry]:
        started = time.perf_counter()
        queries = [_query(one.question) for one in inquiries]
        found: list[Sequence[Hit]] = [()] * len(inquiries)
        for filters in dict.fromkeys(one.ask.filters for one in inquiries):
            places = [n for n, one in enumerate(inquiries) if one.ask.filters == filters]
            rows = self._index.search_many([queries[n] for n in places], HITS, filters)
            for place, hits in zip(places, rows, strict=True):
                found[place] = hits
        each = _ms(started) / len(inquiries)
        return [
            replace(one, hits=tuple(hits), times={"retrieve": each})
            for one, hits in zip(inquiries, found, strict=True)
        ]

    # Reading

    def _read(self, inquiries: Sequence[Inquiry]) -> list[Inquiry]:
        """Read the passages of all questions in one batch; records need no reading."""
        for one in inquiries:
            if one.ask.report is not None:
                one.ask.report(READING)
        started = time.perf_counter()
        most = self.reader.reads_most
        shares = [() if one.question.article else readable(one.hits[:most]) for one in inquiries]
        pairs = [
            (one.question.text, text)
            for one, share in zip(inquiries, shares, strict=True)
            for _, text in share
        ]
        readings = iter(self.reader.read(pairs) if pairs else [])
        each = _ms(started) / max(1, sum(map(bool, shares)))
        return [
            self._understood(one, [(hit, next(readings)) for hit, _ in share], each)
            for one, share in zip(inquiries, shares, strict=True)
        ]

    def _understood(
        self, inquiry: Inquiry, read: Sequence[tuple[Hit, Reading]], each: float
    ) -> Inquiry:
        """Return the inquiry with what its passages hold: spans, and statements that fit."""
        started = time.perf_counter()
        hits, readings = [hit for hit, _ in read], [reading for _, reading in read]
        found = sound_first(candidates(hits, readings, ranking(self.reader.calibration)))
        question, spoken = inquiry.question, self._spoken(inquiry.hits) if read else []
        question = with_implied_speakers(question, spoken)
        said = said_by(question, spoken, self._similarity, found, self._statement_scale)
        return replace(
            inquiry,
            question=question,
            found=tuple(found),
            said=tuple(said),
            times={**inquiry.times, "read": (each if read else 0.0) + _ms(started)},
        )

    @cached_property
    def _similarity(self) -> Similarity:
        return Similarity(self._index.embedder)

    def _spoken(self, hits: Sequence[Hit]) -> list[SpokenIn]:
        return self._statements.of(list({hit.article.id: hit.article for hit in hits}.values()))

    # Answering

    def _answer(self, inquiry: Inquiry) -> Answer:
        if inquiry.question.article is not None:
            return self._from_records(inquiry, inquiry.question.article)
        if not inquiry.hits:
            return self._refused(inquiry, Reason.NOTHING_FOUND)
        if inquiry.question.kind is Kind.WHO_SAID:
            return self._who_said(inquiry)
        return self._given(inquiry, self._either(inquiry))

    def _from_records(self, inquiry: Inquiry, ask: ArticleAsk) -> Answer:
        infos = [info for info in self._index.articles() if matches(inquiry.ask.filters, info)]
        found = answer_from_sound_records(ask, infos, inquiry.hits, self._index.article)
        if found is None and not ask.sure:
            return self._from_texts(inquiry)
        if found is None:
            return self._refused(inquiry, Reason.NOT_STATED)
        quotes = number_quotes(found.evidence, len(found.evidence))
        question = inquiry.question
        return answered(inquiry.ask.question, question, quotes, found.confidence, found.text)

    def _from_texts(self, inquiry: Inquiry) -> Answer:
        """Answer what no record answered: "Who wrote the anthem?" need not be about an article."""
        question = understand(inquiry.question.text, records=False)
        (again,) = self._read(self._search([replace(inquiry, question=question)]))
        return self._answer(again)

    def _who_said(self, inquiry: Inquiry) -> Answer:
        """Answer with somebody's words; with the article's own only where it may not be words."""
        question = inquiry.question
        said = from_statements(inquiry, self._statement_scale)
        if not question.sure:
            return self._given(inquiry, self._either(inquiry))
        if said.quotes:
            return self._given(inquiry, said)
        if not question.speakers or not (inquiry.said or question.named):
            return self._given(inquiry, self._either(inquiry))
        if inquiry.said or any(map(self._is_known, question.speakers)):
            return self._refused(inquiry, Reason.NOT_STATED, said.chance)
        return self._refused(inquiry, Reason.UNKNOWN_SPEAKER)

    def _either(self, inquiry: Inquiry) -> Possible:
        said = from_statements(inquiry, self._statement_scale)
        read = from_reading(inquiry, self._adjusted(self.reader.calibration))
        return likelier(inquiry.question, said, read)

    def _given(self, inquiry: Inquiry, possible: Possible) -> Answer:
        if not possible.quotes:
            return self._refused(inquiry, Reason.NOT_STATED, possible.chance)
        text = self._composer.compose(inquiry.question, possible.quotes)
        return answered(
            inquiry.ask.question, inquiry.question, possible.quotes, possible.chance, text
        )

    @property
    def _statement_scale(self) -> Calibration:
        return self._adjusted(f"statements/{self.reader.calibration}")

    def _adjusted(self, scorer: str) -> Calibration:
        """Return the scorer's scale with what was fitted on the index's own questions."""
        fitted = self._adjustment
        if fitted is None:
            fitted = self._index.setting("calibration")
        return calibration(scorer).adjusted(fitted)

    def _is_known(self, speaker: str) -> bool:
        """Whether the name occurs in any article, as its author or in its text."""
        texts = [info.author or "" for info in self._index.articles()]
        texts += [hit.article.text for hit in self._index.search(speaker, HITS)]
        return any(occurs_in(speaker, text) for text in texts)

    # Abstaining

    def _refused(self, inquiry: Inquiry, reason: Reason, chance: float = 0.0) -> Answer:
        """Abstain; say `outside-filters` when the question has an answer without the filters."""
        if inquiry.ask.filters:
            free = self.ask_many([replace(inquiry.ask, filters=NO_FILTERS, report=None)])[0]
            reason = Reason.OUTSIDE_FILTERS if free.answered else reason
        return self._abstained(inquiry, reason, chance)

    def _abstained(self, inquiry: Inquiry, reason: Reason, chance: float = 0.0) -> Answer:
        text = self._composer.decline(inquiry.question, reason)
        asked, question = inquiry.ask.question, inquiry.question
        return abstained(asked, question, reason, nearest(inquiry), chance, text)


def _query(question: Question) -> str:
    if question.article is None:
        return question.text
    return question.article.about or ""


def _ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _timed(inquiry: Inquiry, answer: Answer) -> Answer:
    return replace(answer, timings_ms={**inquiry.times, "total": _ms(inquiry.started)})
