"""Questions about articles themselves, answered from their records.

The record is what is answered from; the quote shows the article: its title where the text holds
it at the top, else its opening sentence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Hit
from index.errors import ArticleDamaged
from qa.citations import Evidence, article_sentences
from qa.people.authors import authors
from qa.people.matching import same_person
from qa.questions.article_questions import ArticleAsk, Field
from qa.text.words import content_stems, fold, stems, words

MOST_LISTED = 10
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswer:
    """An answer from records: its text with `[n]` marks, and the evidence that the n number."""

    text: str
    evidence: tuple[Evidence, ...]
    confidence: float


def answer_from_records(
    ask: ArticleAsk,
    infos: Sequence[ArticleInfo],
    hits: Sequence[Hit],
    article: Callable[[str], Article],
) -> RecordAnswer | None:
    """Return the answer, or `None` when no article is the one asked about.

    `hits` are those of a search for what the article is about, best first; empty when the question
    does not say.
    """
    allowed = [info for info in infos if _matches(ask, info)]
    ranked = _about(ask, allowed, hits)
    if ask.field in {Field.COUNT, Field.LIST}:
        ranked = _fullest(ranked)
    if ask.field is Field.COUNT:
        return _count(ask, ranked, article)
    if not ranked:
        return None
    if ask.field is Field.LIST:
        return _list(ranked, article)
    return _field(ask, ranked, article)


def answer_from_sound_records(
    ask: ArticleAsk,
    infos: Sequence[ArticleInfo],
    hits: Sequence[Hit],
    article: Callable[[str], Article],
) -> RecordAnswer | None:
    """Return what the records of the articles that are not damaged answer.

    Takes what `answer_from_records` takes; `article` may raise ArticleDamaged.
    """
    while True:
        try:
            return answer_from_records(ask, infos, hits, article)
        except ArticleDamaged as damage:
            infos = [info for info in infos if info.id != damage.article]


def _matches(ask: ArticleAsk, info: ArticleInfo) -> bool:
    return (
        (ask.by is None or any(same_person(ask.by, name) for name in authors(info)))
        and (ask.source is None or _has_words(ask.source, info.publication))
        and (ask.dated is None or (info.date or "").startswith(ask.dated))
    )


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
    ranked: Sequence[tuple[ArticleInfo, float]], article: Callable[[str], Article]
) -> RecordAnswer:
    shown = ranked[:MOST_LISTED]
    lines = [f"{_line(info)} [{number}]" for number, (info, _) in enumerate(shown, 1)]
    more = len(ranked) - len(shown)
    return RecordAnswer(
        text=f"{_counted(len(ranked))}:\n"
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
) -> RecordAnswer | None:
    if not ranked:
        return None
    shown = ranked[:MOST_LISTED]
    marks = "".join(f"[{number}]" for number in range(1, len(shown) + 1))
    return RecordAnswer(
        text=f"{_counted(len(ranked))}{_restriction(ask)}. {marks}",
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
