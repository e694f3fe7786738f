"""Workers: what `Index.add` takes to have articles read and embedded on several machines."""

from collections.abc import Iterable, Iterator

from index.cluster.dispatch import Dispatch
from index.cluster.identity import Identity
from index.cluster.ray_cluster import LOCAL, RayCluster
from index.cluster.spreading import Spreading
from index.cluster.tasks import Setup
from index.indexing.batches.ready import ReadySource
from index.indexing.work import Work
from index.readers.registry import FORMATS
from index.readers.sources import Source


class Workers:
    """Workers of a Ray cluster; started when the first file is to be read. Use it in a `with`.

    They stay for the next run, where it is one of the same model and annotator.

    >>> with Workers("ray://head:10001") as workers:  # doctest: +SKIP
    ...     index.add(["articles/"], workers=workers)

    Args:
        address: `ray://HOST:PORT`, or `local` for one on this machine.
        shared_files: whether workers find files under the same paths, and read them there, instead
            of being sent their bytes; None for what holds of the address: with a local one they do.
        cores: of a local one; None for all that may be used.

    Raises:
        UsageError: no such address.
        ClusterError: Ray is not installed.
    """

    def __init__(
        self, address: str, *, shared_files: bool | None = None, cores: int | None = None
    ) -> None:
        self._cluster = RayCluster(address, cores)
        self._shared = address == LOCAL if shared_files is None else shared_files
        self._dispatch: Dispatch | None = None
        self._made_for: tuple[Identity, object] | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers."""
        self._dispatch = self._made_for = None
        self._cluster.close()

    def read_all(
        self, sources: Iterable[Source], work: Work
    ) -> Iterator[tuple[Source, Iterator[ReadySource]]]:
        """Yield sources with their parts; see `index.indexing.work.SourceReader`.

        Raises:
            ClusterError: the cluster cannot be used, or its workers are others than this process.
        """
        begun: list[Dispatch] = []

        def dispatch() -> Dispatch:
            if not begun:
                begun.append(self._begun(work))
            return begun[0]

        yield from Spreading(work, dispatch, shared=self._shared).read_all(sources)

    def _begun(self, work: Work) -> Dispatch:
        embedder = work.embedder()
        here = Identity.of(embedder, work.annotator)
        setup = Setup(model=embedder.name, annotator=work.annotator, formats=FORMATS.added())
        if self._dispatch is not None:
            if self._made_for == (here, setup.formats):
                self._dispatch.forget()
                return self._dispatch
            self._dispatch.close()
        self._cluster.connect()
        self._made_for = here, setup.formats
        self._dispatch = Dispatch(
            self._cluster.with_setup(setup),
            self._cluster.size(),
            lambda worker: here.check(worker, embedder.name),
        )
        return self._dispatch
