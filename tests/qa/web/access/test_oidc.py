"""Signing in at a provider, over real HTTP between browser, server and provider."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey
from loops import in_own_loop
from oidc_provider import CLIENT, SECRET, Provider, providing
from web_server import Running, serving

from qa.web.access.oidc import Attempts, ProviderUnavailable, SignInFailed, check_address
from qa.web.access.oidc import Provider as ProviderClient
from qa.web.access.policy import Access, OpenId

SESSION, ATTEMPT = "pullquote_session", "pullquote_attempt"


@pytest.fixture(scope="module")
def shared() -> Iterator[Provider]:
    with providing() as provider:
        yield provider


@pytest.fixture
def provider(shared: Provider) -> Iterator[Provider]:
    """The provider, honest again after each test."""
    honest = replace(shared)
    yield shared
    for name in ("person", "bend", "algorithm", "refuse", "key", "public"):
        setattr(shared, name, getattr(honest, name))


@pytest.fixture(scope="module")
def server(shared: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    access = Access(
        method=OpenId(issuer=shared.issuer, client_id=CLIENT, secret=SECRET),
        editors=("ada@news.example",),
        readers=("*@news.example",),
    )
    with serving(tmp_path_factory.mktemp("oidc"), access=access) as running:
        shared.redirect_uris.add(f"{running.url}/login/callback")
        yield running


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, trust_env=False, timeout=600) as client:
        yield client


def _to_provider(client: httpx.Client, next: str = "/docs") -> httpx.Response:
    """Go to the provider and be sent back; return the way back, not yet gone."""
    there = client.get("/login/start", params={"next": next})
    assert there.status_code == 303, there.text
    return client.get(there.headers["location"])


def _sign_in(client: httpx.Client, next: str = "/docs") -> httpx.Response:
    return client.get(_to_provider(client, next).headers["location"])


def _remove(client: httpx.Client) -> int:
    headers = {"Content-Type": "application/json"}
    return client.delete("/api/articles/x", headers=headers).status_code


def test_who_the_provider_signs_in_is_let_in_and_led_on(
    server: Running, provider: Provider, client: httpx.Client
) -> None:
    assert client.get("/docs", headers={"Accept": "text/html"}).headers["location"] == (
        "/login?next=%2Fdocs"
    )
    page = client.get("/login?next=/docs").text
    assert 'href="/login/start?next=/docs"' in page
    assert urlsplit(provider.issuer).netloc in page
    back = _sign_in(client)
    assert back.status_code == 200
    assert 'content="0; url=/docs"' in back.text
    cookies = {
        value.split("=")[0]: value.split("; ")[1:] for value in back.headers.get_list("set-cookie")
    }
    assert sorted(cookies[SESSION]) == ["HttpOnly", "Path=/", "SameSite=strict"]
    assert "Max-Age=0" in cookies[ATTEMPT]
    assert client.get("/docs").status_code == 200
    assert "ada@news.example" in client.get("/logout").text
    assert _remove(client) == 422  # an editor; there is no such article


def test_the_attempt_is_bound_to_the_browser_for_a_short_time(client: httpx.Client) -> None:
    start = client.get("/login/start")
    (cookie,) = start.headers.get_list("set-cookie")
    assert cookie.startswith(f"{ATTEMPT}=")
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=600"} <= set(cookie.split("; "))
    given = parse_qs(urlsplit(start.headers["location"]).query)
    assert given["code_challenge_method"] == ["S256"]
    assert len(given["nonce"][0]) >= 43
    assert len(given["state"][0]) >= 43
    assert given["redirect_uri"][0].endswith("/login/callback")


def test_others_of_the_domain_read_and_strangers_do_not(
    provider: Provider, client: httpx.Client
) -> None:
    provider.person = {"sub": "2", "email": "ben@news.example", "email_verified": True}
    assert _sign_in(client).status_code == 200
    assert client.get("/docs").status_code == 200
    assert _remove(client) == 403
    client.cookies.clear()
    provider.person = {"sub": "3", "email": "eve@evil.example", "email_verified": True}
    refused = _sign_in(client)
    assert refused.status_code == 403
    assert "eve@evil.example may not read here" in refused.text
    assert SESSION not in client.cookies
    assert client.get("/docs").status_code == 401


def test_signing_out_ends_it_here(client: httpx.Client, server: Running) -> None:
    _sign_in(client)
    kept = {"Cookie": f"{SESSION}={client.cookies[SESSION]}"}
    client.post("/logout", data={"here": "1"}, headers={"Origin": server.url})
    assert client.get("/docs", headers=kept).status_code == 401
    assert "may still know you" in client.get("/login?left=1").text


def _refused(client: httpx.Client, back: httpx.Response) -> str:
    assert back.status_code == 400, back.text
    assert SESSION not in client.cookies
    assert client.get("/docs").status_code == 401
    return back.text


def test_an_answer_with_another_state_is_refused(client: httpx.Client) -> None:
    location = _to_provider(client).headers["location"]
    state = parse_qs(urlsplit(location).query)["state"][0]
    assert "another attempt" in _refused(client, client.get(location.replace(state, "x" * 43)))


def test_an_answer_of_another_browsers_attempt_is_refused(
    server: Running, client: httpx.Client
) -> None:
    """An attacker's own sign-in cannot be handed to somebody else (login CSRF)."""
    location = _to_provider(client).headers["location"]
    with httpx.Client(trust_env=False, timeout=600) as victim:
        refused = victim.get(location)
        assert refused.status_code == 400
        assert "not begun in this browser" in refused.text
        victim.get(f"{server.url}/login/start")
        assert victim.get(location).status_code == 400
        assert SESSION not in victim.cookies


def test_an_answer_is_good_once(client: httpx.Client) -> None:
    location = _to_provider(client).headers["location"]
    sealed = {"Cookie": f"{ATTEMPT}={client.cookies[ATTEMPT]}"}
    assert client.get(location).status_code == 200
    client.cookies.clear()
    assert client.get(location).status_code == 400
    assert client.get(location, headers=sealed).status_code == 400  # the provider knows the code


@pytest.mark.parametrize(
    "bend",
    [
        {"nonce": "x" * 43}, {"nonce": None}, {"aud": "another client"}, {"aud": None},
        {"aud": [CLIENT, "another"], "azp": "another"}, {"aud": [CLIENT, "another"]},
        {"iss": "https://evil.example"}, {"iss": None}, {"exp": 1_000_000_000}, {"exp": None},
        {"iat": None}, {"sub": None}, {"at_hash": "AAAA"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    provider: Provider, client: httpx.Client, bend: dict[str, object]
) -> None:
    provider.bend = bend
    assert "does not hold" in _refused(client, _sign_in(client))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_anybody_could_have_signed_is_refused(
    provider: Provider, client: httpx.Client, algorithm: str
) -> None:
    """Though the provider says that it uses these: HS256's key is the client secret."""
    provider.algorithm = algorithm
    assert "does not hold" in _refused(client, _sign_in(client))


def test_a_token_signed_with_another_key_is_refused(
    provider: Provider, client: httpx.Client
) -> None:
    _sign_in(client)
    client.cookies.clear()
    honest = provider.key
    provider.key = RSAKey.generate_key(2048, {"kid": honest.kid})
    assert "does not hold" in _refused(client, _sign_in(client))


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ({"sub": "1", "email": "ada@news.example"}, "was checked"),
        ({"sub": "1", "email": "ada@news.example", "email_verified": False}, "was checked"),
        ({"sub": "1", "email": "ada@news.example", "email_verified": "true"}, "was checked"),
        ({"sub": "1", "email_verified": True}, "no &#39;email&#39;"),
        ({"sub": "1", "email": ["ada@news.example"], "email_verified": True}, "no &#39;email"),
        ({"sub": "1", "email": "ada@news.example\u202e", "email_verified": True}, "cannot be used"),
        ({"sub": "1", "email": "a" * 300 + "@news.example", "email_verified": True}, "no &#39;em"),
    ],
    ids=str,
)
def test_a_name_that_the_provider_does_not_stand_for_is_refused(
    provider: Provider, client: httpx.Client, person: dict[str, object], why: str
) -> None:
    provider.person = person
    assert why in _refused(client, _sign_in(client))


def test_what_the_provider_refuses_is_told_without_its_words(
    provider: Provider, client: httpx.Client
) -> None:
    provider.refuse = "access_denied"
    assert "(access_denied)" in _refused(client, _sign_in(client))
    provider.refuse = "<script>alert(1)</script>"
    assert "<script>alert" not in _refused(client, _sign_in(client))


def test_an_answer_in_another_providers_name_is_refused(
    provider: Provider, client: httpx.Client
) -> None:
    location = _to_provider(client).headers["location"]
    other = httpx.URL(location).copy_merge_params({"iss": "https://evil.example"})
    assert "another provider" in _refused(client, client.get(other))


@pytest.mark.parametrize("query", ["", "state=x", "code=x", "code=x&state=", "code=" + "x" * 3000])
def test_answers_that_are_none_let_nobody_in(client: httpx.Client, query: str) -> None:
    client.get("/login/start")
    _refused(client, client.get(f"/login/callback?{query}"))


@pytest.mark.parametrize(
    "next", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"]
)
def test_the_way_back_never_leads_to_another_host(client: httpx.Client, next: str) -> None:
    assert "evil" not in client.get("/login", params={"next": next}).text
    back = _sign_in(client, next)
    assert 'content="0; url=/"' in back.text
    assert "evil" not in back.text


def test_the_providers_keys_are_asked_for_rarely(provider: Provider, client: httpx.Client) -> None:
    _sign_in(client)
    before = len(provider.asked)
    for _ in range(5):
        client.cookies.clear()
        _sign_in(client)
    assert len(provider.asked) == before


def test_a_provider_that_is_away_is_told(tmp_path: Path) -> None:
    access = Access(method=OpenId(issuer="http://127.0.0.1:9", client_id=CLIENT))
    with serving(tmp_path, access=access) as server:
        response = server.client.get("/login/start")
        assert response.status_code == 503
        assert "127.0.0.1:9 cannot be reached" in response.text
        assert server.client.get("/login").status_code == 200


# The door to the provider, without a server around it

BACK = "http://127.0.0.1:1/login/callback"


def _name(client: ProviderClient, provider: Provider) -> str:
    """Sign in through `door` and return the name that comes out."""
    provider.redirect_uris.add(BACK)

    async def go() -> str:
        attempt = Attempts().new(BACK, "/")
        there = await client.address(attempt)
        async with httpx.AsyncClient(trust_env=False, timeout=600) as browser:
            location = (await browser.get(there)).headers["location"]
        return (await client.person(attempt, parse_qs(urlsplit(location).query)["code"][0])).name

    return in_own_loop(go())


def _openid(provider: Provider, **changes: str | None) -> OpenId:
    openid = OpenId(issuer=provider.issuer, client_id=CLIENT, secret=SECRET)
    return replace(openid, **changes)  # type: ignore[arg-type]


def test_a_new_key_of_the_provider_is_found_but_not_at_everybodys_bidding(
    provider: Provider,
) -> None:
    now = [1000.0]
    client = ProviderClient(_openid(provider), lambda: now[0])
    assert _name(client, provider) == "ada@news.example"
    provider.key = RSAKey.generate_key(2048, {"kid": "two"})
    with pytest.raises(SignInFailed):
        _name(client, provider)
    now[0] += 31
    assert _name(client, provider) == "ada@news.example"
    assert provider.asked[-1] == "keys"


def test_a_public_client_and_another_claim(provider: Provider) -> None:
    provider.public = True
    assert _name(ProviderClient(_openid(provider, secret=None, claim="sub")), provider) == "1"


def test_a_wrong_secret_is_the_providers_to_refuse(provider: Provider) -> None:
    with pytest.raises(SignInFailed, match="did not confirm"):
        _name(ProviderClient(_openid(provider, secret="wrong")), provider)


def test_a_provider_of_another_name_is_not_believed(provider: Provider) -> None:
    with pytest.raises(ProviderUnavailable, match="calls itself"):
        _name(ProviderClient(_openid(provider, issuer=f"{provider.issuer}/")), provider)


@pytest.mark.parametrize("url", ["http://login.example/x", "ftp://127.0.0.1/x", "", "https://"])
def test_a_provider_is_spoken_to_over_https(url: str) -> None:
    with pytest.raises(ProviderUnavailable, match="not an https address"):
        check_address(url, "The provider's token_endpoint")


def test_attempts_end_and_cannot_be_forged() -> None:
    now = [1_000_000.0]
    attempts = Attempts(lambda: now[0])
    attempt = attempts.new("http://127.0.0.1/login/callback", "/docs")
    sealed = attempts.seal(attempt)
    assert attempts.unseal(sealed, attempt.state) == attempt
    payload, signature = sealed.split(".")
    for forged in ("", ".", "x", f"{payload}.", f"{payload}A.{signature}", f"{payload}.{payload}",
                   f"{payload[:-4]}.{signature}", "\u00e9." + signature):  # fmt: skip
        with pytest.raises(SignInFailed, match="this browser"):
            attempts.unseal(forged, attempt.state)
    with pytest.raises(SignInFailed, match="this browser"):
        Attempts(lambda: now[0]).unseal(sealed, attempt.state)
    now[0] += 600
    with pytest.raises(SignInFailed, match="too long"):
        attempts.unseal(sealed, attempt.state)
