"""Who a visitor is where nobody has to sign in."""

from starlette.datastructures import Headers
from starlette.types import Scope

from qa.web.roles import ANONYMOUS, LOCAL, admit
from qa.web.settings import ServerSettings, is_loopback
from qa.web.widget.embed_token import HEADER as WIDGET_TOKEN

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


class WithoutLogin:
    """Takes whoever sits at the machine for its owner, and everybody else for a reader.

    Sits at the machine: the server listens to this machine alone, `--allow-anonymous` was not
    given, no proxy handed the request on, and neither the widget nor a page of another site
    sent it. Those speak for people who only came to ask.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self._alone = is_loopback(settings.host) and not settings.allow_anonymous
        self._listed = frozenset(settings.allow_origins)

    def __call__(self, scope: Scope, headers: Headers) -> None:
        """Write the visitor into one request."""
        admit(
            scope, LOCAL if self._alone and not self._comes_from_elsewhere(headers) else ANONYMOUS
        )

    def _comes_from_elsewhere(self, headers: Headers) -> bool:
        through_page = WIDGET_TOKEN in headers or headers.get("origin") in self._listed
        return through_page or handed_on(headers)


def handed_on(headers: Headers) -> bool:
    """Whether a proxy says that it handed a request on."""
    return any(name in headers for name in _FORWARDED)
