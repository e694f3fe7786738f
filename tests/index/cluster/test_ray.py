"""A real Ray of two workers on this machine; what takes long is in `tests/benchmarks/cluster`."""

import importlib.util
import os
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.cluster.ray_cluster import RayCluster, _sentence
from index.cluster.workers import Workers
from index.collection import Index
from index.errors import ClusterError, UsageError
from tests.index.cluster.fatal import Fatal

needs_ray = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="needs the extra ray: pip install '.[ray]'"
)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Two workers on this machine."""
    with Workers("local", cores=2) as started:
        yield started


def held(folder: Path) -> list[str]:
    """Return all that an index holds, but when it was made and the name it drew then."""
    with sqlite3.connect(folder / "articles.sqlite") as database:
        lines = list(database.iterdump())
    return [line for line in lines if "index_id" not in line and '"migrations"' not in line]


@needs_ray
def test_the_index_is_the_same_and_outlives_workers_that_die(
    workers: Workers, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(6):
        (folder / f"note-{number}.txt").write_text(
            f"Note {number}\n\n" + f"It rained in month {number}. " * (40 * number + 1)
        )
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nno more")
    (folder / "kills-once.txt").write_text(f"Once\n\nIt was once {tmp_path / 'marker'} and again.")
    paths = [str(path) for path in sorted(folder.iterdir())]
    poison = folder / "kills.txt"
    poison.write_text("Kills\n\nThere was poison in it.")
    for path in folder.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))  # what changed a moment ago may change again
    with Index.open(tmp_path / "here", create=True, annotator=Fatal(harmless=True)) as index:
        here = index.add(paths)
    with Index.open(tmp_path / "there", create=True, annotator=Fatal()) as index:
        there = index.add([str(folder)], workers=workers)
    assert held(tmp_path / "there") == held(tmp_path / "here")
    assert (there.added, there.passages) == (here.added, here.passages)
    broken, killing = there.failed
    assert broken == here.failed[0]
    assert killing.path == str(poison)
    assert "given up: its worker died, perhaps for want of memory, twice" in killing.error
    assert (tmp_path / "marker").exists()
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")  # of what Ray has to say of workers that died


@needs_ray
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_nothing_of_it_can_be_reached_from_elsewhere(workers: Workers) -> None:
    workers._cluster.connect()
    listening = set(addresses_of(os.getpid()))
    assert listening
    assert listening <= {"127.0.0.1", "::ffff:127.0.0.1", "::1"}


def addresses_of(process: int) -> Iterator[str]:
    """Yield the addresses at which the processes that a process started listen."""
    parents = {
        int(stat.parent.name): int(stat.read_text().rpartition(")")[2].split()[1])
        for stat in Path("/proc").glob("[0-9]*/stat")
    }
    below, found = {process}, True
    while found:
        found = {one for one, parent in parents.items() if parent in below} - below
        below |= found
    below -= {process}
    links = {
        os.readlink(link)
        for one in below
        for link in Path(f"/proc/{one}/fd").glob("*")
        if link.is_symlink()
    }
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in links:
                words = bytes.fromhex(fields[1].split(":")[0])
                packed = b"".join(words[at : at + 4][::-1] for at in range(0, len(words), 4))
                yield socket.inet_ntop(family, packed)


@contextmanager
def listening_to_nobody() -> Iterator[str]:
    """Have a port of which nobody else can be given meanwhile, and at which nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield f"ray://127.0.0.1:{probe.getsockname()[1]}"


@needs_ray
def test_a_cluster_that_is_away_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("One\n\nIt rained.")
    with (
        listening_to_nobody() as address,
        Index.open(tmp_path / "index", create=True) as index,
        Workers(address) as away,
        pytest.raises(ClusterError, match=f"no Ray cluster at {address} .Connection refused."),
    ):
        index.add([str(tmp_path / "one.txt")], workers=away)


@needs_ray
def test_another_version_of_ray_is_a_sentence() -> None:
    from ray._private.utils import check_version_info

    there = {"ray_version": "2.9.1", "python_version": "3.10.4"}
    with pytest.raises(RuntimeError) as raised:
        check_version_info(there, "Ray Client", python_version_match_level="minor")
    said = _sentence(raised.value, "ray://head:10001")
    assert said.startswith("The cluster at ray://head:10001 has Ray 2.9.1 on Python 3.10.4; here")
    assert said.endswith("Install the same ones on all machines.")


@needs_ray
def test_a_cluster_without_pullquote_is_a_sentence() -> None:
    said = _sentence(ModuleNotFoundError("No module named 'index'"), "ray://head:10001")
    assert said.startswith("Pullquote is not installed on the machines of the cluster at ray://")


@pytest.mark.parametrize(
    "address",
    ["", "head", "head:10001", "ray://head", "ray://head:0", "ray://head:70000", "http://a:1"],
)
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(UsageError, match=r"is no address of a Ray cluster; write ray://HOST:PORT"):
        RayCluster(address)


def test_the_extra_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ClusterError, match=r"pip install 'pullquote\[ray\]'"):
        RayCluster("local")
