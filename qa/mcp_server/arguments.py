"""Arguments that several tools take, with what programs are told of them."""

from typing import Annotated, TypeAlias

from pydantic import Field

_LONGEST_NAME = 500

Identifier: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=200, description="Identifier of an article, as in `id`.")
]
Author: TypeAlias = Annotated[
    str | None, Field(max_length=_LONGEST_NAME, description="Only articles by this author.")
]
Source: TypeAlias = Annotated[
    str | None, Field(max_length=_LONGEST_NAME, description="Only articles of this publication.")
]
Category: TypeAlias = Annotated[
    str | None,
    Field(max_length=_LONGEST_NAME, description="Only articles of this section or with this tag."),
]
After: TypeAlias = Annotated[
    str | None,
    Field(max_length=40, description="Only articles of this date or later, as in 2012-04-18."),
]
Before: TypeAlias = Annotated[
    str | None,
    Field(max_length=40, description="Only articles of this date or earlier, as in 2012-04-18."),
]
Speaker: TypeAlias = Annotated[
    str | None, Field(max_length=_LONGEST_NAME, description="Only by this speaker, as named.")
]
About: TypeAlias = Annotated[
    str | None,
    Field(max_length=_LONGEST_NAME, description="Only what has words that begin with these."),
]
First: TypeAlias = Annotated[
    int, Field(ge=0, description="How many to leave out first: `next` of the reply before.")
]
