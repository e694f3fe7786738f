"""Every wording in which an author, date, publication, link or title of an article is asked for."""

import pytest

from qa.questions.article_questions import Field, article_ask


def fields(wordings: list[str]) -> dict[str, Field | None]:
    """Return the field for each wording where an article about trams is asked about rightly."""
    found = {core: article_ask(core) for core in wordings}
    return {
        core: ask.field if ask and ask.about in {"trams", "The Wall"} else None
        for core, ask in found.items()
    }


def filled(pattern: str, words: str) -> list[str]:
    return [pattern.replace("…", word.replace("_", " ")) for word in words.split()]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("who … the article about trams",
         "wrote authored penned is_the_author_of was_the_author_of are_the_authors_of "
         "is_the_writer_of was_the_writer_of has_written is_behind"),
        ("who … “The Wall”", "wrote authored penned is_the_author_of was_the_author_of"),
        ("what is the … of the article about trams", "author writer byline"),
        ("… the name of the author of the article about trams", "what_is who_is what's"),
        ("author name … the article about trams", "of for behind"),
        ("by whom … the article about trams written", "was is"),
        ("the article about trams … by whom", "was_written is_written was_authored"),
        ("the article about trams was written by …", "who whom"),
        ("which … wrote about trams", "author authors writers journalist reporters"),
        ("what reporters … about trams",
         "wrote write writes has_written have_written reported"),
        ("which writer … trams", "cover covers covered"),
        ("who … about trams", "writes has_written wrote"),
    ],
)  # fmt: skip
def test_authors(pattern: str, words: str) -> None:
    told = fields(filled(pattern, words))
    assert set(told.values()) == {Field.AUTHOR}, told


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("… was the article about trams published",
         "when on_what_date on_what_day on_which_date on_which_day what_year in_what_year "
         "what_date"),
        ("when … the article about trams published", "was is were"),
        ("when was the article about trams …",
         "published written posted issued printed released dated"),
        ("when did the article about trams …", "appear come_out"),
        ("when did Venn … the article about trams", "write publish"),
        ("… of the article about trams",
         "what_is_the_date what's_the_date what_was_the_date publication_date publishing_date"),
        ("what is the date … the article about trams", "of for of_publication_of"),
        ("how … is the article about trams", "old recent"),
        ("how old … the articles about trams", "is are"),
    ],
)  # fmt: skip
def test_dates(pattern: str, words: str) -> None:
    told = fields(filled(pattern, words))
    assert set(told.values()) <= {Field.DATE}, told


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("which … published the article about trams",
         "newspaper newspapers paper magazine outlet journal site website publisher source "
         "newssite"),
        ("what paper … the article about trams",
         "published ran printed carried issued did is was has released posted"),
        ("where … the article about trams published", "was is were did"),
        ("where was the article about trams …",
         "published printed posted appear come_out from"),
        ("in which … was the article about trams", "newspaper magazine journal website"),
        ("in what paper … the article about trams", "was is did"),
    ],
)  # fmt: skip
def test_publications(pattern: str, words: str) -> None:
    told = fields(filled(pattern, words))
    assert set(told.values()) == {Field.PUBLICATION}, told


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (
            "… link to the article about trams",
            "what_is_the what's_the where_is_the where's_the give_the send_a show_the find_the",
        ),
        (
            "the … of the article about trams",
            "link url web_address address source source_link source_url permalink",
        ),
        ("the link … the article about trams", "of to for"),
        ("where can … read the article about trams", "i we one"),
        ("where can i … the article about trams", "read find see"),
    ],
)
def test_links(pattern: str, words: str) -> None:
    told = fields(filled(pattern, words))
    assert set(told.values()) == {Field.LINK}, told


@pytest.mark.parametrize(
    ("pattern", "words", "field"),
    [
        ("… the title of the article about trams", "what_is what's what_was", Field.TITLE),
        ("the … of the article about trams", "title headline name", Field.TITLE),
        ("the title … the article about trams", "of for", Field.TITLE),
        ("… articles are about trams", "how_many what_number_of the_number_of", Field.COUNT),
        ("count … articles about trams", "all the all_the", Field.COUNT),
        ("… articles are about trams", "which what which_other", Field.LIST),
        (
            "… the articles about trams",
            "which_are which_were list show find give_me name display",
            Field.LIST,
        ),
        (
            "… articles about trams",
            "is_there_any are_there do_you_have have_you_got do_we_have got some_old",
            Field.LIST,
        ),
        ("… something about trams", "do_you_have have_you_got is_there do_we_have", Field.LIST),
        ("what … Venn written about trams", "has have", Field.LIST),
        ("which has Venn … about trams", "written published", Field.LIST),
        (
            "which articles … trams",
            "mention mentions mentioned discuss discussing cover covers deal_with dealt_with "
            "describe "
            "described regarding concerning say_something_about exist_about",
            Field.LIST,
        ),
        (
            "which articles … about trams are there",
            "published written posted printed issued indexed available",
            Field.LIST,
        ),
    ],
)
def test_titles_counts_and_lists(pattern: str, words: str, field: Field) -> None:
    told = fields(filled(pattern, words))
    assert set(told.values()) == {field}, told
