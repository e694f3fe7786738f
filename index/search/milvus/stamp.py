"""What a collection says of itself: whose it is, how it was made, what it holds. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from index.search.analysis import ANALYSIS
from index.search.bm25 import FIELDS

FORMAT = 1
"""Changes whenever collections are made otherwise; those of an older one are made again."""


class NotOurs(ValueError):
    """A collection says nothing of itself, or something that Pullquote does not say."""


class Newer(ValueError):
    """A collection was made by a newer version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a collection holds, and from what.

    `count` passages: those of `generation` of the truth of `index_id`, of which `last_row` was the
    highest row number ever given out; others, too, or fewer, while it is `changing`. `digest` is
    what only these very passages have. `averages` are the mean lengths that words were weighed with
    (`index.search.milvus.weights`).
    """

    index_id: str
    dimension: int
    averages: Mapping[str, float]
    generation: int
    last_row: int
    count: int
    digest: str
    changing: bool
    analysis: str = ANALYSIS
    format: int = FORMAT

    @property
    def made_as_now(self) -> bool:
        """Whether this version would make the collection in the same way."""
        return (self.format, self.analysis) == (FORMAT, ANALYSIS)

    def to_text(self) -> str:
        """Return it as it is kept."""
        return json.dumps({**asdict(self), "averages": dict(self.averages)})


def read_stamp(text: str | None) -> Stamp:
    """Return the stamp that was kept as this text; None where nothing was.

    Raises:
        NotOurs: it is none.
        Newer: a newer version wrote it.
    """
    try:
        body = json.loads(text or "")
        made_by = body["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotOurs from error
    if not isinstance(made_by, int):
        raise NotOurs
    if made_by > FORMAT:
        raise Newer
    try:
        stamp = Stamp(**body)
        _check(stamp)
    except (TypeError, KeyError) as error:
        raise NotOurs from error
    return stamp


def _check(stamp: Stamp) -> None:
    numbers = (stamp.dimension, stamp.generation, stamp.last_row, stamp.count)
    texts = (stamp.index_id, stamp.analysis, stamp.digest)
    means = [stamp.averages[field] for field in FIELDS]
    if (
        not all(type(one) is int and one >= 0 for one in numbers)
        or not all(isinstance(one, str) for one in texts)
        or not all(type(one) in {int, float} and one > 0 for one in means)
        or type(stamp.changing) is not bool
    ):
        raise NotOurs
