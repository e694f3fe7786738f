"""What pages say of themselves: title, author, day, publication, and where each was found."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from index.articles.origins import DOUBTFUL
from index.readers.pages.metadata.page_metadata import PageMetadata, page_metadata


def _page_heads() -> Any:  # noqa: ANN401 - a module loaded by path, tests being no package
    spec = importlib.util.spec_from_file_location(
        "page_heads", Path(__file__).resolve().with_name("page_heads.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["page_heads"] = module
    spec.loader.exec_module(module)
    return module


HEADS = _page_heads()


def metadata(html: str) -> PageMetadata:
    return page_metadata(lxml_html.document_fromstring(html))


@pytest.mark.parametrize("head", HEADS.HEADS, ids=lambda head: head.name)
def test_pages_of_many_kinds(head: Any) -> None:  # noqa: ANN401
    told = metadata(head.html)
    assert {name: getattr(told.info, name) for name in head.right} == head.right
    origins = {origin.field: origin for origin in told.origins}
    found = {
        name for name in ("title", "author", "date", "publication") if getattr(told.info, name)
    }
    assert found <= set(origins)
    doubtful = {name for name in found if origins[name].certainty < DOUBTFUL}
    assert doubtful == set(head.doubtful)
