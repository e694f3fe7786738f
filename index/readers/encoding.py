"""Bytes become text: byte-order marks, what the file declares, UTF-8, then statistics."""

import codecs
import re
from dataclasses import dataclass

from index.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_STARTS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"SQLite format 3\x00", "a database"),
)
# Besides tab, line ends, form feed, escape (ISO 2022 text) and the end mark of DOS files.
_STRANGE = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b\x1a"))
_STRANGE_SHARE = 0.02
_EXPLAINED = 0.9
_SAMPLE = 1 << 18
_ISO_2022 = re.compile(rb"\x1b\$[@B)(]|\x1b\([BJ]")
# What browsers read under these names: the smaller sets are nearly always mislabelled supersets.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
}
# The accented letters and marks that running text in each code page is made of. A guess between
# Latin code pages, which statistics over bytes get wrong, goes to the one that explains most.
_WESTERN = "àâäáãåæçéèêëíïîñóòôöõøœßúüùûÿÀÂÄÁÃÅÆÇÉÈÊËÍÎÑÓÔÖÕØŒÚÜ“”‘’„«»–—…•°§£€©®™¿¡·´\u00a0"
_CENTRAL = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűöüäôľĺŐŰÖÜăâîşţĂÂÎŞŢđĐß“”‘’„«»–—…\u00a0"
_TURKISH = "ğışçöüâîûĞİŞÇÖÜÂÎ“”‘’«»–—…\u00a0"
_LATIN = {
    "cp1252": frozenset(_WESTERN),
    "cp1250": frozenset(_CENTRAL),
    "iso8859_2": frozenset(_CENTRAL),
    "cp1254": frozenset(_TURKISH),
    "mac_roman": frozenset(_WESTERN),
}
_LATIN_GUESS = re.compile(
    r"cp(?:1250|1252|1254|1257|1258|437|775|850|852|857|858|86[0135]|500|037|1140)$"
    r"|iso8859_(?:1|2|3|4|9|10|13|14|15|16)$|latin_1$|mac_(?!cyrillic|greek)|hp_roman8$"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the name of the encoding it was read as."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return `data` as text.

    In order: a byte-order mark, `declared` (what the file itself says, may be wrong), UTF-8,
    UTF-16/32 without a mark, ISO 2022, and last the guess of charset-normalizer.

    Raises:
        ReadError: the bytes are no text, or no encoding fits; the message lacks the file's name.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding) or _lenient(data, encoding)
    _refuse_known_binary(data)
    # The bytes of these look binary, so they must come before that question.
    for candidate in (*_escaped_encodings(data), *_wide_encodings(data)):
        decoded = _strict(data, candidate)
        if decoded is not None and _mostly_printable(decoded.text):
            return decoded
    if _looks_binary(data):
        raise ReadError("looks binary, not text; give the text itself, or fix the file's suffix")
    for named in filter(None, (declared, "utf-8")):
        decoded = _strict(data, named)
        if decoded is not None:
            return decoded
    return _cut_utf8(data) or _guess(data)


def _refuse_known_binary(data: bytes) -> None:
    for start, what in _BINARY_STARTS:
        if data.startswith(start):
            raise ReadError(f"looks binary ({what}), not text; fix the suffix or convert the file")


def _looks_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    strange = len(sample) - len(sample.translate(None, _STRANGE))
    return b"\x00" in sample or strange > _STRANGE_SHARE * len(sample)


def _mostly_printable(text: str) -> bool:
    sample = text[:4096].lstrip("\ufeff")
    return sum(letter.isprintable() or letter.isspace() for letter in sample) >= 0.9 * len(sample)


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        name = codecs.lookup(encoding.strip()).name
        name = _SUPERSETS.get(name, name)
        return Decoded(data.decode(name), name)
    except (LookupError, UnicodeError, ValueError):
        return None


def _lenient(data: bytes, encoding: str) -> Decoded:
    return Decoded(data.decode(encoding, "replace"), encoding)


def _cut_utf8(data: bytes) -> Decoded | None:
    """Read UTF-8 with a few damaged characters (a cut end, one bad paste) as such."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    sound = len(data) - len(text)  # each multi-byte character makes the text shorter than the bytes
    return Decoded(text, "utf-8") if damaged * 20 < sound and damaged < 50 else None


def _wide_encodings(data: bytes) -> list[str]:
    """Tell UTF-16 or UTF-32 without a mark by where the zero bytes of common characters fall."""
    sample = data[: min(len(data), _SAMPLE) // 4 * 4]
    zeros = [sample[offset::4].count(0) for offset in range(4)]
    quarter = len(sample) // 4
    if len(data) % 2 or quarter == 0 or sum(zeros) < 0.1 * len(sample):
        return []
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    fitting = (
        ("utf-32-le", zeros[3] == quarter),
        ("utf-32-be", zeros[0] == quarter),
        ("utf-16-le", odd > 20 * even),
        ("utf-16-be", even > 20 * odd),
    )
    return [encoding for encoding, fits in fitting if fits]


def _escaped_encodings(data: bytes) -> list[str]:
    sample = data[:_SAMPLE]
    if b"\x1b$)C" in sample:
        return ["iso2022_kr"]
    return ["iso2022_jp_2", "iso2022_jp_ext"] if _ISO_2022.search(sample) else []


def _guess(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE]
    if len(sample) < len(data):
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    guesses = [match.encoding for match in from_bytes(sample)]
    if not guesses or _LATIN_GUESS.match(guesses[0]):
        guesses = [*_latin_encodings(sample, guesses[0] if guesses else ""), *guesses]
    for guess in guesses:
        decoded = _strict(data, guess)
        if decoded is not None:
            return decoded
    raise ReadError("its encoding cannot be told; save it as UTF-8 and try again")


def _latin_encodings(sample: bytes, guess: str) -> list[str]:
    """Return the Latin code pages that explain most of the bytes above ASCII, best first.

    Between equals: Western, then the ISO page where nothing stands in the range that only Windows
    pages use, then the guess.
    """
    high = bytes(byte for byte in sample if byte >= 128)
    windows = any(byte < 0xA0 for byte in high)
    shares: list[tuple[float, bool, bool, bool, str]] = []
    for encoding, letters in _LATIN.items():
        text = high.decode(encoding, "replace")
        known = sum(letter in letters for letter in text) / len(text) if text else 0.0
        if known >= _EXPLAINED:
            iso = encoding.startswith("iso") and not windows
            western = encoding == "cp1252" and not _hungarian(text)
            shares.append((round(known, 3), western, iso, encoding == guess, encoding))
    return [share[-1] for share in sorted(shares, key=lambda share: share[:4], reverse=True)]


def _hungarian(text: str) -> bool:
    """Tell Hungarian ő and ű, read as Western õ and û, by the Western letters that are missing."""
    letters = set(text)
    return bool(letters & set("õûÕÛ")) and not letters & set("àâäåãæçèêëîïñøôùÄÅ")
