"""Articles of one passage, and sentences of them as candidates."""

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Hit, Passage
from qa.evidence.candidate import Candidate, Read


def hit_of(text: str, title: str | None = None) -> Hit:
    """Return an article's only passage."""
    article = Article(info=ArticleInfo(id="page", title=title), text=text)
    passage = Passage(number=0, start=0, end=len(text))
    return Hit(rank=1, score=1.0, article=article, passage=passage)


def sentence(hit: Hit, part: str, evidence: float = 1.0, answer: str = "") -> Candidate:
    """Return a sentence of an article as read, with its short answer."""
    start = hit.article.text.index(part)
    at = hit.article.text.index(answer, start) if answer else 0
    read = Read(
        evidence=evidence,
        answerable=evidence,
        answer=(at, at + len(answer)) if answer else None,
        answer_score=evidence,
    )
    return Candidate(hit=hit, start=start, end=start + len(part), read=read)
