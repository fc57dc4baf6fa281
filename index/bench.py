"""Measures retrieval on questions that each have one right passage.

    python -m index.bench --questions Q.jsonl --passages P.jsonl [--model NAME] [--sample N]

prints MRR@10 and recall@5 of each index and of all together, and the time that a search takes.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.build import build
from index.embedding.encoder import Encoder, TextEncoder
from index.embedding.hashing import HashingEncoder
from index.expansion import WeightedQuery
from index.generation import WEIGHTS, Generation, open_current
from index.lexical import FieldWeights
from ingest.model import Document, Page, ParsedDocument, Passage

Questions = Sequence[tuple[str, str]]
Search = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Figures:
    mrr: float
    recall: float
    milliseconds: float


def load_questions(path: Path, sample: int | None = None) -> Questions:
    """Pairs of a question and the id of its right passage; with `sample`, so many of them, always the same ones."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [(row["question"], row["passage"]) for row in rows]
    return pairs if sample is None else random.Random(0).sample(pairs, min(sample, len(pairs)))


def load_passages(path: Path) -> ParsedDocument:
    """All passages as one document of one page."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    document = Document(id="bench", path=path, sha256="", media_type="application/jsonl", title="")
    passages, start = [], 0
    for row in rows:
        end = start + len(row["text"])
        passages.append(Passage(id=row["id"], document="bench", page=1, start=start, end=end, text=row["text"]))
        start = end
    page = Page(number=1, text="".join(row["text"] for row in rows))
    return ParsedDocument(document=document, pages=(page,), passages=tuple(passages))


def reciprocal_rank(found: Sequence[str], right: str, depth: int = 10) -> float:
    """1 / rank of the right passage, 0 when it is not among the first `depth`."""
    return 1 / (found.index(right) + 1) if right in found[:depth] else 0.0


def measure(search: Search, questions: Questions) -> Figures:
    """Means over the questions; `search` gives ids, best first."""
    started = time.perf_counter()
    results = [(search(question), right) for question, right in questions]
    seconds = time.perf_counter() - started
    count = len(questions)
    mrr = sum(reciprocal_rank(found, right) for found, right in results) / count
    recall = sum(right in found[:5] for found, right in results) / count
    return Figures(mrr, recall, 1000 * seconds / count)


def searches(generation: Generation) -> dict[str, Search]:
    """Each way to search, by name; only the last expands questions with the lexicon."""

    def fused(lexical: float, dense: float, fields: FieldWeights | None = None, expanded: bool = False) -> Search:
        retriever = generation.retriever(
            {"lexical": lexical, "dense": dense}, None if expanded else WeightedQuery.plain, fields=fields
        )
        return lambda question: [hit.passage.id for hit in retriever.search(question, 10)]

    lexical, dense = WEIGHTS["lexical"], WEIGHTS["dense"]
    return {
        "lemma": fused(1, 0, FieldWeights(1, 0, 0, 0)),
        "bigram": fused(1, 0, FieldWeights(0, 1, 0, 0)),
        "lexical": fused(1, 0),
        "dense": fused(0, 1),
        "fused": fused(lexical, dense),
        "fused, expanded": fused(lexical, dense, expanded=True),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m index.bench", description="Measures retrieval.")
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--model", help='name or folder of a model; "hashing" for none; default: the one that ships')
    parser.add_argument("--sample", type=int, help="measure on so many questions only")
    given = parser.parse_args()
    encoder: TextEncoder = HashingEncoder() if given.model == "hashing" else Encoder(given.model)
    questions = load_questions(given.questions, given.sample)
    with tempfile.TemporaryDirectory() as home:
        report = build(Path(home), [load_passages(given.passages)], encoder)
        print(f"{report.counts['passages']} passages indexed in {report.seconds:.1f} s, {len(questions)} questions")
        generation = open_current(Path(home), encoder)
        for name, search in searches(generation).items():
            figures = measure(search, questions)
            print(f"{name:16} MRR@10 {figures.mrr:.4f}  recall@5 {figures.recall:.4f}  {figures.milliseconds:.2f} ms")
        generation.close()


if __name__ == "__main__":
    main()
