"""Which group sees which collections: a file of the owner's, looked at again whenever it changes.

    everybody = ["default"]
    investigations = ["default", "tips"]
    chiefs = ["*"]

Everybody is in `everybody`, also who is not signed in; `"*"` is every collection. Editors, who can
take articles out and put them elsewhere, see everything. Without such a file everybody who may read
sees everything.
"""

import logging
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from index.errors import UsageError
from qa.web.requests.seeing import EVERYTHING, NOTHING, Seen
from qa.web.visitors import PROMETHEUS, Visitor

FILE = "groups.toml"
"""The rules of an index, in its folder, where no other file is named."""

EVERYBODY = "everybody"
ALL = "*"
LONGEST_GROUP = 100
"""Characters of a group's name."""

_LARGEST = 1_000_000  # bytes
_MOST_TOLD = 100  # groups of visitors; a provider may have thousands
_log = logging.getLogger(__name__)

Rules = Mapping[str, frozenset[str]]
"""Names of collections by group; ALL stands for every one."""


class GroupRules:
    """The rules of one server. Safe to share among threads.

    Once there was a file it must stay: while it is missing or no rules, only editors see anything.

    Args:
        path: of the file.
        required: whether it must be there from the first.
    """

    def __init__(self, path: Path, *, required: bool = False) -> None:
        self.path = path
        self._in_force = required
        self._seen: tuple[int, int, int] | None = None
        self._rules: Rules = MappingProxyType({})
        self._said = ""
        self._told: set[str] = set()

    @property
    def in_force(self) -> bool:
        """Whether there are rules; without them everybody sees everything."""
        self._in_force = self._in_force or self.path.exists()
        return self._in_force

    def rules(self) -> Rules:
        """Return what the file says now.

        Raises:
            UsageError: it cannot be read, or says something else; names the place.
        """
        try:
            status = self.path.stat()
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            if stamp != self._seen:
                self._rules = MappingProxyType(parsed(self.path))
                self._seen = stamp
        except OSError as error:
            raise UsageError(f"{self.path} cannot be read ({error.strerror}).") from error
        return self._rules

    def seen_by(self, visitor: Visitor | None) -> Seen:
        """Return what somebody may see; nothing where nobody knows who it is."""
        if not self.in_force:
            return EVERYTHING
        if visitor is None:
            return NOTHING
        if visitor.edits or visitor == PROMETHEUS:
            return EVERYTHING
        try:
            rules = self.rules()
        except UsageError as error:
            if self._said != str(error):
                self._said = str(error)
                _log.error("nobody but editors sees anything: %s", error)
            return NOTHING
        self._said = ""
        self._tell_of(visitor, rules)
        named = (rules.get(group, frozenset()) for group in {EVERYBODY, *visitor.groups})
        seen = frozenset().union(*named)
        return EVERYTHING if ALL in seen else seen

    def _tell_of(self, visitor: Visitor, rules: Rules) -> None:
        """Log groups that no rule names and that a visitor is said to be in, each once."""
        for group in sorted(visitor.groups.difference(rules, self._told)):
            if len(self._told) >= _MOST_TOLD:
                return
            self._told.add(group)
            _log.info(
                "%s is in the group %s, of which %s says nothing: it counts as none",
                visitor.name, _shown(group), self.path,
            )  # fmt: skip

    def tell_of(self, named: Mapping[str, Collection[str]]) -> None:
        """Log groups that no rule names, with the accounts and keys that are in them."""
        if not self.in_force:
            return
        there = ", ".join(name for name in self.rules() if name != EVERYBODY) or "none"
        for group in sorted(named.keys() - self.rules().keys()):
            _log.warning(
                "%s has no group %s, which counts as none for %s; it has %s",
                self.path, _shown(group), ", ".join(sorted(named[group])), there,
            )  # fmt: skip

    def check(self) -> None:
        """Refuse rules that cannot be used; raises like `rules`."""
        if self.in_force:
            self.rules()

    def known(self, groups: frozenset[str]) -> frozenset[str]:
        """Return these groups.

        Raises:
            UsageError: there is no rule for one of them; names those that there are.
        """
        there = [name for name in self.rules() if name != EVERYBODY]
        for name in sorted(groups.difference(there)):
            listed = f"there are {', '.join(there)}" if there else "it names none"
            raise UsageError(f"{self.path} has no group {_shown(name)}; {listed}.")
        return groups

    def unknown_collections(self, names: list[str]) -> list[str]:
        """Return the collections that rules name and that are not among these."""
        named = frozenset().union(*self.rules().values()) - {ALL}
        return sorted(named.difference(names))


def _shown(group: str) -> str:
    return f"{group[:40]!r}{' …' if len(group) > 40 else ''}"


def parsed(path: Path) -> dict[str, frozenset[str]]:
    """Return the rules in a file.

    Raises:
        UsageError: it is none of rules; names the place.
    """
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise UsageError(f"{path} has more than {_LARGEST:,} bytes, which are no rules.")
    try:
        found = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: {error}") from error
    return {group: _names(path, group, value) for group, value in found.items()}


def _names(path: Path, group: str, value: object) -> frozenset[str]:
    if not group.strip() or len(group) > LONGEST_GROUP or not group.isprintable():
        raise UsageError(f"{path}: {group[:40]!r} cannot be the name of a group.")
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UsageError(
            f'{path}: {group[:40]} must be a list of collections, as in {group[:40]} = ["default"]'
        )
    return frozenset(one.strip() for one in value)
