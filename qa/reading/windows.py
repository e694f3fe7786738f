"""What an evidence reader reads: a stretch of an article with what it does not show inserted. Pure.

Title, date and heading stand before the stretch, and before each sentence in which somebody speaks
stands who: "[Ewa Lisowska, speaks for the bereaved]". Inserted text is never quoted: every piece of
the window that is the article's own is mapped back to the article's offsets.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.articles.article import Span

AROUND = 300
"""Most characters of the article read before and after a passage."""

MOST_HEAD = 160
"""Most characters of the title or of a heading that are inserted."""

MOST_VOICE = 80
"""Most characters of a speaker's name and role that are inserted."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words stand in `[start, end)` of the article, with the role the article gives."""

    start: int
    end: int
    speaker: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """The window's text from `at` on is the article's `[start, end)`, letter by letter."""

    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """What is read at once: text, and which parts of it are the article's.

    Attributes:
        text: The inserted words and the stretch of the article.
        pieces: The article's own parts, in order.
        sentences: The article's sentences in the stretch, as offsets of the article, in order.
        speakers: Who speaks in each sentence, empty where nobody does; no elements where that is
            not known.
    """

    text: str
    pieces: tuple[Piece, ...]
    sentences: tuple[Span, ...]
    speakers: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[int, str]:
        """Where the stretch begins in the article, and its text without what is inserted."""
        if not self.pieces:
            return 0, ""
        parts = (self.text[p.at : p.at + _size(p)] for p in self.pieces)
        return self.pieces[0].start, "".join(parts)

    def to_article(self, start: int, end: int) -> Span | None:
        """Return the article's offsets of `[start, end)` of the text, without what is inserted.

        None where the span holds nothing of the article.
        """
        kept = [
            (
                piece.start + max(0, start - piece.at),
                piece.start + min(end - piece.at, _size(piece)),
            )
            for piece in self.pieces
            if piece.at < end and piece.at + _size(piece) > start
        ]
        return (kept[0][0], kept[-1][1]) if kept else None

    def to_text(self, start: int, end: int) -> Span | None:
        """Return where `[start, end)` of the article stands in the text; None where it does not.

        What is inserted between is inside the span.
        """
        first = next((p for p in self.pieces if p.start <= start < p.end), None)
        last = next((p for p in self.pieces if p.start < end <= p.end), None)
        if first is None or last is None:
            return None
        return (first.at + start - first.start, last.at + end - last.start)


def _size(piece: Piece) -> int:
    return piece.end - piece.start


def stretch(sentences: Sequence[Span], start: int, end: int, around: int = AROUND) -> Span:
    """Return a passage with whole sentences before and after it, up to `around` characters each.

    Args:
        sentences: Of the whole article, as offsets, in order.
        start: Where the passage starts.
        end: Where it ends.
        around: Most characters on each side.
    """
    first, last = start, end
    place = bisect_right(sentences, start, key=lambda sentence: sentence[1])
    while place and start - sentences[place - 1][0] <= around:
        place -= 1
        first = sentences[place][0]
    place = bisect_left(sentences, end, key=lambda sentence: sentence[0])
    while place < len(sentences) and sentences[place][1] - end <= around:
        last = sentences[place][1]
        place += 1
    return first, last


def window(
    text: str,
    span: Span,
    sentences: Sequence[Span],
    *,
    title: str | None = None,
    date: str | None = None,
    heading: str = "",
    voices: Sequence[Voice] = (),
) -> Window:
    """Return a stretch of an article as it is read.

    Args:
        text: The article's.
        span: The stretch, as offsets of the article.
        sentences: Of the article; those that the stretch holds whole are the window's.
        title: The article's title.
        date: The article's date, ISO 8601.
        heading: The heading that the stretch stands under.
        voices: Who speaks where, in the article.
    """
    held = _held(sentences, span)
    voices = [one for one in voices if one.start < span[1] and one.end > span[0]]
    parts, pieces = [_before(title, date, heading)], []
    size, done, last = len(parts[0]), span[0], ""
    speakers = tuple(_speakers(voices, one) for one in held)
    for (start, _), who in zip(held, speakers, strict=True):
        told = f"[{who}] " if who and (who != last or _starts_paragraph(text, start)) else ""
        last = who
        if not told:
            continue
        pieces.append(Piece(size, done, start))
        parts += [text[done:start], told]
        size += start - done + len(told)
        done = start
    pieces.append(Piece(size, done, span[1]))
    parts.append(text[done : span[1]])
    kept = tuple(piece for piece in pieces if piece.start < piece.end)
    return Window("".join(parts), kept, held, speakers)


def _held(sentences: Sequence[Span], span: Span) -> tuple[Span, ...]:
    """Return the sentences that lie whole in a span."""
    first = bisect_left(sentences, span[0], key=lambda sentence: sentence[0])
    last = bisect_right(sentences, span[1], key=lambda sentence: sentence[1])
    return tuple(sentences[first:last])


def plain_window(text: str, sentences: Sequence[Span] = ()) -> Window:
    """Return a text as a window in which nothing is inserted; its offsets are the text's."""
    pieces = (Piece(0, 0, len(text)),) if text else ()
    return Window(text, pieces, tuple(sentences))


def _before(title: str | None, date: str | None, heading: str) -> str:
    told = [part[:MOST_HEAD] for part in (title, date, heading) if part]
    return " | ".join(told) + " | " if told else ""


def _starts_paragraph(text: str, start: int) -> bool:
    place = start
    while place and text[place - 1] in " \t":
        place -= 1
    return place == 0 or text[place - 1] == "\n"


def _speakers(voices: Sequence[Voice], sentence: Span) -> str:
    """Return who speaks in a sentence, each once, in the order of their words."""
    told: dict[str, None] = {}
    for voice in voices:
        if voice.start < sentence[1] and voice.end > sentence[0] and voice.speaker:
            name = f"{voice.speaker}, {voice.role}" if voice.role else voice.speaker
            told[name[:MOST_VOICE]] = None
    return "; ".join(told)
