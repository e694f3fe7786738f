"""Public sets become samples: the sentence that holds the answer is the evidence."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.articles.article import Span, normalise_text
from qa.citations import article_sentences
from qa.reading.windows import Window, window
from qa.training.data import Question, hash_order, load_sets, read_squad, split_by_article
from qa.training.evidence.samples import NO, YES, Sample
from qa.training.negatives import Negatives

LONGEST = 1300
"""Characters of a passage that is read whole; of longer ones some sentences around the answer."""


@dataclass(frozen=True, slots=True)
class Source:
    """A set in SQuAD form: its files, and the share of it that one round reads."""

    files: tuple[str, ...]
    share: float
    weight: float = 1.0


SQUAD_FORM: Mapping[str, Source] = {
    "squad": Source(("squad_train_part/du44.json", "squad_train_part/flan800.json"), 0.25),
    "quoref": Source(("quoref_part/ni1100.json",), 0.6),
    "qadiscourse": Source(
        ("qadiscourse/wikinews_train.json", "qadiscourse/wikinews_dev.json"), 0.25, 0.7
    ),
    "friends": Source(("friendsqa/dev.json", "friendsqa/test.json"), 0.4, 0.7),
    "timeqa": Source(("timeqa_human/train.json",), 0.4),
    "squad2": Source(("squad2_train_part/first10.json",), 1.0),
}
"""Name of a set -> files and shares, beside those of `qa.training.data.SETS`."""

SHIFTS: Mapping[str, float] = {
    "new_wiki": 0.3,
    "amazon": 0.08,
    "reddit": 0.08,
    "qamr": 0.1,
    "fairytale": 0.2,
}
"""Name of a set of `qa.training.data.SETS` -> share that one round reads."""

YES_NO: Mapping[str, tuple[tuple[str, ...], float]] = {
    "condaqa": (("condaqa/dev.jsonl", "condaqa/test.jsonl"), 0.15),
    "boolq": (("boolq_part/train.jsonl",), 0.4),
}
"""Name of a yes-no set -> files and share."""


def text_window(text: str, span: Span | None = None) -> Window:
    """Returns a text of a public set as it is read."""
    return window(text, span or (0, len(text)), article_sentences(text))


def _around(text: str, spans: Sequence[Span], rng: random.Random) -> Span:
    """Returns whole sentences around an answer, or anywhere, up to `LONGEST` characters."""
    if len(text) <= LONGEST:
        return 0, len(text)
    sentences = article_sentences(text)
    anchor = rng.choice(list(spans))[0] if spans else rng.randrange(len(text))
    at = next((n for n, s in enumerate(sentences) if s[1] > anchor), len(sentences) - 1)
    first = last = at
    while True:
        sides = [n for n in (first - 1, last + 1) if 0 <= n < len(sentences)]
        fits = [
            n for n in sides if sentences[max(last, n)][1] - sentences[min(first, n)][0] <= LONGEST
        ]
        if not fits:
            return sentences[first][0], sentences[last][1]
        pick = rng.choice(fits)
        first, last = min(first, pick), max(last, pick)


def from_squad(question: Question, rng: random.Random, weight: float = 1.0) -> Sample | None:
    """Returns a question in SQuAD form as a sample; None where nothing of it can be read."""
    text = normalise_text(question.passage.text)
    if len(text) != len(question.passage.text):
        return None
    read = text_window(text, _around(text, question.spans or question.anchors, rng))
    if not read.sentences:
        return None
    answers = [at for span in question.spans if (at := read.to_text(*span)) is not None]
    evidence = tuple(
        any(s[0] < end and s[1] > start for start, end in question.spans) for s in read.sentences
    )
    if question.answerable and not (answers and any(evidence)):
        return None
    return Sample(
        key=question.key,
        article=question.passage.article,
        source=question.passage.source,
        kind=question.kind,
        question=question.text,
        window=read,
        evidence=evidence,
        answers=tuple(answers),
        weight=weight,
    )


def yes_no_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yields the rows of a yes-no set whose answer is yes or no."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        answer = row.get("answer")
        said = {True: YES, False: NO}.get(answer, str(answer).strip().lower())
        if said in (YES, NO):
            yield {**row, "answer": said}


class PublicSamples:
    """Makes samples of the public sets in a folder; held-out articles are left out."""

    def __init__(self, folder: Path) -> None:
        """Reads the sets."""
        self.folder = folder
        self.sets: dict[str, tuple[list[Question], float, float]] = {}
        for name, questions in load_sets(folder).items():
            split = split_by_article(questions, 250)
            self.sets[name] = (split.train, SHIFTS[name], 1.0)
        for name, source in SQUAD_FORM.items():
            read = [q for file in source.files for q in read_squad(folder / file, name)]
            self.sets[name] = (split_by_article(read, 100).train, source.share, source.weight)
        self.negatives = {
            name: Negatives([q for q in rows if q.answerable])
            for name, (rows, _, _) in self.sets.items()
        }
        self.yes_no = {
            name: ([r for file in files for r in yes_no_rows(folder / file)], share)
            for name, (files, share) in YES_NO.items()
        }

    def draw(self, turn: int, rng: random.Random, share: float = 1.0) -> list[Sample]:
        """Returns the samples of one round, or a share of them."""
        out: list[Sample | None] = []
        for name, (rows, share, weight) in self.sets.items():
            for question in _slice(rows, share, turn):
                out.append(from_squad(question, rng, weight))
                if question.answerable and rng.random() < 0.4:
                    made = self.negatives[name].draw(question, rng)
                    out.append(from_squad(made, rng, weight) if made else None)
        for name, (known, share) in self.yes_no.items():
            count = round(len(known) * share)
            start = turn * count
            out += [_yes_no(name, known[(start + n) % len(known)]) for n in range(count)]
        kept = [one for one in out if one is not None]
        return rng.sample(kept, round(len(kept) * share))


def _slice(rows: Sequence[Question], share: float, turn: int) -> list[Question]:
    ordered = sorted(rows, key=lambda q: hash_order(q.key))
    count = min(len(ordered), max(1, round(len(ordered) * share)))
    return [ordered[(turn * count + n) % len(ordered)] for n in range(count)]


def _yes_no(name: str, row: Mapping[str, Any]) -> Sample | None:
    """Returns a yes-no question; which sentence is its evidence is not known."""
    text = normalise_text(str(row["passage"]))
    if len(text) > LONGEST:
        return None
    read = text_window(text)
    if not read.sentences:
        return None
    return Sample(
        key=f"{name}/{hash_order(text + str(row['question']))[:16]}",
        article=f"{name}/{hash_order(text)[:16]}",
        source=name,
        kind="yes-no",
        question=str(row["question"]),
        window=read,
        evidence=(),
        yes_no=str(row["answer"]),
        weight=0.7,
    )
