"""A heading answers nothing; what stands under it does, most where it asks the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.articles.article import Article, ArticleInfo
from index.articles.marks import Mark
from index.articles.passages import Hit, Passage
from qa.evidence.candidate import Candidate
from qa.evidence.forms.headings import sections_of, under_headings
from qa.questions.understanding import understand
from tests.qa.evidence.pages import sentence

HEADS = ("Lost badges", "May I bring a dog?", "What visitors need", "Who cleans the pool?")
TEXT = (
    "Lost badges\n\nTell the porter the same day. A new one costs five pounds.\n\n"
    "May I bring a dog?\n\nNo. Guide dogs are welcome. Cats are not.\n\nA bowl is at the door.\n\n"
    "What visitors need\n\n- a pass\n- a guide\n\nWho cleans the pool?\n\n"
)


def hit(text: str = TEXT) -> Hit:
    marks = tuple(Mark("heading", text.index(h), text.index(h) + len(h)) for h in HEADS)
    article = Article(info=ArticleInfo(id="rules", title="House rules"), text=text, marks=marks)
    passage = Passage(number=0, start=0, end=len(text))
    return Hit(rank=1, score=1.0, article=article, passage=passage)


def told(
    question: str, read: Sequence[tuple[str, float]], alike: Mapping[str, float]
) -> list[Candidate]:
    def compare(_: str, texts: Sequence[str]) -> list[float]:
        return [alike.get(text, 0.1) for text in texts]

    page = hit()
    found = [sentence(page, part, evidence) for part, evidence in read]
    asked = under_headings(understand(question), found, [page], compare)
    return sorted(asked, key=lambda one: -one.read.evidence)


def test_what_is_read_of_a_heading_counts_for_the_sentence_under_it() -> None:
    read = [("Lost badges", 3.0), ("Tell the porter the same day.", -4.0)]
    (one,) = told("What if I lose my badge?", read, {})
    assert one.text == "Tell the porter the same day."
    assert -4.0 < one.read.evidence < 3.0


def test_a_heading_with_nothing_under_it_is_left_out() -> None:
    assert told("Who cleans the pool?", [("Who cleans the pool?", 5.0)], {}) == []


def test_the_paragraph_under_a_question_like_the_one_asked_answers_whole() -> None:
    read = [("Guide dogs are welcome.", 0.0), ("A new one costs five pounds.", 2.0)]
    first, *rest = told("Can I take my dog along?", read, {"May I bring a dog?": 0.85})
    assert first.text == "No. Guide dogs are welcome. Cats are not."
    assert [one.text for one in rest] == ["A new one costs five pounds."]


def test_another_question_brings_nothing_along() -> None:
    read = [("Guide dogs are welcome.", 0.0)]
    (one,) = told("Is there a playground?", read, {"May I bring a dog?": 0.5})
    assert one.text == "Guide dogs are welcome."


def test_a_list_under_such_a_heading_is_asked_for_as_a_whole() -> None:
    read = [("- a pass", 1.0), ("- a guide", 2.0)]
    found = told("What do visitors need?", read, {"What visitors need": 0.95})
    assert [one.listed for one in found] == [True, True]
    assert found[0].text == "- a pass"


def test_somebody_elses_words_are_not_joined() -> None:
    page = hit()
    his = replace(sentence(page, "Guide dogs are welcome.", 1.0), speaker="Ada Okoro")
    found = [his, sentence(page, "Cats are not.", 0.0)]
    asked = under_headings(
        understand("Can I take my dog along?"), found, [page],
        lambda _, texts: [0.9 if "dog" in text else 0.0 for text in texts],
    )  # fmt: skip
    assert {one.text for one in asked} == {"Guide dogs are welcome.", "Cats are not."}
    assert max(asked, key=lambda one: one.read.evidence).speaker == "Ada Okoro"


def test_what_is_asked_in_a_transcript_is_no_heading() -> None:
    text = "Reporter: Who pays for the pool?\n\nMayor: Not us. Next question.\n"
    article = replace(hit().article, text=text, marks=())
    assert [text[slice(*one.head)] for one in sections_of(article)] == [text.split("\n")[0]]
    turn = Mark("turn", text.index("Who"), text.index("?") + 1, "Reporter")
    assert sections_of(replace(article, marks=(turn,))) == []
