"""What a question is about: its topic, or the last noun with an article."""

import re
from collections.abc import Iterator
from functools import lru_cache

from qa.language.tables import tables
from qa.questions.article_questions import ArticleAsk, Field
from qa.questions.conversation import Conversation
from qa.text.patterns import one_of, regex
from qa.text.words import fold, stems, words

_LONGEST_TOPIC = 6
_ABOUT = regex(
    r"\b(?:about|regarding|concerning) (?!(?:this|that|these|those|it|its|his|her|their)\b)"
    r"(?P<topic>(?=[^,?.!]*(?-i:[A-Z]))[^,?.!]+?)"
    r"(?: (?:during|while|when|after|before|since)\b[^?.!]*)?[?.!\s]*$"
)


def begins_question(text: str, language: str) -> bool:
    """Whether a text begins as a whole question does."""
    return _opening(language).match(text) is not None


@lru_cache
def _opening(language: str) -> re.Pattern[str]:
    openings = one_of(tables(language).questions.openings)
    return regex(rf"^(?:and |but |so |ok |then )?(?:{openings})\b")


@lru_cache
def _nouns(language: str) -> re.Pattern[str]:
    openings = one_of(tables(language).questions.noun_openings)
    return regex(rf"\b(?:{openings}) (?P<noun>[\w-]+(?: [\w-]+){{0,5}})")


@lru_cache
def _shortened(language: str) -> re.Pattern[str]:
    """Return a pattern of "the pledge", unless "of" or a name says which one."""
    openings = one_of(["the", *tables(language).questions.demonstratives])
    return re.compile(
        rf"\b(?:{openings}) (?P<noun>[a-z]{{3,}})\b(?! (?:of|for|that|who|which|[A-Z])|['’-])"
    )


def focus_of(conversation: Conversation) -> str | None:
    """Return what the last question is about, `None` where it says too little."""
    asked = conversation.last_question()
    if asked is None:
        return None
    if asked.article is not None:
        return articles_named(asked.article)
    topic = asked.topic or _about(conversation.question)
    short = topic is not None and len(words(topic)) <= _LONGEST_TOPIC
    if topic and short and not begins_question(topic, conversation.language):
        return topic
    no_heads = tables(conversation.language).questions.no_heads
    nouns = [noun for noun, *_ in nouns_of(conversation.question, conversation.language)]
    found = [noun for noun in nouns if fold(noun.split()[-1]) not in no_heads]
    return f"the {found[-1]}" if found else None


def _about(question: str) -> str | None:
    """Return what a question of any kind says at its end that it is about, if that has a name."""
    found = _ABOUT.search(question)
    return found["topic"] if found else None


def articles_named(ask: ArticleAsk) -> str | None:
    """Return the articles asked about in words: "the articles about the tram"."""
    parts = ((" about ", ask.about), (" by ", ask.by), (" from ", ask.source))
    what = "".join(word + value for word, value in parts if value)
    many = "s" if ask.field in {Field.LIST, Field.COUNT} else ""
    return f"the article{many}{what}" if what else None


def nouns_of(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    """Yield the nouns of a question that have an article, each with its span, article included."""
    for found in _nouns(language).finditer(text):
        noun = _noun(found["noun"], language)
        if noun:
            yield noun, found.start(), found.start("noun") + len(noun)


def _noun(text: str, language: str) -> str:
    known = tables(language)
    ends = known.questions.verbs | known.questions.noun_ends | known.grammar.stop_words - {"of"}
    kept: list[str] = []
    for token in text.split():
        if fold(token) in ends:
            break
        kept.append(token)
    while kept and fold(kept[-1]) == "of":
        kept.pop()
    return " ".join(kept)


def named_in_full(question: str, conversation: Conversation) -> str:
    """Return the question with "the pledge" called as it was: "the taxpayer protection pledge"."""
    for found in _shortened(conversation.language).finditer(question):
        fuller = _called_before(found["noun"], conversation)
        if fuller and not stems(fuller) <= stems(question):
            start = found.start() if fuller[:4] == "the " else found.start("noun")
            return question[:start] + fuller + question[found.end("noun") :]
    return question


def _called_before(noun: str, conversation: Conversation) -> str | None:
    """Return the latest longer name or phrase whose head is the noun."""
    known = tables(conversation.language)
    times = known.calendar.periods | known.calendar.seasons
    if noun in known.questions.no_heads | known.grammar.stop_words | times:
        return None
    phrases = [phrase for phrase, *_ in nouns_of(conversation.question, conversation.language)]
    names = (known.mention.text for known in reversed(conversation.known))
    for phrase in (*reversed(phrases), *names):
        head = re.split(r" (?:of|for|in|on)\b", phrase)[0].split()
        says_more = len(phrase.split()) > 1 and fold(phrase.split()[0]) not in (
            known.questions.no_heads
        )
        if says_more and head and head[-1].casefold() == noun:
            return phrase
    return None
