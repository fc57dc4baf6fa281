"""Measure a sentence-transformers model as a retriever, alone, on questions that each have one right passage.

    python -m index.embedding.evaluate index/embedding/default --questions q.jsonl --passages p.jsonl

Questions are JSON lines with ``question`` and ``passage`` (an id); passages are JSON lines with ``id``, ``text`` and
perhaps ``title``, which is then put above the text.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

Ranks = NDArray[np.int64]


def reciprocal_rank_at(ranks: Ranks, k: int) -> float:
    """Mean of 1 / rank over all questions, a rank past ``k`` counting as 0 (MRR@k). Ranks start at 1."""
    return float(np.where(ranks <= k, 1.0 / ranks, 0.0).mean())


def recall_at(ranks: Ranks, k: int) -> float:
    """Share of questions whose right passage is among the first ``k``."""
    return float((ranks <= k).mean())


def ranks_of(scores: NDArray[np.float32], right: Ranks) -> Ranks:
    """Rank of the ``right`` column in each row of ``scores``; a tie counts against the right one."""
    of_right = np.take_along_axis(scores, right[:, None], axis=1)
    return np.asarray((scores >= of_right).sum(axis=1), dtype=np.int64)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def passage_text(passage: dict[str, Any]) -> str:
    """The text to embed: the title, where there is one, above the passage."""
    return "\n".join(part for part in (passage.get("title"), passage["text"]) if part)


def measure(
    model: SentenceTransformer,
    questions: Sequence[dict[str, Any]],
    passages: Sequence[dict[str, Any]],
    query_prompt: str | None = None,
    document_prompt: str | None = None,
) -> Ranks:
    """Rank of each question's passage among all passages by cosine. Without prompts, the model's own are used."""
    place = {passage["id"]: i for i, passage in enumerate(passages)}
    right = np.array([place[question["passage"]] for question in questions], dtype=np.int64)
    documents = model.encode_document(
        [passage_text(p) for p in passages], prompt=document_prompt, normalize_embeddings=True
    )
    queries = model.encode_query([q["question"] for q in questions], prompt=query_prompt, normalize_embeddings=True)
    return ranks_of(np.asarray(queries) @ np.asarray(documents).T, right)


def main() -> None:
    parser = argparse.ArgumentParser(description="MRR@10 and recall@5 of a sentence-transformers model.")
    parser.add_argument("model", help="folder or name of the model")
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--query-prompt", help="text put before each question, such as 'query: '")
    parser.add_argument("--document-prompt", help="text put before each passage, such as 'passage: '")
    args = parser.parse_args()
    ranks = measure(
        SentenceTransformer(args.model, device="cpu"),
        read_lines(args.questions),
        read_lines(args.passages),
        args.query_prompt,
        args.document_prompt,
    )
    print(f"{len(ranks)} questions: MRR@10 {reciprocal_rank_at(ranks, 10):.4f}, recall@5 {recall_at(ranks, 5):.4f}")


if __name__ == "__main__":
    main()
