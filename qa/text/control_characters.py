"""Control characters made visible, so that no file name gives orders to a terminal."""

import re

# Line ends and tabs stay; the controls of direction would show a name's end at its beginning.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""Return `text` with each control character as its code: "\x1b"."""
    return _CONTROLS.sub(_code, text)


def _code(match: re.Match[str]) -> str:
    return ascii(match[0])[1:-1]
