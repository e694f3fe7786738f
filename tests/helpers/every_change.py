"""Every kind of change of an index, by name; as a program it makes those that it is told of.

python every_change.py FOLDER    reads names from standard input, and says each when it is done
"""

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from index.articles.article import Article, ArticleInfo
from index.articles.details.corrections import Change
from index.articles.passages import Filters
from index.collection import Index
from index.models.embedder import Progress
from index.models.vectors import Vectors
from index.store.tables.speaker_decisions import SpeakerDecision
from qa.learning import judgements
from qa.statements.stored import StatementFinder

FERRY = (
    "The ferry to Port Merrow was late again. “We count every boat,” said Ada Okoro, who speaks "
    "for the harbour. The harbour opens on Monday. Nobody objected to the new fares."
)
QUAY = (
    "“The quay leaks,” said Ben Moss, an engineer. The repair costs 40,000 crowns. It was wet for "
    "a week, and the town waited for the ferry."
)
TIP = "“The ferry was sold at night,” said Ada Okoro in secret. She paid 7,000 crowns for the quay."
SAID = "What did Ada Okoro say?"
OLDER = "older.sqlite"
"""A copy of the database beside the folder of an index, as it was at first."""


class Letters:
    """Vectors that count letters: what a text is near to can be predicted, and costs nothing."""

    name, fingerprint, dimension = "letters", "0" * 64, 26

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        rows = [[text.lower().count(chr(97 + at)) + 0.01 for at in range(26)] for text in texts]
        found = np.array(rows, np.float32).reshape(-1, 26)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))

    embed_questions = embed_passages


def opened(folder: Path) -> Index:
    """Open an index whose models cost nothing."""
    return Index.open(folder, create=True, embedder=Letters(), annotator=StatementFinder())


def filled(folder: Path) -> Index:
    """Return an index with articles for all and one of a collection of its own."""
    index = opened(folder)
    index.add_articles([_article("ferry", FERRY), _article("quay", QUAY)])
    index.add_articles([_article("tip", TIP)], collections=["tips"])
    with (
        closing(sqlite3.connect(folder / "articles.sqlite")) as truth,
        closing(sqlite3.connect(folder.parent / OLDER)) as copy,
    ):
        truth.backup(copy)
    return index


def _article(name: str, text: str) -> Article:
    info = ArticleInfo(id=name, title=f"About the {name}", author="Lena Fisk", date="2024-05-06")
    return Article(info=info, text=text)


def _add(index: Index) -> None:
    index.add_articles([_article("dock", "“The dock is dry,” Ada Okoro said on Friday.")])


def _change(index: Index) -> None:
    index.add_articles([_article("dock", "“The dock is wet,” Ada Okoro said on Sunday.")])


def _remove(index: Index) -> None:
    index.removals.remove(["ferry"], "ed")


def _bring_back(index: Index) -> None:
    index.removals.bring_back(index.removals.all()[0].token)


def _remove_for_good(index: Index) -> None:
    index.remove(["dock"])


def _correct(index: Index) -> None:
    index.details.correct([Change(article="ferry", values={"title": "The late ferry"})], "ed")


def _move(index: Index) -> None:
    index.collection_changes.move(["quay"], ["letters"])


def _rename(index: Index) -> None:
    index.collection_changes.rename("letters", "post")


def _judge(index: Index, *, right: bool) -> None:
    span = (index.article("ferry"), 41, FERRY.index(" The harbour opens"), right)
    index.judgements.add(judgements(SAID, Filters(), [span], "ed"))


def _take_back(index: Index) -> None:
    index.judgements.remove([one.judgement.number for one in index.judgements.all()])


def _merge_speakers(index: Index) -> None:
    decision = SpeakerDecision(
        number=0, sort="same", key="ben-moss-c7e9428b", name="Ben Moss", other="ada-okoro-276f4a5f",
        other_name="Ada Okoro", spellings=("Ben Moss",), articles=(), editor="ed",
        at="2024-05-06T00:00:00+00:00",
    )  # fmt: skip
    index.speaker_decisions.add(decision)


def _part_speakers(index: Index) -> None:
    index.speaker_decisions.remove(index.speaker_decisions.all()[0].number)


def _calibrate(index: Index) -> None:
    index.set_setting("calibration", {"threshold": 0.999999})


def _uncalibrate(index: Index) -> None:
    index.set_setting("calibration", None)


def _write_beside(index: Index) -> None:
    """Take away what was found in articles, as a program may that knows nothing of this one."""
    with closing(sqlite3.connect(index.folder / "articles.sqlite", isolation_level=None)) as own:
        own.execute("PRAGMA foreign_keys=ON")
        own.execute("DELETE FROM statement_sets")


def _renew_statements(index: Index) -> None:
    _write_beside(index)
    for _ in index.annotations(StatementFinder()).renew():
        pass


def _put_back(index: Index) -> None:
    """Put an older copy in the place of the database, as whoever restores a backup does."""
    copy = index.folder / "copy.sqlite"
    shutil.copyfile(index.folder.parent / OLDER, copy)
    for name in ("articles.sqlite-wal", "articles.sqlite-shm"):
        (index.folder / name).unlink(missing_ok=True)
    copy.replace(index.folder / "articles.sqlite")


def _make_derived_again(index: Index) -> None:
    shutil.rmtree(index.folder / "derived")
    index.verify(repair=True)


CHANGES: dict[str, Callable[[Index], None]] = {
    "an article is added": _add,
    "an article is changed": _change,
    "articles are removed": _remove,
    "articles are brought back": _bring_back,
    "an article is removed for good": _remove_for_good,
    "metadata are corrected": _correct,
    "articles are moved to a collection": _move,
    "a collection is renamed": _rename,
    "a quote is called wrong": lambda index: _judge(index, right=False),
    "a quote is called right": lambda index: _judge(index, right=True),
    "judgements are taken back": _take_back,
    "speakers are said to be one": _merge_speakers,
    "speakers are parted again": _part_speakers,
    "the calibration is changed": _calibrate,
    "the calibration is taken back": _uncalibrate,
    "another program writes": _write_beside,
    "statements are found again": _renew_statements,
    "derived files are made again": _make_derived_again,
    "an older copy is put in place": _put_back,
}
"""In this order."""

if __name__ == "__main__":
    with opened(Path(sys.argv[1])) as here:
        sys.stdout.write('"ready"\n')
        sys.stdout.flush()
        for line in sys.stdin:
            CHANGES[json.loads(line)](here)
            sys.stdout.write(line)
            sys.stdout.flush()
