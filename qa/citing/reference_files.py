"""A quote for reference managers: BibTeX, RIS and CSL-JSON, with its page and its words as a note.

Whatever an article's metadata hold stays a value: it can open no field and end no entry.
"""

import json
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from qa.citing.cited import CitedQuote
from qa.citing.record import Record, one_line, record_of_quote

_TEX: Mapping[str, str] = MappingProxyType(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_NO_KEY = re.compile(r"[^A-Za-z0-9:.-]+")
_RIS_TYPES = MappingProxyType({"article-newspaper": "NEWS", "webpage": "ELEC"})


def csl_json(quote: CitedQuote, link: str) -> str:
    """Return CSL-JSON: a list with one record."""
    return csl_json_of([(quote, link)])


def csl_json_of(quotes: Iterable[tuple[CitedQuote, str]]) -> str:
    """Return CSL-JSON: a list with a record for each quote with its permanent link."""
    records = [record_of_quote(quote, link) for quote, link in quotes]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def bibtex(quote: CitedQuote, link: str) -> str:
    """Return an entry that BibTeX and Biber read, in UTF-8."""
    record = record_of_quote(quote, link)
    date = _date_parts(record)
    in_print = "container-title" in record
    fields = {
        "author": " and ".join(_tex_name(name) for name in record.get("author", ())),
        # Braces keep the capitals as they are.
        "title": f"{{{_tex(record['title'])}}}",
        "journal": _tex(record.get("container-title", "")),
        "year": str(date[0]) if date else "",
        "month": str(date[1]) if len(date) > 1 else "",
        "date": "-".join(f"{part:02d}" for part in date),
        "pages": _tex(record.get("page", "")),
        "url": _tex_url(record.get("URL", "")),
        "langid": _tex(record.get("language", "")),
        "annote": f"{_tex(_one_line(quote.text))} ({_tex_url(link)})",
    }
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    key = _NO_KEY.sub("-", quote.article.id).strip("-") or "article"
    kind = "article" if in_print else "misc"
    return f"@{kind}{{{key}-{quote.start}-{quote.end},\n{rows}}}\n"


def ris(quote: CitedQuote, link: str) -> str:
    """Return a record in the form of RIS, with the ends of lines that it asks for."""
    record = record_of_quote(quote, link)
    date = _date_parts(record)
    rows: list[tuple[str, str]] = [("TY", _RIS_TYPES.get(record["type"], "GEN"))]
    rows += [("AU", _plain_name(name)) for name in record.get("author", ())]
    rows += [("TI", record["title"]), ("T2", record.get("container-title", ""))]
    if date:
        padded = [f"{part:02d}" for part in date] + [""] * (3 - len(date))
        rows += [("PY", f"{date[0]:04d}"), ("DA", "/".join([f"{date[0]:04d}", *padded[1:], ""]))]
    rows += [("SP", record.get("page", "")), ("UR", record.get("URL", ""))]
    rows += [("LA", record.get("language", "")), ("N1", _one_line(quote.text)), ("N1", link)]
    rows += [("ID", f"{quote.article.id}-{quote.start}-{quote.end}")]
    told = [f"{tag}  - {one_line(value) if tag != 'N1' else value}" for tag, value in rows if value]
    return "\r\n".join([*told, "ER  - ", ""])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _date_parts(record: Record) -> list[int]:
    parts: list[int] = record.get("issued", {"date-parts": [[]]})["date-parts"][0]
    return parts


def _tex(text: str) -> str:
    return "".join(_TEX.get(one, one) for one in text)


def _tex_url(url: str) -> str:
    """Return an address that can end no field: braces and backslashes written in per cent."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _tex_name(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return f"{{{_tex(name['literal'])}}}"
    return ", ".join(_tex(name[part]) for part in ("family", "suffix", "given") if part in name)


def _plain_name(name: Mapping[str, str]) -> str:
    return name.get("literal") or ", ".join(_parts(name))


def _parts(name: Mapping[str, str]) -> Iterable[str]:
    return (name[part] for part in ("family", "given", "suffix") if part in name)
