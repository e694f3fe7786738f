"""The names of authors as feeds write them, e-mail addresses left out."""

import re

from index.readers.blocks import one_line
from index.readers.feeds.items import plain

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_BY = re.compile(r"\Aby\s+", re.I)
_LONGEST = 200


def author(written: str) -> str | None:
    """Return the name in what a feed gives as author; None where it names nobody.

    >>> author("lena@herald.example (Lena Fisk)"), author("Lena Fisk <lena@herald.example>")
    ('Lena Fisk', 'Lena Fisk')
    """
    held = _ADDRESS.sub("", written[: 10 * _LONGEST].replace("<>", ""))
    name = plain(held.replace("<mailto:>", ""))
    name = one_line(_BY.sub("", (name or "").strip(" ()<>[],;")))
    if not name or len(name) > _LONGEST or "://" in name or not any(map(str.isalpha, name)):
        return None
    return name


def authors(written: list[str]) -> str | None:
    """Return the names of several, each once, parted by commas."""
    names = dict.fromkeys(name for name in map(author, written) if name)
    return ", ".join(names) or None
