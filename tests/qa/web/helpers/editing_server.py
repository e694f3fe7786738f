"""A real server over a real index, for tests of what editors do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI
from loops import in_own_loop
from web_server import until

from index.readers.fetch.public_addresses import PublicHosts
from qa.web.server import create_app
from qa.web.serving import Server
from qa.web.settings import ServerSettings

FILE = {"Content-Type": "application/octet-stream"}
TEXT = (
    "Ferry workers end strike\n\nBy Ada Löfgren\n6 May 2024\n\n"
    "The ferry crews of Port Merrow went back to work on Monday after nine days. "
    "“We were promised a roster that people can live with,” said Hollis Brandvold, who speaks for "
    "the crews. The company said that it would publish the new roster in June. 😀\n"
)
_EXAMPLES = ("Who speaks for the crews?",)  # given, so that none have to be made


@contextmanager
def editing(folder: Path, hosts: PublicHosts | None = None, **options: object) -> Iterator[str]:
    """Run a real server over a real index on a free port until the block ends."""
    settings = ServerSettings(index=folder, examples=_EXAMPLES, **options)  # type: ignore[arg-type]

    async def build() -> FastAPI:
        return create_app(settings, hosts=hosts)

    app = in_own_loop(build())
    server = Server(app)
    server.config.port = 0
    server.config.log_level = "critical"
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(60)
