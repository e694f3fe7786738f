"""What a server and its workers say to each other. Values only.

They go over a pair of sockets without a name, which nobody else can open, as the standard library's
`multiprocessing.connection` writes them down.
"""

from dataclasses import dataclass
from pathlib import Path

from index.articles.passages import Hit
from index.errors import PullquoteError
from index.search.milvus.address import MilvusAddress
from qa.answers import Answer
from qa.assistant import Ask
from qa.reading.selector.endpoint import Endpoint
from qa.web.logs import Choice
from qa.web.requests.seeing import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The first that a worker is told: what it answers from, and how it writes its log."""

    index: Path
    reader_model: str | None
    selector: Endpoint | None
    milvus: MilvusAddress | None = None
    log: Choice | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is sent: without its callbacks, but with whether there are any."""

    ask: Ask
    reports: bool
    finds: bool


@dataclass(frozen=True, slots=True)
class Work:
    """Questions to be answered together, from what `seen` names, on so many cores at most."""

    seen: Seen
    asked: tuple[Asked, ...]
    cores: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has loaded what answers; `memory` is what it holds for itself alone (bytes)."""

    memory: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the answer to question `number` (from 0) begins."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages that are read for question `number` (from 0), best first."""

    number: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong in a worker: an error of ours, or one that was not foreseen (`None`)."""

    kind: type[PullquoteError] | None
    words: tuple[object, ...]
    facts: dict[str, object]

    def error(self) -> Exception:
        """Return the error as it was raised, of which a visitor is told."""
        if self.kind is None:
            return RuntimeError("a worker failed; its line of the log says where")
        error = self.kind.__new__(self.kind, *self.words)  # its own arguments are not known here
        error.args = self.words
        error.__dict__.update(self.facts)
        return error


@dataclass(frozen=True, slots=True)
class Done:
    """The answers, in the order of the questions; or why there are none. `memory` as in Ready."""

    answers: tuple[Answer, ...]
    failure: Failure | None
    memory: int
