"""Articles become findable passages. Knows nothing of questions.

Importing this package loads no heavy library: `Index` is fetched on first use.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.collection import Index

__all__ = ["Index"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the protocol of PEP 562
    if name == "Index":
        from index.collection import Index

        return Index
    raise AttributeError(f"module 'index' has no attribute {name!r}")
