"""News of our own: articles with questions, as JSON lines in compressed parts, become samples.

`qa/training/news/README.md` describes the files.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.articles.article import Article, ArticleInfo, Span, normalise_text
from index.chunking.partition import chunk
from qa.citations import article_sentences
from qa.reading.windows import Voice, Window, stretch, window
from qa.statements.finding import find_statements
from qa.training.evidence.samples import Sample
from qa.training.negatives import Bm25

Row = Mapping[str, Any]
"""One article as it is written in the files."""

TRAINING, TUNING, EXAM = "training", "tuning", "exam"
GOLD_VOICES = 0.5
"""How often the speakers that the writer named are inserted rather than those the rules find."""


def read_news(folder: Path) -> list[Row]:
    """Reads every part of the news, in the order of their names."""
    rows: list[Row] = []
    for path in sorted(folder.glob("*.jsonl*")):
        data = path.read_bytes()
        data = lzma.decompress(data) if path.suffix == ".xz" else data
        rows += [json.loads(line) for line in data.decode("utf-8").splitlines() if line.strip()]
    return rows


def part_of(identifier: str) -> str:
    """Returns which part an article belongs to, by a hash of its identifier: 80, 10 and 10 %."""
    place = int(hashlib.sha256(identifier.encode()).hexdigest()[:8], 16) % 10
    return TUNING if place == 8 else EXAM if place == 9 else TRAINING


@dataclass(frozen=True, slots=True)
class NewsArticle:
    """An article of the news, cut as the product cuts it, with who speaks where.

    Attributes:
        row: As written.
        article: As the product stores it.
        sentences: Its sentences as offsets.
        stretches: What is read around each passage, as offsets.
        headings: The heading of each passage.
        gold: Who speaks where, by the writer.
        found: Who speaks where, by the product's rules.
    """

    row: Row
    article: Article
    sentences: tuple[Span, ...]
    stretches: tuple[Span, ...]
    headings: tuple[str, ...]
    gold: tuple[Voice, ...]
    found: tuple[Voice, ...]

    @classmethod
    def of(cls, row: Row) -> NewsArticle:
        """Cuts one article."""
        text = normalise_text(str(row["text"]))
        info = ArticleInfo(id=str(row["id"]), title=row.get("title"), date=row.get("date"))
        article = Article(info=info, text=text)
        sentences = article_sentences(text)
        passages = chunk(article)
        return cls(
            row=row,
            article=article,
            sentences=sentences,
            stretches=tuple(stretch(sentences, p.start, p.end) for p in passages),
            headings=tuple(p.heading for p in passages),
            gold=tuple(_gold_voices(row, text)),
            found=tuple(
                Voice(s.start, s.end, s.speaker) for s in find_statements(text) if s.speaker
            ),
        )

    def window(self, number: int, voices: Sequence[Voice]) -> Window:
        """Returns what is read around passage `number`."""
        return window(
            self.article.text,
            self.stretches[number],
            self.sentences,
            title=self.article.info.title,
            date=self.article.info.date,
            heading=self.headings[number],
            voices=voices,
        )


def _gold_voices(row: Row, text: str) -> Iterator[Voice]:
    roles = {person["name"]: person["roles"] for person in row.get("people", [])}
    for statement in row["statements"]:
        start = text.find(statement["text"])
        if start >= 0 and statement.get("speaker"):
            role = (roles.get(statement["speaker"]) or [""])[0]
            yield Voice(start, start + len(statement["text"]), statement["speaker"], role)


def _gold_spans(question: Row, text: str) -> list[Span]:
    spans = []
    for quote in question.get("quotes", []):
        start = text.find(quote["text"])
        if start >= 0:
            spans.append((start, start + len(quote["text"])))
    return spans


def _overlaps(one: Span, spans: Iterable[Span]) -> bool:
    return any(one[0] < end and one[1] > start for start, end in spans)


def answer_spans(question: Row, text: str) -> list[Span]:
    """Returns where the short answers stand, inside the quotes only."""
    found: dict[Span, None] = {}
    for start, end in _gold_spans(question, text):
        for answer in question.get("answers", []):
            at = text.find(answer, start, end)
            if answer and at >= 0:
                found[at, at + len(answer)] = None
    return list(found)


class NewsSamples:
    """Makes samples of a part of the news."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Cuts the articles and indexes their windows, for negatives."""
        self.articles = [NewsArticle.of(row) for row in rows]
        self.places = [
            (a, number)
            for a, article in enumerate(self.articles)
            for number in range(len(article.stretches))
        ]
        self._first = {a: n for n, (a, number) in enumerate(self.places) if number == 0}
        self._bm25 = Bm25([self._text(a, number) for a, number in self.places])

    def _text(self, a: int, number: int) -> str:
        start, end = self.articles[a].stretches[number]
        return f"{self.articles[a].article.info.title} {self.articles[a].article.text[start:end]}"

    def questions(self) -> list[tuple[int, int]]:
        """Returns (article, question) numbers of those that texts answer, or do not."""
        return [
            (a, q)
            for a, article in enumerate(self.articles)
            for q, question in enumerate(article.row["questions"])
            if question["kind"] != "metadata"
        ]

    def is_added(self, a: int, q: int) -> bool:
        """Whether a question was written by somebody else than the article's first questions."""
        return bool(self.articles[a].row["questions"][q].get("added"))

    def sample(
        self, a: int, q: int, place: tuple[int, int], voices: Sequence[Voice], kind: str = ""
    ) -> Sample:
        """Returns question `q` of article `a` read over the window at `place`."""
        read = self.articles[place[0]].window(place[1], voices)
        return self.over(a, q, place, read, kind)

    def over(self, a: int, q: int, place: tuple[int, int], read: Window, kind: str = "") -> Sample:
        """The same for a window that was made already."""
        source, question = self.articles[place[0]], self.articles[a].row["questions"][q]
        text = source.article.text
        gold = _gold_spans(question, text) if place[0] == a and question["answerable"] else []
        evidence = tuple(_overlaps(sentence, gold) for sentence in read.sentences)
        spans = answer_spans(question, text) if any(evidence) else []
        answers = [at for span in spans if (at := read.to_text(*span)) is not None]
        return Sample(
            key=f"news/{source.row['id']}/{place[1]}/{self.articles[a].row['id']}/{q}",
            article=str(self.articles[a].row["id"]),
            source="news",
            kind=kind or (question["kind"] if question["answerable"] else question["why"]),
            question=question.get("rewrite") or question["question"],
            window=read,
            evidence=evidence,
            answers=tuple(answers),
            yes_no=question.get("yes_no", "") if any(evidence) else "",
        )

    def nearest(self, question: str, a: int, count: int, *, same: bool) -> list[tuple[int, int]]:
        """Returns windows most like a question, of the same article or of others, best first."""
        scores = self._bm25.scores(question)
        order = [int(n) for n in (-scores).argsort(kind="stable")[: 400 if same else 60]]
        found = [self.places[n] for n in order if (self.places[n][0] == a) == same]
        if same and len(found) < count:
            every = [(a, n) for n in range(len(self.articles[a].stretches))]
            found += [place for place in every if place not in found]
        return found[:count]

    def draw(self, a: int, q: int, rng: random.Random) -> list[Sample]:
        """Returns what one round learns of a question: windows with its evidence and without."""
        article = self.articles[a]
        question = article.row["questions"][q]
        asked = question.get("rewrite") or question["question"]

        def voices(of: NewsArticle) -> Sequence[Voice]:
            return of.gold if rng.random() < GOLD_VOICES else of.found

        own = self.nearest(asked, a, len(article.stretches), same=True)
        read = [self.sample(a, q, place, voices(article)) for place in own]
        holding = [one for one in read if one.answerable]
        empty = [one for one in read if not one.answerable]
        rng.shuffle(holding)
        kept = holding[: 1 + (rng.random() < 0.5)] + empty[: 1 if question["answerable"] else 2]
        if len(empty) > 2 and rng.random() < 0.25:
            kept.append(rng.choice(empty[2:]))
        if rng.random() < 0.25:
            others = self.nearest(asked, a, 5, same=False)
            if others:
                place = rng.choice(others)
                kept.append(
                    self.sample(a, q, place, voices(self.articles[place[0]]), "other-article")
                )
        return kept
