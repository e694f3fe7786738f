"""One writer at a time, among threads and processes."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexLocked, IndexProblem
from index.store.damage import full_disk, is_full


@contextmanager
def writer_lock(folder: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the index's only pen while the block runs.

    The system lets go of the lock when its holder dies, however it dies; the file beside it only
    says who holds it.

    Args:
        folder: of the index.
        wait: seconds to wait for another writer to finish.

    Raises:
        IndexLocked: somebody else is still writing after `wait`.
        IndexProblem: the folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    holder = folder / "writer.pid"
    lock = FileLock(folder / "writer.lock", timeout=wait, is_singleton=False)
    try:
        lock.acquire()
    except Timeout:
        raise IndexLocked(_locked_message(folder, holder)) from None
    except OSError as error:
        if is_full(error):
            raise full_disk(folder) from error
        raise IndexProblem(
            f"The index at {folder} cannot be written to ({error.strerror}). Check the "
            f"permissions of the folder, or choose another with --index."
        ) from error
    try:
        with contextlib.suppress(OSError):  # who holds it is said, and no more than that
            holder.write_text(str(os.getpid()), "ascii")
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _locked_message(folder: Path, holder: Path) -> str:
    try:
        pid = holder.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        pid = ""
    who = f"process {pid}" if pid.isdigit() else "another process"
    return (
        f"The index at {folder} is being written to by {who}. Wait until it has finished, then "
        f"run the command again; searching works meanwhile."
    )
