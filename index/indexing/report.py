"""What a run did."""

from dataclasses import dataclass

from index.readers.sources import Failure, Skip


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """What a run did. `articles` and `passages` are those in the index afterwards."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: tuple[Skip, ...] = ()
    failed: tuple[Failure, ...] = ()
    articles: int
    passages: int
    seconds: float

    def to_json(self) -> dict[str, object]:
        """Return the report of the command line's contract."""
        return {
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "skipped": [{"path": one.path, "reason": one.reason} for one in self.skipped],
            "failed": [{"path": one.path, "error": one.error} for one in self.failed],
            "articles": self.articles,
            "passages": self.passages,
            "seconds": round(self.seconds, 3),
        }
