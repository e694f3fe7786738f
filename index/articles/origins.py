"""Where a piece of metadata came from, and how sure it is."""

from dataclasses import dataclass

FIELDS = ("title", "author", "date", "publication", "url", "lang", "text", "categories")
"""What of an article may have an origin; its text has one only where it is doubtful.

New ones come last: lists of articles keep what is doubtful by the place in this order.
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one field of an article's metadata was found.

    Args:
        field: one of `FIELDS`.
        source: where, one line as people read it: `meta article:published_time`, `byline`,
            `front matter`, `column pubdate`, `file name`, `editor`.
        certainty: from 0 to 1; below `DOUBTFUL` it is listed as doubtful.

    Raises:
        ValueError: an unknown field, a source of several lines, or a certainty out of range.
    """

    field: str
    source: str
    certainty: float = 1.0

    def __post_init__(self) -> None:
        if self.field not in FIELDS:
            raise ValueError(f"{self.field!r} has no origin; known are {', '.join(FIELDS)}")
        if not isinstance(self.source, str) or " ".join(self.source.split()) != self.source:
            raise ValueError(f"an origin of {self.field} says {self.source!r}, not one line")
        if not 0 <= self.certainty <= 1:
            raise ValueError(f"an origin of {self.field} is {self.certainty} sure, not 0 to 1")

    def to_json(self) -> dict[str, str | float]:
        """Return one element of `origins` of the command line's `show` and of the API."""
        return {"field": self.field, "source": self.source, "certainty": self.certainty}


DOUBTFUL = 0.5
"""A field less sure than this is worth a look."""
