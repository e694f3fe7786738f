"""Fits how sentences are weighed: ``python -m qa.training.evidence.fit --news DIR``.

The articles of the tuning part are indexed, each of their questions is asked, and every sentence
that was read or said by those asked about is judged by the writer's quotes. One logistic regression
weighs sentences, a second one tells from the best of them whether the question is answered; each
kind of question has its own scale of that, drawn towards the common one. All figures are of folds
over articles that had no part in their fit.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from index.articles.article import Article, ArticleInfo, Span, normalise_text
from index.collection import Index
from qa.assistant import Assistant
from qa.choosing import choose, may_answer
from qa.evidence.calibration import Calibration, Coefficients, KindScale
from qa.evidence.facts import Facts, facts_of
from qa.evidence.weighing import answer_facts, weigh, z_scores
from qa.inquiry import Ask, Inquiry
from qa.reading.trained_reader import DEFAULT_NAME, TrainedReader, open_reader
from qa.training.data import hash_order
from qa.training.evaluate_reader import auroc
from qa.training.evidence.fitting import Logistic, calibration_error, logistic
from qa.training.evidence.news import TUNING, part_of, read_news

LOG = logging.getLogger(__name__)
FILE = Path(__file__).parents[2] / "evidence" / "model" / "calibration.json"
NAMES = tuple(field.name for field in fields(Facts))
ANSWER_NAMES = ("best", "answerable", "dense", "missing")
FOLDS = 5
REFUSED = 0.88
"""Least share of questions without an answer that get none."""
WRONG = 0.05
"""Most of the stated answers of a kind that may be wrong."""
KIND_RIDGE = 5.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked of the index, with what was found and what is right.

    `kind` is the writer's, or why it has no answer; `spans` are the quotes in article `own`.
    """

    kind: str
    own: str
    answerable: bool
    spans: tuple[Span, ...]
    inquiry: Inquiry

    def holds(self, article: str, start: int, end: int) -> bool:
        """Whether a sentence is in the evidence."""
        return article == self.own and any(s < end and e > start for s, e in self.spans)


def articles_of(rows: Sequence[Mapping[str, object]]) -> list[Article]:
    """Return the articles of rows of news."""
    return [
        Article(
            info=ArticleInfo(
                id=str(row["id"]),
                title=str(row["title"]) if row.get("title") else None,
                author=str(row["author"]) if row.get("author") else None,
                date=str(row["date"]) if row.get("date") else None,
                publication=str(row["publication"]) if row.get("publication") else None,
            ),
            text=normalise_text(str(row["text"])),
        )
        for row in rows
    ]


def ask_all(assistant: Assistant, rows: Sequence[Mapping[str, object]]) -> list[Asked]:
    """Ask every question that texts answer, or do not; follow-ups as they stand alone."""
    out: list[Asked] = []
    for row in rows:
        text = normalise_text(str(row["text"]))
        questions = [q for q in row["questions"] if q["kind"] != "metadata"]  # type: ignore[attr-defined]
        asks = [Ask(question=q.get("rewrite") or q["question"]) for q in questions]
        for question, inquiry in zip(questions, assistant.inquire(asks), strict=True):
            found = [
                (at, at + len(quote["text"]))
                for quote in question.get("quotes", [])
                if (at := text.find(quote["text"])) >= 0
            ]
            out.append(
                Asked(
                    kind=question["kind"] if question["answerable"] else question["why"],
                    own=str(row["id"]),
                    answerable=bool(question["answerable"]),
                    spans=tuple(found) if question["answerable"] else (),
                    inquiry=inquiry,
                )
            )
    return out


def sentence_rows(asked: Asked) -> tuple[np.ndarray, np.ndarray]:
    """Return the facts of a question's sentences [sentences, facts], and which are evidence."""
    inquiry = asked.inquiry
    candidates = [
        one.candidate
        for one in inquiry.weighed
        if may_answer(inquiry.question, one.candidate) and not one.candidate.doubtful
    ]
    scores = z_scores([hit.score for hit in inquiry.hits])
    places = {
        (hit.article.id, hit.passage.number): z for hit, z in zip(inquiry.hits, scores, strict=True)
    }
    retrieval = [places.get((c.article.id, c.hit.passage.number), 0.0) for c in candidates]
    facts = facts_of(inquiry.question, candidates, retrieval)
    rows = np.array([[asdict(one)[name] for name in NAMES] for one in facts])
    labels = np.array([asked.holds(c.article.id, c.start, c.end) for c in candidates], float)
    return rows.reshape(-1, len(NAMES)), labels


def fit_sentences(table: Sequence[tuple[np.ndarray, np.ndarray]]) -> Logistic:
    """Fits the first regression; every question counts the same."""
    rows = np.concatenate([r for r, _ in table])
    labels = np.concatenate([y for _, y in table])
    counts = np.concatenate([np.full(len(y), 20 / max(len(y), 1)) for _, y in table])
    return logistic(rows, labels, counts)


def as_calibration(sentences: Logistic, answers: Logistic | None, kinds: Mapping[str, KindScale]):  # noqa: ANN201
    """Return the regressions as the product has them."""
    return Calibration(
        Coefficients(sentences.bias, dict(zip(NAMES, sentences.weights.tolist(), strict=True))),
        Coefficients(answers.bias, dict(zip(ANSWER_NAMES, answers.weights.tolist(), strict=True)))
        if answers
        else Coefficients(0.0, {"best": 1.0}),
        kinds,
    )


def best_rows(asked: Sequence[Asked], scale: Calibration) -> tuple[np.ndarray, np.ndarray]:
    """Return what is known of each question's best sentence [questions, facts], and if it is right.

    Questions for which nothing was found have a row of nan.
    """
    rows, right = [], []
    for one in asked:
        question = one.inquiry.question
        candidates = [w.candidate for w in one.inquiry.weighed]
        weighed = [
            w
            for w in weigh(question, candidates, one.inquiry.hits, scale)
            if may_answer(question, w.candidate)
        ]
        if not weighed:
            rows.append([np.nan] * len(ANSWER_NAMES))
            right.append(0.0)
            continue
        facts = answer_facts(question, weighed[0])
        best = weighed[0].candidate
        rows.append([facts[name] for name in ANSWER_NAMES])
        right.append(float(one.holds(best.article.id, best.start, best.end)))
    return np.array(rows), np.array(right)


def kind_scales(
    kinds: Sequence[str], logits: np.ndarray, right: np.ndarray
) -> dict[str, KindScale]:
    """Return a scale for each kind of question as understood, drawn towards the common one."""
    found = {"*": KindScale()}
    for kind in sorted(set(kinds)):
        mine = np.array([one == kind for one in kinds])
        if mine.sum() < 30:
            continue
        fitted = logistic(
            logits[mine, None], right[mine], np.ones(mine.sum()), ridge=KIND_RIDGE, towards=[1.0]
        )
        found[kind] = KindScale(float(fitted.weights[0]), fitted.bias)
    return found


def with_limits(
    scales: Mapping[str, KindScale],
    kinds: Sequence[str],
    said: np.ndarray,
    right: np.ndarray,
    answerable: np.ndarray,
) -> dict[str, KindScale]:
    """Return the scales with the probabilities from which on there is an answer, and a sure one."""
    shown = float(np.quantile(said[~answerable], REFUSED)) if (~answerable).any() else 0.5
    out = {}
    for kind, scale in scales.items():
        mine = np.array([kind == "*" or one == kind for one in kinds])
        stated = lowest(said[mine], right[mine], 1 - WRONG)
        out[kind] = KindScale(
            round(scale.scale, 4), round(scale.shift, 4), round(shown, 4),
            round(max(shown, stated), 4),
        )  # fmt: skip
    return out


def lowest(said: np.ndarray, right: np.ndarray, target: float) -> float:
    """Return the lowest probability from which on the share that is right reaches the target."""
    order = np.argsort(-said)
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precision >= target)
    return float(said[order][good[-1]]) if len(good) else 0.99


def probabilities(logits: np.ndarray, kinds: Sequence[str], scales: Mapping[str, KindScale]):  # noqa: ANN201
    """Return the scaled probability of each question, [questions]."""
    each = [scales.get(kind, scales["*"]) for kind in kinds]
    scaled = np.array([s.scale * z + s.shift for s, z in zip(each, logits, strict=True)])
    return 1 / (1 + np.exp(-np.clip(scaled, -30, 30)))


@dataclass(frozen=True, slots=True)
class Fit:
    """A calibration, and each question's probability by a fit without its article."""

    scale: Calibration
    said: np.ndarray
    right: np.ndarray


def fit(asked: Sequence[Asked]) -> Fit:
    """Fits everything on all questions, and on folds for the figures."""
    table = [sentence_rows(one) for one in asked]
    folds = np.array([int(hash_order(one.own)[-4:], 16) % FOLDS for one in asked])
    kinds = [one.inquiry.question.kind.value for one in asked]
    answerable = np.array([one.answerable for one in asked])
    said, judged = np.zeros(len(asked)), np.zeros(len(asked))
    for fold in sorted(set(folds.tolist())):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        scale, _ = _fitted([asked[n] for n in inside], [table[n] for n in inside], kinds, inside)
        rows, right = best_rows([asked[n] for n in outside], scale)
        known = ~np.isnan(rows[:, 0])
        logits = np.full(len(rows), -30.0)
        logits[known] = [
            scale.answer.logit(dict(zip(ANSWER_NAMES, row, strict=True))) for row in rows[known]
        ]
        said[outside] = probabilities(logits, [kinds[n] for n in outside], scale.kinds)
        judged[outside] = right
    scale, _ = _fitted(asked, table, kinds, np.arange(len(asked)))
    limits = with_limits(scale.kinds, kinds, said, judged, answerable)
    return Fit(Calibration(scale.sentence, scale.answer, limits), said, judged)


def _fitted(
    asked: Sequence[Asked],
    table: Sequence[tuple[np.ndarray, np.ndarray]],
    kinds: Sequence[str],
    places: np.ndarray,
) -> tuple[Calibration, np.ndarray]:
    sentences = fit_sentences([one for one in table if len(one[1])])
    first = as_calibration(sentences, None, {"*": KindScale()})
    rows, right = best_rows(asked, first)
    known = ~np.isnan(rows[:, 0])
    answers = logistic(rows[known], right[known], np.ones(known.sum()))
    logits = answers.logits(rows[known])
    mine = [kinds[n] for n, k in zip(places, known, strict=True) if k]
    return as_calibration(sentences, answers, kind_scales(mine, logits, right[known])), right


def figures(asked: Sequence[Asked], made: Fit) -> dict[str, object]:
    """Return how good what is first is, by kind, and how well silence is told from answers."""
    first: dict[str, list[float]] = defaultdict(list)
    quoted: dict[str, list[float]] = defaultdict(list)
    unsaid: dict[str, list[float]] = defaultdict(list)
    kinds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    stated_wrong = refused = 0
    for one, said, right in zip(asked, made.said, made.right, strict=True):
        kinds[one.inquiry.question.kind.value].append((said, right))
        limits = made.scale.scale(one.inquiry.question.kind)
        if not one.answerable:
            unsaid[one.kind].append(said)
            refused += said < limits.shown
            stated_wrong += said >= limits.stated
            continue
        first[one.kind].append(right)
        first["all"].append(right)
        scale = Calibration(made.scale.sentence, made.scale.answer, made.scale.kinds)
        weighed = weigh(
            one.inquiry.question, [w.candidate for w in one.inquiry.weighed], one.inquiry.hits,
            scale,
        )  # fmt: skip
        possible = choose(one.inquiry.question, weighed, scale)
        good = float(recall(one, possible.quotes) >= 0.5)
        quoted[one.kind].append(good)
        quoted["all"].append(good)
        stated_wrong += bool(possible.quotes) and not possible.unsure and not good
    answered = [s for o, s in zip(asked, made.said, strict=True) if o.answerable]
    rest = [s for rows in unsaid.values() for s in rows]
    return {
        "questions": len(asked),
        "first": _means(first),
        "right": _means(quoted),
        "wrong while stated": round(stated_wrong / len(asked), 4),
        "refused of unanswerable": round(refused / max(len(rest), 1), 4),
        "auroc": {
            "all": round(auroc(answered, rest), 4),
            **{why: round(auroc(answered, rows), 4) for why, rows in sorted(unsaid.items())},
        },
        "ece": {
            "all": round(calibration_error(made.said, made.right), 4),
            **{kind: round(calibration_error(*np.array(v).T), 4) for kind, v in sorted(kinds.items())},
        },
    }  # fmt: skip


def recall(asked: Asked, quotes: Sequence[object]) -> float:
    """Return the share of the evidence's characters that is quoted."""
    wanted = sum(e - s for s, e in asked.spans)
    got = sum(
        max(0, min(e, q.end) - max(s, q.start))  # type: ignore[attr-defined]
        for s, e in asked.spans
        for q in quotes
        if q.article.id == asked.own  # type: ignore[attr-defined]
    )
    return got / max(wanted, 1)


def _means(values: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {name: round(float(np.mean(rows)), 4) for name, rows in sorted(values.items())}


def write(path: Path, scale: Calibration, name: str = DEFAULT_NAME) -> None:
    """Puts the fit into the file, under the name of the built-in reader."""
    table = json.loads(path.read_text("utf-8"))

    def told(one: Coefficients) -> dict[str, object]:
        return {
            "bias": round(one.bias, 4),
            "weights": {fact: round(weight, 4) for fact, weight in one.weights.items()},
        }

    table["readers"][name] = {
        "sentence": told(scale.sentence),
        "answer": told(scale.answer),
        "kinds": {kind: asdict(one) for kind, one in scale.kinds.items()},
    }
    path.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--report", type=Path, help="where to write all figures as JSON")
    parser.add_argument("--weights", type=Path, help="a reader's weights other than those shipped")
    parser.add_argument("--dry", action="store_true", help="measure what is there, write nothing")
    parser.add_argument("--part", default=TUNING)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    rows = [row for row in read_news(options.news) if part_of(row["id"]) == options.part]
    reader = TrainedReader.open(options.weights) if options.weights else open_reader()
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder), create=True) as index:
        index.add_articles(iter(articles_of(rows)))
        asked = ask_all(Assistant(index, reader=reader), rows)
    made = fit(asked)
    report = figures(asked, made)
    if not options.dry:
        write(FILE, made.scale)
    if options.report:
        options.report.write_text(json.dumps(report, indent=1), encoding="utf-8")
    LOG.info("%s", json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
