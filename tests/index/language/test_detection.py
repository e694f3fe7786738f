import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import Article, ArticleInfo
from index.articles.origins import Origin
from index.language.detection import detect, with_language
from index.language.scripts import is_right_to_left, main_script

TEXTS = {
    "en": "The harbour office said on Monday that the night boat would not sail before the autumn.",
    "de": "Das Hafenamt teilte am Montag mit, dass die Nachtfähre nicht vor dem Herbst auslaufe.",
    "fr": "La capitainerie a annoncé lundi que le bateau de nuit ne partirait pas avant l'automne.",
    "es": "La capitanía anunció el lunes que el barco nocturno no zarparía antes del otoño.",
    "ru": "Управление порта сообщило в понедельник, что ночной паром не выйдет в море до осени.",
    "uk": "Управління порту повідомило в понеділок, що нічний пором не вийде в море до осені.",
    "ar": "أعلنت إدارة الميناء يوم الاثنين أن العبّارة الليلية لن تبحر قبل حلول فصل الخريف القادم.",
    "zh": "港务局星期一表示，夜间渡轮在秋季之前不会开航。",
    "ja": "港湾局は月曜日、夜行フェリーは秋まで出航しないと発表した。",
    "ko": "항만청은 월요일 야간 여객선이 가을 전에는 출항하지 않는다고 밝혔다.",
    "el": "Το λιμεναρχείο ανακοίνωσε τη Δευτέρα ότι το νυχτερινό πλοίο δεν θα αποπλεύσει.",
    "tr": "Liman idaresi pazartesi günü gece vapurunun sonbahardan önce kalkmayacağını açıkladı.",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_sentence_tells_its_language(language: str) -> None:
    found = detect(TEXTS[language])
    assert found is not None
    assert found.lang == language
    assert 0.5 <= found.certainty <= 1
    assert detect(TEXTS[language].upper()) is not None


@pytest.mark.parametrize(
    "text", ["", "2012", "Okafor Vane Lisowska", "Prices", "😀" * 80, "https://a.example/" * 9]
)
def test_what_tells_nothing_has_none(text: str) -> None:
    assert detect(text) is None


def test_links_and_quotations_do_not_outweigh_the_letters_of_a_text() -> None:
    links = " https://harbour.example/news/the-night-boat-of-the-harbour-office?id=1 "
    found = detect(links.join(TEXTS["ru"].split(" ", 4)))
    assert found is not None
    assert found.lang == "ru"
    quoted = detect(TEXTS["zh"] + " “The night boat stays in port” " + TEXTS["zh"])
    assert quoted is not None
    assert quoted.lang == "zh"


@given(st.text(max_size=200))
def test_any_text_has_a_language_or_none(text: str) -> None:
    found = detect(text)
    assert found is None or (found.lang.isalpha() and 0 <= found.certainty <= 1)


def _article(text: str, **info: str) -> Article:
    origins = (Origin("lang", "html lang"),) if info.get("lang") else ()
    return Article(info=ArticleInfo(id="a", **info), text=text, origins=origins)


def test_an_article_without_a_language_gets_it_with_where_from() -> None:
    found = with_language(_article(TEXTS["de"]))
    assert found.info.lang == "de"
    assert [(one.field, one.source) for one in found.origins] == [("lang", "detected")]
    assert with_language(_article("Prices")).info.lang is None


def test_what_the_source_says_stands_unless_the_letters_say_otherwise() -> None:
    stated = _article(TEXTS["de"], lang="de-at")
    assert with_language(stated) is stated
    assert with_language(_article(TEXTS["de"], lang="nl")).info.lang == "nl"
    wrong = with_language(_article(TEXTS["ru"], lang="en"))
    assert wrong.info.lang == "ru"
    assert [one.source for one in wrong.origins] == ["detected"]


def test_scripts_tell_direction() -> None:
    assert is_right_to_left("ar-EG")
    assert is_right_to_left("he")
    assert not is_right_to_left("de")
    assert not is_right_to_left(None)
    assert main_script(TEXTS["ja"]) == "kana"
