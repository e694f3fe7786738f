"""Writes the smallest files of Outlook's kind: compound files of storages and streams.

[MS-CFB]: sectors of 512 bytes; one of the table that chains them, those of the directory, those of
the streams. Streams are filled with zeros to the 4,096 bytes under which they would lie elsewhere.
"""

import struct
from collections.abc import Mapping
from typing import TypeAlias

Tree: TypeAlias = Mapping[str, "bytes | Tree"]

_SECTOR, _SMALLEST = 512, 4096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_ENTRIES = 4


def compound_file(tree: Tree) -> bytes:
    """Return a file that holds `tree`; at most 127 sectors of everything."""
    entries: list[list[object]] = [["Root Entry", _ROOT, _FREE, _FREE, b""]]
    _add(entries, 0, tree)
    directory = -(-len(entries) // _ENTRIES)
    table = [_TABLE, *range(2, directory + 1), _END]
    body = b""
    lines = []
    for name, kind, right, child, content in entries:
        data = bytes(content)  # type: ignore[call-overload]
        data = data.ljust(_SMALLEST, b"\x00") if kind == _STREAM else b""
        size = len(data)
        data = data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\x00")
        first = len(table) if data else _END
        count = len(data) // _SECTOR
        if count:
            table += [*range(first + 1, first + count), _END]
        body += data
        written = f"{name}\x00".encode("utf-16-le")
        lines.append(
            struct.pack(
                "<64sHBBIII36sIQ", written, len(written), kind, 1, _FREE, right, child, b"", first,
                size,
            )
        )  # fmt: skip
    lines += [b"\x00" * 128] * (directory * _ENTRIES - len(lines))
    chain = struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        b"", 0, 1, 1, 0, _SMALLEST, _END, 0, _END, 0, 0,
    )  # fmt: skip
    return head.ljust(_SECTOR, b"\xff") + chain + b"".join(lines) + body


def _add(entries: list[list[object]], parent: int, tree: Tree) -> None:
    """Add the children of an entry, each the right one of the one before."""
    before = None
    for name, content in tree.items():
        place = len(entries)
        if before is None:
            entries[parent][3] = place
        else:
            entries[before][2] = place
        before = place
        if isinstance(content, bytes):
            entries.append([name, _STREAM, _FREE, _FREE, content])
        else:
            entries.append([name, _STORAGE, _FREE, _FREE, b""])
            _add(entries, place, content)


def text(identifier: str, words: str) -> dict[str, bytes]:
    """Return the stream of a property that is text."""
    return {f"__substg1.0_{identifier}001F": words.encode("utf-16-le")}


def properties(head: int, **values: int) -> dict[str, bytes]:
    """Return the stream of the properties of fixed length, named as in `x0E07=8`."""
    lines = b"".join(
        struct.pack("<HHIQ", 3, int(name[1:], 16), 0, value) for name, value in values.items()
    )
    return {"__properties_version1.0": b"\x00" * head + lines}
