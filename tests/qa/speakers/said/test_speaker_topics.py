"""What a speaker's statements are said to be about."""

import pytest

from index.articles.article import Article, ArticleInfo
from index.articles.statement import Statement, StatementKind
from qa.speakers.statements.topics import phrases_of
from qa.speakers.statements.word_places import WordPlaces
from qa.statements.listing import is_about
from qa.statements.stored import SpokenIn


def said(*sentences: str, lang: str | None = "en") -> list[SpokenIn]:
    """Return each sentence as a statement of an article of its own."""
    return [
        (
            Article(info=ArticleInfo(id=f"one-{number}", lang=lang), text=sentence),
            Statement(0, len(sentence), StatementKind.DIRECT),
        )
        for number, sentence in enumerate(sentences)
    ]


def test_noun_phrases_that_recur_are_topics() -> None:
    found = phrases_of(
        said(
            "The flood barrier is late, and nobody pays for it.",
            "We never promised a flood barrier to Orlova.",
            "Our school meals are cold.",
            "I have eaten the school meals in Orlova myself.",
        ),
        names=["Ilse Varga"],
    )
    assert found == ["flood barrier", "school meals", "Orlova"]


@pytest.mark.parametrize(
    "sentences",
    [
        ("We will build it quickly.", "They will build it quickly, too."),  # verbs, adverbs
        ("It is a question of time.", "At that time it was a question."),  # said of anything
        ("The first thing is the next week.", "On Monday, the first thing."),
        ("I'd say they're in the middle.", "I'd never leave the middle."),
        ("Varga keeps her word, as Ilse should.", "Ask Ilse or Mayor Varga."),  # the speaker
        ("Bridges matter.", "Somebody else spoke of the harbour."),  # once each
    ],
)
def test_other_words_are_none(sentences: tuple[str, ...]) -> None:
    assert phrases_of(said(*sentences), names=["Ilse Varga"]) == []


def test_a_topic_is_shown_in_the_form_that_begins_the_others() -> None:
    found = phrases_of(said("The treaties hold.", "No treaty of ours.", "A treaty."), names=[])
    assert found == ["treaty"]
    found = phrases_of(said("The taxes rise.", "I paid the tax.", "A tax is a tax."), names=[])
    assert found == ["tax"]


def test_what_is_part_of_a_statement_is_no_second_one() -> None:
    text = "“The old harbour stays,” and so does the tram."
    article = Article(info=ArticleInfo(id="one", lang="en"), text=text)
    nested = [
        (article, Statement(0, len(text), StatementKind.MIXED)),
        (article, Statement(0, 24, StatementKind.DIRECT)),
    ]
    assert phrases_of(nested, names=[]) == []


def test_of_other_languages_capitals_tell_names_and_german_nouns() -> None:
    found = phrases_of(
        said("Wir bauen einen Hafen für Kerava.", "In Kerava fehlt der Hafen.", lang="de"),
        names=[],
    )
    assert found == ["Hafen", "Kerava"]


@pytest.mark.parametrize("phrase", ["flood", "flood barrier", "FLOOD bar", "treaty", "ß", ""])
def test_places_of_words_agree_with_the_list_of_statements(phrase: str) -> None:
    listed = said("The flood barriers hold.", "Floods, and a Barrier!", "Treaty? No. Straße.")
    expected = {n for n, (one, s) in enumerate(listed) if is_about(phrase, one.text, s)}
    assert WordPlaces(listed).about(phrase) == expected
