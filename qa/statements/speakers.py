"""Whose statements are asked for: by name, by group or office, by role."""

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.articles.article import Article, Span
from index.articles.statement import Statement, StatementKind
from index.keeping.found import kept_by_text
from qa.answers import Kind as QuestionKind
from qa.citations import article_sentences, grow_to_sentences
from qa.language.tables import tables
from qa.language.verbs import Verb
from qa.people.authors import authors
from qa.people.cast import cast_in
from qa.people.known.index_cast import IndexCast
from qa.people.known.respelling import words_by_case
from qa.people.matching import full_name, occurs_in, same_person
from qa.people.mentions import Sort, mentions
from qa.people.names import Kind, kind_of, looks_like_name, name_parts
from qa.questions.names_asked import says_a_role
from qa.questions.question import Asks, Question
from qa.questions.requests.keywords import are_keywords
from qa.statements.meant_roles import role_meant
from qa.statements.role_holders import is_somebody_else, said_in_role
from qa.statements.stored import SpokenIn
from qa.statements.turn_speakers import called_in, called_so, is_of_turn
from qa.text.words import is_content, stem, stems, words

_ROLE_LENGTH, _ROLE_GAP = 60, 30
_MOST_OF_ROLE = 0.6
_SENTENCES_BEFORE = 2
_INTENTIONS = frozenset("want wish plan intend prefer refuse decline decide learn".split())
"""Verbs of what somebody means to do, which is nothing said: he *wanted* to corner her."""
_FOUND_FIRST = 3
"""Articles in which it is looked for whom a question may mean."""


def said_rather_than_meant(question: Question, statements: Sequence[SpokenIn]) -> list[SpokenIn]:
    """Leave out what somebody wanted to do, unless the question asks what he wants."""
    asked = {verb.lemma for w in words(question.text) if (verb := _verb(w.text.casefold()))}
    if asked & _INTENTIONS:
        return list(statements)
    return [pair for pair in statements if not intends(*pair)]


def intends(article: Article, statement: Statement) -> bool:
    """Whether a statement is what somebody wants or plans to do, rather than what was said."""
    if statement.cue is None or not article.text.startswith("to ", statement.start):
        return False
    cue = article.text[slice(*statement.cue)].casefold().split()
    verb = next((found for word in reversed(cue) if (found := _verb(word))), None)
    return verb is not None and verb.lemma in _INTENTIONS


def _verb(word: str) -> Verb | None:
    return tables("en").speech.verbs.get(word)


def spoken_by(statements: Sequence[SpokenIn], speaker: str) -> list[SpokenIn]:
    """Return the statements of the one asked about.

    A name matches the speaker's name, or stands in the sentence of a statement whose speaker is
    given by office ("Its spokeswoman, Petra Juhl, admitted"). A role ("the fire chief") is the
    speaker's own designation, or looked up where an article says whose it is, or taken from just
    before the statement: the same role has other holders in other articles, and what is asked
    about tells them apart. Of an author asked about, all that nobody else says in his articles is
    what he wrote.
    """
    statements = [*statements, *_written_by(statements, speaker)]
    if is_role(speaker):
        return said_in_role(statements, speaker) or list(_near_role(statements, speaker))
    named = [pair for pair in statements if pair[1].speaker and _is(pair[1].speaker, speaker)]
    named = [pair for pair in named if not _is_another(*pair, speaker)]
    named += [pair for pair in statements if pair not in named and _is_called(*pair, speaker)]
    return list(_by_those_present(named)) or [
        pair for pair in statements if _stands_by(*pair, speaker)
    ]


def _written_by(statements: Sequence[SpokenIn], author: str) -> Iterator[SpokenIn]:
    said: dict[str, list[Statement]] = {}
    articles = {article.id: article for article, _ in statements}
    for article, statement in statements:
        said.setdefault(article.id, []).append(statement)
    for article in articles.values():
        yield from written_in(article, said[article.id], author)


def written_in(article: Article, said: Sequence[Statement], author: str) -> Iterator[SpokenIn]:
    """Yield what somebody asked about wrote in an article of his: all that nobody else says there.

    Args:
        article: Of anybody.
        said: What is said in it.
        author: Somebody asked about.
    """
    names = [name for name in authors(article.info) if same_person(name, author)]
    others = [s for s in said if s.speaker] if names else []
    for start, end in article_sentences(article.text, article.info.lang) if names else ():
        if not any(s.start < end and s.end > start for s in (*others, *_spans_of(article))):
            yield article, _written(start, end, names[0])


def _spans_of(article: Article) -> Iterator[Statement]:
    """Yield the headings, which are nobody's words."""
    return (_written(start, end, None) for start, end in article.headings)


def _written(start: int, end: int, author: str | None) -> Statement:
    """Return a sentence of an article as what its author wrote."""
    return Statement(start=start, end=end, kind=StatementKind.INDIRECT, speaker=author)


def is_role(speaker: str) -> bool:
    """Whether the speaker is called by what he is, in small letters, rather than by name.

    A name may follow: "the mayor of Lowick".
    """
    if says_a_role(speaker):
        return True
    last = speaker.split()[-1:] or [""]
    return not looks_like_name(speaker) and last[0].islower() and len(speaker.split()) > 1


def _is_another(article: Article, statement: Statement, asked: str) -> bool:
    """Whether a surname is left short where the article has the full name, and another of it."""
    found, wanted = name_parts(statement.speaker or ""), name_parts(asked)
    if len(wanted) < 2 or len(found) != 1 or found[0] != wanted[-1]:
        return False
    return occurs_in(asked, article.text) and _of_surname(article.text, found[0]) > 1


@kept_by_text
def _of_surname(text: str, surname: str) -> int:
    """Return how many people of a surname an article tells apart."""
    return len(cast_in(text).by_surname.get(surname, ()))


def _is(found: str, asked: str) -> bool:
    if not is_role(asked) and same_person(found, asked):
        return True
    if kind_of(asked) is Kind.PERSON:  # who speaks for Holt is not Holt
        return False
    # A group or office: "the ministers" are "foreign ministers", "CSTO" is "the CSTO".
    wanted = {stem(w.text) for w in words(asked) if is_content(w.text)}
    return bool(wanted) and wanted <= {stem(w.text) for w in words(found)}


def _stands_by(article: Article, statement: Statement, speaker: str) -> bool:
    found = statement.speaker or ""
    # Of "an aide to Rita Moss" the words are not hers.
    if found and (looks_like_name(found) or occurs_in(speaker, found)):
        return False
    start, end = grow_to_sentences(article, statement.start, statement.end)
    outside = article.text[start : statement.start] + " " + article.text[statement.end : end]
    return occurs_in(speaker, outside)


def _near_role(statements: Sequence[SpokenIn], role: str) -> Iterator[SpokenIn]:
    """Yield what is said in the articles found first by whoever these put beside a role."""
    first = list(dict.fromkeys(article.id for article, _ in statements))[:_FOUND_FIRST]
    for article, statement in statements:
        if article.id in first and _has_role(article, statement, role):
            yield article, statement


def _has_role(article: Article, statement: Statement, role: str) -> bool:
    found = statement.speaker
    called = called_so(article.text, role)
    if found in called or (found and _is(found, role)):
        return True
    if is_of_turn(article.text, statement):  # before it stands what another one said
        return False
    if found and _holds(article, found, role):
        return True
    if found and is_somebody_else(article, found, role):
        return False
    return _is_near(article, statement, role)


def _by_those_present(named: Sequence[SpokenIn]) -> Iterator[SpokenIn]:
    """Leave out what others report of somebody by another name than he has as a speaker himself.

    "As Ada said" in a transcript in which an Okoro speaks may be another Ada.
    """
    own: dict[str, set[str | None]] = {}
    for article, statement in named:
        if is_of_turn(article.text, statement):
            own.setdefault(article.id, set()).add(statement.speaker)
    for article, statement in named:
        if article.id not in own or statement.speaker in own[article.id]:
            yield article, statement


def _is_called(article: Article, statement: Statement, office: str) -> bool:
    """Whether a transcript calls the speaker so: "What did the Minister for Water say"."""
    return statement.speaker in called_so(article.text, office)


def _holds(article: Article, speaker: str, role: str) -> bool:
    wanted = tuple(stem(w.text) for w in words(role) if is_content(w.text))
    holders = _holders(article.text, wanted) if wanted else frozenset()
    return any(same_person(speaker, holder) for holder in holders)


def _is_near(article: Article, statement: Statement, role: str) -> bool:
    wanted = {stem(w.text) for w in words(role) if is_content(w.text)}
    start, end = grow_to_sentences(article, statement.start, statement.end)
    first = surroundings(article, start, end)[0]
    outside = article.text[first : statement.start] + " " + article.text[statement.end : end]
    return bool(wanted) and len(wanted & stems(outside)) >= _MOST_OF_ROLE * len(wanted)


def surroundings(article: Article, start: int, end: int) -> Span:
    """Return the span with the sentences just before it and the rest of its paragraph."""
    text = article.text
    stop = text.find("\n", end)
    sentences = article_sentences(text)
    place = bisect_right(sentences, start, key=lambda span: span[1])
    before = sentences[max(0, place - _SENTENCES_BEFORE) : place]
    return (before[0][0] if before else start, len(text) if stop < 0 else stop)


@kept_by_text
def _holders(text: str, role: tuple[str, ...]) -> frozenset[str]:
    """Return the people whose name an article puts next to the words of a role."""
    sentences = (text[start:end] for start, end in article_sentences(text))
    return frozenset(name for sentence in sentences for name in _beside(sentence, role))


def _beside(sentence: str, role: tuple[str, ...]) -> Iterator[str]:
    found = [(word, stem(word.text)) for word in words(sentence)]
    places = [word for word, plain in found if plain in role]
    if not set(role) <= {plain for _, plain in found}:
        return
    start, end = min(w.start for w in places), max(w.end for w in places)
    if end - start > _ROLE_LENGTH:
        return
    for mention in mentions(sentence):
        gap = max(mention.start - end, start - mention.start - len(mention.text))
        if mention.sort in {Sort.PERSON, Sort.NAME} and gap <= _ROLE_GAP:
            yield mention.text


def implied_speakers(question: str, statements: Sequence[SpokenIn]) -> tuple[str, ...]:
    """Return the names in the question of people who speak in the articles found, or wrote one.

    Authors count in the first of them: what somebody writes may answer why he does something.
    """
    speakers = {s.speaker for _, s in statements if s.speaker}
    articles = {article.id: article for article, _ in statements}
    for article in itertools.islice(articles.values(), _FOUND_FIRST):
        speakers.update(authors(article.info))
    names = dict.fromkeys(m.text for m in mentions(question) if m.sort in {Sort.PERSON, Sort.NAME})
    return tuple(n for n in names if any(same_person(n, speaker) for speaker in speakers))


def with_implied_speakers(
    question: Question, statements: Sequence[SpokenIn], cast: IndexCast | None = None
) -> Question:
    """Return a question that names no speaker with those that it seems to mean.

    Names and roles of people who speak count where somebody's words may be asked for; in the
    transcripts found first, so does whatever their speakers are called ("Why does the engineer
    doubt it?").

    Args:
        question: With its kind.
        statements: Of the articles found, the one that fits best first.
        cast: Tells names that are written small ("okoro levy"); they are not looked for without.
    """
    if question.speakers or question.kind is QuestionKind.METADATA or _asks_who(question):
        return question
    names: tuple[str, ...] = ()
    keywords = are_keywords(question.text)
    if question.kind in _OF_WORDS or keywords:
        names = implied_speakers(question.text, statements)
        names = names or _written_small(question.text, statements, cast)
    if names and keywords and question.kind is not QuestionKind.WHO_SAID:
        question = replace(question, kind=QuestionKind.TOPIC)
    if not names:
        texts = dict.fromkeys(article.text for article, _ in statements)
        first = itertools.islice(texts, _FOUND_FIRST)
        names = next(filter(None, (called_in(text, question.text) for text in first)), ())
    role = role_meant(question.text, statements) if question.kind in _OF_WORDS else None
    if not names and role is not None:
        return replace(question, speakers=(role,), named=False, sure=False)
    return replace(question, speakers=names, named=bool(names), sure=False) if names else question


_OF_WORDS = frozenset(
    {
        QuestionKind.WHO_SAID,
        QuestionKind.OPEN,
        QuestionKind.YES_NO,
        QuestionKind.LIST,
        QuestionKind.COMPARE,
        QuestionKind.TOPIC,
    }
)
"""Kinds of questions that somebody's words may answer."""


def _asks_who(question: Question) -> bool:
    return question.kind is QuestionKind.WHO_SAID and question.asks is Asks.PERSON


def _written_small(
    text: str, statements: Sequence[SpokenIn], cast: IndexCast | None
) -> tuple[str, ...]:
    if cast is None:
        return ()
    texts = list(dict.fromkeys(article.text for article, _ in statements))
    named = cast.named_in(text, lambda word: any(word in words_by_case(t)[1] for t in texts))
    speakers = {s.speaker for _, s in statements if s.speaker}
    return tuple(n for n in named if any(same_person(n, speaker) for speaker in speakers))


def known_name(speaker: str, statements: Sequence[SpokenIn]) -> str | None:
    """Return the full name of the one person all the statements are by; `None` for several."""
    names = {s.speaker for _, s in statements if s.speaker}
    if is_role(speaker):
        return next(iter(names)) if len(names) == 1 else None
    if not all(same_person(name, speaker) for name in names):
        return speaker if looks_like_name(speaker) else None
    fullest = full_name(speaker, names) if names else None
    if fullest is None or not all(same_person(name, fullest) for name in names):
        return None  # Ann Berg and Tom Berg
    return fullest
