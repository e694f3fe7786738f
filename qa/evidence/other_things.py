"""Sentences that tell what is asked of something else: the near misses of a question. Pure.

"Brack bought the Tern in May" looks like an answer to "When did Brack buy the Elinor?", and "It is
40 metres long, shorter than the Norrow bridge" like one to "How long is the Norrow bridge?".
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from index.articles.article import Article
from qa.answers import Kind
from qa.citations import article_sentences
from qa.evidence.candidate import Candidate
from qa.language.tables import tables
from qa.questions.question import Asks, Question
from qa.reading.short_answers import names_in
from qa.text.patterns import one_of, regex
from qa.text.words import Word, fold, folded_words, is_content, same_name, stem, words

_KINDS = frozenset({Kind.FACT, Kind.YES_NO})
_BEFORE = 2
"""Sentences before one in which what it speaks of may be named."""
_REACH = 4
"""Words after "than" in which stands what is compared with."""
_OFTEN = 3
"""Times that an article names what it is about, at least."""


def is_of_another(question: Question, one: Candidate) -> bool:
    """Whether a sentence tells of something else what a question asks of what it names."""
    if question.kind not in _KINDS or question.speakers or not question.names:
        return False
    return _has_other_object(question, one) or _is_about_another(question, one)


def has_all_named(question: Question, one: Candidate) -> bool:
    """Whether a sentence, with what stands before it, has all names and figures of a question.

    Of a changed figure or name it may say much, but not that it is so.
    """
    near, own = words_near(one), folded_words(one.text)
    asked = words(question.text)
    spelled = tables("en").grammar.numbers
    figures = [fold(w.text) for w in asked if w.text[0].isdigit() or fold(w.text) in spelled]
    return all(figure in own for figure in figures) and all(
        same_name(name, near) for name in question.names
    )


def is_compared_with(question: Question, one: Candidate) -> bool:
    """Whether a sentence gives a figure of something compared with what a question names."""
    if question.asks is not Asks.NUMBER or one.read.answer is None:
        return False
    if _patterns("en").search(question.text):  # what is between them is asked for
        return False
    text, (_, answered) = one.article.text, one.read.answer
    found = _patterns("en").search(text, answered, one.end)
    if found is None:
        return False
    before, after = text[one.start : found.start()], text[found.end() : one.end]
    told = words(after)[:_REACH]
    compared = [n for n in question.names if same_name(n, frozenset(fold(w.text) for w in told))]
    return bool(compared) and not any(same_name(n, folded_words(before)) for n in compared)


# Another object of the same verb


def _has_other_object(question: Question, one: Candidate) -> bool:
    """Whether the verb before a name asked about has another name after it in the sentence."""
    own = folded_words(one.text)
    for verb, name in _with_next(question.text):
        plain = fold(name.text)
        told = plain not in question.names or same_name(plain, own) or not _is_verb(verb)
        if not told and _takes_another(question, _form(verb.text), one.text):
            return True
    return False


def _takes_another(question: Question, verb: str, sentence: str) -> bool:
    names = {start: sentence[start:end] for start, end in names_in(sentence)}
    for one, other in _with_next(sentence):
        if _form(one.text) != verb or other.start not in names:
            continue
        held = folded_words(names[other.start])
        if not any(same_name(name, held) for name in question.names) and _is_no_time(other):
            return True
    return False


def _with_next(text: str) -> Iterator[tuple[Word, Word]]:
    """Yield each word with the next one that carries meaning: buy the *Elinor*."""
    told = words(text)
    for place, word in enumerate(told):
        following = told[place + 1 : place + 3]
        if len(following) > 1 and not is_content(following[0].text):
            yield word, following[1]
        elif following:
            yield word, following[0]


def _form(word: str) -> str:
    return stem(tables("en").grammar.past_forms.get(fold(word), word))


def _is_verb(word: Word) -> bool:
    grammar = tables("en").grammar
    low = fold(word.text)
    return word.text.islower() and low not in grammar.stop_words and low not in grammar.prepositions


def _is_no_time(word: Word) -> bool:
    return fold(word.text) not in tables("en").calendar.times


# An article that is about something else


def _is_about_another(question: Question, one: Candidate) -> bool:
    """Whether none of the names asked about is near, in an article about somebody else.

    What an article is about it names in its title and often.
    """
    text, near = one.article.text, words_near(one)
    if any(same_name(name, near) or _is_short(name, question) for name in question.names):
        return False
    main = main_names(one.article)
    return (
        bool(main)
        and not any(same_name(name, main) for name in question.names)
        and not any(same_name(name, _opening(text)) for name in question.names)
    )


def _is_short(name: str, question: Question) -> bool:
    """Whether a name is asked for by its initials, which an article may spell out."""
    return name.upper() in {word.text for word in words(question.text) if word.text.isalpha()}


def words_near(one: Candidate) -> frozenset[str]:
    """Return the words of a sentence, of those before it, its title, heading and speaker."""
    info, text = one.article.info, one.article.text
    around = text[sentences_before(one, _BEFORE) : one.end]
    told = (around, info.title, info.date, one.hit.passage.heading, one.speaker, info.publication)
    return folded_words(" ".join(filter(None, told)))


def sentences_before(one: Candidate, count: int) -> int:
    """Return where the sentence begins that stands so many before one in its article."""
    sentences = article_sentences(one.article.text, one.article.info.lang)
    place = next((n for n, span in enumerate(sentences) if span[1] > one.start), 0)
    return min(one.start, sentences[max(0, place - count)][0]) if sentences else one.start


@lru_cache(maxsize=256)
def _opening(text: str) -> frozenset[str]:
    sentences = article_sentences(text)
    return (
        folded_words(text[: sentences[min(2, len(sentences) - 1)][1]]) if sentences else frozenset()
    )


def main_names(article: Article) -> frozenset[str]:
    """Return the words of the title that are names in the text, and stand there often."""
    return _main_names(article.info.title or "", article.text)


@lru_cache(maxsize=256)
def _main_names(title: str, text: str) -> frozenset[str]:
    found = set()
    for word in words(title):
        within = re.findall(rf"(?<=[a-z,] ){re.escape(word.text)}(?!\w)", text)
        if word.text[:1].isupper() and len(word.text) > 2 and len(within) >= _OFTEN:
            found.add(fold(word.text))
    return frozenset(found)


@lru_cache
def _patterns(language: str) -> re.Pattern[str]:
    return regex(rf"\b(?:{one_of(tables(language).answers.compared)})\b")
