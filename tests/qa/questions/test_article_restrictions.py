"""What restricts a question about articles: topic, title, author, source and date."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.questions.article_questions import ArticleAsk, Field, article_ask


def asked(core: str) -> ArticleAsk:
    found = article_ask(core)
    assert found is not None, core
    return found


@pytest.mark.parametrize(
    "ending",
    ["", " are there", " there are", " do you have", " do we have", " have you got", " exist",
     " are available", " are indexed", " are in the archive", " in your database", " in total",
     " altogether", " were"],
)  # fmt: skip
def test_words_at_the_end_that_restrict_nothing_are_no_topic(ending: str) -> None:
    for lead in ("which articles", "how many articles"):
        assert asked(f"{lead} about the old tram{ending}").about == "the old tram"


@pytest.mark.parametrize("topic", ["life there", "what trams have", "trams in the town", "artists"])
def test_such_words_within_a_topic_stay(topic: str) -> None:
    assert asked(f"which articles are about {topic}").about == topic


@pytest.mark.parametrize(
    "middle",
    ["about", "on", "regarding", "concerning", "that mention", "that discuss", "that cover",
     "that deal with", "which mentioned", "are there about", "do you have on", "written about",
     "published on", "covering", "describing", "in the archive about"],
)  # fmt: skip
def test_a_topic_is_tied_in_many_ways(middle: str) -> None:
    found = asked(f"which articles {middle} trams")
    assert (found.field, found.about, found.by, found.dated) == (Field.LIST, "trams", None, None)


@pytest.mark.parametrize(
    ("core", "by"),
    [
        ("which articles are by Saskia Venn", "Saskia Venn"),
        ("which articles written by Saskia Venn are about trams", "Saskia Venn"),
        ("which articles did Saskia Venn write about trams", "Saskia Venn"),
        ("which articles has Saskia Venn written", "Saskia Venn"),
        ("which articles Saskia Venn wrote", "Saskia Venn"),
        ("which articles Saskia Venn has written", "Saskia Venn"),
        ("when did Saskia Venn publish the article", "Saskia Venn"),
        ("which articles are about trams", None),
    ],
)
def test_an_author_is_named_in_many_ways(core: str, by: str | None) -> None:
    assert asked(core).by == by


@pytest.mark.parametrize(
    "after",
    ["about trams", "on trams", "in 2012", "from 2012", "regarding trams", "published in 2012",
     "write about trams", "wrote about trams", "has written", "are there", "is there",
     "were printed", "exist", "do you have"],
)  # fmt: skip
def test_the_name_of_an_author_or_source_ends_where_the_question_goes_on(after: str) -> None:
    assert asked(f"which articles by Saskia Venn {after}").by == "Saskia Venn"
    if not after.startswith(("w", "has", "pub", "from")):
        assert asked(f"which articles from the Northern Post {after}").source == "the Northern Post"


@pytest.mark.parametrize(
    "tie",
    ["called", "titled", "entitled", "headed", "named", "that is about", "which was on",
     "that deals with", "which mentions", "that discusses", "that covers", "which reports on",
     "that refers to", "that talks about", "that writes of", "which contains", "for", "over",
     "into", "that are there on", "describing", "concerning", "on the subject of",
     "on the topic of", "on the matter of"],
)  # fmt: skip
def test_an_article_is_known_by_what_it_is_called_or_about(tie: str) -> None:
    assert asked(f"who wrote the article {tie} trams").about == "trams"


@pytest.mark.parametrize("word", "the this that an any some his her their your our its".split())
def test_an_article_may_have_any_determiner(word: str) -> None:
    assert asked(f"who wrote {word} article about trams").about == "trams"
    assert asked(f"who wrote {word} very long article about trams").about == "trams"


@pytest.mark.parametrize(
    "lead", ["list", "show", "find", "give", "all", "count", "name", "display"]
)
def test_an_order_needs_no_restriction(lead: str) -> None:
    assert asked(f"{lead} items").about is None


@pytest.mark.parametrize("before", ["in", "from", "on", "during", "of", "since", "written in",
                                    "published from", "dated from", "from on"])  # fmt: skip
def test_a_date_is_tied_in_many_ways(before: str) -> None:
    found = asked(f"who wrote the article {before} April 2012 about trams")
    assert (found.dated, found.about) == ("2012-04", "trams")


@pytest.mark.parametrize(
    ("core", "source", "about"),
    [
        ("how many articles from the Northern Post are about trams", "the Northern Post", "trams"),
        ("which articles from the Sun and Star are there", "the Sun and Star", None),
        ("list the articles in Harbour & Gate about trams", "Harbour & Gate", "trams"),
        ("list the articles published in Harbour", "Harbour", None),
        ("list the articles from harbour towns", None, "from harbour towns"),
        ("who wrote the article from Harbour", None, "from Harbour"),
    ],
)
def test_a_source_has_a_capital(core: str, source: str | None, about: str | None) -> None:
    found = asked(core)
    assert (found.source, found.about) == (source, about)


@pytest.mark.parametrize(
    ("when", "dated"),
    [
        ("from 1912", "1912"),
        ("from 1812", "1812"),
        ("from 2012-04", "2012-04"),
        ("from 2012-04-06", "2012-04-06"),
        ("from April 6, 2012", "2012-04-06"),
        ("dated 6 April 2012", None),
        ("published on 6 April 2012", "2012-04-06"),
        ("written since the year 2012", "2012"),
        ("written during 2012", "2012"),
        ("from December 2012", "2012-12"),
        ("from 2112", None),
        ("from 2012x", None),
        ("from 6 2012", "2012"),
    ],
)
def test_dates_are_iso_or_their_beginning(when: str, dated: str | None) -> None:
    assert asked(f"list the articles {when} about trams").dated == dated


@pytest.mark.parametrize(
    ("core", "field"),
    [
        ("who authored the old story about trams", Field.AUTHOR),
        ("who is behind this piece about trams", Field.AUTHOR),
        ("what is the name of the author of the text about trams", Field.AUTHOR),
        ("what's the byline for the essay about trams", Field.AUTHOR),
        ("by whom was the article about trams written", Field.AUTHOR),
        ("the article about trams was written by whom", Field.AUTHOR),
        ("which journalists covered trams", Field.AUTHOR),
        ("who writes about trams", Field.AUTHOR),
        ("on which day was the article about trams printed", Field.DATE),
        ("when did the article about trams appear", Field.DATE),
        ("when was the article on trams published", Field.DATE),
        ("what was the date of publication of the report about trams", Field.DATE),
        ("how recent is the column about trams", Field.DATE),
        ("which paper ran the story about trams", Field.PUBLICATION),
        ("where did the article about trams come out", Field.PUBLICATION),
        ("who published the article about trams", Field.PUBLICATION),
        ("in what magazine is the article about trams", Field.PUBLICATION),
        ("give the url of the article about trams", Field.LINK),
        ("where's the link to the article about trams", Field.LINK),
        ("where can we find the article about trams", Field.LINK),
        ("what was the title of the article about trams", Field.TITLE),
        ("count all the articles about trams", Field.COUNT),
        ("the number of articles about trams", Field.COUNT),
        ("what are the articles about trams", Field.LIST),
        ("show me all of the articles about trams", Field.LIST),
        ("is there any article about trams", Field.LIST),
        ("do you have anything about trams", Field.LIST),
        ("old articles about trams", Field.LIST),
        ("what is the article by Venn about trams called", Field.TITLE),
    ],
)
def test_the_field_is_told_by_how_it_is_asked(core: str, field: Field) -> None:
    found = asked(core)
    assert found.field is field
    assert (found.about or "").removeprefix("the ") in {"trams", "about trams"}


@pytest.mark.parametrize(
    ("core", "field"),
    [
        ("who wrote “The Long Wall”", Field.AUTHOR),
        ("what is the author of “The Long Wall”", Field.AUTHOR),
        ("when was “The Long Wall” published", Field.DATE),
        ("what is the date of “The Long Wall”", Field.DATE),
        ("which paper printed “The Long Wall”", Field.PUBLICATION),
        ("where was “The Long Wall” published", Field.PUBLICATION),
        ("who published “The Long Wall”", Field.PUBLICATION),
        ("what is the link to “The Long Wall”", Field.LINK),
    ],
)
def test_a_title_in_quotation_marks_names_an_article(core: str, field: Field) -> None:
    found = asked(core)
    assert (found.field, found.about, found.titled) == (field, "The Long Wall", True)
    assert not found.sure


@pytest.mark.parametrize(
    "core",
    [
        "which articles", "how many articles", "list pieces", "what is the title of the article",
        "which coverage of 2012",
    ],
)  # fmt: skip
def test_articles_may_be_asked_for_without_a_restriction(core: str) -> None:
    found = asked(core)
    assert (found.about, found.by, found.source, found.titled) == (None, None, None, False)


@pytest.mark.parametrize(
    "core",
    [
        "which pieces", "which pieces in the box", "which article", "how many articles says it",
        "how many articles did he say it has", "which articles broke", "how many items on the list",
        "which report said so", "which reports about trams say they leak",
        "who is the author of the post looking for a drum",
        "how many stories of Riga", "who wrote the tram", "“Who wrote it”",
    ],
)  # fmt: skip
def test_other_things_have_the_same_names(core: str) -> None:
    found = article_ask(core)
    assert found is None


def test_the_author_of_an_article_going_on_about_something_is_asked_for() -> None:
    assert asked("who wrote the article touching on trams").field is Field.AUTHOR
    assert article_ask("who wrote the article missing a page") is None


PART = st.sampled_from(
    ["articles", "about", "by", "Venn", "from", "2012", "in", "April", "are", "there", "the",
     "Post", "which", "how many", "who wrote", "list", "“A tram”"]
)  # fmt: skip


@given(st.lists(PART, max_size=9).map(" ".join))
@settings(max_examples=80)
def test_restrictions_are_words_of_the_question_without_marks(core: str) -> None:
    found = article_ask(core)
    for value in filter(None, (found.about, found.by, found.source) if found else ()):
        assert set(value.split()) <= set(core.replace("“", " ").replace("”", " ").split())
        assert value == value.strip(" ,.;:?\"'“”")
    assert not found or not found.dated or found.dated in {"2012", "2012-04"}
