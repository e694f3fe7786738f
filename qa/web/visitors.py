"""Visitors and their roles. Values only; `qa.web.roles` finds them in requests."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a visitor may do: readers ask and read, editors also add and remove articles."""

    READER = "reader"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who may use this server, and in which groups they are."""

    name: str
    role: Role
    groups: frozenset[str] = frozenset()

    @property
    def edits(self) -> bool:
        """Whether this visitor may add and remove articles."""
        return self.role is Role.EDITOR


LOCAL = Visitor("local", Role.EDITOR)
"""Who sits at the machine, when nobody else can reach the server."""

ANONYMOUS = Visitor("anonymous", Role.READER)
"""Anybody, where that was allowed."""

PROMETHEUS = Visitor("metrics", Role.READER)
"""Who sits at the machine and asks for its figures alone."""
