"""Links to answers: sealed by this server, so that one altered by hand is known as such.

A link carries its answer (`record.py`), packed, behind 16 bytes of HMAC-SHA256 of it. The server
keeps nothing of what was asked or shared; it knows its own links by the key beside the index.
"""

import base64
import binascii
import hmac
import logging
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from index.errors import UsageError
from qa.answers import Answer
from qa.web.sharing.addresses import LONGEST, is_token
from qa.web.sharing.key import link_key
from qa.web.sharing.record import SharedAnswer, record_of

_log = logging.getLogger(__name__)

_SEAL = 16
_UNPACKED = 200_000
"""Bytes of an answer that is taken."""
_MOST_QUOTES = 100
# What every link says; a link is shorter where it need not.
_USUAL = (
    b'"filters":{"author":"source"},"nearest":[],"notes":["Understood ],"quotes":[{"number":1,'
    b'"article":"","stamp":"","start":,"end":,"speaker":"","kind":"indirect","kind":"direct",'
    b'"answer_span":[,"corrected_by":"reason":"not-stated","unsure":true,"confidence":0.9,'
    b'"lines":[["The article: ",[1,0,"],[" [1]"]],"kind":"who-said","kind":"fact","kind":"open",'
    b'"answered":true,"asked_as":"{"day":"2026-","question":"What did '
)


class AlteredLink(Exception):
    """What is there of a link is not what this server made."""


class AnswerLinks:
    """Makes and opens links with the key in a folder. Safe to share among threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: bytes | None = None
        self._said = ""

    def _key(self) -> bytes | None:
        if self._known is None:
            try:
                self._known = link_key(self._folder)
            except UsageError as error:
                if self._said != str(error):
                    self._said = str(error)
                    _log.warning("%s", error)
        return self._known

    def make(self, answer: Answer, filters: Mapping[str, Any]) -> str | None:
        """Return the token of a link to an answer; None where there can be none.

        Said to be answered without a quote, it shows nothing that could be shown again.
        """
        if (answer.answered and not answer.quotes) or len(answer.quotes) > _MOST_QUOTES:
            return None
        key = self._key()
        if key is None:
            return None
        record = record_of(answer, filters, datetime.now(UTC).date())
        packing = zlib.compressobj(9, zdict=_USUAL)
        written = record.model_dump_json(exclude_defaults=True).encode()
        packed = packing.compress(written) + packing.flush()
        token = _written(_seal(key, packed) + packed)
        return token if len(token) <= LONGEST else None

    def open(self, token: str) -> SharedAnswer:
        """Return what a link says.

        Raises:
            AlteredLink: it is not whole, was altered, or is another server's.
        """
        key = self._key() if is_token(token) else None
        if key is None:
            raise AlteredLink
        whole = _read(token)
        sealed, packed = whole[:_SEAL], whole[_SEAL:]
        if not hmac.compare_digest(sealed, _seal(key, packed)):
            raise AlteredLink
        unpacking = zlib.decompressobj(zdict=_USUAL)
        try:
            return SharedAnswer.model_validate_json(unpacking.decompress(packed, _UNPACKED))
        except (zlib.error, ValidationError):  # of a later server
            raise AlteredLink from None


def _seal(key: bytes, packed: bytes) -> bytes:
    return hmac.digest(key, b"answer\0" + packed, "sha256")[:_SEAL]


def _written(whole: bytes) -> str:
    return base64.urlsafe_b64encode(whole).decode("ascii").rstrip("=")


def _read(token: str) -> bytes:
    try:
        whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except binascii.Error:
        raise AlteredLink from None
    if _written(whole) != token:  # its last letter says more than it holds
        raise AlteredLink
    return whole
