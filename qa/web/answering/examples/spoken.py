"""Questions about what people said in an article: what one of them said, and what two did."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import combinations

from index.articles.article import Article
from index.articles.statement import Statement
from qa.people.matching import same_person
from qa.people.mentions import Sort as Mentioned
from qa.people.mentions import mentions
from qa.people.names import name_parts
from qa.text.words import fold
from qa.web.answering.examples.candidate import Candidate, Sort

_SHORTEST_NAME, _LONGEST_NAME = 3, 40
_FEWEST_WORDS = 6
"""Words of a statement from which somebody's view can be told."""
_PAIRS = 3
_ABOUT_SPEECH = "What did {speakers} say about {topic}?"


def said_questions(
    article: Article, said: Sequence[Statement], about: Sequence[str], small: Set[str]
) -> Iterator[Candidate]:
    """Yield what a named speaker said about something that is named in it, one a speaker.

    `about` are the article's subjects, `small` words that articles write small somewhere: with a
    capital they are no names.
    """
    asked: list[str] = []
    for statement in said:
        speaker = statement.speaker or ""
        if not _is_full_name(speaker) or any(same_person(speaker, one) for one in asked):
            continue
        for topic in _topics(_words_of(article, statement), speaker, about, small):
            asked.append(speaker)
            yield _candidate(Sort.WHO_SAID, article, [statement], (speaker,), topic)
            break


def compared_questions(
    article: Article, said: Sequence[Statement], about: Sequence[str]
) -> Iterator[Candidate]:
    """Yield what two speakers said about a subject of the article that both speak of."""
    for topic in about:
        by: defaultdict[str, list[Statement]] = defaultdict(list)
        word = fold(topic.split()[-1])
        for statement in said:
            words = _words_of(article, statement)
            named = word in map(fold, words.split()) and len(words.split()) >= _FEWEST_WORDS
            if named and _is_full_name(statement.speaker or ""):
                by[statement.speaker or ""].append(statement)
        different = [pair for pair in combinations(by, 2) if not same_person(*pair)]
        for one, other in different[:_PAIRS]:
            found = [*by[one], *by[other]]
            yield _candidate(Sort.COMPARE, article, found, (one, other), topic)


def _candidate(
    sort: Sort,
    article: Article,
    found: Sequence[Statement],
    speakers: tuple[str, ...],
    topic: str,
) -> Candidate:
    return Candidate(
        sort=sort,
        question=_ABOUT_SPEECH.format(speakers=" and ".join(speakers), topic=topic),
        article=article.id,
        start=min(one.start for one in found),
        end=max(one.end for one in found),
        speakers=speakers,
    )


def _words_of(article: Article, statement: Statement) -> str:
    # A quotation as a whole would be taken for the title of a thing.
    words = article.text[statement.start : statement.end].strip("“”„«»‘’\"', .")
    return re.sub(r"([^\w’' -])", r"\1 ", words)


def _is_full_name(speaker: str) -> bool:
    named = [word for word in speaker.split() if word[:1].isupper()]
    return (
        len(named) == len(speaker.split())
        and not speaker.startswith(("A ", "An ", "The "))
        and len(name_parts(speaker)) >= 2
        and len(speaker) <= _LONGEST_NAME
    )


def _topics(text: str, speaker: str, about: Sequence[str], small: Set[str]) -> Iterator[str]:
    """Yield what a statement names, else which of the article's subjects it speaks of."""
    for mention in mentions(text):
        name = " ".join(mention.text.split())
        named = mention.sort in {Mentioned.PLACE, Mentioned.NAME}
        if not named or not name.replace(" ", "").isalpha() or len(name) < _SHORTEST_NAME:
            continue
        if set(name.casefold().split()) <= small:  # a noun that heads a sentence
            continue
        if len(name) <= _LONGEST_NAME and not same_person(name, speaker):
            yield name
    said = set(map(fold, text.split()))
    yield from (one for one in about if fold(one.split()[-1]) in said)
