"""A statement: a span that somebody in an article said or wrote, with its speaker.

How statements are found is no matter of the index; it stores them beside their article.
"""

from enum import StrEnum
from typing import NamedTuple

from index.articles.article import Span


class StatementKind(StrEnum):
    """How the words are given: all quoted, partly quoted, or in the narrator's words."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


KINDS = {kind.value: kind for kind in StatementKind}


class Statement(NamedTuple):
    """What somebody in an article said or wrote, as spans of its text.

    The content is [start, end): of direct speech the quotation with its marks, of reported speech
    the clause or phrase that the cue governs. `speaker` is the fullest name the article gives, the
    article's own words for an unnamed speaker, or None where nobody is named. `speaker_mention`
    and `cue` are None where the article leaves them out. `doubtful` says that the line may be
    anybody's words.

    A named tuple, since a listing makes tens of thousands of them.
    """

    start: int
    end: int
    kind: StatementKind
    speaker: str | None = None
    speaker_mention: Span | None = None
    cue: Span | None = None
    doubtful: bool = False

    def fits(self, length: int) -> bool:
        """Tell whether it can be of a text of `length` code points; one read from disk may not."""
        return (
            self.kind in KINDS
            and 0 <= self.start < self.end <= length
            and _within(self.speaker_mention, length)
            and _within(self.cue, length)
        )

    def to_json(self, article_id: str, text: str) -> dict[str, object]:
        """Return one element of `statements` of the contract; `doubtful` is there when true."""
        start, end, mention, cue = self.start, self.end, self.speaker_mention, self.cue
        told: dict[str, object] = {
            "article": article_id,
            "speaker": self.speaker,
            "speaker_mention": list(mention) if mention else None,
            "cue": list(cue) if cue else None,
            "start": start,
            "end": end,
            "text": text[start:end],
            "kind": str(self.kind),
        }
        if self.doubtful:
            told["doubtful"] = True
        return told


def _within(span: Span | None, length: int) -> bool:
    return span is None or 0 <= span[0] < span[1] <= length
