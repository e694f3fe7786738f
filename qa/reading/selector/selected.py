"""A selection becomes readings: the sentences chosen far before all others. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.articles.article import Span
from qa.answers import Verdict
from qa.people.matching import occurs_in, same_person
from qa.reading.protocol import Reading, ScoredSpan
from qa.reading.selector.prompt import Numbered, Prompt, numbered
from qa.reading.selector.reply import Selection
from qa.reading.windows import Window

STATED = 3.0
"""Logit of a sentence that states the answer, and of the window it stands in."""

MAY_STATE = 0.0
"""The same of a sentence that may."""

NOT_CHOSEN = -6.0
"""The same of all others, as of what was not read; the built-in reader only puts them in order."""

_STEP = 0.01
"""How much less a sentence counts than the one named before it."""

_MOST_OWN = 8.0
"""The largest logit of the built-in reader that counts for order."""


def selected(
    windows: Sequence[Window], read: Sequence[Reading], prompt: Prompt, selection: Selection
) -> list[Reading]:
    """Return the readings of one question's windows by what was selected.

    Short answers inside the sentences chosen are the built-in reader's, as what says yes or no is.

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
    own = {one.span: one.score for one in read.sentences}
    scores = {span: chosen.get(span, _behind(own.get(span, 0.0))) for span in window.sentences}
    return replace(
        read,
        spans=_answers(read.spans, chosen),
        answerable=max(chosen.values(), default=NOT_CHOSEN),
        sentences=tuple(
            ScoredSpan(start=start, end=end, score=score) for (start, end), score in scores.items()
        ),
    )


def _behind(own: float) -> float:
    """Return the score of a sentence that was not chosen, which the reader itself gave `own`."""
    return NOT_CHOSEN + max(-_MOST_OWN, min(_MOST_OWN, own)) / (4 * _MOST_OWN)


def _answers(spans: Sequence[ScoredSpan], chosen: Mapping[Span, float]) -> tuple[ScoredSpan, ...]:
    """Return the short answers inside the chosen sentences, or else these sentences."""
    inside = [s for s in spans if any(a <= s.start and s.end <= b for a, b in chosen)]
    whole = [ScoredSpan(start=a, end=b, score=score) for (a, b), score in chosen.items()]
    return tuple(sorted(inside or whole, key=lambda one: (-one.score, one.start)))
