"""What is said to a language model, and what is said of it when it gave nothing: values."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Messages: TypeAlias = Sequence[Mapping[str, str]]
"""Messages of a chat, each with `role` and `content`."""

Schema: TypeAlias = Mapping[str, Any]
"""The JSON schema of a reply."""

NO_USE = "gave no reply that can be used"
"""What is said of a model whose answer is not a reply."""

WITHOUT_IT = "read without it"
"""How each note of a failure ends."""
