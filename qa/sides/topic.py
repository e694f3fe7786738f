"""Whether a statement has the words of a topic, in its sentence or around it. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from index.articles.article import Article, Span
from index.articles.statement import Statement
from qa.citations import grow_to_sentences
from qa.sides.values import Found
from qa.statements.speakers import surroundings
from qa.text.words import fold, is_content, stem, words

_OTHER = re.compile(r"[\W_]+")
_BEGINNING = 3
"""Letters that all forms of a word share."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic in words; `wanted` are those that carry meaning, folded and as stems.

    `bare` is the text from the first of them to the last: "the dam" means no more than "dam".
    """

    bare: str
    wanted: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, text: str) -> "Topic":
        """Return a topic as it is written; without a word that carries meaning nothing is it."""
        found = [word for word in words(text) if is_content(word.text)]
        bare = text[found[0].start : found[-1].end] if found else ""
        wanted = ((fold(word.text), stem(word.text)) for word in found)
        return cls(bare, tuple(dict.fromkeys(wanted)))

    def may_be_in(self, text: str) -> bool:
        """Whether a text can have all the words; quick, and never wrong where it says no."""
        plain = _OTHER.sub("", unicodedata.normalize("NFKD", text.casefold()))
        beginnings = (word[:_BEGINNING] for word, _ in self.wanted if word.isalpha())
        return all(beginning in plain for beginning in beginnings)

    def found_in(self, article: Article, statement: Statement) -> Found | None:
        """Return where a statement has all the words, None where it has not."""
        if self.is_in(sentence_of(article, statement)):
            return Found.WORDS
        return Found.AROUND if self.is_in(_beside(article, statement)) else None

    def is_in(self, text: str) -> bool:
        """Whether a text has each word in some form: "sanction" is in "sanctions"."""
        if not self.wanted:
            return False
        held = {fold(word.text) for word in words(text)}
        roots = {stem(word) for word in held}
        return all(
            root in roots or any(one.startswith(word) for one in held) for word, root in self.wanted
        )


def sentence_of(article: Article, statement: Statement) -> str:
    """Return the sentences that a statement touches."""
    start, end = grow_to_sentences(article, statement.start, statement.end)
    return article.text[start:end]


def _beside(article: Article, statement: Statement) -> str:
    """Return what `around` does, as far as it is in the same paragraph."""
    start, end = _around(article, statement)
    return article.text[max(start, article.text.rfind("\n", 0, statement.start) + 1) : end]


def around(article: Article, statement: Statement) -> str:
    """Return a statement with the sentences just before it and the rest of its paragraph."""
    start, end = _around(article, statement)
    return article.text[start:end]


def _around(article: Article, statement: Statement) -> Span:
    start, end = surroundings(article, statement.start, statement.end)
    return min(start, statement.start), max(end, statement.end)
