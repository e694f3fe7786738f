"""The manifest: what stands in it, and that it is believed only as it was written."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import IndexDamaged
from index.store.manifest import FILE, Manifest, read_manifest, write_manifest

BODY = {
    "format": 1,
    "index": "2e65cc5b",
    "generation": 9,
    "floor": 8,
    "last_row": 199,
    "dimension": 384,
    "segments": [{"file": "vectors-000003.faiss", "rows": 137, "sha256": "57525b"}],
    "dead": [[13, 17], [30, 37]],
    "words": {"folder": "words-000001", "analysis": "words-2", "files": {"meta.json": "236e59"}},
}
"""As it has been since format 1 began."""

MANIFEST = Manifest(
    index_id="2e65cc5b",
    generation=9,
    floor=8,
    last_row=199,
    dimension=384,
    vectors={
        "segments": [{"file": "vectors-000003.faiss", "rows": 137, "sha256": "57525b"}],
        "dead": [[13, 17], [30, 37]],
    },
    words={"folder": "words-000001", "analysis": "words-2", "files": {"meta.json": "236e59"}},
)


def _put(folder: Path, body: object, digest: str | None = None) -> None:
    made = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    assert isinstance(body, dict)
    (folder / FILE).write_text(json.dumps({**body, "sha256": digest or made}))


def test_a_manifest_of_format_1_is_read(tmp_path: Path) -> None:
    _put(tmp_path, BODY)
    assert read_manifest(tmp_path) == MANIFEST


def test_what_is_written_is_of_format_1(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST
    body = json.loads((tmp_path / FILE).read_bytes())
    del body["sha256"]
    assert body == BODY
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "body", [{**BODY, "format": 2}, {**BODY, "words": 1} | {"format": None}, {"format": 1}]
)
def test_another_format_is_refused(tmp_path: Path, body: object) -> None:
    _put(tmp_path, body)
    with pytest.raises(IndexDamaged, match=FILE):
        read_manifest(tmp_path)


def test_a_changed_manifest_is_refused(tmp_path: Path) -> None:
    _put(tmp_path, {**BODY, "floor": 1}, digest="0" * 64)
    with pytest.raises(IndexDamaged, match=FILE):
        read_manifest(tmp_path)


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{", b"\xff", b'{"sha256": "0"}'])
def test_what_is_no_manifest_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(IndexDamaged, match=FILE):
        read_manifest(tmp_path)


@pytest.mark.parametrize("key", ["words", "floor", "sha256"])
def test_a_store_may_not_take_a_key_of_the_manifest(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match=key):
        write_manifest(tmp_path, replace(MANIFEST, vectors={key: 1}))
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(("generation", "covered"), [(7, False), (8, True), (9, True), (10, False)])
def test_it_covers_the_generations_from_floor_on(generation: int, covered: bool) -> None:
    assert MANIFEST.covers(generation) == covered
