"""What is asked of articles' records: the field, and by whom, from where, when, about what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.tables import tables
from qa.questions.article_questions import ArticleAsk, Field, article_ask

ABOUT = st.sampled_from(["", "about trams", "on the drug trade", "about NATO"])
BY = st.sampled_from(["", "by Saskia Venn", "by Oda"])
WHEN = st.sampled_from(["", "from 2012", "from April 2012", "from 6 April 2012"])
ISO = {
    "": None,
    "from 2012": "2012",
    "from April 2012": "2012-04",
    "from 6 April 2012": "2012-04-06",
}


@given(ABOUT, BY, WHEN)
def test_restrictions_are_read_in_any_combination(about: str, by: str, when: str) -> None:
    asked = " ".join(part for part in ("list all articles", by, when, about) if part)
    ask = article_ask(asked)
    assert ask is not None
    assert ask.field is Field.LIST
    assert ask.about == (about.partition(" ")[2] or None)
    assert ask.by == (by[3:] or None)
    assert ask.dated == ISO[when]


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_known(number: int) -> None:
    month = tables("en").calendar.months[number - 1]
    ask = article_ask(f"which articles from {month.title()} 2012 mention NATO")
    assert ask == ArticleAsk(field=Field.LIST, about="NATO", dated=f"2012-{number:02}")


@pytest.mark.parametrize(
    ("core", "ask"),
    [
        ("who is the author of the piece on trams", ArticleAsk(field=Field.AUTHOR, about="trams")),
        ("when did Venn write the report on trams",
         ArticleAsk(field=Field.DATE, about="trams", by="Venn")),
        ("how old is the article on trams", ArticleAsk(field=Field.DATE, about="trams")),
        ("in which newspaper was the article on trams",
         ArticleAsk(field=Field.PUBLICATION, about="trams")),
        ("which news site published the story on trams",
         ArticleAsk(field=Field.PUBLICATION, about="trams")),
        ("where can i read the news item on trams", ArticleAsk(field=Field.LINK, about="trams")),
        ("what is the headline of the article by Venn", ArticleAsk(field=Field.TITLE, by="Venn")),
        ("how many articles are in the archive", ArticleAsk(field=Field.COUNT)),
        ("what has Saskia Venn written about trams",
         ArticleAsk(field=Field.LIST, about="trams", by="Saskia Venn", sure=False)),
    ],
)  # fmt: skip
def test_fields_are_told_apart(core: str, ask: ArticleAsk) -> None:
    assert article_ask(core) == ask


@pytest.mark.parametrize(
    "core",
    [
        "which report says that the dam leaks",
        "who is the author of the post looking for a drum",
        "what do sources of income matter",
        "how many items does the list have",
        "what are the action items from the meeting",
        "did Venn write it",
        "what did Venn report about the dam",
        "what has the council posted on trams",
        "when was the tram built",
    ],
)
def test_other_questions_are_of_no_record(core: str) -> None:
    assert article_ask(core) is None


@given(st.text(max_size=80))
def test_any_text_is_taken(core: str) -> None:
    ask = article_ask(core)
    assert ask is None or ask.about is None or ask.about.strip() == ask.about
