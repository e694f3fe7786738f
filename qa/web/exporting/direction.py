"""Which way a text is read, told by its first letter that has a direction (as `dir=auto`). Pure."""

import unicodedata

_LEFT, _RIGHT = "L", ("R", "AL")


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is one that is read from the right."""
    kinds = map(unicodedata.bidirectional, text)
    first = next((kind for kind in kinds if kind == _LEFT or kind in _RIGHT), _LEFT)
    return first in _RIGHT
