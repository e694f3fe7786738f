"""A small endpoint of a language model, which answers as a test tells it to."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # language_model

from language_model import LanguageModel, running


@pytest.fixture
def model() -> Iterator[LanguageModel]:
    """An endpoint on this machine; it chooses the first sentence until it is told otherwise."""
    with running() as made:
        yield made
