"""Everything that `--auth` puts at the door: who is found how, and the pages to sign in."""

from dataclasses import dataclass
from typing import TypeAlias

from fastapi import APIRouter

from index.errors import UsageError
from qa.web.access.accounts import PeopleOfFile, PeopleOfProvider
from qa.web.access.guard import AccessGuard, Finder, by_header, by_key, by_session
from qa.web.access.password_pages import password_router
from qa.web.access.passwords import PasswordFile
from qa.web.access.policy import Access, OpenId, Passwords, ProxyHeader
from qa.web.access.store import AccessStore
from qa.web.access.tokens import Keys, Sessions
from qa.web.requests.addresses import Proxies
from qa.web.requests.guards import Guard
from qa.web.settings import ServerSettings

_WayIn: TypeAlias = tuple[Finder, APIRouter | None]


@dataclass(frozen=True, slots=True)
class Entrance:
    """The guard of the edge, the pages that go with it, and the store behind both."""

    guard: Guard
    pages: APIRouter | None
    store: AccessStore


def make_entrance(settings: ServerSettings, access: Access) -> Entrance:
    """Return the entrance of a server.

    Raises:
        UsageError: when nobody could come in, or the store cannot be made.
    """
    if isinstance(access.method, Passwords):
        _check_somebody(access.method)
    store = AccessStore(settings.index)
    finder, pages = _way_in(settings, access, Sessions(store, access))
    guard = AccessGuard(settings, (by_key(Keys(store)), finder), signs_in=access.signs_in)
    return Entrance(guard, pages, store)


def _check_somebody(method: Passwords) -> None:
    if not PasswordFile(method.file).users():
        raise UsageError(
            f"There is nobody in {method.file} yet. Let somebody in first: "
            "pullquote users add NAME --role editor"
        )


def _way_in(settings: ServerSettings, access: Access, sessions: Sessions) -> _WayIn:
    method = access.method
    if isinstance(method, ProxyHeader):
        return by_header(access, method, Proxies(settings.trusted_proxies)), None
    if isinstance(method, Passwords):
        passwords = PasswordFile(method.file)
        people = PeopleOfFile(passwords)
        pages = password_router(passwords, people, sessions, settings)
        return by_session(sessions, people, settings), pages
    return _way_of_provider(settings, access, method, sessions)


def _way_of_provider(
    settings: ServerSettings, access: Access, method: OpenId, sessions: Sessions
) -> _WayIn:
    from qa.web.access.provider_pages import provider_router  # Authlib takes a while to import

    people = PeopleOfProvider(access, method)
    pages = provider_router(method, people, sessions, settings)
    return by_session(sessions, people, settings), pages
