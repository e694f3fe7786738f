"""What a column or head says of the language, as a tag."""

import re

from index.readers.fields.values import line

_TAG = re.compile(r"[a-z]{2}(?:-[a-z0-9]{2,8})*$")
_NAMED = {
    name: tag
    for tag, names in {
        "ar": "arabic ara",
        "bg": "bulgarian bul",
        "cs": "czech ces cze",
        "da": "danish dan",
        "de": "german deu ger deutsch",
        "el": "greek ell gre",
        "en": "english eng",
        "es": "spanish spa español castellano",
        "fa": "persian fas per farsi",
        "fi": "finnish fin",
        "fr": "french fra fre français",
        "he": "hebrew heb",
        "hi": "hindi hin",
        "hu": "hungarian hun",
        "id": "indonesian ind",
        "it": "italian ita italiano",
        "ja": "japanese jpn",
        "ko": "korean kor",
        "nl": "dutch nld dut nederlands",
        "no": "norwegian nor",
        "pl": "polish pol",
        "pt": "portuguese por português",
        "ro": "romanian ron rum",
        "ru": "russian rus русский",
        "sv": "swedish swe",
        "th": "thai tha",
        "tr": "turkish tur",
        "uk": "ukrainian ukr",
        "vi": "vietnamese vie",
        "zh": "chinese zho chi 中文",
    }.items()
    for name in names.split()
}


def language_tag(value: object) -> str | None:
    """Return a language as a BCP 47 tag in lower case (`en`, `pt-br`); None for what is none."""
    said = (line(value) or "").casefold().replace("_", "-").partition(".")[0]
    if said in _NAMED:
        return _NAMED[said]
    return said if _TAG.match(said) else None
