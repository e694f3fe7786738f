"""Changes of an index that speakers hang on, each made from values; also by another process.

    python changing_index.py

reads one change a line as JSON from its standard input (folder, what, values), makes it, and writes
a line back.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.articles.article import Article, ArticleInfo
from index.collection import Index
from index.models.embedder import Progress
from index.models.vectors import Vectors
from index.store.tables.speaker_decisions import SpeakerDecision
from qa.speakers.finder import SpeakerFinder
from qa.speakers.keys import key_of

TEXTS = (
    "The harbour master, Ada Karin Holt, met the crews. “The quay is closed,” Holt said. A lawyer "
    "said that nobody had asked her.",
    "Ada Holt said that the mill had to wait. The mayor, Tom Berg, disagreed. “No,” Tom Berg said.",
    "“We vote in June,” said Anna Berg. “Berg is late,” Lena Fox said. The back said no.",
    "“The vote is void,” Berg told the paper. Lena Fox and Tom Berg said that the vote was fair.",
    "The pool of Varn reopens, director Greta Lund said on Monday.\n\nAda Holt: “We will send "
    "tanks,” he said.\n\n“The roof is dry,” Lund told the paper.\n\nBuses run as usual.",
    "Nothing was heard. The ferry sailed at noon.",
)
NAMES = ("Ada Karin Holt", "Ada Holt", "Tom Berg", "Berg", "Lena Fox", "A lawyer")


class OneVector:
    """Every text has the same vector: nothing is searched for here."""

    name, fingerprint, dimension = "one-vector", "2" * 64, 4

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.embed_questions(texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), self.dimension), 0.5, dtype=np.float32)


def opened(folder: Path) -> Index:
    return Index.open(folder, create=True, embedder=OneVector(), annotator=SpeakerFinder())


def change(index: Index, what: str, values: Sequence[Any]) -> None:
    """Make one change; one that cannot be made is none."""
    match what, *values:
        case "put", number, text, date, places:
            info = ArticleInfo(id=f"a{number}", title="T", date=date, lang="en")
            index.add_articles([Article(info=info, text=TEXTS[text])], collections=places)
        case "remove", numbers:
            index.remove({f"a{one}" for one in numbers} & set(index.article_ids()))
        case "move", number, places:
            if index.library.contains(f"a{number}"):
                index.collection_changes.move([f"a{number}"], places)
        case "rename", old, new:
            names = index.collections.names()
            if old in names and new not in names:
                index.collection_changes.rename(old, new)
        case "decide", sort, name, other, articles:
            decide(index, sort, name, other, [f"a{one}" for one in articles])
        case "take back", place:
            numbers = [one.number for one in index.speaker_decisions.all()]
            if place < len(numbers):
                index.speaker_decisions.remove(numbers[place])


def decide(index: Index, sort: str, name: str, other: str, articles: Sequence[str]) -> None:
    is_same = sort == "same"
    index.speaker_decisions.add(
        SpeakerDecision(
            sort="same" if is_same else "apart", key=key_of(name), name=name,
            other=key_of(other) if is_same else "", spellings=() if is_same else (other,),
            articles=() if is_same else tuple(articles), editor="ada", at="2026-01-01",
            rests_on=tuple(index.article_ids()[:2]),
        )
    )  # fmt: skip


if __name__ == "__main__":
    folders: dict[str, Index] = {}
    for line in sys.stdin:
        folder, what, values = json.loads(line)
        if folder not in folders:
            folders = {folder: opened(Path(folder))}
        change(folders[folder], what, values)
        sys.stdout.write("done\n")
        sys.stdout.flush()
