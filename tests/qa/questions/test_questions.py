"""What a question asks: its kind, whose words, about what, of which article."""

import pytest

from index.errors import UsageError
from qa.answers import Kind
from qa.questions.article_questions import ArticleAsk, Field
from qa.questions.names_asked import names_of, split_names
from qa.questions.question import Asks
from qa.questions.understanding import MAX_LENGTH, understand


@pytest.mark.parametrize(
    ("text", "speakers", "topic"),
    [
        ("What did Bordyuzha say about Iran?", ("Bordyuzha",), "Iran"),
        ("what bordyuzha said about iran", ("bordyuzha",), "iran"),
        ("Could you tell me what Bordyuzha thinks of NATO, please?", ("Bordyuzha",), "NATO"),
        ("What is Bordyuzha's position on Syria?", ("Bordyuzha",), "Syria"),
        ("What is the view of the CSTO on Iran?", ("the CSTO",), "Iran"),
        ("What did Prof. Abernathy testify about savings?", ("Prof. Abernathy",), "savings"),
        ("How did the U.S. Embassy respond to criticism?", ("the U.S. Embassy",), "criticism"),
        (
            "According to Anna Berg, what does the tunnel cost?",
            ("Anna Berg",),
            "what does the tunnel cost",
        ),
        ("What did the fire chief warn of?", ("the fire chief",), None),
    ],
)
def test_somebodys_words_are_asked_for(
    text: str, speakers: tuple[str, ...], topic: str | None
) -> None:
    question = understand(text)
    assert question.kind is Kind.WHO_SAID
    assert question.speakers == speakers
    assert question.topic == topic


@pytest.mark.parametrize(
    "text",
    ["Who said the bridge is safe?", "Who warned of the flood?", "Who testified about the signal?"],
)
def test_whoever_spoke_is_asked_for(text: str) -> None:
    question = understand(text)
    assert (question.kind, question.asks, question.speakers) == (Kind.WHO_SAID, Asks.PERSON, ())
    assert question.topic


@pytest.mark.parametrize(
    ("text", "speaker", "topic"),
    [
        ("What reason did the judge give for the ruling?", "the judge", "the ruling"),
        ("What concerns do residents have about the wall?", "residents", "the wall"),
        ("What does Fane want?", "Fane", None),
    ],
)
def test_what_may_be_words_or_a_fact_is_not_sure(
    text: str, speaker: str, topic: str | None
) -> None:
    question = understand(text)
    assert (question.speakers, question.topic, question.sure) == ((speaker,), topic, False)


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("What did Anna Berg say about the toll?", True),
        ("What has Anna Berg said about the toll?", True),
        ("What is Anna Berg saying about the toll?", True),
        ("What did the fire chief warn of?", True),
        ("What did Anna Berg promise?", True),
        ("What is Anna Berg's opinion on the toll?", True),
        ("According to Anna Berg, what went wrong?", True),
        ("According to Anna Berg, how many cars pass?", False),
        ("Which party does Anna Berg oppose?", False),
        ("Which songs did Anna Berg write?", False),
        ("What did Berg's letters reveal?", False),
        ("What does the survey say about the toll?", False),
        ("What do drivers call the old bridge?", False),
        ("What did the insurance claim cover?", False),
        ("Who proposed the toll?", False),
        ("Who said that the toll is fair?", True),
    ],
)
def test_only_some_questions_can_be_answered_by_nothing_but_words(text: str, sure: bool) -> None:
    question = understand(text)
    assert (question.kind, question.sure) == (Kind.WHO_SAID, sure)


@pytest.mark.parametrize(
    "text",
    [
        "How many members are part of the state council?",
        "What are short bridges sometimes called?",
        "How is the dam described?",
        "Which roads are seen as dangerous by the state?",
        "What percentage of drivers think that tolls are too high?",
        "What flows past the report centre?",
        "What crops did the farmers who opposed the toll grow?",
    ],
)
def test_a_verb_of_speech_in_another_form_asks_for_nobodys_words(text: str) -> None:
    question = understand(text)
    assert question.kind is not Kind.WHO_SAID
    assert question.speakers == ()


@pytest.mark.parametrize(
    ("text", "kind", "asks"),
    [
        ("When did Astana host the meeting?", Kind.FACT, Asks.DATE),
        ("In which year did the bridge open?", Kind.FACT, Asks.DATE),
        ("Who runs the harbour?", Kind.FACT, Asks.PERSON),
        ("Where was the meeting held?", Kind.FACT, Asks.PLACE),
        ("How many letters did the museum answer?", Kind.FACT, Asks.NUMBER),
        ("Which lots went to batteries?", Kind.FACT, Asks.ANYTHING),
        ("Was the driver found to be at fault?", Kind.YES_NO, Asks.ANYTHING),
        ("Why was the pass spared?", Kind.OPEN, Asks.REASON),
        ("How does the wall work?", Kind.OPEN, Asks.ANYTHING),
        ("Who was accused of ignoring warnings?", Kind.FACT, Asks.PERSON),
        ("According to the report, how many trains passed?", Kind.FACT, Asks.NUMBER),
    ],
)
def test_facts_are_of_a_kind(text: str, kind: Kind, asks: Asks) -> None:
    question = understand(text)
    assert (question.kind, question.asks) == (kind, asks)
    assert question.article is None


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        (
            "Who wrote the article on CSTO positions?",
            ArticleAsk(field=Field.AUTHOR, about="CSTO positions"),
        ),
        (
            "When was the article about the tram published?",
            ArticleAsk(field=Field.DATE, about="the tram"),
        ),
        (
            "Which newspaper published the article on school meals?",
            ArticleAsk(field=Field.PUBLICATION, about="school meals"),
        ),
        (
            "Which articles are there about dredging?",
            ArticleAsk(field=Field.LIST, about="dredging"),
        ),
        ("Which articles did Saskia Venn write?", ArticleAsk(field=Field.LIST, by="Saskia Venn")),
        (
            "How many articles are from the Northern Post?",
            ArticleAsk(field=Field.COUNT, source="the Northern Post"),
        ),
        ("List the articles from 2012", ArticleAsk(field=Field.LIST, dated="2012")),
        (
            "Which articles from April 2012 mention NATO?",
            ArticleAsk(field=Field.LIST, about="NATO", dated="2012-04"),
        ),
        ("What is the link to the article on Iran?", ArticleAsk(field=Field.LINK, about="Iran")),
    ],
)
def test_articles_themselves_are_asked_about(text: str, ask: ArticleAsk) -> None:
    question = understand(text)
    assert question.kind is Kind.METADATA
    assert question.article == ask


@pytest.mark.parametrize(
    "text",
    [
        "Which pieces fit the puzzle?",
        "How many pieces are in the box?",
        "What sources of income does the island have?",
        "Which article of the treaty covers fishing?",
        "What was the report based on?",
        "How many stories high is the tower?",
        "What item did the caretaker lose?",
        "What is the name of the post office in Ostrey?",
    ],
)
def test_what_shares_a_name_with_articles_is_not_asked_of_records(text: str) -> None:
    assert understand(text).article is None


@pytest.mark.parametrize(
    ("text", "titled", "sure"),
    [
        ('Who wrote "The Long Wall"?', True, False),
        ('Who wrote the article "The Long Wall"?', True, True),
        ("Who wrote about the wall?", False, False),
        ("Who wrote the article about the wall?", False, True),
    ],
)
def test_only_what_is_called_an_article_is_surely_one(text: str, titled: bool, sure: bool) -> None:
    ask = understand(text).article
    assert ask is not None
    assert (ask.titled, ask.sure) == (titled, sure)
    assert understand(text, records=False).article is None


def test_names_are_what_an_article_has_to_hold() -> None:
    text = "What did Bordyuzha say about Iran and the 2012 summit?"
    assert names_of(text, without=("Bordyuzha",)) == ("iran", "2012")
    assert names_of("Harbour dues rose. Why?") == ()


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("Anna Berg", ("Anna Berg",)),
        ("both Berg and Dahl", ("Berg", "Dahl")),
        ("Berg, Dahl, and Holm", ("Berg", "Dahl", "Holm")),
        ("Berg's", ("Berg",)),
        ("Berg and Berg", ("Berg",)),
    ],
)
def test_speakers_are_split_and_named_once(who: str, names: tuple[str, ...]) -> None:
    assert split_names(who) == names


@pytest.mark.parametrize("text", ["", " \n\t", "?!", "…"])
def test_a_question_without_words_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        understand(text)


def test_what_nobody_sees_of_a_question_is_left_out() -> None:
    copied = "\u202eWhat did\u00ad Ana\u200b Prins\x00\r\nsay?\ufeff"
    assert understand(copied) == understand("What did Ana Prins say?")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UsageError, match="no text"):
        understand("What did b\udcffd say?")


def test_the_longest_question_is_taken_and_a_longer_one_refused() -> None:
    assert understand("x" * MAX_LENGTH).text == "x" * MAX_LENGTH
    with pytest.raises(UsageError, match="2,001 characters"):
        understand("x" * (MAX_LENGTH + 1))
