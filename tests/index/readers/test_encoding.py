import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReadError
from index.readers.encoding import decode

POLISH = (
    "Zażółć gęślą jaźń. Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i "
    "swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu "
    "braterstwa. Każdy człowiek posiada wszystkie prawa i wolności zawarte w niniejszej deklaracji."
)
RUSSIAN = (
    "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом "
    "и совестью и должны поступать в отношении друг друга в духе братства. Каждый человек должен "
    "обладать всеми правами и всеми свободами, провозглашенными настоящей Декларацией."
)
JAPANESE = (
    "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。" * 3
)
CURLY = "“It can’t be,” he said — and it wasn’t. The café was closed; nobody knew why it was. " * 3


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_mark_tells_the_encoding(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding)).text == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_without_a_mark_is_told_by_its_zeros(encoding: str) -> None:
    assert decode(CURLY.encode(encoding)).text == CURLY


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (JAPANESE, "iso2022_jp"),
        (POLISH, "cp1250"),
        (CURLY, "cp1252"),
    ],
)
def test_older_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_what_the_file_declares_is_believed_when_it_fits() -> None:
    assert decode(POLISH.encode("iso8859-2"), "iso-8859-2").text == POLISH
    assert decode(RUSSIAN.encode(), "no-such-encoding").text == RUSSIAN
    assert decode(RUSSIAN.encode(), "shift_jis").encoding == "utf-8"


def test_latin_1_means_its_windows_superset() -> None:
    assert decode("“so”".encode("cp1252"), "iso-8859-1").text == "“so”"


def test_one_damaged_character_does_not_turn_utf8_into_something_else() -> None:
    data = RUSSIAN.encode() + b"\xd0"
    assert decode(data).text == RUSSIAN + "\ufffd"


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"%PDF-1.7\nhello",
        b"PK\x03\x04rest",
        b"\x89PNG\r\n\x1a\n",
        b"text with \x00 zero bytes in it, and more text",
        codecs.BOM_UTF8[:1] + b"\x01\x02\x03\x04\x05\x06" * 9,
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="looks binary"):
        decode(data)
