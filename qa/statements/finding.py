"""Who said what: speech in an article, direct and reported, with its speaker.

Rules only. An article is read as the narrator's sentences (`qa.text.frames`); in each, cues of
speech and their speakers are found (`attributions`), what they report (`contents`), and who the
words for the speaker mean (`qa.people`). `docs/statements.md` has the figures.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.articles.article import Span
from index.articles.statement import Statement, StatementKind
from index.errors import LanguageError
from qa.language.tables import tables
from qa.language.verbs import Takes
from qa.people.antecedents import Chooser, likeliest
from qa.people.cast import Cast, cast_of
from qa.people.pronouns import Memory
from qa.statements.attributions import Attribution, Range, find_attributions, is_end
from qa.statements.contents import Borders, borders_of, content_of, only_attributes
from qa.statements.doubtful_lines import Doubt, doubt_of
from qa.statements.letters import letters_of, with_letters
from qa.statements.plausibility.features import features_of
from qa.statements.plausibility.judging import LEAST, Found, plausible, probabilities
from qa.statements.plausibility.quoted import of_lone
from qa.statements.turn_speakers import spoken_turns
from qa.statements.turn_words import with_turns, without_labels
from qa.statements.unknown_cues import find_unknown
from qa.text.frames import CAPITAL, DASH, QUOTATION, WORD, Frame, Token, frames_of
from qa.text.noun_phrases import is_name_like, phrase_after
from qa.text.quotation_marks import find_quotations

_LANGUAGE = "en"
"""The language of whose sentences the rules are; their words are in its tables."""
_FEWEST_WORDS = 4
_SILENCES = ("to comment", "to answer", "to be named", "not to be named", "comment")
_LONGEST_ATTRIBUTION = 40
_POINT = re.compile(r"(?:[-*•–—·]|\(?\d{1,2}[.)])[ \t]+")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def find_statements(
    text: str, *, language: str = "en", choose: Chooser = likeliest
) -> list[Statement]:
    """Return the statements of an article in the order of their content.

    Deterministic, never fails on any text, and takes time linear in its length. `choose` says whom
    a pronoun means.

    Raises:
        LanguageError: There are no tables or no rules for the language.
    """
    if tables(language).code != _LANGUAGE:
        raise LanguageError(
            f"Statements are found in {_LANGUAGE!r} only, not in {language!r}: qa/statements has "
            "no rules for its sentences."
        )
    return plausible(find_candidates(text, language=language, choose=choose))


def find_candidates(text: str, *, language: str = "en", choose: Chooser = likeliest) -> list[Found]:
    """Return what the rules alone take for statements, in the order of their content."""
    spoken = spoken_turns(text)
    told = without_labels(text, [one.turn for one in spoken])
    frames = list(_rejoined(frames_of(told, find_quotations(told)), told))
    finder = _Finder(told, cast_of(frames, told, language), choose)
    found = [statement for frame in frames for statement in finder.read(frame)]
    letters = [] if spoken else list(letters_of(text))
    if letters:
        found = with_letters(found, letters, text)
    if spoken:
        found = [judged(one, text) for one in with_turns(found, spoken, text)]
    ordered = sorted(set(found), key=lambda one: (one.start, one.end, one.cue or (0, 0)))
    return [Found(one, finder.features.get((one.start, one.cue), ())) for one in ordered]


def speakers(text: str) -> list[str]:
    """Return everybody an article lets speak, by name, in order of first appearance."""
    return list(dict.fromkeys(one.speaker for one in find_statements(text) if one.speaker))


def _rejoined(frames: Iterable[Frame], text: str) -> Iterator[Frame]:
    """Join a quotation that ends its sentence with an attribution that stands alone after it."""
    held: Frame | None = None
    for frame in frames:
        if held is not None and _attributes(frame, held, text):
            held = Frame(held.start, frame.end, held.tokens + frame.tokens)
            continue
        if held is not None:
            yield held
        held = frame
    if held is not None:
        yield held


def _attributes(frame: Frame, before: Frame, text: str) -> bool:
    last = before.tokens[-1] if before.tokens else None
    if last is None or last.kind != QUOTATION or "\n" in text[before.end : frame.start]:
        return False
    if len(frame.tokens) > _LONGEST_ATTRIBUTION:
        return False
    if _signature(frame.tokens, 0) is not None:
        return True
    cues = find_attributions(frame.tokens)
    if not cues or not only_attributes(frame.tokens, cues[0]):
        return False
    # "She dreaded 'the bill.'" is hers: who "agreed" after it did not say it.
    return not any(one.subject for one in find_attributions(before.tokens))


def _signature(tokens: Sequence[Token], dash: int) -> Range | None:
    """Return the name that ends a sentence, or stands before a comma, after a dash."""
    if dash + 1 >= len(tokens) or tokens[dash].kind != DASH:
        return None
    name = phrase_after(tokens, dash + 1)
    if name is None or not all(is_name_like(tokens[place]) for place in range(*name)):
        return None
    return name if is_end(tokens, name[1]) or tokens[name[1]].kind == "," else None


class _Carried(NamedTuple):
    """The speaker of a quotation, taken over from the words around it."""

    speaker: str | None
    mention: Span | None = None
    cue: Span | None = None


class _Listing(NamedTuple):
    """Points that somebody was announced to make, and where the last of them ends."""

    end: int
    by: _Carried
    mark: str = ""
    """The first character of the points so far."""


class _Finder:
    """Reads the sentences of one article in order, remembering who spoke last."""

    def __init__(self, text: str, cast: Cast, choose: Chooser = likeliest) -> None:
        self.text = text
        self.cast = cast
        self.memory = Memory(cast, text, choose)
        self.last: Statement | None = None
        self.listing: _Listing | None = None
        self.said: _Listing | None = None
        """What the sentence before announced, whether points of a list or a quotation."""
        self.features: dict[tuple[int, Span | None], tuple[str, ...]] = {}
        """Of each attribution, by where its content begins and its cue."""

    def read(self, frame: Frame) -> list[Statement]:
        tokens = frame.tokens
        self.memory.enter(frame)
        self.said = self.listing
        point = self._point(frame)
        if point is not None:
            return [point]
        cues = find_attributions(tokens)
        unknown = None if cues else find_unknown(tokens)
        cues = [unknown] if unknown is not None else cues
        borders = borders_of(tokens, cues)
        found = [one for cue in cues for one in self._reported(tokens, cue, borders)]
        covered = {
            place for _, (first, end) in found for place in range(first, end)
            if tokens[place].kind == QUOTATION
        }  # fmt: skip
        statements = [statement for statement, _ in found]
        statements.extend(self._unattributed(frame, covered, statements))
        if doubt_of(self.text, frame.start, frame.end) is not None:
            self.memory.pass_over()
            self.last = None
            return [judged(statement, self.text) for statement in statements]
        self.memory.leave(one.speaker for one in statements if self._is_speaking(one))
        self.last = statements[-1] if statements else None
        self.listing = self._announced(frame, cues)
        return statements

    def _is_speaking(self, statement: Statement) -> bool:
        """Whether somebody is likely to speak: not *the sign says*, nor declined *to comment*."""
        told = self.features.get((statement.start, statement.cue))
        if told and probabilities(told)[0] < LEAST:
            return False
        said = self.text[statement.start : statement.end]
        return statement.kind is StatementKind.DIRECT or not said.startswith(_SILENCES)

    def _announced(self, frame: Frame, cues: Sequence[Attribution]) -> "_Listing | None":
        """Return the list that a sentence ends with the announcement of: *She also said:*."""
        tokens = frame.tokens
        if not cues or tokens[-1].kind not in (":", "：") or cues[-1].end != len(tokens) - 1:
            return None
        cue = cues[-1]
        speaker = self._speaker(tokens, cue.subject)
        if speaker is None or cue.subject is None:
            return None
        span = _span(tokens, (cue.first, cue.end))
        return _Listing(frame.end, _Carried(speaker, _span(tokens, cue.subject), span))

    def _point(self, frame: Frame) -> Statement | None:
        """Return what a point of an announced list reports, None for any other sentence."""
        if self.listing is None:
            return None
        end, by, sort = self.listing
        mark = _POINT.match(self.text, frame.start, frame.end)
        between = self.text[end : frame.start]
        sign = re.sub(r"\d", "1", mark[0][0]) if mark else ""
        begins = mark is not None and "\n" in between and sort in ("", sign)
        goes_on = sort != "" and "\n" not in between
        if not (begins or goes_on) or between.count("\n") > 2:
            self.listing = None
            return None
        if any(token.kind == QUOTATION for token in frame.tokens):
            return None
        self.listing = _Listing(frame.end, by, sort or sign)
        start = mark.end() if begins and mark else frame.start
        stop = frame.end - self.text[start : frame.end].endswith((".", ";", ","))
        kind = StatementKind.INDIRECT
        return (
            Statement(start, stop, kind, by.speaker, by.mention, by.cue) if start < stop else None
        )

    def _reported(
        self, tokens: Sequence[Token], cue: Attribution, borders: Borders
    ) -> Iterator[tuple[Statement, Range]]:
        contents = content_of(tokens, cue, borders)
        if not contents:
            return
        speaker = self._speaker(tokens, cue.subject)
        for content in contents:
            span = _span(tokens, content)
            statement = Statement(
                start=span[0],
                end=span[1],
                kind=_kind(tokens[content[0] : content[1]], self.text, cue),
                speaker=speaker,
                speaker_mention=_span(tokens, cue.subject) if cue.subject else None,
                cue=_span(tokens, (cue.first, cue.end)),
            )
            told = features_of(tokens, cue, content, statement.kind, speaker, self.text)
            self.features[statement.start, statement.cue] = told
            yield statement, content

    def _speaker(self, tokens: Sequence[Token], subject: Range | None) -> str | None:
        if subject is None:
            return None
        return self.memory.speaker(tokens, subject)

    def _unattributed(
        self, frame: Frame, covered: set[int], statements: Sequence[Statement]
    ) -> Iterator[Statement]:
        """Yield quotations without a cue of their own: speech that goes on, or follows a colon."""
        words = [i for i, token in enumerate(frame.tokens) if token.kind in (WORD, CAPITAL)]
        for place, token in enumerate(frame.tokens):
            if token.kind != QUOTATION or place in covered:
                continue
            alone = not words
            if not self._is_speech(frame.tokens, place, alone=alone):
                continue
            earlier = statements[-1] if statements else None
            carried = self._carried(frame, place, earlier)
            self.features[token.start, carried.cue] = of_lone(
                frame.tokens,
                place,
                self.text,
                speaker=carried.speaker,
                goes_on=carried.cue is not None,
            )
            yield Statement(
                start=token.start,
                end=token.end,
                kind=StatementKind.DIRECT,
                speaker=carried.speaker,
                speaker_mention=carried.mention,
                cue=carried.cue,
            )

    def _is_speech(self, tokens: Sequence[Token], place: int, *, alone: bool) -> bool:
        token = tokens[place]
        words = _count_words(self.text[token.start : token.end])
        if self.text[token.end : token.end + 1] in ("と", "っ"):  # Japanese marks what was said
            return words > 1
        introduced = place > 0 and tokens[place - 1].kind in (":", "：", DASH)
        if alone or introduced:
            return bool(token.low) or words >= _FEWEST_WORDS
        return words >= 2 * _FEWEST_WORDS and bool(token.low)

    def _carried(self, frame: Frame, place: int, earlier: Statement | None) -> _Carried:
        """Say who speaks in a quotation without a cue: who spoke before, or opens the sentence."""
        if place == 0 and self.said is not None and not self.said.mark:
            between = self.text[self.said.end : frame.tokens[0].start]
            if not between.strip() and between.count("\n") <= 2:  # Moss said:, blank line
                return self.said.by
        signed = self._signed(frame, place)
        if signed is not None:
            return signed
        if place and frame.tokens[place - 1].kind == ":":
            named = self.memory.opening(frame)
            if named is not None:
                return _Carried(*named)
        one = earlier or self.last
        if one is not None and self._goes_on(one, frame, place):
            return _Carried(one.speaker, one.speaker_mention, one.cue)
        alone = place == 0 or not any(token.kind in (WORD, CAPITAL) for token in frame.tokens)
        speaker = self.memory.of_quotation(place) if alone else self.memory.previous_subject()
        if one is not None and speaker in (one.speaker, None):
            return _Carried(one.speaker, one.speaker_mention, one.cue)
        return _Carried(speaker)

    def _signed(self, frame: Frame, place: int) -> _Carried | None:
        """Return whose name stands after a dash: “The quietest ride of my life” – *Audio Lane*."""
        tokens = frame.tokens
        name = _signature(tokens, place + 1)
        if name is None:
            return None
        return _Carried(self.memory.speaker(tokens, name), _span(tokens, name))

    def _goes_on(self, one: Statement, frame: Frame, place: int) -> bool:
        """Whether a quotation goes on with what was said before, in the same paragraph."""
        return "\n\n" not in self.text[one.end : frame.tokens[place].start]


def judged(statement: Statement, text: str) -> Statement:
    """Return the statement, marked where its line is doubtful."""
    doubt = doubt_of(text, statement.start, statement.end)
    if doubt is None:
        return statement
    if doubt is Doubt.PROGRAM:
        statement = statement._replace(speaker=None, speaker_mention=None, cue=None)
    return statement._replace(doubtful=True)


def _count_words(text: str) -> int:
    """Return how many words a text has, two letters counting as one where none has spaces."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2


def _span(tokens: Sequence[Token], part: Range) -> Span:
    return tokens[part[0]].start, tokens[part[1] - 1].end


def _kind(content: Sequence[Token], text: str, cue: Attribution) -> StatementKind:
    quoted = [token for token in content if token.kind == QUOTATION]
    if not quoted:
        return StatementKind.INDIRECT
    if any(token.kind in (WORD, CAPITAL) for token in content):
        return StatementKind.MIXED
    governs = cue.verb is not None and cue.verb.takes is Takes.OBJECT
    words = len(text[content[0].start : content[-1].end].split())
    return StatementKind.MIXED if governs and words < _FEWEST_WORDS else StatementKind.DIRECT
