"""What links carry: packed and sealed by this server, which alone reads it and knows it altered.

A token is what was packed, encrypted with AES-SIV: 16 bytes that stand for all of it come first,
and whoever has a link learns nothing from it but what the server shows him. Tokens of before held
what was packed in the open, behind 16 bytes of HMAC-SHA256 of it; they are still taken.
"""

import base64
import binascii
import hmac
import logging
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UsageError
from qa.web.sharing.addresses import LONGEST_PROOF, is_token
from qa.web.sharing.key import link_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

_log = logging.getLogger(__name__)

_SEAL = 16
_UNPACKED = 2_000_000
"""Bytes of a conversation that is taken."""
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


class Sealing:
    """Seals with the key in a folder. Safe to share among threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: bytes | None = None
        self._said = ""

    def seal(self, written: bytes) -> str | None:
        """Return a token that carries `written`; None where there is no key."""
        key = self._key()
        if key is None:
            return None
        return _letters(_cipher(key).encrypt(packed(written), None))

    def opened(self, token: str) -> bytes:
        """Return what a token carries.

        Raises:
            AlteredLink: it is not whole, was altered, or is another server's.
        """
        key = self._key() if is_token(token, LONGEST_PROOF) else None
        if key is None:
            raise AlteredLink
        whole = _bytes(token)
        if hmac.compare_digest(whole[:_SEAL], _seal(key, whole[_SEAL:])):
            return unpacked(whole[_SEAL:])
        return unpacked(_decrypted(key, whole))

    def secret(self, identifier: str) -> str | None:
        """Return what proves that somebody made the link of an identifier (32 digits of hex)."""
        key = self._key()
        if key is None:
            return None
        return hmac.digest(key, b"take back\0" + identifier.encode(), "sha256")[:_SEAL].hex()

    def _key(self) -> bytes | None:
        if self._known is None:
            try:
                self._known = link_key(self._folder)
            except UsageError as error:
                if self._said != str(error):
                    self._said = str(error)
                    _log.warning("%s", error)
        return self._known


def identifier_of(token: str) -> str:
    """Return what a token is known by: its seal, as 32 digits of hex."""
    return _bytes(token)[:_SEAL].hex()


def packed(written: bytes) -> bytes:
    """Return bytes made small."""
    packing = zlib.compressobj(9, zdict=_USUAL)
    return packing.compress(written) + packing.flush()


def unpacked(whole: bytes) -> bytes:
    """Return bytes that were made small.

    Raises:
        AlteredLink: they were not.
    """
    try:
        return zlib.decompressobj(zdict=_USUAL).decompress(whole, _UNPACKED)
    except zlib.error:
        raise AlteredLink from None


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> "AESSIV":
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    return AESSIV(hmac.digest(key, b"answer, hidden\0", "sha512"))


def _decrypted(key: bytes, whole: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher(key).decrypt(whole, None)
    except (InvalidTag, ValueError):  # altered; shorter than a seal
        raise AlteredLink from None


def _seal(key: bytes, whole: bytes) -> bytes:
    return hmac.digest(key, b"answer\0" + whole, "sha256")[:_SEAL]


def _letters(whole: bytes) -> str:
    return base64.urlsafe_b64encode(whole).decode("ascii").rstrip("=")


def _bytes(token: str) -> bytes:
    try:
        whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except binascii.Error:
        raise AlteredLink from None
    if _letters(whole) != token:  # its last letter says more than it holds
        raise AlteredLink
    return whole
