"""The wrapper of Authlib: signing in at a provider of OpenID Connect.

The authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1; RFC
7636; RFC 9700). What belongs to one attempt travels in a signed cookie of the browser that began
it, so that an answer of the provider is good in that browser only, and nothing is kept here.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import anyio
import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from index.errors import PullquoteError
from qa.web.access.cookies import ATTEMPT_SECONDS
from qa.web.access.policy import OpenId
from qa.web.settings import is_loopback

_TIMEOUT = 10.0
_METADATA_KEPT = 3600.0
_KEYS_KEPT_AT_LEAST = 30.0
_LEEWAY = 60
_LONGEST_NAME = 200
_MOST_GROUPS = 1_000
# Only signatures that the provider alone can make. Never "none"; nor HS256, whose key it shares.
_ALGORITHMS = frozenset(
    "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519".split()
)


class ProviderUnavailable(PullquoteError):
    """The provider cannot be reached, or does not answer as one."""


class SignInFailed(PullquoteError):
    """The provider's answer does not let anybody in."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to sign in, as the browser carries it."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    next: str
    ends: int


class Attempts:
    """Signs attempts on their way out and checks them on their way back."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._key = secrets.token_bytes(32)
        self._clock = clock

    def new(self, redirect_uri: str, next: str) -> Attempt:
        """Return a fresh attempt; `next` is where to go afterwards."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return Attempt(
            state, nonce, verifier, redirect_uri, next, int(self._clock()) + ATTEMPT_SECONDS
        )

    def seal(self, attempt: Attempt) -> str:
        """Return an attempt as the value of a cookie."""
        payload = json.dumps(asdict(attempt)).encode("utf-8")
        return _encode(payload) + "." + _encode(self._sign(payload))

    def unseal(self, cookie: str, state: str) -> Attempt:
        """Return the attempt of a cookie, when it is the one that `state` belongs to.

        Raises:
            SignInFailed: when it is forged, too old, of another browser or of another attempt.
        """
        payload, _, signature = cookie.partition(".")
        raw = _decode(payload)
        if not raw or not hmac.compare_digest(_decode(signature), self._sign(raw)):
            raise SignInFailed("This sign-in was not begun in this browser. Begin again.")
        attempt = Attempt(**json.loads(raw))
        if not hmac.compare_digest(attempt.state.encode(), state.encode("utf-8", "replace")):
            raise SignInFailed("This answer belongs to another attempt to sign in. Begin again.")
        if self._clock() >= attempt.ends:
            raise SignInFailed("Signing in took too long. Begin again.")
        return attempt

    def _sign(self, payload: bytes) -> bytes:
        return hmac.new(self._key, payload, hashlib.sha256).digest()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    try:
        padded = text + "=" * (-len(text) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


class Person(NamedTuple):
    """Somebody whom a provider signed in: under which name, and in which groups."""

    name: str
    groups: frozenset[str]


class Provider:
    """One provider; asked for what it publishes when somebody signs in."""

    def __init__(self, openid: OpenId, clock: Callable[[], float] = time.monotonic) -> None:
        self._openid = openid
        self._clock = clock
        self._metadata: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._lock = anyio.Lock()

    async def address(self, attempt: Attempt) -> str:
        """Return where to send a browser to sign in.

        Raises:
            ProviderUnavailable: when the provider does not say.
        """
        metadata = await self._published()
        async with self._client(metadata, attempt) as client:
            url, _ = client.create_authorization_url(
                metadata["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(url)

    async def person(self, attempt: Attempt, code: str) -> Person:
        """Return whom the provider signed in.

        Raises:
            ProviderUnavailable: when the provider cannot be asked.
            SignInFailed: when its word is not good, or names nobody.
        """
        metadata = await self._published()
        try:
            async with self._client(metadata, attempt) as client:
                token = await client.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                )
        except (OAuthError, ValueError) as error:
            raise SignInFailed("The provider did not confirm the sign-in. Begin again.") from error
        except httpx2.HTTPError as error:
            raise self._unavailable() from error
        try:
            claims = await self._claims(metadata, dict(token), attempt)
        except (JoseError, ValueError, TypeError) as error:
            raise SignInFailed("The provider's answer does not hold. Begin again.") from error
        return Person(self._name_in(claims), self._groups_in(claims))

    def _client(self, metadata: Mapping[str, Any], attempt: Attempt) -> AsyncOAuth2Client:
        known = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        way = "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"
        return AsyncOAuth2Client(
            client_id=self._openid.client_id,
            client_secret=self._openid.secret,
            token_endpoint_auth_method=way if self._openid.secret else "none",
            scope=" ".join(["openid email profile", *self._scope_of_groups(metadata)]),
            redirect_uri=attempt.redirect_uri,
            code_challenge_method="S256",
            timeout=_TIMEOUT,
        )

    def _scope_of_groups(self, metadata: Mapping[str, Any]) -> list[str]:
        """Return what is asked for beside the usual, where the provider knows it by this name."""
        known = metadata.get("scopes_supported") or ()
        return [one for one in (self._openid.groups,) if one and one in known]

    async def _published(self) -> dict[str, Any]:
        async with self._lock:
            now = self._clock()
            if self._metadata is None or now - self._metadata[0] > _METADATA_KEPT:
                issuer = self._openid.issuer
                found = await self._get(issuer.rstrip("/") + "/.well-known/openid-configuration")
                if found.get("issuer") != issuer:
                    raise ProviderUnavailable(
                        f"{issuer} calls itself {str(found.get('issuer'))[:200]!r}; give --auth "
                        "the issuer exactly as the provider does."
                    )
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    check_address(str(found.get(name)), f"The provider's {name}")
                self._metadata = (now, found)
            return self._metadata[1]

    async def _get(self, url: str) -> dict[str, Any]:
        try:
            async with httpx2.AsyncClient(timeout=_TIMEOUT, follow_redirects=False) as client:
                response = await client.get(url)
            response.raise_for_status()
            found = response.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise self._unavailable() from error
        if not isinstance(found, dict):
            raise self._unavailable()
        return found

    def _unavailable(self) -> ProviderUnavailable:
        return ProviderUnavailable(
            f"The sign-in service {self._openid.host} cannot be reached now. Try again in a minute."
        )

    async def _key_set(self, metadata: Mapping[str, Any], *, fresh: bool) -> KeySet:
        async with self._lock:
            now = self._clock()
            known = self._keys
            # Somebody who invents identifiers of keys must not make us ask each time.
            old = known is None or now - known[0] > (
                _KEYS_KEPT_AT_LEAST if fresh else _METADATA_KEPT
            )
            if known is None or old:
                found = await self._get(metadata["jwks_uri"])
                known = (now, KeySet.import_key_set(found))  # type: ignore[arg-type]
                self._keys = known
            return known[1]

    async def _claims(
        self, metadata: Mapping[str, Any], token: Mapping[str, Any], attempt: Attempt
    ) -> dict[str, Any]:
        """Return what the provider says of somebody, after every check of section 3.1.3.7."""
        stated = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        registry = JWSRegistry(
            algorithms=sorted(_ALGORITHMS & set(stated)), strict_check_header=False
        )
        raw = str(token.get("id_token", ""))
        try:
            decoded = jwt.decode(raw, await self._key_set(metadata, fresh=False), registry=registry)
        except InvalidKeyIdError:
            decoded = jwt.decode(raw, await self._key_set(metadata, fresh=True), registry=registry)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            options={
                "iss": {"essential": True, "value": self._openid.issuer},
                "aud": {"essential": True, "value": self._openid.client_id},
            },
            params={
                "nonce": attempt.nonce,
                "client_id": self._openid.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(leeway=_LEEWAY)
        return dict(claims)

    def _groups_in(self, claims: Mapping[str, Any]) -> frozenset[str]:
        """Return the groups that the provider tells: a list of names, or one alone."""
        told = claims.get(self._openid.groups) if self._openid.groups else None
        named = [told] if isinstance(told, str) else told if isinstance(told, list) else []
        texts = (one.strip() for one in named[:_MOST_GROUPS] if isinstance(one, str))
        return frozenset(one for one in texts if one)

    def _name_in(self, claims: Mapping[str, Any]) -> str:
        claim = self._openid.claim
        name = claims.get(claim)
        if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
            raise SignInFailed(
                f"The provider does not say who you are: its answer has no {claim!r}. The "
                "operator can choose another claim with --oidc-claim."
            )
        if not name.isprintable() or name != name.strip():
            raise SignInFailed("The provider's name for you cannot be used here.")
        # An address that nobody checked can be anybody's.
        if claim == "email" and claims.get("email_verified") is not True:
            raise SignInFailed(
                "The provider does not say that your address was checked. The operator can choose "
                "another claim with --oidc-claim."
            )
        return name


def check_address(url: str, what: str) -> str:
    """Return an address of the provider when it is safe to use.

    Raises:
        ProviderUnavailable: when it is not https; http is taken on this machine only.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
        parts = urlsplit("")
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
        raise ProviderUnavailable(f"{what} is {url[:200]!r}, which is not an https address.")
    return url
