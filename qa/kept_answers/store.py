"""Answers of one revision of an index, as many as some bytes hold."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from index.articles.article import Article
from index.keeping.sizes import bytes_of
from qa.answers import Answer
from qa.kept_answers.keys import AnswerKey

_MOST_OF_ONE = 4
"""An answer that takes more than the fourth part of all bytes would push out too many others."""

_ENTRY = 300
"""Bytes that the store itself takes for an answer."""


@dataclass(slots=True)
class _HeldArticle:
    """An article that answers are slices of: its bytes, and how many answers hold it."""

    article: Article
    size: int
    answers: int = 0


class KeptAnswers:
    """Answers by what was asked, those not asked for longest forgotten first.

    They are all of the latest revision that was asked for: one that is newer empties the store, an
    older one finds nothing. Articles that several answers hold are counted once. Safe to share
    among threads.
    """

    def __init__(self, most: int) -> None:
        """Keep up to `most` bytes; nothing with 0."""
        self._most = most
        self._lock = threading.Lock()
        self._revision = 0
        self._answers: OrderedDict[AnswerKey, tuple[Answer, int]] = OrderedDict()
        self._articles: dict[int, _HeldArticle] = {}
        self._size = 0

    def __len__(self) -> int:
        return len(self._answers)

    @property
    def size(self) -> int:
        """How many bytes are held."""
        return self._size

    def find(self, revision: int, key: AnswerKey) -> Answer | None:
        """Return the answer that was kept under `key` in this very revision, if there is one."""
        with self._lock:
            if not self._is_of(revision) or key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key][0]

    def keep(self, revision: int, key: AnswerKey, answer: Answer) -> None:
        """Keep an answer that was made while the index was in this revision, from first to last."""
        held = _articles_of(answer)
        size = _ENTRY + bytes_of((key, answer), held.values())
        whole = size + sum(bytes_of(one) for one in held.values())
        if whole * _MOST_OF_ONE > self._most:
            return
        with self._lock:
            if not self._is_of(revision):
                return
            if key in self._answers:
                self._forget(key)
            for number, article in held.items():
                one = self._articles.get(number)
                if one is None:
                    one = self._articles[number] = _HeldArticle(article, bytes_of(article))
                    self._size += one.size
                one.answers += 1
            self._answers[key] = (answer, size)
            self._size += size
            while self._size > self._most:
                self._forget(next(iter(self._answers)))

    def _is_of(self, revision: int) -> bool:
        if revision > self._revision:
            self._revision, self._size = revision, 0
            self._answers.clear()
            self._articles.clear()
        return revision == self._revision

    def _forget(self, key: AnswerKey) -> None:
        answer, size = self._answers.pop(key)
        self._size -= size
        for number in _articles_of(answer):
            one = self._articles[number]
            one.answers -= 1
            if not one.answers:
                del self._articles[number]
                self._size -= one.size


def _articles_of(answer: Answer) -> dict[int, Article]:
    """Return the articles that the quotes of an answer are slices of, by identity."""
    quotes = (*answer.quotes, *answer.nearest)
    return {id(quote.article): quote.article for quote in quotes}
