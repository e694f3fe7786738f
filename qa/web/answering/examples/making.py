"""Questions that articles may answer, of every sort, most inviting first."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, zip_longest

from index.articles.article import Article, ArticleInfo
from index.articles.statement import Statement
from qa.web.answering.examples.candidate import Candidate, Sort
from qa.web.answering.examples.sentences import plainness, sentence_questions, vocabulary
from qa.web.answering.examples.spoken import compared_questions, said_questions
from qa.web.answering.examples.subjects import subjects

READ = 150
"""Articles that questions are made from, newest first."""
_OF_ONE = 3
"""Questions about what was said in one article."""
_LONGEST_TITLE = 60
_LONGEST_TEXT = 50_000
_ENGLISH = "en"


def newest(infos: Sequence[ArticleInfo]) -> list[ArticleInfo]:
    """Return the articles with a title, newest first, the same order on every call."""
    titled = [info for info in infos if info.title]
    return sorted(titled, key=lambda info: (info.date or "", info.id), reverse=True)


def candidates(
    articles: Sequence[Article], statements: Sequence[Sequence[Statement]]
) -> Mapping[Sort, list[Candidate]]:
    """Return what may be asked of these articles by sort, each article's first before any second.

    Questions are made from articles in English, whose grammar is known. Records (who wrote it, when
    it was published) stand in where no sentence tells a fact.
    """
    both = zip(articles, statements, strict=True)
    readable = {one.id: (one, said) for one, said in both if _is_readable(one)}
    known = vocabulary(article for article, _ in readable.values())
    of_each: defaultdict[Sort, list[list[Candidate]]] = defaultdict(list)
    for article, said in readable.values():
        about = subjects(article)
        ways = {
            Sort.WHO_SAID: list(islice(said_questions(article, said, about, known.small), _OF_ONE)),
            Sort.COMPARE: list(islice(compared_questions(article, said, about), _OF_ONE)),
            Sort.TOPIC: [_topic_question(article, one) for one in about],
            Sort.FACT: [],
            Sort.WHY: [],
        }
        for one in sentence_questions(article, known):
            ways[one.sort].append(one)
        for sort, found in ways.items():
            of_each[sort].append(found)
    by_turns = {
        sort: [one for group in zip_longest(*found) for one in group if one]
        for sort, found in of_each.items()
    }
    for sort in (Sort.FACT, Sort.WHY):
        by_turns.get(sort, []).sort(key=lambda one: -plainness(one.question))
    records = [one for article, _ in readable.values() for one in _record_questions(article)]
    by_turns[Sort.FACT] = [*by_turns.get(Sort.FACT, ()), *records]
    return {sort: by_turns.get(sort, []) for sort in Sort}


def _is_readable(article: Article) -> bool:
    language = (article.info.lang or _ENGLISH).partition("-")[0]
    return language == _ENGLISH and len(article.text) <= _LONGEST_TEXT


def _topic_question(article: Article, subject: str) -> Candidate:
    return Candidate(
        sort=Sort.TOPIC,
        question=f"Tell me about {subject}.",
        article=article.id,
        start=0,
        end=len(article.text),
    )


def _record_questions(article: Article) -> Iterator[Candidate]:
    title, info = article.info.title or "", article.info
    if len(title) > _LONGEST_TITLE or set(title) & set('“”"?'):
        return
    asked = [f"Who wrote “{title}”?"] if info.author else []
    asked += [f"When was “{title}” published?"] if info.date else []
    for question in asked[:1]:
        yield Candidate(
            sort=Sort.FACT, question=question, article=article.id, start=0, end=len(article.text)
        )
