"""Questions about articles themselves, answered from their records.

The record is what is answered from; the quote shows the article: its title where the text holds
it at the top, else its opening sentence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters, Hit
from index.errors import ArticleDamaged, IndexProblem
from index.search.filtering import matches
from index.store.conditions import begins, has, identified, says_half
from qa.citations import Evidence, article_sentences
from qa.people.authors import authors
from qa.people.matching import same_person
from qa.questions.article_questions import ArticleAsk, Field
from qa.text.words import content_stems, fold, stems, words

if TYPE_CHECKING:
    from index.library.scope import Scope
    from index.opened.reading import ReadableIndex

MOST_LISTED = 10
_ENOUGH = 0.5

_BEGINNING = 3
"""Letters of a stem that every form of its word begins with."""

_MOST_READ = 5000
"""Records that are compared with what an article is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswer:
    """An answer from records: its text with `[n]` marks, and the evidence that the n number."""

    text: str
    evidence: tuple[Evidence, ...]
    confidence: float


def authors_in(index: "ReadableIndex") -> list[str]:
    """Return what articles have for an author, each once."""
    try:
        return list(index.library.scope.names("author"))
    except IndexProblem:
        return [info.author or "" for info in index.articles()]


@dataclass(frozen=True, slots=True)
class Records:
    """The records that may be asked about; `unread` more are, of which only the number matters."""

    infos: tuple[ArticleInfo, ...]
    unread: int = 0


def records_for(ask: ArticleAsk, scope: "Scope", filters: Filters, hits: Sequence[Hit]) -> Records:
    """Return what `answer_from_records` needs of an archive, without reading the rest of it."""
    where = scope.passing(filters)
    if ask.by is not None:
        by = [
            one for one in scope.names("author") if _is_by(ask.by, ArticleInfo(id="", author=one))
        ]
        where &= has("author", by)
    if ask.source is not None:
        names = scope.names("publication")
        where &= has("publication", [one for one in names if _has_words(ask.source, one)])
    if ask.dated is not None:
        where &= begins("date", ask.dated)
    if ask.about is not None:
        # Articles that were not found are only meant where their details have half of its words.
        told = says_half([one[:_BEGINNING].replace(".", "") for one in content_stems(ask.about)])
        found = identified([hit.article.id for hit in hits])
        return Records(tuple(scope.earliest(where & (told | found), _MOST_READ)))
    if ask.field not in {Field.COUNT, Field.LIST}:
        return Records(tuple(scope.earliest(where, _MOST_READ)))
    infos = scope.earliest(where, 2 * MOST_LISTED)
    return Records(tuple(infos), max(0, scope.count_where(where) - len(infos)))


def answer_from_archive(
    ask: ArticleAsk, index: "ReadableIndex", filters: Filters, hits: Sequence[Hit]
) -> RecordAnswer | None:
    """Return what the records of an index's articles answer; see `answer_from_records`."""
    try:
        known = records_for(ask, index.library.scope, filters, hits)
    except IndexProblem:  # of an earlier version and not to be written to: it has no list
        known = Records(tuple(info for info in index.articles() if matches(filters, info)))
    return answer_from_sound_records(ask, known.infos, hits, index.article, known.unread)


def answer_from_records(
    ask: ArticleAsk,
    infos: Sequence[ArticleInfo],
    hits: Sequence[Hit],
    article: Callable[[str], Article],
    unread: int = 0,
) -> RecordAnswer | None:
    """Return the answer, or `None` when no article is the one asked about.

    `hits` are those of a search for what the article is about, best first; empty when the question
    does not say. `unread` more articles are meant than are in `infos`.
    """
    allowed = [info for info in infos if _matches(ask, info)]
    ranked = _about(ask, allowed, hits)
    if ask.field in {Field.COUNT, Field.LIST}:
        ranked = _fullest(ranked)
    if ask.field is Field.COUNT:
        return _count(ask, ranked, article, unread)
    if not ranked:
        return None
    if ask.field is Field.LIST:
        return _list(ranked, article, unread)
    return _field(ask, ranked, article)


def answer_from_sound_records(
    ask: ArticleAsk,
    infos: Sequence[ArticleInfo],
    hits: Sequence[Hit],
    article: Callable[[str], Article],
    unread: int = 0,
) -> RecordAnswer | None:
    """Return what the records of the articles that are not damaged answer.

    Takes what `answer_from_records` takes; `article` may raise ArticleDamaged.
    """
    while True:
        try:
            return answer_from_records(ask, infos, hits, article, unread)
        except ArticleDamaged as damage:
            infos = [info for info in infos if info.id != damage.article]


def _matches(ask: ArticleAsk, info: ArticleInfo) -> bool:
    return (
        (ask.by is None or _is_by(ask.by, info))
        and (ask.source is None or _has_words(ask.source, info.publication))
        and (ask.dated is None or (info.date or "").startswith(ask.dated))
    )


def _is_by(name: str, info: ArticleInfo) -> bool:
    return any(same_person(name, one) for one in authors(info))


def _has_words(wanted: str, given: str | None) -> bool:
    held = {fold(w.text) for w in words(given or "")}
    asked = {fold(w.text) for w in words(wanted)} - {"the"}
    return bool(asked) and asked <= held


def _about(
    ask: ArticleAsk, allowed: Sequence[ArticleInfo], hits: Sequence[Hit]
) -> list[tuple[ArticleInfo, float]]:
    """Return the articles that are about what was asked, with the share of it that they hold."""
    if ask.about is None:
        return [(info, 1.0) for info in sorted(allowed, key=lambda i: (i.date or "", i.id))]
    wanted = content_stems(ask.about)
    if not wanted:
        return []
    order = {hit.article.id: rank for rank, hit in reversed(list(enumerate(hits)))}
    texts = {hit.article.id: hit.article.text for hit in hits}
    found: list[tuple[ArticleInfo, float, float]] = []
    for info in allowed:
        title = stems(f"{info.title or ''} {info.publication or ''} {info.author or ''}")
        held = title | stems(texts.get(info.id, ""))
        in_title = sum(s in title for s in wanted) / len(wanted)
        in_all = sum(s in held for s in wanted) / len(wanted)
        near = not ask.titled and (in_all > _ENOUGH or in_title >= _ENOUGH)
        if near or in_title > _ENOUGH:
            rank = order.get(info.id, len(hits))
            found.append((info, in_all, 2 * in_title + in_all - rank / (len(hits) + 1)))
    found.sort(key=lambda f: (-f[2], f[0].id))
    return [(info, share) for info, share, _ in found]


def _fullest(ranked: Sequence[tuple[ArticleInfo, float]]) -> list[tuple[ArticleInfo, float]]:
    """Return the articles that hold all that was asked for, where there are any, else all."""
    most = max((share for _, share in ranked), default=0.0)
    return [one for one in ranked if one[1] == most or most < 1.0]


def _field(
    ask: ArticleAsk,
    ranked: Sequence[tuple[ArticleInfo, float]],
    article: Callable[[str], Article],
) -> RecordAnswer | None:
    known = [(info, share) for info, share in ranked if _value(ask.field, info)]
    if not known:
        return None
    info, share = known[0]
    sentence = _SENTENCES[ask.field](info)
    return RecordAnswer(
        text=f"{sentence} [1]",
        evidence=(opening(article(info.id)),),
        confidence=0.6 + 0.35 * share,
    )


def _value(field: Field, info: ArticleInfo) -> str | None:
    return {
        Field.AUTHOR: info.author,
        Field.DATE: info.date,
        Field.PUBLICATION: info.publication,
        Field.LINK: info.url or info.path,
        Field.TITLE: info.title,
    }[field]


def _name(info: ArticleInfo) -> str:
    return f"“{info.title}”" if info.title else f"the article {info.id}"


_SENTENCES: dict[Field, Callable[[ArticleInfo], str]] = {
    Field.AUTHOR: lambda info: f"{info.author} wrote {_name(info)}.",
    Field.DATE: lambda info: f"{_capital(_name(info))} is dated {info.date}.",
    Field.PUBLICATION: lambda info: f"{_capital(_name(info))} was published by {info.publication}.",
    Field.LINK: lambda info: f"{_capital(_name(info))}: {info.url or info.path}",
    Field.TITLE: lambda info: f"The title is {_name(info)}.",
}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _list(
    ranked: Sequence[tuple[ArticleInfo, float]], article: Callable[[str], Article], unread: int
) -> RecordAnswer:
    shown = ranked[:MOST_LISTED]
    lines = [f"{_line(info)} [{number}]" for number, (info, _) in enumerate(shown, 1)]
    more = len(ranked) - len(shown) + unread
    return RecordAnswer(
        text=f"{_counted(len(ranked) + unread)}:\n"
        + "\n".join(lines)
        + (f"\n… and {more} more." if more else ""),
        evidence=tuple(opening(article(info.id)) for info, _ in shown),
        confidence=0.6 + 0.35 * shown[0][1],
    )


def _line(info: ArticleInfo) -> str:
    return ", ".join(filter(None, (_name(info), info.author, info.publication, info.date)))


def _counted(count: int) -> str:
    return "1 article" if count == 1 else f"{count} articles"


def _count(
    ask: ArticleAsk,
    ranked: Sequence[tuple[ArticleInfo, float]],
    article: Callable[[str], Article],
    unread: int,
) -> RecordAnswer | None:
    if not ranked:
        return None
    shown = ranked[:MOST_LISTED]
    marks = "".join(f"[{number}]" for number in range(1, len(shown) + 1))
    return RecordAnswer(
        text=f"{_counted(len(ranked) + unread)}{_restriction(ask)}. {marks}",
        evidence=tuple(opening(article(info.id)) for info, _ in shown),
        confidence=0.9 if ask.about is None else 0.75,
    )


def _restriction(ask: ArticleAsk) -> str:
    parts = (
        (" about ", ask.about),
        (" by ", ask.by),
        (" from ", ask.source),
        (" dated ", ask.dated),
    )
    return "".join(word + value for word, value in parts if value)


def opening(article: Article) -> Evidence:
    """Return the article's first sentence that is not its title, or what there is of text."""
    headings = set(article.headings)
    title = [fold(w.text) for w in words(article.info.title or "")]
    sentences = article_sentences(article.text, article.info.lang) or ((0, len(article.text)),)
    for start, end in sentences:
        in_heading = any(h[0] <= start and end <= h[1] for h in headings)
        if not in_heading and [fold(w.text) for w in words(article.text[start:end])] != title:
            return Evidence(article=article, start=start, end=end, score=1.0)
    return Evidence(article=article, start=sentences[0][0], end=sentences[0][1], score=1.0)
