"""A selection becomes readings: the sentences chosen in front, everything else far behind. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.articles.article import Span
from qa.answers import Verdict
from qa.people.matching import occurs_in, same_person
from qa.reading.protocol import Reading, ScoredSpan
from qa.reading.selector.prompt import Numbered, Prompt, numbered
from qa.reading.selector.reply import Selection
from qa.reading.windows import Window

STATED = 6.0
"""Logit of a sentence that states the answer, and of the window it stands in."""

MAY_STATE = 0.5
"""The same of a sentence that may."""

NOT_CHOSEN = -40.0
"""What all else loses: so much that nothing else that speaks for it can make it an answer."""

_STEP = 0.01
"""How much less a sentence counts than the one named before it."""


def selected(
    windows: Sequence[Window], read: Sequence[Reading], prompt: Prompt, selection: Selection
) -> list[Reading]:
    """Return the readings of one question's windows by what was selected.

    Where the built-in reader is sure of a short answer inside a chosen sentence, it is kept.

    Args:
        windows: Of the question.
        read: What the built-in reader says of each.
        prompt: With the sentences and their numbers.
        selection: Of these numbers.
    """
    worth = _worth(prompt, selection)
    return [_reading(w, r, worth) for w, r in zip(windows, read, strict=True)]


def _worth(prompt: Prompt, selection: Selection) -> dict[tuple[Span, str], float]:
    chosen = [prompt.sentences[number - 1] for number in selection.numbers]
    speaker = selection.speaker
    sure = selection.verdict is Verdict.STATED and _is_known(speaker, prompt.sentences, chosen)
    ordered = sorted(chosen, key=lambda one: _is_another(speaker, one))
    top = STATED if sure else MAY_STATE
    return {(one.span, one.text): top - _STEP * n for n, one in enumerate(ordered)}


def _is_known(speaker: str, shown: Sequence[Numbered], chosen: Sequence[Numbered]) -> bool:
    """Whether a speaker was shown at some sentence or is named in a chosen one; nobody is."""
    if not speaker or not any(one.speaker for one in shown):
        return True
    if any(_speaks(speaker, one) for one in shown):
        return True
    return any(occurs_in(speaker, one.text) for one in chosen)


def _is_another(speaker: str, sentence: Numbered) -> bool:
    return bool(speaker and sentence.speaker) and not _speaks(speaker, sentence)


def _speaks(speaker: str, sentence: Numbered) -> bool:
    names = (told.partition(",")[0] for told in sentence.speaker.split(";"))
    return any(name.strip() and same_person(speaker, name) for name in names)


def _reading(window: Window, read: Reading, worth: Mapping[tuple[Span, str], float]) -> Reading:
    found = {one.span: worth.get((one.span, one.text)) for one in numbered(window)}
    chosen = {span: score for span, score in found.items() if score is not None}
    spans = [_short(span, score, read.spans) for span, score in chosen.items()]
    spans += [_behind(one) for one in read.spans if not _touches(one, chosen)]
    return replace(
        read,
        spans=tuple(sorted(spans, key=lambda one: (-one.score, one.start))),
        answerable=max(chosen.values(), default=min(0.0, read.answerable) + NOT_CHOSEN),
        sentences=_scored(window, read, chosen),
    )


def _short(sentence: Span, score: float, spans: Sequence[ScoredSpan]) -> ScoredSpan:
    inside = (s for s in spans if s.start >= sentence[0] and s.end <= sentence[1] and s.score > 0)
    best = max(inside, key=lambda one: one.score, default=None)
    start, end = best.span if best else sentence
    return ScoredSpan(start=start, end=end, score=score)


def _behind(span: ScoredSpan) -> ScoredSpan:
    return replace(span, score=min(0.0, span.score) + NOT_CHOSEN)


def _touches(span: ScoredSpan, chosen: Mapping[Span, float]) -> bool:
    return any(span.start < end and span.end > start for start, end in chosen)


def _scored(window: Window, read: Reading, chosen: Mapping[Span, float]) -> tuple[ScoredSpan, ...]:
    known = {one.span: one for one in read.sentences}
    scored = []
    for start, end in window.sentences:
        if (start, end) in chosen:
            scored.append(ScoredSpan(start=start, end=end, score=chosen[start, end]))
        else:
            own = known.get((start, end), ScoredSpan(start=start, end=end, score=0.0))
            scored.append(_behind(own))
    return tuple(scored)
