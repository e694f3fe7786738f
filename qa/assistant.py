"""The only place that knows the order: rewrite, search, read, cite, answer or abstain."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from index.articles.passages import Filters, Hit
from index.errors import ArticleDamaged, ModelError
from index.search.filtering import matches
from qa.answers import Answer, Kind, Quote, Reason
from qa.citations import number_quotes, verify
from qa.composing import abstained, answered
from qa.metadata_answers import RecordAnswer, answer_from_records, opening
from qa.people.matching import occurs_in
from qa.questions.article_questions import ArticleAsk
from qa.questions.followups import Turn, rewrite
from qa.questions.question import Asks, Question
from qa.questions.understanding import check, understand
from qa.reading.confidence import DOUBTED, Calibration, calibration, ranking
from qa.reading.evidence import (
    Candidate,
    as_evidence,
    candidates,
    features,
    is_doubtful,
    nearly_as_good,
    readable,
    sound_first,
)
from qa.reading.protocol import Reader, Reading
from qa.reading.similarity import Similarity
from qa.statements.doubtful_lines import doubt_of
from qa.statements.ranking import Said, best_of, matching
from qa.statements.speakers import implied_speakers, known_name, spoken_by
from qa.statements.stored import KnownStatements, SpokenIn, StatementFinder

if TYPE_CHECKING:
    from index.collection import Index

_LOG = logging.getLogger(__name__)

HITS = 24
"""Passages searched for a question."""
READ = 12
"""Of these, passages read by a trained reader; the sentence reader takes all."""
QUOTES = 3
NEAREST = 3
SENTENCES = "sentences"
READING = "reading"
_NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question with its conversation and filters, for `Assistant.ask_many`.

    `report` is told when the passages found are read; it is called in the thread that answers.
    """

    question: str
    history: tuple[str | Turn, ...] = ()
    filters: Filters = _NO_FILTERS
    report: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A question on its way: what was asked, what was found, how long it took (milliseconds)."""

    ask: Ask
    question: Question
    started: float
    hits: tuple[Hit, ...] = ()
    found: tuple[Candidate, ...] = ()
    said: tuple[Said, ...] = ()
    times: Mapping[str, float] = field(default_factory=dict)


class Assistant:
    """Answers questions on an index with quotes, or says why not. Safe to share among threads."""

    def __init__(
        self, index: "Index", *, reader: Reader | None = None, adjustment: object = None
    ) -> None:
        """Answer from `index`.

        `adjustment` is used instead of the one that the index stores (`Calibration.adjusted`).
        """
        self._index = index
        self._reader = reader
        self._opening = threading.Lock()
        self._adjustment = adjustment
        self._known = KnownStatements(index.annotations(StatementFinder()))

    @property
    def reader(self) -> Reader:
        """The reader in use: the one given, else the trained one, else the sentence reader."""
        with self._opening:
            if self._reader is None:
                self._reader = _default_reader(self._index)
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
        history: Sequence[str | Turn] = (),
        filters: Filters = _NO_FILTERS,
    ) -> Answer:
        """Answer one question.

        Args:
            question: What the user typed.
            history: Earlier turns of the conversation, earliest first: questions as they were
                typed, or turns with their answers.
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
        tasks = [self._begin(ask) for ask in asks]
        if self._index.article_count == 0:
            return [
                _timed(t, abstained(t.ask.question, t.question, Reason.EMPTY_INDEX)) for t in tasks
            ]
        tasks = self._read(self._search(tasks))
        answers = [_timed(task, self._answer(task)) for task in tasks]
        for answer in answers:
            verify(answer)
        return answers

    # What is asked, what is found

    def _begin(self, ask: Ask) -> _Task:
        started = time.perf_counter()
        asked_as = rewrite(check(ask.question), ask.history, is_person=self._speaks)
        return _Task(ask=ask, question=understand(asked_as), started=started)

    def _speaks(self, name: str) -> bool:
        """Whether somebody of this name says something in the articles found by it."""
        hits = self._index.search(name, 8)
        return any(spoken_by(self._spoken(hits), name))

    def _search(self, tasks: Sequence[_Task]) -> list[_Task]:
        started = time.perf_counter()
        queries = [_query(task.question) for task in tasks]
        found: list[Sequence[Hit]] = [()] * len(tasks)
        for filters in dict.fromkeys(task.ask.filters for task in tasks):
            places = [n for n, task in enumerate(tasks) if task.ask.filters == filters]
            rows = self._index.search_many([queries[n] for n in places], HITS, filters)
            for place, hits in zip(places, rows, strict=True):
                found[place] = hits
        each = _ms(started) / len(tasks)
        return [
            replace(task, hits=tuple(hits), times={"retrieve": each})
            for task, hits in zip(tasks, found, strict=True)
        ]

    # Reading

    def _read(self, tasks: Sequence[_Task]) -> list[_Task]:
        """Read the passages of all questions in one batch; records need no reading."""
        _tell(tasks, READING)
        started = time.perf_counter()
        shares = [() if t.question.article else readable(t.hits[: self._most]) for t in tasks]
        pairs = [
            (task.question.text, text)
            for task, share in zip(tasks, shares, strict=True)
            for _, text in share
        ]
        readings = iter(self.reader.read(pairs) if pairs else [])
        each = _ms(started) / max(1, sum(map(bool, shares)))
        return [
            self._understood(task, [(hit, next(readings)) for hit, _ in share], each)
            for task, share in zip(tasks, shares, strict=True)
        ]

    @property
    def _most(self) -> int:
        return HITS if self.reader.name == SENTENCES else READ

    def _understood(self, task: _Task, read: Sequence[tuple[Hit, Reading]], each: float) -> _Task:
        """Return the task with what was found in its passages: spans, and statements that fit."""
        started = time.perf_counter()
        hits, readings = [hit for hit, _ in read], [reading for _, reading in read]
        found = sound_first(candidates(hits, readings, ranking(self.reader.name)))
        question, spoken = task.question, self._spoken(task.hits) if read else []
        if not question.speakers and question.kind in {Kind.OPEN, Kind.YES_NO}:
            names = implied_speakers(question.text, spoken)
            question = replace(question, speakers=names, named=bool(names), sure=False)
        said = self._said(question, spoken, found)
        return replace(
            task,
            question=question,
            found=tuple(found),
            said=tuple(said),
            times={**task.times, "read": (each if read else 0.0) + _ms(started)},
        )

    def _said(
        self, question: Question, spoken: Sequence[SpokenIn], found: Sequence[Candidate]
    ) -> list[Said]:
        scale = self._adjusted(f"statements/{self.reader.name}")
        if question.kind is Kind.WHO_SAID and not question.speakers:
            anybody = [pair for pair in spoken if pair[1].speaker]
            return matching(question, anybody, self._similarity, found, scale)
        said: list[Said] = []
        for name in question.speakers:
            mine = spoken_by(spoken, name)
            full = known_name(name, mine)
            said += [
                replace(one, evidence=replace(one.evidence, speaker=full or one.evidence.speaker))
                for one in matching(question, mine, self._similarity, found, scale)
            ]
        return said

    @cached_property
    def _similarity(self) -> Similarity:
        return Similarity(self._index.embedder)

    def _spoken(self, hits: Sequence[Hit]) -> list[SpokenIn]:
        return self._known.of(list({hit.article.id: hit.article for hit in hits}.values()))

    # Answering

    def _answer(self, task: _Task) -> Answer:
        if task.question.article is not None:
            return self._from_records(task, task.question.article)
        if not task.hits:
            return self._refused(task, Reason.NOTHING_FOUND)
        if task.question.kind is Kind.WHO_SAID:
            return self._who_said(task)
        return self._either(task, self._from_statements(task), self._from_reading(task))

    def _from_records(self, task: _Task, ask: ArticleAsk) -> Answer:
        found = self._records(task, ask)
        if found is None and not ask.sure:
            return self._from_texts(task)
        if found is None:
            return self._refused(task, Reason.NOT_STATED)
        quotes = number_quotes(found.evidence, len(found.evidence))
        return answered(task.ask.question, task.question, quotes, found.confidence, found.text)

    def _records(self, task: _Task, ask: ArticleAsk) -> RecordAnswer | None:
        """Return what the records of the articles that are not damaged answer."""
        infos = [info for info in self._index.articles() if matches(task.ask.filters, info)]
        while True:
            try:
                return answer_from_records(ask, infos, task.hits, self._index.article)
            except ArticleDamaged as damage:
                infos = [info for info in infos if info.id != damage.article]

    def _from_texts(self, task: _Task) -> Answer:
        """Answer what no record answered: "Who wrote the anthem?" need not be about an article."""
        question = understand(task.question.text, records=False)
        (again,) = self._read(self._search([replace(task, question=question)]))
        return self._answer(again)

    def _who_said(self, task: _Task) -> Answer:
        """Answer with somebody's words; with the article's own only where it may not be words."""
        question = task.question
        answer, chance = self._from_statements(task)
        if not question.sure:
            return self._either(task, (answer, chance), self._from_reading(task))
        if answer is not None:
            return answer
        if not question.speakers or not (task.said or question.named):
            return self._either(task, (None, chance), self._from_reading(task))
        if task.said or any(map(self._is_known, question.speakers)):
            return self._refused(task, Reason.NOT_STATED, chance)
        return self._refused(task, Reason.UNKNOWN_SPEAKER)

    def _from_statements(self, task: _Task) -> "_Possible":
        """Return an answer of the statements that are likely enough, and the best one's chance."""
        threshold = self._adjusted(f"statements/{self.reader.name}").threshold
        good = best_of(task.said, threshold, QUOTES)
        chance = max((s.chance for s in task.said), default=0.0)
        if not good:
            return None, chance
        quotes = number_quotes([s.evidence for s in good], len(good))
        return answered(task.ask.question, task.question, quotes, chance), chance

    def _from_reading(self, task: _Task) -> "_Possible":
        """Return an answer of the spans read, when they are likely enough, and the chance.

        Doubtful lines answer only where nothing else does, and never surely.
        """
        sound = sum(not is_doubtful(c) for c in task.found)
        answer, chance = self._from_spans(task, task.found[:sound])
        if answer is not None or sound == len(task.found):
            return answer, chance
        doubted = self._from_spans(task, task.found[sound:], DOUBTED)
        return doubted if doubted[0] is not None else (None, max(chance, doubted[1]))

    def _from_spans(
        self, task: _Task, found: Sequence[Candidate], highest: float = 1.0
    ) -> "_Possible":
        if not found:
            return None, 0.0
        question, scale = task.question, self._scale
        chance = scale.probability(features(question, found[0], task.hits, found))
        chance = min(chance, highest)
        if chance < scale.threshold:
            return None, chance
        most = QUOTES if question.kind in {Kind.OPEN, Kind.YES_NO} else 1
        chosen = [as_evidence(question, c, chance) for c in nearly_as_good(found, most)]
        return answered(task.ask.question, question, number_quotes(chosen, QUOTES), chance), chance

    def _either(self, task: _Task, said: "_Possible", read: "_Possible") -> Answer:
        """Return the likelier of two answers; where a fact of a kind is asked, what was read."""
        typed = task.question.asks in _TYPED and not _is_doubted(read[0])
        first, second = (read, said) if typed or said[1] < read[1] else (said, read)
        answer = first[0] or second[0]
        return answer or self._refused(task, Reason.NOT_STATED, max(said[1], read[1]))

    @property
    def _scale(self) -> Calibration:
        return self._adjusted(self.reader.name)

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

    def _refused(self, task: _Task, reason: Reason, chance: float = 0.0) -> Answer:
        """Abstain; say `outside-filters` when the question has an answer without the filters."""
        if task.ask.filters:
            free = self.ask_many([replace(task.ask, filters=_NO_FILTERS, report=None)])[0]
            reason = Reason.OUTSIDE_FILTERS if free.answered else reason
        return abstained(task.ask.question, task.question, reason, _nearest(task), chance)


_Possible: TypeAlias = tuple[Answer | None, float]

_TYPED = frozenset({Asks.DATE, Asks.NUMBER, Asks.PERSON, Asks.PLACE})


def _default_reader(index: "Index") -> Reader:
    try:
        from qa.reading.trained_reader import open_reader

        return open_reader()
    except (ModelError, ImportError) as error:
        _LOG.warning("Whole sentences are compared instead of read for answers: %s", error)
        from qa.reading.sentence_reader import SentenceReader

        return SentenceReader(index.embedder)


def _tell(tasks: Sequence[_Task], stage: str) -> None:
    for task in tasks:
        if task.ask.report is not None:
            task.ask.report(stage)


def _nearest(task: _Task) -> tuple[Quote, ...]:
    """Return quotes to look at: statements of who was asked about, then passages."""
    evidence = [said.evidence for said in task.said[:NEAREST]]
    evidence += [as_evidence(task.question, c, 0.0) for c in task.found[: 2 * NEAREST]]
    if not evidence:
        evidence = [opening(hit.article) for hit in task.hits[: 2 * NEAREST]]
    return number_quotes([replace(e, answer_span=None, score=0.0) for e in evidence], NEAREST)


def _is_doubted(answer: Answer | None) -> bool:
    quotes = answer.quotes if answer is not None else ()
    return any(doubt_of(q.article.text, q.start, q.end) is not None for q in quotes)


def _query(question: Question) -> str:
    if question.article is None:
        return question.text
    return question.article.about or ""


def _ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _timed(task: _Task, answer: Answer) -> Answer:
    return replace(answer, timings_ms={**task.times, "total": _ms(task.started)})
