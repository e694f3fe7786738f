"""Everything that `--auth` puts at the door: who is found how, and the pages to sign in."""

from dataclasses import dataclass

from fastapi import APIRouter

from qa.web.access.guard import AccessGuard, Finder, by_header, by_key, by_session
from qa.web.access.passwords import PasswordFile
from qa.web.access.people import PeopleOfFile, PeopleOfProvider
from qa.web.access.policy import Access, OpenId, Passwords, ProxyHeader
from qa.web.access.store import AccessStore
from qa.web.access.tokens import Keys, Sessions
from qa.web.addresses import Proxies
from qa.web.guards import Guard
from qa.web.settings import ServerSettings


@dataclass(frozen=True, slots=True)
class Entrance:
    """The guard of the edge, the routes that go with it, and the store behind both."""

    guard: Guard
    routers: tuple[APIRouter, ...]
    store: AccessStore


def make_entrance(settings: ServerSettings, access: Access) -> Entrance:
    """Return the entrance of a server.

    Raises:
        UsageError: when nobody could come in, or the store cannot be made.
    """
    store = AccessStore(settings.index)
    sessions = Sessions(store, access)
    finders, routers = _ways_in(settings, access, sessions)
    guard = AccessGuard(settings, (by_key(Keys(store)), *finders), signs_in=bool(routers))
    return Entrance(guard, routers, store)


def _ways_in(
    settings: ServerSettings, access: Access, sessions: Sessions
) -> tuple[tuple[Finder, ...], tuple[APIRouter, ...]]:
    method = access.method
    if isinstance(method, ProxyHeader):
        return (by_header(access, method, Proxies(settings.trusted_proxies)),), ()
    if isinstance(method, Passwords):
        from qa.web.access.password_pages import password_router

        passwords = PasswordFile(method.file)
        people = PeopleOfFile(passwords)
        routers = (password_router(passwords, people, sessions, settings),)
        return (by_session(sessions, people, settings),), routers
    return _ways_of_provider(settings, access, method, sessions)


def _ways_of_provider(
    settings: ServerSettings, access: Access, method: OpenId, sessions: Sessions
) -> tuple[tuple[Finder, ...], tuple[APIRouter, ...]]:
    from qa.web.access.provider_pages import provider_router

    people = PeopleOfProvider(access, method)
    routers = (provider_router(method, people, sessions, settings),)
    return (by_session(sessions, people, settings),), routers
