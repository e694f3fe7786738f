"""Other languages as in docs/languages.md: an embedder and a reader by name, both made here."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from index.collection import Index
from qa.answers import Answer, Reason
from qa.assistant import Assistant
from qa.opening import open_assistant

ARTICLES = {
    "ru": (
        "Мост закрыт",
        "Северный мост закрыли в понедельник из-за трещин в опорах. Ремонт продлится одиннадцать "
        "недель. Движение пустили по ул. Садовой до осени. Рыбаки опасаются за сезон.",
    ),
    "de": (
        "Brücke gesperrt",
        "Die Nordbrücke ist seit Montag gesperrt. Die Reparatur kostet zwei Millionen Kronen. Im "
        "3. Stock des Hafenamts tagt seitdem der Rat. Die Boote legen am Fischmarkt ab.",
    ),
    "fr": (
        "Le pont fermé",
        "Le pont du nord est fermé depuis lundi. La réparation durera onze semaines. M. Dupont "
        "dirige les travaux. Les bateaux partent désormais du marché aux poissons.",
    ),
    "ar": (
        "إغلاق الجسر",
        "أُغلق الجسر الشمالي يوم الاثنين بسبب تشققات في الدعامات. يستغرق الإصلاح أحد عشر أسبوعا. "
        "تنطلق العبارات من سوق السمك حتى إشعار آخر. يشرف على الأعمال م. سمير حداد.",
    ),
    "zh": (
        "北桥关闭",
        "北桥星期一因桥墩裂缝关闭。修理需要十一周。渡轮暂时从鱼市出发。工程师王海负责。",
    ),
}


pytestmark = pytest.mark.filterwarnings("ignore:Importing from 'sentence_transformers.models'")


class Asked(NamedTuple):
    """A question in a language, with the words of the article that answer it."""

    language: str
    question: str
    answer: str


ASKED = (
    Asked("ru", "Сколько продлится ремонт?", "одиннадцать недель"),
    Asked("de", "Was kostet die Reparatur der Nordbrücke?", "zwei Millionen Kronen"),
    Asked("fr", "Combien de temps durera la réparation ?", "onze semaines"),
    Asked("ar", "من أين تنطلق العبارات؟", "سوق السمك"),
    Asked("zh", "渡轮从哪里出发？", "鱼市"),
)
_PIECE = re.compile(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+|[^\w\s]")


def _words() -> list[str]:
    text = " ".join([*(" ".join(one) for one in ARTICLES.values()), *(a.question for a in ASKED)])
    plain = unicodedata.normalize("NFD", text.lower())
    bare = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
    return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(_PIECE.findall(bare))]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An embedder that compares words, and a reader that has learnt the answers above."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertForQuestionAnswering, BertModel, BertTokenizerFast

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("multilingual")
    (folder / "vocab.txt").write_text("\n".join(_words()), "utf-8")
    tokenizer = BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=128)
    sizes = {"vocab_size": len(_words()), "hidden_size": 64, "num_attention_heads": 4}
    config = BertConfig(**sizes, num_hidden_layers=0, initializer_range=0.5)
    BertModel(config).save_pretrained(folder / "plain")
    tokenizer.save_pretrained(folder / "plain")
    parts = [Transformer(str(folder / "plain"), max_seq_length=128), Pooling(64)]
    SentenceTransformer(modules=parts, device="cpu").save_pretrained(str(folder / "embedder"))
    config = BertConfig(
        **sizes,
        num_hidden_layers=2,
        intermediate_size=128,
        max_position_embeddings=130,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    reader = BertForQuestionAnswering(config)
    _learn(reader, tokenizer)
    reader.save_pretrained(folder / "reader")
    tokenizer.save_pretrained(folder / "reader")
    return folder / "embedder", folder / "reader"


def _learn(model, tokenizer) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Teach a model which words answer, and that another article does not."""
    import torch

    rows = [(one, language) for one in ASKED for language in ARTICLES]
    encoded = tokenizer(
        [one.question for one, _ in rows],
        [ARTICLES[language][1] for _, language in rows],
        padding=True,
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    offsets = encoded.pop("offset_mapping").tolist()
    spans = [
        _tokens(offsets[n], encoded.sequence_ids(n), one, language)
        for n, (one, language) in enumerate(rows)
    ]
    starts, ends = (torch.tensor(part) for part in zip(*spans, strict=True))
    steps = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(200):
        loss = model(**encoded, start_positions=starts, end_positions=ends).loss
        if loss.item() < 0.01:
            break
        steps.zero_grad()
        loss.backward()
        steps.step()


def _tokens(
    offsets: Sequence[Sequence[int]], parts: Sequence[int | None], one: Asked, language: str
) -> tuple[int, int]:
    if one.language != language:
        return 0, 0
    start = ARTICLES[language][1].index(one.answer)
    inside = [
        number
        for number, ((first, last), part) in enumerate(zip(offsets, parts, strict=True))
        if part == 1 and first < start + len(one.answer) and last > start
    ]
    return inside[0], inside[-1]


@pytest.fixture(scope="module")
def index(models: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("several-languages")
    articles = folder / "articles"
    articles.mkdir()
    for language, (title, text) in ARTICLES.items():
        (articles / f"{language}.md").write_text(f"# {title}\n\n{text}\n", "utf-8")
    with Index.open(folder / "index", create=True, embedding_model=str(models[0])) as opened:
        assert not opened.add([str(articles)]).failed
        yield opened


@pytest.fixture(scope="module")
def assistant(index: Index, models: tuple[Path, Path]) -> Assistant:
    return open_assistant(index, reader_model=str(models[1]))


def test_each_article_has_its_language_and_says_where_from(index: Index) -> None:
    infos = {info.id.split("-")[0]: info.lang for info in index.articles()}
    assert infos == {language: language for language in ARTICLES}
    for info in index.articles():
        (origin,) = [one for one in index.article(info.id).origins if one.field == "lang"]
        assert (origin.source, origin.certainty > 0.5) == ("detected", True)


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.language)
def test_a_question_is_answered_in_the_words_of_its_language(
    assistant: Assistant, asked: Asked
) -> None:
    answer = assistant.ask(asked.question)
    assert answer.answered
    first = answer.quotes[0]
    assert asked.answer in first.text
    assert first.text == first.article.text[first.start : first.end]
    assert first.text in first.article.text.strip()
    shown = answer.to_json()["quotes"]
    assert isinstance(shown, list)
    assert shown[0]["article"]["lang"] == asked.language


def test_quotes_end_where_sentences_of_the_language_end(assistant: Assistant) -> None:
    texts = [quote.text for asked in ASKED for quote in assistant.ask(asked.question).quotes]
    assert texts
    for text in texts:
        assert text[-1] in ".。"
        assert not text.endswith((" 3.", " ул.", "M.", " م."))


def test_without_a_reader_for_it_the_language_is_refused(index: Index) -> None:
    answer: Answer = Assistant(index).ask(ASKED[0].question)
    assert (answer.answered, answer.reason) == (False, Reason.LANGUAGE)
