"""Fixtures that several rooms share: the sample articles, indexed once for the whole run."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from milvus_server import MilvusServer

    from index.collection import Index

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "helpers"))  # growth

# Some tests fork, and close what the child must not have: gRPC, where a test before used it, must
# not go on there with threads of its own.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "false")

# The same examples in every run, and no time limit for one, nor for making them: a busy machine is
# no bug.
settings.register_profile(
    "pullquote", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("pullquote")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample articles."""
    return ROOT / "samples" / "articles"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Data that is not part of the project; tests that use it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"needs data that is not part of the project ({folder.name}/ is absent)")
    return folder


@pytest.fixture(scope="session")
def sample_index_folder(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """An index of the sample articles, made with the real model. Do not write to it."""
    from index.collection import Index

    folder = tmp_path_factory.mktemp("samples") / "index"
    with Index.open(folder, create=True) as index:  # all of it is in the file once it is closed
        assert not index.add([str(samples)]).failed
    return folder


@pytest.fixture(scope="session")
def sample_index(sample_index_folder: Path) -> "Iterator[Index]":
    """The index of the sample articles, opened. Do not write to it."""
    from index.collection import Index

    with Index.open(sample_index_folder) as index:
        yield index


@pytest.fixture(scope="module")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[MilvusServer]":
    """A Milvus on a loopback port; what tests do to it they undo."""
    for package in ("pymilvus", "milvus_lite"):
        pytest.importorskip(package, reason=f"needs {package} (pip install '.[test-milvus]')")
    from milvus_server import MilvusServer

    server = MilvusServer(tmp_path_factory.mktemp("milvus") / "data")
    yield server
    server.close()
