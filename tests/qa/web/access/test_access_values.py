"""Who gets which role, and where signing in may lead."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.web.access.local_paths import safe_next
from qa.web.access.policy import Access, ProxyHeader
from qa.web.roles import Role


def _access(editors: tuple[str, ...] = (), readers: tuple[str, ...] = ()) -> Access:
    return Access(method=ProxyHeader("X-User"), editors=editors, readers=readers)


def test_everybody_signed_in_reads_until_readers_are_named() -> None:
    assert _access().role_of("anybody") is Role.READER
    named = _access(readers=("ada", "*@news.example"))
    assert named.role_of("ada") is Role.READER
    assert named.role_of("ben@news.example") is Role.READER
    assert named.role_of("ben") is None


def test_editors_are_only_those_who_are_named() -> None:
    access = _access(editors=("ada@news.example", "*@desk.example", "root"))
    for name in ("ada@news.example", "Ada@News.Example", "any@desk.example", "root"):
        assert access.role_of(name) is Role.EDITOR, name
    for name in (
        "ben@news.example", "any@notdesk.example", "any@desk.example.evil.example", "@desk.example",
        "any@sub.desk.example", "a@b@desk.example", "*@desk.example.", "Root", "root@desk.other",
        "any@des\N{KELVIN SIGN}.example", "*",
    ):  # fmt: skip
        assert access.role_of(name) is Role.READER, name


@pytest.mark.parametrize(
    "path", ["/", "/read/emoji-1?start=1&end=4", "/docs#ask", "/embed/setup", "/api/articles"]
)
def test_paths_of_this_server_are_kept(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example",
     "\\/evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\n//evil.example",
     "https://evil.example", "http:evil.example", "javascript:alert(1)", "data:text/html,x",
     "evil.example", "", " /", " //evil.example", "/a//evil.example", "/ /evil.example", "/\x00",
     "/login", "/login?next=/x", "/logout", "/é", "/x\N{FULLWIDTH SOLIDUS}y", "/x\"onclick=\"y",
     "/<script>", "@evil.example", ".//evil.example", "/" + "a" * 3000],
)  # fmt: skip
def test_anything_else_leads_home(path: str) -> None:
    assert safe_next(path) == "/"


@given(st.text(alphabet="/\\:@.?#%evil \t\n\r", max_size=12))
def test_no_path_ever_names_another_host(path: str) -> None:
    found = safe_next(path)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert not set(found) & set("\\\t\r\n ")


def test_a_secret_is_not_shown_in_what_is_printed() -> None:
    from qa.web.access.policy import OpenId, Passwords

    shown = repr(Access(method=OpenId(issuer="https://i", client_id="c", secret="hush")))
    assert "hush" not in shown
    assert "file" in repr(Access(method=Passwords(Path("file"))))
