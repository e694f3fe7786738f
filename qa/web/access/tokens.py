"""Sessions of people and keys of programs: secrets outside, hashes inside.

A secret has 256 random bits, so one round of SHA-256 is as good as many: there is nothing to guess.
"""

import hashlib
import re
import secrets
import time
from collections.abc import Callable

from index.errors import UsageError
from qa.web.access.policy import Access
from qa.web.access.store import AccessStore, StoredKey, StoredSession
from qa.web.visitors import Role, Visitor

KEY_PREFIX = "pq_"
"""What every key begins with, so that a scanner for leaked secrets can know one."""

_BYTES = 32
_LONGEST = 100
_NOTICED = 60  # seconds between two notes that a session was used
_KEY_NOTICED = 3600
_MOST_SESSIONS = 25
_KEY_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


class Sessions:
    """The sessions of people who signed in. They outlive the server."""

    def __init__(
        self, store: AccessStore, access: Access, clock: Callable[[], float] = time.time
    ) -> None:
        self._store = store
        self._access = access
        self._clock = clock

    def begin(self, name: str, stamp: str, groups: frozenset[str] = frozenset()) -> str:
        """Return the secret of a new session."""
        secret = secrets.token_urlsafe(_BYTES)
        now = int(self._clock())
        self._store.end_old_sessions(
            used_before=now - self._access.idle, begun_before=now - self._access.longest
        )
        session = StoredSession(name, stamp, begun=now, used=now, groups=groups)
        self._store.add_session(_hash(secret), session, most=_MOST_SESSIONS)
        return secret

    def find(self, secret: str) -> StoredSession | None:
        """Return the session of a secret, unless it has ended; it is used hereby."""
        if len(secret) > _LONGEST:
            return None
        hashed = _hash(secret)
        session = self._store.session(hashed)
        if session is None:
            return None
        now = int(self._clock())
        idle, age = now - session.used, now - session.begun
        if idle > self._access.idle or age > self._access.longest:
            self._store.end_session(hashed)
            return None
        if idle >= _NOTICED:
            self._store.touch_session(hashed, now)
        return session

    def end(self, secret: str) -> None:
        """End one session."""
        self._store.end_session(_hash(secret))

    def end_all(self, name: str) -> int:
        """End all sessions of a person, and return how many there were."""
        return self._store.end_sessions_of(name)

    def count(self, name: str) -> int:
        """Return how many sessions a person has."""
        return self._store.sessions_by_name().get(name, 0)


class Keys:
    """The keys with which programs come."""

    def __init__(self, store: AccessStore, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    def add(
        self,
        name: str,
        role: Role,
        *,
        days: int | None = None,
        groups: frozenset[str] = frozenset(),
    ) -> str:
        """Return a new key; it is not stored and cannot be shown again.

        Raises:
            UsageError: when the name is taken or none.
        """
        if not _KEY_NAME.fullmatch(name):
            raise UsageError(
                f"{name[:40]!r} cannot name a key; use letters, figures, '.', '_' and '-'."
            )
        key = KEY_PREFIX + secrets.token_urlsafe(_BYTES)
        now = int(self._clock())
        ends = None if days is None else now + days * 24 * 3600
        self._store.add_key(_hash(key), StoredKey(name, role, now, ends, None, groups))
        return key

    def find(self, key: str) -> Visitor | None:
        """Return whom a key lets in; `None` when it is unknown, revoked or expired."""
        if not key.startswith(KEY_PREFIX) or len(key) > _LONGEST:
            return None
        hashed = _hash(key)
        stored = self._store.key(hashed)
        now = int(self._clock())
        if stored is None or (stored.ends is not None and now >= stored.ends):
            return None
        if stored.used is None or now - stored.used >= _KEY_NOTICED:
            self._store.touch_key(hashed, now)
        return Visitor(f"key {stored.name}", stored.role, stored.groups)
