"""Which group sees which collections, from a real file that changes while it is read."""

from pathlib import Path

import pytest

from index.errors import UsageError
from qa.web.requests.group_rules import GroupRules
from qa.web.requests.seeing import EVERYTHING, NOTHING
from qa.web.roles import ANONYMOUS, LOCAL
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
