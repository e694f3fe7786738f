"""The sources of an answer: the articles that are quoted, and others that hold the same words."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.web.chat.shown_quotes import ShownCopy, ShownQuote

_MOST = 50


@dataclass(frozen=True, slots=True)
class QuotedArticle:
    """An article that is quoted: what is shown of its first quote, and the numbers of all."""

    source: ShownQuote
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where an answer comes from; `more` is how many articles with the same words are not named."""

    quoted: tuple[QuotedArticle, ...]
    copies: tuple[ShownCopy, ...]
    more: int

    @property
    def same(self) -> int:
        """How many articles hold words that are quoted from another."""
        return len(self.copies) + self.more

    @property
    def is_worth_listing(self) -> bool:
        """Whether there is more to see than beside the quotes."""
        return len(self.quoted) > 1 or self.same > 0


def sources_of(sources: Sequence[ShownQuote]) -> Sources:
    """Return the sources of an answer that shows these quotes, each article once."""
    numbers: dict[str, list[int]] = {}
    for source in sources:
        numbers.setdefault(source.info.id, []).append(source.number)
    first = {source.info.id: source for source in reversed(sources)}
    copies = {copy.id: copy for source in sources for copy in source.all_copies}
    others = tuple(copy for copy in copies.values() if copy.id not in numbers)
    quoted = tuple(QuotedArticle(first[name], tuple(mine)) for name, mine in numbers.items())
    return Sources(quoted, others[:_MOST], max(0, len(others) - _MOST))
