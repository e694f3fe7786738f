"""Text into the terms that are searched, by the language of the text: tantivy's own filters.

Words are split at everything that is no letter or digit, lower-cased, reduced to their stem by the
rules of their language (Snowball) and freed of accents; what has no known language is taken for
English, and a language without rules keeps its words as they are. Scripts written without spaces
go into a field of their own as pairs of neighbouring characters, which a query is cut into the
same way.

Nobody says what language a question is in: it is cut as each of the texts searched was, so that a
word finds its forms in all of them. Among English texts alone that is what it always was.
"""

import re
from collections.abc import Collection
from functools import cache

import tantivy

from index.language.scripts import UNSPACED, primary_language
from index.search.bm25 import FIELDS
from index.search.lexical_store import Entry

ANALYSIS = "words-3"
"""Changes whenever the same text would be indexed otherwise; stored in the record."""

ENGLISH = "english"
PLAIN = "plain"

_STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}

ANALYSES = (ENGLISH, *sorted(set(_STEMMERS.values())), PLAIN)
"""The ways in which words are reduced, in the order in which a query is cut by them."""

LONGEST_QUERY = 100
"""Different terms of a query that are looked up, of each analysis; the first ones."""

_LONGEST_WORD = 64
_UNSPACED = re.compile(f"[{UNSPACED}]+")


def analysis_of(language: str | None) -> str:
    """Return the analysis of texts in a language, by its BCP 47 tag."""
    primary = primary_language(language)
    return ENGLISH if primary in {"", "en"} else _STEMMERS.get(primary, PLAIN)


def character_pairs(text: str) -> list[str]:
    """Return the overlapping pairs of characters in runs of scripts without spaces."""
    pairs: list[str] = []
    for run in _UNSPACED.findall(text):
        pairs += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
    return pairs


@cache
def _analyser(analysis: str) -> tantivy.TextAnalyzer:
    # Not made for several threads at once, but it holds Python's lock for the length of a call.
    words = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
    )
    if analysis == PLAIN:
        return words.filter(tantivy.Filter.ascii_fold()).build()
    stemmer = tantivy.Filter.stemmer(analysis)
    if analysis == ENGLISH:  # its endings have no accents, and its loan words should lose theirs
        return words.filter(tantivy.Filter.ascii_fold()).filter(stemmer).build()
    return words.filter(stemmer).filter(tantivy.Filter.ascii_fold()).build()


def analysed(entry: Entry) -> dict[str, list[str]]:
    """Return the terms of a passage by field."""
    analyser = _analyser(analysis_of(entry.language))
    return {
        "body": analyser.analyze(entry.text),
        "title": analyser.analyze(entry.title),
        "pairs": character_pairs(f"{entry.text}\n{entry.title}"),
    }


def query_terms(text: str, analyses: Collection[str] = (ENGLISH,)) -> list[tuple[str, str]]:
    """Return the different terms of a query with the fields they are looked up in.

    Args:
        text: of the query; nothing in it is syntax.
        analyses: those of the texts searched.
    """
    single: dict[str, None] = {}
    for analysis in ANALYSES:
        if analysis in analyses:
            found = dict.fromkeys(_analyser(analysis).analyze(text))
            single |= dict.fromkeys(list(found)[:LONGEST_QUERY])
    pairs = list(dict.fromkeys(character_pairs(text)))[:LONGEST_QUERY]
    return [(field, term) for field in FIELDS for term in (pairs if field == "pairs" else single)]
