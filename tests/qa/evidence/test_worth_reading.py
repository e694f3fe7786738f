"""What is far behind and shares no words with a question is not read; what is near always is."""

from collections.abc import Sequence

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.passages import Hit, Passage
from qa.evidence.to_read import to_read
from qa.evidence.worth_reading import BEHIND, FAR, LEAST, worth_reading
from qa.questions.understanding import understand
from qa.reading.protocol import READ
from qa.reading.windows import Window, plain_window

QUESTION = "When does the harbour ferry leave?"
ABOUT, OTHER = "The ferry will leave the harbour at noon.", "Nobody was there, and it rained."


def _read(
    *found: tuple[float, str], asked: Sequence[int] = (), question: str = QUESTION
) -> list[int]:
    """Return the places of those that are read, of scores and texts."""
    windows: list[tuple[Hit, Window]] = []
    for place, (score, text) in enumerate(found):
        article = Article(info=ArticleInfo(id=f"{place}"), text=text)
        passage = Passage(number=0, start=0, end=len(text))
        hit = Hit(rank=place + 1, score=score, article=article, passage=passage)
        windows.append((hit, plain_window(text)))
    read = worth_reading(question, windows, [windows[place][0] for place in asked])
    assert [one for one in windows if one in read] == list(read)
    return [int(hit.article.id) for hit, _ in read]


BEST = [(10.0, ABOUT)] * LEAST


@pytest.mark.parametrize(
    ("score", "text", "is_read"),
    [
        (10 * BEHIND, OTHER, True),
        (10 * BEHIND - 0.1, OTHER, False),
        (10 * BEHIND - 0.1, ABOUT, True),
        (10 * FAR, ABOUT, True),
        (10 * FAR - 0.1, ABOUT, False),
    ],
)
def test_how_far_behind_is_read(score: float, text: str, *, is_read: bool) -> None:
    assert (LEAST in _read(*BEST, (score, text))) == is_read


def test_the_first_are_read_in_any_case() -> None:
    assert _read((10.0, ABOUT), *[(0.0, OTHER)] * (LEAST + 2)) == list(range(LEAST))


def test_whom_a_question_asks_for_is_read_in_any_case() -> None:
    assert _read(*BEST, (0.0, OTHER), (0.0, OTHER), asked=[LEAST + 1]) == [*range(LEAST), LEAST + 1]


def test_words_of_another_language_tell_nothing() -> None:
    asked = "Wann legt die Fähre ab?"
    read = _read(*BEST, (10 * FAR, OTHER), (10 * FAR - 0.1, OTHER), question=asked)
    assert read == list(range(LEAST + 1))


def test_a_question_without_long_words_and_nothing_found() -> None:
    assert _read(*BEST, (10 * FAR, OTHER), question="Who?") == list(range(LEAST + 1))
    assert _read() == []


@pytest.mark.parametrize(("most", "read"), [(READ, LEAST), (2 * READ, LEAST + 2)])
def test_a_reader_to_whom_it_costs_little_reads_all(most: int, read: int) -> None:
    hits = [
        Hit(
            rank=place + 1,
            score=10.0 if place < LEAST else 0.1,
            article=Article(info=ArticleInfo(id=f"{place}"), text=ABOUT),
            passage=Passage(number=0, start=0, end=len(ABOUT)),
        )
        for place in range(LEAST + 2)
    ]
    assert len(to_read(understand(QUESTION), hits, [], most).windows) == read
