"""`--ray` on the command line: what is no address, and what goes with what."""

import importlib.util
import re
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.errors import ClusterError
from qa.cli.main import app

SAMPLES = Path(__file__).resolve().parents[4] / "samples" / "articles"


def index(folder: Path, *options: str) -> tuple[int, str, BaseException | None]:
    """Return the exit code of a command, what it printed on one line, and what it raised."""
    given = ["index", str(SAMPLES / "wildfire-brief.txt"), "--index", str(folder), *options]
    done = CliRunner().invoke(app, given)
    return done.exit_code, re.sub(r"[\s│]+", " ", done.output), done.exception


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--ray", "head.example"), "'head.example' is no address of a Ray cluster; write ray://"),
        (("--shared-files",), "goes with --ray"),
    ],
)
def test_wrong_usage_is_told_before_an_index_is_made(
    options: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    code, printed, _ = index(tmp_path / "index", *options)
    assert code == 2
    assert says in printed
    assert not (tmp_path / "index").exists()


@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="needs the extra ray")
def test_a_cluster_that_is_away_leaves_an_index_that_goes_on_without_it(tmp_path: Path) -> None:
    with socket.socket() as probe:  # it has the port, and listens to nobody
        probe.bind(("127.0.0.1", 0))
        address = f"ray://127.0.0.1:{probe.getsockname()[1]}"
        code, _, raised = index(tmp_path / "index", "--ray", address)
    assert code == 1
    assert isinstance(raised, ClusterError)
    assert "Traceback" not in str(raised)
    assert "Connection refused" in str(raised)
    assert index(tmp_path / "index")[0] == 0
