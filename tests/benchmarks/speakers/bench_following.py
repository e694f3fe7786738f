"""Measure the list of speakers of an archive as articles come and go, and editors decide.

    PYTHONPATH=.:tests/benchmarks:tests/benchmarks/speakers \
        python tests/benchmarks/speakers/bench_following.py --articles 91002 --folder FOLDER

FOLDER is filled where it holds no index (some minutes for 91,002 articles with 8 statements each);
it is changed, so that each run begins a little larger. `first` is the first list after a start,
`after ...` the list after a change (the change itself is not counted), for who sees everything and
for who sees one article in two, or in a hundred. Milliseconds of processor time, median and most.
"""

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from random_vectors import RandomVectors
from spoken_archive import COLLECTIONS, fill, further

from index.articles.article import Article
from index.articles.passages import Filters
from index.collection import Index
from index.opened.reading import ReadableIndex
from index.store.tables.speaker_decisions import SpeakerDecision
from qa.sides.gathering import SideFinder
from qa.sides.values import SidesWish
from qa.small_talk import speakers_of, speakers_told
from qa.speakers.directory import directory_of
from qa.speakers.finder import SpeakerFinder
from qa.speakers.speaker import Speaker
from qa.web.speakers.kept_records import KeptRecords

_NONE = Filters()


def spent(work: Callable[[], object]) -> float:
    """Return the milliseconds of processor time that some work takes."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def told(name: str, taken: Iterable[float]) -> None:
    """Print a line of the table."""
    times = list(taken)
    print(f"{name:44}{statistics.median(times):9.1f}{max(times):9.1f}", flush=True)


def own_memory() -> float:
    """Return the MB that this process has of its own."""
    gc.collect()
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = [one for one in lines if one.startswith("RssAnon")]
    return int(line.split()[1]) / 1024


def changed(name: str, view: ReadableIndex, times: int, change: Callable[[int], object]) -> None:
    """Print how long the list takes after a change."""
    directory_of(view)
    taken = []
    for number in range(times):
        change(number)
        taken.append(spent(lambda: directory_of(view)))
    told(name, taken)


def measure(folder: Path, times: int) -> None:
    """Print the table."""
    with Index.open(folder, embedder=RandomVectors(), annotator=SpeakerFinder()) as index:
        before = own_memory()
        first = spent(lambda: directory_of(index))
        found = directory_of(index)
        spoken = sum(one.statements for one in found.speakers)
        print(f"{found.searched} articles, {len(found.speakers)} speakers, "
              f"{spoken} statements of theirs; {own_memory() - before:.0f} MB")  # fmt: skip
        told("first, everything", [first])
        for name in COLLECTIONS:
            limited = index.limited_to([name])
            before = own_memory()
            told(f"first, {name}", [spent(lambda one=limited: directory_of(one))])  # type: ignore[misc]
            print(f"    {own_memory() - before:.0f} MB")
        told("again", [spent(lambda: directory_of(index)) for _ in range(times)])
        follow(index, times)
        answers(index, times)


def follow(index: Index, times: int) -> None:
    """Print how the list follows each sort of change."""
    new = list(islice(further(int(time.time()) % 1_000_000), 4 * times))
    changes(index, index, "", new[:times])
    changes(index, index.limited_to(["half"]), ", of half", new[times : 2 * times])
    frequent = directory_of(index).speakers
    changed("after a decision", index, times, lambda n: decide(index, *frequent[2 * n : 2 * n + 2]))
    more = new[2 * times :]
    changed("after an addition, with decisions", index, times, lambda n: add(index, more[n]))


def changes(index: Index, view: ReadableIndex, name: str, some: Sequence[Article]) -> None:
    """Print how a view follows additions, changes, moves and removals."""
    late = [replace(one, text=f"Late. {one.text}") for one in some]
    move, times = index.collection_changes.move, len(some)
    changed(f"after an addition{name}", view, times, lambda n: add(index, some[n], "half"))
    changed(f"after a change{name}", view, times, lambda n: add(index, late[n]))
    changed(f"after a move{name}", view, times, lambda n: move([some[n].id], ["default"]))
    changed(f"after a removal{name}", view, times, lambda n: index.remove([some[n].id]))


def add(index: Index, article: Article, *collections: str) -> None:
    """Add one article."""
    index.add_articles([article], collections=collections)


def decide(index: Index, one: Speaker, other: Speaker) -> None:
    """Say that two are one."""
    index.speaker_decisions.add(
        SpeakerDecision(sort="same", key=one.key, name=one.name, other=other.key,
                        other_name=other.name, editor="ada", at="2026-01-01")
    )  # fmt: skip


def answers(index: Index, times: int) -> None:
    """Print what the chat, both sides and the page of a speaker take."""
    finder, records = SideFinder(index), KeptRecords()
    coming = further(1_500_000)

    def asked(name: str, work: Callable[[], object]) -> None:
        told(name, [spent(work)])
        taken = []
        for _ in range(times):
            index.add_articles([next(coming)])
            taken.append(spent(work))
        told(f"{name}, after an addition", taken)

    def sides(*names: Speaker) -> Callable[[], object]:
        wish = SidesWish(speakers=tuple(one.key for one in names))
        return lambda: finder.sides(wish)

    asked("Who are the speakers?", lambda: speakers_told(speakers_of(index, _NONE), 1))
    late = Filters(after="2020-01-01")
    asked("Who are the speakers? since a date", lambda: speakers_told(speakers_of(index, late), 1))
    everybody = directory_of(index).speakers
    people = [one for one in everybody if one.kind == "person"]
    asked("both sides, of two frequent speakers", sides(*people[:2]))
    asked("both sides, of two rare speakers", sides(*people[-2:]))
    often = people[0].key
    asked("page of a frequent speaker", lambda: page(index, records, often))
    asked("page of a rare speaker", lambda: page(index, records, people[-1].key))


def page(index: Index, records: KeptRecords, key: str) -> object:
    """Return what a speaker's page is made of."""
    found = directory_of(index).find(key)
    return records.of(index, found) if found else None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--statements", type=int, default=8, help="Of an article.")
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        where = given.folder or Path(name) / "index"
        if not Index.exists(where):
            fill(where, given.articles, given.statements, given.people)
        measure(where, given.times)
