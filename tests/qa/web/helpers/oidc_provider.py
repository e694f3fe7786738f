"""A small provider of OpenID Connect over real HTTP; what it says can be bent by a test."""

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

import uvicorn
from fastapi import FastAPI, Request
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.responses import JSONResponse, RedirectResponse, Response
from web_server import until

CLIENT, SECRET = "pullquote", "a secret: with % and :"


@dataclass
class Provider:
    """Everybody is signed in at once, as `person`; `bend` changes claims of the next tokens."""

    issuer: str = ""
    redirect_uris: set[str] = field(default_factory=set)
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "1", "email": "ada@news.example", "email_verified": True}
    )
    bend: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    refuse: str = ""
    called_issuer: str = ""
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    public: bool = False

    def app(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/.well-known/openid-configuration", self.published)
        app.add_api_route("/authorize", self.authorize)
        app.add_api_route("/token", self.token, methods=["POST"])
        app.add_api_route("/keys", self.keys)
        return app

    def published(self) -> dict[str, Any]:
        self.asked.append("configuration")
        return {
            "issuer": self.called_issuer or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }

    def keys(self) -> dict[str, Any]:
        self.asked.append("keys")
        return dict(KeySet([self.key]).as_dict(private=False))

    def authorize(self, request: Request) -> Response:
        given = dict(request.query_params)
        assert given["client_id"] == CLIENT
        assert given["response_type"] == "code"
        assert given["code_challenge_method"] == "S256"
        assert "openid" in given["scope"].split()
        if given["redirect_uri"] not in self.redirect_uris:
            return JSONResponse({"error": "redirect_uri"}, 400)
        if self.refuse:
            answer = {"error": self.refuse, "state": given["state"]}
        else:
            code = secrets.token_urlsafe()
            self.codes[code] = given
            answer = {"code": code, "state": given["state"], "iss": self.issuer}
        return RedirectResponse(f"{given['redirect_uri']}?{urlencode(answer)}", 302)

    async def token(self, request: Request) -> Response:
        form = dict(await request.form())
        if not self._client_is_right(request, form):
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self.codes.pop(str(form["code"]), None)
        if asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse(
            {"access_token": "x", "token_type": "Bearer", "id_token": self._id_token(asked)}
        )

    def _client_is_right(self, request: Request, form: dict[str, Any]) -> bool:
        if self.public:
            return form.get("client_id") == CLIENT and "authorization" not in request.headers
        kind, _, value = request.headers["authorization"].partition(" ")
        name, _, secret = base64.b64decode(value).decode().partition(":")
        return kind == "Basic" and unquote(name) == CLIENT and SECRET in {secret, unquote(secret)}

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60,
            "nonce": asked["nonce"], **self.person, **self.bend,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.algorithm == "none":
            parts = ({"alg": "none"}, claims)
            return ".".join(_part(part) for part in parts) + "."
        if self.algorithm == "HS256":
            shared = OctKey.import_key(SECRET)
            return jwt.encode({"alg": "HS256"}, claims, shared, algorithms=["HS256"])
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return jwt.encode(header, claims, self.key)


def _part(part: dict[str, Any]) -> str:
    import json

    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


@contextmanager
def providing(host: str = "127.0.0.1") -> Iterator[Provider]:
    """Run a provider on a free port until the block ends."""
    provider = Provider()
    server = uvicorn.Server(uvicorn.Config(provider.app(), port=0, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    provider.issuer = f"http://{host}:{port}"
    yield provider
    server.should_exit = True
    thread.join(60)
