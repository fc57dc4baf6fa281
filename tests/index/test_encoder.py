import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from index.embedding.encoder import DEFAULT_MODEL, Encoder
from index.embedding.hashing import HashingEncoder
from ingest.errors import InputError, KeikakuError

WORDS = ["[UNK]", "電子", "申請", "窓口", "dx"]
RANDOM = np.random.default_rng(3)
TEXTS = ["電子 申請 窓口", "dx dx 申請", "", "知らない", "窓口"]


def static_model(
    folder: Path, kind: str = "plain", normalise: bool = False, prompts: dict[str, str] | None = None
) -> Path:
    """A folder as sentence-transformers saves it, with one row a token or with shared rows of int8 and factors."""
    folder.mkdir(parents=True)
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    vectors = RANDOM.normal(size=(len(WORDS), 8)).astype(np.float32)
    weights = {"embedding.weight": vectors}
    if kind == "int8":
        weights = {
            "embeddings": (vectors[:3] * 40).astype(np.int8),
            "mapping": np.array([0, 1, 2, 1, 0], dtype=np.int32),
            "weights": np.array([0.5, 1, 2, 0.1, 3], dtype=np.float32),
        }
    save_file(weights, folder / "model.safetensors")
    types = ["sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"]
    if normalise:
        types.append("sentence_transformers.base.modules.normalize.Normalize")
        (folder / "1_Normalize").mkdir()
    paths = ["", "1_Normalize"]
    modules = [{"idx": i, "name": str(i), "path": paths[i], "type": type} for i, type in enumerate(types)]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts or {}}))
    return folder


def test_static_models_give_what_sentence_transformers_gives(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    for kind in ("plain", "int8"):
        for normalise in (False, True):
            folder = static_model(tmp_path / f"{kind}-{normalise}", kind, normalise)
            expected = SentenceTransformer(str(folder), device="cpu").encode(TEXTS)
            assert np.abs(Encoder(folder).encode_documents(TEXTS) - expected).max() < 1e-5
    texts = ["窓口のキャッシュレス決済を導入する。", "DX推進計画 令和6年度", "", "🎌"]
    expected = SentenceTransformer(str(DEFAULT_MODEL), device="cpu").encode(texts)
    assert np.abs(Encoder().encode_queries(texts) - expected).max() < 1e-3


def test_the_mean_of_token_vectors(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "m")
    encoder = Encoder(folder)
    one, two, both = encoder.encode_documents(["電子", "申請", "電子 申請"])
    assert both == pytest.approx((one + two) / 2, abs=1e-6)
    assert encoder.dimension == 8 and encoder.encode_queries([]).shape == (0, 8)


def test_the_default_model_loads_without_torch() -> None:
    script = "import sys; from index.embedding.encoder import Encoder; e = Encoder(); e.encode_queries(['窓口']); "
    script += "e.fingerprint; assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_the_default_model_tells_like_from_unlike() -> None:
    encoder = Encoder()
    question = encoder.encode_queries(["窓口で現金を使わずに払えますか"])[0]
    near, far = encoder.encode_documents(["窓口でキャッシュレス決済を利用できる。", "道路の舗装を計画的に補修する。"])
    assert question @ near > question @ far


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ruri-v3-30m", ("検索クエリ: 窓口", "検索文書: 窓口")),
        ("multilingual-e5-small", ("query: 窓口", "passage: 窓口")),
        ("bge-m3", ("窓口", "窓口")),
        ("other", ("q>窓口", "d>窓口")),
    ],
)
def test_each_family_has_its_prompts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, expected: tuple[str, str]
) -> None:
    encoder = Encoder(static_model(tmp_path / name, prompts={"query": "q>", "document": "d>"}))
    seen: list[str] = []
    monkeypatch.setattr(encoder._model, "encode", seen.extend)
    encoder.encode_queries(["窓口"])
    encoder.encode_documents(["窓口"])
    assert tuple(seen) == expected


def test_the_fingerprint_follows_the_files_and_not_the_folder(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "a")
    first = Encoder(folder).fingerprint
    shutil.copytree(folder, tmp_path / "b")
    assert Encoder(tmp_path / "b").fingerprint == first
    (folder / "README.md").write_text("a card")
    assert Encoder(folder).fingerprint == first
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": {"query": "q>"}}))
    assert Encoder(folder).fingerprint != first


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        Encoder(tmp_path / "nowhere")


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "damaged")
    (folder / "model.safetensors").write_bytes(b"?")
    with pytest.raises(KeikakuError, match="damaged"):
        Encoder(folder).encode_queries(["窓口"])


def test_hashing_is_the_same_everywhere() -> None:
    vector = HashingEncoder(8).encode_documents(["電子申請", "電子 申請", "あ"])
    assert vector.tolist() == [vector[0].tolist(), vector[0].tolist(), [0.0] * 8]
    assert np.abs(vector[0]).sum() in (1.0, 3.0)
