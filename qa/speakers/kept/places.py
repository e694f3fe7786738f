"""In which articles somebody speaks: mappings in little memory, which are never changed."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence

_FEW = 16
"""Articles that are looked through one by one."""


class Counts(Mapping[str, int]):
    """How many statements there are by article."""

    __slots__ = ("_articles", "_counts", "_known")

    def __init__(self, articles: Sequence[str], counts: Iterable[int]) -> None:
        self._articles = tuple(articles)
        self._counts = array("I", counts)
        self._known: dict[str, int] | None = None

    def __getitem__(self, article: str) -> int:
        """Return how many there are in an article; raises KeyError for none."""
        if len(self._articles) <= _FEW:
            try:
                return self._counts[self._articles.index(article)]
            except ValueError:
                raise KeyError(article) from None
        if self._known is None:
            self._known = dict(zip(self._articles, self._counts, strict=True))
        return self._known[article]

    def __iter__(self) -> Iterator[str]:
        return iter(self._articles)

    def __len__(self) -> int:
        return len(self._articles)


class Places(Mapping[str, frozenset[str]]):
    """The articles by label."""

    __slots__ = ("_articles", "_known")

    def __init__(self, articles: Mapping[str, Sequence[str]]) -> None:
        self._articles = {label: tuple(those) for label, those in articles.items()}
        self._known: dict[str, frozenset[str]] = {}

    def __getitem__(self, label: str) -> frozenset[str]:
        """Return the articles of a label; raises KeyError for none."""
        if label in self._known:
            return self._known[label]
        found = frozenset(self._articles[label])
        if len(found) > _FEW:
            self._known[label] = found
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._articles)

    def __len__(self) -> int:
        return len(self._articles)
