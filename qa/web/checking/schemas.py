"""What checking a draft takes and gives over HTTP."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from qa.web.api.schemas import ArticleInfoResponse


def _whole(text: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("it holds half of a surrogate pair, which is no character")
    return text


class CheckRequest(BaseModel):
    """A draft, as plain text; its offsets are those of the reply."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, AfterValidator(_whole)] = Field(
        min_length=1, examples=["“Talks must go on,” Bordyuzha said."]
    )


class MatchResponse(BaseModel):
    """Where the articles have words: `text == article_text[start:end]`."""

    model_config = ConfigDict(extra="allow")

    text: str
    start: int
    end: int
    speaker: str | None
    kind: str | None
    page: str | None
    article: ArticleInfoResponse


class PieceResponse(BaseModel):
    """A piece of the difference: the same in both, gone from the article's, new in the draft."""

    change: str
    text: str


class QuotationResponse(BaseModel):
    """A quotation of the draft, with its marks: `text == draft[start:end]`."""

    start: int
    end: int
    text: str
    speaker: str | None
    verdict: str = Field(
        description="exact, altered, misattributed, stitched, reported only, not found"
    )
    match: MatchResponse | None
    difference: list[PieceResponse]
    speakers_found: list[str]
    speaker_agrees: bool | None = Field(description="Null where that cannot be told.")
    parts: list[MatchResponse] = Field(description="Of what a stitched one is put together.")
    nearest: MatchResponse | None = Field(description="Where nothing was found.")
    also_in: list[dict[str, Any]] = Field(description="Further places, some of them.")
    places: int = Field(description="How many places have the words.")
    closed: bool = Field(description="False where the closing quotation mark is missing.")


class CheckResponse(BaseModel):
    """What became of every quotation, in order.

    `passed_over` counts short terms in marks that nobody is said to have said. `text` is what was
    read of a file, to which the offsets belong.
    """

    quotations: list[QuotationResponse]
    counts: dict[str, int]
    passed_over: int
    searched: dict[str, int]
    text: str | None = None
