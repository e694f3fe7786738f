import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.detection import foreign_language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Où est Ana Öztürk ?", "French"),
        ("Qu'a dit le ministre sur le pont ?", "French"),
        ("Wann eröffnet die Brücke?", "German"),
        ("was sagt der minister zur brücke", "German"),
        ("¿Qué dijo el ministro sobre la ley?", "Spanish"),
        ("Chi ha detto che il ponte è sicuro?", "Italian"),
        ("Quem disse que a ponte é segura?", "Portuguese"),
        ("Wat zei de minister over de brug?", "Dutch"),
        ("Co powiedział minister o moście?", "Polish"),
        ("Vad sa ministern om bron?", "Swedish"),
        ("Ahmet köprü hakkında ne dedi?", "Turkish"),
        ("Что сказал министр о мосте?", "Russian"),
        ("Що сказав міністр про міст?", "Ukrainian"),
        ("ماذا قال الوزير عن الجسر؟", "Arabic"),
        ("部长对桥说了什么？", "Chinese"),
        ("大臣は橋について何と言いましたか？", "Japanese"),
        ("장관은 다리에 대해 뭐라고 말했습니까?", "Korean"),
        ("Τι είπε ο υπουργός για τη γέφυρα;", "Greek"),
        ("मंत्री ने पुल के बारे में क्या कहा?", "Hindi"),
    ],
)
def test_questions_in_other_languages_are_told(question: str, language: str) -> None:
    assert foreign_language(question) == language


@pytest.mark.parametrize(
    "question",
    [
        "What did José Muñoz say about São Paulo?",
        "Kim Jong Un",
        "kim jong un missile",
        "El Chapo",
        "van der Bellen Wien",
        "Le Monde Die Zeit La Repubblica",
        "Why did Die Linke lose?",
        "Бордюжа Иран",
        "Лавров about Iran",
        "習近平",
        "Où est the bridge?",
        "Was sagte the minister?",
        "ferry levy",
        "the the the",
        "who what when",
        "Cinco de Mayo parade",
        "coup d'etat in Mali",
        "",
        "?!",
        "2012",
    ],
)
def test_names_keywords_and_mixtures_are_english(question: str) -> None:
    assert foreign_language(question) is None


@given(st.text(max_size=80))
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert foreign_language(text) is None or foreign_language(text)
