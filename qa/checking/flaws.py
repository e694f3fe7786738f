"""What keeps words of an article from being those of a quotation exactly; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from qa.checking.aligning import Alignment, Step
from qa.checking.editing import Edited, GapKind
from qa.checking.speakers import speakers_of
from qa.checking.speech import SpokenArticle
from qa.checking.words import as_written, weights
from qa.language.tables import tables
from qa.people.matching import same_person

LONG_OMISSION = 3
"""Words left out without a mark that make a quotation of two parts; fewer alter it."""

_BRACKETED = 8
"""Words that brackets may stand for."""
_ELIDED = 60
"""Words of others and of the same speaker that an ellipsis may stand for."""
_FEW = 3
"""Words that nobody leaves out for length alone."""
_ATTRIBUTION = 25
"""Words of the narrator between two halves of a sentence."""
_NEGATIONS = tables("en").grammar.negations
_STOPS = re.compile(r"[.,;:?!…]|\.\.\.|(?<=\s)[-–—](?=\s)|—")
_ENDS_SENTENCE = re.compile(r"[.?!…][\"'”’»“«\s]*$")


class Flaw(IntEnum):
    """From the least to the gravest."""

    WRITTEN = 1
    """Capitals, accents, or marks within the sentence are others."""
    CHANGED = 2
    """Words are others, added or missing."""
    JOINED = 3
    """Parts that stand apart are given as one."""


@dataclass(frozen=True, slots=True)
class Match:
    """A quotation beside a stretch of an article.

    `places` are the numbers of the article's words it was compared with: all of a stretch, or those
    that are somebody's own. `alignment` counts in them.
    """

    spoken: SpokenArticle
    places: Sequence[int]
    alignment: Alignment

    @property
    def start(self) -> int:
        """Where the words that agree begin in the article."""
        return self.spoken.spans[self.places[self.alignment.low]][0]

    @property
    def end(self) -> int:
        """Where they end."""
        return self.spoken.spans[self.places[self.alignment.high - 1]][1]

    def is_own(self) -> bool:
        """Tell whether all words that agree are somebody's own."""
        return all(
            self.spoken.owners[self.places[at]] >= 0
            for step in self.alignment.steps
            if step.same
            for at in range(step.low, step.high)
        )

    def likeness(self, quoted: Edited) -> float:
        """Return how alike both are, in [0, 1]: 1 where nothing is changed, added or left out."""
        extra = 0.0
        for step in self.alignment.steps:
            if not step.same and not (step.first == step.last and step.first in quoted.gaps):
                beyond = step.low + step.last - step.first  # what is not in another's place
                words = [self.spoken.plain[self.places[at]] for at in range(beyond, step.high)]
                extra += min(weights(words), 3.0)
        whole = weights([one.plain for one in quoted.words])
        return self.alignment.share * whole / (whole + extra / 2)


def flaws(match: Match, quoted: Edited, draft: str, end: int) -> Iterator[Flaw]:
    """Yield what is wrong with a quotation; nothing where it is exact.

    Args:
        match: where it is.
        quoted: its words.
        draft: the text it stands in.
        end: where its inside ends there.
    """
    steps = match.alignment.steps
    for step in steps:
        if not step.same and not _is_marked(step, match, quoted):
            left_out = step.high - step.low - (step.last - step.first)
            yield Flaw.JOINED if left_out >= LONG_OMISSION else Flaw.CHANGED
    pairs = [
        (first, match.places[low])
        for step in steps
        if step.same
        for first, low in zip(range(step.first, step.last), range(step.low, step.high), strict=True)
    ]
    yield from _joins(pairs, match.spoken, quoted)
    yield from _written(pairs, match.spoken, quoted, draft)
    if pairs and pairs[-1][0] == len(quoted.words) - 1:
        yield from _ending(pairs[-1][1], match.spoken, draft[quoted.words[-1].end : end])


def _is_marked(step: Step, match: Match, quoted: Edited) -> bool:
    """Tell whether the quotation says that these words of the article are left out."""
    gap = quoted.gaps.get(step.first)
    if step.first != step.last or gap is None:
        return False
    words = [match.spoken.plain[match.places[at]] for at in range(step.low, step.high)]
    denies = not _NEGATIONS.isdisjoint(words)
    if gap.kind is GapKind.BRACKET:
        return len(words) <= _BRACKETED and not denies
    return len(words) <= _ELIDED and not (denies and len(words) <= _FEW)


def _joins(
    pairs: Sequence[tuple[int, int]], spoken: SpokenArticle, quoted: Edited
) -> Iterator[Flaw]:
    for (_, before), (number, after) in pairwise(pairs):
        one, other = spoken.owners[before], spoken.owners[after]
        if min(one, other) < 0 or one == other:
            continue
        if not _goes_on(spoken, one, other, marked=number in quoted.gaps):
            yield Flaw.JOINED


def _goes_on(spoken: SpokenArticle, one: int, other: int, *, marked: bool) -> bool:
    """Tell whether own words go on in other marks, so that they may be quoted as one."""
    first, second = spoken.speeches[one], spoken.speeches[other]
    speakers = [speakers_of(spoken.said_at(speech.start, speech.end)) for speech in (first, second)]
    if all(speakers) and not any(same_person(a, b) for a in speakers[0] for b in speakers[1]):
        return False
    between = len(spoken.words_in(first.end, second.start))
    if marked:
        return between <= _ELIDED
    if other != one + 1:
        return False
    if between == 0:
        return True
    text = spoken.article.text
    ended = _ENDS_SENTENCE.search(text[max(first.start, first.end - 12) : first.end])
    place = spoken.words_in(second.start, second.end)
    begins = not place or spoken.word(place[0])[:1].isupper()
    return (
        not ended
        and not begins
        and between <= _ATTRIBUTION
        and "\n\n" not in text[first.end : second.start]
    )


def _written(
    pairs: Sequence[tuple[int, int]], spoken: SpokenArticle, quoted: Edited, draft: str
) -> Iterator[Flaw]:
    for number, place in pairs:
        ours, theirs = as_written(quoted.words[number].text), as_written(spoken.word(place))
        if ours == theirs or (number in quoted.loose and ours.lower() == theirs.lower()):
            continue
        if ours.lower() == theirs.lower() and _begins_speech(spoken, place):
            continue
        yield Flaw.WRITTEN
    for (first, low), (second, high) in pairwise(pairs):
        if second != first + 1 or high != low + 1 or second in quoted.gaps:
            continue
        if spoken.owners[low] != spoken.owners[high]:
            continue
        ours = draft[quoted.words[first].end : quoted.words[second].start]
        theirs = spoken.article.text[spoken.spans[low][1] : spoken.spans[high][0]]
        if _stops(ours) != _stops(theirs):
            yield Flaw.WRITTEN


def _begins_speech(spoken: SpokenArticle, place: int) -> bool:
    owner = spoken.owners[place]
    return owner >= 0 and (place == 0 or spoken.owners[place - 1] != owner)


def _stops(text: str) -> list[str]:
    return ["-" if one in "-–—" else one.replace("...", "…") for one in _STOPS.findall(text)]


def _ending(place: int, spoken: SpokenArticle, tail: str) -> Iterator[Flaw]:
    """Compare what ends the last sentence: a question must stay one."""
    after = spoken.article.text[spoken.spans[place][1] : spoken.spans[place][1] + 3]
    stop = next((one for one in after if not one.isspace()), "")
    asked, asks = "?" in after.split("\n")[0][:2], "?" in tail
    if (asks and not asked) or (asked and stop == "?" and "." in tail):
        yield Flaw.WRITTEN
