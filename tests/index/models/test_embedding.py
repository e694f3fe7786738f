import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError, UsageError
from index.models import compiled_embedder, weights
from index.models.built_in import DEFAULT_NAME
from index.models.embedder import Embedder
from index.models.embedding import open_embedder
from index.models.probes import PROBES

ROOT = Path(__file__).resolve().parents[3]
TEXTS = [
    "The council voted to close the old bridge.",
    "The town decided to shut the ageing crossing.",
    "Melt the butter and add the flour.",
    "😀 Ж 東京",
    "Yes",
    "",
]


@pytest.fixture(scope="module")
def default() -> Embedder:
    return open_embedder()


@pytest.fixture(scope="module")
def exact() -> Embedder:
    return open_embedder(engine="torch")


def check_unit(vectors: np.ndarray, rows: int, dimension: int) -> None:
    assert vectors.shape == (rows, dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_rows_are_unit_vectors_in_the_order_given(default: Embedder) -> None:
    vectors = default.embed_passages(TEXTS)
    check_unit(vectors, len(TEXTS), 384)
    similar = vectors @ vectors.T
    assert similar[0, 1] > 0.4 > 0.2 > similar[0, 2]


def test_a_vector_does_not_depend_on_the_other_texts(default: Embedder) -> None:
    texts = [*TEXTS, *PROBES, *(text + " again" for text in PROBES)]
    together = default.embed_passages(texts)
    alone = np.vstack([default.embed_questions([text]) for text in texts])
    assert np.array_equal(together, alone)


def test_threads_get_the_same_vectors(default: Embedder) -> None:
    expected = default.embed_passages(PROBES)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: default.embed_questions([text])[0], PROBES))
    assert np.array_equal(np.vstack(found), expected)


def test_no_texts_no_rows(default: Embedder) -> None:
    assert default.embed_passages([]).shape == (0, 384)
    assert default.embed_questions([]).shape == (0, 384)


def test_256_tokens_are_read_and_no_more(default: Embedder) -> None:
    words = "alpha beta gamma delta " * 100
    within = " ".join(words.split()[:200])
    beyond = default.embed_passages([within, within + " zebra", words, words + " zebra"])
    # The file's own setting would cut both at 128.
    assert not np.array_equal(beyond[0], beyond[1])
    assert np.array_equal(beyond[2], beyond[3])


def test_progress_ends_at_the_total(default: Embedder) -> None:
    seen: list[tuple[int, int]] = []
    default.embed_passages(TEXTS, progress=lambda done, total: seen.append((done, total)))
    assert [total for _, total in seen] == [len(TEXTS)] * len(seen)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (len(TEXTS), len(TEXTS))


def test_compiled_and_torch_agree(default: Embedder, exact: Embedder) -> None:
    texts = [*TEXTS, *PROBES]
    cosines = (default.embed_passages(texts) * exact.embed_passages(texts)).sum(axis=1)
    assert cosines.min() > 0.985
    assert cosines.mean() > 0.995
    assert default.fingerprint == exact.fingerprint
    assert default.dimension == exact.dimension


def test_the_built_in_model_answers_to_its_names(default: Embedder) -> None:
    for name in ("default", DEFAULT_NAME, f"sentence-transformers/{DEFAULT_NAME}"):
        assert open_embedder(name).fingerprint == default.fingerprint
    assert default.name == DEFAULT_NAME


def test_torch_takes_over_with_a_notice_where_compiling_fails(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(source: object) -> None:
        raise ModelError("no instructions")

    monkeypatch.setattr(compiled_embedder, "compiled", failing)
    found = open_embedder()
    check_unit(found.embed_questions(["Who?"]), 1, 384)
    assert "runs in torch, which is slower: no instructions" in caplog.text
    with pytest.raises(ModelError, match="no instructions"):
        open_embedder(engine="onnx")


def test_torch_takes_over_where_the_engine_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "onnxruntime.py").write_text("raise ImportError('no library')")
    code = (
        "from index.models.embedding import open_embedder\n"
        "print(open_embedder().embed_questions(['Who said so?']).shape)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{tmp_path}:{ROOT}"},
    )
    assert done.stdout.strip() == "(1, 384)"
    assert "runs in torch, which is slower: no library" in done.stderr


def test_damaged_weights_are_named_before_torch_is_tried(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(weights._PINNED, "config.json", "0" * 64)
    with pytest.raises(ModelError, match=r"config\.json is damaged or another one"):
        open_embedder()
    assert not caplog.records


def test_only_the_built_in_model_is_compiled(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Only the built-in model"):
        open_embedder(str(tmp_path), engine="onnx")


@pytest.mark.usefixtures("default")
def test_embedding_imports_neither_torch_nor_onnx() -> None:
    code = (
        "import sys; from index.models.embedding import open_embedder\n"
        "open_embedder().embed_questions(['Who said so?'])\n"
        "print([m for m in ('torch', 'transformers', 'onnx', 'sentence_transformers')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.strip() == "[]"


# --- other models, in torch


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random sentence-transformers model of two layers, with prompts, saved as safetensors."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("tiny")
    words = "[PAD] [UNK] [CLS] [SEP] [MASK] the old bridge fell who built it query : passage"
    (folder / "vocab.txt").write_text("\n".join(words.split()))
    plain = folder / "plain"
    config = BertConfig(
        vocab_size=len(words.split()),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(plain)
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(plain)
    module = Transformer(str(plain), max_seq_length=64)
    model = SentenceTransformer(
        modules=[module, Pooling(32)],
        prompts={"query": "query : ", "document": "passage : "},
        device="cpu",
    )
    saved = folder / "saved"
    model.save_pretrained(str(saved))
    return saved


def test_a_folder_is_opened_with_its_own_prompts(tiny: Path) -> None:
    found = open_embedder(str(tiny))
    assert found.dimension == 32
    texts = ["the old bridge fell", "who built it", "the bridge"]
    passages, questions = found.embed_passages(texts), found.embed_questions(texts)
    check_unit(passages, 3, 32)
    check_unit(questions, 3, 32)
    assert not np.allclose(passages, questions, atol=1e-3)
    assert found.embed_questions([]).shape == (0, 32)
    seen: list[int] = []
    found.embed_passages(texts, progress=lambda done, total: seen.append(done))
    assert seen == [3]


def test_a_models_fingerprint_follows_its_weights(tiny: Path, tmp_path: Path) -> None:
    import shutil

    first = open_embedder(str(tiny)).fingerprint
    copy = tmp_path / "copy"
    shutil.copytree(tiny, copy)
    assert open_embedder(str(copy)).fingerprint == first
    config = copy / "config_sentence_transformers.json"
    settings = json.loads(config.read_text())
    settings["prompts"]["query"] = "who : "
    config.write_text(json.dumps(settings))
    assert open_embedder(str(copy)).fingerprint != first


def test_a_folder_that_could_run_code_is_refused(tiny: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(tiny, copy)
    (copy / "modeling.py").write_text("raise SystemExit")
    with pytest.raises(ModelError, match=r"modeling\.py"):
        open_embedder(str(copy))


def test_damaged_weights_of_a_folder_are_named(tiny: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(tiny, copy)
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(ModelError, match="copy cannot be loaded"):
        open_embedder(str(copy))
