"""How well and how fast the index finds: `python tests/benchmarks/bench_index.py WHAT [ARTICLES]`.

`quality` compares ways of fusing dense and BM25 scores on the sets in `../shared/data`; `speed`
measures an index of many passages with random vectors, `collections` the same index limited to
some of its articles, beside one that has no others. Figures: docs/retrieval.md.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from random_vectors import RandomVectors

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from index.collection import Index
from index.opened.reading import ReadableIndex
from index.retrieval import CANDIDATES
from index.search.fusion import fuse, standardised

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
CACHE = Path(tempfile.gettempdir()) / "pullquote-bench"
Scores = npt.NDArray[np.float32]
Method = Callable[[Scores, Scores], Scores]


@dataclass(frozen=True)
class Task:
    """Articles, questions, and the gain of each article for each question."""

    articles: list[Article]
    questions: dict[str, str]
    gains: dict[str, dict[str, float]]


def beir(name: str) -> Task:
    folder = DATA / "retrieval" / name
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    articles = [
        Article(
            info=ArticleInfo(id=row["_id"], title=row["title"]), text=row["text"] or row["title"]
        )
        for row in rows
    ]
    asked = [json.loads(line) for line in (folder / "queries.jsonl").open(encoding="utf-8")]
    gains: dict[str, dict[str, float]] = {}
    for line in (folder / "qrels.tsv").read_text().splitlines()[1:]:
        question, article, gain = line.split("\t")
        gains.setdefault(question, {})[article] = float(gain)
    questions = {row["_id"]: row["text"] for row in asked if row["_id"] in gains}
    return Task(articles, questions, gains)


def squad(name: str, most: int = 1000) -> Task:
    data = json.loads((DATA / "reading" / f"{name}.json").read_text(encoding="utf-8"))["data"]
    articles, questions, gains = [], {}, {}
    for group in data:
        for number, paragraph in enumerate(group["paragraphs"]):
            key = f"{group['title']}-{number}"
            articles.append(Article(info=ArticleInfo(id=key), text=paragraph["context"]))
            for asked in paragraph["qas"]:
                questions[asked["id"]] = asked["question"]
                gains[asked["id"]] = {key: 1.0}
    step = max(1, len(questions) // most)
    chosen = dict(list(questions.items())[::step])
    return Task(articles, chosen, gains)


def reciprocal_ranks(dense: Scores, lexical: Scores) -> Scores:
    """Cormack, Clarke and Buettcher, SIGIR 2009, with k = 60."""
    ranks = [np.argsort(np.argsort(-scores)) + 1 for scores in (dense, lexical)]
    return np.asarray(1 / (60 + ranks[0]) + np.where(lexical > 0, 1 / (60 + ranks[1]), 0))


def scaled(scores: Scores) -> Scores:
    return np.asarray((scores - scores.min()) / max(float(np.ptp(scores)), 1e-9))


METHODS: dict[str, Method] = {
    "dense": lambda dense, lexical: dense,
    "bm25": lambda dense, lexical: lexical,
    "rrf": reciprocal_ranks,
    "min-max": lambda dense, lexical: scaled(dense) + scaled(lexical),
    **{f"z {weight}": partial(fuse, dense_weight=weight) for weight in (0.5, 0.75, 1, 1.5, 2)},
    "z, log bm25": lambda dense, lexical: standardised(dense) + standardised(np.log1p(lexical)),
}  # fmt: skip


def ndcg(ranking: Sequence[str], gains: dict[str, float], depth: int = 10) -> float:
    discounts = 1 / np.log2(np.arange(2, depth + 2))
    got = [gains.get(article, 0.0) for article in ranking[:depth]]
    best = sorted(gains.values(), reverse=True)[:depth]
    ideal = float(np.dot(best, discounts[: len(best)]))
    return float(np.dot(got, discounts[: len(got)])) / ideal if ideal else 0.0


def rankings(
    index: Index, task: Task, methods: dict[str, Method]
) -> Iterator[tuple[str, str, list[str]]]:
    vectors = index.embedder.embed_questions(list(task.questions.values()))
    index._generations.catch_up()
    with index._storage.reading():
        view = index._generations.covering(index._storage.counters.state())
        assert view is not None
        corpus = index._retriever.corpus(view, index.generation)
        for (key, question), vector in zip(task.questions.items(), vectors, strict=True):
            rows, dense, lexical = index._retriever.candidates(corpus, question, vector, CANDIDATES)
            places = index._storage.passages.at(rows.tolist())
            ids = [places[row].order[1] for row in rows.tolist()]
            for name, method in methods.items():
                order = np.argsort(-method(dense, lexical), kind="stable")
                yield key, name, list(dict.fromkeys(ids[at] for at in order))


def quality() -> None:
    tasks = {
        "cranfield": lambda: beir("cranfield"),
        "cisi": lambda: beir("cisi"),
        "new_wiki": lambda: squad("squadshifts_new_wiki"),
        "amazon": lambda: squad("squadshifts_amazon_reviews"),
    }
    table: dict[str, list[str]] = {name: [] for name in METHODS}
    for task_name, load in tasks.items():
        task = load()
        with Index.open(CACHE / task_name, create=True) as index:
            index.add_articles(task.articles)
            first: dict[str, list[float]] = {name: [] for name in METHODS}
            tenth: dict[str, list[float]] = {name: [] for name in METHODS}
            for key, name, ranking in rankings(index, task, METHODS):
                tenth[name].append(ndcg(ranking, task.gains[key]))
                first[name].append(float(task.gains[key].get(ranking[0], 0) > 0))
            for name, cells in table.items():
                cells.append(f"{np.mean(first[name]):.3f} {np.mean(tenth[name]):.3f}")
    print(f"{'best first, ndcg@10':20}", *(f"{name:>12}" for name in tasks))
    for name, cells in table.items():
        print(f"{name:20}", *(f"{cell:>12}" for cell in cells))


def made_articles(count: int) -> Iterator[Article]:
    chance = np.random.default_rng(21)
    for number in range(count):
        words = chance.zipf(1.3, 1000) % 40_000
        text = " ".join(
            f"w{word}." if at % 12 == 11 else f"w{word}" for at, word in enumerate(words)
        )
        info = ArticleInfo(
            id=f"a{number:06}", title=f"Title {number}", author=f"Author {number % 97}"
        )
        yield Article(info=info, text=text)


def _timed(call: Callable[[], object], times: int = 1) -> str:
    """Return the median of wall and processor time; the second hardly minds a busy machine."""
    wall, processor = [], []
    for _ in range(times):
        started = time.perf_counter(), time.process_time()
        call()
        wall.append(time.perf_counter() - started[0])
        processor.append(time.process_time() - started[1])
    return f"{1000 * np.median(wall):.2f} ms ({1000 * np.median(processor):.2f} of processor)"


def _remove_each(index: Index, count: int) -> None:
    for article_id in index.article_ids()[:count]:
        index.remove([article_id])


def speed(articles: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with Index.open(folder, create=True, embedder=RandomVectors()) as index:
            print("filling:", _timed(lambda: index.add_articles(made_articles(articles))))
            print(f"{index.article_count} articles, {index.passage_count} passages")
        with Index.open(folder, embedder=RandomVectors()) as index:
            chance = np.random.default_rng(22)

            def ask(filters: Filters = Filters()) -> object:  # noqa: B008 - unchanging
                words = " ".join(f"w{word}" for word in chance.integers(1, 3000, 8))
                return index.search(words, 10, filters)

            print("first search after opening:", _timed(ask))
            print("search:", _timed(ask, 40))
            print("filtered search:", _timed(lambda: ask(Filters(author="author 9")), 40))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"peak memory of filling and searching: {peak} MB")
            new = Article(info=ArticleInfo(id="new"), text="Zebras were seen. " * 60)
            print("adding one article:", _timed(lambda: index.add_articles([new])))
            print("first search after adding:", _timed(ask))
            print("removing it:", _timed(lambda: index.remove(["new"])))
            print("first search after removing:", _timed(ask))
            print("search with a removed article in the files:", _timed(ask, 40))
            print("removing 20, one by one:", _timed(lambda: _remove_each(index, 20)))
            print("verifying:", _timed(index.verify))


def collections(articles: int) -> None:
    """Compare searches of all, of a half and a tenth, the three in turn, and what waits first."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Index.open(folder, create=True, embedder=RandomVectors()) as index,
    ):
        made = list(made_articles(articles))
        index.add_articles(made[: articles // 10], collections=["tenth", "half"])
        index.add_articles(made[articles // 10 : articles // 2], collections=["half"])
        index.add_articles(made[articles // 2 :])
        print(f"{index.article_count} articles, {index.passage_count} passages")
        chance = np.random.default_rng(22)
        words = [" ".join(f"w{one}" for one in chance.integers(1, 3000, 8)) for _ in range(60)]
        seen = {
            "all": index,
            "half": index.limited_to(["half"]),
            "tenth": index.limited_to(["tenth"]),
        }
        for name, one in seen.items():
            first = [_seconds(one, words[0]), _seconds(one, words[0])]
            print(f"{name}: first search {first[0] * 1000:.1f} ms, again {first[1] * 1000:.1f} ms")
        times: dict[str, list[float]] = {name: [] for name in seen}
        for text in words * 2:  # the second time every word is known
            for name, one in seen.items():
                times[name].append(_seconds(one, text))
        for name, taken in times.items():
            new, known = np.median(taken[: len(words)]), np.median(taken[len(words) :])
            print(f"{name}: new words {new * 1000:.1f} ms, known words {known * 1000:.1f} ms")


def _seconds(index: ReadableIndex, words: str) -> float:
    started = time.perf_counter()
    index.search(words, 10)
    return time.perf_counter() - started


if __name__ == "__main__":
    if sys.argv[1:2] == ["quality"]:
        quality()
    elif sys.argv[1:2] == ["collections"]:
        collections(int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
    else:
        speed(int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
