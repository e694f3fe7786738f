"""Cues: what subtitles show from one time to another, as WebVTT and SubRip write them.

Tags, positions and numbers go; who speaks is kept. Nothing here knows of articles.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.articles.label_words import is_field, names_somebody
from index.articles.labels import label_at

_TIME = r"(?:(?:\d{1,3}:)?[0-5]?\d:[0-5]\d(?:[.,]\d{1,3})?)"
_SETTING = r"(?:align|line|position|size|vertical|region|[XY][12]):[^\s<>]+"
TIMING = re.compile(
    rf"\[?(?<![\d:.,])(?P<start>{_TIME})[ \t]*(?:-{{1,2}}|–|—)>[ \t]*(?P<end>{_TIME})(?![\d:])"
    rf"(?P<settings>(?:[ \t]+{_SETTING})*)\]?"
)
"""The line above a cue; what Markdown joined to it stands behind."""

_HEADER = re.compile(r"(?:\A|\n)[ \t]*WEBVTT[^\n]*\s*\Z")
_NUMBER = re.compile(r"(?:\A|\s)\d{1,6}\s*\Z")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+(?P<name>[^<>\n]{1,80})>|</v>", re.IGNORECASE)
_RUBY = re.compile(r"<rt>.{0,200}?</rt>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>|\\[Nn]", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<[\d:.]{4,16}>|\{\\[^{}]{0,300}\}")
_CHANGE = re.compile(r"\s*(?:>>+|[-–—](?=\s)|[-–](?=[^\W\d_a-z]))\s*")
_NO_WIDTH = re.compile(r"\bsize:0+(?:\.0+)?%")
_MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """Words of a cue. `speaker` is whose they are, "" where that is not said; `label` how it is.

    `changes` tells that somebody else begins, named or not.
    """

    words: str
    speaker: str = ""
    label: str = ""
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown between two times, in milliseconds."""

    start: int
    end: int
    lines: tuple[Line, ...]


def has_timing(text: str) -> bool:
    """Tell whether a cue begins somewhere in `text`."""
    return ">" in text and TIMING.search(text) is not None


def cues_of(text: str) -> tuple[str, list[Cue]]:
    """Return what stands before the first cue of `text`, and its cues in their order.

    Whatever follows the line of times is the cue's, up to the next one; a number before that is
    no part of it. A cue that takes no width of the picture is left out.
    """
    found = list(TIMING.finditer(text))
    if not found:
        return text, []
    ends = [*(one.start() for one in found[1:]), len(text)]
    cues = []
    for one, end in zip(found, ends, strict=True):
        payload = text[one.end() : end]
        payload = _NUMBER.sub("", payload.lstrip("| \t")) if end < len(text) else payload
        lines = tuple(_lines(payload))
        if lines and not _NO_WIDTH.search(one["settings"]):
            cues.append(Cue(_milliseconds(one["start"]), _milliseconds(one["end"]), lines))
    before = _NUMBER.sub("", text[: found[0].start()])
    return _HEADER.sub("", before).strip(), cues


def clock(milliseconds: int) -> str:
    """Return a time as `00:12:05`."""
    minutes, seconds = divmod(milliseconds // _MILLISECONDS, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _milliseconds(time: str) -> int:
    whole, _, fraction = time.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = 60 * seconds + int(part)
    return _MILLISECONDS * seconds + int(fraction.ljust(3, "0") or 0)


def _lines(payload: str) -> Iterator[Line]:
    """Yield the lines of a cue that say something."""
    text = _RUBY.sub("", _BREAK.sub("\n", payload))
    speaker, place = "", 0
    for voice in [*_VOICE.finditer(text), None]:
        end = voice.start() if voice else len(text)
        for line in text[place:end].split("\n"):
            yield from _line(line, speaker)
        if voice:
            speaker = _plain(voice["name"] or "").rstrip(": ")
            place = voice.end()


def _line(written: str, voice: str) -> Iterator[Line]:
    words = _plain(written)
    changed = _CHANGE.match(words)
    if changed:
        words = words[changed.end() :]
    if not words:
        return
    label = None if voice else label_at(words, 0)
    if label and names_somebody(label.name) and not is_field(label.name):
        rest = words[label.end :].strip()
        yield Line(rest, label.name, words[: label.end].strip(), changes=True)
    else:
        yield Line(words, voice, f"{voice}:" if voice else "", changes=bool(changed))


def _plain(written: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", written)).split())
