"""How an assistant understands a question: its kind, its language, the names that it means.

What `qa.questions` and `qa.people` tell of words, brought together with what the index knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.articles.passages import Hit
from qa.answers import Kind
from qa.inquiry import Inquiry
from qa.people.known.index_cast import IndexCast, KnownCast
from qa.people.known.respelling import respelled, vocabulary
from qa.questions.question import Question
from qa.questions.understanding import understand
from qa.statements.stored import StatementFinder
from qa.text.words import fold, folded_words

if TYPE_CHECKING:
    from index.opened.reading import ReadableIndex

_LOOKED_AT = 8
"""Passages looked at for a word that may occur nowhere."""


class Interpreter:
    """Understands questions on one index. Safe to share among threads."""

    def __init__(self, index: "ReadableIndex") -> None:
        self._index = index
        speakers = index.annotations(StatementFinder()).speakers
        self._cast = KnownCast(speakers, lambda: index.generation)

    @property
    def cast(self) -> IndexCast:
        """Everybody who speaks in the articles."""
        return self._cast.now()

    def understood(self, texts: Sequence[str], *, records: bool = True) -> list[Question]:
        """Return what questions ask, their kinds told by rules and the trained head."""
        return [
            understand(text, records=records, kinds=kinds)
            for text, kinds in zip(texts, self.kinds(texts), strict=True)
        ]

    def kinds(self, texts: Sequence[str]) -> Sequence[Mapping[Kind, float] | None]:
        """Return how probable each kind is, None where the index has other vectors."""
        from index.models.built_in import FINGERPRINT  # brings numpy, as the head does

        if not texts or self._index.embedder.fingerprint != FINGERPRINT:
            return [None] * len(texts)
        from qa.questions.head.question_head import built_in_head

        return built_in_head().kinds(texts, self._index.question_vectors(texts))

    def with_known_names(self, inquiry: Inquiry) -> Inquiry:
        """Return an inquiry with the names of its question as the articles spell them.

        The same inquiry where they are spelled so, or nobody is known for whom they can stand.
        """
        if inquiry.foreign:
            return inquiry
        texts = list({hit.article.id: hit.article.text for hit in inquiry.hits}.values())
        known = vocabulary(texts, self.cast, self._occurs)
        told = respelled(inquiry.question.text, known)
        if not told.notes:
            return inquiry
        (question,) = self.understood([told.text])
        question = replace(question, notes=told.notes)
        return replace(inquiry, question=question, notes=(*inquiry.notes, *told.notes))

    def _occurs(self, word: str) -> bool:
        """Whether an article has a word as it is."""
        hits: Sequence[Hit] = self._index.search(word, _LOOKED_AT)
        return any(fold(word) in folded_words(hit.article.text) for hit in hits if hit.lexical)
