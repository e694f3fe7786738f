"""The only place that knows the order: rewrite, search, read, cite, answer or abstain."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.articles import Article
from index.passages import Filters, Hit
from qa.answers import Answer, Kind, Quote, Reason
from qa.citations import Evidence, number_quotes, quoted, verify
from qa.confidence import calibration
from qa.conversation import rewrite
from qa.evidence import Candidate, as_evidence, candidates, features, with_support
from qa.metadata_answers import answer_from_records
from qa.people import name_parts
from qa.questions import Asks, Question, check, understand
from qa.reading import Reader, Reading
from qa.said import Said, Spoken, best_of, by_speaker, known_name, matching
from qa.words import fold, words

if TYPE_CHECKING:
    from index.collection import Index

HITS = 24
"""Passages searched for a question."""
READ = 12
"""Passages read by a trained reader; the sentence reader reads all hits."""
QUOTES = 3
NEAREST = 3
_STATEMENTS_KEPT = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question with its conversation and filters, for `Assistant.ask_many`."""

    question: str
    history: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A question on its way: what was asked, what was found, how long it took."""

    ask: Ask
    asked_as: str
    question: Question
    hits: tuple[Hit, ...] = ()
    readings: tuple[Reading, ...] = ()
    started: float = 0.0
    retrieve_ms: float = 0.0
    read_ms: float = 0.0

    @property
    def read_hits(self) -> tuple[Hit, ...]:
        return self.hits[: len(self.readings)]


class Assistant:
    """Answers questions on an index with quotes, or says why not."""

    def __init__(self, index: "Index", *, reader: Reader | None = None) -> None:
        self._index = index
        self._reader = reader
        self._statements: dict[tuple[str, str], tuple[Spoken, ...]] = {}

    @property
    def reader(self) -> Reader:
        """The reader in use: the one given, else the trained one, else the sentence reader."""
        if self._reader is None:
            self._reader = _default_reader(self._index)
        return self._reader

    def ask(
        self, question: str, *, history: Sequence[str] = (), filters: Filters | None = None
    ) -> Answer:
        """Answer one question.

        Args:
            question: What the user typed.
            history: Earlier questions of the conversation, earliest first.
            filters: Which articles may be used; all when left out.

        Raises:
            UsageError: If the question is empty or too long.
        """
        return self.ask_many(
            [Ask(question=question, history=tuple(history), filters=filters or Filters())]
        )[0]

    def ask_many(self, asks: Sequence[Ask]) -> list[Answer]:
        """Answer several questions; they are embedded and read in one batch.

        Raises:
            UsageError: If a question is empty or too long.
        """
        tasks = [self._begin(ask) for ask in asks]
        if self._index.article_count == 0:
            return [_abstain(task, Reason.EMPTY_INDEX, ()) for task in tasks]
        tasks = self._read(self._search(tasks))
        answers = [self._answer(task) for task in tasks]
        for answer in answers:
            verify(answer)
        return answers

    def _begin(self, ask: Ask) -> _Task:
        started = time.perf_counter()
        asked_as = rewrite(check(ask.question), ask.history)
        return _Task(ask=ask, asked_as=asked_as, question=understand(asked_as), started=started)

    def _search(self, tasks: Sequence[_Task]) -> list[_Task]:
        found = []
        for task in tasks:
            started = time.perf_counter()
            query = task.question.article.about if task.question.article else task.asked_as
            hits = self._index.search(query, HITS, task.ask.filters) if query else []
            found.append(replace(task, hits=tuple(hits), retrieve_ms=_ms(started)))
        return found

    def _read(self, tasks: Sequence[_Task]) -> list[_Task]:
        started = time.perf_counter()
        most = HITS if self.reader.name == "sentences" else READ
        shares = [0 if t.question.kind is Kind.METADATA else min(len(t.hits), most) for t in tasks]
        pairs = [
            (task.asked_as, hit.text)
            for task, share in zip(tasks, shares, strict=True)
            for hit in task.hits[:share]
        ]
        readings = iter(self.reader.read(pairs) if pairs else [])
        each = _ms(started) / max(1, len(tasks))
        return [
            replace(task, readings=tuple(next(readings) for _ in range(share)), read_ms=each)
            for task, share in zip(tasks, shares, strict=True)
        ]

    def _answer(self, task: _Task) -> Answer:
        if task.question.article is not None:
            answer = self._from_records(task)
        elif not task.hits:
            answer = _abstain(task, self._why_nothing(task), ())
        elif task.question.kind is Kind.WHO_SAID:
            answer = self._who_said(task)
        else:
            answer = self._from_reading(task)
        return replace(answer, timings_ms=_timings(task))

    # Records

    def _from_records(self, task: _Task) -> Answer:
        ask = task.question.article
        if ask is None:
            raise TypeError("a question about articles has to say what it asks of them")
        allowed = [i for i in self._index.articles() if _passes(i.id, task, self._index)]
        found = answer_from_records(ask, allowed, task.hits, self._index.article)
        if found is None:
            return _abstain(task, self._why_nothing(task, Reason.NOT_STATED), self._nearest(task))
        return _answered(task, found.text, number_quotes(found.evidence, 10), found.confidence)

    # Reading

    def _from_reading(self, task: _Task) -> Answer:
        found = with_support(candidates(task.read_hits, task.readings))
        if not found:
            return _abstain(task, Reason.NOT_STATED, self._nearest(task))
        best = found[0]
        scale = calibration(self.reader.name)
        confidence = scale.probability(features(task.question, best, task.read_hits, found))
        if confidence < scale.threshold:
            return _abstain(
                task, self._why_nothing(task, Reason.NOT_STATED), self._nearest(task), confidence
            )
        quotes = number_quotes(_supporting(task.question, found, confidence), QUOTES)
        return _answered(task, _sentence_for(quotes), quotes, confidence)

    # Who said what

    def _who_said(self, task: _Task) -> Answer:
        spoken = self._spoken(task.hits)
        question = task.question
        if not question.speakers:
            return self._speaker_of(task, spoken)
        chosen: list[Said] = []
        for speaker in question.speakers:
            mine = by_speaker(spoken, speaker)
            full = known_name(speaker, mine)
            said = matching(question, mine, self._similarity) if mine else []
            good = [s for s in said if self._sure_of(s) >= calibration("statements").threshold]
            chosen += [_spoken_by(s, full) for s in best_of(good, QUOTES)]
        if chosen:
            return self._said_answer(task, chosen)
        return self._silent(task, spoken)

    def _silent(self, task: _Task, spoken: Sequence[tuple[Article, Spoken]]) -> Answer:
        question = task.question
        if (
            not question.named
            or not question.sure
            or any(not by_speaker(spoken, s) for s in question.speakers)
        ):
            if question.named and question.sure and not any(map(self._is_known, question.speakers)):
                return _abstain(task, Reason.UNKNOWN_SPEAKER, self._nearest(task))
            answer = self._from_reading(task)
            if answer.answered and (
                not question.named or not question.sure or _mentions(answer, question.speakers)
            ):
                return answer
            return replace(
                _abstain(task, self._why_nothing(task, Reason.NOT_STATED), self._nearest(task)),
                confidence=min(answer.confidence, 0.3),
            )
        return _abstain(task, self._why_nothing(task, Reason.NOT_STATED), self._nearest(task), 0.1)

    def _speaker_of(self, task: _Task, spoken: Sequence[tuple[Article, Spoken]]) -> Answer:
        known = [pair for pair in spoken if pair[1].speaker]
        said = matching(task.question, known, self._similarity) if known else []
        good = [s for s in said if self._sure_of(s) >= calibration("statements").threshold]
        if good:
            return self._said_answer(task, best_of(good, QUOTES))
        return self._from_reading(task)

    def _said_answer(self, task: _Task, chosen: Sequence[Said]) -> Answer:
        ordered = sorted(chosen, key=lambda s: -s.relevance)
        evidence = [replace(s.evidence, score=self._sure_of(s)) for s in ordered]
        quotes = number_quotes(evidence, QUOTES * max(1, len(task.question.speakers)))
        return _answered(task, _sentence_for(quotes), quotes, self._sure_of(ordered[0]))

    def _sure_of(self, said: Said) -> float:
        return calibration("statements").probability(said.features)

    def _similarity(self, question: str, texts: Sequence[str]) -> list[float]:
        embedder = self._index.embedder
        vectors = embedder.embed_passages(list(texts)) @ embedder.embed_questions([question])[0]
        return [float(value) for value in vectors]

    def _spoken(self, hits: Sequence[Hit]) -> list[tuple[Article, Spoken]]:
        articles = {hit.article.id: hit.article for hit in hits}
        return [(a, statement) for a in articles.values() for statement in self._statements_of(a)]

    def _statements_of(self, article: Article) -> tuple[Spoken, ...]:
        from qa.statements import find_statements

        key = (article.id, article.content_hash)
        if key not in self._statements:
            if len(self._statements) >= _STATEMENTS_KEPT:
                self._statements.clear()
            self._statements[key] = tuple(find_statements(article.text))
        return self._statements[key]

    def _is_known(self, speaker: str) -> bool:
        """Whether the name occurs in any article, as author or in the text."""
        parts = set(name_parts(speaker))
        for info in self._index.articles():
            if parts <= {fold(w.text) for w in words(info.author or "")}:
                return True
        return any(
            parts <= {fold(w.text) for w in words(hit.article.text)}
            for hit in self._index.search(speaker, HITS)
        )

    # Abstaining

    def _why_nothing(self, task: _Task, otherwise: Reason = Reason.NOTHING_FOUND) -> Reason:
        """Return `outside-filters` when the question has an answer without the filters."""
        if not task.ask.filters:
            return otherwise
        free = self.ask_many([replace(task.ask, filters=Filters())])[0]
        return Reason.OUTSIDE_FILTERS if free.answered else otherwise

    def _nearest(self, task: _Task) -> tuple[Quote, ...]:
        readings = task.readings or tuple(
            self.reader.read([(task.asked_as, hit.text) for hit in task.hits[:NEAREST]])
        )
        found = candidates(task.hits[: len(readings)], readings)
        evidence = [as_evidence(task.question, c, 0.0) for c in found[: 2 * NEAREST]]
        return number_quotes([replace(e, answer_span=None) for e in evidence], NEAREST)


def _default_reader(index: "Index") -> Reader:
    from qa.sentence_reader import SentenceReader

    return SentenceReader(index.embedder)


def _passes(article_id: str, task: _Task, index: "Index") -> bool:
    return True


def _ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _timings(task: _Task) -> dict[str, float]:
    return {"retrieve": task.retrieve_ms, "read": task.read_ms, "total": _ms(task.started)}


def _supporting(
    question: Question, found: Sequence[Candidate], confidence: float
) -> Iterator[Evidence]:
    best = found[0]
    yield as_evidence(question, best, confidence)


def _spoken_by(said: Said, full: str) -> Said:
    return replace(said, evidence=replace(said.evidence, speaker=full))


def _mentions(answer: Answer, speakers: Sequence[str]) -> bool:
    text = {fold(w.text) for quote in answer.quotes for w in words(quote.text)}
    return any(set(name_parts(speaker)) & text for speaker in speakers)


def _sentence_for(quotes: Sequence[Quote]) -> str:
    return "\n".join(_line(quote) for quote in quotes)


def _line(quote: Quote) -> str:
    text = quote.article.text
    if quote.speaker:
        start, end = quote.answer_span or (quote.start, quote.end)
        return f"{quote.speaker}: {quoted(text[start:end])} [{quote.number}]"
    if quote.answer_span:
        short = text[quote.answer_span[0] : quote.answer_span[1]]
        return f"{short}: {quoted(quote.text)} [{quote.number}]"
    return f"{quoted(quote.text)} [{quote.number}]"


def _answered(task: _Task, text: str, quotes: tuple[Quote, ...], confidence: float) -> Answer:
    return Answer(
        question=task.ask.question,
        asked_as=task.asked_as,
        kind=task.question.kind,
        answered=True,
        confidence=confidence,
        answer=text,
        quotes=quotes,
    )


def _abstain(
    task: _Task, reason: Reason, nearest: tuple[Quote, ...], confidence: float = 0.0
) -> Answer:
    return Answer(
        question=task.ask.question,
        asked_as=task.asked_as,
        kind=task.question.kind,
        answered=False,
        confidence=confidence,
        answer=_excuse(task.question, reason),
        reason=reason,
        nearest=nearest,
        timings_ms=_timings(task),
    )


def _excuse(question: Question, reason: Reason) -> str:
    who = " and ".join(question.speakers)
    return {
        Reason.EMPTY_INDEX: "There are no articles yet. Add some with `pullquote index PATH`.",
        Reason.NOTHING_FOUND: "Nothing in the articles fits this question.",
        Reason.NOT_STATED: f"The articles do not state what {who} said about this."
        if who
        else "The articles do not state this.",
        Reason.OUTSIDE_FILTERS: "The articles within the filters do not state this; others do.",
        Reason.UNKNOWN_SPEAKER: f"{who or 'The speaker'} does not occur in the articles.",
    }[reason]
