"""What people say and write, asked of articles of other genres than news: the reader as shipped."""

from collections.abc import Iterator

import pytest

from index import Index
from index.articles.article import Article, ArticleInfo
from qa.answers import Answer, Reason, Verdict
from qa.assistant import Assistant
from qa.statements.stored import StatementFinder

COLUMN = (
    "I have heard it often this month: the marsh is no use to anybody. I think the marsh is the "
    "best teacher that our school has. Children learn more from one heron than from ten screens."
    "\n\nThe chairman of the council, Otto Venn, calls it a swamp."
)
RELEASE = (
    "Brennick Foods has stopped the sale of its plum cake. “We found glass in two tins and we "
    "are sorry,” said Lena Marsh, co-founder and CEO of Brennick. Marsh apologised to the shops."
    "\n\n“No lamp is as bright as a clean window,” warehouse keeper Grant Day said."
    "\n\nDelivery driver Paul Orr accused the bakery of saving on lamps."
)
OTHERS = {
    f"other-{number}": f"What did visitors of the {thing} say? The day they say it, all grant it."
    for number, thing in enumerate(
        "pool tram fair zoo dam mill quay dock park barn lake inn hall gate tower bridge school "
        "market museum prison garden chapel station harbour theatre stadium library".split()
    )
}
"""More passages that a question of only such words fits than are searched for one."""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, sample_index: Index) -> Iterator[Assistant]:
    """The assistant as it is, on thirty articles."""
    folder = tmp_path_factory.mktemp("people") / "index"
    with Index.open(
        folder, create=True, embedder=sample_index.embedder, annotator=StatementFinder()
    ) as made:
        texts = {"column": COLUMN, "release": RELEASE, **OTHERS}
        made.add_articles(
            Article(
                info=ArticleInfo(id=name, author="Ida Thorne" if name == "column" else None),
                text=text,
            )
            for name, text in texts.items()
        )
        yield Assistant(made)


def shown(answer: Answer) -> list[tuple[str | None, str]]:
    return [(quote.speaker, quote.text) for quote in answer.quotes]


def test_what_an_author_thinks_is_what_she_writes(assistant: Assistant) -> None:
    answer = assistant.ask("What does Ida Thorne think of the marsh?")
    assert shown(answer)[0][0] == "Ida Thorne"
    assert "I think the marsh is the best teacher" in shown(answer)[0][1]
    assert "Ida Thorne writes:" in answer.answer
    assert not assistant.ask("What does Ida Thorne think of trains?").answered


def test_why_an_author_likes_something_is_told_by_what_she_writes(assistant: Assistant) -> None:
    answer = assistant.ask("Why does Ida Thorne like the marsh?")
    assert {speaker for speaker, _ in shown(answer)} == {"Ida Thorne"}


def test_a_role_with_a_name_is_looked_up(assistant: Assistant) -> None:
    answer = assistant.ask("What did the CEO of Brennick say about glass?")
    assert [speaker for speaker, _ in shown(answer)] == ["Lena Marsh"]
    assert "found nobody" not in assistant.ask("What did the Acme CEO say about fish?").answer


def test_who_did_something_by_speaking(assistant: Assistant) -> None:
    answer = assistant.ask("Who accused the bakery?")
    assert shown(answer)[0][0] == "Paul Orr"
    answer = assistant.ask("Who apologised to the shops?")
    assert shown(answer)[0] == (None, "Marsh apologised to the shops.")


def test_whether_somebody_said_so_is_not_told_by_others(assistant: Assistant) -> None:
    answer = assistant.ask("Did Otto Venn say that children learn from herons?")
    assert {text for _, text in shown(answer)} <= {COLUMN.partition("\n\n")[2]}
    answer = assistant.ask("Did Paul Orr say that the marsh is a swamp?")
    assert (answer.verdict, answer.reason) == (Verdict.NOT_STATED, Reason.NOT_STATED)
    assert answer.answer == "I found no passage that states whether Paul Orr said this."


def test_what_somebody_says_is_found_though_the_question_fits_other_passages(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("What did Grant Day say?")
    assert {speaker for speaker, _ in shown(answer)} == {"Grant Day"}
    assert assistant.ask("What did Rita Quill say?").reason is Reason.UNKNOWN_SPEAKER
