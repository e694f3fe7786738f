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
    wide = _wide_encoding(data)
    candidates = [declared, wide] if wide else [declared, "utf-8", _escaped_encoding(data)]
    for candidate in candidates:
        decoded = _strict(data, candidate) if candidate else None
        if decoded is not None and (wide or not _looks_binary(data)):
            return decoded
    if _looks_binary(data):
        raise ReadError("looks binary, not text; give the text itself, or fix the file's suffix")
    return _cut_utf8(data) or _guess(data)


def _refuse_known_binary(data: bytes) -> None:
    for start, what in _BINARY_STARTS:
        if data.startswith(start):
            raise ReadError(f"looks binary ({what}), not text; fix the suffix or convert the file")


def _looks_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    strange = len(sample) - len(sample.translate(None, _STRANGE))
    return b"\x00" in sample or strange > _STRANGE_SHARE * len(sample)


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


def _wide_encoding(data: bytes) -> str | None:
    """Tell UTF-16 or UTF-32 without a mark by where the zero bytes of common characters fall."""
    sample = data[: _SAMPLE - _SAMPLE % 4]
    zeros = [sample[offset::4].count(0) for offset in range(4)]
    quarter = len(sample) // 4
    if len(data) % 2 or quarter == 0 or sum(zeros) < 0.1 * len(sample):
        return None
    if len(data) % 4 == 0 and zeros[2] + zeros[3] == 2 * quarter:
        return "utf-32-le"
    if len(data) % 4 == 0 and zeros[0] + zeros[1] == 2 * quarter:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if odd > 20 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 20 * odd else None


def _escaped_encoding(data: bytes) -> str | None:
    if not _ISO_2022.search(data[:_SAMPLE]):
        return None
    return "iso2022_kr" if b"\x1b$)C" in data[:_SAMPLE] else "iso2022_jp_2"


def _guess(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE]
    if len(sample) < len(data):
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    for match in from_bytes(sample):
        decoded = _strict(data, match.encoding)
        if decoded is not None:
            return decoded
    raise ReadError("its encoding cannot be told; save it as UTF-8 and try again")
