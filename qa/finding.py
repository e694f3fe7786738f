"""What is found for a question: passages searched, windows read, sentences weighed."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from index.articles.article import Article
from index.articles.passages import Hit
from qa.evidence.calibration import Calibration, calibration
from qa.evidence.forms.descriptions import described
from qa.evidence.forms.headed_lists import headed_lists, named_items
from qa.evidence.forms.headings import under_headings
from qa.evidence.forms.introductions import introduced
from qa.evidence.forms.label_lines import with_label_lines
from qa.evidence.forms.rankings import ranked
from qa.evidence.forms.reasons import with_reasons
from qa.evidence.forms.table_rows import with_rows
from qa.evidence.reading import candidates
from qa.evidence.similarity import Similarity
from qa.evidence.speech.acts import acted
from qa.evidence.speech.speaking import with_speakers
from qa.evidence.stances.asked import as_of_stances
from qa.evidence.stances.weighing import with_stances
from qa.evidence.to_read import ToRead, to_read
from qa.evidence.weighing import weigh
from qa.inquiry import Inquiry
from qa.interpreting import Interpreter
from qa.people.matching import same_person
from qa.questions.conversations.leaning import of_anybody
from qa.questions.names_asked import names_of
from qa.questions.of_facts import as_of_facts
from qa.reading.protocol import Reader, Reading
from qa.statements.speakers import with_implied_speakers
from qa.statements.stored import KnownStatements, StatementFinder

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

HITS = 24
"""Passages searched for a question."""
READING = "reading"


class Finder:
    """Looks questions up in an index; what it finds is chosen from by others."""

    def __init__(
        self,
        index: "ReadableIndex",
        statements: KnownStatements,
        interpreter: Interpreter,
        reader: Callable[[], Reader],
        adjustment: object = None,
    ) -> None:
        """Look up in `index`.

        Args:
            index: With the articles.
            statements: Who says what in them.
            interpreter: Tells the kinds of questions and how names are spelled.
            reader: Returns the reader, which is opened when a question first needs it.
            adjustment: Used instead of the one that the index stores (`Calibration.adjusted`).
        """
        self._index = index
        self._statements = statements
        self._interpreter = interpreter
        self._reader = reader
        self._adjustment = adjustment

    def looked_up(self, begun: Sequence[Inquiry]) -> list[Inquiry]:
        """Return the inquiries with what is found for them, read and weighed."""
        return self._read(self._respelled(self._search(self._of_kinds(begun))))

    def looked_up_as_it_is(self, inquiry: Inquiry) -> Inquiry:
        """Return an inquiry, understood already, with what is found for it, read and weighed."""
        (found,) = self._read(self._search([inquiry]))
        return found

    @cached_property
    def _similarity(self) -> Similarity:
        return Similarity(self._index.embedder)

    def scale(self, fitting: str) -> Calibration:
        """Return a scale, the reader's by default, with what the index's own questions fitted."""
        fitted = self._adjustment
        if fitted is None:
            fitted = self._index.setting("calibration")
        return calibration(fitting or self._reader().calibration).adjusted(fitted)

    def _of_kinds(self, inquiries: Sequence[Inquiry]) -> list[Inquiry]:
        """Return the inquiries with the kinds of their questions told by rules and the head."""
        understood = self._interpreter.understood([one.question.text for one in inquiries])
        return [
            one
            if one.foreign
            else replace(one, question=of_anybody(question) if one.context else question)
            for one, question in zip(inquiries, understood, strict=True)
        ]

    def _respelled(self, inquiries: Sequence[Inquiry]) -> list[Inquiry]:
        """Return the inquiries with names as the articles spell them, searched again with these."""
        spelled = [self._interpreter.with_known_names(one) for one in inquiries]
        pairs = list(zip(spelled, inquiries, strict=True))
        changed = [new for new, old in pairs if new is not old]
        found = iter(self._search(changed) if changed else [])
        return [next(found) if new is not old else old for new, old in pairs]

    def _search(self, inquiries: Sequence[Inquiry]) -> list[Inquiry]:
        started = time.perf_counter()
        queries = [_query(one) for one in inquiries]
        found: list[Sequence[Hit]] = [()] * len(inquiries)
        for filters in dict.fromkeys(one.ask.filters for one in inquiries):
            places = [n for n, one in enumerate(inquiries) if one.ask.filters == filters]
            rows = self._index.search_many([queries[n] for n in places], HITS, filters)
            for place, hits in zip(places, rows, strict=True):
                found[place] = hits
        each = milliseconds_since(started) / len(inquiries)
        return [
            replace(one, hits=tuple(hits), times={"retrieve": each})
            for one, hits in zip(inquiries, found, strict=True)
        ]

    def _with_articles_of_speakers(self, inquiry: Inquiry) -> Inquiry:
        """Return an inquiry with passages where those asked about speak, if none is found yet.

        "What did Moss say?" has few words to search with, and Moss may speak in any article.
        """
        question = inquiry.question
        if inquiry.foreign or question.topic or not (question.sure and question.named):
            return inquiry
        spoken = self._statements.of(articles_of(inquiry.hits))
        present = {statement.speaker for _, statement in spoken if statement.speaker}
        absent = {
            known
            for name in question.speakers
            if not any(same_person(name, one) for one in present)
            for known in self._interpreter.cast.known(name)
        }
        if not absent:
            return inquiry
        counts = self._index.annotations(StatementFinder()).counts()
        theirs = frozenset(article for article, speaker, _ in counts if speaker in absent)
        filters = inquiry.ask.filters
        allowed = theirs & filters.articles if filters.articles else theirs
        if not allowed:
            return inquiry
        more = self._index.search(question.text, HITS, replace(filters, articles=allowed))
        return replace(inquiry, hits=(*inquiry.hits, *more))

    def _read(self, searched: Sequence[Inquiry]) -> list[Inquiry]:
        """Read the windows of all questions in one batch; records need no reading."""
        inquiries = [self._with_articles_of_speakers(one) for one in searched]
        for one in inquiries:
            if one.ask.found is not None:
                one.ask.found(one.hits)
            if one.ask.report is not None:
                one.ask.report(READING)
        started = time.perf_counter()
        shares = [self._to_read(one) for one in inquiries]
        pairs = [(share.question.text, window) for share in shares for _, window in share.windows]
        readings = iter(self._reader().read(pairs) if pairs else [])
        each = milliseconds_since(started) / max(1, sum(bool(share.windows) for share in shares))
        return [
            self._weighed(one, share, [(hit, next(readings)) for hit, _ in share.windows], each)
            for one, share in zip(inquiries, shares, strict=True)
        ]

    def _to_read(self, inquiry: Inquiry) -> ToRead:
        if inquiry.question.article is not None:
            return ToRead(inquiry.question)
        spoken = self._statements.of(articles_of(inquiry.hits))
        question = with_implied_speakers(inquiry.question, spoken, self._interpreter.cast)
        question = as_of_stances(as_of_facts(question))
        return to_read(question, inquiry.hits, spoken, self._reader().reads_most)

    def _weighed(
        self, inquiry: Inquiry, share: ToRead, read: Sequence[tuple[Hit, Reading]], each: float
    ) -> Inquiry:
        """Return the inquiry with the sentences of its windows, the likeliest first."""
        if not read:
            return replace(inquiry, question=share.question)
        started = time.perf_counter()
        found = with_speakers(candidates(read), inquiry.hits, share.spoken, share.asked)
        found = acted(share.question, introduced(share.question.text, found, inquiry.hits))
        found = described(share.question.text, found, inquiry.hits)
        found = ranked(share.question.text, found, inquiry.hits)
        found = with_reasons(share.question, found)
        found = with_rows(share.question, found, inquiry.hits)
        found = with_label_lines(share.question, found, inquiry.hits)
        found = named_items(share.question, found, inquiry.hits)
        found = headed_lists(share.question, found, inquiry.hits)
        found = under_headings(share.question, found, inquiry.hits, self._similarity)
        found = self._similarity.compared(share.question.text, found)
        # What was asked before names what the answer has to be about.
        asked = replace(share.question, names=(*share.question.names, *names_of(inquiry.context)))
        fitting = next((r.calibration for _, r in read if r.calibration), "")
        weighed = weigh(asked, found, inquiry.hits, self.scale(fitting))
        return replace(
            inquiry,
            question=share.question,
            weighed=tuple(with_stances(asked, weighed)),
            calibration=fitting,
            notes=(*inquiry.notes, *dict.fromkeys(r.note for _, r in read if r.note)),
            times={**inquiry.times, "read": each + milliseconds_since(started)},
        )


def articles_of(hits: Sequence[Hit]) -> list[Article]:
    """Return the articles of hits, each once, the best first."""
    return list({hit.article.id: hit.article for hit in hits}.values())


def _query(inquiry: Inquiry) -> str:
    article = inquiry.question.article
    if inquiry.refused:
        return ""
    if article is None:
        return f"{inquiry.context} {inquiry.question.text}".strip()
    return article.about or ""


def milliseconds_since(started: float) -> float:
    """Return how long ago `started`, of `time.perf_counter`, was."""
    return (time.perf_counter() - started) * 1000
