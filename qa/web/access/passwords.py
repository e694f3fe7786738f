"""The wrapper of argon2: the file of names, roles and hashed passwords.

One person a line, `name:role:hash`, the hash as argon2 writes it (PHC string). Lines that begin
with "#" are comments. The file is written beside and then put in place, readable by its owner only.
"""

import hashlib
import logging
import os
import secrets
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError

from index.errors import UsageError
from index.store.files.synced_files import sync_folder
from qa.web.visitors import Role

SHORTEST = 12
"""Characters a password has at least."""

LONGEST = 1024
"""Characters read of a password."""

_LONGEST_NAME = 100
_HASHER = PasswordHasher()
_HEADER = "# Names, roles and passwords (argon2); written by: pullquote users\n"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class User:
    """One person of the file."""

    name: str
    role: Role
    hash: str
    groups: frozenset[str] = frozenset()

    @property
    def stamp(self) -> str:
        """A mark that changes with the password, so that a new one ends the sessions of the old."""
        return hashlib.sha256(self.hash.encode("utf-8")).hexdigest()[:16]


def canonical(name: str) -> str:
    """Return a name as it is compared: `A` to `Z` as small letters, no white space around."""
    name = unicodedata.normalize("NFC", name.strip())
    return name.lower() if name.isascii() else name


def check_name(name: str) -> str:
    """Return `name` as it is stored.

    Raises:
        UsageError: when it cannot be a name.
    """
    name = canonical(name)
    bad = not name or len(name) > _LONGEST_NAME or not name.isprintable()
    if bad or ":" in name or name.startswith("#"):
        raise UsageError(
            f"{name[:40]!r} cannot be a name here; use 1 to {_LONGEST_NAME} printable characters "
            "without a colon, and no '#' in front."
        )
    return name


def check_groups(groups: frozenset[str]) -> frozenset[str]:
    """Return `groups` when each can be written in the file.

    Raises:
        UsageError: when one cannot.
    """
    for one in sorted(groups):
        if not one.strip() or one != one.strip() or not one.isprintable() or set(one) & set(":,"):
            raise UsageError(
                f"{one[:40]!r} cannot be a group here; use printable characters without a colon "
                "or a comma."
            )
    return groups


def check_password(password: str) -> str:
    """Return `password` when it is good enough.

    Raises:
        UsageError: when it is too short or too long.
    """
    if len(password) < SHORTEST:
        raise UsageError(
            f"The password has {len(password)} characters; take at least {SHORTEST}. A few words "
            "in a row are easy to keep in mind."
        )
    if len(password) > LONGEST:
        raise UsageError(f"The password has more than {LONGEST:,} characters.")
    return password


class PasswordFile:
    """The people of one file. Changes of the file are seen at the next look."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int, int] | None = None
        self._users: Mapping[str, User] = MappingProxyType({})
        # Nobody has this password; a name that is not in the file is checked against it.
        self._decoy = _HASHER.hash(secrets.token_urlsafe())

    def users(self) -> Mapping[str, User]:
        """Return everybody by name; nobody while there is no file.

        Raises:
            UsageError: when the file cannot be read as one of passwords.
        """
        try:
            status = self.path.stat()
            seen = (status.st_mtime_ns, status.st_size, status.st_ino)
            if seen != self._seen:
                self._users = MappingProxyType(_parse(self.path))
                self._seen = seen
        except FileNotFoundError:
            return MappingProxyType({})
        except OSError as error:
            raise UsageError(f"{self.path} cannot be read ({error.strerror}).") from error
        return self._users

    def find(self, name: str) -> User | None:
        """Return who has this name. A file that became unusable lets nobody in."""
        try:
            return self.users().get(canonical(name))
        except UsageError as error:
            _log.error("nobody can sign in: %s", error)
            return None

    def verify(self, name: str, password: str) -> User | None:
        """Return who signs in so; `None` for a wrong name and, as long after, a wrong password."""
        user = self.find(name)
        expected = user.hash if user else self._stand_in()
        try:
            _HASHER.verify(expected, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return None
        return user

    def _stand_in(self) -> str:
        """Return a hash that takes as long to check as those of the file."""
        with suppress(UsageError, StopIteration, InvalidHashError):
            known = extract_parameters(next(iter(self.users().values())).hash)
            if known != extract_parameters(self._decoy):
                self._decoy = PasswordHasher(
                    known.time_cost, known.memory_cost, known.parallelism, known.hash_len
                ).hash(secrets.token_urlsafe())
        return self._decoy

    def add(
        self, name: str, role: Role, password: str, groups: frozenset[str] = frozenset()
    ) -> User:
        """Add somebody.

        Raises:
            UsageError: when the name is taken, or name or password cannot be used.
        """
        name = check_name(name)
        hashed = _HASHER.hash(check_password(password))
        with self._changing() as users:
            if name in users:
                raise UsageError(
                    f"{name} is in {self.path} already; use: pullquote users password {name}"
                )
            users[name] = User(name, role, hashed, check_groups(groups))
            return users[name]

    def remove(self, name: str) -> None:
        """Take somebody out.

        Raises:
            UsageError: when there is nobody of this name.
        """
        with self._changing() as users:
            del users[self._known(users, name).name]

    def set_password(self, name: str, password: str) -> None:
        """Give somebody another password.

        Raises:
            UsageError: when there is nobody of this name, or the password cannot be used.
        """
        hashed = _HASHER.hash(check_password(password))
        with self._changing() as users:
            user = self._known(users, name)
            users[user.name] = replace(user, hash=hashed)

    def set_role(self, name: str, role: Role) -> None:
        """Give somebody another role.

        Raises:
            UsageError: when there is nobody of this name.
        """
        with self._changing() as users:
            user = self._known(users, name)
            users[user.name] = replace(user, role=role)

    def set_groups(self, name: str, groups: frozenset[str]) -> None:
        """Have somebody be in these groups and in no other.

        Raises:
            UsageError: when there is nobody of this name, or a group cannot be one here.
        """
        groups = check_groups(groups)
        with self._changing() as users:
            user = self._known(users, name)
            users[user.name] = replace(user, groups=groups)

    def _known(self, users: Mapping[str, User], name: str) -> User:
        user = users.get(canonical(name))
        if user is None:
            raise UsageError(f"There is no {name[:40]!r} in {self.path}; see: pullquote users list")
        return user

    @contextmanager
    def _changing(self) -> Iterator[dict[str, User]]:
        from filelock import FileLock

        if not self.path.parent.is_dir():
            raise UsageError(f"{self.path.parent}: there is no such folder for the passwords.")
        with FileLock(f"{self.path}.lock", mode=0o600):
            self._seen = None
            users = dict(self.users())
            yield users
            _write(self.path, users)


def _parse(path: Path) -> dict[str, User]:
    users: dict[str, User] = {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no file of passwords: it is not UTF-8 text.") from error
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            user = _parse_line(line.strip())
            if user is None or user.name in users:
                raise UsageError(
                    f"{path}, line {number}: expected name:role:hash or "
                    "name:role:hash:group,group, each name once, with the role reader or editor "
                    "and a hash of argon2. Let the file be written by: "
                    "pullquote users add NAME"
                )
            users[user.name] = user
    return users


def _parse_line(line: str) -> User | None:
    parts = line.split(":")
    try:
        name, role, hashed, *rest = parts
        extract_parameters(hashed)
        if len(rest) > 1:
            return None
        groups = (one.strip() for part in rest for one in part.split(","))
        return User(canonical(name), Role(role), hashed, frozenset(filter(None, groups)))
    except (ValueError, InvalidHashError):
        return None


def _line(user: User) -> str:
    groups = f":{','.join(sorted(user.groups))}" if user.groups else ""
    return f"{user.name}:{user.role}:{user.hash}{groups}\n"


def _write(path: Path, users: Mapping[str, User]) -> None:
    lines = "".join(map(_line, users.values()))
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(_HEADER + lines)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
        sync_folder(path.parent)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
