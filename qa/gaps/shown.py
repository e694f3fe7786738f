"""Gaps with their passages, sliced from the articles as they were when the question was asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.articles.article import Article
from index.errors import PullquoteError
from qa.gaps.filters import filters_of, filters_used
from qa.gaps.values import Gap, Place

ArticleThen = Callable[[str, str], Article | None]
"""Returns an article as it was when its text had a hash that begins so; None where it is gone.

A PullquoteError says the same.
"""


@dataclass(frozen=True, slots=True)
class Passage:
    """A place with the article as it was then, None where that is not kept any more."""

    place: Place
    article: Article | None

    @property
    def text(self) -> str | None:
        """The words, sliced from the article; None where it is gone."""
        if self.article is None:
            return None
        return self.article.text[self.place.start : self.place.end]

    def to_json(self) -> dict[str, object]:
        """Return an element of `nearest` and of `quotes`."""
        info = self.article.info.to_json() if self.article else {"id": self.place.article}
        return {
            "text": self.text,
            "start": self.place.start,
            "end": self.place.end,
            "speaker": self.place.speaker,
            "article": info,
        }

    def gold(self) -> dict[str, object]:
        """Return a gold quote of a question set."""
        fields: dict[str, object] = {
            "text": self.text,
            "article": self.place.article,
            "start": self.place.start,
            "end": self.place.end,
        }
        speaker = self.place.speaker
        return {**fields, "speaker": speaker} if speaker else fields


@dataclass(frozen=True, slots=True)
class ShownGap:
    """A gap, the passages that came nearest, and the quotes of an answer found since."""

    gap: Gap
    nearest: tuple[Passage, ...]
    found: tuple[Passage, ...]

    def to_json(self) -> dict[str, object]:
        """Return an element of `gaps` of the command line and of the API."""
        gap = self.gap
        found = [one.to_json() for one in self.found]
        return {
            "number": gap.number,
            "question": gap.question,
            "questions": [one.to_json() for one in gap.questions],
            "filters": filters_used(filters_of(gap.filters)),
            "asked": gap.asked,
            "first": gap.first,
            "last": gap.last,
            "verdict": gap.verdict.value,
            "reason": gap.reason.value if gap.reason else None,
            "standing": gap.standing.value,
            "note": gap.note,
            "nearest": [one.to_json() for one in self.nearest],
            "answered": {"on": gap.found.on, "quotes": found} if gap.found else None,
        }


def shown(gaps: Iterable[Gap], article_then: ArticleThen) -> list[ShownGap]:
    """Return gaps with their passages; each article is read once."""
    read: dict[tuple[str, str], Article | None] = {}

    def passage(place: Place) -> Passage:
        key = (place.article, place.stamp)
        if key not in read:
            read[key] = _read(article_then, place)
        return Passage(place, read[key])

    return [
        ShownGap(
            gap,
            tuple(map(passage, gap.nearest)),
            tuple(map(passage, gap.found.places if gap.found else ())),
        )
        for gap in gaps
    ]


def _read(article_then: ArticleThen, place: Place) -> Article | None:
    try:
        found = article_then(place.article, place.stamp)
    except PullquoteError:
        return None
    return found if found is not None and found.text_hash.startswith(place.stamp) else None
