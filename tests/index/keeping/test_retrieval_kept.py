"""What a retriever keeps of articles, while others push it out."""

from collections.abc import Callable, Iterable
from typing import Any

from index.articles.article import Article
from index.collection import Index
from index.keeping.store import KEPT


class Emptied(dict[Any, Any]):
    """All that is kept is pushed out as soon as one begins to look through this."""

    def items(self) -> Iterable[Any]:  # type: ignore[override]
        for pair in list(super().items()):
            yield pair
            KEPT.clear()


def test_what_goes_while_it_is_looked_through_is_passed_over(
    small_index: Index, make_article: Callable[..., Article]
) -> None:
    small_index.add_articles(make_article(f"Word{n} is here.", f"T{n}") for n in range(4))
    retriever = small_index._retriever
    rows = small_index._storage.articles.rows()
    assert len(retriever.articles(rows)) == len(retriever._articles._held) == 4
    inside = vars(retriever._articles._held)
    inside["data"] = Emptied(inside["data"])
    small_index.add_articles([make_article("Another word.", "new")])
    assert small_index.search("word2", 1)[0].article.text == "Word2 is here."
