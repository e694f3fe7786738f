"""Who somebody is now. Asked at every request, so that what is changed holds at once."""

from typing import Protocol

from qa.web.access.passwords import PasswordFile
from qa.web.access.policy import Access, OpenId
from qa.web.visitors import Visitor


class Accounts(Protocol):
    """Those who can sign in."""

    def visitor(self, name: str, stamp: str, groups: frozenset[str]) -> Visitor | None:
        """Return who a session of `name` speaks for; `None` when it is good no more.

        `groups` are those that were told when it began.
        """
        ...


class FileAccounts:
    """Those in a passwords file: removed, or with a new password, their sessions are over."""

    def __init__(self, passwords: PasswordFile) -> None:
        self._passwords = passwords

    def visitor(self, name: str, stamp: str, groups: frozenset[str]) -> Visitor | None:
        """Return who a session of `name` speaks for, in the groups that the file says now."""
        user = self._passwords.find(name)
        if user is None or user.stamp != stamp:
            return None
        return Visitor(user.name, user.role, user.groups)


class ProviderAccounts:
    """Those whom a provider signed in: who may come is in the settings."""

    def __init__(self, access: Access, openid: OpenId) -> None:
        self._access = access
        parts = (openid.issuer, openid.client_id, openid.claim, openid.groups)
        self.stamp = " ".join(filter(None, parts))

    def visitor(self, name: str, stamp: str, groups: frozenset[str]) -> Visitor | None:
        """Return who a session of `name` speaks for, in the groups that the provider told."""
        role = self._access.role_of(name)
        return Visitor(name, role, groups) if role and stamp == self.stamp else None
