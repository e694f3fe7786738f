"""The words of turns as statements: without labels, stage directions and the lines between."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from index.articles.article import Span
from index.articles.statement import Statement, StatementKind
from index.articles.turns import Turn
from qa.statements.turn_speakers import SpokenTurn, fullest_name

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![ \t]*\n))*")
_ASIDE = re.compile(
    r"\[[^\[\]\n]{1,80}\]\.?"
    r"|\*\([^()\n]{1,80}\)\*"
    r"|\((?:[^()\n]{0,40}\b(?:laugh\w*|applau\w*|cheer\w*|crosstalk|inaudible|pauses?|interruptions?|"
    r"through (?:an )?interpreter|indistinct|silence|sobs|weeps|coughs?|sighs?|nods|music|bell|"
    r"unintelligible|soundbite\b.{0,40})\b[^()\n]{0,40}|[A-Z][^()\n]{1,80}\.)\)\.?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W_]")
_NOT_SPACE = re.compile(r"[^\n]")


_I = frozenset(["i", "we", "i've", "i'd"])
_OTHERS = frozenset(["he", "she", "they"])


def without_labels(text: str, turns: Sequence[Turn]) -> str:
    """Return a text of the same length with blanks where its labels stand."""
    parts: list[str] = []
    place = 0
    for label in (turn.label for turn in turns if turn.label):
        parts += (text[place : label[0]], _NOT_SPACE.sub(" ", text[slice(*label)]))
        place = label[1]
    return "".join((*parts, text[place:]))


def with_turns(
    found: Sequence[Statement], spoken: Sequence[SpokenTurn], text: str
) -> list[Statement]:
    """Return statements with the words of turns.

    What is quoted or reported within a turn is whose the turn says; "I said" is the speaker's own,
    and quotation marks that nobody is reported to have said stay part of the turn.
    """
    starts = [one.turn.start for one in spoken]
    kept: list[Statement] = []
    for statement in found:
        place = bisect_right(starts, statement.start) - 1
        inside = place >= 0 and statement.start < spoken[place].turn.end
        if not inside:
            kept.append(statement)
        elif statement.cue is not None and statement.end <= spoken[place].turn.end:
            kept.append(_in_turn(statement, spoken[place], text))
    return [*kept, *(words for one in spoken for words in turn_statements(one, text))]


def _in_turn(statement: Statement, spoken: SpokenTurn, text: str) -> Statement:
    mention, speaker = statement.speaker_mention, statement.speaker
    word = text[slice(*mention)].casefold().replace("’", "'") if mention else ""
    if word in _I:
        return statement._replace(speaker=spoken.speaker)
    if speaker == spoken.speaker and word in _OTHERS:  # nobody calls himself "he"
        return statement._replace(speaker=None)
    return statement._replace(speaker=fullest_name(text, speaker)) if speaker else statement


def turn_statements(spoken: SpokenTurn, text: str) -> Iterator[Statement]:
    """Yield the words of a turn, paragraph by paragraph, cut where an aside stands."""
    turn = spoken.turn
    for start, end in _pieces(turn, text):
        yield Statement(
            start=start,
            end=end,
            kind=StatementKind.DIRECT,
            speaker=spoken.speaker,
            speaker_mention=turn.name,
            cue=turn.label,
        )


def _pieces(turn: Turn, text: str) -> Iterator[Span]:
    for paragraph in _PARAGRAPH.finditer(text, turn.start, turn.end):
        place = paragraph.start()
        for aside in _ASIDE.finditer(text, *paragraph.span()):
            yield from _told(text, place, aside.start())
            place = aside.end()
        yield from _told(text, place, paragraph.end())


def _told(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and (text[start].isspace() or text[start] in "*_"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_"):
        end -= 1
    if start < end and _LETTER.search(text, start, end):
        yield start, end
