"""The files of docs/deploy: what can be checked of them without an engine that runs them."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from index.search.milvus.address import PASSWORD_VARIABLE, parse_address
from qa.cli.main import app

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "docs" / "deploy"


def _instructions() -> list[tuple[str, str]]:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    parts = [line.strip().split(maxsplit=1) for line in joined.splitlines()]
    return [(name, rest) for name, rest in parts]


def _last_stage() -> list[tuple[str, str]]:
    found = _instructions()
    first = max(n for n, (name, _) in enumerate(found) if name == "FROM")
    return found[first:]


def _all(name: str, found: list[tuple[str, str]]) -> list[str]:
    return [rest for one, rest in found if one == name]


def _compose(name: str = "compose.yaml") -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / name).read_text("utf-8"))


def _options_of_serve() -> set[str]:
    command = typer.main.get_command(app)
    serve = command.commands["serve"]  # type: ignore[attr-defined]
    return {option for parameter in serve.params for option in parameter.opts}


def test_every_instruction_is_one() -> None:
    known = {"FROM", "ARG", "RUN", "WORKDIR", "COPY", "ENV", "USER", "VOLUME", "EXPOSE",
             "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"}  # fmt: skip
    assert {name for name, _ in _instructions()} <= known  # no ADD among them


def test_the_image_runs_as_somebody_without_rights() -> None:
    stage = _last_stage()
    (user,) = _all("USER", stage)
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    names = [name for name, _ in stage]
    assert names.index("USER") < names.index("ENTRYPOINT")


def test_bases_are_named_with_a_version() -> None:
    for base in _all("FROM", _instructions()):
        assert re.match(r"python:3\.\d+-slim-\w+", base)


def test_the_container_says_whether_it_is_well() -> None:
    (check,) = _all("HEALTHCHECK", _last_stage())
    code = json.loads(check.split("CMD", 1)[1])
    assert code[:2] == ["python", "-c"]
    compile(code[2], "healthcheck", "exec")
    assert "/healthz" in code[2]


def test_the_process_gets_its_signals() -> None:
    """In the form of a list no shell stands between the engine's SIGTERM and the server."""
    stage = _last_stage()
    for name in ("ENTRYPOINT", "CMD"):
        assert isinstance(json.loads(_all(name, stage)[0]), list)


def test_what_is_copied_is_there_and_is_sent_to_the_engine() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    sent = {line[1:] for line in ignored if line.startswith("!")}
    assert "*" in ignored
    for copy in _all("COPY", _instructions()):
        if copy.startswith("--from="):
            continue
        for source in copy.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert source.split("/")[0] in sent, source


def test_the_file_system_is_read_only_and_nothing_is_granted() -> None:
    service = _compose()["services"]["pullquote"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    written = {one.split(":")[1] for one in service["volumes"]}
    assert written == {"/index", "/var/cache/pullquote"}
    assert service["tmpfs"][0].startswith("/tmp:")
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    build = service["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"


def test_milvus_is_of_one_version_and_reached_from_this_machine_alone() -> None:
    services = _compose("compose.milvus.yaml")["services"]
    milvus, pullquote = services["milvus"], services["pullquote"]
    assert re.fullmatch(r"milvusdb/milvus:v\d+\.\d+\.\d+", milvus["image"])
    assert milvus["ports"] == ["127.0.0.1:19530:19530"]
    assert "no-new-privileges:true" in milvus["security_opt"]
    assert "privileged" not in milvus
    assert "ports" not in pullquote
    found = parse_address(pullquote["environment"]["PULLQUOTE_VECTORS"])
    assert (found.host, found.port) == ("milvus", 19530)


def test_the_password_of_milvus_is_in_no_file_and_asked_for() -> None:
    services = _compose("compose.milvus.yaml")["services"]
    kept = services["milvus"]["environment"]
    assert kept["COMMON_SECURITY_AUTHORIZATIONENABLED"] == "true"
    sent = services["pullquote"]["environment"][PASSWORD_VARIABLE]
    assert sent == kept["COMMON_SECURITY_DEFAULTROOTPASSWORD"]
    assert re.fullmatch(rf"\$\{{{PASSWORD_VARIABLE}:\?[a-zA-Z ]+\}}", sent)


def test_the_image_can_be_built_with_what_speaks_to_milvus() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    args = _compose("compose.milvus.yaml")["services"]["pullquote"]["build"]["args"]
    assert args.keys() <= {rest.partition("=")[0] for rest in _all("ARG", _instructions())}
    assert args["EXTRAS"].strip("[]") in project["project"]["optional-dependencies"]
    assert any('".${EXTRAS}"' in rest for rest in _all("RUN", _instructions()))


def test_stopping_waits_longer_than_answers_may_take() -> None:
    grace = int(re.search(r"grace: .*?= (\d+)", _source("qa/cli/serve.py"), re.DOTALL)[1])  # type: ignore[index]
    compose = _compose()["services"]["pullquote"]["stop_grace_period"]
    unit = re.search(r"TimeoutStopSec=(\d+)", _source("docs/deploy/pullquote.service"))
    assert unit is not None
    assert int(compose.removesuffix("s")) > grace
    assert int(unit[1]) > grace


def _source(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize(
    "path",
    ["docs/deploy/Dockerfile", "docs/deploy/compose.yaml", "docs/deploy/pullquote.service",
     "docs/deploy/nginx.conf", "docs/deploy.md"],
)  # fmt: skip
def test_every_option_of_serve_exists(path: str) -> None:
    used: set[str] = set()
    for line in _source(path).splitlines():
        after = re.split(r"\bserve\b", line, maxsplit=1)
        if len(after) == 2:
            used |= set(re.findall(r"--[a-z][a-z-]+", after[1]))
    assert used
    assert used <= _options_of_serve()


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    unit = _source("docs/deploy/pullquote.service")
    binary = "/opt/pullquote/bin/pullquote"
    assert binary in unit
    there = tmp_path / "pullquote.service"
    there.write_text(unit.replace(binary, "/bin/true"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(there)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")
