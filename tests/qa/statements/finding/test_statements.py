from collections.abc import Callable
from pathlib import Path

import pytest
from growth import assert_time_is_linear
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.statement import Statement
from index.keeping.store import KEPT
from qa.statements.finding import find_statements, speakers

fragments = st.sampled_from(
    [
        *(
            "“",
            "”",
            '"',
            "'",
            "’",
            "«",
            "»",
            "「",
            "」",
            "(",
            ")",
            "-",
            "— ",
            ". ",
            ", ",
            ": ",
            "; ",
        ),
        *("said ", "says ", ", he said", "According to ", "in the view of ", "'s claim that "),
        *(
            "Smith ",
            "Rita Moss ",
            "the minister ",
            "that ",
            "and ",
            "who ",
            "adding ",
            "her ",
            "to ",
        ),
        *("\n\n", "\n", "it rained ", "U.S. ", "Mr. ", "warned against ", "7:30"),
        *("😀", "é", "e\u0301", "\u00a0"),
    ]
)
news_like_text = st.lists(fragments, max_size=40).map("".join)


def told(text: str) -> list[tuple[str, str | None, str]]:
    """Return kind, speaker and words of every statement of a text."""
    return [(s.kind.value, s.speaker, text[s.start : s.end]) for s in find_statements(text)]


def only(text: str) -> Statement:
    (one,) = find_statements(text)
    return one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It rained,” Rita Moss said.", "“It rained,”"),
        ('"It rained," said Rita Moss, a farmer.', '"It rained,"'),
        ("Rita Moss said: “It rained.”", "“It rained.”"),
        ("Rita Moss told reporters on Friday, “It rained.”", "“It rained.”"),
        ("“Did it rain?” Rita Moss asked.", "“Did it rain?”"),
        ("“It rained. It poured,” Rita Moss, 58, said on Friday.", "“It rained. It poured,”"),
        ("'It rained,' Rita Moss said. ", "'It rained,'"),
        ("“She told me ‘never again’ and left,” said Rita Moss.", None),
        ("«It rained», said Rita Moss.", "«It rained»"),
        ("„Es regnet“, sagte Rita Moss.", "„Es regnet“"),
        ("“First line.\n\n“Second line,” said Rita Moss.", "“First line.\n\n“Second line,”"),
        ("Rita Moss: “It rained all night and all day.”", "“It rained all night and all day.”"),
        ("As Rita Moss put it, “water is patient.”", "“water is patient.”"),
    ],
)
def test_direct_speech(text: str, expected: str | None) -> None:
    quoted = expected or text[: text.index("”") + 1]
    assert told(text) == [("direct", "Rita Moss", quoted)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rita Moss said that the dam had failed.", "that the dam had failed"),
        ("Rita Moss said on Friday the dam had failed.", "the dam had failed"),
        ("Rita Moss has repeatedly warned that it leaks.", "that it leaks"),
        ("The dam had failed, Rita Moss said.", "The dam had failed"),
        ("The dam had failed, according to Rita Moss.", "The dam had failed"),
        ("According to Rita Moss, the dam had failed.", "the dam had failed"),
        ("In the view of Rita Moss, the dam had failed.", "the dam had failed"),
        ("In Rita Moss's opinion the dam had failed.", "the dam had failed"),
        ("As Rita Moss recalled, the dam had failed before.", "the dam had failed before"),
        ("Rita Moss warned against any hasty steps.", "any hasty steps"),
        ("Rita Moss criticised the plan as hasty.", "the plan as hasty"),
        ("Rita Moss told the council that the dam leaked.", "that the dam leaked"),
        ("Rita Moss, who runs the mill, said the dam leaked.", "the dam leaked"),
        ("Rita Moss (R-Ohio) said the dam leaked.", "the dam leaked"),
        ("Rita Moss was adamant that the dam leaked.", "that the dam leaked"),
        ("Rita Moss said there was a leak.", "there was a leak"),
        ("The council, Rita Moss said, was late.", "The council, Rita Moss said, was late"),
        ("Rita Moss said the dam leaked, which nobody disputes.", "the dam leaked"),
    ],
)
def test_indirect_speech(text: str, expected: str) -> None:
    assert ("indirect", "Rita Moss", expected) in told(text)


def test_mixed_speech_is_the_whole_clause() -> None:
    text = "Rita Moss called the plan “a leap in the dark” and said that it was “mad.”"
    assert told(text) == [
        ("mixed", "Rita Moss", "the plan “a leap in the dark”"),
        ("mixed", "Rita Moss", "that it was “mad.”"),
    ]


def test_an_interrupted_quotation_is_two_statements_of_one_speaker() -> None:
    text = "“It leaks,” Rita Moss said, “and it will.” She left. “Nobody listens,” she added."
    assert told(text) == [
        ("direct", "Rita Moss", "“It leaks,”"),
        ("direct", "Rita Moss", "“and it will.”"),
        ("direct", "Rita Moss", "“Nobody listens,”"),
    ]


def test_a_quotation_without_a_cue_goes_on_from_the_one_before() -> None:
    text = "“It leaks,” Rita Moss said. “It has leaked for years.”"
    first, second = find_statements(text)
    assert second.speaker == "Rita Moss"
    assert (second.cue, second.speaker_mention) == (first.cue, first.speaker_mention)


def test_quotation_marks_alone_are_not_speech() -> None:
    text = (
        "The town tried to “re-invent” itself with the “smart village” plan and “The Mill” museum."
    )
    assert find_statements(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The report of the council ran to nine pages.",
        "The claims of the farmers were settled in March.",
        "People accused of theft were released.",
        "The dam was built in 1961 and painted blue.",
        "She walked home, humming a song.",
    ],
)
def test_narration_is_not_speech(text: str) -> None:
    assert find_statements(text) == []


def test_several_verbs_of_one_subject() -> None:
    text = "Rita Moss criticised the plan and said it was rushed, adding that nobody had asked her."
    assert told(text) == [
        ("indirect", "Rita Moss", "the plan"),
        ("indirect", "Rita Moss", "it was rushed"),
        ("indirect", "Rita Moss", "that nobody had asked her"),
    ]


def test_spans_of_speaker_and_cue() -> None:
    text = "“It leaks,” said the mill's owner, Rita Moss, a farmer."
    one = only(text)
    assert one.speaker == "Rita Moss"
    assert one.speaker_mention is not None
    assert one.cue is not None
    assert text[slice(*one.speaker_mention)] == "Rita Moss"  # not "the mill's owner"
    assert text[slice(*one.cue)] == "said"


def test_offsets_count_code_points() -> None:
    text = "😀 𝒜 note. “It leaks 😀,” Rita Moss said."
    assert told(text) == [("direct", "Rita Moss", "“It leaks 😀,”")]


def test_json_follows_the_contract() -> None:
    text = "Rita Moss said: “It leaks.”"
    assert only(text).to_json("mill-1", text) == {
        "article": "mill-1",
        "speaker": "Rita Moss",
        "speaker_mention": [0, 9],
        "cue": [10, 14],
        "start": 16,
        "end": 27,
        "text": "“It leaks.”",
        "kind": "direct",
    }


def test_speakers_are_listed_once_in_order() -> None:
    text = "Rita Moss said it leaked. Tom Ash denied that. Moss said it did. He said no."
    assert speakers(text) == ["Rita Moss", "Tom Ash"]


@given(news_like_text | st.text(max_size=80))
@settings(deadline=None)
def test_spans_are_valid_on_any_text(text: str) -> None:
    found = find_statements(text)
    assert found == find_statements(text)
    for one in found:
        assert one.kind in ("direct", "mixed", "indirect")
        for span in ((one.start, one.end), one.speaker_mention, one.cue):
            assert span is None or 0 <= span[0] < span[1] <= len(text)


@pytest.mark.parametrize(
    "unit",
    [
        "“It leaks,” she said. ",
        '"a" ',
        "“",
        "Rita Moss said that ",
        "Smith, said, ",
        "— he said — ",
        "Minister Tom Ash came. The minister said no. ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def prepare(length: int) -> Callable[[], object]:
        KEPT.clear()
        text = unit * (length // len(unit))
        return lambda: find_statements(text)

    assert_time_is_linear(prepare, 5_000, 40_000)


@pytest.fixture(scope="module")
def csto_article() -> str:
    root = Path(__file__).resolve().parents[5]
    path = root / "shared" / "articles" / "csto-syria-iran-nato.txt"
    if not path.is_file():
        pytest.skip("needs an article that is not part of the project (shared/ is absent)")
    return path.read_text("utf-8")


def test_the_shared_article(csto_article: str) -> None:
    found = find_statements(csto_article)
    by_kind = {
        kind: [
            csto_article[one.start : one.end]
            for one in found
            if one.kind == kind and one.speaker == "Nikolay Bordyuzha"
        ]
        for kind in ("direct", "indirect")
    }
    (spoken,) = by_kind["direct"]
    assert spoken.startswith("“What I want to say is that military action")
    assert spoken.endswith("the whole world,”")
    reported = " | ".join(by_kind["indirect"])
    assert "any decisive steps to compel Iran to give up its long-time plans" in reported
    assert "potential environmental problems" in reported
    assert "this plan is purely political" in reported
    assert not any("re-conquer" in csto_article[one.start : one.end][:20] for one in found)
    assert {"U.S. Embassy", "CSTO member states"} <= set(speakers(csto_article))
