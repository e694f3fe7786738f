"""What a worker must have in common with the process that writes, so that the index is the same."""

import hashlib
import platform
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from index.annotations import Annotator
from index.errors import ClusterError
from index.models.embedder import Embedder


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who prepares articles: `code`, `model` and `rules` are hashes, `host` a machine's name."""

    host: str
    code: str
    model: str
    rules: str | None

    @classmethod
    def of(cls, embedder: Embedder, annotator: Annotator | None) -> "Identity":
        """Return that of this process."""
        return cls(
            host=platform.node(),
            code=code_hash(),
            model=embedder.fingerprint,
            rules=annotator.fingerprint if annotator else None,
        )

    def check(self, worker: "Identity", model: str) -> None:
        """Look whether a worker makes of an article what would be made of it here.

        Raises:
            ClusterError: it does not.
        """
        if (worker.code, worker.rules) != (self.code, self.rules):
            raise ClusterError(
                f"The worker on {worker.host} has another version of Pullquote (code "
                f"{worker.code[:12]}, here {self.code[:12]}). Install the same one on all "
                f"machines, and start Ray again."
            )
        if worker.model != self.model:
            raise ClusterError(
                f"The worker on {worker.host} has the model {model} with other weights "
                f"({worker.model[:12]}, here {self.model[:12]}). Install the same ones on all "
                f"machines."
            )


@cache
def code_hash() -> str:
    """Return the SHA-256 (hex) of the sources by which articles are read, cut and embedded."""
    digest = hashlib.sha256()
    for name, source in _sources(files("index"), ""):
        digest.update(name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(folder: Traversable, above: str) -> list[tuple[str, Traversable]]:
    """Return the sources in a folder and those below it with their names, in one order."""
    found: list[tuple[str, Traversable]] = []
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        name = f"{above}/{one.name}"
        if one.is_dir():
            found += _sources(one, name)
        elif name.endswith(".py"):
            found.append((name, one))
    return found
