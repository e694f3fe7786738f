"""What the API of gaps takes and gives."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.web.api.schemas import WholeText
from qa.web.gaps.again import MOST
from qa.web.gaps.store import LONGEST_NOTE

Number = Annotated[int, Field(ge=1, lt=2**53)]


class PassageResponse(BaseModel):
    """A passage as its article was then; `text` is null where that is no longer kept."""

    text: str | None
    start: int
    end: int
    speaker: str | None
    article: dict[str, Any]


class WordingResponse(BaseModel):
    """One wording of a question; days are UTC."""

    question: str
    asked: int
    first: str
    last: str


class FoundResponse(BaseModel):
    """An answer found since."""

    on: str
    quotes: list[PassageResponse]


class GapResponse(BaseModel):
    """Questions that are alike and were not answered; nothing says who asked."""

    number: int
    question: str = Field(description="The wording asked most.")
    questions: list[WordingResponse]
    filters: dict[str, Any]
    asked: int
    first: str
    last: str
    verdict: Literal["not-stated", "unsure"]
    reason: str | None
    standing: Literal["open", "wanted", "done"]
    note: str
    nearest: list[PassageResponse]
    answered: FoundResponse | None


class GapsResponse(BaseModel):
    """Gaps, those asked most first; `kept` says whether new ones are added."""

    kept: bool
    gaps: list[GapResponse]
    total: int
    counts: dict[str, int]


class MarkRequest(BaseModel):
    """What became of a gap; a note that is left out stays."""

    model_config = ConfigDict(extra="forbid")

    standing: Literal["open", "wanted", "done"]
    note: Annotated[WholeText, Field(max_length=LONGEST_NOTE)] | None = None


class AgainRequest(BaseModel):
    """Which gaps to ask again."""

    model_config = ConfigDict(extra="forbid")

    gaps: Annotated[list[Number], Field(min_length=1, max_length=MOST)]


class AgainResponse(BaseModel):
    """How many were asked again, and the numbers of those that are answered now."""

    asked: int
    answered: list[int]


class ForgottenResponse(BaseModel):
    """The number of the gap that was deleted."""

    removed: int
