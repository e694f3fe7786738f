"""An index made from the texts that a question set carries, gone when the evaluation is over."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.articles.article import Article, ArticleInfo, article_id, normalise_text
from index.errors import UsageError
from qa.evaluation.sets.question_sets import QuestionSet

if TYPE_CHECKING:
    from index.collection import Index


@contextmanager
def index_of(
    questions: QuestionSet, *, told: Callable[[], None] = lambda: None
) -> Iterator["Index"]:
    """Make an index of the set's texts; it is removed when the block ends.

    Args:
        questions: A set that carries its texts.
        told: Called before each text; what it raises ends the making.

    Raises:
        UsageError: If the set carries no texts.
    """
    from index.collection import Index

    if not questions.texts:
        raise UsageError(
            f"{questions.name}: the set carries no texts to build an index from (SQuAD files and "
            "BEIR folders do). Index its articles, and leave --build-index out."
        )
    with (
        tempfile.TemporaryDirectory(prefix="pullquote-evaluation-") as folder,
        Index.open(Path(folder), create=True) as index,
    ):
        index.add_articles(_one_by_one(articles_of(questions), told))
        yield index


def _one_by_one(articles: Iterable[Article], told: Callable[[], None]) -> Iterator[Article]:
    for article in articles:
        told()
        yield article


def names_of(questions: QuestionSet) -> dict[str, str]:
    """Return the identifier of each text in an index made by `index_of`, by the set's name."""
    return {text.name: _identifier(questions, text.name) for text in questions.texts}


def articles_of(questions: QuestionSet) -> Iterator[Article]:
    """Yield the set's texts as articles; texts without a letter are left out."""
    for text in questions.texts:
        stored = normalise_text(text.text)
        if stored.strip():
            info = ArticleInfo(
                id=_identifier(questions, text.name), title=text.title, author=text.author
            )
            yield Article(info=info, text=stored)


def _identifier(questions: QuestionSet, name: str) -> str:
    return article_id(f"{questions.digest[:12]}#{name}")
