"""Short-lived permission to ask, handed to the embedded page and to nothing else.

Signed, not stored: a server started anew refuses the tokens of the one before, and the page fetches
a fresh one. A token is no secret from the visitor who has it; it limits how long a copied request
goes on working, and lets a server tell the widget from other callers.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
import time
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import Scope

from qa.web.requests.guards import Refused

HEADER = "X-Pullquote-Token"
LIFETIME = 600
"""Seconds a token is good for."""

_KEY_BYTES = 32
_NONCE_BYTES = 9
_EXPIRY = struct.Struct(">Q")
_PAYLOAD_BYTES = _EXPIRY.size + _NONCE_BYTES
_LONGEST = 200


class EmbedTokens:
    """Makes and checks tokens under a secret that only this object knows."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._key = secrets.token_bytes(_KEY_BYTES)
        self._clock = clock

    def issue(self) -> str:
        """Return a token good for LIFETIME seconds."""
        expiry = _EXPIRY.pack(int(self._clock()) + LIFETIME)
        payload = expiry + secrets.token_bytes(_NONCE_BYTES)
        return base64.urlsafe_b64encode(payload + self._sign(payload)).rstrip(b"=").decode("ascii")

    def good(self, token: str) -> bool:
        """Whether this object issued `token` and it has not expired."""
        raw = _decode(token)
        payload, signature = raw[:_PAYLOAD_BYTES], raw[_PAYLOAD_BYTES:]
        if not hmac.compare_digest(signature, self._sign(payload)):
            return False
        (expiry,) = _EXPIRY.unpack_from(payload)
        return bool(self._clock() < expiry)

    def _sign(self, payload: bytes) -> bytes:
        return hmac.new(self._key, payload, hashlib.sha256).digest()


def _decode(token: str) -> bytes:
    if len(token) > _LONGEST or not token.isascii():
        return b""
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        return b""


class TokenGuard:
    """Refuses a request that shows a token which is not good.

    Programs show none, and are let in or kept out by the other guards.
    """

    def __init__(self, tokens: EmbedTokens) -> None:
        self._tokens = tokens

    def __call__(self, _scope: Scope, headers: Headers) -> None:
        """Look at the header of one request.

        Raises:
            Refused: when the token is forged, of another server, or too old.
        """
        shown = headers.getlist(HEADER)
        if not shown:
            return
        if len(shown) != 1 or not self._tokens.good(shown[0]):
            raise Refused(403, "This page has been open for long; reload it to ask.", "token")
