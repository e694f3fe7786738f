"""Follow-ups asked of real articles: the reading that they answer is the one taken."""

from collections.abc import Iterator

import pytest

from index import Index
from index.articles.article import Article, ArticleInfo
from index.articles.passages import Filters
from qa.answers import Reason
from qa.assistant import Assistant
from qa.inquiry import Ask
from qa.questions.followups import MOST, Exchange
from qa.reading.protocol import Reader, Reading
from qa.reading.windows import Window

ARTICLES = {
    "ferry": "Ada Holm met Maria Dahl on the quay of Varn on Monday.\n\n"
    "“The ferry to Varn will never sail in winter,” Maria Dahl said.\n\n"
    "Ada Holm had brought her dog and wore a yellow coat.",
    "case": "Danish prosecutors closed the case against Jens Orr because two witnesses had "
    "died.\n\nOrr is to come home from prison in March.",
    "storm": "The storm killed eleven people in the valley of Lowick.\n\n"
    "Four are still missing, the mayor said, and the search goes on.",
    "fire": "The fire in the mill of Sarnia killed two people.\n\n"
    "Nine are still missing, a police officer said on Friday.",
}
MET = "Did Ada Holm meet Maria Dahl?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, sample_index: Index) -> Iterator[Index]:
    """An index of four articles."""
    folder = tmp_path_factory.mktemp("followups") / "index"
    with Index.open(folder, create=True, embedder=sample_index.embedder) as made:
        made.add_articles(
            Article(info=ArticleInfo(id=name, title=name.title(), author="Kim Venn"), text=text)
            for name, text in ARTICLES.items()
        )
        yield made


@pytest.fixture(scope="module")
def assistant(index: Index) -> Assistant:
    """The assistant as it is."""
    return Assistant(index)


class Counting:
    """The reader in use, which notes how many windows it reads at a time."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.name, self.calibration = reader.name, reader.calibration
        self.reads_most = reader.reads_most
        self.batches: list[int] = []

    def read(self, pairs: list[tuple[str, Window]]) -> list[Reading]:
        """Return what the reader reads."""
        self.batches.append(len(pairs))
        return self._reader.read(pairs)


def test_of_two_people_the_one_is_meant_whose_words_fit(assistant: Assistant) -> None:
    answer = assistant.ask("What did she say about the ferry?", history=[MET])
    assert answer.answered
    assert answer.asked_as == "What did Maria Dahl say about the ferry?"
    assert [quote.speaker for quote in answer.quotes] == ["Maria Dahl"]


def test_the_words_of_an_answer_name_who_is_meant(assistant: Assistant) -> None:
    before = Exchange("Who met on the quay?", "Ada Holm met Maria Dahl on the quay of Varn. [1]")
    answer = assistant.ask("What did she say about the ferry?", history=[before])
    assert answer.asked_as == "What did Maria Dahl say about the ferry?"


def test_a_pronoun_for_somebody_the_question_never_named_is_found(assistant: Assistant) -> None:
    history = ["Why did Danish prosecutors close the case?"]
    answer = assistant.ask("And when is he to come home?", history=history)
    assert "Danish" not in answer.asked_as
    assert [quote.text for quote in answer.quotes] == ["Orr is to come home from prison in March."]


def test_what_was_asked_before_says_which_article_is_meant(assistant: Assistant) -> None:
    for place, article in (("the valley of Lowick", "storm"), ("the mill of Sarnia", "fire")):
        history = [f"How many people were killed in {place}?"]
        answer = assistant.ask("And how many are still missing?", history=history)
        assert answer.quotes[0].article.id == article
        assert answer.quotes[0].text.startswith(("Four", "Nine"))


def test_all_readings_are_read_in_one_batch_and_reported_once(index: Index) -> None:
    reader = Counting(Assistant(index).reader)
    told: list[str] = []
    ask = Ask(question="What did she promise?", history=(MET,), report=told.append)
    counting = Assistant(index, reader=reader)
    counting.ask_many([ask, Ask(question="Why did the storm kill people?")])
    assert len(reader.batches) == 1
    assert reader.batches[0] <= (MOST + 1) * len(ARTICLES)
    assert len(told) == 1
    counting.ask_many([Ask(question="Who came home?"), Ask(question="Who came home?")])
    assert reader.batches[1] <= 2 * len(ARTICLES)


def test_readings_that_only_others_answer_are_outside_the_filters(assistant: Assistant) -> None:
    filters = Filters(articles=frozenset({"storm", "fire"}))
    answer = assistant.ask("What did she say about the ferry?", history=[MET], filters=filters)
    assert answer.reason is Reason.OUTSIDE_FILTERS


@pytest.mark.parametrize(
    "history",
    [[], [""], ["?"], ["Why?", "When?"], ["Who paid?"] * 50,
     [Exchange(f"What did Ada Holm{n} ask?", f"“No,” Maria Dahl{n} said. [1]") for n in range(50)]],
    ids=["nothing", "empty", "marks", "nobody named", "fifty alike", "fifty exchanges"],
)  # fmt: skip
@pytest.mark.parametrize("question", ["And she?", "Why did he?", "And then there?", "Anything?"])
def test_a_follow_up_to_little_or_much_is_answered_honestly(
    assistant: Assistant, history: list[str | Exchange], question: str
) -> None:
    answer = assistant.ask(question, history=history)
    assert answer.answered or answer.reason is not None
    for quote in answer.quotes:
        assert quote.text in quote.article.text
