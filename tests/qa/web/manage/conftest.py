"""A server of each module's own, on which an editor may do everything."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from editing_server import editing


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("manage") / "index"


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with (
        editing(folder) as url,
        httpx.Client(base_url=url, timeout=600, trust_env=False) as client,
    ):
        yield client
