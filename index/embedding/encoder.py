"""Texts to vectors: any sentence-transformers model by name or folder, by default the static one that ships."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding.static import StaticModel, is_static
from ingest.errors import InputError, KeikakuError, MissingDependency

Vectors = NDArray[np.float32]

DEFAULT_MODEL = Path(__file__).parent / "default"

#: Query and document prompts of models that do not all carry them in their own configuration, by part of the name.
PROMPTS: Mapping[str, tuple[str, str]] = {
    "ruri-v3": ("検索クエリ: ", "検索文書: "),
    "multilingual-e5": ("query: ", "passage: "),
    "bge-m3": ("", ""),
}


class TextEncoder(Protocol):
    """What building and searching need of an encoder; tests bring their own."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text might get another vector."""
        ...

    @property
    def dimension(self) -> int: ...

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension); rows need not be normalised."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...


class _Model(Protocol):
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class Encoder:
    """A model by its name on the Hugging Face hub or by its folder.

    Nothing is loaded before the first text is encoded, or `dimension` is asked for. Static models are read without
    torch (0.1 s), all others through sentence-transformers (about 10 s). Raises KeikakuError when there is no such
    model, at the latest on first use.
    """

    def __init__(self, model: str | Path | None = None) -> None:
        self._source = str(model or DEFAULT_MODEL)
        self._folder = Path(self._source).expanduser() if Path(self._source).expanduser().is_dir() else None
        if self._folder is None and (model is None or Path(self._source).is_absolute()):
            raise InputError(f"there is no embedding model in {self._source}; name a model or a folder that exists")

    @property
    def name(self) -> str:
        """The name on the hub, or the folder's own name; "default" for the model that ships."""
        return self._folder.name if self._folder else self._source

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the model's files, or for a hub model its name and revision; and the prompts."""
        if self._folder:
            source = _folder_hash(self._folder)
        else:
            if _cached(self._source, "config.json") is None:
                self._model  # noqa: B018  downloads it
            cached = _cached(self._source, "config.json")
            source = f"{self._source}@{cached.parent.name if cached else 'unknown'}"
        prompts = json.dumps(self._prompts, ensure_ascii=False)
        return hashlib.sha256(f"{source}\n{prompts}".encode()).hexdigest()

    @property
    def dimension(self) -> int:
        return self._model.dimension

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._prompts[1], texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._prompts[0], texts)

    def _encode(self, prompt: str, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._model.encode([prompt + text for text in texts])

    @cached_property
    def _prompts(self) -> tuple[str, str]:
        lowered = self._source.lower()
        for family, prompts in PROMPTS.items():
            if family in lowered:
                return prompts
        own = self._own_prompts()
        document = next((own[name] for name in ("document", "passage", "corpus") if own.get(name)), "")
        return own.get("query") or "", document

    def _own_prompts(self) -> Mapping[str, str]:
        name = "config_sentence_transformers.json"
        file = self._folder / name if self._folder else _cached(self._source, name)
        if file is None or not file.exists():
            return {}
        prompts: Mapping[str, str] = json.loads(file.read_text(encoding="utf-8")).get("prompts") or {}
        return prompts

    @cached_property
    def _model(self) -> _Model:
        if self._folder and is_static(self._folder):
            return StaticModel(self._folder)
        return _TransformerModel(str(self._folder or self._source))


class _TransformerModel:
    def __init__(self, source: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer  # imports torch
        except ImportError as error:
            raise MissingDependency(
                f"the model {source} needs sentence-transformers: pip install sentence-transformers"
            ) from error
        try:
            try:
                model: Any = SentenceTransformer(source, local_files_only=True)  # asks no server that may not answer
            except (OSError, ValueError):
                model = SentenceTransformer(source)
        except (OSError, ValueError, RuntimeError) as error:
            raise KeikakuError(
                f"the embedding model {source} cannot be loaded; on a machine without internet access, download it "
                f"elsewhere and give its folder ({str(error).splitlines()[0]})"
            ) from error
        self._model = model
        self.dimension = int(model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> Vectors:
        found = self._model.encode(list(texts), prompt="", show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(found, dtype=np.float32)


def _folder_hash(folder: Path) -> str:
    """Over the files that decide the vectors; read-me files and model cards may change."""
    digest = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.suffix in (".json", ".safetensors", ".bin", ".txt", ".model")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _cached(name: str, file: str) -> Path | None:
    """A file of a hub model in the local cache; its folder is named after the revision. None before the download."""
    try:
        from huggingface_hub import try_to_load_from_cache
    except ImportError:
        return None
    found = try_to_load_from_cache(name, file)
    return Path(found) if isinstance(found, str) else None
