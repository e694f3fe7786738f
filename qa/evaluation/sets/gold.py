"""Where the gold evidence stands: found exactly in the stored text, or a mistake in the set."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from index.articles.article import Article, ArticleInfo
from qa.evaluation.metrics.answer_metrics import contains
from qa.evaluation.metrics.quote_metrics import ArticleSpan, Need
from qa.evaluation.sets.question_sets import GoldQuestion, GoldQuote

_SAYS_NOTHING = frozenset(("yes", "no"))


class GoldArticles(Protocol):
    """What is needed of an index to find evidence in it."""

    def articles(self) -> Sequence[ArticleInfo]:
        """Return the metadata of every article, in order of identifier."""
        ...

    def article(self, article_id: str) -> Article:
        """Return an article with its text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What is right for one question, as places in the index.

    `articles` grades the articles that hold the answer. `problems` say which evidence does not
    stand where the set says; `unknown` are the articles that the set names and the index has not.
    """

    needs: tuple[Need, ...] = ()
    articles: tuple[tuple[str, int], ...] = ()
    problems: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class GoldFinder:
    """Finds the evidence of a set's questions in an index, reading each article once.

    `names` gives identifiers to what the set calls its texts, where the index was made from them.
    `corpus_digest` is the SHA-256 of all titles, records and texts, whatever the files are called.
    """

    def __init__(
        self,
        index: GoldArticles,
        questions: Iterable[GoldQuestion],
        names: Mapping[str, str] | None = None,
    ) -> None:
        asked = list(questions)
        infos = index.articles()
        self._named = _by_name(infos, _names(asked), names or {})
        self._anywhere: dict[str, list[ArticleSpan]] = {
            quote.text: [] for q in asked for quote in q.quotes if quote.article is None
        }
        self._texts: dict[str, str] = {}
        wanted = {article for found in self._named.values() for article in found}
        self.corpus_digest = self._read(index, infos, wanted)

    def _read(self, index: GoldArticles, infos: Sequence[ArticleInfo], wanted: set[str]) -> str:
        hashes = []
        for info in infos:
            text = index.article(info.id).text
            hashes.append(_content_hash(info, text))
            for quote, places in self._anywhere.items():
                places += _places(info.id, text, quote)
            if info.id in wanted:
                self._texts[info.id] = text
        return hashlib.sha256("\n".join(sorted(hashes)).encode("ascii")).hexdigest()

    def find(self, question: GoldQuestion) -> Gold:
        """Return where the question's evidence stands."""
        located = [(quote, self._locate(quote)) for quote in question.quotes]
        known = [(quote, places) for quote, places in located if places]
        names = [*(q.article for q in question.quotes if q.article), *dict(question.relevant)]
        graded = {
            article: grade
            for name, grade in question.relevant
            for article in self._named.get(name, ())
        }
        graded |= {place[0]: 1 for _, places in known for place in places}
        return Gold(
            needs=tuple(_needs(known, question.answers)),
            articles=tuple(sorted(graded.items())),
            problems=(
                *(self._problem(quote) for quote, places in located if not places),
                *(
                    f"the index has no article {name!r}, which is judged relevant"
                    for name, _ in question.relevant
                    if not self._named.get(name)
                ),
            ),
            unknown=tuple(dict.fromkeys(name for name in names if not self._named.get(name))),
        )

    def _locate(self, quote: GoldQuote) -> list[ArticleSpan]:
        if quote.article is None:
            return self._anywhere[quote.text]
        found = [
            place
            for article in self._named.get(quote.article, ())
            for place in _places(article, self._texts[article], quote.text)
        ]
        stated = [place for place in found if place[1:] == (quote.start, quote.end)]
        if quote.start is not None:
            return stated
        return found

    def _problem(self, quote: GoldQuote) -> str:
        text = quote.text if len(quote.text) <= 80 else quote.text[:79] + "…"
        if quote.article is None:
            return f"the gold quote {text!r} stands in no article"
        if not self._named.get(quote.article):
            return f"the index has no article {quote.article!r}, which a gold quote names"
        if quote.start is not None:
            return f"{quote.article}: {quote.start}-{quote.end} is not the gold quote {text!r}"
        return f"the gold quote {text!r} does not stand in {quote.article}"


def _content_hash(info: ArticleInfo, text: str) -> str:
    # Identifiers and paths are left out: the same articles in another folder are the same corpus.
    record = (info.title, info.author, info.date, info.publication, info.url, text)
    joined = "\x1f".join(value or "" for value in record)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()


def _places(article: str, text: str, wanted: str) -> list[ArticleSpan]:
    found: list[ArticleSpan] = []
    at = text.find(wanted)
    while at >= 0:
        found.append((article, at, at + len(wanted)))
        at = text.find(wanted, at + 1)
    return found


def _names(questions: Iterable[GoldQuestion]) -> set[str]:
    return {
        name
        for question in questions
        for name in (*(q.article for q in question.quotes), *dict(question.relevant))
        if name
    }


def _by_name(
    infos: Iterable[ArticleInfo], wanted: set[str], given: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return the identifiers of the articles that each name can mean."""
    found: dict[str, list[str]] = {name: [given[name]] for name in wanted if name in given}
    keys = {_key(name): name for name in wanted if name not in given}
    for info in infos if keys else ():
        for key in _keys(info) & keys.keys():
            found.setdefault(keys[key], []).append(info.id)
    return {name: tuple(articles) for name, articles in found.items()}


def _key(name: str) -> str:
    return name.strip().replace("\\", "/").rstrip("/").casefold()


def _keys(info: ArticleInfo) -> set[str]:
    parts = _key(info.path or "").split("/")
    endings = {"/".join(parts[at:]) for at in range(len(parts))}
    whole = {_key(value) for value in (info.id, info.url, info.title, info.path) if value}
    return (endings | whole | {_key(_last_part(info.url or ""))}) - {""}


def _last_part(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/").rsplit("/", 1)[-1]
    except ValueError:  # as of https://[no-address]/
        return ""


def _needs(
    located: Sequence[tuple[GoldQuote, list[ArticleSpan]]], answers: Sequence[str]
) -> Iterable[Need]:
    """Yield the needs: quotes that are alternatives of each other make one.

    Alternatives are quotes with the same `need`, quotes of the same words, and quotes that hold
    the same gold answer: a figure that two articles report needs to be quoted once, while the
    answers of two speakers stand in one quote each.
    """
    telling = [answer for answer in answers if answer.strip().lower() not in _SAYS_NOTHING]
    groups: list[tuple[set[str], list[tuple[GoldQuote, list[ArticleSpan]]]]] = []
    for quote, places in located:
        marks = _marks(quote, telling)
        joined = [group for group in groups if group[0] & marks]
        groups = [group for group in groups if not group[0] & marks]
        members = [member for group in joined for member in group[1]]
        groups.append((marks.union(*(g[0] for g in joined)), [*members, (quote, places)]))
    for _, members in groups:
        spots = dict.fromkeys(place for _, places in members for place in places)
        speakers = [quote.speaker for quote, _ in members if quote.speaker]
        yield Need(places=tuple(spots), speaker=speakers[0] if speakers else None)


def _marks(quote: GoldQuote, answers: Sequence[str]) -> set[str]:
    if quote.need is not None:
        return {f"need {quote.need}"}
    held = {f"answer {answer}" for answer in answers if contains(quote.text, answer)}
    return held | {f"text {quote.text}"}
