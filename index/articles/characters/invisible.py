"""Characters that nobody sees: dropped where they can only part a word, turn it round or hide one.

What scripts and emoji need is kept: joiners in Persian or Hindi, spaces of no width in Thai, the
tags of flags, a variation selector after its letter.
"""

import re

_ANY = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
# Soft hyphens, embeddings and overrides of direction, invisible operators, annotations, and tags
# that are not those of a flag.
_NEVER = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,10}\U000e007f)"
    "|[\u00ad\u180e\u202a-\u202e\u2060-\u206f\ufff9-\ufffb\U000e0000-\U000e00ff"
    "\U000e01f0-\U000e0fff]"
)
_RUN = re.compile("[\u061c\u200b-\u200f\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_OF_EMOJI = "\ufe0f\u200d"
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u3040-\u30ff\u3400-\u9fff]"
)
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PLAIN = re.compile("[0-9A-Za-z\u00c0-\u052f\u1e00-\u1fff]")  # Latin, Greek, Cyrillic


def without_invisible(text: str) -> str:
    """Return `text` without what nobody would see of it. Idempotent."""
    if _ANY.search(text) is None:
        return text
    return _RUN.sub(_needed, _NEVER.sub(lambda found: found[1] or "", text))


def _needed(run: re.Match[str]) -> str:
    """Return what is needed of a run of characters without width, by what stands around it."""
    sign = run[0] if run[0] == _OF_EMOJI or len(set(run[0])) > 1 else run[0][0]
    before, after = run.string[run.start() - 1 : run.start()], run.string[run.end() : run.end() + 1]
    if len(sign) > 1:
        return sign if sign == _OF_EMOJI else ""
    if sign == "\u200b":
        return sign if _UNSPACED.match(before) or _UNSPACED.match(after) else ""
    if sign >= "\U000e0100":
        return sign if _IDEOGRAPH.match(before) else ""
    if "\ufe00" <= sign <= "\ufe0f":
        return sign
    return "" if _PLAIN.match(before) and _PLAIN.match(after) else sign
