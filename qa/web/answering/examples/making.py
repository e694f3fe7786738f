"""Questions that articles may answer, of every sort, most inviting first."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from index.articles.article import Article, ArticleInfo
from qa.statements.finding import find_statements
from qa.web.answering.examples.candidate import Candidate, Sort
from qa.web.answering.examples.sentences import sentence_questions, vocabulary
from qa.web.answering.examples.spoken import compared_questions, said_questions
from qa.web.answering.examples.subjects import subjects

READ = 150
"""Articles that questions are made from, newest first."""
_HEARD = 12
"""Those of them in which speakers are looked for."""
_LONGEST_TITLE = 60
_LONGEST_TEXT = 50_000
_ENGLISH = "en"


def newest(infos: Sequence[ArticleInfo]) -> list[ArticleInfo]:
    """Return the articles with a title, newest first, the same order on every call."""
    titled = [info for info in infos if info.title]
    return sorted(titled, key=lambda info: (info.date or "", info.id), reverse=True)


def candidates(articles: Sequence[Article]) -> Mapping[Sort, list[Candidate]]:
    """Return what may be asked of these articles by sort, each article's first before any second.

    Questions are made from articles in English, whose grammar is known. Records (who wrote it, when
    it was published) stand in where no sentence tells a fact.
    """
    readable = [one for one in articles if _is_english(one) and len(one.text) <= _LONGEST_TEXT]
    known = vocabulary(readable)
    of_each: defaultdict[Sort, list[list[Candidate]]] = defaultdict(list)
    for place, article in enumerate(readable):
        said = find_statements(article.text) if place < _HEARD else []
        ways = {
            Sort.WHO_SAID: list(said_questions(article, said)),
            Sort.COMPARE: list(compared_questions(article, said)),
            Sort.TOPIC: list(_topic_questions(article)),
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
    records = [one for article in readable for one in _record_questions(article)]
    by_turns[Sort.FACT] = [*by_turns.get(Sort.FACT, ()), *records]
    return {sort: by_turns.get(sort, []) for sort in Sort}


def _is_english(article: Article) -> bool:
    return (article.info.lang or _ENGLISH).partition("-")[0] == _ENGLISH


def _topic_questions(article: Article) -> Iterator[Candidate]:
    for subject in subjects(article):
        yield Candidate(
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
