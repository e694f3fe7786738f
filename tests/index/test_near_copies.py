"""The same report in several outlets is found at indexing, whatever order they come in."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from index.articles.article import Article
from index.collection import Index
from index.errors import UnknownArticle
from index.models.embedder import Embedder
from index.search.near_copies import ALIKE, band_keys, resemblance, signature
from index.store.storage import Storage

REPORT = (
    "The harbour office closed the northern quay on Monday after divers found cracks in four of "
    "its pillars. Ferries to the islands leave from the fish market until further notice. The "
    "repair will take eleven weeks and cost two million crowns, the engineer Maud Kessler said. "
    "Fishermen fear for the herring season, which begins in three weeks.\n\n"
    "The quay was built in 1938 and last examined nine years ago. The council has asked for a "
    "report on the other quays by the end of the month."
)
SHORTENED = REPORT.split("\n\n")[0]
REWRITTEN = (
    "Divers discovered damage below the northern quay, so boats now start at the fish market. "
    "Repairs are expected to last until the summer, and the herring fleet is worried about it. "
    "The council wants to know in what state the other quays are, and who let it come to this."
)
CHINESE = (
    "港务局星期一关闭了北码头，潜水员在四根柱子上发现了裂缝。前往各岛的渡轮暂时从鱼市出发。"
    "工程师表示，修理需要十一周，费用为两百万。渔民们担心三周后开始的鲱鱼季节。"
)

Make = Callable[..., Article]


def _index(folder: Path, word_counts: Callable[..., Embedder], *articles: Article) -> Index:
    index = Index.open(folder, create=True, embedder=word_counts())
    for article in articles:
        index.add_articles([article])
    return index


def _ids(index: Index, article: str) -> list[str]:
    return [info.id for info in index.copies(article)]


def _three(make_article: Make) -> list[Article]:
    return [
        make_article(REPORT, "Quay closed", id="wire", date="2024-03-04", publication="Wire"),
        make_article(f"By our desk\n\n{REPORT}", "Shut", id="herald", date="2024-03-05"),
        make_article(SHORTENED, "In brief", id="gazette"),
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_copies_are_found_whatever_comes_first_and_the_earliest_is_first(
    order: tuple[int, ...],
    tmp_path: Path,
    word_counts: Callable[..., Embedder],
    make_article: Make,
) -> None:
    three = _three(make_article)
    other = make_article(REWRITTEN, "Another report", id="rewritten")
    with _index(tmp_path, word_counts, other, *(three[n] for n in order)) as index:
        assert _ids(index, "herald") == ["wire", "gazette"]
        assert _ids(index, "gazette") == ["wire", "herald"]
        assert _ids(index, "rewritten") == []


def test_what_is_removed_or_rewritten_is_no_copy_any_more(
    tmp_path: Path, word_counts: Callable[..., Embedder], make_article: Make
) -> None:
    with _index(tmp_path, word_counts, *_three(make_article)) as index:
        index.remove(["gazette"])
        assert _ids(index, "wire") == ["herald"]
        index.add_articles([make_article(REWRITTEN, "Shut", id="herald")])
        assert _ids(index, "wire") == []
        with pytest.raises(UnknownArticle):
            index.copies("gazette")


def test_an_index_without_signatures_gets_them_at_the_next_indexing(
    tmp_path: Path, word_counts: Callable[..., Embedder], make_article: Make
) -> None:
    with _index(tmp_path, word_counts, *_three(make_article)[:2]) as index:
        storage = Storage(tmp_path)
        with storage.writing():
            storage.database.run("DELETE FROM near_copies")
        storage.close()
        assert _ids(index, "wire") == []
        index.add_articles([])
        assert _ids(index, "wire") == ["herald"]


def test_many_equal_articles_are_one_family(
    tmp_path: Path, word_counts: Callable[..., Embedder], make_article: Make
) -> None:
    many = [make_article(REPORT, "Same", id=f"n{number:02}") for number in range(30)]
    with Index.open(tmp_path, create=True, embedder=word_counts()) as index:
        index.add_articles(many)
        assert len(_ids(index, "n17")) == 29


def test_signatures_tell_how_much_two_texts_share() -> None:
    half = REPORT[: len(REPORT) // 2] + REWRITTEN
    assert resemblance(signature(REPORT), signature(REPORT)) == 1
    assert resemblance(signature(REPORT), signature(REWRITTEN)) < ALIKE
    assert 0 < resemblance(signature(REPORT), signature(half)) < 1
    assert set(band_keys(signature(REPORT))) & set(band_keys(signature(f"News. {REPORT}")))
    spaced = REPORT.replace(" ", "\u00a0 ").upper()
    assert signature(spaced) == signature(REPORT)


def test_scripts_without_spaces_have_copies_too() -> None:
    assert resemblance(signature(CHINESE), signature(f"本报讯　{CHINESE}")) > 0.8
    assert resemblance(signature(CHINESE), signature(CHINESE[::-1])) < ALIKE


@pytest.mark.parametrize("text", ["", "Closed.", "Prices and weather " * 3])
def test_short_texts_are_nobodys_copy(text: str) -> None:
    assert signature(text) == b""
    assert band_keys(b"") == []
    assert resemblance(b"", b"") == 0
