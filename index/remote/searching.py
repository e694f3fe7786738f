"""Searches go to Milvus while it holds the generation that is asked for, else to this machine.

Nobody waits for Milvus: while it is brought up to date, is away or slow, or must not be touched,
the files of this machine are searched, a line in the log and the health of the server say so, and
Milvus is tried again. The answers are the same.
"""

import logging
import threading
import time

from index.errors import IndexProblem, RemoteProblem, RemoteRefused, UsageError
from index.remote.following import Following, Progress
from index.remote.status import Follows, RemoteStatus, Use
from index.remote.view import RemoteView
from index.search.lexical_store import LexicalStore
from index.search.milvus.address import MilvusAddress
from index.search.milvus.asking import Changing, Held
from index.search.milvus.collection import EXACT, PassageCollection
from index.search.milvus.package import require_pymilvus
from index.store.generations import Generations
from index.store.searched import Searched
from index.store.storage import Storage
from index.store.tables.counters import State

_LOG = logging.getLogger(__name__)

_LOOK = 10.0
"""Seconds after which Milvus is looked at again while all is well."""

_GLANCE = 1.0
"""Seconds after which it is seen that articles have changed, where no search tells of it."""

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
"""Seconds until it is tried again after it failed; twice as many each time it fails again."""

_RELAPSE = 60.0
"""Seconds of use within which failing again counts as one time more."""


class Remote:
    """The passages of an index in Milvus, searched where they can be; safe to share among threads.

    Args:
        storage: the truth, all of it.
        generations: the files on this machine.
        address: of the Milvus.
        follows: how it is brought up to date.
        exact: passages up to which all vectors are compared.

    Raises:
        UsageError: pymilvus is not installed.
    """

    def __init__(
        self,
        storage: Storage,
        generations: Generations,
        address: MilvusAddress,
        *,
        follows: Follows = "first",
        exact: int = EXACT,
    ) -> None:
        require_pymilvus()
        self._storage, self._generations, self._follows = storage, generations, follows
        self.address = address
        self._following = Following(storage, address, self._near_words, self._invalidate, exact)
        self._lock = threading.Lock()
        self._bringing = threading.Lock()
        self._wake, self._closed = threading.Event(), False
        self._thread: threading.Thread | None = None
        self._held: Held | None = None
        self._generation = 0
        self._view: RemoteView | None = None
        self._status = RemoteStatus(address.label, "waiting")
        self._pause, self._retry_at, self._used_since = _FIRST_PAUSE, 0.0, 0.0
        self._hang_up = False
        if address.in_the_clear:
            _LOG.warning(
                "The password for Milvus at %s is sent as it is, for everybody on the way to read; "
                "with ?tls=1 after the address it is not.", address.label
            )  # fmt: skip
        if self._beside:
            self._go_on()

    @property
    def _beside(self) -> bool:
        return self._follows != "first"

    @property
    def status(self) -> RemoteStatus:
        """Whether Milvus is searched, and what is wrong if not."""
        return self._status

    @property
    def standing(self) -> object:
        """Which generation is searched where: another one when that may have changed."""
        with self._lock:
            return (self._status.use, self._generation, self._held)

    # Searching

    def covering(self, state: State) -> Searched | None:
        """Return the generation of `state` to search; None when `catch_up` must be called first."""
        near = self._generations.covering(state)
        if near is None:
            return None
        with self._lock:
            held = self._held if self._generation == state.generation else None
            if held is not None:
                if self._view is None or (self._view.near, self._view.held) != (near, held):
                    self._view = RemoteView(near, held, self._storage)
                return self._view
        if self._beside:
            self._go_on()
        elif self._due():
            return None
        return near

    def catch_up(self) -> None:
        """Have `covering` find the latest generation; call outside any transaction."""
        self._generations.catch_up()
        if not self._beside and self._due():
            self._try()

    def distrust(self, view: Searched) -> None:
        """Have the files on this machine made again, in which a search found damage."""
        self._generations.distrust(view)

    def stop(self) -> None:
        """Break what is being brought off; what is searched goes on."""
        self._closed = self._following.stopped = True
        self._wake.set()

    def close(self) -> None:
        """Let go of it."""
        self.stop()
        if self._thread is not None:
            self._thread.join(timeout=2.0)
        with self._bringing:
            self._invalidate()
            self._following.hang_up()

    # Following

    def bring(self, progress: Progress | None = None) -> None:
        """Bring Milvus up to the latest generation now.

        Raises:
            RemoteProblem: it cannot be.
        """
        with self._bringing:
            if self._following.has_anything:
                self._use(*self._following.brought(progress))

    def rebuild(self, progress: Progress | None = None) -> None:
        """Drop what Milvus has of this index, and make it from the truth; raises like `bring`."""
        with self._bringing:
            self._following.rebuild(progress)

    def drop(self) -> bool:
        """Take what Milvus has of this index away; tell whether it had any. Raises like `bring`."""
        with self._bringing:
            return self._following.drop()

    def problems(self) -> list[str]:
        """Say how what Milvus has disagrees with the truth, reading all of it.

        Raises:
            RemoteProblem: it cannot be read.
        """
        with self._bringing:
            return list(self._following.problems()) if self._following.has_anything else []

    def _near_words(self) -> LexicalStore:
        """Return the words on this machine of the latest generation."""
        while True:
            with self._storage.reading():
                view = self._generations.covering(self._storage.counters.state())
            if view is not None:
                return view.words
            self._generations.catch_up()

    def _due(self) -> bool:
        """Whether Milvus is to be brought up to date before this generation is searched."""
        return self._following.has_anything and time.monotonic() >= self._retry_at

    def _go_on(self) -> None:
        """Have the thread look at Milvus, unless it waits after a failure."""
        with self._lock:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="milvus", daemon=True)
                self._thread.start()
        self._wake.set()

    def _run(self) -> None:
        while not self._closed:
            self._try()
            until = time.monotonic() + _LOOK
            while not self._closed and time.monotonic() < until:
                woken = self._wake.wait(_GLANCE)
                self._wake.clear()
                if time.monotonic() < self._retry_at:  # who asks does not make it come back sooner
                    until = max(until, self._retry_at)
                elif woken or self._status.use != "used" or self._is_behind():
                    break

    def _is_behind(self) -> bool:
        try:
            return self._storage.counters.state().generation != self._generation
        except IndexProblem:  # which whoever searches hears of
            return False

    def _try(self) -> None:
        with self._bringing:
            if self._hang_up:
                self._hang_up = False
                self._following.hang_up()
            try:
                if not self._closed and self._following.has_anything:
                    self._look()
            except (IndexProblem, UsageError, OSError) as problem:
                self._failed(problem)

    def _look(self) -> None:
        if self._follows != "elsewhere":
            self._use(*self._following.brought())
        elif found := self._following.held():
            self._use(*found)
        else:
            self._invalidate()

    def _use(self, collection: PassageCollection, generation: int) -> None:
        with self._lock:
            if self._held is None or self._held.collection is not collection:
                self._held = Held(collection, self._lost, shared=self._follows == "elsewhere")
            self._generation = generation
            before, self._status = self._status, RemoteStatus(self.address.label, "used")
            self._retry_at = 0.0
        if before.use != "used":
            self._used_since = time.monotonic()
            _LOG.log(
                logging.WARNING if before.detail else logging.INFO,
                "Milvus at %s holds all passages and is searched.", self.address.label,
            )  # fmt: skip

    def _invalidate(self) -> None:
        """Have nobody search the collection any more, for it is going to change."""
        with self._lock:
            held, self._held, self._view = self._held, None, None
            if held is not None:
                held.valid = False
            if self._status.use == "used":
                self._status = RemoteStatus(self.address.label, "waiting")

    def _lost(self, held: Held, problem: RemoteProblem) -> None:
        """Hear that a search failed."""
        if held is not self._held:
            return
        self._invalidate()
        if isinstance(problem, Changing):
            return
        self._hang_up = True
        if time.monotonic() - self._used_since > _RELAPSE:
            self._pause = _FIRST_PAUSE
        self._failed(problem)

    def _failed(self, problem: Exception) -> None:
        if self._closed:
            return
        refused = isinstance(problem, RemoteRefused | UsageError)
        self._invalidate()
        with self._lock:
            said = self._status.detail
            use: Use = "refused" if refused else "away"
            self._status = RemoteStatus(self.address.label, use, str(problem))
            pause = _LONGEST_PAUSE if refused else self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            self._retry_at = time.monotonic() + pause
            self._hang_up = True
        if said != str(problem):
            _LOG.warning("%s The files of this machine are searched instead.", problem)
