"""What editors send about articles, and what they are told of drafts."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from index.articles.dates import parse_date
from index.articles.details.corrections import CORRECTABLE, checked_value
from index.readers.blocks import one_line
from qa.citing.links import safe_url
from qa.web.api.schemas import ArticleInfoResponse, OriginResponse

_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_Line = Annotated[str | None, Field(max_length=500)]
_Token = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
_Address = Annotated[str, Field(max_length=2_000)]


class Request(BaseModel):
    """What an editor sends: known fields only, without spaces around them."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AddressRequest(Request):
    """A page to fetch."""

    url: _Address


class DetailsRequest(Request):
    """Corrected details of an article; what is left out stays, null empties it."""

    title: _Line = None
    author: _Line = None
    date: str | None = Field(default=None, max_length=40, description="As in 2012-04-18.")
    publication: _Line = None
    url: _Address | None = None
    lang: str | None = Field(default=None, max_length=40, description="As in en or pt-br.")
    categories: str | None = Field(
        default=None, max_length=5_000, description="With semicolons between them."
    )

    @field_validator("title", "author", "publication")
    @classmethod
    def _lines(cls, value: str | None) -> str | None:
        return one_line(value)

    @field_validator("date")
    @classmethod
    def _dates(cls, value: str | None) -> str | None:
        if not value:
            return None
        if not _ISO.fullmatch(value) or parse_date(value) != value:
            raise ValueError(f"{value!r} is not a date; write it as 2012-04-18, 2012-04 or 2012")
        return value

    @field_validator("url")
    @classmethod
    def _addresses(cls, value: str | None) -> str | None:
        if not value:
            return None
        if safe_url(value) is None:
            raise ValueError("not the address of a page; write it as in https://news.example/a")
        return value

    @field_validator("lang")
    @classmethod
    def _languages(cls, value: str | None) -> str | None:
        return checked_value("lang", value)

    @field_validator("categories")
    @classmethod
    def _categories(cls, value: str | None) -> str | None:
        return checked_value("categories", value)

    def details(self) -> dict[str, str | None]:
        """Return the fields that were given."""
        return self.model_dump(exclude_unset=True, include=set(CORRECTABLE))


class CorrectionRequest(DetailsRequest):
    """Corrected details of one article of a draft; what is left out stays, null empties it."""

    number: int = Field(ge=0, description="Its place in the draft, from 0.")


class EditRequest(DetailsRequest):
    """Corrected details of an article in the index, and fields to be as they are read again."""

    as_read: list[
        Literal["title", "author", "date", "publication", "url", "lang", "categories"]
    ] = Field(default=[], max_length=10)


class SaveRequest(Request):
    """A draft to save, with what was corrected, perhaps in the place of an article."""

    draft: _Token
    corrections: list[CorrectionRequest] = Field(default=[], max_length=1_000)
    replaces: str | None = Field(default=None, max_length=200, description="As in `article.id`.")


class DraftArticleResponse(BaseModel):
    """What was understood of an article; `alike` is one that is in the index already."""

    number: int
    title: str | None
    author: str | None
    date: str | None
    publication: str | None
    url: str | None
    categories: list[str]
    characters: int
    beginning: str
    origins: list[OriginResponse] = Field(description="Where each detail came from.")
    alike: ArticleInfoResponse | None


class DraftResponse(BaseModel):
    """A file that was read and waits to be saved; times are seconds since 1970."""

    id: str
    name: str
    bytes: int
    made: float
    expires: float
    articles: list[DraftArticleResponse]
    failures: list[str]


class DraftsResponse(BaseModel):
    """The drafts of an editor, oldest first."""

    drafts: list[DraftResponse]


class SavedResponse(BaseModel):
    """The articles that are in the index now; `replaced` is gone or was changed."""

    articles: list[ArticleInfoResponse]
    replaced: str | None


class RemovedResponse(BaseModel):
    """Confirms that something is gone; `removal` is what brings an article back."""

    removed: str
    removal: str | None = None
