"""Questions made by turning a sentence round: "Nine boats sank." makes "How many boats sank?".

Only where no word has to be understood for it: the number of a subject gives way to "how many", an
auxiliary changes places with its subject. What leans on other sentences is left alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.articles.article import Article
from index.chunking.sentences import sentence_spans
from qa.language.tables import tables
from qa.text.patterns import one_of
from qa.web.answering.examples.candidate import Candidate, Sort

_LONGEST = 110
"""Characters of a question."""
_FEWEST_WORDS = 4
_VAGUE = {"this", "these", "those", "there’s", "others", "another", "things"}
_AUXILIARY = r"(?P<aux>was|were|is|are|has|have|had|will|would|can|could|must|should)"
_NOUNS = r"(?P<nouns>(?:[a-z][\w’'-]* ){0,2}(?:[a-z][\w’'-]*s|people|men|women|children))"
_WHO = r"(?P<subject>(?:(?:The|A|An|the|a|an) )?(?:[\w’'-]+ ){0,2}[\w’'-]+?)"
_REASON = r"(?:,? (?:because|owing to|due to|so that|after (?:the|an?)) )"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of articles: those written small, and names, which have a capital amid sentences."""

    small: frozenset[str]
    names: frozenset[str]


def vocabulary(articles: Iterable[Article]) -> Vocabulary:
    """Return the words of some articles, from which it is told what a word at a head is."""
    small: set[str] = set()
    names: set[str] = set()
    for article in articles:
        small.update(re.findall(r"(?<![\w’'-])[a-z][\w’'-]*", article.text))
        names.update(re.findall(r"(?<=[a-z,;] )[A-Z][\w’'-]*", article.text))
    return Vocabulary(frozenset(small), frozenset(names))


def sentence_questions(article: Article, known: Vocabulary) -> Iterator[Candidate]:
    """Yield what can be asked by turning sentences of an article round, in their order."""
    for start, end in sentence_spans(article.text, article.info.lang):
        sentence = " ".join(article.text[start:end].split())
        for sort, turned in _WAYS:
            question = turned(sentence, known)
            if question and _stands_alone(question):
                yield Candidate(
                    sort=sort, question=question, article=article.id, start=start, end=end
                )
                break


def _how_many(sentence: str, _known: Vocabulary) -> str | None:
    """Turn "Nine boats were tied up." and "There are nine boats in the basin." round."""
    first, there = _counts()
    found = first.match(sentence)
    if found:
        return f"How many {found['nouns']} {found['aux']} {found['rest']}?"
    found = there.match(sentence)
    if found:
        return f"How many {found['nouns']} {found['aux']} there {found['rest']}?"
    return None


def _when(sentence: str, known: Vocabulary) -> str | None:
    """Turn "The bridge was opened in May 1931." round."""
    found = _dated().match(sentence)
    subject = found and _subject(found["subject"], found["aux"], known)
    if not found or not subject or found["aux"] in tables("en").grammar.have:
        return None
    return f"When {found['aux']} {subject} {found['rest']}?"


def _why(sentence: str, known: Vocabulary) -> str | None:
    """Turn "The pass was closed because of snow." round."""
    found = _reasoned().search(sentence)
    subject = _subject(found["subject"], found["aux"], known) if found else None
    if found and subject:
        return f"Why {found['aux']} {subject} {found['rest']}?"
    found = _done().search(sentence)
    subject = _subject(found["subject"], "", known) if found else None
    base = _base(found["verb"], known) if found else None
    if found and subject and base:
        return f"Why did {subject} {base}{found['rest'] or ''}?"
    return None


_WAYS: tuple[tuple[Sort, Callable[[str, Vocabulary], str | None]], ...] = (
    (Sort.WHY, _why),
    (Sort.FACT, _how_many),
    (Sort.FACT, _when),
)


def _subject(words: str, auxiliary: str, known: Vocabulary) -> str | None:
    """Return a subject as it stands inside a sentence; `None` for what may be none."""
    grammar = tables("en").grammar
    parts = words.split()
    small = [part.casefold() for part in parts]
    articled = small[0] in {"the", "a", "an"}
    head = small[1:] if articled else small
    of_grammar = grammar.stop_words | grammar.adverbs | grammar.auxiliaries | grammar.common_verbs
    if not head or of_grammar & set(head) or tables("en").speech.verbs.keys() & set(head):
        return None
    if any(one.endswith(("ed", "ing", "ly")) for one in head):
        return None
    if auxiliary in {"was", "is", "has"} and small[-1].endswith("s") and parts[-1][0].islower():
        return None
    if articled:
        return " ".join([small[0], *parts[1:]])
    if all(part[0].isupper() for part in parts) and (len(parts) > 1 or parts[0] in known.names):
        return words
    # "Farmers" at the head of a sentence is the "farmers" of the others.
    return " ".join([small[0], *parts[1:]]) if small[0] in known.small else None


def _base(past: str, known: Vocabulary) -> str | None:
    """Return the infinitive of a past tense: "fall" of "fell", "reject" of "rejected".

    Of a regular verb it is the form that is used somewhere, since none can be told for sure.
    """
    irregular = tables("en").grammar.past_forms
    if past in irregular:
        return irregular[past]
    stem = past.removesuffix("ed")
    if stem == past or past in tables("en").speech.verbs:
        return None
    forms = [stem + "e", stem, *([stem[:-1]] if stem[-1:] == stem[-2:-1] else [])]
    forms += [stem[:-1] + "y"] if stem.endswith("i") else []
    return next((one for one in forms if {one, f"{one}s"} & known.small), None)


def plainness(question: str) -> int:
    """Return how well a question tells what it is about: its names, and whether it is long."""
    words = question.split()
    names = sum(word[0].isupper() for word in words[1:])
    return min(2, names) + (len(words) > _FEWEST_WORDS + 2)


def _stands_alone(question: str) -> bool:
    """Whether nothing in a question means what was said before it."""
    grammar = tables("en").grammar
    words = re.findall(r"[\w’'-]+", question.casefold())
    leaning = (
        grammar.pronouns | grammar.possessive_pronouns | grammar.object_pronouns
        | grammar.plural_pronouns | _VAGUE
    )  # fmt: skip
    return (
        len(words) >= _FEWEST_WORDS
        and len(question) <= _LONGEST
        and not leaning & set(words)
        and not re.search(r"\b[A-Z]{5,}\b", question)
        and not set(question) & set('“”"‘:;()–—')
        and words[-1] not in grammar.prepositions | grammar.determiners | grammar.conjunctions
    )


@lru_cache
def _counts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    numbers = "|".join(word for one in tables("en").grammar.numbers for word in (one, one.title()))
    number = rf"(?:\d{{1,3}}(?:,\d{{3}})*|(?:{numbers})(?:-[a-z]+)?)"
    rest = r"(?P<rest>[^.,]+?)(?:,[^.]*)?\.$"
    there = rf"There (?P<aux>are|were|will be) (?:only |about |some )?{number} {_NOUNS} {rest}"
    return (
        re.compile(rf"(?:Only |About |Some )?{number} {_NOUNS} {_AUXILIARY} {rest}"),
        re.compile(there),
    )


@lru_cache
def _dated() -> re.Pattern[str]:
    months = one_of(tuple(map(str.title, tables("en").calendar.months)))
    date = rf"(?:\d{{1,2}} )?(?:{months})(?: \d{{1,2}})?(?:,? \d{{4}})?|\d{{4}}"
    return re.compile(rf"{_WHO} {_AUXILIARY} (?P<rest>[^,.]+?) (?:in|on) (?:{date})\b")


def _begins() -> str:
    """Return a pattern of where a clause begins: a sentence, a part of it, or what is said."""
    said = one_of(map(re.escape, tables("en").speech.verbs))
    return rf"(?:^|, (?:and|but) |; |\b(?:{said}) (?:\w+ ){{0,2}}that )"


@lru_cache
def _reasoned() -> re.Pattern[str]:
    return re.compile(rf"{_begins()}{_WHO} {_AUXILIARY} (?P<rest>[^,.]+?){_REASON}\w")


@lru_cache
def _done() -> re.Pattern[str]:
    pasts = one_of(tables("en").grammar.past_forms)
    verb = rf"(?P<verb>[a-z]{{3,}}ed|{pasts})"
    return re.compile(rf"{_begins()}{_WHO} {verb}(?P<rest> [^,.]+?)?{_REASON}\w")
