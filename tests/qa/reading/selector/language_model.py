"""A real HTTP server that plays a language model: it answers well, badly, slowly or maliciously."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

from qa.reading.selector.chat import Chat
from qa.reading.selector.endpoint import parse_endpoint

NUMBERED = re.compile(r"^\[(\d+)\](?: \(([^)]*)\))? (.*)$", re.MULTILINE)

Answer: TypeAlias = Callable[["Handler", dict[str, Any]], None]
"""What the server does with a request: the handler to answer by, and the JSON that came."""


@dataclass
class LanguageModel:
    """An endpoint that is up. `answer` may be changed; `requests` are what came, with headers."""

    url: str
    answer: Answer
    requests: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)

    def chat(self, **options: object) -> Chat:
        given: dict[str, Any] = {"seconds": 120.0, **options}
        return Chat(parse_endpoint(self.url, **given))

    def says(self, reply: object) -> None:
        """Reply with a JSON document, or with a text as it is."""
        self.answer = replying(reply)

    def material(self) -> str:
        """Return what was asked last."""
        return str(self.requests[-1][1]["messages"][-1]["content"])

    def sentences(self) -> list[tuple[int, str, str]]:
        """Return the number, speaker and text of each sentence that was sent last."""
        return [(int(n), who, text) for n, who, text in NUMBERED.findall(self.material())]


def replying(reply: object) -> Answer:
    text = reply if isinstance(reply, str) else json.dumps(reply)
    return lambda handler, _: handler.reply(text)


def choosing(wanted: str, verdict: str = "stated", speaker: str | None = None) -> Answer:
    """Choose, as a good model would, each sentence that holds some words."""

    def answer(handler: "Handler", request: dict[str, Any]) -> None:
        sent = NUMBERED.findall(request["messages"][-1]["content"])
        numbers = [int(number) for number, _, text in sent if wanted in text]
        chosen = {"sentences": numbers, "speaker": speaker, "verdict": verdict}
        handler.reply(json.dumps(chosen))

    return answer


class Handler(BaseHTTPRequestHandler):
    """Writes down what came and does what the test says."""

    protocol_version = "HTTP/1.1"
    model: LanguageModel

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.model.requests.append(({**self.headers, "path": self.path}, sent))
        with suppress(OSError):  # who asked may be gone
            self.model.answer(self, sent)
        self.close_connection = True

    def reply(self, text: object) -> None:
        """Send a reply as endpoints do."""
        self.document({"choices": [{"message": {"role": "assistant", "content": text}}]})

    def document(self, found: object, status: int = 200) -> None:
        self.raw(json.dumps(found).encode(), status)

    def raw(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def running() -> Iterator[LanguageModel]:
    model = LanguageModel("", replying({"sentences": [1], "speaker": None, "verdict": "stated"}))
    handler = type("Bound", (Handler,), {"model": model})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads, server.request_queue_size = True, 64
    model.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.gone.set()
        server.shutdown()
        server.server_close()
        thread.join()
