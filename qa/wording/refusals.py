"""What is said where there is no answer: what was done, and nothing about what articles hold."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.answers import Kind, Quote, Reason
from qa.language.tables import LANGUAGES, tables
from qa.questions.names_asked import names_of
from qa.questions.question import Asks, Question
from qa.text.words import content_stems, folded_words, same_name, stems

_LONGEST_TOPIC = 80
_SHARED = 0.34
"""Share of the question's words, stemmed, that a passage beside a refusal has at least."""

EMPTY = "There are no articles yet. Add some: pullquote index PATH"


def refusal(question: Question, reason: Reason) -> str:
    """Return the sentence that says why there is no answer, of whom and what was asked."""
    if reason is Reason.EMPTY_INDEX:
        return EMPTY
    if reason is Reason.NOTHING_FOUND:
        return "I found nothing in the articles that fits this question."
    if reason is Reason.OUTSIDE_FILTERS:
        return f"With the filters I found no passage that {_states(question)}; without them I did."
    if reason is Reason.UNKNOWN_SPEAKER:
        return f"I found nobody called {' or '.join(question.speakers)} in the articles."
    if reason is Reason.LANGUAGE:
        return _languages()
    return f"I found no passage that {_states(question)}."


def _states(question: Question) -> str:
    who = " and ".join(question.speakers)
    topic = question.topic
    if who and question.sure and question.kind is Kind.YES_NO:
        return f"states whether {who} said this"
    if who and question.sure and question.asks is Asks.REASON and not topic:
        return f"states why {who} said this"
    about = f" about {topic}" if topic and len(topic) < _LONGEST_TOPIC else ""
    if who and question.sure:
        return f"states what {who} said{about}"
    if question.kind is Kind.WHO_SAID and about:
        return f"states who said something{about}"
    return "states this"


def _languages() -> str:
    names = [tables(code).name for code in LANGUAGES]
    known = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"I understand questions in {known} only. Please ask in {' or '.join(names)}."


def near_enough(question: Question, quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Return the quotes that share something with the question, numbered from 1.

    What shares less than half of its names, and less than a third of its words, would only mislead
    beside a refusal.
    """
    names = names_of(question.text)
    wanted = set(content_stems(question.topic or question.text))
    near = (quote for quote in quotes if _shares(quote, names, wanted))
    return tuple(replace(quote, number=number) for number, quote in enumerate(near, 1))


def _shares(quote: Quote, names: Sequence[str], wanted: set[str]) -> bool:
    shown = f"{quote.text} {quote.speaker or ''}"
    held = folded_words(shown)
    shared = sum(same_name(name, held) for name in names)
    if names and 2 * shared >= len(names):
        return True
    found = stems(shown)
    return bool(wanted) and len(wanted & found) >= _SHARED * len(wanted)
