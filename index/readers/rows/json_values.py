"""Values of a JSON text one after another, without the whole of it in memory."""

import json
from collections.abc import Iterator

from index.errors import ReadError
from index.readers.rows.streams import LONGEST_LINE

_DECODER = json.JSONDecoder(strict=False)
_SPACES = " \t\r\n\ufeff"
_NEAR = 16
"""Characters before the end of what has been read within which an error may be its end's."""


class JsonText:
    """Reads a JSON text from left to right.

    Args:
        parts: the text.
    """

    def __init__(self, parts: Iterator[str]) -> None:
        self._parts = parts
        self._text = ""
        self._at = 0
        self._ended = False

    def peek(self) -> str:
        """Return the next sign that is no white space without taking it; "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACES:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> bool:
        """Take the next sign if it is this one."""
        if self.peek() != sign:
            return False
        self._at += 1
        return True

    def value(self) -> object:
        """Take and return the next value.

        Raises:
            ReadError: none begins here, or one that is too long, too deep or cut off.
        """
        self.peek()
        while True:
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._is_broken(error) or not self._double():
                    raise ReadError(f"not valid JSON ({error.msg})") from None
            except RecursionError:
                raise ReadError("not valid JSON (nested too deeply)") from None
            except ValueError:  # a number of thousands of digits
                raise ReadError("not valid JSON (a number too long)") from None
            else:
                if end < len(self._text) or not self._more():
                    self._at = end
                    return found

    def _is_broken(self, error: json.JSONDecodeError) -> bool:
        is_within = error.pos < len(self._text) - _NEAR
        return is_within and not error.msg.startswith("Unterminated string")

    def _double(self) -> bool:
        """Read as much again as is at hand; tell whether there was more."""
        wanted = 2 * (len(self._text) - self._at)
        if wanted > 2 * LONGEST_LINE:
            raise ReadError(f"a value of more than {LONGEST_LINE:,} characters; split it")
        more = self._more()
        while len(self._text) - self._at < wanted and self._more():
            pass
        return more

    def _more(self) -> bool:
        if self._ended:
            return False
        part = next(self._parts, None)
        self._ended = part is None
        self._text = self._text[self._at :] + (part or "")
        self._at = 0
        return part is not None
