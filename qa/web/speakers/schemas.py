"""What the API of speakers takes and gives."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.web.api.schemas import WholeText

_Key = Annotated[WholeText, Field(min_length=1, max_length=300, description="As in `key`.")]
_Name = Annotated[WholeText, Field(max_length=200)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class SameRequest(_Request):
    """Two entries that are one speaker: `other` goes into `speaker`, whose name stays."""

    speaker: _Key
    other: _Key


class ApartRequest(_Request):
    """What of an entry is somebody else.

    The spellings named, or all, in the articles named, or in all; `name` is what the other one is
    called, the fullest spelling when left out.
    """

    speaker: _Key
    spellings: list[Annotated[WholeText, Field(max_length=2_000)]] = Field(
        default=[], max_length=200
    )
    articles: list[Annotated[WholeText, Field(max_length=200)]] = Field(
        default=[], max_length=2_000
    )
    name: _Name = ""


class SpeakerResponse(BaseModel):
    """Somebody who speaks; `first` and `last` are dates of articles."""

    name: str
    key: str = Field(description="His address: /speakers/KEY.")
    kind: Literal["person", "body", "unnamed"] = Field(
        description="`unnamed`: words such as “a lawyer”, who need not be one everywhere."
    )
    roles: list[str] = Field(description="As the articles give them, the most frequent first.")
    statements: int
    articles: int
    first: str | None
    last: str | None
    spellings: list[str]


class SearchedResponse(BaseModel):
    """What was looked at: all articles that may be read."""

    articles: int


class LeftOutResponse(BaseModel):
    """How many statements are under nobody's entry."""

    labels: int = Field(description="Words that rules took for a speaker and are none.")
    statements: int = Field(description="Statements under those labels.")
    nameless: int = Field(description="Statements of nobody known.")
    doubtful: int = Field(description="Statements in lines that may be anybody's words.")


class SpeakersResponse(BaseModel):
    """A page of the speakers."""

    speakers: list[SpeakerResponse]
    total: int
    next: int | None = Field(description="The `offset` of the next page.")
    searched: SearchedResponse
    left_out: LeftOutResponse


class DecisionResponse(BaseModel):
    """What an editor decided on speakers."""

    number: int
    sort: Literal["same", "apart"]
    speaker: str
    name: str
    other: str | None
    other_name: str | None
    spellings: list[str]
    articles: list[str]
    editor: str
    at: str


class DecisionsResponse(BaseModel):
    """What editors decided on speakers, earliest first."""

    decisions: list[DecisionResponse]


class DecidedResponse(BaseModel):
    """The number under which a decision can be taken back, and whose entry there is now."""

    number: int
    speaker: SpeakerResponse


class TakenBackResponse(BaseModel):
    """Which decision no longer holds."""

    removed: int
