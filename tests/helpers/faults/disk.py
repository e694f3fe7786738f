"""A disk that fails when it is told to: `disk.c`, compiled when it is first needed.

Watching begins in a process of its own and never ends in it: whoever wants a fault forks.
"""

import atexit
import ctypes
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("disk.c")

# The numbers of disk.c.
WRITE, SIZE, MAKE, RENAME, SYNC, REMOVE = 1, 2, 4, 8, 16, 32
TAKES_ROOM = WRITE | SIZE | MAKE | RENAME | SYNC
EVERYTHING = TAKES_ROOM | REMOVE
NOTHING, FAIL, END_BEFORE, END_AFTER, END_HALF = range(5)
ENDS = (END_BEFORE, END_AFTER, END_HALF)

JOURNAL_BYTES = 1 << 30
"""Of a sparse file."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to the `at`-th call of some kinds; `NOTHING` only counts them.

    With `goes_on`, all that follow fail as well. With `half`, a write that fails writes its first
    half before.
    """

    what: int = NOTHING
    at: int = 0
    kinds: int = EVERYTHING
    error: int = 0
    goes_on: bool = False
    half: bool = False


class Disk:
    """The disk below one folder, of this process from now on."""

    def __init__(self, folder: Path, journal: Path | None = None) -> None:
        self._library = ctypes.CDLL(str(library()))
        self._library.disk_begin.restype = ctypes.c_long
        self._library.disk_begin.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t]
        for name in ("disk_counted", "disk_refused"):
            getattr(self._library, name).restype = ctypes.c_long
        path = None if journal is None else os.fsencode(journal)
        ended = self._library.disk_begin(os.fsencode(folder.resolve()), path, JOURNAL_BYTES)
        if ended:
            raise OSError(-ended, os.strerror(-ended))

    def plan(self, plan: Plan) -> None:
        """Have something happen from now on."""
        self._library.disk_plan(
            plan.kinds, plan.what, ctypes.c_long(plan.at), plan.error, plan.goes_on, plan.half
        )

    @property
    def counted(self) -> int:
        """How many calls there were since the plan was made."""
        return int(self._library.disk_counted())

    @property
    def refused(self) -> int:
        """How many of them failed by it."""
        return int(self._library.disk_refused())

    def mark(self, text: str) -> None:
        """Write a line into the journal."""
        self._library.disk_mark(text.encode())


@cache
def library() -> Path:
    """Compile it, once for each version of the source, and return where it is.

    Raises:
        OSError: there is no compiler here, or the system is not one it is written for.
    """
    compiler = shutil.which("cc")
    if compiler is None:
        raise OSError("there is no C compiler: cc")
    data = SOURCE.read_bytes()
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = folder / "disk.so"
    command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(made), "-xc", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    if done.returncode:
        raise OSError(f"disk.c cannot be compiled: {done.stderr.decode(errors='replace')}")
    return made


@cache
def missing() -> str | None:
    """Say why there is no such disk here, or None where there is one."""
    try:
        library()
    except OSError as error:
        return str(error)
    child = os.fork()
    if not child:
        try:
            Disk(Path(tempfile.gettempdir()))
            os._exit(0)
        except BaseException:
            os._exit(1)
    refused = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return "the system lets no process filter its calls (seccomp)" if refused else None
