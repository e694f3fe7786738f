from collections.abc import Callable
from itertools import pairwise

import pytest
from growth import assert_time_is_linear
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo, Span, normalise_text
from index.articles.marks import heading_marks
from index.articles.passages import Passage
from index.chunking.partition import LIMIT, chunk, embedding_text, estimate_pieces
from index.chunking.sentences import sentence_spans

words = st.sampled_from(
    [
        "The",
        "army",
        "left.",
        "“Why?”",
        "he",
        "asked.",
        "\n\n",
        "\n",
        "- item",
        "😀",
        "e\u0301",
        "次の文。",
    ]
)
prose = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=600),
    st.lists(words, max_size=400).map(" ".join),
    st.text(alphabet="ab.\n 👩\u200d🚀\u0301", max_size=900),
).map(normalise_text)


def article_of(text: str, headings: tuple[Span, ...] = (), title: str | None = None) -> Article:
    return Article(info=ArticleInfo(id="a", title=title), text=text, marks=heading_marks(headings))


def assert_partition(text: str, passages: list[Passage]) -> None:
    assert "".join(text[passage.start : passage.end] for passage in passages) == text
    assert [passage.number for passage in passages] == list(range(len(passages)))
    for before, after in pairwise(passages):
        assert before.end == after.start
    assert all(passage.start < passage.end for passage in passages)


@given(prose, st.integers(5, 60), st.integers(0, 60))
def test_passages_partition_any_text(text: str, target: int, beyond: int) -> None:
    passages = chunk(article_of(text), target=target, limit=target + beyond)
    assert_partition(text, passages)
    assert passages == chunk(article_of(text), target=target, limit=target + beyond)


@given(prose)
def test_passages_keep_the_limit(text: str) -> None:
    for passage in chunk(article_of(text), target=20, limit=30):
        assert estimate_pieces(text, passage.start, passage.end) <= 30


@given(prose)
def test_passages_start_where_sentences_start(text: str) -> None:
    sentences = sentence_spans(text)
    if any(estimate_pieces(text, *span) > LIMIT for span in sentences):
        return
    starts = {start for start, _ in sentences}
    assert all(passage.start in starts for passage in chunk(article_of(text))[1:])


@given(st.lists(st.text("abc .", min_size=1, max_size=30), min_size=1, max_size=30), st.data())
def test_headings_stay_with_what_they_head(lines: list[str], data: st.DataObject) -> None:
    paragraphs = [line.strip() or "x" for line in lines]
    chosen = data.draw(st.sets(st.integers(0, len(paragraphs) - 1)))
    text, headings = "", []
    for number, paragraph in enumerate(paragraphs):
        if number in chosen:
            headings.append((len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    passages = chunk(article_of(text, tuple(headings)), target=15, limit=60)
    assert_partition(text, passages)
    for passage, following in pairwise(passages):
        inside = [span for span in headings if passage.start <= span[0] and span[1] <= passage.end]
        if inside and not text[inside[-1][1] : passage.end].strip():
            # Only where the headings with the sentence that follows would break the limit.
            first = next(start for start, _ in headings if start >= passage.start)
            sentence = estimate_pieces(text, following.start, text.index("\n\n", following.start))
            assert estimate_pieces(text, first, passage.end) + sentence > 60


def test_a_heading_after_little_text_goes_with_what_it_heads() -> None:
    heading, body = "Costs", "Word follows word here. " * 8  # 5 pieces a sentence
    text = f"Short.\n\n{heading}\n\n{body.strip()}"
    first, second, *_ = chunk(article_of(text, ((8, 13),)), target=20, limit=6)
    assert text[first.start : first.end] == "Short.\n\n"
    assert text[second.start : second.end].startswith(heading)


def test_an_empty_text_has_no_passages() -> None:
    assert chunk(article_of("")) == []


def test_white_space_alone_is_one_passage() -> None:
    assert [passage.span for passage in chunk(article_of(" \n "))] == [(0, 3)]


def test_a_passage_ends_with_a_paragraph_near_the_target() -> None:
    sentence = "One two three four five six seven eight nine ten. "  # 11 pieces
    paragraph = sentence * 4
    text = f"{paragraph.strip()}\n\n" * 3
    passages = chunk(article_of(text), target=66, limit=100)  # 44 >= 0.6 * 66
    assert [text[passage.start : passage.end].count("ten.") for passage in passages] == [4, 4, 4]


def test_a_short_end_joins_the_passage_before() -> None:
    text = "One two three four five six seven eight nine ten. " * 4 + "End."
    assert len(chunk(article_of(text), target=44, limit=60)) == 1


def test_the_heading_above_is_named_and_embedded_but_not_repeated() -> None:
    heading, body = "Costs of the war", "Word follows word in this sentence. " * 30
    text = f"{heading}\n\n{body.strip()}"
    article = article_of(text, ((0, len(heading)),), title="A title")
    first, second, *_ = chunk(article)
    assert (first.heading, second.heading) == (heading, heading)
    assert embedding_text(article, first).startswith("A title\nCosts of the war\n\nWord")
    assert embedding_text(article, first).count(heading) == 1
    assert embedding_text(article, second).startswith("A title\nCosts of the war\nWord")


def test_a_heading_directly_above_its_text_is_a_sentence_of_its_own() -> None:
    text = "Heading without stop\nand the text goes on here."
    passages = chunk(article_of(text, ((0, 20),)), target=2, limit=4)
    assert passages[0].end <= 21


def test_a_gigantic_sentence_is_cut_before_words() -> None:
    text = "word " * 1000
    passages = chunk(article_of(text), target=50, limit=60)
    assert_partition(text, passages)
    assert all(text[passage.start : passage.end].startswith("word") for passage in passages)


def test_joined_emoji_are_not_torn_apart() -> None:
    text = "👩\u200d🚀" * 500
    for passage in chunk(article_of(text), target=20, limit=31):
        assert text[passage.start] == "👩"


@pytest.mark.parametrize("unit", [".", "x", "A. ", "a b ", "\n", "\u200d", "He went. ", "字"])
def test_chunking_takes_linear_time(unit: str) -> None:
    def prepare(length: int) -> Callable[[], object]:
        article = article_of(unit * (length // len(unit)))
        return lambda: chunk(article)

    assert_time_is_linear(prepare, 20_000, 160_000)
