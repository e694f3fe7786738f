"""What the tests of both contracts share: the engines that come with Pullquote, and small ones."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from index.search.engines import Engines, built_in_engines

HERE = Path(__file__).resolve().parent


def _small_engines() -> Any:  # noqa: ANN401 - a module loaded by path, tests being no package
    spec = importlib.util.spec_from_file_location("small_engines", HERE / "small_engines.py")
    if spec is None or spec.loader is None:
        raise ImportError("small_engines.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["small_engines"] = module
    spec.loader.exec_module(module)
    return module


_ENGINES: dict[str, Engines] = {
    "built-in": built_in_engines(),
    "small": _small_engines().small_engines(),
}


@pytest.fixture(scope="module", params=sorted(_ENGINES))
def engines(request: pytest.FixtureRequest) -> Engines:
    """The engines of Pullquote, then the small ones."""
    return _ENGINES[request.param]


@pytest.fixture(scope="session")
def small_engines() -> Engines:
    """The small ones alone."""
    return _ENGINES["small"]


@pytest.fixture(scope="module")
def other_engines(engines: Engines) -> Engines:
    """Those that `engines` are not."""
    return next(one for one in _ENGINES.values() if one is not engines)
