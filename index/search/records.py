"""What a store remembers of itself from one opening to the next."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Record: TypeAlias = Mapping[str, Any]
"""An object that JSON can hold. Only the engine that made it knows what is in it."""
