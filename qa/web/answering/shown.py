"""What there is to see for one choice of collections: the articles, what answers and is offered."""

import threading
from collections.abc import Callable, Sequence

from index.articles.article import Article
from index.articles.statement import Statement
from qa.answers import Answer
from qa.assistant import Ask
from qa.statements.stored import StatementFinder
from qa.web.answering.examples.keeping import KeptExamples
from qa.web.answering.examples.making import READ, candidates, newest
from qa.web.answering.examples.trying import Example, tried
from qa.web.answering.opened import OpenIndex
from qa.web.answering.overview import Overview, newest_of, overview_of


class Shown:
    """An index as some visitors see it, with what is made once for each of its generations."""

    def __init__(self, opened: OpenIndex) -> None:
        self.opened = opened
        self._making = threading.Lock()
        self._overview: tuple[int, Overview] | None = None
        self._examples = KeptExamples()

    def overview(self) -> Overview:
        """Return what there is to ask about."""
        with self._making:
            generation = self.opened.index.generation
            if self._overview is None or self._overview[0] != generation:
                self._overview = (generation, overview_of(self.opened.index))
            return self._overview[1]

    def examples(self, wait: float) -> Sequence[Example] | None:
        """Return questions to begin with; `None` while they are still being tried."""
        kept, opened = self._examples, self.opened
        return kept.of(opened.index.generation, lambda: _try(opened, lambda: kept.stopped), wait)

    def stop(self) -> None:
        """End what no visitor waits for."""
        self._examples.stop()


def _try(opened: OpenIndex, is_over: Callable[[], bool]) -> tuple[Example, ...]:
    """Return questions that are surely answered, as many as are found."""
    infos = newest(newest_of(opened.index, READ))[:READ]
    articles = [opened.index.article(info.id) for info in infos]
    said = statements_of(opened, articles)

    def ask(questions: Sequence[str]) -> Sequence[Answer]:
        return opened.answerer.ask_many([Ask(question=one) for one in questions])

    return tried(candidates(articles, said), ask, is_over)


def statements_of(opened: OpenIndex, articles: Sequence[Article]) -> list[Sequence[Statement]]:
    """Return the statements of articles: those that the index stores, else found now."""
    from index.opened.reading import ReadableIndex

    finder = StatementFinder()
    if isinstance(opened.index, ReadableIndex):
        return list(opened.index.annotations(finder).of(articles))
    return [finder.annotate(article) for article in articles]
