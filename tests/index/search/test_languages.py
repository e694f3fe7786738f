"""Words are found by the stems of their language, in whatever language a question is."""

import pytest

from index.articles.rows import NO_ROWS
from index.search.analysis import analysis_of, query_terms
from index.search.lexical_store import Entry
from index.search.tantivy_index import Counted, TantivyIndex
from index.search.word_search import WordSearch

TEXTS = {
    "de": "Die Brücken der Städte werden im Herbst gesperrt.",
    "fr": "Les ponts généraux seront fermés dès l'automne.",
    "es": "Las canciones hablaban de puertos lejanos.",
    "ru": "Ночные паромы не выходили из портов до осени.",
    "ar": "الوزراء يغلقون المدارس والكتاب في الميناء.",
    "zh": "港务局星期一表示夜间渡轮停航。",
    "en": "The ferries were sailing late.",
}
ROWS = {language: row for row, language in enumerate(TEXTS, 1)}


_ALL = Counted(NO_ROWS, None, None, None)


def _search(*languages: str) -> WordSearch:
    entries = [Entry(ROWS[one], ROWS[one], TEXTS[one], "", language=one) for one in languages]
    return WordSearch(TantivyIndex(None).updated(entries), NO_ROWS)


@pytest.fixture(scope="module")
def mixed() -> WordSearch:
    return _search(*TEXTS)


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("Welche Brücke in der Stadt ist gesperrt?", "de"),
        ("bruecken städte", "de"),
        ("Quel pont est fermé ?", "fr"),
        ("¿De qué habla la canción?", "es"),
        ("Какой паром вышел из порта?", "ru"),
        ("مدارس", "ar"),
        ("渡轮什么时候停航？", "zh"),
        ("Which ferry sailed?", "en"),
    ],
)
def test_another_form_of_a_word_is_found_in_its_language(
    mixed: WordSearch, query: str, language: str
) -> None:
    rows, scores = mixed.best(query, 9)
    assert rows[scores.argmax()] == ROWS[language]


def test_among_english_texts_nothing_is_added() -> None:
    search = _search("en")
    assert [term.text for term in search.terms("Which ferries sailed to ports?")] == [
        "ferri", "sail"
    ]  # fmt: skip
    assert query_terms("Brücken", ["english"]) == [("body", "brucken"), ("title", "brucken")]


def test_languages_without_passages_are_not_asked_for() -> None:
    entries = [Entry(1, 1, TEXTS["de"], "", language="de"), Entry(2, 2, TEXTS["en"], "")]
    index = TantivyIndex(None).updated(entries)
    assert index.analyses(_ALL) == ("english", "german")
    assert index.updated(remove=[1]).analyses(_ALL) == ("english",)


def test_languages_without_rules_keep_their_words() -> None:
    assert analysis_of("pl") == "plain"
    assert analysis_of("nb-no") == "norwegian"
    assert analysis_of(None) == analysis_of("en-gb") == "english"
    text = "Promy wypływają z portów"
    index = TantivyIndex(None).updated([Entry(1, 1, text, "", language="pl")])
    assert WordSearch(index, NO_ROWS).best("PORTÓW", 1)[0].tolist() == [1]
