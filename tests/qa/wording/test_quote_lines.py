"""A line of an answer: whose words, direct speech in marks, the narrator's never."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.statement import StatementKind
from qa.answers import Quote
from qa.wording.quote_lines import introduction, is_reported, quote_line
from tests.qa.wording.quotes import article, quote_of

DIRECT, MIXED, INDIRECT = StatementKind.DIRECT, StatementKind.MIXED, StatementKind.INDIRECT

NEWS = article(
    "The weir opened in 1921. “The pier,” Rita Moss said, “is rotten. It has to go.” "
    "Moss denied that it was “a hazard”. “No,” said Moss. “Yes,” said Tom Ash.\n\n"
    "Moss went on: “We measured it twice. Nobody read the report.\n\n"
    "“We will measure it again.”\n\nHe waved.",
    author="Lena Fisk",
)
HEARING = article(
    "MS. OKORO: We count every litre. I told him “never again” and left.\n\n"
    "MR. VANE: I doubt it.\n\nMS. OKORO: So be it. You may."
)


@pytest.mark.parametrize(
    ("part", "answer", "kind", "line"),
    [
        # All of one quotation, also where the narrator interrupts it.
        (
            "“The pier,” Rita Moss said, “is rotten. It has to go.”", "“The pier,”", DIRECT,
            "Rita Moss: “The pier,” Rita Moss said, “is rotten. It has to go.” [1]",
        ),
        (
            "“The pier,” Rita Moss said, “is rotten. It has to go.”", None, DIRECT,
            "Rita Moss: “The pier,” Rita Moss said, “is rotten. It has to go.” [1]",
        ),
        # A short answer inside a quotation shows the quotation.
        ("“No,” said Moss.", "No", DIRECT, "Rita Moss: “No,” [1]"),
        # What somebody else says in the same breath is not his.
        ("“No,” said Moss. “Yes,” said Tom Ash.", "“No,”", DIRECT, "Rita Moss: “No,” [1]"),
        # A mark that stands outside of the quote is added.
        (
            "Moss went on: “We measured it twice.", "“We measured it twice.", DIRECT,
            "Rita Moss: “We measured it twice.” [1]",
        ),
        (
            "Nobody read the report.", "Nobody read the report.", DIRECT,
            "Rita Moss: “Nobody read the report.” [1]",
        ),
        # Reported speech is the article's sentence, with its marks and none of ours.
        (
            "Moss denied that it was “a hazard”.", "that it was “a hazard”", MIXED,
            "Rita Moss (reported): Moss denied that it was “a hazard”. [1]",
        ),
        (
            "Moss denied that it was “a hazard”.", None, INDIRECT,
            "Rita Moss (reported): Moss denied that it was “a hazard”. [1]",
        ),
    ],
)  # fmt: skip
def test_a_speaker_has_his_own_marks_and_reported_words_none(
    part: str, answer: str | None, kind: StatementKind, line: str
) -> None:
    quote = quote_of(NEWS, part, answer, speaker="Rita Moss", kind=kind)
    assert quote_line(quote) == line
    assert is_reported(quote) is (kind is not DIRECT)


@pytest.mark.parametrize(
    ("part", "answer", "line"),
    [
        ("We count every litre.", None, "Ada Okoro: “We count every litre.” [1]"),
        ("We count every litre.", "every litre", "Ada Okoro: “We count every litre.” [1]"),
        ("MS. OKORO: We count every litre.", None, "Ada Okoro: “We count every litre.” [1]"),
        (
            "I told him “never again” and left.",
            "I told him “never again” and left.",
            "Ada Okoro: “I told him “never again” and left.” [1]",
        ),
    ],
)
def test_the_words_of_a_turn_get_marks(part: str, answer: str | None, line: str) -> None:
    assert quote_line(quote_of(HEARING, part, answer, speaker="Ada Okoro", kind=DIRECT)) == line


def test_whom_a_speaker_quotes_in_a_turn_has_his_own_words_alone() -> None:
    quote = quote_of(
        HEARING,
        "I told him “never again” and left.",
        "“never again”",
        speaker="Rita Moss",
        kind=DIRECT,
    )
    assert quote_line(quote) == "Rita Moss: “never again” [1]"


def test_the_narrator_has_no_marks() -> None:
    quote = quote_of(NEWS, "The weir opened in 1921.", "1921")
    assert quote_line(quote) == "The article: The weir opened in 1921. [1]"
    assert not is_reported(quote)


def test_what_an_author_is_asked_about_he_writes() -> None:
    quote = quote_of(NEWS, "The weir opened in 1921.", speaker="Lena Fisk", kind=INDIRECT)
    assert quote_line(quote) == "Lena Fisk writes: The weir opened in 1921. [1]"


def test_a_speaker_without_a_kind_is_quoted_only_in_marks_of_the_article() -> None:
    assert quote_line(quote_of(NEWS, "“No,” said Moss.", speaker="Moss")) == "Moss: “No,” [1]"
    told = quote_of(NEWS, "The weir opened in 1921.", "1921", speaker="Moss")
    assert quote_line(told) == "Moss (reported): The weir opened in 1921. [1]"


def test_long_words_are_cut_between_words_and_the_dots_are_outside() -> None:
    words = "every litre " * 60
    said = article(f"“We count {words}in full,” Moss said. She left.")
    line = quote_line(quote_of(said, said.text[:-10], speaker="Moss", kind=DIRECT))
    assert line.endswith(("litre” … [1]", "every” … [1]"))
    told = article(f"They count {words}in full.")
    line = quote_line(quote_of(told, told.text))
    assert line.endswith(("litre … [1]", "every … [1]"))
    assert len(line) < 360


@pytest.mark.parametrize(("opening", "closing"), [("«", "»"), ("„", "“"), ('"', '"'), ("‘", "’")])
def test_marks_of_other_conventions_are_kept_and_closed(opening: str, closing: str) -> None:
    said = article(f"{opening}We sail in May. We come back,{closing} Moss said.")
    whole = quote_of(said, said.text, speaker="Moss", kind=DIRECT)
    assert quote_line(whole) == f"Moss: {opening}We sail in May. We come back,{closing} [1]"
    first = quote_of(said, f"{opening}We sail in May.", speaker="Moss", kind=DIRECT)
    assert quote_line(first) == f"Moss: {opening}We sail in May.{closing} [1]"


_PIECES = st.lists(
    st.sampled_from(
        ["“", "”", '"', "Rita Moss", " said", ", ", ". ", "\n\n", "the pier", "A", "1921", "🚢 "]
    ),
    min_size=1,
    max_size=40,
).map("".join)


@given(_PIECES, st.integers(0, 200), st.integers(1, 200), st.sampled_from([*StatementKind, None]))
def test_whatever_is_shown_is_a_slice(
    text: str, start: int, length: int, kind: StatementKind | None
) -> None:
    start = min(start, len(text) - 1)
    end = min(start + length, len(text))
    of = article(text)
    for speaker in ("Rita Moss", None):
        quote = Quote(
            number=1, article=of, start=start, end=end, speaker=speaker, kind=kind,
            answer_span=(start, min(start + 2, end)),
        )  # fmt: skip
        line = quote_line(quote)
        shown = line.removeprefix(f"{introduction(quote)}: ").removesuffix(" [1]")
        bare = shown.removesuffix(" …")
        ours = re.sub(r"^“|[”\"]$", "", bare) if speaker else bare
        assert ours in quote.text


def test_words_in_marks_of_nobody_known_are_not_the_articles() -> None:
    told = article("The weir is old. “It leaks.” Nobody answered. A “smart” lock was fitted.")
    assert quote_line(quote_of(told, "“It leaks.”")) == "Quoted in the article: “It leaks.” [1]"
    assert quote_line(quote_of(told, "The weir is old.")) == "The article: The weir is old. [1]"
    line = quote_line(quote_of(told, "A “smart” lock was fitted."))
    assert line == "The article: A “smart” lock was fitted. [1]"


def test_a_further_paragraph_of_a_quotation_keeps_its_one_opening_mark() -> None:
    text = "“It leaks,” Moss said. “It always did.\n\n“It was cheap.”\n\nNobody answered."
    quote = quote_of(article(text), "“It was cheap.”", speaker="Moss", kind=StatementKind.DIRECT)
    assert quote_line(quote) == "Moss: “It was cheap.” [1]"


def test_quoted_words_that_end_the_narrators_sentence_are_shown_with_it() -> None:
    text = "The pump got a grille for the winter, “so it can breathe,” Moss said."
    quote = quote_of(
        article(text), text, "“so it can breathe,”", speaker="Moss", kind=StatementKind.DIRECT
    )
    assert quote_line(quote) == f"Moss (reported): {text} [1]"
