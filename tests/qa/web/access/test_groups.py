"""Where the groups of a person come from: the file, a header, a claim, a key."""

import sqlite3
from pathlib import Path

import pytest
from starlette.datastructures import Headers

from index.errors import UsageError
from qa.cli.sign_in_options import AccessOptions
from qa.web.access.guard import by_header
from qa.web.access.oidc import Provider
from qa.web.access.passwords import PasswordFile
from qa.web.access.policy import Access, OpenId, ProxyHeader
from qa.web.access.store import FILE, AccessStore
from qa.web.access.tokens import Keys, Sessions
from qa.web.requests.addresses import TrustedProxies
from qa.web.requests.proxy_headers import ProxyHeaders
from qa.web.roles import Role
from qa.web.settings import ServerSettings

HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$KZ8z0dXYz7k7wWc1o1sM9A"


def test_a_line_of_the_passwords_file_may_end_with_groups(tmp_path: Path) -> None:
    file = PasswordFile(tmp_path / "passwords")
    file.path.write_text(f"ada:editor:{HASH}\nben:reader:{HASH}: tips, newsroom,\n", "utf-8")
    assert [user.groups for user in file.users().values()] == [set(), {"tips", "newsroom"}]
    file.set_groups("ada", frozenset(["b c", "a"]))
    assert f"ada:editor:{HASH}:a,b c\n" in file.path.read_text("utf-8")
    assert PasswordFile(file.path).users()["ada"].groups == {"a", "b c"}
    for bad in ("a:b", "a,b", "", " a", "a\nb"):
        with pytest.raises(UsageError, match="cannot be a group"):
            file.set_groups("ada", frozenset([bad]))
    file.path.write_text(f"ada:editor:{HASH}:a:b\n", "utf-8")
    with pytest.raises(UsageError, match="name:role:hash:group,group"):
        file.users()


def test_the_proxy_names_groups_with_commas_between() -> None:
    header = ProxyHeader("X-User", "X-Groups")
    find = by_header(Access(method=header), header, TrustedProxies(("127.0.0.1",)))
    proxy = ProxyHeaders(ServerSettings(index=Path("none")))
    scope = {"type": "http", "client": ("127.0.0.1", 1), "scheme": "http", "path": "/"}

    def groups(*values: str) -> frozenset[str]:
        pairs = [(b"x-user", b"ben"), *((b"x-groups", one.encode()) for one in values)]
        come = proxy.apply({**scope, "headers": pairs})
        visitor = find(come, Headers(raw=pairs))
        assert visitor is not None
        return visitor.groups

    assert groups() == groups("", " , ") == frozenset()
    assert groups("newsroom, Büro", "tips") == {"newsroom", "Büro", "tips"}
    assert len(groups(",".join(f"g{number}" for number in range(5000)))) == 1000


@pytest.mark.parametrize(
    ("claims", "groups"),
    [
        ({"groups": ["newsroom", " tips "]}, {"newsroom", "tips"}),
        ({"groups": "newsroom"}, {"newsroom"}),
        ({"groups": ["newsroom", 7, None, "", {"a": 1}]}, {"newsroom"}),
        ({"groups": {"newsroom": True}}, set()),
        ({"other": ["newsroom"]}, set()),
    ],
)
def test_a_claim_names_groups(claims: dict[str, object], groups: set[str]) -> None:
    openid = OpenId(issuer="https://login.example", client_id="us", groups="groups")
    assert Provider(openid)._groups_in(claims) == groups
    assert Provider(OpenId(issuer="https://a.example", client_id="us"))._groups_in(claims) == set()


def test_sessions_and_keys_keep_groups_also_in_a_file_of_a_version_before(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE)
    connection.executescript(
        "CREATE TABLE sessions (hash BLOB PRIMARY KEY, name TEXT NOT NULL, stamp TEXT NOT NULL,"
        " begun INTEGER NOT NULL, used INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
        "CREATE TABLE keys (name TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, role TEXT NOT NULL,"
        " made INTEGER NOT NULL, ends INTEGER, used INTEGER) STRICT, WITHOUT ROWID;"
        "INSERT INTO keys VALUES ('old', x'00', 'reader', 1, NULL, NULL);"
    )
    connection.close()
    for _ in range(2):
        store = AccessStore(tmp_path)
        sessions = Sessions(store, Access(method=ProxyHeader("X")))
        found = sessions.find(sessions.begin("ada", "s", frozenset(["tips", "Büro"])))
        assert found is not None
        assert found.groups == {"tips", "Büro"}
        store.close()
    store = AccessStore(tmp_path)
    key = Keys(store).add("bot", Role.READER, groups=frozenset(["tips"]))
    visitor = Keys(store).find(key)
    assert visitor is not None
    assert visitor.groups == {"tips"}
    assert [one.groups for one in store.all_keys()] == [{"tips"}, set()]
    store.close()


def test_options_of_groups_go_with_their_way_to_sign_in(tmp_path: Path) -> None:
    made = AccessOptions(auth="header:X-User", groups_header="X-Groups").to_access(tmp_path)
    assert made is not None
    assert made.method == ProxyHeader("X-User", "X-Groups")
    for options, message in (
        ({"auth": "passwords", "groups_header": "X-Groups"}, "--groups-header names a header"),
        ({"auth": "header:X-User", "groups_header": "cookie"}, "--groups-header names a header"),
        ({"auth": "header:X-User", "groups_claim": "groups"}, "goes with --auth oidc"),
        ({"groups_header": "X-Groups"}, "say more of --auth"),
    ):
        with pytest.raises(UsageError, match=message):
            AccessOptions(**options).to_access(tmp_path)  # type: ignore[arg-type]
