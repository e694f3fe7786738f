"""Cues become running text: sentences are whole, rolling captions stand once, speakers apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.articles.turn_spans import ASIDE
from index.readers.subtitles.cues import Cue, Line, clock

_STOP = re.compile(r"[.!?…。！？؟]\W*$")
_ENDS = re.compile(r"[.!?…。！？؟](?=[\"'”’»)\]]*(?:\s|$))")
_SOUND = re.compile(r"[♪♫#*\s]+$")
_WORDS_A_STOP = 60
"""Of text that is written in sentences, at most."""

_LONG, _LONG_UNPUNCTUATED = 500, 300
"""Characters after which a paragraph ends with its sentence, or with its cue."""

_PAUSE, _PAUSE_UNPUNCTUATED, _SILENCE = 3_000, 1_200, 10_000
"""Milliseconds: between sentences, between cues without any, and after which all is new."""

_ROLLING = 0.3
"""Share of cues that repeat what was shown before, of captions that roll."""
_OVERLAP = 60
"""Words at most that a cue repeats."""
_AT_ONCE = 500
"""Milliseconds between cues that follow each other directly."""
_FLICKER, _TOLD = 100, 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text: `gap` stands before it, `time` is the mark's label, "" for no mark."""

    text: str
    gap: str
    time: str = ""


def running_text(cues: Sequence[Cue]) -> Iterator[Piece]:
    """Yield the text of cues in pieces, each with its time.

    A paragraph holds what one speaker says without a long pause; the label of a speaker stands
    before his first words.
    """
    writer = _Writer(is_punctuated=_is_punctuated(cues))
    for cue in without_repeats(cues):
        yield from writer.pieces(cue)


def without_repeats(cues: Sequence[Cue]) -> list[Cue]:
    """Return cues without the words that a cue only keeps on the screen from the one before."""
    words = [_words(cue) for cue in cues]
    overlaps = [0] * len(cues)
    for at in range(1, len(cues)):
        if cues[at].start - cues[at - 1].end <= _AT_ONCE:
            overlaps[at] = _overlap(words[at - 1], words[at])
    repeating = sum(
        bool(overlap) and overlap in {len(words[at - 1]), len(_words_of(cues[at].lines[:1]))}
        for at, overlap in enumerate(overlaps)
    )
    rolls = repeating > _ROLLING * (len(cues) - 1)
    kept = []
    for at, cue in enumerate(cues):
        overlap = overlaps[at] if rolls or _is_flicker(cues, words, overlaps, at) else 0
        lines = tuple(_after(cue.lines, overlap))
        if lines:
            kept.append(replace(cue, lines=lines))
    return kept


def _is_flicker(
    cues: Sequence[Cue], words: Sequence[list[str]], overlaps: Sequence[int], at: int
) -> bool:
    """Tell whether a cue is the one before once more, as when its place on the screen changes."""
    same = overlaps[at] == len(words[at]) and words[at] == words[at - 1]
    return same and len(words[at]) >= _TOLD and cues[at].start - cues[at - 1].end <= _FLICKER


def _overlap(before: list[str], now: list[str]) -> int:
    most = min(len(before), len(now), _OVERLAP)
    return next((n for n in range(most, 0, -1) if before[-n:] == now[:n]), 0)


def _words(cue: Cue) -> list[str]:
    return _words_of(cue.lines)


def _words_of(lines: Sequence[Line]) -> list[str]:
    return [word.casefold() for line in lines for word in line.words.split()]


def _after(lines: Sequence[Line], count: int) -> Iterator[Line]:
    """Yield lines without their first `count` words."""
    for line in lines:
        words = line.words.split()
        if count < len(words):
            yield replace(line, words=" ".join(words[count:])) if count else line
        elif not words:
            yield line
        count = max(0, count - len(words))


def _is_punctuated(cues: Sequence[Cue]) -> bool:
    words = stops = 0
    for cue in cues:
        for line in cue.lines:
            words += len(line.words.split())
            stops += len(_ENDS.findall(line.words))
    return stops * _WORDS_A_STOP >= words


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Return lines with those joined that one goes on in the next."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        goes_on = before and not line.changes and line.speaker in {"", before.speaker}
        if before and goes_on and not _is_aside(before) and not _is_aside(line):
            found[-1] = replace(before, words=f"{before.words} {line.words}".strip())
        else:
            found.append(line)
    return found


def _is_aside(line: Line) -> bool:
    return bool(ASIDE.match(line.words) or _SOUND.match(line.words))


class _Writer:
    """Where the text has come to."""

    def __init__(self, *, is_punctuated: bool) -> None:
        self._is_punctuated = is_punctuated
        self._speaker = ""
        self._end = 0
        self._length = 0
        self._ended = True
        self._apart = True

    def pieces(self, cue: Cue) -> Iterator[Piece]:
        """Yield the pieces of the next cue."""
        pause = cue.start - self._end
        for line in _joined(cue.lines):
            is_aside = _is_aside(line)
            if is_aside and not self._ended:
                continue  # a laugh in the middle of a sentence
            yield from self._line(line, clock(cue.start), pause, is_aside=is_aside)
            pause = 0
        self._end = max(self._end, cue.end)

    def _line(self, line: Line, time: str, pause: int, *, is_aside: bool) -> Iterator[Piece]:
        named = bool(line.speaker) and line.speaker != self._speaker
        changes = named or (line.changes and not line.speaker)
        apart = self._apart or changes or is_aside or self._is_new(pause)
        self._apart = is_aside
        if changes:
            self._speaker = line.speaker
        if apart:
            self._length = 0
        gap = "\n\n" if apart else " "
        if named:
            yield Piece(line.label, gap)
            gap = " "
        if line.words:
            yield Piece(line.words, gap, time)
        self._length += len(line.words) + 1
        self._ended = is_aside or bool(_STOP.search(line.words))

    def _is_new(self, pause: int) -> bool:
        """Tell whether a paragraph begins where nobody else does."""
        if pause >= _SILENCE:
            return True
        if self._is_punctuated:
            return self._ended and (pause >= _PAUSE or self._length >= _LONG)
        return pause >= _PAUSE_UNPUNCTUATED or self._length >= _LONG_UNPUNCTUATED
