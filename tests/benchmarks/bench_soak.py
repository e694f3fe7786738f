"""Search and ask for minutes while the articles change; every quote is checked.

    python tests/benchmarks/bench_soak.py [MINUTES] [--questions N] [--ask SHARE] [--types]
        [--short]

Six threads search and ask, with and without filters and conversations, no question twice, while a
process of its own adds, changes and removes articles. Every hit and every quote must be, to the
character, what an article holds that was in the index. It goes on for MINUTES (10), or until N
questions were asked or searched for; SHARE of them are asked (.2; 1 for all).

Prints counts, faults and memory (RssAnon) at intervals, and how memory grows with the number of
questions: the slope of a line through what was held after the first third. Ends with 1 on a fault,
or where that slope makes a tenth more of 100,000 questions, beyond what may be chance (two standard
errors). `--types` also counts the objects that Python's collector knows, by type, after the first
third and at the end. `--short` shows within some hundred questions whether memory stays flat: of
texts 12 MB are kept instead of 64, words are remembered from the beginning as after many questions,
and a reader that compares sentences takes the place of the trained one. Linux.
"""

import argparse
import gc
import multiprocessing
import random
import re
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "benchmarks" / "soak")]

from moving_articles import PEOPLE, moving, question_of, text_of  # noqa: E402

from index.articles.passages import Filters  # noqa: E402
from index.collection import Index  # noqa: E402
from index.keeping.found import WORDS  # noqa: E402
from index.keeping.heaps import use_few_heaps  # noqa: E402
from index.keeping.store import KEPT  # noqa: E402
from qa.answers import Answer  # noqa: E402
from qa.assistant import Assistant  # noqa: E402
from qa.people.names import parse  # noqa: E402
from qa.people.spelling import spellings  # noqa: E402
from qa.questions.followups import Exchange  # noqa: E402
from qa.reading.sentence_reader import SentenceReader  # noqa: E402
from qa.text.words import fold, stem  # noqa: E402

CLIENTS = 6
MOVING = 40
"""Articles that come, change and go beside the samples."""

GROWTH = 0.10
"""Of what is held after the first third: how much more 100,000 questions may make it."""

MANY = 100_000
_LITTLE = 12 * 2**20
INTERVALS = 30


def write(folder: str, stop: object) -> None:
    """Add, change and remove articles until told to stop."""
    chance = random.Random(1)
    version = 0
    with Index.open(folder) as index:
        while not stop.is_set():  # type: ignore[attr-defined]
            version += 1
            chosen = chance.sample(range(MOVING), 3)
            index.add_articles(moving(number, version) for number in chosen)
            if version % 3 == 0:
                index.remove([f"moving-{chosen[0]}"])
            time.sleep(0.05)


class Soak:
    """What the clients do and find."""

    def __init__(self, index: Index, ask: float, *, short: bool = False) -> None:
        self.index, self.ask, self.is_over = index, ask, False
        reader = SentenceReader(index.embedder) if short else None
        self.assistant = Assistant(index, reader=reader)
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self._lock = threading.Lock()
        self._going, self._asking = True, 0
        self._samples = {
            info.id: index.article(info.id).text
            for info in index.articles()
            if not info.id.startswith("moving-")
        }

    def client(self, number: int) -> None:
        """Search and ask until it is over."""
        chance = random.Random(number)
        history: list[Exchange] = []
        while not self.is_over:
            with self._lock:
                begins = self._going
                self._asking += begins
            if not begins:
                time.sleep(0.05)
                continue
            question = question_of(chance, follows=bool(history))
            filters = Filters(author=chance.choice(PEOPLE)) if chance.random() < 0.5 else Filters()
            try:
                if chance.random() >= self.ask:
                    self._search(question, filters)
                    continue
                answer = self._ask(question, filters, history)
                history = [*history[-3:], Exchange(question, answer.answer)]
                if chance.random() < 0.5:
                    history = []
            except Exception:  # a fault of any kind is what this looks for
                self._fault(traceback.format_exc())
            finally:
                with self._lock:
                    self._asking -= 1

    def objects(self) -> "Counter[str]":
        """Return how many objects there are by type, of those the collector knows."""
        # Looked at by another thread, a tuple that is just being made cannot be finished.
        with self._lock:
            self._going = False
        while self._asking:
            time.sleep(0.05)
        gc.collect()
        found = Counter(_name(type(one)) for one in gc.get_objects())
        with self._lock:
            self._going = True
        return found

    def _search(self, question: str, filters: Filters) -> None:
        hits = self.index.search(question, 10, filters)
        for hit in hits:
            self._check(hit.article.id, hit.article.text, hit.text)
            if filters.author and hit.article.info.author != filters.author:
                self._fault(f"{hit.article.id} is by {hit.article.info.author}, not the one asked")
        self._count("searches")
        self._count("hits", len(hits))

    @property
    def questions(self) -> int:
        """How many were asked or searched for."""
        return self.counts["questions"] + self.counts["searches"]

    def _ask(self, question: str, filters: Filters, history: list[Exchange]) -> Answer:
        answer = self.assistant.ask(question, filters=filters, history=history)
        for quote in answer.quotes:
            self._check(quote.article.id, quote.article.text, quote.text)
        self._count("questions")
        self._count("quotes", len(answer.quotes))
        return answer

    def _check(self, article: str, whole: str, text: str) -> None:
        """See that `text` stands in the article, as it is or, one that moves, as it was."""
        written = self._samples.get(article)
        if written is None:
            version = int(whole.rsplit("version ", 1)[1].split()[0])
            written = text_of(int(article.rpartition("-")[2]), version)
        if whole != written or text not in whole:
            self._fault(f"{article} does not hold {text!r}")

    def _fault(self, text: str) -> None:
        with self._lock:
            self.faults.append(text)

    def _count(self, what: str, number: int = 1) -> None:
        with self._lock:
            self.counts[what] += number


def shorten() -> None:
    """Have this process keep less of texts, and remember as many words as it ever does."""
    KEPT.limit = _LITTLE
    for number in range(WORDS):
        word = f"word{number}"
        for remembered in (fold, stem, spellings, parse):
            remembered(word)


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def memory() -> float:
    """Return what this process holds for itself, in MB: without files that are mapped."""
    (anonymous,) = re.findall(r"RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(anonymous) / 1024


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is run: for so many minutes, or questions where these are given."""

    minutes: float
    questions: int | None
    ask: float
    types: bool
    short: bool


def soak(wishes: Wishes, folder: str) -> int:
    """Run it; return what the process ends with."""
    use_few_heaps()  # as a server does
    with Index.open(folder, create=True) as index:
        index.add([str(ROOT / "samples" / "articles")])
        index.add_articles(moving(number, 0) for number in range(MOVING))
        context = multiprocessing.get_context("spawn")
        stop = context.Event()
        writer = context.Process(target=write, args=(folder, stop))
        writer.start()
        if wishes.short:
            shorten()
        made = Soak(index, wishes.ask, short=wishes.short)
        clients = [threading.Thread(target=made.client, args=(at,)) for at in range(CLIENTS)]
        for client in clients:
            client.start()
        held = _watched(made, wishes)
        made.is_over = True
        for client in clients:
            client.join()
        crashed = writer.exitcode
        stop.set()
        writer.join()
        report = index.verify()
    return judged(made, held, [*report.problems, *([f"writer: {crashed}"] if crashed else [])])


def _watched(made: Soak, wishes: Wishes) -> list[tuple[int, float]]:
    """Look on until it is time to end; return questions and memory, in MB, at intervals."""
    held: list[tuple[int, float]] = []
    known: Counter[str] = Counter()
    began = time.monotonic()
    for at in range(1, INTERVALS + 1):
        share = at / INTERVALS
        while (
            made.questions < wishes.questions * share
            if wishes.questions
            else time.monotonic() < began + 60 * wishes.minutes * share
        ):
            time.sleep(0.05)
        if wishes.types and at in (INTERVALS // 3, INTERVALS):
            types = made.objects()
            for name, more in (types - known).most_common(12) if known else ():
                print(f"    {more:8} more of {name}")
            known = types
        held.append((made.questions, memory()))
        counts = ", ".join(f"{number} {what}" for what, number in sorted(made.counts.items()))
        print(
            f"{time.monotonic() - began:6.0f} s  {held[-1][1]:6.0f} MB  {counts}, "
            f"generation {made.index.generation}, {KEPT.bytes / 2**20:.0f} MB kept of "
            f"{len(KEPT)} texts, {len(made.faults)} faults",
            flush=True,
        )
    return held


def slope(held: list[tuple[int, float]]) -> tuple[float, float]:
    """Return MB for 100,000 questions, by least squares, and the standard error of that."""
    asked = np.array([count for count, _ in held], float) / MANY
    values = np.array([size for _, size in held])
    centred = asked - asked.mean()
    spread = float((centred**2).sum())
    grows = float((centred * values).sum()) / spread
    left = values - values.mean() - grows * centred
    return grows, float(np.sqrt((left**2).sum() / (len(held) - 2) / spread))


def judged(made: Soak, held: list[tuple[int, float]], problems: list[str]) -> int:
    """Print what was found, and return what the process ends with."""
    for fault, times in Counter(made.faults).most_common(20):
        print(f"fault, {times} times: {fault}")
    for problem in problems:
        print(f"problem: {problem}")
    warm = held[len(held) // 3 :]
    grows, error = slope(warm)
    print(
        f"{made.questions} questions, {len(made.faults)} faults; {warm[0][1]:.0f} MB after the "
        f"first third, {warm[-1][1]:.0f} MB at the end; {grows:+.1f} MB for {MANY:,} questions "
        f"(standard error {error:.1f})"
    )
    return int(bool(made.faults or problems) or grows - 2 * error > GROWTH * warm[0][1])


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Search and ask while the articles change.")
    asked.add_argument("minutes", nargs="?", type=float, default=10.0)
    asked.add_argument("--questions", type=int)
    asked.add_argument("--ask", type=float, default=0.2)
    asked.add_argument("--types", action="store_true")
    asked.add_argument("--short", action="store_true")
    with tempfile.TemporaryDirectory() as place:
        sys.exit(soak(Wishes(**vars(asked.parse_args())), place + "/index"))
