"""The verdict on one quotation, from the places where its words may be; pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.articles.article import Span
from index.articles.statement import Statement, StatementKind
from qa.checking.aligning import align, runs
from qa.checking.draft_quotations import DraftQuotation
from qa.checking.flaws import LONG_OMISSION, Flaw, Match, flaws
from qa.checking.speakers import agreement, is_doubtful, speakers_of, wrote
from qa.checking.speech import SpokenArticle
from qa.checking.values import Fate
from qa.checking.words import weights

_ALIKE = 0.55
"""How alike words must be to be those of the quotation, altered."""
_ALIKE_OF_ANOTHER = 0.7
"""The same where somebody else says them."""
_LEAST = 2.0
"""What they must say together, by `weights`, unless the whole quotation says no more."""
_MOSTLY = 0.8
_NEAR = 0.3
_COVERED = 0.9
"""How much of a quotation its parts must cover."""
_PART = 3
"""Words that a part has at least."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where to look: words [low, high) of an article, by number."""

    spoken: SpokenArticle
    low: int
    high: int
    whole: bool = False
    """Whether all pairs of words of the quotation were met there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words of a quotation are, and who says them there."""

    match: Match
    said: tuple[Statement, ...]
    agrees: bool | None
    likeness: float
    worst: int

    @property
    def span(self) -> Span:
        """Where, in the article's text."""
        return self.match.start, self.match.end


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stitched quotation: words [first, last) of it, found at a place."""

    first: int
    last: int
    spoken: SpokenArticle
    span: Span


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with what it rests on; `others` are further places of an exact quotation."""

    fate: Fate
    place: Place | None = None
    others: tuple[Place, ...] = ()
    parts: tuple[Part, ...] = ()


def judge(quotation: DraftQuotation, draft: str, stretches: Iterable[Stretch]) -> Judged:
    """Return the verdict on a quotation.

    Args:
        quotation: of the draft.
        draft: its text.
        stretches: where its words may be, the likeliest first.
    """
    looked: list[Stretch] = []
    own: list[Place] = []
    for one in stretches:
        if not one.whole and any(not place.worst for place in own):
            break  # what has fewer of its words cannot be exact as well
        looked.append(one)
        own += _places(quotation, draft, one, own=True)
    exact = _unique([one for one in own if not one.worst])
    if exact:
        return _attributed(exact, quotation)
    told = [place for one in looked for place in _places(quotation, draft, one, own=False)]
    plain = _unique([one for one in told if one.worst <= Flaw.WRITTEN])
    if plain:
        return _narrated(plain, quotation)
    places = sorted([*own, *told], key=lambda one: (-one.likeness, not one.match.is_own()))
    best = places[0] if places else None
    if best is None or _may_be_two(best):
        stitched = _stitched(quotation, looked, best)
        if stitched is not None:
            return stitched
    if best is None or not _is_alike(best, quotation):
        return Judged(Fate.NOT_FOUND, best if best and best.likeness >= _NEAR else None)
    if not best.match.is_own():
        return Judged(Fate.REPORTED, best)
    return Judged(Fate.STITCHED if best.worst == Flaw.JOINED else Fate.ALTERED, best)


def _attributed(exact: Sequence[Place], quotation: DraftQuotation) -> Judged:
    """Tell exact words of the right speaker from those of another."""
    order = {True: 0, None: 1, False: 2}
    found = sorted(exact, key=lambda one: order[one.agrees])
    doubtful = quotation.sure and all(_is_doubtful(one, quotation) for one in found)
    fate = Fate.MISATTRIBUTED if found[0].agrees is False or doubtful else Fate.EXACT
    if found[0].agrees is not True and any(_is_reported(one, quotation) for one in found):
        fate = Fate.REPORTED
    return Judged(fate, found[0], tuple(found[1:]))


def _is_doubtful(place: Place, quotation: DraftQuotation) -> bool:
    """Tell whether exact words may as well be those of somebody else than the draft says."""
    if place.agrees is False:
        return True
    meant = [one for one in place.said if one.kind is not StatementKind.INDIRECT]
    return is_doubtful(quotation.speaker, meant, place.match.spoken.article, place.span)


def _is_reported(place: Place, quotation: DraftQuotation) -> bool:
    """Tell whether somebody says here, in words of his own, that the speaker said so."""
    told = [one for one in place.said if one.kind is StatementKind.INDIRECT]
    return agreement(quotation.speaker, told, place.match.spoken.article, place.span) is True


def _narrated(plain: Sequence[Place], quotation: DraftQuotation) -> Judged:
    """Tell what the narrator says from what the author of an article is quoted with."""
    for one in plain:
        if not one.worst and wrote(quotation.speaker, one.match.spoken.article):
            return Judged(Fate.EXACT, replace(one, agrees=True))
    found = sorted(plain, key=lambda one: (one.worst, one.agrees is not True))
    return Judged(Fate.REPORTED, found[0], tuple(found[1:]))


def _places(
    quotation: DraftQuotation, draft: str, stretch: Stretch, *, own: bool
) -> Iterator[Place]:
    """Yield where the words of a quotation are in a stretch, if anything agrees."""
    spoken, words = stretch.spoken, quotation.words
    places = [at for at in range(stretch.low, stretch.high) if not own or spoken.owners[at] >= 0]
    found = align(
        [one.plain for one in words.words], [spoken.plain[at] for at in places], words.gaps.keys()
    )
    if found is None:
        return
    match = Match(spoken, places, found)
    if not own and match.is_own():
        return
    said = tuple(spoken.said_at(match.start, match.end))
    meant = [one for one in said if not own or one.kind is not StatementKind.INDIRECT]
    agrees = agreement(quotation.speaker, meant, spoken.article, (match.start, match.end))
    if agrees is False and not quotation.sure:
        agrees = None
    worst = max(flaws(match, words, draft, quotation.end), default=0)
    yield Place(match, said, agrees, match.likeness(words), worst)


def _may_be_two(best: Place) -> bool:
    """Tell whether a quotation is worth looking for in two places."""
    return best.worst == Flaw.JOINED or best.likeness < _MOSTLY


def _is_alike(place: Place, quotation: DraftQuotation) -> bool:
    whole = weights([one.plain for one in quotation.words.words])
    agreed = place.match.alignment.share * whole
    least = _ALIKE if place.agrees is not False else _ALIKE_OF_ANOTHER
    return place.likeness >= least and agreed >= min(_LEAST, whole - 1.0)


def _unique(places: Sequence[Place]) -> list[Place]:
    """Return places that are not the same part of the same article."""
    found = {(one.match.spoken.article.id, one.span): one for one in reversed(places)}
    return list(found.values())[::-1]


def _stitched(
    quotation: DraftQuotation, stretches: Sequence[Stretch], best: Place | None
) -> Judged | None:
    """Return that a quotation is of two parts, where two cover it and one place does not."""
    words = [one.plain for one in quotation.words.words]
    if len(words) < 2 * _PART:
        return None
    parts = [part for one in stretches for part in _longest_parts(words, one)]
    heads = [one for one in parts if one.first <= 1]
    tails = [one for one in parts if one.last >= len(words) - 1]
    whole = weights(words)
    chosen: tuple[float, tuple[Part, ...]] = (0.0, ())
    for head in heads:
        for tail in tails:
            if tail.first - head.last > 1 or tail.first < head.first or tail.last <= head.last:
                continue
            if _is_one_place(head, tail):
                continue
            middle = max(head.last, tail.first)
            short = min(head.last - head.first, tail.last - middle)
            both = weights(words[head.first : head.last]) + weights(words[middle : tail.last])
            if short >= _PART and both / whole >= _COVERED and _tells(words, head, tail, middle):
                chosen = max(chosen, (both / whole, (head, tail)), key=lambda one: one[0])
    if not chosen[1] or (best is not None and best.likeness > chosen[0]):
        return None
    return Judged(Fate.STITCHED, best, parts=chosen[1])


def _is_one_place(head: Part, tail: Part) -> bool:
    """Tell whether two parts are of one stretch, in which a few words are others or moved."""
    spoken = head.spoken
    if tail.spoken is not spoken or spoken.owner_at(head.span[0]) != spoken.owner_at(tail.span[0]):
        return False
    start, end = min(head.span[0], tail.span[0]), max(head.span[1], tail.span[1])
    return len(spoken.words_in(start, end)) < tail.last - head.first + LONG_OMISSION


def _tells(words: Sequence[str], head: Part, tail: Part, middle: int) -> bool:
    """Tell whether both parts say enough to be somebody's words rather than common phrases."""
    least = 1.5 if head.spoken.article.id == tail.spoken.article.id else 3.0
    first, second = words[head.first : head.last], words[middle : tail.last]
    return min(weights(list(first)), weights(list(second))) >= least


def _longest_parts(words: Sequence[str], stretch: Stretch) -> Iterator[Part]:
    spoken = stretch.spoken
    places = [at for at in range(stretch.low, stretch.high) if spoken.owners[at] >= 0]
    for run in runs(words, [spoken.plain[at] for at in places]):
        if run.length >= _PART:
            low, high = places[run.low], places[run.low + run.length - 1]
            span = (spoken.spans[low][0], spoken.spans[high][1])
            yield Part(run.first, run.first + run.length, spoken, span)


def said_by(place: Place) -> tuple[str, ...]:
    """Return who says the words at a place."""
    return tuple(speakers_of(place.said))
