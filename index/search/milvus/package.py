"""Door to pymilvus, which would take settings from the environment and from `.env` files."""

import logging
import os
import threading
from functools import cache
from types import ModuleType

from index.errors import UsageError

# Not settings of ours: the client would take its own from the environment and from .env files.
_READ_BY_CLIENT = ("MILVUS_URI", "MILVUS_DEFAULT_CONNECTION")
_importing = threading.Lock()


@cache
def pymilvus() -> ModuleType:
    """Import pymilvus, which reads the environment, and quieten it: it logs what it raises."""
    with _importing:
        kept = {name: os.environ.pop(name) for name in _READ_BY_CLIENT if name in os.environ}
        disabled = os.environ.get("PYTHON_DOTENV_DISABLED")
        os.environ["PYTHON_DOTENV_DISABLED"] = "1"
        try:
            import pymilvus as package
        except ImportError as error:
            raise UsageError(
                "Milvus is spoken to with the package pymilvus, which is not here. "
                "Install it: pip install 'pullquote[milvus]'"
            ) from error
        finally:
            os.environ.update(kept)
            del os.environ["PYTHON_DOTENV_DISABLED"]
            if disabled is not None:
                os.environ["PYTHON_DOTENV_DISABLED"] = disabled
    for name in ("pymilvus", "pymilvus.milvus_client"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    found: ModuleType = package
    return found


def require_pymilvus() -> None:
    """Find out whether the package is here, without loading it.

    Raises:
        UsageError: it is not.
    """
    from importlib.util import find_spec

    if find_spec("pymilvus") is None:
        pymilvus()
