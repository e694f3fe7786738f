"""The commands `users` and `keys`, and the options of `serve` about signing in."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import UsageError
from qa.cli.sign_in_options import AccessOptions
from qa.web.access.passwords import PasswordFile
from qa.web.access.policy import OpenId, Passwords, ProxyHeader
from qa.web.access.store import AccessStore
from qa.web.access.tokens import Keys
from qa.web.roles import Role

ROOT = Path(__file__).resolve().parents[3]
GOOD = "a long walk home"


def _run(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments, "--index", str(folder)],
        cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


def test_people_come_and_go(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    added = _run(folder, "users", "add", "Ada", "--role", "editor", stdin=f"{GOOD}\n")
    assert added.returncode == 0, added.stderr
    assert GOOD not in added.stdout + added.stderr
    user = PasswordFile(folder / "passwords").verify("ada", GOOD)
    assert user is not None
    assert user.role is Role.EDITOR
    assert _run(folder, "users", "role", "ada", "reader").returncode == 0
    changed = _run(folder, "users", "password", "ada", stdin="another long walk\r\n")
    assert changed.returncode == 0, changed.stderr
    listed = json.loads(_run(folder, "users", "list", "--json").stdout)
    assert listed == {"users": [{"name": "ada", "role": "reader", "groups": [], "sessions": 0}]}
    assert PasswordFile(folder / "passwords").verify("ada", "another long walk") is not None
    assert _run(folder, "users", "remove", "ada").returncode == 0
    assert json.loads(_run(folder, "users", "list", "--json").stdout) == {"users": []}


@pytest.mark.parametrize(("stdin", "why"), [("", "one line"), ("short\n", "at least 12")])
def test_a_password_that_is_none_is_refused(tmp_path: Path, stdin: str, why: str) -> None:
    done = _run(tmp_path, "users", "add", "ada", stdin=stdin)
    assert done.returncode == 1
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "passwords").exists()


def test_a_password_cannot_be_given_on_the_command_line(tmp_path: Path) -> None:
    assert _run(tmp_path, "users", "add", "ada", GOOD).returncode == 2
    assert _run(tmp_path, "users", "add", "ada", "--password", GOOD).returncode == 2


def test_a_key_is_shown_once_and_revoked(tmp_path: Path) -> None:
    made = _run(tmp_path, "keys", "add", "scraper", "--role", "editor", "--days", "30")
    assert made.returncode == 0, made.stderr
    key = made.stdout.strip()
    store = AccessStore(tmp_path)
    visitor = Keys(store).find(key)
    assert visitor is not None
    assert (visitor.name, visitor.role) == ("key scraper", Role.EDITOR)
    listed = _run(tmp_path, "keys", "list", "--json").stdout
    assert key not in listed
    (row,) = json.loads(listed)["keys"]
    assert (row["name"], row["role"]) == ("scraper", "editor")
    assert row["ends"] > row["made"]
    assert _run(tmp_path, "keys", "add", "scraper").returncode == 1
    assert _run(tmp_path, "keys", "revoke", "scraper").returncode == 0
    assert Keys(store).find(key) is None
    assert "no key 'scraper'" in _run(tmp_path, "keys", "revoke", "scraper").stderr
    store.close()


def test_signing_out_reaches_also_those_of_a_provider(tmp_path: Path) -> None:
    from qa.web.access.policy import Access
    from qa.web.access.tokens import Sessions

    store = AccessStore(tmp_path)
    sessions = Sessions(store, Access(method=ProxyHeader("X")))
    secrets = [sessions.begin("Ada@News.Example", "stamp") for _ in range(2)]
    done = _run(tmp_path, "users", "sign-out", "Ada@News.Example", "--json")
    assert json.loads(done.stdout) == {"ended": 2}
    assert [sessions.find(secret) for secret in secrets] == [None, None]
    store.close()


def test_ways_to_sign_in(tmp_path: Path) -> None:
    access = AccessOptions(auth="passwords", hours=2).to_access(tmp_path)
    assert access is not None
    assert access.method == Passwords(tmp_path / "passwords")
    assert access.idle == 7200
    file = AccessOptions(auth="passwords:/etc/people").to_access(tmp_path)
    assert file is not None
    assert file.method == Passwords(Path("/etc/people"))
    header = AccessOptions(auth="header:X-Remote-User", editors=("ada",)).to_access(tmp_path)
    assert header is not None
    assert (header.method, header.role_of("ada")) == (ProxyHeader("X-Remote-User"), Role.EDITOR)
    assert AccessOptions().to_access(tmp_path) is None


def test_the_secret_of_a_provider_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\n", "utf-8")
    options = AccessOptions(
        auth="oidc:https://login.example/realms/news",
        client="pullquote",
        secret_file=tmp_path / "secret",
    )
    access = options.to_access(tmp_path)
    assert access is not None
    assert access.method == OpenId(
        issuer="https://login.example/realms/news", client_id="pullquote", secret="hush"
    )


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"auth": "ldap"}, "no way to sign in"), ({"auth": ""}, "no way to sign in"),
        ({"auth": "header:"}, "no way"), ({"auth": "header:X Y"}, "no way"),
        ({"auth": "header:Cookie"}, "no way"), ({"auth": "oidc:"}, "no way"),
        ({"auth": "oidc:http://login.example", "client": "x"}, "no|address of a provider"),
        ({"auth": "oidc:login.example", "client": "x"}, "address of a provider"),
        ({"auth": "oidc:https://login.example?x", "client": "x"}, "address of a provider"),
        ({"auth": "oidc:https://login.example"}, "--oidc-client"),
        ({"auth": "passwords", "client": "x"}, "go with --auth oidc"),
        ({"auth": "passwords", "editors": ("ada",)}, "users role"),
        ({"editors": ("ada",)}, "say more of --auth"),
        ({"auth": "oidc:https://l.example", "client": "x", "secret_file": Path("none")}, "none"),
        ({"auth": "oidc:https://l.example", "client": "x", "secret_file": Path("/dev/null")},
         "empty"),
    ],
)  # fmt: skip
def test_options_that_do_not_fit_are_explained(options: dict[str, object], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        AccessOptions(**options).to_access(Path("index"))  # type: ignore[arg-type]
