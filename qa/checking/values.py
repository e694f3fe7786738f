"""What is found of the quotations of a draft, as values and as the JSON of the contract."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from qa.answers import Quote
from qa.text.differences import Piece


class Fate(StrEnum):
    """What became of somebody's words in a draft."""

    EXACT = "exact"
    ALTERED = "altered"
    MISATTRIBUTED = "misattributed"
    STITCHED = "stitched"
    REPORTED = "reported only"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedQuotation:
    """One quotation of a draft, [start, end) with its marks, and where the articles have it.

    `match` is None where they do not; `nearest` is then what comes closest. `parts` are the places
    that a stitched one is put together from. `difference` leads from the article to the draft.
    `speakers_found` are those whom the articles let say it. `also_in` are other places with the
    same words, of which there are `places` in all. `closed` is false where the closing mark is
    missing, so that the quotation was read to the end of its paragraph.
    """

    start: int
    end: int
    text: str
    speaker: str | None
    verdict: Fate
    match: Quote | None = None
    nearest: Quote | None = None
    parts: tuple[Quote, ...] = ()
    difference: tuple[Piece, ...] = ()
    speakers_found: tuple[str, ...] = ()
    speaker_agrees: bool | None = None
    also_in: tuple[Quote, ...] = ()
    places: int = 0
    closed: bool = True

    def to_json(self) -> dict[str, object]:
        """Return one element of `quotations` of the contract."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "speaker": self.speaker,
            "verdict": self.verdict.value,
            "match": self.match.to_json() if self.match else None,
            "difference": [
                {"change": one.change.value, "text": one.text} for one in self.difference
            ],
            "speakers_found": list(self.speakers_found),
            "speaker_agrees": self.speaker_agrees,
            "parts": [one.to_json() for one in self.parts],
            "nearest": self.nearest.to_json() if self.nearest else None,
            "also_in": [_place(one) for one in self.also_in],
            "places": self.places,
            "closed": self.closed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReport:
    """All quotations of a draft in order.

    `passed_over` counts terms in marks that nobody is said to have said; `articles` are those that
    were looked through.
    """

    quotations: tuple[CheckedQuotation, ...]
    passed_over: int
    articles: int

    @property
    def counts(self) -> dict[str, int]:
        """How many quotations have each verdict."""
        found = Counter(one.verdict for one in self.quotations)
        return {fate.value: found[fate] for fate in Fate}

    @property
    def all_exact(self) -> bool:
        """Whether nothing needs looking at."""
        return all(one.verdict is Fate.EXACT for one in self.quotations)

    def to_json(self) -> dict[str, object]:
        """Return the document of the contract."""
        return {
            "quotations": [one.to_json() for one in self.quotations],
            "counts": self.counts,
            "passed_over": self.passed_over,
            "searched": {"articles": self.articles},
        }


def _place(quote: Quote) -> dict[str, object]:
    info = quote.article.info
    return {
        "article": info.id,
        "title": info.title,
        "start": quote.start,
        "end": quote.end,
        "speaker": quote.speaker,
    }
