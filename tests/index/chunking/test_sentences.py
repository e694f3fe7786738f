from collections.abc import Callable

import pytest
from growth import assert_time_is_linear
from hypothesis import given
from hypothesis import strategies as st

from index.chunking.sentences import LONGEST, sentence_spans

prose = st.text(
    alphabet=st.one_of(
        st.sampled_from(" .!?…\n\"“”'’()[]-|*0123456789aAbBIUS。！？」「ก\u0301\u200d😀ا؟।"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=400,
)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@given(prose)
def test_spans_are_ordered_trimmed_and_lose_nothing_but_space(text: str) -> None:
    position = 0
    for start, end in sentence_spans(text):
        assert position <= start < end <= len(text)
        assert text[position:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        position = end
    assert text[position:].strip() == ""


@given(prose)
def test_blank_lines_always_end_a_sentence(text: str) -> None:
    for sentence in sentences(text):
        lines = sentence.split("\n")
        assert all(line.strip() for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        "On April 6, Gen. J. R. Smith of the U.S. Army met Mr. Jones.",
        "The plan (No. 4) cost $3.5 million.",
        "See Fig. 3 and p. 5, vol. 2.",
        "Born Jan. 5, 1990, he came to St. Louis in Dec. 2001.",
        "He left at 5 p.m. Monday.",
        "He works at Acme Inc. in Boston.",
        "Dr. Ph.D. Jane Q. Public et al. wrote it.",
        "It was about 3.14, e.g. in the U.K. Parliament, i.e. there.",
        "“We must act... or else,” he said.",
        "“Why?” Bordyuzha asked.",
        "“Why!” he asked.",
        "“Military action should not take place,” Bordyuzha said.",
        "“Military action should not take place.” Bordyuzha said.",
        "He left (was it late?) and went home.",
        "Er kam am 6. April 2012.",
        "1. First item of a list",
        "彼は「行く。」と言った。",
        "“我来了。”他说。",
        "Glaciers were longer c. 1850 than now.",
        "This line is wrapped by hand at the margin and goes on with the\nnext one until its end.",
    ],
)
def test_what_is_one_sentence_stays_whole(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He came. He saw.", ["He came.", "He saw."]),
        ("It is in the U.S. The rest is not.", ["It is in the U.S.", "The rest is not."]),
        ("“It was good.” Then he left.", ["“It was good.”", "Then he left."]),
        ("“I came. I saw,” he said.", ["“I came.", "I saw,” he said."]),
        ("Is it so? (Yes.) No!", ["Is it so?", "(Yes.)", "No!"]),
        ("He stayed… Indeed!", ["He stayed…", "Indeed!"]),
        ("It ended.[1] It began.[2][3]", ["It ended.[1]", "It began.[2][3]"]),
        ("Take vitamin C. The rest is fine.", ["Take vitamin C.", "The rest is fine."]),
        ("Heading here\n\nText here.", ["Heading here", "Text here."]),
        ("- one\n- two. Three", ["- one", "- two.", "Three"]),
        ("1. First\n2. Second", ["1. First", "2. Second"]),
        ("A | B\n1 | 2", ["A | B", "1 | 2"]),
        ("次の文。他の文！", ["次の文。", "他の文！"]),
        ("هل جئت؟ نعم.", ["هل جئت؟", "نعم."]),
        ("मैं गया। वह आया।", ["मैं गया।", "वह आया।"]),
        ("« Bonjour. » Il part.", ["« Bonjour. »", "Il part."]),
        ("Short line\nAnother line that is quite a bit longer", None),
        ("😀 He smiled. 𝒜 letter.", ["😀 He smiled.", "𝒜 letter."]),
    ],
)
def test_where_sentences_end(text: str, parts: list[str] | None) -> None:
    assert sentences(text) == (parts if parts is not None else text.split("\n"))


def test_a_quotation_in_the_shared_style_keeps_its_attribution() -> None:
    text = "“It may entail tectonic shifts on a global scale,” Bordyuzha said. He went on."
    assert sentences(text)[0].endswith("Bordyuzha said.")


def test_text_without_stops_is_cut_to_a_limit() -> None:
    thai = "ภาษาไทย " * 500
    assert max(len(sentence) for sentence in sentences(thai)) <= 400
    assert max(len(sentence) for sentence in sentences("x" * 10_000)) <= LONGEST


def test_a_long_sentence_is_cut_between_words_and_never_inside_a_letter() -> None:
    assert all(sentence.split(" ")[-1] == "word" for sentence in sentences("word " * 2000))
    assert all(sentence[0] == "e" for sentence in sentences("e\u0301" * 3000))


@pytest.mark.parametrize(
    "unit",
    [
        ".",
        ". ",
        ".)",
        '"',
        "x",
        "\n",
        "a|b",
        "|\n",
        "A. ",
        "1. ",
        ".[1]",
        "。",
        "\u0301",
        ". ((((( ",
    ],
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = unit * (length // len(unit))
        return lambda: sentence_spans(text)

    assert_time_is_linear(prepare, 20_000, 160_000)
