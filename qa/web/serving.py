"""The process that serves the application: its port, signals, and graceful end."""

import contextlib
import logging
import signal
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial

import uvicorn
from fastapi import FastAPI

from index.errors import UsageError
from index.keeping.collector import set_apart
from index.keeping.heaps import use_few_heaps
from qa.web.requests.connections import HeadTimeoutProtocol
from qa.web.server import create_app
from qa.web.settings import ServerSettings, check_settings

_log = logging.getLogger(__name__)


def run(settings: ServerSettings, *, tell: Callable[[str], None]) -> None:
    """Serve until stopped; answers in work are finished first.

    `tell` is given lines for whoever started it: what is being loaded, and where the server is.

    Raises:
        UsageError: when the settings or the port cannot be used.
    """
    check_settings(settings)
    _prepare_process()
    say = partial(_say, tell=tell)
    with closing(_listen(settings)) as listener:
        port = listener.getsockname()[1]
        say("Loading the chat and the API")
        app = create_app(settings, tell=say, warmed=set_apart)
        url = replace(settings, port=port).url
        _outlive_signals()
        Server(app, ready=lambda: say(f"Chat and API at {url} (Ctrl-C stops it)")).run(
            sockets=[listener]
        )
        _log.info("stopped")


def _say(message: str, *, tell: Callable[[str], None]) -> None:
    if _log.isEnabledFor(logging.INFO):  # the log is for programs; so is this line of it
        _log.info(message)
    else:
        tell(message)


def _outlive_signals() -> None:
    """Let the process end by itself after a graceful stop.

    The server takes the signals while it runs, and raises them again when it has stopped.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)


def _prepare_process() -> None:
    """Make the process fit to run for long, with many connections."""
    use_few_heaps()
    # The command line lets a broken pipe end the process; a visitor who hangs up must not.
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    with contextlib.suppress(ImportError, OSError, ValueError):  # not on every system
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Server(uvicorn.Server):
    """Serves one application; when stopped it lets answers finish, but not idle streams.

    Each open chat holds a connection to hear of the server; waiting for those would last for ever.
    `ready` is called when it answers.
    """

    def __init__(self, app: FastAPI, *, ready: Callable[[], None] = lambda: None) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,  # the middleware reads them, from trusted proxies
                http=HeadTimeoutProtocol,
                ws="none",
                timeout_graceful_shutdown=app.state.grace,
            )
        )
        self._end_streams: Callable[[], None] = app.state.end_streams
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more requests, end idle streams, finish what is in work."""
        self._end_streams()
        await super().shutdown(sockets)


def _listen(settings: ServerSettings) -> socket.socket:
    host = settings.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, settings.port))
    except OSError as error:
        listener.close()
        raise UsageError(
            f"Port {settings.port} of {settings.host} cannot be used ({error.strerror}); "
            "another server may have it. Choose one with --port."
        ) from error
    return listener
