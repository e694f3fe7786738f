"""Where an answer leads on to: all that those compared said, side by side or over time."""

from dataclasses import dataclass

from qa.answers import Answer
from qa.questions.asked_sides import asked_sides
from qa.sides.addresses import sides_path
from qa.sides.values import SidesWish
from qa.web.chat.page_words import Words

_MOST = 4
"""Speakers taken from the quotes of an answer where the question names none."""


@dataclass(frozen=True, slots=True)
class Onward:
    """A link from the chat's page: its address and what it is called."""

    address: str
    name: str


def sides_link(answer: Answer, words: Words) -> Onward | None:
    """Return the link to both sides, None where a question asks for nothing of the kind.

    Who is compared is in the question; where it names nobody ("both sides"), those are taken whom
    the answer quotes.
    """
    asked = asked_sides(answer.asked_as)
    if asked is None:
        return None
    quoted = tuple(dict.fromkeys(one.speaker for one in answer.quotes if one.speaker))
    speakers = asked.speakers or (quoted[:_MOST] if len(quoted) > 1 and asked.topic else ())
    if not speakers and not (asked.said and asked.topic):
        return None
    what = " · ".join([*speakers, *filter(None, (asked.topic,))])
    name = words["overTime" if len(speakers) == 1 else "sideBySide"].format(what=what)
    return Onward(sides_path(SidesWish(speakers=speakers, about=asked.topic)), name)
