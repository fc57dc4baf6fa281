"""Train the default embedding model: one vector a word, averaged, fitted so that a question lands by its passage.

    python -m index.embedding.train --questions q.jsonl --passages p.jsonl --out index/embedding/default

A word's vector is its chiVe vector times a learned matrix, plus a learned part of its own that starts random, all
times a learned weight that starts as the SIF weight a / (a + p) of Arora et al. (2017). The matrix also carries along
the words that the questions never use; the random part keeps words of like meaning apart. The same seed, thread count
and package versions give the same file.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from index.embedding.evaluate import ranks_of, read_lines, recall_at, reciprocal_rank_at
from index.embedding.vocabulary import Vocabulary, build_vocabulary

Ids = NDArray[np.int64]
SENTENCE_END = re.compile(r"(?<=[。！？\n])")
SHORTEST_CLOZE = 4


@dataclass(frozen=True)
class Recipe:
    """Every number of a training run; the defaults made the model in ``default/``."""

    words: int = 40_000
    english_words: int = 2_000
    dimensions: int = 512
    steps: int = 300
    batch_questions: int = 1024
    batch_articles: int = 16
    word_rate: float = 0.002
    matrix_rate: float = 0.001
    weight_rate: float = 0.02
    random_part: float = 1.2
    sif: float = 3e-4
    drop_question: float = 0.4
    drop_passage: float = 0.5
    drop_cloze: float = 0.5
    cloze_removed: float = 0.7
    title_shown: float = 0.5
    dev_share: float = 0.0
    seed: int = 0
    threads: int = 2


@dataclass(frozen=True)
class Corpus:
    """Questions and passages as word ids; ``passage_of`` is by question, ``article_of`` (one title each) by passage."""

    questions: list[Ids]
    passage_of: Ids
    titles: list[Ids]
    sentences: list[list[Ids]]
    article_of: Ids

    def passage(self, index: int) -> Ids:
        """Title and text of one passage."""
        return np.concatenate([self.titles[index], *self.sentences[index]])


@dataclass(frozen=True)
class Batch:
    """Bags of word ids, and for each query the index of its passage. A passage is right for several queries."""

    queries: list[Ids]
    passages: list[Ids]
    right: Ids


class WordTable(nn.Module):
    """The trainable vectors and weights. Maps bags of word ids to unit vectors of shape (bags, dimensions)."""

    rows: Tensor
    start: Tensor

    def __init__(self, vocabulary: Vocabulary, recipe: Recipe) -> None:
        super().__init__()
        start = torch.from_numpy(vocabulary.initial)
        known = start.abs().sum(dim=1, keepdim=True) > 0
        centred = functional.normalize(start - start[known[:, 0]].mean(dim=0), dim=1)
        self.register_buffer("rows", torch.from_numpy(vocabulary.rows))
        self.register_buffer("start", torch.where(known, centred, start))
        self.matrix = nn.Parameter(principal_axes(self.start, recipe.dimensions))
        own = torch.randn(len(start), recipe.dimensions) * recipe.random_part / recipe.dimensions**0.5
        self.own = nn.Parameter(own)
        share = torch.from_numpy(vocabulary.probabilities)
        self.log_weight = nn.Parameter(torch.log(recipe.sif / (recipe.sif + share)))
        self.log_scale = nn.Parameter(torch.tensor(20.0).log())

    def forward(self, bags: Sequence[Ids]) -> Tensor:
        ids = torch.from_numpy(np.concatenate(bags))
        offsets = torch.from_numpy(np.cumsum([0, *(len(bag) for bag in bags[:-1])]))
        used, place = torch.unique(self.rows[ids], return_inverse=True)
        vectors = self.start[used] @ self.matrix + self.own[used]
        weights = self.log_weight[ids].exp()
        summed = functional.embedding_bag(place, vectors, offsets, mode="sum", per_sample_weights=weights)
        return functional.normalize(summed, dim=1)

    @torch.no_grad()
    def quantised(self) -> dict[str, Tensor]:
        """The tensors that sentence-transformers reads: int8 rows, the row of each word, and what to multiply it by."""
        vectors = self.start @ self.matrix + self.own
        step = vectors.abs().amax(dim=1) / 127
        weights = self.log_weight.exp() * step[self.rows]
        weights[0] = 0.0
        rows = torch.round(vectors / step[:, None]).to(torch.int8)
        return {"embeddings": rows, "mapping": self.rows.to(torch.int32), "weights": weights}


def principal_axes(vectors: Tensor, dimensions: int) -> Tensor:
    """A matrix that turns ``vectors`` onto their principal axes, cut or padded with zeros to ``dimensions`` columns."""
    axes = torch.linalg.eigh(vectors.T @ vectors).eigenvectors.flip(1)[:, :dimensions]
    return functional.pad(axes, (0, dimensions - axes.shape[1])).contiguous()


def encode(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Ids]:
    return [np.array(encoding.ids, dtype=np.int64) for encoding in tokenizer.encode_batch(texts)]


def read_corpus(tokenizer: Tokenizer, questions: list[dict[str, Any]], passages: list[dict[str, Any]]) -> Corpus:
    """Cut the passages into sentences and everything into word ids; passages with one title form an article."""
    place = {passage["id"]: i for i, passage in enumerate(passages)}
    articles = {title: i for i, title in enumerate(dict.fromkeys(p["title"] for p in passages))}
    pieces = [[s for s in SENTENCE_END.split(passage["text"]) if s.strip()] for passage in passages]
    encoded = iter(encode(tokenizer, [sentence for sentences in pieces for sentence in sentences]))
    return Corpus(
        questions=encode(tokenizer, [question["question"] for question in questions]),
        passage_of=np.array([place[question["passage"]] for question in questions]),
        titles=encode(tokenizer, [passage["title"] for passage in passages]),
        sentences=[[next(encoded) for _ in sentences] for sentences in pieces],
        article_of=np.array([articles[passage["title"]] for passage in passages]),
    )


def split(corpus: Corpus, share: float) -> tuple[Ids, Ids]:
    """Indices of the questions to train on and to develop on, by whole articles; the same split whatever the seed."""
    count = int(corpus.article_of.max()) + 1
    held_out = np.random.default_rng(7).permutation(count)[: round(count * share)]
    in_dev = np.isin(corpus.article_of[corpus.passage_of], held_out)
    return np.flatnonzero(~in_dev), np.flatnonzero(in_dev)


def endless(items: Ids, count: int, rng: np.random.Generator) -> Iterator[Ids]:
    """Draws of ``count`` items without replacement, shuffled anew when too few are left."""
    while True:
        shuffled = rng.permutation(items)
        for start in range(0, max(len(items) - count, 0) + 1, count):
            yield shuffled[start : start + count]


def drop(bag: Ids, share: float, rng: np.random.Generator) -> Ids:
    """``bag`` without a random ``share`` of its words, but never empty if it was not."""
    kept = bag[rng.random(len(bag)) >= share]
    return kept if len(kept) else bag


def batches(corpus: Corpus, train: Ids, recipe: Recipe, rng: np.random.Generator) -> Iterator[Batch]:
    """Random questions plus all questions of a few articles, whose passages are each other's hard negatives."""
    article_of = corpus.article_of[corpus.passage_of[train]]
    members = {article: train[article_of == article] for article in np.unique(article_of).tolist()}
    single = endless(train, recipe.batch_questions, rng)
    whole = endless(np.unique(article_of), recipe.batch_articles, rng)
    while True:
        questions = np.unique(np.concatenate([next(single), *(members[int(a)] for a in next(whole))]))
        yield make_batch(corpus, questions, recipe, rng)


def make_batch(corpus: Corpus, questions: Ids, recipe: Recipe, rng: np.random.Generator) -> Batch:
    """The questions, one sentence of each passage as a further query (inverse cloze task), and the passages."""
    indices, right = np.unique(corpus.passage_of[questions], return_inverse=True)
    queries = [drop(corpus.questions[i], recipe.drop_question, rng) for i in questions]
    owners, passages = right.tolist(), []
    for place, index in enumerate(indices):
        sentences = corpus.sentences[index]
        chosen = int(rng.integers(len(sentences)))
        if len(sentences) > 1 and len(sentences[chosen]) >= SHORTEST_CLOZE:
            queries.append(drop(sentences[chosen], recipe.drop_cloze, rng))
            owners.append(place)
            if rng.random() < recipe.cloze_removed:
                sentences = sentences[:chosen] + sentences[chosen + 1 :]
        title = [corpus.titles[index]] if rng.random() < recipe.title_shown else []
        passages.append(drop(np.concatenate([*title, *sentences]), recipe.drop_passage, rng))
    return Batch(queries, passages, np.array(owners))


def contrastive_loss(logits: Tensor, right: Tensor) -> Tensor:
    """Softmax over passages for each query, plus softmax over the other passages' queries for each right pair.

    ``logits`` has shape (queries, passages); ``right`` gives the column of each query.
    """
    own = right[:, None] == torch.arange(logits.shape[1])
    others = torch.logsumexp(logits.masked_fill(own, -torch.inf), dim=0)[right]
    positive = logits.gather(1, right[:, None])[:, 0]
    return functional.cross_entropy(logits, right) + (torch.logaddexp(positive, others) - positive).mean()


@torch.no_grad()
def report(table: WordTable, corpus: Corpus, questions: Ids) -> str:
    """MRR@10 and recall@5 of ``questions`` against the passages that they come from; empty without questions."""
    if not len(questions):
        return ""
    indices, right = np.unique(corpus.passage_of[questions], return_inverse=True)
    scores = table([corpus.questions[i] for i in questions]) @ table([corpus.passage(i) for i in indices]).T
    ranks = ranks_of(scores.numpy(), right)
    return f"dev MRR@10 {reciprocal_rank_at(ranks, 10):.4f}, recall@5 {recall_at(ranks, 5):.4f}"


def fit(table: WordTable, corpus: Corpus, train: Ids, dev: Ids, recipe: Recipe) -> None:
    """Adam with a short warm-up and a linear decay to zero."""
    groups: list[tuple[nn.Parameter, float]] = [
        (table.own, recipe.word_rate),
        (table.matrix, recipe.matrix_rate),
        (table.log_weight, recipe.weight_rate),
        (table.log_scale, 0.01),
    ]
    optimiser = torch.optim.Adam([{"params": [p], "lr": rate} for p, rate in groups], betas=(0.9, 0.99))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 10) * (1 - step / recipe.steps)
    )
    source = batches(corpus, train, recipe, np.random.default_rng(recipe.seed))
    for step in range(1, recipe.steps + 1):
        batch = next(source)
        logits = table(batch.queries) @ table(batch.passages).T * table.log_scale.exp()
        loss = contrastive_loss(logits, torch.from_numpy(batch.right))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
        if step % 50 == 0 or step == recipe.steps:
            print(f"step {step}: loss {loss.item():.3f}", report(table, corpus, dev), flush=True)


def save(table: WordTable, tokenizer: Tokenizer, out: Path) -> None:
    """Write a sentence-transformers folder, keeping a README.md that is there; then swap in the int8 tensors."""
    static = StaticEmbedding(tokenizer, embedding_weights=torch.zeros(1, table.matrix.shape[1]))
    model = SentenceTransformer(modules=[static, Normalize()], device="cpu", similarity_fn_name="cosine")
    card = out / "README.md"
    kept = card.read_bytes() if card.exists() else None
    model.save(str(out), create_model_card=False)
    if kept is not None:
        card.write_bytes(kept)
    weights = out / "model.safetensors"
    save_file(table.quantised(), weights)
    weights.chmod(0o644)
    compact = json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
    (out / "tokenizer.json").write_text(compact, encoding="utf-8")


def read_arguments() -> tuple[argparse.Namespace, Recipe]:
    parser = argparse.ArgumentParser(description="Train the default embedding model.")
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines with question, passage (an id)")
    parser.add_argument("--passages", type=Path, required=True, help="JSON lines with id, title, text")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model")
    for option in fields(Recipe):
        kind = type(option.default)
        parser.add_argument("--" + option.name.replace("_", "-"), type=kind, default=option.default)
    args = parser.parse_args()
    return args, Recipe(**{option.name: getattr(args, option.name) for option in fields(Recipe)})


def main() -> None:
    args, recipe = read_arguments()
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    torch.use_deterministic_algorithms(True)
    questions, passages = read_lines(args.questions), read_lines(args.passages)
    texts = [passage["title"] + "\n" + passage["text"] for passage in passages]
    texts += [question["question"] for question in questions]
    vocabulary = build_vocabulary(texts, recipe.words, recipe.english_words)
    tokenizer = vocabulary.tokenizer()
    corpus = read_corpus(tokenizer, questions, passages)
    train, dev = split(corpus, recipe.dev_share)
    table = WordTable(vocabulary, recipe)
    print(f"{len(vocabulary.words)} words, {len(vocabulary.initial)} rows, {len(train)} training questions", flush=True)
    fit(table, corpus, train, dev, recipe)
    save(table, tokenizer, args.out)


if __name__ == "__main__":
    main()
