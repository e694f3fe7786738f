"""Abbreviations and beginnings of sentences are a language's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo
from index.chunking.partition import chunk
from index.chunking.sentences import sentence_spans

CASES = [
    ("de", ["Er wohnt im 3. Stock.", "Die Feuerwehr kam bald."]),
    ("de", ["Sie stieg auf den 2. Platz.", "Am 4. Mai endet die Frist."]),
    ("de", ["Der Verein zählt 12.", "Danach war Schluss."]),
    ("de", ["Das kostet 5 Mio. Euro.", "Wir zahlen bis zu 7 Mio.", "Die Stadt zahlt den Rest."]),
    ("de", ["Rohre, Kabel usw.", "Das alles fehlt."]),
    ("fr", ["M. Dupont est parti.", "Mme Roux reste."]),
    ("fr", ["Il vit av. J. Jaurès depuis févr.", "Les autres sont loin."]),
    ("es", ["El Sr. Ruiz viajó a EE.UU.", "La ministra no fue."]),
    ("es", ["¿Quién paga?", "¡Nadie!", "Lo dijo D. Luis."]),
    ("ru", ["Мост стоит на ул. Садовой с 1990 г.", "Он закрыт."]),
    ("ru", ["Совет ответил им.", "Потом все ушли."]),
    ("ru", ["Театр им. Чехова открыт и т.д.", "Это все."]),
    ("uk", ["Він живе на вул. Садовій.", "Це правда."]),
    ("pl", ["To jest 3. edycja.", "Pani dr Kos nie przyszła.", "W 2020 r.", "On odszedł."]),
    ("it", ["Il dott. Neri è qui ecc.", "La riunione è finita."]),
    ("ar", ["قال د. سمير إن الجسر مغلق.", "متى يفتح؟", "لا أحد يعرف."]),
    ("zh", ["大桥关闭了。", "“为什么？”他问。", "没有人知道！"]),
]


@pytest.mark.parametrize(("language", "sentences"), CASES)
def test_sentences_end_where_the_language_ends_them(language: str, sentences: list[str]) -> None:
    text = ("" if language == "zh" else " ").join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text, language)] == sentences


def test_the_region_of_a_language_changes_nothing() -> None:
    text = "Er wohnt im 3. Stock. Die Feuerwehr kam bald."
    assert sentence_spans(text, "de-AT") == sentence_spans(text, "de")
    assert sentence_spans(text, "sv") == sentence_spans(text)


def test_english_is_what_it_was_whatever_is_said_of_it() -> None:
    text = "They met on Jan. 5. The U.S. said no. It is No. 7. Mr. Vane left at 3. Nobody came."
    assert sentence_spans(text, "en") == sentence_spans(text, "en-us") == sentence_spans(text)


@given(st.text(max_size=200), st.sampled_from(["de", "fr", "ru", "ar", "pl", "zh"]))
def test_no_character_is_lost_in_any_language(text: str, language: str) -> None:
    spans = sentence_spans(text, language)
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())


def test_passages_are_cut_by_the_language_of_their_article() -> None:
    text = "Sie wohnt im 3. Stock. " * 60
    info = ArticleInfo(id="a", lang="de")
    passages = chunk(Article(info=info, text=text))
    assert len(passages) > 1
    assert all(text[one.start :].startswith("Sie") for one in passages)
