"""Candidates of attributions with what they are: marked by writers, or judged by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from index.articles.article import normalise_text
from qa.people.matching import same_person
from qa.statements.finding import find_candidates
from qa.statements.listing import read_articles
from qa.statements.plausibility.judging import Found, SeenIn
from qa.training.evidence.news import TRAINING, Row, part_of, read_news

LABELS = Path(__file__).parent / "labels.json"
PAGES = Path(__file__).parent / "pages.txt"
_HEAD = re.compile(r"^== (.+)\n", re.MULTILINE)
ALIKE = 0.5

Verdict: TypeAlias = tuple[bool, bool]
"""Whether something is an attribution, and one with the right speaker."""
Judge: TypeAlias = Callable[[Found], Verdict | None]
Label: TypeAlias = Sequence[int | None]
"""Start and end of a candidate, start of its cue, and what it is (see the package)."""


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate, whether it is an attribution, and whether one with the right speaker."""

    features: tuple[str, ...]
    attributed: bool
    right: bool
    origin: str
    article: str


def examples(text: str, origin: str, article: str, judge: Judge) -> Iterator[Example]:
    """Yields the candidates of an article that can be judged."""
    found = find_candidates(text)
    seen = SeenIn(found)
    for one in found:
        verdict = judge(one) if one.features else None
        if verdict is not None:
            features = (*one.features, *seen(one.statement))
            yield Example(features, *verdict, origin, article)


def of_news(row: Row) -> Iterator[Example]:
    """Yields the candidates that a writer marked, right where the speaker is his."""
    text = normalise_text(str(row["text"]))
    golds: list[tuple[int, int, str]] = []
    for one in row["statements"]:
        start = text.find(one["text"])
        if start >= 0 and one.get("speaker"):
            golds.append((start, start + len(one["text"]), str(one["speaker"])))

    def judge(found: Found) -> Verdict | None:
        here = (found.statement.start, found.statement.end)
        best = max(golds, key=lambda gold: _alike(here, gold[:2]), default=None)
        if best is None or _alike(here, best[:2]) < ALIKE:
            return None
        speaker = found.statement.speaker
        return True, speaker is not None and same_person(speaker, best[2])

    yield from examples(text, "news", str(row["id"]), judge)


def _alike(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Returns shared over joint characters of two spans."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


def by_hand(labels: Sequence[Label]) -> Judge:
    """Returns what tells the verdicts on the candidates of one article that were judged."""
    verdicts = {(start, cue): verdict for start, _, cue, verdict in labels}

    def judge(found: Found) -> Verdict | None:
        cue = found.statement.cue
        verdict = verdicts.get((found.statement.start, cue[0] if cue else None))
        return None if verdict is None else (verdict > 0, verdict == 1)

    return judge


def of_polnear(row: Mapping[str, Any]) -> Iterator[Example]:
    """Yields all candidates of an article in which every attribution is marked."""

    def judge(found: Found) -> Verdict | None:
        one = found.statement
        size = one.end - one.start
        fitting = [
            gold
            for gold in row["quotes"]
            if 2 * _shared((one.start, one.end), gold["content_spans"]) >= size
        ]
        if not fitting:
            return False, False
        speakers = [tuple(span) for gold in fitting for span in gold["speaker_spans"]]
        if one.speaker_mention is None or not speakers:
            return True, True
        return True, _shared(one.speaker_mention, speakers) > 0

    yield from examples(str(row["article"]), "polnear", str(row["id"]), judge)


def _shared(one: tuple[int, int], spans: Sequence[Sequence[int]]) -> int:
    return sum(max(0, min(one[1], end) - max(one[0], start)) for start, end in spans)


def ours(news: Path) -> list[Example]:
    """Returns all that is fitted to: the training part of the news, and our own pages."""
    labels = json.loads(LABELS.read_text("utf-8"))
    found: list[Example] = []
    for row in read_news(news):
        name = str(row["id"])
        if part_of(name) != TRAINING:
            continue
        found += of_news(row)
        if name in labels["news"]:
            text = normalise_text(str(row["text"]))
            found += examples(text, "judged", name, by_hand(labels["news"][name]))
    for name, text in own_pages().items():
        found += examples(text, "pages", name, by_hand(labels["pages"][name]))
    return found


def own_pages() -> dict[str, str]:
    """Returns the pages written for this, by name."""
    _, *parts = _HEAD.split(PAGES.read_text("utf-8"))
    texts = (normalise_text(f"{text.strip()}\n") for text in parts[1::2])
    return dict(zip(parts[::2], texts, strict=True))


def measured(polnear: Path | None, web: Path | None) -> list[Example]:
    """Returns what is measured on: PolNeAR, and the judged pages of the web in a folder."""
    found: list[Example] = []
    for line in polnear.read_text("utf-8").splitlines() if polnear else ():
        found += of_polnear(json.loads(line))
    labels = json.loads(LABELS.read_text("utf-8"))["web"]
    for name in sorted(labels) if web else ():
        if web and (web / name).is_file():
            for article in read_articles([str(web / name)])[0]:
                found += examples(article.text, "web", name, by_hand(labels[name]))
    return found
