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

    >>> with Workers("ray://head:10001") as workers:  # doctest: +SKIP
    ...     index.add(["articles/"], workers=workers)

    Args:
        address: `ray://HOST:PORT`, or `local` for one on this machine.
        shared_files: whether workers find files under the same paths, and read them there, instead
            of being sent their bytes. So it is with a local one.
        cores: of a local one; None for all that may be used.

    Raises:
        UsageError: no such address.
        ClusterError: Ray is not installed.
    """

    def __init__(
        self, address: str, *, shared_files: bool = False, cores: int | None = None
    ) -> None:
        self._cluster = RayCluster(address, cores)
        self._shared = shared_files or address == LOCAL

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers."""
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
                begun.append(self._dispatch(work))
            return begun[0]

        try:
            yield from Spreading(work, dispatch, shared=self._shared).read_all(sources)
        finally:
            for one in begun:
                one.close()

    def _dispatch(self, work: Work) -> Dispatch:
        embedder = work.embedder()
        here = Identity.of(embedder, work.annotator)
        setup = Setup(model=embedder.name, annotator=work.annotator, formats=FORMATS.added())
        self._cluster.connect()
        return Dispatch(
            self._cluster.with_setup(setup),
            self._cluster.size(),
            lambda worker: here.check(worker, embedder.name),
        )
