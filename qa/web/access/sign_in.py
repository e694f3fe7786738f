"""What `--auth` adds to a server: a guard, the pages to sign in, and the store behind both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from fastapi import APIRouter

from index.errors import UsageError
from qa.web.access.accounts import FileAccounts, ProviderAccounts
from qa.web.access.guard import AccessGuard, Finder, by_header, by_key, by_session
from qa.web.access.password_pages import password_router
from qa.web.access.passwords import PasswordFile
from qa.web.access.policy import Access, OpenId, Passwords, ProxyHeader
from qa.web.access.store import AccessStore
from qa.web.access.tokens import Keys, Sessions
from qa.web.requests.addresses import TrustedProxies
from qa.web.requests.guards import Guard
from qa.web.settings import ServerSettings

_FinderAndPages: TypeAlias = tuple[Finder, APIRouter | None]


@dataclass(frozen=True, slots=True)
class SignIn:
    """The guard that knows visitors, the pages to sign in (none with a proxy), and their store."""

    guard: Guard
    pages: APIRouter | None
    store: AccessStore
    passwords: PasswordFile | None = None

    def groups(self) -> Mapping[str, list[str]]:
        """Return the groups that accounts and keys of this server are in, with whose they are."""
        found: dict[str, list[str]] = {}
        users = self.passwords.users().values() if self.passwords else ()
        for user in users:
            for group in user.groups:
                found.setdefault(group, []).append(user.name)
        for key in self.store.all_keys():
            for group in key.groups:
                found.setdefault(group, []).append(f"the key {key.name}")
        return found


def make_sign_in(settings: ServerSettings, access: Access) -> SignIn:
    """Return how people sign in to a server.

    Raises:
        UsageError: when nobody could come in, or the store cannot be made.
    """
    if isinstance(access.method, Passwords):
        _check_somebody(access.method)
    store = AccessStore(settings.index)
    finder, pages = _finder_and_pages(settings, access, Sessions(store, access))
    guard = AccessGuard(settings, (by_key(Keys(store)), finder), signs_in=access.signs_in)
    method = access.method
    passwords = PasswordFile(method.file) if isinstance(method, Passwords) else None
    return SignIn(guard, pages, store, passwords)


def _check_somebody(method: Passwords) -> None:
    if not PasswordFile(method.file).users():
        raise UsageError(
            f"There is nobody in {method.file} yet. Let somebody in first: "
            "pullquote users add NAME --role editor"
        )


def _finder_and_pages(
    settings: ServerSettings, access: Access, sessions: Sessions
) -> _FinderAndPages:
    method = access.method
    if isinstance(method, ProxyHeader):
        return by_header(access, method, TrustedProxies(settings.trusted_proxies)), None
    if isinstance(method, Passwords):
        passwords = PasswordFile(method.file)
        accounts = FileAccounts(passwords)
        pages = password_router(passwords, accounts, sessions, settings)
        return by_session(sessions, accounts, settings), pages
    return _finder_and_pages_of_provider(settings, access, method, sessions)


def _finder_and_pages_of_provider(
    settings: ServerSettings, access: Access, method: OpenId, sessions: Sessions
) -> _FinderAndPages:
    from qa.web.access.provider_pages import provider_router  # Authlib takes a while to import

    accounts = ProviderAccounts(access, method)
    pages = provider_router(method, accounts, sessions, settings)
    return by_session(sessions, accounts, settings), pages
