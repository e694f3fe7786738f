"""Whose words they are where an article says "he" or nothing: those of whom it speaks."""

from collections.abc import Iterator

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.statement import Statement, StatementKind
from index.collection import Index
from qa.checking.draft_check import check_draft
from qa.checking.speakers import agreement
from qa.checking.subjects import subjects_near
from qa.statements.stored import StatementFinder

TALE = (
    "Harbour cup ends in a quarrel\n\n"
    "Goran Petk, the skipper of the Marl, was sent home for what Judge Ilse Vanto called a lack of "
    "manners. He would not go. “Ask the buoy, it saw everything that happened,” he said.\n\n"
    "Dr Ruben Amsel, who patched up the crew, had counted nine stitches after Mr Holt’s fall. Ms "
    "Okoro was not hurt. “I should have charged them by the stitch,” he said.\n\n"
    "The umpires stayed out of it. “When they pay me for shouting I shall shout,” said one, Bea "
    "Lindgren. The club will meet again on Friday.\n"
)
TALK = Article(
    info=ArticleInfo(
        id="talk-1", title="Nine boats and no wind: a talk with Odile Ferrand", author="Tomas Grau"
    ),
    text=(
        "Odile Ferrand has built boats since 1990. I met her in her yard.\n\n"
        "How many are left?\n\n"
        "Nine of them are still afloat and I know every plank. My neighbour, Hugo Brandt, says "
        "ten.\n\n"
        "What will you build next?\n\n"
        "A bench with a very good view of other people building boats.\n"
    ),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("subjects")
    with Index.open(folder, create=True, annotator=StatementFinder()) as index:
        index.add_articles([Article(info=ArticleInfo(id="cup-1", title="Cup"), text=TALE)])
        yield index


@pytest.mark.parametrize(
    ("words", "subjects"),
    [
        ("Ask the buoy", [["Goran Petk"]]),
        ("I should have", [["Dr Ruben Amsel"]]),
        ("When they pay", [["Bea Lindgren"]]),
    ],
)
def test_sentences_are_about_who_comes_first_in_them(words: str, subjects: list[list[str]]) -> None:
    start = TALE.index(words)
    span = (start, TALE.index("”", start) - 1)
    assert subjects_near(TALE, span)[: len(subjects)] == subjects


_BUOY = "Ask the buoy, it saw everything that happened"
_STITCH = "I should have charged them by the stitch"
_SHOUT = "When they pay me for shouting I shall shout"
_PLANK = "Nine of them are still afloat and I know every plank"


@pytest.mark.parametrize(
    ("words", "speaker", "verdict"),
    [
        (_BUOY, "Goran Petk", "exact"),
        (_BUOY, "Ilse Vanto", "misattributed"),
        (_STITCH, "Ruben Amsel", "exact"),
        (_STITCH, "Ms Okoro", "misattributed"),
        (_SHOUT, "Bea Lindgren", "exact"),
        (_SHOUT, "Goran Petk", "misattributed"),
    ],
)
def test_words_are_exact_as_those_of_whom_the_article_speaks(
    index: Index, words: str, speaker: str, verdict: str
) -> None:
    (one,) = check_draft(f"“{words},” said {speaker}.", index).quotations
    assert one.verdict.value == verdict


@pytest.mark.parametrize(
    ("speaker", "agrees"),
    [("Odile Ferrand", None), ("Tomas Grau", False), ("Hugo Brandt", False), ("N. Nilsen", False)],
)
def test_answers_without_a_name_may_be_those_of_who_is_asked_alone(
    speaker: str, agrees: bool | None
) -> None:
    start = TALK.text.index(_PLANK)
    end = start + len(_PLANK)
    turn = Statement(
        speaker=None,
        speaker_mention=None,
        cue=None,
        start=start,
        end=end,
        kind=StatementKind.DIRECT,
    )
    assert agreement(speaker, [turn], TALK, (start, end)) is agrees
