"""What people say that asks nothing of the articles, and what is said to it.

"Hi", "thanks", "help", "who are the speakers?": no search, no quotes; the words are ours and the
numbers are counts of what the index holds.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from index.articles.article import ArticleInfo
from index.search.filtering import matches
from qa.answers import Answer, Kind
from qa.inquiry import Ask
from qa.language.tables import tables
from qa.speakers.directory import directory_of
from qa.speakers.searching import within
from qa.speakers.speaker import Speaker, SpeakerKind
from qa.text.patterns import one_of, regex
from qa.wording.refusals import EMPTY

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

MOST_NAMED = 10
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
    infos = [info for info in index.articles() if matches(ask.filters, info)]
    return Answer(
        question=ask.question,
        asked_as=ask.question,
        kind=Kind.METADATA,
        answered=True,
        confidence=1.0,
        answer=_reply(talk, infos, index),
    )


def _reply(talk: Talk, infos: Sequence[ArticleInfo], index: "ReadableIndex") -> str:
    if talk is Talk.THANKS:
        return "You are welcome. Ask on whenever you like."
    if talk is Talk.FAREWELL:
        return "Goodbye."
    if not infos:
        return f"Hello. {EMPTY}" if talk is Talk.GREETING else EMPTY
    if talk is Talk.ARTICLES:
        return articles_told(infos)
    speakers = speakers_of(index, infos)
    if talk is Talk.SPEAKERS:
        return speakers_told(speakers, len(infos))
    name = speakers[0].name if speakers else "the mayor"
    told = _ASK.format(articles=_counted(len(infos), "article"), name=name)
    return f"Hello. {told}" if talk is Talk.GREETING else told


def speakers_of(index: "ReadableIndex", infos: Sequence[ArticleInfo]) -> list[Speaker]:
    """Return who speaks in these articles by name, those who say most first."""
    found = within(directory_of(index), infos)
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


def articles_told(infos: Sequence[ArticleInfo]) -> str:
    """Return how many articles there are, of when, and of which publications."""
    dates = sorted(info.date for info in infos if info.date)
    when = ""
    if dates:
        when = f", dated {dates[0]}" + (f" to {dates[-1]}" if dates[-1] != dates[0] else "")
    sources = Counter(info.publication for info in infos if info.publication).most_common()
    lines = [f"{name}: {_counted(count, 'article')}" for name, count in sources[:MOST_NAMED]]
    more = len(sources) - len(lines)
    if more:
        lines.append(f"… and {_counted(more, 'publication')} more.")
    head = f"I have {_counted(len(infos), 'article')}{when}{', from' if lines else ''}"
    ask = "Ask which articles there are about something, and they are listed."
    return "\n".join([f"{head}:" if lines else f"{head}.", *lines, ask])


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"
