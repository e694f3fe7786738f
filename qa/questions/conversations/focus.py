"""What a question is about: its topic, or the last noun with an article."""

import re
from collections.abc import Iterator
from functools import lru_cache

from qa.language.tables import tables
from qa.questions.article_questions import ArticleAsk, Field
from qa.questions.conversations.conversation import Conversation
from qa.text.patterns import one_of, regex
from qa.text.words import fold, stems, words

_LONGEST_TOPIC = 6
_OF = regex(r"^[^,;:]*\bof $")
_PARTICIPLE = re.compile(r"(?:ed|ing)$")
_ABOUT = regex(
    r"\b(?:about|regarding|concerning) (?!(?:this|that|these|those|it|its|his|her|their)\b)"
    r"(?P<topic>(?=[^,?.!]*(?-i:[A-Z]))[^,?.!]+?)"
    r"(?: (?:during|while|when|after|before|since)\b[^?.!]*)?[?.!\s]*$"
)


_COUNTED = regex(r"^(?:and |but |so )*how many (?P<noun>[\w-]+(?: [\w-]+){0,4})")


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
    heads = [noun.split()[-1] for noun in nouns]
    found = [
        noun
        for noun, head in zip(nouns, heads, strict=True)
        if fold(head) not in no_heads and not head.isdigit()
    ]
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
    found, before = _nouns(language).search(text), len(text)
    while found:
        noun = _noun(found["noun"], language)
        if _after_auxiliary(language).search(text[: found.start()]):
            noun = _subject(noun, language)
        end = found.start("noun") + len(noun)
        if noun and not _OF.search(text[before : found.start()]):
            yield noun, found.start(), end
        before = end
        found = _nouns(language).search(text, end)


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


def counted(conversation: Conversation) -> str | None:
    """Return the noun counted by the question before, "clocks" of "How many clocks are there?"."""
    found = _COUNTED.match(conversation.question)
    if not found:
        return None
    language = conversation.language
    names = tables(language).names
    tokens = _noun(found["noun"], language).split()
    plural = [
        place
        for place, token in enumerate(tokens, 1)
        if fold(token) in names.people or (token.endswith("s") and not token.endswith("ss"))
    ]
    return " ".join(tokens[: plural[0]]) if plural else None


def is_role(phrase: str, language: str) -> bool:
    """Whether a phrase calls one person by what he or she is: "the owner of the dam"."""
    head = re.split(r" (?:of|for|in|on|at|from|to|with)\b", phrase)[0].split()
    return bool(head) and fold(head[-1]) in tables(language).names.role_heads


def roles_of(conversation: Conversation) -> tuple[str, ...]:
    """Return the people whom the question before calls by what they are, the last first."""
    language, text = conversation.language, conversation.question
    found = [(noun, text[s:e]) for noun, s, e in nouns_of(text, language)]
    return tuple(whole for noun, whole in reversed(found) if is_role(noun, language))


@lru_cache
def _after_auxiliary(language: str) -> re.Pattern[str]:
    return regex(rf"\b(?:{one_of(tables(language).questions.auxiliaries)}) $")


def _subject(noun: str, language: str) -> str:
    """Return a subject without the verb after it: "did the council vote"."""
    names = tables(language).names
    heads = names.role_heads | names.group_words | names.collectives | names.people
    tokens = noun.split()
    ends = [place for place, token in enumerate(tokens, 1) if fold(token) in heads]
    if not ends:
        return noun
    if "of" not in tokens[ends[-1] :]:
        return " ".join(tokens[: ends[-1]])
    verb = len(tokens) > ends[-1] + 2 and _PARTICIPLE.search(tokens[-1])
    return " ".join(tokens[:-1]) if verb else noun


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
        if fold(phrase.split()[0]) in known.grammar.determiners - {"the"}:
            continue  # "many ferries" calls "the ferries" nothing more
        says_more = len(phrase.split()) > 1 and fold(phrase.split()[0]) not in (
            known.questions.no_heads
        )
        if says_more and head and head[-1].casefold() == noun:
            return phrase
    return None
