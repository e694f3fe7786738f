"""The file of passwords, with real argon2."""

import os
import stat
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from growth import least_seconds

from index.errors import UsageError
from qa.web.access.passwords import PasswordFile, canonical
from qa.web.roles import Role

GOOD = "a long walk home"


@pytest.fixture
def passwords(tmp_path: Path) -> PasswordFile:
    return PasswordFile(tmp_path / "passwords")


def test_who_is_added_signs_in_and_nobody_else(passwords: PasswordFile) -> None:
    passwords.add("Ada", Role.EDITOR, GOOD)
    user = passwords.verify(" ADA ", GOOD)
    assert user is not None
    assert (user.name, user.role) == ("ada", Role.EDITOR)
    assert passwords.verify("ada", GOOD + " ") is None
    assert passwords.verify("ada", "") is None
    assert passwords.verify("ben", GOOD) is None


def test_the_file_is_its_owners_and_holds_no_password(passwords: PasswordFile) -> None:
    passwords.add("ada", Role.READER, GOOD)
    assert stat.S_IMODE(passwords.path.stat().st_mode) == 0o600
    text = passwords.path.read_text("utf-8")
    assert GOOD not in text
    assert "ada:reader:$argon2id$" in text
    assert [path.name for path in passwords.path.parent.iterdir() if "lock" not in path.name] == [
        "passwords"
    ]


def test_changes_are_seen_by_who_has_it_open(passwords: PasswordFile) -> None:
    other = PasswordFile(passwords.path)
    passwords.add("ada", Role.READER, GOOD)
    first = other.find("ada")
    passwords.set_password("ada", "another long walk")
    second = other.find("ada")
    assert first is not None
    assert second is not None
    assert first.stamp != second.stamp
    assert other.verify("ada", GOOD) is None
    passwords.set_role("ada", Role.EDITOR)
    third = other.find("ada")
    assert third is not None
    assert (third.role, third.stamp) == (Role.EDITOR, second.stamp)
    passwords.remove("ada")
    assert other.find("ada") is None


def test_two_who_write_at_once_lose_nobody(passwords: PasswordFile) -> None:
    names = [f"name{number}" for number in range(6)]
    threads = [
        threading.Thread(target=PasswordFile(passwords.path).add, args=(name, Role.READER, GOOD))
        for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(passwords.users()) == names


@pytest.mark.parametrize("name", ["", "  ", "a:b", "#ada", "a\nb", "a\x00", "x" * 101])
def test_names_that_would_break_the_file_are_refused(passwords: PasswordFile, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be a name"):
        passwords.add(name, Role.READER, GOOD)
    assert not passwords.path.exists()


@pytest.mark.parametrize(("password", "why"), [("short", "12"), ("x" * 1025, "1,024")])
def test_passwords_have_a_length(passwords: PasswordFile, password: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        passwords.add("ada", Role.READER, password)


def test_a_name_is_taken_once_and_must_be_known(passwords: PasswordFile) -> None:
    passwords.add("ada", Role.READER, GOOD)
    with pytest.raises(UsageError, match="users password ada"):
        passwords.add("ADA", Role.READER, GOOD)
    with pytest.raises(UsageError, match="no 'ben'"):
        passwords.remove("ben")


@pytest.mark.parametrize(
    "line", ["ada:reader", "ada:boss:$argon2id$v=19$m=8,t=1,p=1$YWFhYWFhYWE$YWFhYQ", "ada:reader:x",
             "ada:reader:$2b$12$abc", "ada"]
)  # fmt: skip
def test_a_line_that_is_none_is_named_and_lets_nobody_in(
    passwords: PasswordFile, line: str
) -> None:
    passwords.path.write_text(f"# people\n{line}\n", "utf-8")
    with pytest.raises(UsageError, match="line 2"):
        passwords.users()
    assert passwords.verify("ada", "x") is None


def test_a_name_that_is_not_there_takes_as_long(tmp_path: Path) -> None:
    """Also where the file was made with other settings than ours."""
    slow = PasswordHasher(time_cost=20, memory_cost=8192, parallelism=1).hash(GOOD)
    path = tmp_path / "passwords"
    path.write_text(f"ada:reader:{slow}\n", "utf-8")
    passwords = PasswordFile(path)
    passwords.verify("nobody", GOOD)  # makes the stand-in

    def as_long(seconds: Sequence[float]) -> bool:
        return 0.6 < seconds[1] / seconds[0] < 1.7

    names = ("ada", "nobody")
    assert [passwords.verify(name, "wrong password") for name in names] == [None, None]
    works = [lambda name=name: partial(passwords.verify, name, "wrong password") for name in names]
    assert as_long(least_seconds(works, as_long))


def test_names_are_compared_in_small_letters_and_only_where_that_is_safe() -> None:
    assert canonical(" Ada@News.Example ") == "ada@news.example"
    assert canonical("\N{FULLWIDTH LATIN CAPITAL LETTER A}da") != "ada"
    assert canonical("Zoe\N{COMBINING DIAERESIS}") == "Zo\N{LATIN SMALL LETTER E WITH DIAERESIS}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_read_is_named(passwords: PasswordFile) -> None:
    passwords.add("ada", Role.READER, GOOD)
    passwords.path.chmod(0)
    with pytest.raises(UsageError, match="cannot be read"):
        PasswordFile(passwords.path).users()
