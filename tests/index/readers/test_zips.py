"""Zips of strangers: names that lead elsewhere, bombs, locks, damage."""

import io
import struct
import zipfile

import pytest

from index.errors import ReadError
from index.readers.zips import SafeZip, ZipLimits, safe_name


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_members_are_read_by_name() -> None:
    archive = SafeZip(_zip({"a/b.txt": b"quay", "c/": b""}))
    assert archive.names() == ["a/b.txt"]
    assert archive.read("a/b.txt") == b"quay"
    assert (archive.size("a/b.txt"), "c.txt" in archive) == (4, False)
    with pytest.raises(ReadError, match=r"lacks 'c.txt'"):
        archive.read("c.txt")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a/b.txt", "a/b.txt"),
        ("./a.txt", "a.txt"),
        ("a\\b.txt", "a/b.txt"),
        ("../a.txt", None),
        ("a/../../b.txt", None),
        ("a\\..\\b.txt", None),
        ("/etc/a.txt", None),
        ("C:\\a.txt", None),
        ("a\x00.txt", None),
        ("", None),
    ],
)
def test_names_that_lead_elsewhere_are_told(name: str, safe: str | None) -> None:
    assert safe_name(name) == safe


def test_what_unpacks_to_too_much_is_given_up() -> None:
    archive = SafeZip(_zip({"bomb": bytes(8_000_000), "note": b"quay"}))
    with pytest.raises(ReadError, match="made to do harm"):
        archive.read("bomb")
    assert archive.read("note") == b"quay"


def test_all_members_together_have_a_limit() -> None:
    archive = SafeZip(_zip({"a": b"x" * 600, "b": b"x" * 600}), ZipLimits(total=1000))
    assert len(archive.read("a")) == 600
    with pytest.raises(ReadError, match="made to do harm"):
        archive.read("b")


def test_a_reader_may_want_less_of_a_member() -> None:
    archive = SafeZip(_zip({"a": b"x" * 600}))
    with pytest.raises(ReadError, match="made to do harm"):
        archive.read("a", most=599)
    assert len(archive.read("a", most=600)) == 600


def test_a_member_that_lies_about_its_size_gives_no_more_than_it_said() -> None:
    data = bytearray(_zip({"a": b"x" * 600}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 10)
    with pytest.raises(ReadError, match="damaged"):
        SafeZip(bytes(data)).read("a")


def test_zips_in_zips_share_the_limits() -> None:
    inner = _zip({"a": b"x" * 600})
    data = _zip({"1.zip": inner, "2.zip": inner})
    archive = SafeZip(data, ZipLimits(total=1000 + 2 * len(inner)))
    assert len(archive.inner("1.zip").read("a")) == 600
    with pytest.raises(ReadError, match="made to do harm"):
        archive.inner("2.zip").read("a")
    archive = SafeZip(data, ZipLimits(members=3))
    archive.inner("1.zip")
    with pytest.raises(ReadError, match="more than 3 files"):
        archive.inner("2.zip")


def test_zips_lie_only_so_deep_in_each_other() -> None:
    data = _zip({"a": b"quay"})
    for _ in range(3):
        data = _zip({"z": data})
    with pytest.raises(ReadError, match="archives in archives"):
        SafeZip(data).inner("z").inner("z").inner("z")


def test_too_many_members_are_refused_before_they_are_listed() -> None:
    many = _zip({str(number): b"" for number in range(20)})
    with pytest.raises(ReadError, match="more than 10 files"):
        SafeZip(many, ZipLimits(members=10))
    with pytest.raises(ReadError, match="split it"):
        SafeZip(many, ZipLimits(directory=100))


def test_a_locked_member_is_a_message() -> None:
    data = bytearray(_zip({"a": b"quay"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    with pytest.raises(ReadError, match="password"):
        SafeZip(bytes(data)).read("a")


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"no zip at all", _zip({"a": b"x"})[:-30]])
def test_what_is_no_zip_is_a_message(data: bytes) -> None:
    with pytest.raises(ReadError, match="no zip"):
        SafeZip(data)


def test_a_damaged_member_is_a_message() -> None:
    data = bytearray(_zip({"a": bytes(range(256)) * 40}))
    data[60:70] = b"\xff" * 10
    with pytest.raises(ReadError, match="damaged"):
        SafeZip(bytes(data)).read("a")
