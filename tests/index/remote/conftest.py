"""A Milvus on a loopback port, and one index that is searched on this machine and in it."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters, Hit
from index.collection import Index
from index.models.embedder import Embedder
from index.search.milvus import searching
from index.search.milvus.address import MilvusAddress, parse_address

if TYPE_CHECKING:
    from milvus_server import MilvusServer

WORDS = (
    "ferry harbour ice salt storm price herring council minister bridge mayor election river "
    "school library budget train night winter summer report island captain engine cargo"
).split()

Sames = Callable[..., None]
MakeArticles = Callable[..., list[Article]]


@pytest.fixture(autouse=True)
def as_if_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Milvus asked where so few passages would all be compared."""
    monkeypatch.setattr(searching, "_FEW", 2)


@pytest.fixture
def address(milvus: "MilvusServer") -> MilvusAddress:
    """Where it is."""
    return parse_address(milvus.url)


def _articles(count: int, seed: int = 1, first: int = 0) -> list[Article]:
    chance = random.Random(seed)
    made = []
    for at in range(first, first + count):
        text = "\n\n".join(
            " ".join(chance.choices(WORDS, k=chance.randint(20, 90))).capitalize() + "."
            for _ in range(chance.randint(1, 5))
        )
        date = f"20{10 + at % 10}-0{1 + at % 9}-11"
        info = ArticleInfo(id=f"a{at}", title=f"{chance.choice(WORDS)} {at}", date=date)
        made.append(Article(info=info, text=text))
    return made


@pytest.fixture(scope="session")
def made_articles() -> MakeArticles:
    """Make so many articles of one or several passages each, by a seed, numbered from a first."""
    return _articles


@pytest.fixture
def embedder(word_counts: Callable[..., Embedder]) -> Embedder:
    """Counts words, and how many passages it embedded."""
    return word_counts()


@pytest.fixture
def folder(tmp_path: Path, embedder: Embedder) -> Path:
    """An index of sixteen articles."""
    with Index.open(tmp_path / "index", create=True, embedder=embedder) as index:
        index.add_articles(_articles(16))
    return tmp_path / "index"


@pytest.fixture
def here(folder: Path, embedder: Embedder) -> Iterator[Index]:
    """The index, searched on this machine."""
    with Index.open(folder, embedder=embedder) as index:
        yield index


@pytest.fixture
def there(folder: Path, embedder: Embedder, address: MilvusAddress) -> Iterator[Index]:
    """The same index, searched in Milvus."""
    with Index.open(folder, embedder=embedder, milvus=address) as index:
        yield index
        if index.remote:
            index.remote.drop()


def seen(hit: Hit) -> tuple[object, ...]:
    """Return all that is shown of a hit."""
    return (hit.rank, hit.score, hit.article.id, hit.passage, hit.dense, hit.lexical, hit.also_in)


QUESTIONS = (
    "council council price", "captain engine cargo island ferry harbour ice", "unheard-of",
    "mayor", "the",
)  # fmt: skip


@pytest.fixture(scope="session")
def same_hits() -> Sames:
    """Compare what two indexes find, with every figure; with each kind of filter if asked to."""

    def compare(one: Index, other: Index, *, thoroughly: bool = False) -> None:
        wishes = [(QUESTIONS[:2], Filters(), 25)]
        if thoroughly:
            some = Filters(after="2013", before="2018")
            wishes = [(QUESTIONS, some, 60), (QUESTIONS, Filters(), 3), (QUESTIONS, Filters(), 60)]
        for questions, filters, k in wishes:
            found = [
                [list(map(seen, hits)) for hits in index.search_many(questions, k, filters)]
                for index in (one, other)
            ]
            assert found[0] == found[1]

    return compare
