"""Passage, Hit and Filters: what a search takes and gives."""

from dataclasses import dataclass, field

from index.articles.article import Article, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of an article: `[start, end)` of its text; `number` counts from 0 within the article.

    Passages partition the text: the first starts at 0, the last ends at its end, and each starts
    where the one before ends. `heading` is the nearest heading above, for embedding only.
    """

    number: int
    start: int
    end: int
    heading: str = ""

    @property
    def span(self) -> Span:
        """The passage's offsets."""
        return (self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage found. Rank counts from 1; `score` falls (or stays) as rank grows.

    `dense` is the cosine and `lexical` the BM25 score, `None` where that search did not find the
    passage. `also_in` names articles whose passage repeats this one nearly word for word.
    """

    rank: int
    score: float
    article: Article
    passage: Passage
    dense: float | None = None
    lexical: float | None = None
    also_in: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The passage's exact text, sliced from the article."""
        return self.article.text[self.passage.start : self.passage.end]

    def to_json(self) -> dict[str, object]:
        """Return one element of `hits` of the command line's `search`."""
        return {
            "rank": self.rank,
            "score": self.score,
            "article": self.article.info.to_json(),
            "start": self.passage.start,
            "end": self.passage.end,
            "text": self.text,
            "also_in": list(self.also_in),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles a search may look at; empty means all.

    `author` and `source` (publication) match when the given words occur in the field, ignoring
    case and accents; `authors` and `sources` when the whole field is one of these names, ignoring
    case. Where both are given for a field, either is enough. `category` matches when the given
    words occur in one of the article's categories. `after` and `before` are ISO dates, both
    included; an article without the field asked about does not match. `collections` are names, any
    of which will do.
    """

    author: str | None = None
    source: str | None = None
    category: str | None = None
    authors: frozenset[str] = field(default_factory=frozenset)
    sources: frozenset[str] = field(default_factory=frozenset)
    after: str | None = None
    before: str | None = None
    articles: frozenset[str] = field(default_factory=frozenset)
    collections: frozenset[str] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        """Whether anything is filtered."""
        named = (self.author, self.source, self.category, self.authors, self.sources)
        return any((*named, self.after, self.before, self.articles, self.collections))
