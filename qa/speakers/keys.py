"""Keys of speakers: what stands for a name in an address."""

import hashlib
import re

from qa.people.known.transliteration import in_latin
from qa.text.words import fold

_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST = 60
_DIGITS = 8


def key_of(name: str, *scope: str) -> str:
    """Return the key of a name: always the same, in small letters, digits and hyphens.

    Args:
        name: As the directory has it; case and spaces do not count.
        scope: Tells two of one name apart.
    """
    plain = " ".join(name.casefold().split())
    digest = hashlib.sha256("\0".join((plain, *scope)).encode()).hexdigest()[:_DIGITS]
    return "-".join(filter(None, (readable(name), digest)))


def readable(name: str) -> str:
    """Return the part of a key that people read; "" for a name without a letter known here."""
    latin = " ".join(fold(in_latin(word)) for word in name.split())
    return _OTHER.sub("-", latin)[:_LONGEST].strip("-")
