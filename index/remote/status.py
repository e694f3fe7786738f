"""Whether Milvus is searched. Values only."""

from dataclasses import dataclass
from typing import Literal

Use = Literal["used", "waiting", "away", "refused"]


@dataclass(frozen=True, slots=True)
class RemoteStatus:
    """Whether Milvus is searched: `waiting` before it holds the latest generation.

    `detail` is a sentence on what is wrong; None where nothing is.
    """

    address: str
    use: Use
    detail: str | None = None
