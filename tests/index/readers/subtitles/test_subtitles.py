"""Subtitles: words become text, times marks, speakers turns, wherever cues stand."""

from functools import partial
from pathlib import Path

import pytest
from growth import assert_time_is_linear

from index.articles.article import Article
from index.readers import read
from index.readers.sources import ReadOutcome, Source
from index.readers.subtitles.cues import cues_of

INTERVIEW = """\
WEBVTT - Looms of the harbour
Kind: captions
Language: en

STYLE
::cue(.secret) { color: white }

NOTE The stage is dark.

intro
00:00:00.160 --> 00:00:02.389 align:start position:0%
<v Ada Okoro>Hello and welcome, I am glad

00:00:02.400 --> 00:00:04.389
<v Ada Okoro>you came. Did <i>you</i> bring the loom?

00:00:05.400 --> 00:00:07.389 line:90%
<v.loud Bea Lund>I did. I built it from two old

00:00:07.400 --> 00:00:09.389
<v Bea Lund>doors in 2014. 🚢

00:00:09.400 --> 00:00:12.000
[Applause]

01:12:05.400 --> 01:12:12.000
<v Ada Okoro>Would you show us how it works &amp; why?

01:12:15.400 --> 01:12:22.000
<v Bea Lund>Of course I would.
"""

ROLLING = """\
WEBVTT

00:00:00.160 --> 00:00:02.389 align:start position:0%
 
hello<00:00:00.480><c> and</c><00:00:00.640><c> welcome</c>

00:00:02.389 --> 00:00:02.399 align:start position:0%
hello and welcome
 

00:00:02.399 --> 00:00:04.390
hello and welcome
to<00:00:02.500><c> the</c><c> show</c>

00:00:04.390 --> 00:00:04.400
to the show
 

00:00:04.400 --> 00:00:06.400
to the show
about looms
"""  # noqa: W293

TALK = """\
00:01.120 --> 00:14.300
Thank you for coming, Bea.

00:14.900 --> 00:23.050
We laid the first keel in the old

00:23.400 --> 00:28.010
ropery in 1987, and she still floats.
"""


def _outcome(folder: Path, name: str, content: str) -> ReadOutcome:
    path = folder / name
    path.write_bytes(content.encode())
    return read(Source(str(path), path))


def _article(folder: Path, name: str, content: str) -> Article:
    outcome = _outcome(folder, name, content)
    assert outcome.failures == ()
    (article,) = outcome.articles
    return article


def _timed(article: Article) -> list[tuple[str, str]]:
    return [(one.label, article.text[one.start : one.end]) for one in article.marked("time")]


def test_voices_are_turns_and_times_are_marks(tmp_path: Path) -> None:
    article = _article(tmp_path, "a.vtt", INTERVIEW)
    assert article.text == (
        "Ada Okoro: Hello and welcome, I am glad you came. Did you bring the loom?\n\n"
        "Bea Lund: I did. I built it from two old doors in 2014. 🚢\n\n"
        "[Applause]\n\n"
        "Ada Okoro: Would you show us how it works & why?\n\n"
        "Bea Lund: Of course I would."
    )
    assert _timed(article) == [
        ("00:00:00", "Hello and welcome, I am glad"),
        ("00:00:02", "you came. Did you bring the loom?"),
        ("00:00:05", "I did. I built it from two old"),
        ("00:00:07", "doors in 2014. 🚢"),
        ("00:00:09", "[Applause]"),
        ("01:12:05", "Would you show us how it works & why?"),
        ("01:12:15", "Of course I would."),
    ]
    turns = [(one.label, article.text[one.start : one.end]) for one in article.marked("turn")]
    assert turns[1] == ("Bea Lund", "I did. I built it from two old doors in 2014. 🚢")
    assert [name for name, _ in turns] == ["Ada Okoro", "Bea Lund", "Ada Okoro", "Bea Lund"]
    assert (article.info.title, article.info.lang) == ("Looms of the harbour", "en")


def test_captions_that_roll_stand_once(tmp_path: Path) -> None:
    article = _article(tmp_path, "talk.vtt", ROLLING)
    assert article.text == "hello and welcome to the show about looms"
    assert _timed(article)[1] == ("00:00:02", "to the show")


def test_a_line_that_is_said_twice_stands_twice(tmp_path: Path) -> None:
    lines = ("Row, row the boat.", "Row, row the boat.", "She leaks.", "Nobody minds.", "I do.")
    cues = "\n".join(
        f"{n}\n00:00:{3 * n:02},000 --> 00:00:{3 * n + 2:02},000\n{line}\n"
        for n, line in enumerate(lines)
    )
    article = _article(tmp_path, "song.srt", cues)
    assert article.text == " ".join(lines)


def test_subrip_loses_numbers_tags_and_places_and_keeps_who_speaks(tmp_path: Path) -> None:
    cues = (
        "1\r\n00:00:01,000 --> 00:00:04,000 X1:10 X2:90\r\n- Is it true?\r\n"
        "- <i>No, I think not.</i>\r\n\r\n"
        '2\r\n00:00:05,000 --> 00:00:08,000\r\n{\\an8}<font color="red">MARY:</font> The weir\r\n'
        "was opened\r\n\r\n3\r\n00:00:08,100 --> 00:00:09,000\r\nin 1921 at -5 degrees.\r\n\r\n"
        "4\r\n00:00:09,100 --> 00:00:10,000\r\n&gt;&gt; And it leaks.\r\n"
    )
    article = _article(tmp_path, "weir.srt", cues)
    assert article.text == (
        "Is it true?\n\nNo, I think not.\n\nMARY: The weir was opened in 1921 at -5 degrees.\n\n"
        "And it leaks."
    )
    assert _timed(article)[2:4] == [
        ("00:00:05", "The weir was opened"),
        ("00:00:08", "in 1921 at -5 degrees."),
    ]


def test_cues_count_in_the_order_of_their_times(tmp_path: Path) -> None:
    late = "2\n00:00:05,000 --> 00:00:06,000\nof the port.\n\n"
    early = "1\n00:00:01,000 --> 00:00:04,000\nThis is the story\n\n"
    assert _article(tmp_path, "a.srt", late + early).text == "This is the story of the port."


def test_a_long_pause_begins_a_paragraph(tmp_path: Path) -> None:
    cues = (
        "00:01.000 --> 00:02.000\nThe weir leaks.\n\n00:02.100 --> 00:03.000\nNobody minds.\n\n"
        "00:20.000 --> 00:21.000\nThe loom is old.\n"
    )
    article = _article(tmp_path, "a.srt", cues)
    assert article.text == "The weir leaks. Nobody minds.\n\nThe loom is old."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("talk.vtt", f"WEBVTT\n\n{TALK}"),
        ("talk.txt", TALK),
        ("talk.md", TALK),
        ("fenced.md", f"```vtt\nWEBVTT\n\n{TALK}```\n"),
        ("numbered.md", TALK.replace("\n00:14", "\n2\n00:14").replace("\n00:23", "\n3\n00:23")),
        ("brackets.txt", TALK.replace(" --> ", "-->").replace("\n00", "\n[00")),
    ],
)
def test_captions_read_alike_wherever_they_stand(tmp_path: Path, name: str, content: str) -> None:
    article = _article(tmp_path, name, content)
    words = "We laid the first keel in the old ropery in 1987, and she still floats."
    assert article.text == f"Thank you for coming, Bea. {words}"
    assert [label for label, _ in _timed(article)] == ["00:00:01", "00:00:14", "00:00:23"]


@pytest.mark.parametrize("form", ["lines", "paragraphs", "pre"])
def test_captions_in_a_page_stand_between_its_paragraphs(tmp_path: Path, form: str) -> None:
    cues = [block.split("\n", 1) for block in TALK.strip().split("\n\n")]
    shown = (
        {
            "lines": "".join(f"<p>{time}<br>{words}</p>" for time, words in cues),
            "paragraphs": "".join(f"<p>{time}</p><p>{words}</p>" for time, words in cues),
            "pre": f"<pre>{TALK}</pre>",
        }[form]
        .replace(">00", ">00")
        .replace("-->", "--&gt;")
    )
    before = "The talk in the harbour hall was captioned by the hall itself, as always."
    after = "When it was over everybody went to the yard to see what was left of her."
    page = f"<html><body><article><p>{before}</p>{shown}<p>{after}</p></article></body></html>"
    article = _article(tmp_path, "talk.html", page)
    words = "We laid the first keel in the old ropery in 1987, and she still floats."
    assert article.text == f"{before}\n\nThank you for coming, Bea. {words}\n\n{after}"
    assert len(_timed(article)) == 3


def test_one_arrow_between_times_is_no_caption(tmp_path: Path) -> None:
    text = "The tide turned at 10:15 --> 11:20, said the log.\n\nNobody minded that it did."
    assert _article(tmp_path, "log.txt", text).text == text


@pytest.mark.parametrize(
    "content",
    ["WEBVTT\n\nNOTE nothing is said here\n", "Just words, and none of the times.\n", "WEBVTT\n"],
)
def test_subtitles_that_say_nothing_are_a_failure(tmp_path: Path, content: str) -> None:
    outcome = _outcome(tmp_path, "a.vtt", content)
    assert outcome.articles == ()
    assert "no subtitles in it" in outcome.failures[0].error


def test_what_webvtt_does_not_show_is_no_text(tmp_path: Path) -> None:
    hidden = "\n\nThis stands apart from all times.\n\n00:30.000 --> 00:31.000 size:0%\nSecret.\n"
    article = _article(tmp_path, "a.vtt", f"WEBVTT\n\n{TALK}{hidden}")
    assert "apart" not in article.text
    assert "Secret" not in article.text


def test_cues_are_read_in_time_that_grows_with_their_number() -> None:
    cue = "00:01.000 --> 00:02.000\n<rt><v Ada <i>words {\\ << >> &amp;\n\n"
    assert_time_is_linear(lambda size: partial(cues_of, cue * size), 100, 800)
