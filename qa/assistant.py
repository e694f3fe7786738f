"""The only place that knows the order: rewrite, search, read, cite, answer or abstain."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.articles import Article
from index.errors import ModelError
from index.filtering import matches
from index.passages import Filters, Hit
from qa.answers import Answer, Kind, Quote, Reason
from qa.citations import Evidence, number_quotes, verify
from qa.composing import abstained, answered
from qa.confidence import Calibration, calibration
from qa.conversation import Turn, rewrite
from qa.evidence import Candidate, as_evidence, candidates, features, nearly_as_good, with_support
from qa.metadata_answers import answer_from_records
from qa.people import name_parts
from qa.questions import Asks, Question, check, understand
from qa.reading import Reader, Reading
from qa.said import (
    Said,
    SpokenIn,
    Statement,
    best_of,
    implied_speakers,
    known_name,
    matching,
    mentions_speaker,
    spoken_by,
)
from qa.words import fold, words

if TYPE_CHECKING:
    from index.collection import Index

HITS = 24
"""Passages searched for a question."""
READ = 12
"""Of these, passages read by a trained reader; the sentence reader takes all."""
QUOTES = 3
NEAREST = 3
_STATEMENTS_KEPT = 4096
_NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question with its conversation and filters, for `Assistant.ask_many`."""

    question: str
    history: tuple[str | Turn, ...] = ()
    filters: Filters = _NO_FILTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A question on its way: what was asked, what was found, how long it took (milliseconds)."""

    ask: Ask
    question: Question
    started: float
    hits: tuple[Hit, ...] = ()
    readings: tuple[Reading, ...] = ()
    said: tuple[Said, ...] = ()
    answer: Answer | None = None
    times: Mapping[str, float] = field(default_factory=dict)

    @property
    def read_hits(self) -> tuple[Hit, ...]:
        return self.hits[: len(self.readings)]

    def took(self, stage: str, since: float) -> dict[str, float]:
        return {**self.times, stage: self.times.get(stage, 0.0) + _ms(since)}


class Assistant:
    """Answers questions on an index with quotes, or says why not. Safe to share among threads."""

    def __init__(self, index: "Index", *, reader: Reader | None = None) -> None:
        self._index = index
        self._reader = reader
        self._statements: dict[tuple[str, str], tuple[Statement, ...]] = {}

    @property
    def reader(self) -> Reader:
        """The reader in use: the one given, else the trained one, else the sentence reader."""
        if self._reader is None:
            self._reader = _default_reader(self._index)
        return self._reader

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
        tasks = [self._without_reading(task) for task in self._search(tasks)]
        tasks = self._read(tasks)
        answers = [_timed(task, task.answer or self._from_reading(task)) for task in tasks]
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

    # Answers that need no reading

    def _without_reading(self, task: _Task) -> _Task:
        started = time.perf_counter()
        if task.question.article is not None:
            task = replace(task, answer=self._from_records(task))
        elif not task.hits:
            task = replace(task, answer=self._refused(task, Reason.NOTHING_FOUND))
        else:
            task = self._from_statements(task)
        return replace(task, times=task.took("read", started))

    def _from_records(self, task: _Task) -> Answer:
        ask = task.question.article
        if ask is None:
            raise TypeError("a question about articles has to say what it asks of them")
        infos = [i for i in self._index.articles() if matches(task.ask.filters, i)]
        found = answer_from_records(ask, infos, task.hits, self._index.article)
        if found is None:
            return self._refused(task, Reason.NOT_STATED)
        quotes = number_quotes(found.evidence, len(found.evidence))
        return answered(task.ask.question, task.question, quotes, found.confidence, found.text)

    def _from_statements(self, task: _Task) -> _Task:
        """Answer with what somebody said, where words are asked for and found."""
        question = task.question
        spoken = self._spoken(task.hits)
        if not question.speakers and question.kind in {Kind.OPEN, Kind.YES_NO}:
            names = implied_speakers(question.text, spoken)
            question = replace(question, speakers=names, named=bool(names), sure=False)
        if question.kind is Kind.WHO_SAID and not question.speakers:
            said = matching(question, [s for s in spoken if s[1].speaker], self._similarity)
            return replace(task, said=tuple(said), answer=self._said_answer(task, said))
        said = [one for name in question.speakers for one in self._said_by(question, name, spoken)]
        task = replace(task, question=question, said=tuple(said))
        if question.asks in _TYPED and question.kind is not Kind.WHO_SAID:
            return task
        answer = self._said_answer(task, said)
        if answer is None and question.sure and question.named:
            answer = self._unsaid(task, spoken)
        return replace(task, answer=answer)

    def _said_by(self, question: Question, name: str, spoken: Sequence[SpokenIn]) -> list[Said]:
        mine = spoken_by(spoken, name)
        full = known_name(name, mine)
        return [
            replace(said, evidence=replace(said.evidence, speaker=full or said.evidence.speaker))
            for said in matching(question, mine, self._similarity)
        ]

    def _said_answer(self, task: _Task, said: Sequence[Said]) -> Answer | None:
        """Return an answer of the statements that are surely enough about what was asked."""
        scale = calibration("statements")
        sure = [(scale.probability(s.features), s) for s in said]
        good = best_of([s for p, s in sure if p >= scale.threshold], QUOTES)
        if not good:
            return None
        chances = {id(s): p for p, s in sure}
        evidence = [replace(s.evidence, score=chances[id(s)]) for s in good]
        quotes = number_quotes(evidence, len(evidence))
        return answered(task.ask.question, task.question, quotes, max(chances[id(s)] for s in good))

    def _unsaid(self, task: _Task, spoken: Sequence[SpokenIn]) -> Answer | None:
        """Return why a named speaker is not quoted; `None` when reading may still find words."""
        silent = [name for name in task.question.speakers if not spoken_by(spoken, name)]
        if not silent:
            return self._refused(task, Reason.NOT_STATED)
        if not any(self._is_known(name) for name in task.question.speakers):
            return self._refused(task, Reason.UNKNOWN_SPEAKER)
        return None

    def _similarity(self, question: str, texts: Sequence[str]) -> list[float]:
        embedder = self._index.embedder
        vectors = embedder.embed_passages(list(texts)) @ embedder.embed_questions([question])[0]
        return [float(value) for value in vectors]

    def _spoken(self, hits: Sequence[Hit]) -> list[SpokenIn]:
        articles = {hit.article.id: hit.article for hit in hits}
        return [(a, statement) for a in articles.values() for statement in self._statements_of(a)]

    def _statements_of(self, article: Article) -> tuple[Statement, ...]:
        key = (article.id, article.content_hash)
        found = self._statements.get(key)
        if found is None:
            from qa.statements import find_statements

            if len(self._statements) >= _STATEMENTS_KEPT:
                self._statements.clear()
            found = self._statements[key] = tuple(find_statements(article.text))
        return found

    def _is_known(self, speaker: str) -> bool:
        """Whether the name occurs in any article, as its author or in its text."""
        parts = set(name_parts(speaker))
        texts = [info.author or "" for info in self._index.articles()]
        texts += [hit.article.text for hit in self._index.search(speaker, HITS)]
        return any(parts <= {fold(w.text) for w in words(text)} for text in texts)

    # Answers that need reading

    def _read(self, tasks: Sequence[_Task]) -> list[_Task]:
        """Read the passages of the questions that are still open, all in one batch."""
        started = time.perf_counter()
        shares = [0 if task.answer else min(len(task.hits), self._most) for task in tasks]
        pairs = [
            (task.question.text, hit.text)
            for task, share in zip(tasks, shares, strict=True)
            for hit in task.hits[:share]
        ]
        readings = iter(self.reader.read(pairs) if pairs else [])
        each = _ms(started) / max(1, sum(map(bool, shares)))
        return [
            replace(
                task,
                readings=tuple(next(readings) for _ in range(share)),
                times={**task.times, "read": task.times.get("read", 0.0) + (each if share else 0)},
            )
            for task, share in zip(tasks, shares, strict=True)
        ]

    @property
    def _most(self) -> int:
        return HITS if self.reader.name == "sentences" else READ

    def _from_reading(self, task: _Task) -> Answer:
        found = with_support(candidates(task.read_hits, task.readings))
        question = task.question
        if question.kind is Kind.WHO_SAID and question.speakers:
            found = [c for c in found if any(mentions_speaker(c, s) for s in question.speakers)]
        if not found:
            return self._refused(task, Reason.NOT_STATED)
        scale = self._scale
        confidence = scale.probability(features(question, found[0], task.read_hits, found))
        said = self._said_answer(task, task.said)
        if said is not None and (confidence < scale.threshold or said.confidence >= confidence):
            return said
        if confidence < scale.threshold:
            return self._refused(task, Reason.NOT_STATED, confidence, found)
        most = QUOTES if question.kind in {Kind.OPEN, Kind.YES_NO} else 1
        chosen = [as_evidence(question, c, confidence) for c in nearly_as_good(found, most)]
        return answered(task.ask.question, question, number_quotes(chosen, QUOTES), confidence)

    @property
    def _scale(self) -> Calibration:
        stored = self._index.setting("calibration")
        return calibration(self.reader.name).adjusted(stored)

    # Abstaining

    def _refused(
        self,
        task: _Task,
        reason: Reason,
        confidence: float = 0.0,
        found: Sequence[Candidate] = (),
    ) -> Answer:
        """Abstain; say `outside-filters` when the question has an answer without the filters."""
        if task.ask.filters:
            free = self.ask_many([replace(task.ask, filters=_NO_FILTERS)])[0]
            reason = Reason.OUTSIDE_FILTERS if free.answered else reason
        nearest = self._nearest(task, found)
        return abstained(task.ask.question, task.question, reason, nearest, confidence)

    def _nearest(self, task: _Task, found: Sequence[Candidate]) -> tuple[Quote, ...]:
        if not found and not task.said and task.hits:
            hits = task.hits[: 2 * NEAREST]
            found = candidates(hits, self.reader.read([(task.question.text, h.text) for h in hits]))
        evidence: list[Evidence] = [said.evidence for said in task.said[:NEAREST]]
        evidence += [as_evidence(task.question, c, 0.0) for c in found[: 2 * NEAREST]]
        return number_quotes([replace(e, answer_span=None) for e in evidence], NEAREST)


_TYPED = frozenset({Asks.DATE, Asks.NUMBER, Asks.PERSON, Asks.PLACE})


def _default_reader(index: "Index") -> Reader:
    try:
        from qa.reader import open_reader

        return open_reader()
    except (ModelError, ImportError):
        from qa.sentence_reader import SentenceReader

        return SentenceReader(index.embedder)


def _query(question: Question) -> str:
    if question.article is None:
        return question.text
    return question.article.about or ""


def _ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _timed(task: _Task, answer: Answer) -> Answer:
    return replace(answer, timings_ms={**task.times, "total": _ms(task.started)})
