"""The axe-core scanner, fetched once with npm and kept; absent, the tests that use it skip.

The file is taken only when its hash is the one below, so that a new version is a decision.
"""

import hashlib
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Page

VERSION = "4.14.1"
SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
_PATIENCE = 180
_RUN = """async () => {
  const { violations } = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a",
    "wcag21aa", "wcag22aa", "best-practice"], iframes: false });
  return violations.map(({ id, impact, nodes }) =>
    ({ id, impact, where: nodes.map((node) => `${node.target} ${node.failureSummary}`) }));
}"""


def axe_source(folder: Path) -> str:
    """Return the scanner, from `folder` where an earlier run left it; skip without npm."""
    kept = folder / f"axe-{VERSION}.js"
    if not kept.is_file():
        source = Path(given) if (given := os.environ.get("AXE")) else _fetch(folder)
        _check(source.read_bytes())
        os.replace(shutil.copy(source, kept.with_suffix(".part")), kept)
    return kept.read_text("utf-8")


def _fetch(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm to fetch axe-core (or AXE=/path/to/axe.min.js)")
    try:
        subprocess.run(
            [npm, "pack", "--silent", f"axe-core@{VERSION}"],
            cwd=folder, check=True, capture_output=True, timeout=_PATIENCE,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"npm could not fetch axe-core {VERSION}: {error}")
    with tarfile.open(folder / f"axe-core-{VERSION}.tgz") as packed:
        packed.extract("package/axe.min.js", folder, filter="data")
    return folder / "package" / "axe.min.js"


def _check(content: bytes) -> None:
    found = hashlib.sha256(content).hexdigest()
    assert found == SHA256, f"axe-core {VERSION} has the hash {found}, not the expected one"


def findings(page: Page | Frame, source: str) -> list[dict[str, Any]]:
    """Return what axe-core finds wrong in one document, frames in it not included."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {source} }} }}")
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return found
