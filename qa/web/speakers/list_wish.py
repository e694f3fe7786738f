"""Which speakers a visitor wants to see: the fields of the list's address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias
from urllib.parse import urlencode

from fastapi import Query

from qa.speakers.directory import Directory
from qa.speakers.searching import Order, listed_about, matching, ordered
from qa.speakers.speaker import Speaker, SpeakerKind

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

Opened: TypeAlias = "Callable[[], tuple[ReadableIndex, Directory] | None]"
"""Gives the index and everybody who speaks there; None while there is none."""

FIELDS = ("search", "about", "kind", "order", "page")

_Words = Annotated[str, Query(max_length=500)]
_Choice = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True, slots=True)
class ListWish:
    """What is searched for, and how it is put in order; what is unknown of a choice is the first.

    `search` are words of a name, role or body, `about` words of statements.
    """

    search: _Words = ""
    about: _Words = ""
    kind: _Choice = ""
    order: _Choice = ""

    @property
    def is_choosy(self) -> bool:
        """Whether not everybody is wanted."""
        return bool(self.search.strip() or self.about.strip() or self.kind)

    def found(self, index: "ReadableIndex", directory: Directory) -> list[Speaker]:
        """Return the speakers that are wanted, in order."""
        if self.about.strip():
            directory = listed_about(index, directory, self.about)
        kinds = [kind for kind in SpeakerKind if kind == self.kind] or list(SpeakerKind)
        found = matching(directory.speakers, self.search)
        orders = [order for order in Order if order == self.order] or list(Order)
        return ordered((one for one in found if one.kind in kinds), orders[0])

    def query(self, page: int = 1) -> str:
        """Return the address of a page of this list, from the list's own."""
        values = {"search": self.search, "about": self.about, "kind": self.kind}
        fields = {**values, "order": self.order, "page": str(page) if page > 1 else ""}
        given = {name: value for name, value in fields.items() if value}
        return f"?{urlencode(given)}" if given else "?"
