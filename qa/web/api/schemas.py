"""What the API takes and gives, as the contracts have it."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, AliasChoices, BaseModel, ConfigDict, Field, field_validator

from index.articles.dates import parse_date
from index.articles.marks import Kind
from index.articles.passages import Filters
from qa.answers import DEFAULT_COLLECTION
from qa.questions.understanding import MAX_LENGTH

MAX_HISTORY = 50
_MOST_NAMES = 100


def _whole(text: str) -> str:
    # JSON can spell half of a surrogate pair. That is no character, and no file or reply holds it.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("it holds half of a surrogate pair, which is no character")
    return text


WholeText: TypeAlias = Annotated[str, AfterValidator(_whole)]
"""Text that can be stored and sent again."""

_Text: TypeAlias = WholeText
_Name = Annotated[_Text, Field(max_length=500)]
_Offsets = Annotated[list[int], Field(min_length=2, max_length=2)]


def date_or_none(value: str | None) -> str | None:
    """Return a date as ISO 8601, None for nothing.

    Raises:
        ValueError: it is no date.
    """
    if not value:
        return None
    found = parse_date(value)
    if found is None:
        raise ValueError(f"{value[:40]!r} is not a date; write it as 2012-04-18")
    return found


DateOrNone: TypeAlias = Annotated[str | None, AfterValidator(date_or_none)]
"""A date as people write it, in the query of a request."""


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class FiltersRequest(_Request):
    """Which articles to look at; leave everything out for all of them."""

    author: _Name | None = Field(default=None, description="Words of the author's name.")
    source: _Name | None = Field(
        default=None,
        description="Words of the publication's name.",
        validation_alias=AliasChoices("source", "publication"),
    )
    category: _Name | None = Field(
        default=None, description="Words of one of the article's categories."
    )
    authors: list[_Name] = Field(
        default=[], max_length=_MOST_NAMES, description="Whole names, any of which will do."
    )
    sources: list[_Name] = Field(
        default=[],
        max_length=_MOST_NAMES,
        description="Whole names of publications, any of which will do.",
        validation_alias=AliasChoices("sources", "publications"),
    )
    after: _Text | None = Field(default=None, description="First date, as in 2012-04-18.")
    before: _Text | None = Field(default=None, description="Last date, as in 2012-04-18.")
    articles: list[_Name] = Field(default=[], max_length=10_000, description="Identifiers.")
    collections: list[_Name] = Field(
        default=[],
        max_length=_MOST_NAMES,
        description="Names of collections, any of which will do.",
        validation_alias=AliasChoices("collections", "collection"),
    )

    @field_validator("collections", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @field_validator("after", "before")
    @classmethod
    def _dates(cls, value: str | None) -> str | None:
        return date_or_none(value)

    def to_filters(self) -> Filters:
        """Return the value that a search takes."""
        return Filters(
            author=self.author or None,
            source=self.source or None,
            category=self.category or None,
            after=self.after,
            before=self.before,
            authors=frozenset(self.authors),
            sources=frozenset(self.sources),
            articles=frozenset(self.articles),
            collections=frozenset(self.collections),
        )


class AskRequest(_Request):
    """A question, with the earlier questions of the conversation, earliest first."""

    question: _Text = Field(min_length=1, examples=["What did Bordyuzha say about Iran?"])
    history: list[_Text] = Field(default=[], max_length=MAX_HISTORY)
    filters: FiltersRequest = FiltersRequest()


class SearchRequest(_Request):
    """Words to look for; `k` passages are given, best first."""

    query: _Text = Field(min_length=1, examples=["nuclear program"])
    k: int = Field(default=10, ge=1, le=100)
    filters: FiltersRequest = FiltersRequest()


class SpanRequest(_Request):
    """A part of an article by its offsets; its text is read here, never sent."""

    article: _Name
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    speaker: _Name | None = None
    stamp: _Name | None = Field(
        default=None, description="Of the text the offsets are of, as in `v` of a link to it."
    )


class FeedbackRequest(_Request):
    """Whether an answer helped. All of it is kept.

    `quotes` are those of the answer; `better` is the quote that should have been given.
    """

    question: _Text = Field(min_length=1, max_length=MAX_LENGTH)
    helpful: bool
    history: list[_Text] = Field(default=[], max_length=MAX_HISTORY)
    filters: FiltersRequest = FiltersRequest()
    answered: bool = True
    answer: _Text = Field(default="", max_length=20_000)
    quotes: list[SpanRequest] = Field(default=[], max_length=50)
    better: SpanRequest | None = None
    comment: _Text = Field(default="", max_length=5_000)


class ArticleInfoResponse(BaseModel):
    """What is known about an article beside its text."""

    id: str
    title: str | None
    author: str | None
    date: str | None
    publication: str | None
    url: str | None
    path: str | None
    lang: str | None = Field(description="A BCP 47 tag, lower-case.")


class ListedArticleResponse(ArticleInfoResponse):
    """An article of a list, with the sections and tags under which it is filed."""

    categories: list[str]


class MarkResponse(BaseModel):
    """A labelled span of an article's text; the label is the page or who speaks.

    `start` and `end` are half-open; spans of one kind do not overlap.
    """

    kind: Kind
    start: int
    end: int
    label: str


class OriginResponse(BaseModel):
    """Where one field of an article's metadata was found, and how sure it is, from 0 to 1."""

    field: str
    source: str
    certainty: float


class VersionResponse(BaseModel):
    """A text that an article had before, until `replaced` (ISO 8601, UTC)."""

    content_hash: str
    replaced: str


class ArticleResponse(ListedArticleResponse):
    """An article with its whole text; offsets count Unicode code points of it."""

    text: str
    marks: list[MarkResponse] = Field(description="In order of their starts.")
    origins: list[OriginResponse] = Field(description="Where its metadata came from.")
    versions: list[VersionResponse] = Field(description="What it was before, the latest first.")
    copies: list[ArticleInfoResponse] = Field(
        description="Articles that are nearly the same text, the earliest first; none of a version."
    )


class ArticlesResponse(BaseModel):
    """A page of the articles; `total` is how many there are."""

    articles: list[ListedArticleResponse]
    total: int


class ConfirmationResponse(BaseModel):
    """That an editor called a quote right for this question; `number` is the judgement's."""

    number: int
    at: str = Field(description="ISO 8601 in UTC.")


class CopyResponse(BaseModel):
    """Another article that holds the words of a quote, white space apart, and where."""

    id: str
    title: str | None
    publication: str | None
    date: str | None
    url: str | None
    start: int
    end: int


class QuoteResponse(BaseModel):
    """A span of an article: `text` is exactly `article_text[start:end]`."""

    number: int
    text: str
    start: int
    end: int
    speaker: str | None
    kind: Literal["direct", "mixed", "indirect"] | None = Field(
        default=None, description="How the speaker's words are given; null where nobody speaks."
    )
    score: float
    answer_span: _Offsets | None
    page: str | None = Field(default=None, description="The page that the quote begins on.")
    time: str | None = Field(
        default=None, description="When the quote begins in a recording, as in 00:12:05."
    )
    collection: str = DEFAULT_COLLECTION
    article: ArticleInfoResponse
    also_in: list[str] = Field(
        default=[], description="Other articles that hold the same words, the earliest first."
    )
    copies: list[CopyResponse] = Field(
        default=[], description="Where the words stand in them, and who published them when."
    )
    corrected_by: int | None = Field(
        default=None, description="The number of the quote that corrects this one."
    )
    confirmed: ConfirmationResponse | None = None


class AnswerResponse(BaseModel):
    """An answer made of quotes, or an abstention with its reason and the nearest passages.

    `verdict` is `unsure` where the quotes may answer, and no more. `notes` tell how the question
    was understood.
    """

    question: str
    asked_as: str
    kind: Literal["who-said", "fact", "yes-no", "open", "list", "compare", "topic", "metadata"]
    answered: bool
    verdict: Literal["stated", "unsure", "not-stated"]
    confidence: float
    reason: (
        Literal[
            "empty-index",
            "nothing-found",
            "not-stated",
            "outside-filters",
            "unknown-speaker",
            "language",
        ]
        | None
    )
    answer: str
    quotes: list[QuoteResponse]
    notes: list[str] = []
    withheld: list[int] = Field(
        default=[], description="Judgements of editors for which something was left out."
    )
    nearest: list[QuoteResponse]
    timings_ms: dict[str, float]


class HitResponse(BaseModel):
    """A passage found; `text` is exactly `article_text[start:end]`."""

    rank: int
    score: float
    article: ArticleInfoResponse
    start: int
    end: int
    text: str
    also_in: list[str] = []


class HitsResponse(BaseModel):
    """Passages, best first."""

    hits: list[HitResponse]


class StatementResponse(BaseModel):
    """What somebody in an article said: `text` is exactly `article_text[start:end]`."""

    article: str = Field(description="Its identifier.")
    speaker: str | None
    speaker_mention: _Offsets | None = Field(description="Where this article names the speaker.")
    cue: _Offsets | None = Field(description="Where it says that something was said.")
    start: int
    end: int
    text: str
    kind: Literal["direct", "mixed", "indirect"]
    date: str | None = Field(description="Of the article.")
    doubtful: bool = Field(default=False, description="Whether the line may be anybody's words.")


class StatementsResponse(BaseModel):
    """A page of the statements.

    It may hold fewer than were asked for, even none: the list ends where `next` is null.
    """

    statements: list[StatementResponse]
    next: str | None = Field(description="The `cursor` of the next page.")


class FeedbackResponse(BaseModel):
    """Confirms that the feedback is on disk."""

    recorded: Literal[True] = True
    id: int
    judgements: list[int] = Field(
        default=[],
        description="Numbers of what now changes answers; there where an editor sent it.",
    )


class JudgementResponse(BaseModel):
    """What an editor said of a span of an article, for a question.

    `text` is the span's, null where the article is gone or has changed: then it does not count.
    """

    number: int
    question: str
    filters: dict[str, str | list[str]]
    article: str
    start: int
    end: int
    text: str | None
    right: bool
    editor: str
    at: str
    counts: bool


class JudgementsResponse(BaseModel):
    """All that editors said of quotes, earliest first."""

    judgements: list[JudgementResponse]


class TakenBackResponse(BaseModel):
    """The number of the judgement that was taken back."""

    removed: int


class CollectionResponse(BaseModel):
    """A collection and how many articles it has."""

    name: str
    articles: int


class CollectionsResponse(BaseModel):
    """The collections that whoever asks may see."""

    collections: list[CollectionResponse]


class MilvusResponse(BaseModel):
    """Whether Milvus is searched, or this machine instead: the answers are the same.

    `waiting` before it holds the latest articles, `away` where it does not answer, `refused` where
    it must not be used until somebody does what `detail` says.
    """

    use: Literal["used", "waiting", "away", "refused"]
    address: str | None
    detail: str | None


class WorkersResponse(BaseModel):
    """How many processes can answer, of how many there should be."""

    ready: int
    of: int


class HealthResponse(BaseModel):
    """Whether questions can be answered; `degraded` where articles are damaged and left out.

    `milvus` is there where the server was given one, `workers` where several processes answer.
    """

    status: Literal["ok", "empty", "degraded"]
    articles: int
    damaged: int
    version: str
    milvus: MilvusResponse | None = None
    workers: WorkersResponse | None = None
