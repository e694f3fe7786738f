"""The tokens of RTF: braces, control words with their numbers, and bytes of text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["open", "close", "word", "text"]

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,40})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+"
    rb"|([^\\{}\r\n]+)|\\",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    r"""A brace, a control word or sign with its number, or bytes of text.

    `is_one` tells bytes that count as one character where `\u` says how many follow it.
    """

    kind: Kind
    word: str = ""
    number: int | None = None
    data: bytes = b""
    is_one: bool = False


_OPEN, _CLOSE = Token("open"), Token("close")


def tokens(data: bytes) -> Iterator[Token]:
    r"""Yield the tokens of a file; bytes that `\bin` announces are passed over."""
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        word, number, code, sign, brace, text = match.groups()
        if text is not None:
            yield Token("text", data=text)
        elif brace is not None:
            yield _OPEN if brace == b"{" else _CLOSE
        elif code is not None:
            yield Token("text", data=bytes.fromhex(code.decode("ascii")), is_one=True)
        elif sign is not None:
            yield _sign(sign)
        elif word is not None:
            value = None if number is None else int(number)
            if word == b"bin":
                at += max(0, value or 0)
            yield Token("word", word.decode("ascii"), value)


def _sign(sign: bytes) -> Token:
    if sign in b"\\{}":
        return Token("text", data=sign, is_one=True)
    if sign in b"\r\n":
        return Token("word", "par")
    return Token("word", sign.decode("latin-1"))
