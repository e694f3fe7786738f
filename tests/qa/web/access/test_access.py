"""Who gets in with `--auth passwords`, over real HTTP, with real argon2 and SQLite."""

import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from loops import in_own_loop
from starlette.routing import Mount, Route
from web_server import Running, serving

from index.errors import UsageError
from qa.web.access.guard import OPEN_FOLDER, OPEN_PATHS, SIGN_IN_PATHS
from qa.web.access.passwords import PasswordFile
from qa.web.access.policy import Access, Passwords
from qa.web.access.store import FILE, AccessStore
from qa.web.access.tokens import Keys, Sessions
from qa.web.roles import Role
from qa.web.server import create_app
from qa.web.settings import ServerSettings

GOOD = "a long walk home"
BROWSER = {"Accept": "text/html,*/*;q=0.8", "Sec-Fetch-Mode": "navigate"}
COOKIE = "pullquote_session"
ROOT = Path(__file__).resolve().parents[4]


def _people(folder: Path) -> Access:
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)  # quick to check
    (folder / "passwords").write_text(f"ada:editor:{hashed}\nben:reader:{hashed}\n", "utf-8")
    return Access(method=Passwords(folder / "passwords"))


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that nobody is signed in to."""
    folder = tmp_path_factory.mktemp("closed")
    with serving(
        folder,
        access=_people(folder),
        allow_origins=("https://news.example",),
        trusted_proxies=("127.0.0.1",),
    ) as server:
        yield server


@contextmanager
def _browser(server: Running, address: str = "127.0.0.1") -> Iterator[httpx.Client]:
    """A visitor of another address, with cookies of their own."""
    headers = {"Origin": server.url, "X-Forwarded-For": address}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=600) as client:
        yield client


def _sign_in(
    client: httpx.Client, name: str = "ada", password: str = GOOD, next: str = "/"
) -> httpx.Response:
    return client.post("/login", data={"name": name, "password": password, "next": next})


def _asks(client: httpx.Client, **headers: str) -> int:
    return client.post("/api/ask", json={"question": "dredging"}, headers=headers).status_code


def _status(server: Running, path: str = "/api/articles", **headers: str) -> int:
    return server.client.get(path, headers=headers).status_code


def _remove(client: httpx.Client, **headers: str) -> int:
    """Try what only an editor may; there is no such article, and 422 says so."""
    headers["Content-Type"] = "application/json"
    return client.delete("/api/articles/x", headers=headers).status_code


# What is closed


def _all_routes(folder: Path) -> set[tuple[str, str]]:
    """Return every method and path of the application, Gradio's with them."""
    settings = ServerSettings(index=folder, access=Access(method=Passwords(folder / "passwords")))

    async def build() -> list[Route]:
        app = create_app(settings)
        app.state.at_the_end.close()
        return list(_within(app.router.routes))

    routes = in_own_loop(build())
    return {
        (method, re.sub(r"\{[^}]*\}", "x", route.path))
        for route in routes
        for method in route.methods or {"GET"}
    }


def _within(routes: Iterable[Any]) -> Iterator[Route]:
    for route in routes:
        if isinstance(route, Route):
            yield route
        elif isinstance(route, Mount):  # Gradio
            app: Any = route.app
            while not hasattr(app, "router"):  # what stands around it
                app = app._app
            yield from _within(app.router.routes)
        else:
            yield from _within(route.original_router.routes)


def test_every_address_needs_somebody_but_a_few(closed: Running) -> None:
    routes = _all_routes(closed.settings.index)
    assert {("POST", "/api/ask"), ("GET", "/read/x"), ("GET", "/gradio_api/queue/data")} <= routes
    assert len(routes) > 60
    open_ones = set()
    with _browser(closed, "192.0.2.9") as client:
        for method, path in sorted(routes):
            json = None if method in {"GET", "HEAD"} else {}
            status = client.request(method, path, json=json).status_code
            if status not in {401, 415}:  # where a file belongs, JSON gets no further either
                open_ones.add(path)
    assert open_ones == {"/healthz", "/widget.js", "/login", "/ui/x", "/ui/chat/x/x"}
    others = {one for one in open_ones if not one.startswith(OPEN_FOLDER)}
    assert others <= OPEN_PATHS | SIGN_IN_PATHS
    assert OPEN_FOLDER == "/ui/"


def test_programs_are_told_in_a_problem_document(closed: Running) -> None:
    response = closed.client.get("/api/articles")
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["www-authenticate"] == "Bearer"
    assert "Authorization: Bearer" in response.json()["detail"]


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/", "/login"),
        ("/docs", "/login?next=%2Fdocs"),
        ("/read/emoji-1?start=1&end=4", "/login?next=%2Fread%2Femoji-1%3Fstart%3D1%26end%3D4"),
        ("//evil.example/x", "/login"),
        ("/%5cevil.example", "/login?next=%2F%255Cevil.example"),
        ("/%0d%0aLocation:x", "/login?next=%2F%250D%250ALocation%3Ax"),
    ],
)  # fmt: skip
def test_browsers_are_led_to_sign_in_and_back(closed: Running, path: str, leads: str) -> None:
    address = httpx.URL(closed.url).copy_with(raw_path=path.encode())
    response = closed.client.get(address, headers=BROWSER)
    assert response.status_code == 303
    assert response.headers["location"] == leads


def test_what_scripts_fetch_is_not_led_anywhere(closed: Running) -> None:
    for path in ("/read/emoji-00000001/panel", "/config", "/api/articles"):
        headers = {"Accept": "text/html", "Sec-Fetch-Mode": "cors"}
        assert closed.client.get(path, headers=headers).status_code == 401, path


def test_the_open_addresses_say_nothing_of_the_articles(closed: Running) -> None:
    for path in ("/healthz", "/widget.js", "/login", "/ui/pullquote.css", "/embed"):
        text = closed.client.get(path).text
        for known in ("Harbour", "emoji-00000001", "Calder", str(closed.settings.index)):
            assert known not in text, path


def test_figures_are_for_the_machine_itself_and_for_keys(closed: Running) -> None:
    elsewhere = {"X-Forwarded-For": "192.0.2.1"}
    assert _status(closed, "/metrics") == 200
    assert _status(closed, "/metrics", **elsewhere) == 401
    assert _status(closed, "/metrics", Via="1.1 proxy") == 401
    with _keys(closed) as keys:
        key = keys.add("prometheus", Role.READER)
    assert _status(closed, "/metrics", Authorization=f"Bearer {key}", **elsewhere) == 200


def test_the_widget_says_that_it_is_closed_where_it_may_be_framed(closed: Running) -> None:
    response = closed.client.get("/embed")
    assert response.status_code == 401
    assert "Sign in to ask the articles" in response.text
    assert "frame-ancestors https://news.example" in response.headers["content-security-policy"]
    assert "x-frame-options" not in response.headers
    assert closed.client.get("/embed/token").status_code == 401
    assert _asks(closed.client, Origin="https://news.example") == 401


# Signing in


def test_the_form_needs_no_script_and_leads_only_here(closed: Running) -> None:
    response = closed.client.get("/login?next=/docs")
    policy = response.headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["referrer-policy"] == "same-origin"
    assert response.headers["cache-control"] == "no-store"
    assert 'name="next" value="/docs"' in response.text
    assert "<script" not in response.text
    assert "set-cookie" not in response.headers


def test_who_signs_in_gets_one_cookie_that_no_script_and_no_other_site_can_use(
    closed: Running,
) -> None:
    with _browser(closed) as client:
        response = _sign_in(client, next="/docs")
        assert response.status_code == 303
        assert response.headers["location"] == "/docs"
        (cookie,) = response.headers.get_list("set-cookie")
        name, *attributes = cookie.split("; ")
        assert name.startswith(f"{COOKIE}=")
        assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=strict"]
        page = client.get("/docs", headers=BROWSER)
        assert page.status_code == 200
        assert page.headers["cache-control"] == "no-store"
        assert _asks(client) == 200


def test_over_https_the_cookie_is_this_hosts_alone(closed: Running) -> None:
    with _browser(closed) as client:
        client.headers["X-Forwarded-Proto"] = "https"
        client.headers["Origin"] = closed.url.replace("http:", "https:")
        (cookie,) = _sign_in(client).headers.get_list("set-cookie")
        assert cookie.startswith(f"__Host-{COOKIE}=")
        assert "Secure" in cookie.split("; ")
        assert "domain" not in cookie.lower()
        secret = cookie.split("=")[1].split(";")[0]
        headers = {"Cookie": f"__Host-{COOKIE}={secret}"}
        assert client.get("/api/articles", headers=headers).status_code == 200
        # The plain name could have been planted by another host of the domain.
        assert (
            client.get("/api/articles", headers={"Cookie": f"{COOKIE}={secret}"}).status_code == 401
        )


def test_gradio_sets_no_cookie_here_either(closed: Running) -> None:
    with _browser(closed) as client:
        _sign_in(client)
        for path in ("/", "/config", "/gradio_api/app_id"):
            response = client.get(path)
            assert response.status_code == 200, path
            assert "set-cookie" not in response.headers, path


def test_a_wrong_name_is_answered_like_a_wrong_password(closed: Running) -> None:
    with _browser(closed, "192.0.2.10") as client:
        name = _sign_in(client, "nobody here", "wrong password")
        password = _sign_in(client, "ada", "wrong password")
    assert name.status_code == password.status_code == 401
    assert name.text.replace("nobody here", "ada") == password.text
    assert "Name or password is wrong." in name.text
    assert "wrong password" not in name.text.replace("Name or password is wrong.", "")
    for header in ("set-cookie", "retry-after"):
        assert header not in password.headers


@pytest.mark.parametrize("name", ["ada", "nobody here"])
def test_guessing_is_locked_out_for_a_while_whether_the_name_exists_or_not(
    closed: Running, name: str
) -> None:
    address = f"192.0.2.{20 + len(name)}"
    with _browser(closed, address) as client:
        statuses = [_sign_in(client, name, "wrong password").status_code for _ in range(6)]
        assert statuses == [401] * 5 + [429]
        right = _sign_in(client, name, GOOD)
        assert right.status_code == 429
        assert 0 < int(right.headers["retry-after"]) <= 30
        assert "Try again in 1 min." in right.text
        assert _sign_in(client, "ben").status_code == 303
    with _browser(closed, "192.0.2.99") as client:
        assert _sign_in(client, "ada").status_code == 303


def test_guessing_many_at_once_gains_nothing(closed: Running) -> None:
    def guess(number: int) -> int:
        with _browser(closed, "192.0.2.40") as client:
            return _sign_in(client, "ada", f"wrong password {number}").status_code

    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(guess, range(12)))
    assert statuses.count(401) == 5
    assert statuses.count(429) == 7


@pytest.mark.parametrize(
    "next",
    ["//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example",
     "/\t/evil.example", "////evil.example", "javascript:alert(1)", "/%2f/../\\evil",
     "http:/evil.example", "/login"],
)  # fmt: skip
def test_signing_in_never_leads_to_another_host(closed: Running, next: str) -> None:
    with _browser(closed) as client:
        shown = client.get("/login", params={"next": next})
        assert 'name="next" value="/"' in shown.text
        assert _sign_in(client, next=next).headers["location"] == "/"
        again = client.get("/login", params={"next": next})  # who is signed in goes on
        assert (again.status_code, again.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Origin": "https://evil.example"}, {"Origin": "null"},
        {"Origin": "https://news.example"}, {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
    ],
)  # fmt: skip
def test_no_other_page_can_sign_anybody_in_or_out(closed: Running, headers: dict[str, str]) -> None:
    with _browser(closed) as client:
        _sign_in(client)
        cookie = {"Cookie": f"{COOKIE}={client.cookies[COOKIE]}"}
    form = {"name": "ada", "password": GOOD}
    for path, shown in (("/login", {}), ("/logout", cookie)):
        refused = closed.client.post(path, data=form, headers={**headers, **shown})
        assert refused.status_code == 403, path
        assert "set-cookie" not in refused.headers
    assert closed.client.get("/api/articles", headers=cookie).status_code == 200


def test_a_form_of_another_address_is_no_form_of_ours(closed: Running) -> None:
    with _browser(closed) as client:
        _sign_in(client)
        assert client.post("/api/ask", data={"question": "dredging"}).status_code == 415


@pytest.mark.parametrize(
    "body", [b"", b"name=ada", b"a=b&" * 5000, b"\xff\xfe=%00", b"name=%00&password=x"]
)
def test_odd_forms_let_nobody_in(closed: Running, body: bytes) -> None:
    with _browser(closed, "192.0.2.50") as client:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        assert client.post("/login", content=body, headers=headers).status_code in {401, 429}


# Sessions


def test_signing_out_ends_the_session_and_not_only_the_cookie(closed: Running) -> None:
    with _browser(closed) as client:
        _sign_in(client)
        secret = client.cookies[COOKIE]
        assert "ada" in client.get("/logout").text
        assert client.get("/api/articles").status_code == 200  # a link signs nobody out
        left = client.post("/logout", data={"here": "1"})
        assert left.headers["location"] == "/login?left=1"
        assert "Max-Age=0" in left.headers["set-cookie"]
        assert left.headers["clear-site-data"] == '"storage"'
        assert "You are signed out" in client.get("/login?left=1").text
        kept = {"Cookie": f"{COOKIE}={secret}"}
        assert client.get("/api/articles", headers=kept).status_code == 401


def test_all_sessions_of_a_person_are_ended_at_once_and_only_theirs(closed: Running) -> None:
    with _browser(closed) as here, _browser(closed) as there, _browser(closed) as other:
        _sign_in(here)
        _sign_in(there)
        _sign_in(other, "ben")
        assert re.search(r"Other places where you are signed in: \d+", here.get("/logout").text)
        here.post("/logout", data={"everywhere": "1"})
        assert [_asks(one) for one in (here, there, other)] == [401, 401, 200]


def test_signing_in_again_makes_a_new_session_and_ends_the_old(closed: Running) -> None:
    with _browser(closed) as client:
        _sign_in(client)
        first = client.cookies[COOKIE]
        _sign_in(client, "ben")
        assert client.cookies[COOKIE] != first
        kept = {"Cookie": f"{COOKIE}={first}"}
        address = f"{closed.url}/api/articles"
        found = httpx.get(address, headers=kept, trust_env=False, timeout=600)
        assert found.status_code == 401


@pytest.mark.parametrize(
    "secret", ["", "x", "a" * 5000, "../../etc/passwd", "'; DROP TABLE sessions;--", "%00"]
)
def test_invented_sessions_are_nobodys(closed: Running, secret: str) -> None:
    headers = {"Cookie": f"{COOKIE}={secret}"}
    assert closed.client.get("/api/articles", headers=headers).status_code == 401


def test_a_page_of_a_listed_site_cannot_ask_with_somebodys_session(closed: Running) -> None:
    with _browser(closed) as client:
        _sign_in(client)
        assert _asks(client, Origin="https://news.example") == 401
        assert _asks(client) == 200


def test_sessions_outlive_the_server_and_only_hashes_are_stored(tmp_path: Path) -> None:
    access = _people(tmp_path)
    with serving(tmp_path, access=access) as server, _browser(server) as client:
        _sign_in(client)
        cookie = {"Cookie": f"{COOKIE}={client.cookies[COOKIE]}"}
    with serving(tmp_path, access=access) as server:
        assert server.client.get("/api/articles", headers=cookie).status_code == 200
    stored = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    assert cookie["Cookie"].split("=")[1].encode() not in stored
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_what_is_changed_on_the_command_line_holds_at_once(closed: Running) -> None:
    passwords = PasswordFile(closed.settings.index / "passwords")
    passwords.add("cleo", Role.READER, GOOD)
    with _browser(closed) as client:
        _sign_in(client, "cleo")
        assert _remove(client) == 403
        passwords.set_role("cleo", Role.EDITOR)
        assert _remove(client) == 422
        passwords.set_password("cleo", "another long walk")
        assert _asks(client) == 401
        assert _sign_in(client, "cleo", "another long walk").status_code == 303
        assert _asks(client) == 200
        passwords.remove("cleo")
        assert _asks(client) == 401


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AccessStore]:
    store = AccessStore(tmp_path)
    yield store
    store.close()


def test_sessions_end_when_unused_and_in_any_case_after_a_week(store: AccessStore) -> None:
    clock = Clock()
    access = Access(method=Passwords(Path("x")), idle=3600, longest=10_000)
    sessions = Sessions(store, access, clock)
    secret = sessions.begin("ada", "stamp")
    clock.now += 3600
    assert sessions.find(secret) is not None
    clock.now += 3600
    assert sessions.find(secret) is not None  # it was used in between
    clock.now += 2801
    assert sessions.find(secret) is None
    secret = sessions.begin("ada", "stamp")
    clock.now += 3601
    assert sessions.find(secret) is None
    assert store.sessions_by_name() == {}


def test_a_person_has_a_bounded_number_of_sessions(store: AccessStore) -> None:
    clock = Clock()
    sessions = Sessions(store, Access(method=Passwords(Path("x"))), clock)
    secrets = []
    for _ in range(30):
        clock.now += 1
        secrets.append(sessions.begin("ada", "stamp"))
    sessions.begin("ben", "stamp")
    assert sessions.count("ada") == 25
    assert sessions.find(secrets[0]) is None
    assert sessions.find(secrets[-1]) is not None


def test_a_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("not a database, and long enough to be looked at " * 40)
    with pytest.raises(UsageError.__bases__[0], match=FILE):
        AccessStore(tmp_path)


def test_the_store_is_a_plain_sqlite_file_in_wal_mode(store: AccessStore) -> None:
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


# Keys


@contextmanager
def _keys(server: Running, clock: Callable[[], float] = time.time) -> Iterator[Keys]:
    store = AccessStore(server.settings.index)
    yield Keys(store, clock)
    store.close()


def test_a_key_opens_what_its_role_may(closed: Running) -> None:
    for role, status in ((Role.READER, 403), (Role.EDITOR, 422)):
        with _keys(closed) as keys:
            headers = {"Authorization": f"Bearer {keys.add(f'{role}-1', role)}"}
        assert _status(closed, **headers) == 200
        assert _remove(closed.client, **headers) == status


def test_a_key_is_revoked_at_once(closed: Running) -> None:
    with _keys(closed) as keys:
        headers = {"Authorization": f"Bearer {keys.add('one', Role.READER)}"}
    assert _status(closed, **headers) == 200
    store = AccessStore(closed.settings.index)
    assert store.revoke_key("one")
    store.close()
    refused = closed.client.get("/api/articles", headers=headers)
    assert refused.status_code == 401
    assert "revoked" in refused.json()["detail"]


def test_a_key_expires_and_is_stored_as_a_hash(closed: Running) -> None:
    clock = Clock()
    with _keys(closed, clock) as keys:
        key = keys.add("old", Role.READER, days=1)
        clock.now += 24 * 3600 - 1
        assert keys.find(key) is not None
        clock.now += 1
        assert keys.find(key) is None
    stored = b"".join(path.read_bytes() for path in closed.settings.index.glob(f"{FILE}*"))
    assert b"old" in stored
    assert key.encode() not in stored


@pytest.mark.parametrize(
    "value",
    ["Bearer", "Bearer x", "bearer pq_" + "A" * 43, "Bearer pq_" + "A" * 5000, "Bearer pq_x pq_y"],
)
def test_invented_keys_are_refused(closed: Running, value: str) -> None:
    assert _status(closed, Authorization=value) == 401


def test_a_false_key_is_not_outweighed_by_a_session(closed: Running) -> None:
    with _browser(closed) as client:
        _sign_in(client)
        assert _asks(client, Authorization="Bearer pq_x") == 401
        # What a proxy's own sign-in leaves behind is not for us.
        assert _asks(client, Authorization="Basic YWRhOng=") == 200


def test_keys_count_in_the_header_only(closed: Running) -> None:
    with _keys(closed) as keys:
        key = keys.add("two", Role.READER)
    assert _status(closed, f"/api/articles?key={key}&token={key}") == 401
    assert _status(closed, Cookie=f"{COOKIE}={key}") == 401
    double = [("Authorization", f"Bearer {key}"), ("Authorization", f"Bearer {key}")]
    assert closed.client.get("/api/articles", headers=double).status_code == 401


# Beside --auth


def test_with_allow_anonymous_strangers_read_and_who_signs_in_edits(tmp_path: Path) -> None:
    options: dict[str, object] = {"access": _people(tmp_path), "allow_anonymous": True}
    with serving(tmp_path, **options) as server, _browser(server) as client:
        assert _asks(client) == 200
        assert client.get("/embed").status_code == 200
        assert _remove(client) == 403
        assert "Go on without signing in" in client.get("/login").text
        assert "You are not signed in" in client.get("/logout").text
        assert "Account" in client.get("/config").text
        _sign_in(client)
        assert _remove(client) == 422


def test_under_a_path_everything_leads_back_under_it(tmp_path: Path) -> None:
    options: dict[str, object] = {"access": _people(tmp_path), "root_path": "/quotes"}
    with serving(tmp_path, **options) as server, _browser(server) as client:
        led = client.get("/quotes/docs", headers=BROWSER)
        assert led.headers["location"] == "/quotes/login?next=%2Fdocs"
        assert 'action="/quotes/login"' in client.get(led.headers["location"]).text
        into = client.post("/quotes/login", data={"name": "ada", "password": GOOD, "next": "/docs"})
        assert into.headers["location"] == "/quotes/docs"
        assert client.get("/quotes/docs").status_code == 200


def test_a_server_that_nobody_could_sign_in_to_does_not_start(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "app.py", "serve", "--auth", "passwords", "--host", "0.0.0.0", "--port",
         "0", "--index", str(tmp_path / "none")],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "pullquote users add" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "none").exists()
