"""What is read for a question: windows around passages found, with who speaks in them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.articles.article import Article, Span
from index.articles.passages import Hit
from index.articles.statement import Statement
from qa.citations import article_sentences
from qa.evidence.speech.speaking import asked_about
from qa.evidence.worth_reading import worth_reading
from qa.language.tables import tables
from qa.people.names import looks_like_name
from qa.people.role_phrases import role_phrases
from qa.questions.question import Question
from qa.reading.protocol import READ
from qa.reading.windows import Voice, Window, stretch, window
from qa.statements.doubtful_lines import doubtful_lines
from qa.statements.stored import SpokenIn
from qa.text.words import fold


@dataclass(frozen=True, slots=True)
class ToRead:
    """What is read for a question.

    `windows` are those to read, each with the passage it is of; `spoken` are the statements of the
    articles found, `asked` those of the people asked about with their speakers.
    """

    question: Question
    windows: tuple[tuple[Hit, Window], ...] = ()
    spoken: tuple[SpokenIn, ...] = ()
    asked: Mapping[tuple[str, Statement], str] = field(default_factory=dict)


def to_read(
    question: Question, hits: Sequence[Hit], spoken: Sequence[SpokenIn], most: int
) -> ToRead:
    """Return what is read of the passages found.

    Passages in which somebody asked about speaks are read before all others; of these, what is
    hardly ever quoted is left out, but for readers to whom it costs little.

    Args:
        question: With the speakers it names or implies.
        hits: Passages, best first.
        spoken: The statements of their articles.
        most: Passages that are read.
    """
    asked = asked_about(question, spoken, [hit.article for hit in hits])
    question = _by_name(question, frozenset(asked.values()))
    first = [hit for hit in hits if _speaks_in(hit, asked)]
    order = [*first, *(hit for hit in hits if hit not in first)]
    statements: dict[str, list[Statement]] = defaultdict(list)
    for article_id, statement in (*((a.id, s) for a, s in spoken), *_written(spoken, asked)):
        # Who is asked about is told by the name he is asked for: "Moss" in this article is his.
        name = asked.get((article_id, statement), statement.speaker)
        statements[article_id].append(statement._replace(speaker=name))
    windows = tuple(
        (hit, window)
        for hit in order[:most]
        for window in hit_windows(hit, statements[hit.article.id])
    )
    if most <= READ:  # who reads more than that reads at little cost
        windows = worth_reading(question.text, windows, first)
    return ToRead(question, windows, tuple(spoken), asked)


def _by_name(question: Question, names: frozenset[str]) -> Question:
    """Return a question for "the Dane" as one for whom the articles so call, where that is one.

    Articles have the name in most sentences, and nothing else tells a reader who the Dane is.
    """
    if len(question.speakers) != 1 or len(names) != 1:
        return question
    (role,), (name,) = question.speakers, names
    demonyms = tables("en").names.demonyms
    if fold(role.split()[-1]) not in demonyms or fold(name) in demonyms | {fold(role)}:
        return question
    if not looks_like_name(name):
        return question
    text = question.text.replace(role, name)
    return replace(question, text=text, speakers=(name,), named=True)


def _written(
    spoken: Sequence[SpokenIn], asked: Mapping[tuple[str, Statement], str]
) -> Iterator[tuple[str, Statement]]:
    """Yield what authors asked about wrote, which is no statement of their articles."""
    known = {(article.id, statement) for article, statement in spoken}
    yield from (one for one in asked if one not in known)


def _speaks_in(hit: Hit, asked: Mapping[tuple[str, Statement], str]) -> bool:
    start, end = hit.passage.span
    return any(
        article_id == hit.article.id and statement.start < end and statement.end > start
        for article_id, statement in asked
    )


def hit_windows(hit: Hit, spoken: Sequence[Statement]) -> tuple[Window, ...]:
    """Return what is read of a passage: without its doubtful lines, then these alone.

    What is left out is blank, so that offsets are the article's. Read together with the rest, a
    line that looks like the best of answers would make the whole window look like one.

    Args:
        hit: A passage found.
        spoken: The statements of its article.
    """
    article, passage = hit.article, hit.passage
    text, sentences = article.text, article_sentences(article.text, article.info.lang)
    around = stretch(sentences, passage.start, passage.end)
    doubtful = [
        (max(line.start, around[0]), min(line.end, around[1]))
        for line in doubtful_lines(text)
        if line.start < around[1] and line.end > around[0]
    ]
    voices = voices_of(text, spoken)
    if not doubtful:
        return (_window(article, text, around, sentences, passage.heading, voices),)
    rest = _outside(around, doubtful)
    parts = ((rest, doubtful), (doubtful, rest))
    return tuple(
        _window(article, _blank(text, blank), around, _inside(sentences, kept), "", voices)
        for kept, blank in parts
        if any(text[start:end].strip() for start, end in kept)
    )


def voices_of(text: str, spoken: Sequence[Statement]) -> list[Voice]:
    """Return who speaks where in an article, with their roles, as its statements tell."""
    told = [(s.start, s.end, s.speaker) for s in spoken if s.speaker and not s.doubtful]
    names = tuple(dict.fromkeys(name for _, _, name in told))
    roles = dict(zip(names, role_phrases(text, names), strict=True))
    return [Voice(start, end, name, roles[name]) for start, end, name in told]


def _window(
    article: Article,
    text: str,
    span: Span,
    sentences: Sequence[Span],
    heading: str,
    voices: Sequence[Voice],
) -> Window:
    info = article.info
    return window(
        text, span, sentences, title=info.title, date=info.date, heading=heading, voices=voices
    )


def _outside(span: Span, parts: Sequence[Span]) -> list[Span]:
    found, done = [], span[0]
    for start, end in parts:
        found.append((done, start))
        done = max(done, end)
    return [(start, end) for start, end in [*found, (done, span[1])] if start < end]


def _inside(sentences: Sequence[Span], parts: Sequence[Span]) -> list[Span]:
    return [s for s in sentences if any(s[0] >= start and s[1] <= end for start, end in parts)]


def _blank(text: str, parts: Sequence[Span]) -> str:
    for start, end in parts:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
