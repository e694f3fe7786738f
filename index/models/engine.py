"""Door to `onnxruntime`: models compiled once for this processor, kept, and run without torch.

A compiled model is one file in the cache folder (`index.models.kept_models`). Its name carries a
hash of the weights, the recipe, the library and the processor, so that a file is either right or
not there; processes that compile at the same time write the same thing. Its weights are mapped, in
the order in which the library computes with them, so that all processes share them.

Each batch is computed by one thread, and as many batches at once as there are cores, over all
models and all who ask. That leaves no core waiting for another within a batch, and questions asked
at the same time share the cores instead of fighting for them.
"""

import hashlib
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime

from index.errors import ModelError
from index.models import kept_models
from index.models.cores import granted_cores, instructions, usable_cores
from index.models.rounding import LARGEST, LARGEST_OF_7_BITS
from index.models.weights import cache_folder

if TYPE_CHECKING:
    from index.models.encoder_graph import Encoder, Ranges

_LOG = logging.getLogger(__name__)

Feed: TypeAlias = Mapping[str, npt.NDArray[Any]]
"""Inputs of a graph by name; see `index.models.encoder_graph.draw`."""

Outputs: TypeAlias = dict[str, npt.NDArray[np.float32]]

RECIPE = 5
"""Counts up whenever the same weights would give another compiled model."""

AGREEMENT = 0.99
"""Least cosine between 8-bit and 32-bit results on every probe; below it, 32 bits are kept."""

_PROVIDERS = ("CPUExecutionProvider",)
_WEIGHTS_IN = "session.model_external_initializers_file_folder_path"
_SMALL = 1024
"""Bytes of a weight that stays in the graph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSource:
    """What a compiled model is made from.

    `label` begins the name of the kept file; `key` is a hash of all the weights. `load` and
    `probes` are called only when the model must be compiled; probes are inputs of one row each,
    like those the model will meet.
    """

    label: str
    key: str
    load: Callable[[], "Encoder"]
    probes: Callable[[], Sequence[Feed]]


class Engine:
    """A compiled model, ready to run. Safe to call from many threads; deterministic."""

    def __init__(self, graph: bytes, precision: str, folder: Path | None = None) -> None:
        """Make it ready; `folder` holds the file with its weights, where those are not in it."""
        self.precision = precision
        self._session = _session(graph, folder)
        self._names = [output.name for output in self._session.get_outputs()]

    def run(self, feed: Feed) -> Outputs:
        """Return the graph's outputs by name, computed in the calling thread."""
        values = self._session.run(self._names, dict(feed))
        return dict(zip(self._names, values, strict=True))

    def run_each(self, feeds: Iterable[Feed]) -> Iterator[Outputs]:
        """Yield the outputs of each batch, in the order given, computed side by side.

        Few batches wait in the common queue at a time, so that a question that comes while many
        passages are embedded is soon next. A single batch is computed in the calling thread:
        handing it over can take longer than computing a short question. So are all where one core
        is granted.
        """
        coming = iter(feeds)
        first = list(islice(coming, 2))
        cores = granted_cores() if len(first) > 1 else 1  # files are read to find that out
        if cores == 1:
            yield from map(self.run, chain(first, coming))
            return
        running: deque[Future[Outputs]] = deque()
        for feed in chain(first, coming):
            running.append(_workers().submit(self.run, feed))
            if len(running) > cores:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


@cache
def _workers() -> ThreadPoolExecutor:
    """Return the threads that compute for all models of the process, one for each core."""
    return ThreadPoolExecutor(usable_cores(), thread_name_prefix="model")


def compiled(source: ModelSource) -> Engine:
    """Return the engine of `source`: the one kept from before, or newly compiled.

    A kept file that is damaged is compiled again. Where the cache folder cannot be written, the
    model is compiled at each start, with a notice.

    Raises:
        ModelError: The weights cannot be read or are of another architecture.
    """
    path = cache_folder() / "compiled" / f"{source.label}-{_file_key(source)}.onnx"
    kept = kept_models.read(path)
    if kept is not None:
        return Engine(kept.graph, kept.precision, kept.folder)
    # Warnings, because they are seen where no logging is set up: the wait must be explained.
    _LOG.warning("Preparing the model %s for this processor; this is done once.", source.label)
    started = time.perf_counter()
    graph, precision = compile_graph(source)
    probe = source.probes()[0]
    is_kept = kept_models.write(path, graph, precision, partial(_parted, graph, probe))
    took = time.perf_counter() - started
    _LOG.warning("The model %s is ready (%s, %.1f s).", source.label, precision, took)
    kept = kept_models.read(path) if is_kept else None
    return Engine(kept.graph, precision, kept.folder) if kept else Engine(graph, precision)


def _parted(graph: bytes, probe: Feed, folder: Path, name: str) -> bytes | None:
    """Write the weights of a graph into a file, and return the graph without them.

    None where the library cannot do that, or then computes something else.
    """
    options = _options()
    options.optimized_model_filepath = str(folder / "graph")
    for entry, value in (
        ("session.optimized_model_external_initializers_file_name", name),
        ("session.optimized_model_external_initializers_min_size_in_bytes", str(_SMALL)),
        ("session.save_external_prepacked_constant_initializers", "1"),
    ):
        options.add_session_config_entry(entry, value)
    try:
        whole = onnxruntime.InferenceSession(graph, options, providers=_PROVIDERS)
        small = (folder / "graph").read_bytes()
        again = _session(small, folder)
        pairs = zip(whole.run(None, dict(probe)), again.run(None, dict(probe)), strict=True)
        same = all(np.array_equal(one, other) for one, other in pairs)
    except Exception as error:  # the library's exceptions share no base class
        _LOG.info("The weights of a model are not shared among processes: %s", error)
        return None
    return small if same else None


def compile_graph(source: ModelSource) -> tuple[bytes, str]:
    """Return the ONNX graph and its precision, `int8` or `float32`.

    8 bits are taken where, on the probes, they agree with 32 bits and are faster; a processor
    without instructions for them fails one or the other.
    """
    from index.models.encoder_graph import draw

    encoder, probes = source.load(), source.probes()
    exact = draw(encoder)
    ranges = _observed(draw(encoder, observe=True), probes)
    largest = LARGEST_OF_7_BITS if _overflows() else LARGEST
    rounded = draw(encoder, ranges=ranges, largest=largest)
    reason = _why_not(_session(rounded), _session(exact), probes)
    if reason is None:
        return rounded, "int8"
    _LOG.warning("The model %s computes in 32 bits, because 8 bits %s.", source.label, reason)
    return exact, "float32"


def _overflows() -> bool:
    """Return whether sums of large products in 8 bits come out wrong on this processor."""
    from index.models.encoder_graph import draw_product

    rows, channels, columns = 4, 64, 16
    session = _session(draw_product(np.full((channels, columns), LARGEST, np.int8)))
    largest = np.full((rows, channels), 255, np.uint8)
    (found,) = session.run(None, {"activations": largest})
    return bool((found != 255.0 * LARGEST * channels).any())


def _observed(graph: bytes, probes: Sequence[Feed]) -> "Ranges":
    session = _session(graph)
    sites = [output.name for output in session.get_outputs()]
    least = [name for name in sites if name.endswith(".least")]
    greatest = [name.removesuffix("least") + "greatest" for name in least]
    lows, highs = zip(
        *(_halves(session.run([*least, *greatest], dict(probe))) for probe in probes), strict=True
    )
    return {
        name.removesuffix(".least"): (
            np.min([low[number] for low in lows], axis=0),
            np.max([high[number] for high in highs], axis=0),
        )
        for number, name in enumerate(least)
    }


def _halves(values: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    middle = len(values) // 2
    return values[:middle], values[middle:]


def _why_not(rounded: Any, exact: Any, probes: Sequence[Feed]) -> str | None:  # noqa: ANN401
    """Return why 8 bits are not taken, or None."""
    lowest = min(
        _agreement(rounded.run(None, dict(probe)), exact.run(None, dict(probe))) for probe in probes
    )
    if lowest < AGREEMENT:
        return f"agree with 32 bits only to {lowest:.3f} on a probe"
    longest = max(probes, key=lambda probe: probe["ids"].size)
    # Turn by turn and the best of three, so that other work on the machine does not decide.
    rounds = [(_seconds(rounded, longest), _seconds(exact, longest)) for _ in range(3)]
    fast, slow = min(pair[0] for pair in rounds), min(pair[1] for pair in rounds)
    return None if fast < slow else "are not faster on this processor"


def _agreement(
    left: Sequence[npt.NDArray[np.float32]], right: Sequence[npt.NDArray[np.float32]]
) -> float:
    """Return the cosine between all the numbers of one row's outputs."""
    a, b = (np.concatenate([value.ravel() for value in values]) for values in (left, right))
    return float(a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-12))


def _seconds(session: Any, feed: Feed) -> float:  # noqa: ANN401
    start = time.perf_counter()
    session.run(None, dict(feed))
    return time.perf_counter() - start


def _options() -> Any:  # noqa: ANN401 - the library has no types
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options


def _session(graph: bytes, folder: Path | None = None) -> Any:  # noqa: ANN401 - likewise
    options = _options()
    if folder is not None:  # as it was written down, it is as good as it gets
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.add_session_config_entry(_WEIGHTS_IN, str(folder))
    try:
        return onnxruntime.InferenceSession(graph, options, providers=_PROVIDERS)
    except Exception as error:  # the library's exceptions share no base class
        raise ModelError(f"The compiled model cannot be loaded: {error}.") from error


def _file_key(source: ModelSource) -> str:
    parts = [source.key, str(RECIPE), kept_models.FORM, onnxruntime.__version__]
    parts += sorted(instructions())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
