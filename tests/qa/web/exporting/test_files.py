"""Conversations as files: what is in them, and what cannot be."""

import io
import zipfile

import pypdfium2
import pytest
from docx import Document

from qa.web.exporting.conversation import SavedConversation, SavedExchange, SavedQuote
from qa.web.exporting.pdf import UnsetLetters, to_pdf
from qa.web.exporting.word import to_word

ADDRESS = "http://localhost:7860/read/toll-1?start=0&end=9#quote"


def _conversation(*said: str, title: str = "Toll & <tax>") -> SavedConversation:
    quotes = tuple(
        SavedQuote(
            number=number,
            text=text,
            facts=("Orla Brook", "The <toll>"),
            read=ADDRESS,
            original="https://herald.example/toll?a=1&b=2",
            lang="en",
        )
        for number, text in enumerate(said, 1)
    )
    lost = SavedQuote(number=9, text=None, facts=(), read=ADDRESS, remark="It is gone.")
    asked = SavedExchange(
        question="What is the toll?", lines=("Orla Brook:",), verdict="Stated", quotes=quotes
    )
    other = SavedExchange(question="And the mill?", quotes=(lost,))
    return SavedConversation(title=title, day="2026-05-31", lang="en", exchanges=(asked, other))


def _pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return " ".join("\n".join(pages).split())


def test_a_word_file_has_questions_as_headings_and_quotes_with_their_links() -> None:
    data = to_word(_conversation("Two pounds, she <said>.\nA line\x0b more.", "Сто рублей."))
    document = Document(io.BytesIO(data))
    styled = [(one.style.name, one.text) for one in document.paragraphs if one.style]
    assert ("Heading 1", "What is the toll?") in styled
    assert ("Quote", "Two pounds, she <said>.") in styled
    assert ("Quote", "Сто рублей.") in styled
    assert any(text == "It is gone." for _, text in styled)
    targets = [one.target_ref for one in document.part.rels.values() if one.is_external]
    assert set(targets) == {ADDRESS, "https://herald.example/toll?a=1&b=2"}


def test_words_from_the_right_are_marked_so_in_word() -> None:
    data = to_word(_conversation("الرسم جنيهان."))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        xml = file.read("word/document.xml").decode()
    assert xml.count("<w:bidi/>") == xml.count("<w:rtl/>") == 1


def test_a_pdf_has_the_words_of_latin_and_cyrillic_quotes() -> None:
    data = to_pdf(_conversation("Two pounds, she <b>said</b> & left.", "Сто рублей, Ấ и ё."))
    text = _pdf_text(data)
    for words in ("Toll & <tax>", "<b>said</b> & left.", "Сто рублей, Ấ и ё.", "It is gone."):
        assert words in text
    assert b"javascript" not in data


@pytest.mark.parametrize("words", ["الرسم جنيهان.", "税は二ポンド", "कर", "a 🚢 left"])
def test_what_a_pdf_would_set_wrong_is_refused_and_named(words: str) -> None:
    with pytest.raises(UnsetLetters) as refused:
        to_pdf(_conversation(words))
    assert set(refused.value.letters) <= set(words)


def test_a_picture_sign_in_a_title_is_a_frame() -> None:
    text = _pdf_text(to_pdf(_conversation("Two pounds.", title="The toll 🚢 rises")))
    assert "The toll \u25af rises" in text


def test_many_pages_and_a_word_longer_than_a_line_fit() -> None:
    data = to_pdf(_conversation(*(["a" * 3_000, "The lock leaks. " * 400] * 4)))
    document = pypdfium2.PdfDocument(data)
    assert len(document) > 3
    document.close()
