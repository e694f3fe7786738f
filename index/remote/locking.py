"""One process at a time changes what is kept elsewhere."""

import contextlib
from collections.abc import Iterator

from index.errors import RemoteProblem
from index.store.storage import Storage

LOCK = "remote.lock"
"""In the folder of the index."""

_PATIENCE = 600.0  # seconds


@contextlib.contextmanager
def alone(storage: Storage) -> Iterator[None]:
    """Be the only one who changes a collection, as far as the folder can be written to.

    Raises:
        RemoteProblem: somebody else has been changing it for long, or the lock cannot be written.
    """
    from filelock import FileLock, Timeout

    path = storage.folder / LOCK
    lock = FileLock(path, timeout=_PATIENCE, is_singleton=False)
    if storage.read_only:
        yield
        return
    try:
        lock.acquire()
    except Timeout:
        raise RemoteProblem("Another process has been writing to Milvus for long.") from None
    except OSError as error:
        raise RemoteProblem(f"{path} cannot be written ({error.strerror}).") from error
    try:
        yield
    finally:
        lock.release()
