import json
import random
from pathlib import Path

from qa.training.data import (
    Passage,
    Question,
    article_key,
    located,
    read_squad,
    sentence_spans,
    split_by_article,
)
from qa.training.mixture import among, round_slice
from qa.training.negatives import Bm25, Negatives, cut_out, holds_answer


def question(key: str, article: str, text: str = "a b c", spans: bool = True) -> Question:
    passage = Passage(f"{article}/{key}", article, "new_wiki", text)
    return Question(key, "What is it?", passage, ((0, 1),) if spans else (), ("a",))


def test_split_shares_no_article() -> None:
    rows = [question(str(i), f"article {i % 17}") for i in range(400)]
    split = split_by_article(rows, 80)
    train = {q.passage.article for q in split.train}
    dev = {q.passage.article for q in split.dev}
    assert not train & dev
    assert len(split.train) + len(split.dev) == 400
    assert 60 <= len(split.dev) <= 100


def test_split_does_not_depend_on_order() -> None:
    rows = [question(str(i), f"article {i % 17}") for i in range(200)]
    first = {q.key for q in split_by_article(rows, 40).dev}
    assert first == {q.key for q in split_by_article(rows[::-1], 40).dev}


def test_an_article_too_large_stays_in_training() -> None:
    rows = [question(str(i), "large") for i in range(500)] + [question("x", "small")]
    assert {q.passage.article for q in split_by_article(rows, 20).dev} == {"small"}


def test_sentences_cover_the_text() -> None:
    text = 'One is here. "Two?" Three costs 3.5 kroner.\nFour'
    spans = sentence_spans(text)
    assert "".join(text[a:b] for a, b in spans) == text
    assert [text[a:b].strip() for a, b in spans] == [
        "One is here.",
        '"Two?"',
        "Three costs 3.5 kroner.",
        "Four",
    ]


def test_answers_with_a_wrong_offset_are_left_out() -> None:
    answers = [
        {"text": "red", "answer_start": 4},
        {"text": " red ", "answer_start": 3},
        {"text": "red", "answer_start": 0},
    ]
    assert located("the red car", answers) == ((4, 7),)


def test_documents_of_sentences_are_articles() -> None:
    assert article_key("qamr", "Wiki1k:wikipedia:16016:90:8", "k") == "qamr/Wiki1k:wikipedia:16016"
    assert article_key("reddit", "Filtered", "reddit/x/0/3") == "reddit/x/0/3"


def test_reading_squad_form(tmp_path: Path) -> None:
    row = {"id": "1", "question": " Which? ", "answers": [{"text": "𝔘x", "answer_start": 2}]}
    data = {"data": [{"title": "T", "paragraphs": [{"context": "a 𝔘x", "qas": [row]}]}]}
    path = tmp_path / "set.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    (read,) = read_squad(path, "new_wiki")
    assert read.text == "Which?"
    assert read.spans == ((2, 4),)
    assert read.passage.article == "new_wiki/T"


def test_bm25_finds_the_passage_with_the_rare_word() -> None:
    texts = ["the red car drove", "the blue car drove", "a zebra stood", "cars and cars"]
    assert Bm25(texts).best("which zebra stood there", 2)[0] == 2
    assert Bm25(texts).best("nothing matches", 2) == []


def test_answers_are_found_as_whole_words() -> None:
    assert holds_answer("It was The Red car.", ["red"])
    assert not holds_answer("It was hundred.", ["red"])
    assert holds_answer("It was a red car.", ["the red car"])


def test_cut_out_leaves_no_answer() -> None:
    filler = "Many other things are told here about the town and its long history of trade. "
    text = filler + "The museum opened in 1921. " + filler
    start = text.index("1921")
    passage = Passage("p", "a", "new_wiki", text)
    asked = Question("q", "When?", passage, ((start, start + 4),), ("1921",))
    made = cut_out(asked)
    assert made is not None
    assert not made.answerable
    assert "1921" not in made.passage.text
    assert made.passage.key != passage.key


def test_cut_out_gives_up_where_the_answer_is_repeated() -> None:
    filler = "Many other things are told here about 1921 and its long history of trade by sea. "
    text = filler + "The museum opened in 1921. " + filler
    passage = Passage("p", "a", "new_wiki", text)
    start = text.index("opened")
    asked = Question("q", "When?", passage, ((start, start + 14),), ("1921",))
    assert cut_out(asked) is None


def test_negatives_never_hold_the_answer() -> None:
    rows = []
    for i in range(30):
        text = f"Town {i} has a harbour. Its mayor is Berg{i}. Trade with fish is old."
        start = text.index(f"Berg{i}")
        passage = Passage(f"p{i}", f"a{i % 3}", "new_wiki", text)
        span = (start, start + len(f"Berg{i}"))
        rows.append(
            Question(f"q{i}", f"Who is mayor of Town {i}?", passage, (span,), (f"Berg{i}",))
        )
    maker, rng = Negatives(rows), random.Random(0)
    for row in rows:
        for kind in ("retrieved", "same-article"):
            made = maker.make(row, kind, rng)
            assert made is not None
            assert not holds_answer(made.passage.text, row.golds)
            assert made.kind == kind
            assert not made.answerable


def test_company_moves_the_spans_along() -> None:
    passage = Passage("p", "a", "qamr", "Berg is mayor.")
    asked = Question("q", "Who?", passage, ((0, 4),), ("Berg",))
    others = [Passage(str(i), "a", "qamr", f"Sentence {i}.") for i in range(3)]
    for seed in range(8):
        made = among(asked, others, random.Random(seed))
        ((start, end),) = made.spans
        assert made.passage.text[start:end] == "Berg"
        assert all(p.text in made.passage.text for p in others)


def test_rounds_go_round() -> None:
    rows = [question(str(i), "a") for i in range(10)]
    seen = [q.key for turn in range(2) for q in round_slice(rows, 0.5, turn)]
    assert sorted(seen) == sorted(q.key for q in rows)
