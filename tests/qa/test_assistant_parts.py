"""The parts of the assistant: what each promises, and that the assistant takes any that keep it."""

import doctest
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import annotations
from index.articles.article import Article, ArticleInfo
from index.collection import Index
from qa import composing, rewriting
from qa.answers import Quote, Reason
from qa.assistant import HITS, Assistant
from qa.composing import NOTHING_KNOWN, Composer, Known, QuoteLines
from qa.evidence.calibration import calibration
from qa.questions.followups import Exchange, Wording
from qa.questions.question import Question
from qa.questions.understanding import understand
from qa.reading import protocol
from qa.reading.protocol import OF_OTHERS, Reader, Reading, ScoredSpan
from qa.reading.selector.chat import Chat
from qa.reading.selector.endpoint import parse_endpoint
from qa.reading.selector.reader import SelectingReader
from qa.reading.sentence_reader import SentenceReader
from qa.reading.trained_reader import TrainedReader
from qa.reading.windows import Window, plain_window
from qa.rewriting import FollowUpRules, QuestionRewriter, wordings_of


class FirstSentences:
    """A reader that takes the first sentence of every passage for the answer."""

    name = "first-sentences"
    calibration = OF_OTHERS

    def __init__(self, reads_most: int = 2, answerable: float = 8.0) -> None:
        self.reads_most = reads_most
        self.answerable = answerable
        self.read_of: list[list[tuple[str, Window]]] = []

    def read(self, pairs: Sequence[tuple[str, Window]]) -> list[Reading]:
        """Return a reading for each pair."""
        self.read_of.append(list(pairs))
        return [self._of(*window.own) for _, window in pairs]

    def _of(self, start: int, text: str) -> Reading:
        found = re.search(r"\S[^.]*", text)
        if found is None:
            return Reading(spans=(), answerable=-9.0)
        return Reading(
            spans=(
                ScoredSpan(
                    start=start + found.start(), end=start + found.end(), score=self.answerable
                ),
            ),
            answerable=self.answerable,
        )


class Continued:
    """A rewriter that puts the question before behind the one asked."""

    def __init__(self) -> None:
        self.known: dict[str, bool] = {}

    def rewrite(
        self, question: str, history: Sequence[str | Exchange], *, is_person: Callable[[str], bool]
    ) -> str:
        """Return both questions in one."""
        self.known = {name: is_person(name) for name in ("Rita Moss", "Tom Ash")}
        before = [one.question if isinstance(one, Exchange) else one for one in history]
        return " ".join([question, *before[-1:]])


class EitherOne:
    """A rewriter that takes "it" for Ulm or for the dam of Lowick."""

    def rewrite(
        self, question: str, history: Sequence[str | Exchange], *, is_person: Callable[[str], bool]
    ) -> str:
        """Return the first wording."""
        return self.wordings(question, history, is_person=is_person)[0].text

    def wordings(
        self, question: str, history: Sequence[str | Exchange], *, is_person: Callable[[str], bool]
    ) -> tuple[Wording, ...]:
        """Return a wording for each."""
        return tuple(Wording(question.replace("it", it)) for it in ("Ulm", "the dam of Lowick"))


class Numbers:
    """A composer that gives nothing but the marks and the reason."""

    def compose(
        self, question: Question, quotes: Sequence[Quote], known: Known = NOTHING_KNOWN
    ) -> str:
        """Return the marks."""
        return " ".join(f"[{quote.number}]" for quote in quotes)

    def decline(self, question: Question, reason: Reason) -> str:
        """Return the reason."""
        return f"({reason})"


TEXTS = (
    "The dam of Lowick is thirty metres high. It was built in 1921.",
    "“The dam of Lowick leaks,” engineer Rita Moss said.",
    "The dam of Lowick was painted blue. Nobody liked it.",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, sample_index: Index) -> Iterator[Index]:
    """An index of three articles on one dam."""
    folder = tmp_path_factory.mktemp("dam") / "index"
    with Index.open(folder, create=True, embedder=sample_index.embedder) as made:
        made.add_articles(
            Article(info=ArticleInfo(id=f"dam-{n}", title=f"Dam {n}"), text=text)
            for n, text in enumerate(TEXTS)
        )
        yield made


@pytest.mark.parametrize("module", [protocol, rewriting, composing, annotations])
def test_the_examples_of_the_contracts_run(module: ModuleType) -> None:
    done = doctest.testmod(module)
    assert done.attempted
    assert not done.failed


# Readers


@pytest.fixture(scope="module", params=["fake", "sentences", "trained", "selector"])
def reader(request: pytest.FixtureRequest, sample_index: Index) -> Reader:
    """Every reader that needs nothing but the package."""
    if request.param == "fake":
        return FirstSentences()
    if request.param == "sentences":
        return SentenceReader(sample_index.embedder)
    if request.param == "selector":  # nobody listens there; of one that does, see its own tests
        return SelectingReader(Chat(parse_endpoint("http://127.0.0.1:9")), FirstSentences())
    return TrainedReader.open()


def test_a_reader_gives_a_reading_a_pair_with_spans_inside(reader: Reader) -> None:
    texts = (*TEXTS, "🚢", " ", "x")
    pairs = [("How high is the dam?", plain_window(text)) for text in texts]
    readings = reader.read(pairs)
    assert len(readings) == len(pairs)
    for text, reading in zip(texts, readings, strict=True):
        assert all(0 <= span.start < span.end <= len(text) for span in reading.spans)
        scores = [span.score for span in reading.spans]
        assert scores == sorted(scores, reverse=True)
    assert reader.read(pairs) == readings
    assert reader.read([]) == []


def test_a_reader_says_how_it_is_used(reader: Reader) -> None:
    assert reader.name
    assert 1 <= reader.reads_most <= HITS
    assert calibration(reader.calibration).sentence.weights


def test_an_unknown_reader_has_the_coefficients_of_others() -> None:
    assert calibration(OF_OTHERS) == calibration("a reader that nobody fitted")
    assert calibration(OF_OTHERS) != calibration("sentences")


def test_the_assistant_gives_a_reader_no_more_than_it_reads(index: Index) -> None:
    for most in (1, 2):
        fake = FirstSentences(reads_most=most)
        Assistant(index, reader=fake).ask("How high is the dam of Lowick?")
        assert [len(pairs) for pairs in fake.read_of] == [most]


def test_the_assistant_quotes_what_the_reader_found(index: Index) -> None:
    answer = Assistant(index, reader=FirstSentences()).ask("How high is the dam of Lowick?")
    assert answer.answered
    assert answer.quotes[0].text == "The dam of Lowick is thirty metres high."
    silent = Assistant(index, reader=FirstSentences(answerable=-30.0))
    assert silent.ask("How high is the dam of Lowick?").reason is Reason.NOT_STATED


# Rewriters


@pytest.fixture(params=[FollowUpRules, Continued])
def rewriter(request: pytest.FixtureRequest) -> QuestionRewriter:
    """Every rewriter."""
    made: QuestionRewriter = request.param()
    return made


@given(question=st.text(min_size=1, max_size=60))
@pytest.mark.parametrize("made", [FollowUpRules, Continued])
def test_a_question_without_history_stays(made: type[QuestionRewriter], question: str) -> None:
    assert made().rewrite(question, [], is_person=lambda _: False) == question


def test_a_rewriter_takes_questions_and_turns(rewriter: QuestionRewriter) -> None:
    for history in (["How high is the dam?"], [Exchange("How high is the dam?", "30 metres. [1]")]):
        first = rewriter.rewrite("And how old?", history, is_person=lambda _: False)
        assert first.strip()
        assert first == rewriter.rewrite("And how old?", history, is_person=lambda _: False)


def test_the_assistant_asks_what_the_rewriter_says(index: Index) -> None:
    fake = Continued()
    answer = Assistant(index, rewriter=fake, reader=FirstSentences()).ask(
        "How high?", history=["Is the dam of Lowick high?"]
    )
    assert answer.question == "How high?"
    assert answer.asked_as == "How high? Is the dam of Lowick high?"
    assert fake.known == {"Rita Moss": True, "Tom Ash": False}


def test_the_assistant_takes_the_wording_that_the_articles_answer(index: Index) -> None:
    answer = Assistant(index, rewriter=EitherOne()).ask("How high is it?", history=["Why?"])
    assert answer.question == "How high is it?"
    assert answer.asked_as == "How high is the dam of Lowick?"


def test_a_rewriter_of_one_wording_or_none_gives_what_it_says() -> None:
    def nobody(_: str) -> bool:
        return False

    one = wordings_of(Continued(), "How high?", ["Is it high?"], nobody)
    assert one == (Wording("How high? Is it high?"),)
    rules = FollowUpRules()
    first = wordings_of(rules, "How high is it?", ["Where is the dam?"], nobody)[0]
    assert first.text == rules.rewrite("How high is it?", ["Where is the dam?"], is_person=nobody)
    assert first.context == "Where is the dam?"


# Composers


@pytest.fixture(params=[QuoteLines, Numbers])
def composer(request: pytest.FixtureRequest) -> Composer:
    """Every composer."""
    made: Composer = request.param()
    return made


def test_a_composer_marks_every_quote_and_invents_nothing(composer: Composer, index: Index) -> None:
    article = index.article("dam-0")
    quotes = [
        Quote(number=1, article=article, start=0, end=40),
        Quote(number=2, article=article, start=41, end=62, speaker="Ada", answer_span=(57, 61)),
    ]
    text = composer.compose(understand("How high is the dam?"), quotes)
    assert all(f"[{quote.number}]" in text for quote in quotes)
    assert all(words in article.text for words in re.findall("“([^”]*)”", text))


@pytest.mark.parametrize("reason", list(Reason))
def test_a_composer_has_a_word_for_every_reason(composer: Composer, reason: Reason) -> None:
    assert composer.decline(understand("What did Tom Ash say about the dam?"), reason).strip()


def test_the_assistant_says_what_the_composer_says(index: Index, tmp_path: Path) -> None:
    asked = Assistant(index, reader=FirstSentences(), composer=Numbers())
    assert asked.ask("How high is the dam of Lowick?").answer == "[1]"
    assert asked.ask("What did Zebulon Quark say about the dam?").answer == "(unknown-speaker)"
