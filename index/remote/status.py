"""Whether Milvus is searched. Values only."""

from dataclasses import dataclass
from typing import Literal

Use = Literal["used", "waiting", "away", "refused"]

Follows = Literal["first", "beside", "elsewhere"]
"""How the collection is brought up to date: before the first search of a generation; by a thread,
while this machine is searched; or by another process, while this one changes nothing there."""


@dataclass(frozen=True, slots=True)
class RemoteStatus:
    """Whether Milvus is searched: `waiting` before it holds the latest generation.

    `detail` is a sentence on what is wrong; None where nothing is.
    """

    address: str
    use: Use
    detail: str | None = None
