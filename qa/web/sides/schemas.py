"""What the API gives of sides."""

from pydantic import BaseModel, ConfigDict, Field

from qa.web.api.schemas import StatementResponse


class SpeakerResponse(BaseModel):
    """Somebody who speaks."""

    model_config = ConfigDict(extra="allow")

    name: str
    key: str


class SaidResponse(StatementResponse):
    """A statement of a side."""

    title: str | None
    publication: str | None
    url: str | None
    found: str | None = Field(
        description="Why it is about the topic: `words` in its sentence, `around` it, `meaning`."
    )
    link: str = Field(description="The permanent page of the quote.")


class SideResponse(BaseModel):
    """What one speaker said, the oldest first: `about` of the `of` that the articles have."""

    speaker: SpeakerResponse
    about: int
    of: int
    statements: list[SaidResponse]


class OfferedResponse(BaseModel):
    """Somebody who can be chosen, with how many statements are about the topic."""

    name: str
    key: str
    statements: int


class SearchedResponse(BaseModel):
    """What was looked at: the words of all `statements`, the meaning of `by_meaning` of them."""

    articles: int
    statements: int
    about: int
    by_meaning: int


class SidesResponse(BaseModel):
    """What several said, or one over time. `speakers` are all who spoke about a topic."""

    about: str | None
    after: str | None
    before: str | None
    sides: list[SideResponse]
    speakers: list[OfferedResponse]
    searched: SearchedResponse
    notes: list[str]
