"""Which group sees which collections, from a real file that changes while it is read."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from loops import in_own_loop

from index.errors import UsageError
from qa.web.access.passwords import PasswordFile
from qa.web.access.policy import Access, Passwords
from qa.web.access.store import AccessStore
from qa.web.access.tokens import Keys
from qa.web.requests.group_rules import GroupRules
from qa.web.requests.seeing import EVERYTHING, NOTHING
from qa.web.roles import ANONYMOUS, LOCAL
from qa.web.server import create_app
from qa.web.settings import ServerSettings
from qa.web.visitors import PROMETHEUS, Role, Visitor

RULES = 'everybody = ["default"]\ntips = ["default", "tips"]\n"all of it" = ["*"]\nnone = []\n'


def _reader(*groups: str) -> Visitor:
    return Visitor("ben", Role.READER, frozenset(groups))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "groups.toml"
    found.write_text(RULES, "utf-8")
    return found


def test_somebody_sees_what_any_of_their_groups_sees(path: Path) -> None:
    rules = GroupRules(path)
    assert rules.seen_by(_reader()) == {"default"}
    assert rules.seen_by(_reader("tips", "none")) == {"default", "tips"}
    assert rules.seen_by(_reader("all of it")) is EVERYTHING
    assert rules.seen_by(_reader("*", "default", "nobody knows it")) == {"default"}
    assert rules.seen_by(ANONYMOUS) == {"default"}
    assert rules.seen_by(LOCAL) is rules.seen_by(PROMETHEUS) is EVERYTHING
    assert rules.seen_by(None) == NOTHING


def test_without_a_file_everybody_sees_everything_until_there_is_one(tmp_path: Path) -> None:
    rules = GroupRules(tmp_path / "groups.toml")
    assert rules.seen_by(_reader()) is rules.seen_by(None) is EVERYTHING
    rules.path.write_text('tips = ["tips"]', "utf-8")
    assert rules.seen_by(_reader()) == frozenset()
    assert rules.seen_by(_reader("tips")) == {"tips"}


def test_a_change_holds_at_once(path: Path) -> None:
    rules = GroupRules(path)
    assert rules.seen_by(_reader("tips")) == {"default", "tips"}
    path.write_text('everybody = ["letters", "default"]', "utf-8")
    assert rules.seen_by(_reader("tips")) == {"default", "letters"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"everybody = [", "groups.toml: "),
        (b"everybody = 'default'", "everybody must be a list of collections"),
        (b"everybody = [1]", "must be a list"),
        (b"[everybody]\nsees = ['default']", "must be a list"),
        (b"'' = ['default']", "cannot be the name of a group"),
        (b"'" + b"g" * 2000 + b"' = []", "cannot be the name of a group"),
        (b"\xff\xfe", "groups.toml: "),
        (b"#" * 1_000_001, "bytes"),
        (None, "cannot be read"),
    ],
)
def test_rules_that_cannot_be_read_show_nothing_to_readers(
    path: Path, text: bytes | None, message: str
) -> None:
    rules = GroupRules(path)
    assert rules.seen_by(_reader()) == {"default"}
    if text is None:
        path.unlink()
    else:
        path.write_bytes(text)
    with pytest.raises(UsageError, match=message) as problem:
        rules.check()
    assert len(str(problem.value)) < 400
    assert rules.seen_by(_reader("all of it")) == NOTHING
    assert rules.seen_by(LOCAL) is EVERYTHING
    path.write_text(RULES, "utf-8")
    assert rules.seen_by(_reader()) == {"default"}


def test_a_group_or_collection_that_is_not_there_is_named(path: Path) -> None:
    rules = GroupRules(path)
    assert rules.known(frozenset(["tips"])) == {"tips"}
    with pytest.raises(UsageError, match="no group 'gone'; there are tips, all of it, none"):
        rules.known(frozenset(["tips", "gone"]))
    with pytest.raises(UsageError, match=r"no group 'ggg.*' …; there are"):
        rules.known(frozenset(["g" * 2000]))
    assert rules.unknown_collections(["default", "letters"]) == ["tips"]


def test_a_group_of_a_visitor_that_is_not_there_counts_as_none_and_is_told_once(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rules = GroupRules(path)
    with caplog.at_level("INFO"):
        for _ in range(2):
            assert rules.seen_by(_reader("tips", "gone")) == {"default", "tips"}
        rules.seen_by(_reader(*(f"g{number}\n" * 50 for number in range(500))))
    assert caplog.messages[0] == (
        f"ben is in the group 'gone', of which {path} says nothing: it counts as none"
    )
    assert len(caplog.messages) == 100
    assert all(len(one) < 400 and "\n" not in one for one in caplog.messages)


def test_accounts_and_keys_in_a_group_that_is_not_there_are_named_at_the_start(
    path: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    passwords = PasswordFile(tmp_path / "passwords")
    for name, groups in (("ada", ["tips"]), ("ben", ["gone", "tips"])):
        passwords.add(name, Role.READER, "a long enough one", frozenset(groups))
    store = AccessStore(tmp_path)
    Keys(store).add("bot", Role.READER, groups=frozenset(["gone"]))
    store.close()
    access = Access(method=Passwords(passwords.path))

    async def build() -> FastAPI:
        return create_app(ServerSettings(index=tmp_path, access=access), opener=lambda: None)

    in_own_loop(build()).state.at_the_end.close()
    assert caplog.messages == [
        f"{path} has no group 'gone', which counts as none for ben, the key bot; it has tips, "
        "all of it, none"
    ]
