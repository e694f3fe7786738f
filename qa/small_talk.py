"""What people say that asks nothing of the articles, and what is said to it.

"Hi", "thanks", "help", "who are the speakers?": no search, no quotes; the words are ours and the
numbers are counts of what the index holds.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from index.articles.passages import Filters
from index.errors import IndexProblem
from index.search.filtering import matches
from qa.answers import Answer, Kind
from qa.inquiry import Ask
from qa.language.tables import tables
from qa.speakers.directory import directory_of
from qa.speakers.searching import dates_in, within
from qa.speakers.speaker import Speaker, SpeakerKind
from qa.text.patterns import one_of, regex
from qa.wording.refusals import EMPTY

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

MOST_NAMED = 10
_MANY = 10_000
"""Articles from which on bringing together who speaks there takes seconds."""

_LONGEST = 80
"""Characters of a message that may be small talk."""

_ASK = (
    "Ask a question in a sentence; the answer is made of exact quotes from {articles}, each with "
    "its place. You can ask\n"
    "what somebody said: What did {name} say?\n"
    "who said something: Who warned of the flood?\n"
    "for a fact: When did the bridge open? How many boats are there?\n"
    "why, yes or no, for a list or a comparison: Which towns voted against it?\n"
    "about the articles themselves: Which articles are about fares?\n"
    "What no article says is not answered."
)


class Talk(StrEnum):
    """What a message is that asks nothing of the articles."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    HELP = "help"
    SPEAKERS = "speakers"
    ARTICLES = "articles"


_COUNTED = frozenset({Talk.GREETING, Talk.HELP, Talk.SPEAKERS, Talk.ARTICLES})
"""Where the reply says how many articles there are."""


def apart_from_small_talk(
    asks: Sequence[Ask], index: "ReadableIndex", answer: Callable[[Sequence[Ask]], list[Answer]]
) -> list[Answer]:
    """Return the answers in the order asked: what is small talk is replied to here.

    Args:
        asks: Questions, and what is none.
        index: Whose articles and speakers are counted.
        answer: Answers those that are questions, in the order given.
    """
    talks = [talk_of(ask.question) for ask in asks]
    rest = [ask for ask, talk in zip(asks, talks, strict=True) if talk is None]
    answers = iter(answer(rest) if rest else [])
    return [
        next(answers) if talk is None else small_talk_answer(ask, talk, index)
        for ask, talk in zip(asks, talks, strict=True)
    ]


def talk_of(message: str, language: str = "en") -> Talk | None:
    """Return what small talk the whole of a message is, `None` for a question."""
    if len(message) > _LONGEST:
        return None
    plain = " ".join(re.sub(r"[^\w' ]+", " ", message.replace("’", "'")).split())
    return next((talk for talk, known in _patterns(language) if known.fullmatch(plain)), None)


@lru_cache
def _patterns(language: str) -> tuple[tuple[Talk, re.Pattern[str]], ...]:
    known = tables(language).answers
    before, after = one_of(known.polite_before), one_of(known.polite_after)
    phrases = (
        (Talk.GREETING, known.greetings),
        (Talk.THANKS, known.thanks),
        (Talk.FAREWELL, known.farewells),
        (Talk.HELP, known.help),
        (Talk.SPEAKERS, known.speakers),
        (Talk.ARTICLES, known.articles),
    )
    return tuple(
        (talk, regex(rf"(?:(?:{before}) )*(?:{one_of(some)})(?: (?:{after}))*"))
        for talk, some in phrases
    )


def small_talk_answer(ask: Ask, talk: Talk, index: "ReadableIndex") -> Answer:
    """Return the reply as an answer without quotes."""
    told = told_of(index, ask.filters) if talk in _COUNTED else Told(0)
    return Answer(
        question=ask.question,
        asked_as=ask.question,
        kind=Kind.METADATA,
        answered=True,
        confidence=1.0,
        answer=_reply(talk, told, lambda: speakers_of(index, ask.filters)),
    )


def _reply(talk: Talk, told: "Told", speakers: Callable[[], Sequence[Speaker]]) -> str:
    if talk is Talk.THANKS:
        return "You are welcome. Ask on whenever you like."
    if talk is Talk.FAREWELL:
        return "Goodbye."
    if not told.articles:
        return f"Hello. {EMPTY}" if talk is Talk.GREETING else EMPTY
    if talk is Talk.ARTICLES:
        return articles_told(told)
    if talk is Talk.SPEAKERS:
        return speakers_told(speakers(), told.articles)
    # For an example, not everybody who speaks in many articles is brought together.
    known = speakers()[:1] if told.articles <= _MANY else ()
    name = known[0].name if known else "the mayor"
    asked = _ASK.format(articles=_counted(told.articles, "article"), name=name)
    return f"Hello. {asked}" if talk is Talk.GREETING else asked


@dataclass(frozen=True, slots=True)
class Told:
    """How many articles there are, of when, and of which publications, the most frequent first."""

    articles: int
    dates: tuple[str, str] = ("", "")
    publications: tuple[tuple[str, int], ...] = ()


def told_of(index: "ReadableIndex", filters: Filters) -> Told:
    """Return what there is to tell of the articles that pass, which are counted, not read."""
    scope = index.library.scope
    try:
        publications = tuple(scope.publications(filters))
        return Told(scope.count(filters), scope.first_and_last(filters), publications)
    except IndexProblem:  # of an earlier version and not to be written to: it has no list
        infos = [info for info in index.articles() if matches(filters, info)]
        dates = sorted(info.date for info in infos if info.date) or [""]
        names = Counter(info.publication for info in infos if info.publication)
        return Told(len(infos), (dates[0], dates[-1]), tuple(names.most_common()))


def speakers_of(index: "ReadableIndex", filters: Filters) -> list[Speaker]:
    """Return who speaks by name in the articles that pass, those who say most first."""
    found: Sequence[Speaker] = directory_of(index).speakers
    if filters:
        found = within(directory_of(index), dates_in(index, filters))
    return [one for one in found if one.kind is not SpeakerKind.UNNAMED]


def speakers_told(speakers: Sequence[Speaker], articles: int) -> str:
    """Return how many speak, and who says most, one a line."""
    searched = _counted(articles, "article")
    if not speakers:
        return f"I found nobody who says something in {searched}."
    first = f"{_counted(len(speakers), 'speaker')} in {searched}"
    shown = speakers[:MOST_NAMED]
    lines = [
        f"{one.name}: {_counted(one.statements, 'statement')} in "
        f"{_counted(one.articles, 'article')}"
        for one in shown
    ]
    more = len(speakers) - len(shown)
    head = f"{first}; those who say most:" if more else f"{first}:"
    return "\n".join([head, *lines, *([f"… and {more} more."] if more else [])])


def articles_told(told: Told) -> str:
    """Return how many articles there are, of when, and of which publications."""
    first, last = told.dates
    when = ""
    if first:
        when = f", dated {first}" + (f" to {last}" if last != first else "")
    sources = told.publications
    lines = [f"{name}: {_counted(count, 'article')}" for name, count in sources[:MOST_NAMED]]
    more = len(sources) - len(lines)
    if more:
        lines.append(f"… and {_counted(more, 'publication')} more.")
    head = f"I have {_counted(told.articles, 'article')}{when}{', from' if lines else ''}"
    ask = "Ask which articles there are about something, and they are listed."
    return "\n".join([f"{head}:" if lines else f"{head}.", *lines, ask])


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"
