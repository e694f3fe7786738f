"""Search and ask for minutes while the articles change; every quote is checked.

    python tests/benchmarks/bench_soak.py [MINUTES]

Six threads search and ask, with and without filters, while a process of its own adds, changes and
removes articles. Every hit and every quote must be, to the character, what an article holds that
was in the index. Prints counts, faults and memory (RSS) at intervals. Ends with 1 on a fault, or
where memory grows by more than a tenth over the second half. Linux.
"""

import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from index.articles.article import Article, ArticleInfo  # noqa: E402
from index.articles.passages import Filters  # noqa: E402
from index.collection import Index  # noqa: E402
from index.errors import UnknownArticle  # noqa: E402
from qa.assistant import Assistant  # noqa: E402

CLIENTS = 6
MOVING = 40
"""Articles that come, change and go beside the samples."""

GROWTH = 1.10
INTERVALS = 20

_PEOPLE = ["Ada Voss", "Bram Ilk", "Cora Lund", "Dov Resnik"]
_THINGS = ["the ferry", "the harbour", "the treaty", "the price of salt", "the new bridge"]
_QUESTIONS = [
    "What did {person} say about {thing}?",
    "Who spoke about {thing}?",
    "How many people came to see {thing}?",
    "{thing}",
]


def text_of(number: int, version: int) -> str:
    """Return the text that a moving article has in one of its versions."""
    chance = random.Random(f"{number} {version}")
    paragraphs = []
    for _ in range(chance.randint(2, 12)):
        person, thing = chance.choice(_PEOPLE), chance.choice(_THINGS)
        paragraphs.append(
            f"{chance.randint(2, 900)} people came to see {thing}. “We shall keep {thing} whatever "
            f"it costs,” said {person}, who had come from {chance.choice(_THINGS)} that day. "
            f"Nothing else was decided in meeting {chance.randint(1, 10**6)}."
        )
    return "\n\n".join(paragraphs) + f"\n\nThis is version {version} of report {number}."


def moving(number: int, version: int) -> Article:
    """Return a moving article; its text names its version."""
    info = ArticleInfo(
        id=f"moving-{number}",
        title=f"Report {number}",
        author=_PEOPLE[number % 4],
        date=f"2021-{1 + number % 12:02}",
    )
    return Article(info=info, text=text_of(number, version))


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

    def __init__(self, index: Index, deadline: float) -> None:
        self.index, self.deadline = index, deadline
        self.assistant = Assistant(index)
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self._lock = threading.Lock()
        self._samples = {
            info.id: index.article(info.id).text
            for info in index.articles()
            if not info.id.startswith("moving-")
        }

    def client(self, number: int) -> None:
        """Search and ask until the time is up."""
        chance = random.Random(number)
        while time.monotonic() < self.deadline:
            words = {"person": chance.choice(_PEOPLE), "thing": chance.choice(_THINGS)}
            question = chance.choice(_QUESTIONS).format(**words)
            filters = Filters(author=chance.choice(_PEOPLE)) if chance.random() < 0.5 else Filters()
            try:
                if chance.random() < 0.8:
                    self._search(question, filters)
                else:
                    self._ask(question, filters)
            except Exception:  # a fault of any kind is what this looks for
                self._fault(traceback.format_exc())

    def _search(self, question: str, filters: Filters) -> None:
        hits = self.index.search(question, 10, filters)
        for hit in hits:
            self._check(hit.article.id, hit.article.text, hit.text)
            if filters.author and hit.article.info.author != filters.author:
                self._fault(f"{hit.article.id} is by {hit.article.info.author}, not the one asked")
        self._count("searches")
        self._count("hits", len(hits))

    def _ask(self, question: str, filters: Filters) -> None:
        answer = self.assistant.ask(question, filters=filters)
        for quote in answer.quotes:
            self._check(quote.article.id, None, quote.text)
        self._count("questions")
        self._count("quotes", len(answer.quotes))

    def _check(self, article: str, whole: str | None, text: str) -> None:
        """See that `text` stands in the article, as it is or, one that moves, as it was."""
        if article in self._samples:
            good = text in self._samples[article] and whole in (None, self._samples[article])
        elif whole is not None:
            version = int(whole.rsplit("version ", 1)[1].split()[0])
            good = whole == text_of(int(article.rpartition("-")[2]), version) and text in whole
        else:
            good = self._was_written(article, text)
        if not good:
            self._fault(f"{article} does not hold {text!r}")

    def _was_written(self, article: str, text: str) -> bool:
        try:
            if text in self.index.article(article).text:
                return True
        except UnknownArticle:
            pass
        # Changed since the answer: some version before it held the quote.
        number = int(article.rpartition("-")[2])
        newest = self.index.generation  # grows at least as fast as versions do
        return any(text in text_of(number, version) for version in range(newest, -1, -1))

    def _fault(self, text: str) -> None:
        with self._lock:
            self.faults.append(text)

    def _count(self, what: str, number: int = 1) -> None:
        with self._lock:
            self.counts[what] += number


def memory() -> float:
    """Return what this process holds, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def soak(minutes: float, folder: str) -> int:
    """Run it; return what the process ends with."""
    with Index.open(folder, create=True) as index:
        index.add([str(ROOT / "samples" / "articles")])
        index.add_articles(moving(number, 0) for number in range(MOVING))
        context = multiprocessing.get_context("spawn")
        stop = context.Event()
        writer = context.Process(target=write, args=(folder, stop))
        writer.start()
        made = Soak(index, time.monotonic() + 60 * minutes)
        clients = [threading.Thread(target=made.client, args=(at,)) for at in range(CLIENTS)]
        for client in clients:
            client.start()
        held = []
        for at in range(1, INTERVALS + 1):
            time.sleep(
                max(0.0, made.deadline - 60 * minutes * (1 - at / INTERVALS) - time.monotonic())
            )
            held.append(memory())
            counts = ", ".join(f"{number} {what}" for what, number in sorted(made.counts.items()))
            print(
                f"{60 * minutes * at / INTERVALS:6.0f} s  {held[-1]:6.0f} MB  {counts}, "
                f"generation {index.generation}, {len(made.faults)} faults",
                flush=True,
            )
        for client in clients:
            client.join()
        crashed = writer.exitcode
        stop.set()
        writer.join()
        report = index.verify()
    return judged(made, held, [*report.problems, *([f"writer: {crashed}"] if crashed else [])])


def judged(made: Soak, held: list[float], problems: list[str]) -> int:
    """Print what was found, and return what the process ends with."""
    for fault, times in Counter(made.faults).most_common(20):
        print(f"fault, {times} times: {fault}")
    for problem in problems:
        print(f"problem: {problem}")
    growth = held[-1] / held[len(held) // 2 - 1]
    print(f"memory over the second half: {growth:.3f} times; {len(made.faults)} faults")
    return int(bool(made.faults or problems) or growth > GROWTH)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.exit(soak(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0, place + "/index"))
