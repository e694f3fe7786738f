"""Fits ranking, confidence and threshold: ``python -m qa.training.fit_confidence --data DIR``.

On the held-out articles, with search and reader as they are. How much the search counts beside the
reader is chosen by the F1 of the best span; the confidence is a logistic regression (with a ridge)
on what speaks for the best span, judged by cross-validation over articles.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.citations import grow_to_sentences
from qa.questions.understanding import understand
from qa.reading.confidence import Features, Ranking
from qa.reading.evidence import Candidate, candidates, features
from qa.reading.trained_reader import DEFAULT_NAME, open_reader
from qa.training.data import hash_order, load_sets, split_sets
from qa.training.evaluate_reader import auroc, exact_match, f1_score
from qa.training.observations import KINDS, Observation, chosen, held_out_articles, observe

LOG = logging.getLogger(__name__)
COUNTS: Mapping[str, int] = {
    "new_wiki": 400,
    "amazon": 80,
    "reddit": 80,
    "qamr": 80,
    "fairytale": 80,
}
"""Name of a set -> how many of its held-out questions are asked."""
SHARES: Mapping[str, float] = {"stated": 0.5, "taken-out": 0.35, "near-miss": 0.15}
"""Kind of observation -> its share of what people are taken to ask; confidence is fitted to it."""
RETRIEVAL = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
SUPPORT = (0.0, 0.25)
COVERAGES = (0.1, 0.2, 0.3, 0.4, 0.5)
THRESHOLD = 0.3
"""Where nine in ten questions that are answered are still let through; see the card."""
FOLDS = 5
RIDGE = 1.0
FILE = Path(__file__).parents[1] / "reading" / "model" / "confidence.json"
NAMES = tuple(field.name for field in fields(Features))

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights [features] and bias of a logistic regression."""

    weights: Floats
    bias: float

    def probabilities(self, rows: Floats) -> Floats:
        """Return the probability of each row, [rows]."""
        return np.asarray(1 / (1 + np.exp(-np.clip(rows @ self.weights + self.bias, -30, 30))))


def logistic(
    rows: Floats, labels: Floats, counts: Floats, ridge: float = RIDGE, steps: int = 40
) -> Logistic:
    """Fits by Newton's method; the ridge is on standardised weights, the bias is free.

    Args:
        rows: [rows, features].
        labels: 0 or 1 [rows].
        counts: How much each row counts [rows].
        ridge: Penalty on half the squared standardised weights.
        steps: Newton steps.
    """
    mean, deviation = rows.mean(axis=0), rows.std(axis=0)
    deviation = np.where(deviation > 1e-9, deviation, 1.0)
    design = np.c_[(rows - mean) / deviation, np.ones(len(rows))]
    penalty = np.diag([*[ridge] * rows.shape[1], 1e-6])
    theta = np.zeros(design.shape[1])
    for _ in range(steps):
        said = 1 / (1 + np.exp(-np.clip(design @ theta, -30, 30)))
        gradient = design.T @ (counts * (said - labels)) + penalty @ theta
        curve = (design * (counts * said * (1 - said))[:, None]).T @ design + penalty
        theta = theta - np.linalg.solve(curve, gradient)
    weights = theta[:-1] / deviation
    return Logistic(weights, float(theta[-1] - weights @ mean))


def best_candidate(seen: Observation, ranking: Ranking) -> tuple[Candidate, list[Candidate]] | None:
    """Return the best candidate and all; None where nothing was found."""
    found = candidates(seen.hits[: len(seen.readings)], seen.readings, ranking)
    return (found[0], found) if found else None


def reading_figures(observations: Sequence[Observation], ranking: Ranking) -> dict[str, float]:
    """Return how often the own passage comes first, and EM and F1 in percent, of what is stated."""
    stated = [seen for seen in observations if seen.kind == "stated"]
    bests = [best_candidate(seen, ranking) for seen in stated]
    texts = [best[0].text if best else "" for best in bests]
    own = [
        best is not None
        and best[0].article.id == seen.own
        and best[0].hit.passage.start < seen.passage[1]
        and best[0].hit.passage.end > seen.passage[0]
        for seen, best in zip(stated, bests, strict=True)
    ]
    golds = [seen.golds for seen in stated]
    return {
        "questions": len(stated),
        "first": float(np.mean(own)),
        "em": 100 * float(np.mean([exact_match(t, g) for t, g in zip(texts, golds, strict=True)])),
        "f1": 100 * float(np.mean([f1_score(t, g) for t, g in zip(texts, golds, strict=True)])),
    }


def fit_ranking(observations: Sequence[Observation]) -> tuple[Ranking, dict[str, dict[str, float]]]:
    """Return the ranking with the best F1, and the figures of each that was tried."""
    tried: dict[str, dict[str, float]] = {}
    best: tuple[float, Ranking] | None = None
    for retrieval in RETRIEVAL:
        for support in SUPPORT:
            ranking = Ranking(reader=1.0, retrieval=retrieval, support=support)
            figures = reading_figures(observations, ranking)
            tried[f"retrieval {retrieval}, support {support}"] = figures
            if best is None or figures["f1"] > best[0]:
                best = (figures["f1"], ranking)
    if best is None:
        raise ValueError("no rankings to try")
    return best[1], tried


def is_right(seen: Observation, best: Candidate) -> bool:
    """Whether a reader was served: half of the answer's words, or the sentence that holds it."""
    if seen.kind != "stated":
        return False
    if f1_score(best.text, seen.golds) >= 0.5:
        return True
    start, end = grow_to_sentences(best.article, best.start, best.end)
    return best.article.id == seen.own and any(a < end and b > start for a, b in seen.spans)


@dataclass(frozen=True, slots=True)
class Table:
    """Features of the best candidates [rows, features], with what is right and what was asked.

    `counts` make the kinds' shares those of SHARES, and add up to the number of rows.
    """

    rows: Floats
    right: Floats
    counts: Floats
    kinds: NDArray[np.str_]
    sources: NDArray[np.str_]
    folds: NDArray[np.int64]


def table_of(observations: Sequence[Observation], ranking: Ranking) -> Table:
    """Return the features of the best candidate of each question that has one."""
    rows, right, kept = [], [], []
    for seen in observations:
        found = best_candidate(seen, ranking)
        if found is None:
            continue
        facts = features(understand(seen.question), found[0], seen.hits, found[1])
        rows.append([asdict(facts)[name] for name in NAMES])
        right.append(float(is_right(seen, found[0])))
        kept.append(seen)
    kinds = np.array([seen.kind for seen in kept])
    folds = [int(hash_order(seen.own)[-4:], 16) % FOLDS for seen in kept]
    return Table(
        np.array(rows),
        np.array(right),
        counts_of(kinds),
        kinds,
        np.array([seen.source for seen in kept]),
        np.array(folds),
    )


def counts_of(kinds: NDArray[np.str_]) -> Floats:
    """Return how much each row counts, so that the kinds have the shares of SHARES."""
    found = {kind: SHARES[kind] for kind in SHARES if np.any(kinds == kind)}
    each = {kind: share / np.mean(kinds == kind) for kind, share in found.items()}
    return np.array([each[kind] for kind in kinds.tolist()]) / sum(found.values())


def held_out_probabilities(table: Table) -> Floats:
    """Return each row's probability by a fit on the other folds' articles."""
    out = np.zeros(len(table.right))
    for fold in range(FOLDS):
        own = table.folds == fold
        fitted = logistic(table.rows[~own], table.right[~own], table.counts[~own])
        out[own] = fitted.probabilities(table.rows[own])
    return out


def figures_of(table: Table, said: Floats, threshold: float) -> dict[str, object]:
    """Return AUROC by kind, calibration error and what the threshold gives, cross-validated."""
    stated = table.kinds == "stated"
    report: dict[str, object] = {"ece": calibration_gap(said, table.right, table.counts)}
    for name, part in (("all", np.ones_like(stated)), ("new_wiki", table.sources == "new_wiki")):
        report[name] = {
            f"auroc {kind}": auroc(
                said[stated & part].tolist(), said[(table.kinds == kind) & part].tolist()
            )
            for kind in KINDS[1:]
        }
    answered = said >= threshold
    report["threshold"] = {
        "stated, answered": float(answered[stated].mean()),
        "new_wiki, stated, answered": share(answered, stated & (table.sources == "new_wiki")),
        "answers right": float(np.average(table.right[answered], weights=table.counts[answered])),
        **{f"{k}, refused": float((~answered[table.kinds == k]).mean()) for k in KINDS[1:]},
    }
    order = np.argsort(-said)
    reached = np.cumsum(table.counts[order])
    risk = 1 - np.cumsum((table.right * table.counts)[order]) / reached
    places = {cover: np.searchsorted(reached, cover * reached[-1]) for cover in COVERAGES}
    report["risk at coverage"] = {f"{cover:.1f}": float(risk[at]) for cover, at in places.items()}
    return report


def share(flags: NDArray[np.bool_], among: NDArray[np.bool_]) -> float | None:
    """Return the share of the flags that are set among some rows; None where there are none."""
    return float(flags[among].mean()) if np.any(among) else None


def calibration_gap(said: Floats, right: Floats, counts: Floats, bins: int = 10) -> float:
    """Return the expected calibration error over equally wide bins, rows counting as they do."""
    which = np.minimum((said * bins).astype(int), bins - 1)
    gaps = [abs(((said - right) * counts)[which == b].sum()) for b in range(bins)]
    return float(sum(gaps) / counts.sum())


def write(path: Path, ranking: Ranking, fitted: Logistic, threshold: float) -> None:
    """Puts the fit into the file, under the name of the built-in reader."""
    table = json.loads(path.read_text("utf-8"))
    weights = dict(zip(NAMES, fitted.weights.tolist(), strict=True))
    table["readers"][DEFAULT_NAME] = {
        "bias": round(fitted.bias, 4),
        "threshold": threshold,
        "weights": {name: round(weight, 4) for name, weight in weights.items()},
        "ranking": asdict(ranking),
    }
    path.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--report", type=Path, help="where to write all figures as JSON")
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    sets = split_sets(load_sets(options.data))
    held_out = held_out_articles(sets)
    questions = chosen(sets, COUNTS, held_out)
    with tempfile.TemporaryDirectory() as folder:
        observations = observe(held_out, questions, open_reader(), Path(folder))
    ranking, tried = fit_ranking(observations)
    table = table_of(observations, ranking)
    fitted = logistic(table.rows, table.right, table.counts)
    write(FILE, ranking, fitted, options.threshold)
    wiki = [seen for seen in observations if seen.source == "new_wiki"]
    report = {
        "ranking": asdict(ranking),
        "tried": tried,
        "all": reading_figures(observations, ranking),
        "new_wiki": reading_figures(wiki, ranking),
        "confidence": figures_of(table, held_out_probabilities(table), options.threshold),
    }
    if options.report:
        options.report.write_text(json.dumps(report, indent=1), encoding="utf-8")
    LOG.info("%s", json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
