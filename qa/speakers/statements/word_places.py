"""Which statements have words that begin so, looked up rather than searched: for many questions."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import takewhile

from qa.statements.listing import sentence_of, words_of_sentence
from qa.statements.stored import SpokenIn


class WordPlaces:
    """The statements by the words of their sentences; agrees with `qa.statements.listing.is_about`.

    Args:
        said: the statements; they are named by their places in it.
    """

    def __init__(self, said: Sequence[SpokenIn]) -> None:
        self._places: dict[str, set[int]] = {}
        for place, (article, statement) in enumerate(said):
            for word in set(words_of_sentence(sentence_of(article.text, statement))):
                self._places.setdefault(word, set()).add(place)
        self._words = sorted(self._places)
        self._all = frozenset(range(len(said)))

    def about(self, phrase: str) -> frozenset[int]:
        """Return the places of the statements that have a word for each word of a phrase."""
        found = self._all
        for want in words_of_sentence(phrase.casefold()):
            found &= frozenset(
                place for word in self._beginning(want) for place in self._places[word]
            )
        return found

    def _beginning(self, beginning: str) -> Iterator[str]:
        first = bisect_left(self._words, beginning)
        return takewhile(lambda word: word.startswith(beginning), self._words[first:])
