"""What the evidence reader learns from: the right sentences and words; and that it can learn."""

import random
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from qa.reading.windows import window  # noqa: E402
from qa.training.batches import bucketed, load_tokenizer  # noqa: E402
from qa.training.evidence.measure import best_sentences, over_article, read  # noqa: E402
from qa.training.evidence.model import EvidenceReader, by_sentence, loss, start_from  # noqa: E402
from qa.training.evidence.news import (  # noqa: E402
    EXAM,
    TRAINING,
    TUNING,
    NewsSamples,
    part_of,
    read_news,
)
from qa.training.evidence.public import from_squad  # noqa: E402
from qa.training.evidence.rows import UNKNOWN, Encoder, collate  # noqa: E402
from qa.training.evidence.samples import Sample  # noqa: E402
from qa.training.model import backbone_folder  # noqa: E402

ROW: dict[str, Any] = {
    "id": "ferry-01",
    "genre": "local council",
    "title": "Council delays ferry levy",
    "date": "2021-05-03",
    "text": (
        "The levy will not start before April, the council decided on Monday.\n\n"
        "“We were promised a quay that does not leak,” said Ada Okoro, the harbour master. "
        "“I am still waiting for it.”\n\n"
        "Councillor Lem Strand said it would raise $40,000 a year."
    ),
    "people": [{"name": "Ada Okoro", "roles": ["harbour master"], "gender": "f"}],
    "statements": [
        {
            "text": "“I am still waiting for it.”",
            "kind": "direct",
            "speaker": "Ada Okoro",
            "cue": "said",
        }
    ],
    "questions": [
        {
            "question": "And how much will it bring in?",
            "history": ["What did Strand propose?"],
            "rewrite": "How much will the levy bring in?",
            "kind": "fact",
            "answerable": True,
            "quotes": [
                {
                    "text": "Councillor Lem Strand said it would raise $40,000 a year.",
                    "speaker": "Lem Strand",
                }
            ],
            "answers": ["$40,000 a year"],
        },
        {
            "question": "Does it start this winter?",
            "kind": "yes-no",
            "answerable": True,
            "quotes": [
                {
                    "text": "The levy will not start before April, the council decided on Monday.",
                    "speaker": None,
                }
            ],
            "answers": ["not start before April"],
            "yes_no": "no",
        },
        {
            "question": "What did Okoro say about the price?",
            "kind": "who-said",
            "answerable": False,
            "why": "speaker-silent-on-topic",
        },
        {"question": "When was it published?", "kind": "metadata", "answerable": True},
    ],
}
OTHER = {
    **ROW,
    "id": "other-01",
    "title": "Rain",
    "text": "It rained. " * 8,
    "statements": [],
    "questions": [],
}


@pytest.fixture(scope="module")
def news() -> NewsSamples:
    return NewsSamples([ROW, OTHER])


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(load_tokenizer(backbone_folder()))


def sample(news: NewsSamples, q: int) -> Sample:
    article = news.articles[0]
    return news.sample(0, q, (0, 0), article.gold)


def test_a_follow_up_is_asked_as_it_was_rewritten_and_its_sentence_is_evidence(
    news: NewsSamples,
) -> None:
    made = sample(news, 0)
    assert made.question == "How much will the levy bring in?"
    kept = [
        ROW["text"][a:b]
        for (a, b), gold in zip(made.window.sentences, made.evidence, strict=True)
        if gold
    ]
    assert kept == ["Councillor Lem Strand said it would raise $40,000 a year."]
    assert [made.window.text[a:b] for a, b in made.answers] == ["$40,000 a year"]
    assert "[Ada Okoro, harbour master] “I am still" in made.window.text
    assert made.window.text.startswith("Council delays ferry levy | 2021-05-03 | ")


def test_what_is_not_stated_has_no_evidence_and_other_articles_have_none(
    news: NewsSamples,
) -> None:
    assert not sample(news, 2).answerable
    assert not news.sample(0, 0, (1, 0), ()).answerable
    assert sample(news, 1).yes_no == "no"
    assert [q for _, q in news.questions()] == [0, 1, 2]  # records answer the last one


def test_a_round_holds_windows_with_the_evidence_and_without(news: NewsSamples) -> None:
    drawn = [one for turn in range(8) for one in news.draw(0, 0, random.Random(turn))]
    assert any(one.answerable for one in drawn)
    assert any(one.kind == "other-article" and not one.answerable for one in drawn)


def test_tokens_know_their_sentence_and_inserted_words_have_none(
    news: NewsSamples, encoder: Encoder
) -> None:
    made = sample(news, 0)
    row = encoder.row(made)
    text = encoder.tokenizer
    for number, gold in enumerate(made.evidence):
        words = text.decode([row.ids[n] for n in (row.sentences == number).nonzero()[0]])
        assert ("strand" in words) == gold
        assert "[" not in words
    start, end = row.answers[0]
    assert text.decode(row.ids[start : end + 1]) == "$ 40, 000 a year"
    assert row.own[start : end + 1].all()
    assert not row.own[: row.first].any()


def test_what_is_over_the_models_length_is_left_out_of_every_label(encoder: Encoder) -> None:
    text = "A word. " * 400
    spans = tuple((n * 8, n * 8 + 7) for n in range(400))
    read_window = window(text, (0, len(text)), spans)
    evidence = tuple(n == 399 for n in range(400))
    row = encoder.row(Sample("k", "a", "s", "fact", "Why?", read_window, evidence, ((3194, 3198),)))
    assert len(row.ids) <= 384
    assert not row.answerable
    assert row.answers == [(0, 0)]
    assert len(row.evidence) == row.sentences.max() + 1


def test_a_batch_pools_each_sentence_over_its_own_tokens() -> None:
    tokens = torch.tensor([[1.0, 3.0, 5.0, 100.0]])
    sentences = torch.tensor([[0, 0, 2, UNKNOWN]])
    assert by_sentence(tokens, sentences, 3).tolist() == [[2.0, 0.0, 5.0]]


def test_bucketed_batches_hold_every_row_once_within_the_limit(
    news: NewsSamples, encoder: Encoder
) -> None:
    rows = [encoder.row(sample(news, q)) for q in (0, 1, 2)] * 3
    batches = list(bucketed(rows, 300, random.Random(0)))
    assert sorted(id(r) for b in batches for r in b) == sorted(map(id, rows))
    assert all(len(b) == 1 or len(b) * max(len(r.ids) for r in b) <= 300 for b in batches)


def tiny() -> EvidenceReader:
    from transformers import BertConfig

    torch.manual_seed(1)
    return EvidenceReader(
        BertConfig(hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64)
    )


def test_a_small_reader_learns_which_sentence_is_evidence(
    news: NewsSamples, encoder: Encoder
) -> None:
    samples = [sample(news, q) for q in (0, 1, 2)]
    batch = collate([encoder.row(one) for one in samples])
    reader = tiny()
    trained = [p for p in reader.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=3e-3)
    first = float(loss(reader, batch).detach())
    for _ in range(60):
        value = loss(reader, batch)
        value.backward()
        optimiser.step()
        optimiser.zero_grad()
    assert float(value.detach()) < 0.2 * first
    said = read(reader, encoder, samples)
    assert best_sentences(samples[:1], said[:1])[0][1]
    assert said[0].answerable > 0 > said[2].answerable
    assert said[1].yes_no < 0


def test_figures_tell_a_reader_that_knows_from_one_that_does_not(
    news: NewsSamples, encoder: Encoder
) -> None:
    figures = over_article(tiny(), encoder, news, 10)
    assert figures["questions"] == 3
    assert set(figures["first"]) == {"all", "follow-up", "yes-no"}  # type: ignore[arg-type]


def test_weights_of_a_reader_of_spans_are_taken_over(news: NewsSamples) -> None:
    reader = tiny()
    old = {"span.weight": torch.full((2, 32), 7.0), "answerable.bias": torch.tensor([3.0])}
    start_from(reader, old)
    assert reader.span.weight[:2].eq(7).all()
    assert not reader.span.weight[2].eq(7).any()
    assert reader.answerable.bias[0].item() == 3.0


def test_every_article_belongs_to_one_part() -> None:
    parts = [part_of(f"article-{n}") for n in range(2000)]
    assert 0.76 < parts.count(TRAINING) / 2000 < 0.84
    assert 0.08 < parts.count(TUNING) / 2000 < 0.12
    assert 0.08 < parts.count(EXAM) / 2000 < 0.12


def test_compressed_parts_are_read_in_order(tmp_path: Path) -> None:
    import json
    import lzma

    (tmp_path / "b.jsonl").write_text(json.dumps(OTHER) + "\n", "utf-8")
    (tmp_path / "a.jsonl.xz").write_bytes(lzma.compress((json.dumps(ROW) + "\n").encode()))
    assert [row["id"] for row in read_news(tmp_path)] == ["ferry-01", "other-01"]


def test_a_question_in_squad_form_has_the_sentence_of_its_answer_as_evidence() -> None:
    from qa.training.data import Passage, Question

    text = "The dam was built in 1931. It leaks. " + "Nobody minds it at all. " * 80
    start = text.index("1931")
    question = Question(
        "k", "When?", Passage("p", "a", "s", text), ((start, start + 4),), ("1931",)
    )
    made = from_squad(question, random.Random(3))
    assert made is not None
    held = [text[a:b] for (a, b), g in zip(made.window.sentences, made.evidence, strict=True) if g]
    assert held == ["The dam was built in 1931."]
    assert [made.window.text[a:b] for a, b in made.answers] == ["1931"]
    assert len(made.window.text) <= 1300


def test_news_is_checked_before_it_is_written_as_parts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    from qa.training.evidence.news_parts import main

    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    rows = [OTHER, ROW]
    good.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert main([str(good), "--out", str(tmp_path / "parts")]) == 0
    assert [row["id"] for row in read_news(tmp_path / "parts")] == ["ferry-01", "other-01"]

    wrong = json.loads(json.dumps(ROW))
    wrong["questions"][0]["answers"] = ["$50,000"]
    wrong["questions"][2]["why"] = "unclear"
    wrong["statements"][0]["text"] = "“I am still"
    wrong["text"] += " “I am still here.”"
    bad.write_text(json.dumps(wrong) + "\n", "utf-8")
    assert main([str(bad), "--out", str(tmp_path / "none")]) == 1
    said = capsys.readouterr().err
    assert "$50,000" in said
    assert "unclear" in said
    assert "“I am still" in said
    assert not (tmp_path / "none").exists()


def test_variety_counts_what_there_is() -> None:
    from qa.training.evidence.variety import figures, shared_words

    told = dict(figures([ROW, OTHER]))
    assert told["articles"] == "2"
    assert told["not answerable"] == "0.250"
    assert told["kind who-said"] == "1"
    assert told["follow-ups with rewrites"] == "1"
    assert told["different first three words of questions"] == "1.000"
    # "levy" and "bring" are not in the evidence of the follow-up as it was rewritten.
    assert shared_words(ROW["questions"][:1]) == 0
