"""A judgement: what an editor said of a span of an article, that it answers something or does not.

What was asked is no matter of the index; it stores judgements under a key that others make.
"""

import json
from dataclasses import dataclass
from typing import NamedTuple

from index.articles.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """That the span [start, end) of an article is right, or wrong, for what was asked.

    `key` is the same for what counts as the same question; `asked` and `filters` (a JSON object)
    say for people what was asked. `content_hash` is that of the article when it was judged: of
    another text nothing is said. `editor` is who said so, `at` when (ISO 8601 in UTC). `number` is
    given by the index and grows; 0 before that.
    """

    key: str
    asked: str
    article: str
    content_hash: str
    start: int
    end: int
    right: bool
    editor: str
    at: str
    filters: str = "{}"
    number: int = 0

    def is_of(self, article: Article) -> bool:
        """Whether the article is as it was when it was judged, and has these offsets."""
        return (
            self.article == article.id
            and 0 <= self.start < self.end <= len(article.text)
            and self.content_hash == article.content_hash
        )


class Judged(NamedTuple):
    """A judgement with the article it is of; None where that is gone or has changed."""

    judgement: Judgement
    article: Article | None

    @property
    def text(self) -> str | None:
        """The words that were judged, sliced from the article."""
        if self.article is None:
            return None
        return self.article.text[self.judgement.start : self.judgement.end]

    def to_json(self) -> dict[str, object]:
        """Return an element of `judgements`, as the command line and the API list them."""
        one = self.judgement
        return {
            "number": one.number,
            "question": one.asked,
            "filters": json.loads(one.filters),
            "article": one.article,
            "start": one.start,
            "end": one.end,
            "text": self.text,
            "right": one.right,
            "editor": one.editor,
            "at": one.at,
            "counts": self.article is not None,
        }
