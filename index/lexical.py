"""Lexical search: BM25 in tantivy, over lemmas and character bigrams of each passage and of its context."""

from __future__ import annotations

import math
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tantivy

from index.analysis import Analyser, Terms, shared_analyser
from index.expansion import Alternatives, WeightedQuery
from index.filters import Facets, Filter
from ingest.errors import IndexDamaged
from ingest.model import Passage

_HEAP = 256_000_000
_DECIMALS = 4
_IDS_REMEMBERED = 100_000
#: In an index of at most so many passages all that hold a word of a question are ranked once, for every filter.
WHOLE_BELOW = 5_000


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """A passage with its context (see `index.context`) and what filters look at."""

    passage: Passage
    context: str
    facets: Facets


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """Factors of each field's BM25 score; that of bigrams tuned on JaQuAD's training split (flat from 0.3 to 0.5)."""

    lemma: float = 1.0
    bigram: float = 0.4
    context_lemma: float = 0.3
    context_bigram: float = 0.15

    def items(self) -> Iterator[tuple[str, str, float]]:
        """Field name, kind of term, weight; without the fields that do not count."""
        fields = (
            ("lemma", "lemmas", self.lemma),
            ("bigram", "bigrams", self.bigram),
            ("context_lemma", "lemmas", self.context_lemma),
            ("context_bigram", "bigrams", self.context_bigram),
        )
        return (field for field in fields if field[2] > 0)


class LexicalIndex:
    """An immutable index in a folder; safe to share between threads."""

    def __init__(self, index: tantivy.Index, analyser: Analyser) -> None:
        self._analyser = analyser
        self._analyse_surface = lru_cache(maxsize=8192)(self._distinct_terms)
        # one question is often asked with many filters
        self._asked = lru_cache(maxsize=64)(self._query)
        self._ranked = lru_cache(maxsize=16)(self._rank)
        self._admitted = lru_cache(maxsize=256)(self._places_admitted)
        self._rarity = lru_cache(maxsize=50_000)(self._idf_of)
        self._term = lru_cache(maxsize=50_000)(self._term_query)
        self._schema = index.schema
        self._ids: dict[tuple[int, int], str] = {}
        index.config_reader(reload_policy="manual")
        index.reload()
        self._searcher = index.searcher()
        self._frequency = lru_cache(maxsize=50_000)(self._searcher.doc_freq)

    @classmethod
    def build(cls, path: Path, entries: Iterable[LexicalEntry], analyser: Analyser | None = None) -> None:
        """Writes the index into `path`, a new folder. Raises OSError when it cannot be written."""
        analyser = analyser or shared_analyser()
        path.mkdir(parents=True)
        try:
            index = tantivy.Index(_schema(), path=str(path))
            writer = index.writer(heap_size=_HEAP, num_threads=1)
            for entry in entries:
                writer.add_document(_document(entry, analyser))
            writer.commit()
            writer.wait_merging_threads()
            for file in path.iterdir():  # tantivy keeps some of them from all other users
                file.chmod(path.stat().st_mode & 0o666)
        except ValueError as error:
            raise OSError(f"the lexical index cannot be written: {error}") from error

    @classmethod
    def open(cls, path: Path, analyser: Analyser | None = None) -> LexicalIndex:
        """Raises IndexDamaged. The folder may be read-only."""
        try:
            with _lockable(path) as folder:
                return cls(tantivy.Index.open(str(folder)), analyser or shared_analyser())
        except (ValueError, OSError) as error:
            raise IndexDamaged(f"{path} cannot be opened ({error}); rebuild it: keikaku ingest --rebuild") from error

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def has_terms(self, text: str) -> bool:
        """False for a text of function words and signs alone, which no search can find."""
        terms = self._analyser.analyse(text)
        return bool(terms.lemmas or terms.bigrams)

    def frequency(self, lemma: str) -> int:
        """The number of passages whose text, not counting its context, holds a lemma."""
        return self._frequency("lemma", lemma)

    def search(
        self, query: str | WeightedQuery, k: int, where: Filter | None = None, weights: FieldWeights | None = None
    ) -> list[tuple[str, float]]:
        """The best `k` passages as (id, score), best first; equal scores in the order of their ids."""
        if isinstance(query, str):
            query = WeightedQuery.plain(query)
        if k < 1 or not len(self) or (where is not None and where.is_closed):
            return []
        weights = weights or FieldWeights()
        if len(self) <= WHOLE_BELOW:
            return self._chosen(self._ranked(query, weights), k, where)
        wanted = self._asked(query, weights)
        return [] if wanted is None else self._best(_filtered(wanted, self._schema, where), k)

    def search_all(
        self, query: WeightedQuery, where: Filter | None = None, weights: FieldWeights | None = None
    ) -> list[tuple[str, float]]:
        """Every passage that holds a word of the query, in the order and with the scores of `search`."""
        return self.search(query, max(len(self), 1), where, weights)

    def _rank(self, query: WeightedQuery, weights: FieldWeights) -> list[tuple[float, tantivy.DocAddress]]:
        wanted = self._query(query, weights)
        return [] if wanted is None else self._searcher.search(wanted, limit=len(self), count=False).hits

    def _chosen(
        self, hits: list[tuple[float, tantivy.DocAddress]], k: int, where: Filter | None
    ) -> list[tuple[str, float]]:
        """The best `k` of all hits that the filter admits; looks no further than it must."""
        admitted = None if where is None or where.is_open else self._admitted(where)
        most = len(hits) if admitted is None else len(admitted)
        found: list[tuple[float, str]] = []
        for score, address in hits:
            if len(found) == most or (len(found) >= k and -round(score, _DECIMALS) > found[k - 1][0]):
                break
            if admitted is None or (address.segment_ord, address.doc) in admitted:
                found.append((-round(score, _DECIMALS), self._id_at(address)))
        return [(id, -score) for score, id in sorted(found)[:k]]

    def _places_admitted(self, where: Filter) -> frozenset[tuple[int, int]]:
        everything = _filtered(tantivy.Query.all_query(), self._schema, where)
        hits = self._searcher.search(everything, limit=len(self), count=False).hits
        return frozenset((address.segment_ord, address.doc) for _, address in hits)

    def _best(self, query: tantivy.Query, k: int) -> list[tuple[str, float]]:
        """Asks for more until the last hit scores less than the k-th: the engine's own order must not cut a tie."""
        limit = k + 10
        while True:
            hits = self._searcher.search(query, limit=limit, count=False).hits
            scores = [round(float(score), _DECIMALS) for score, _ in hits]
            if len(hits) < limit or scores[-1] < scores[k - 1]:
                break
            limit *= 4
        found = [
            (self._id_at(address), score)
            for (_, address), score in zip(hits, scores, strict=True)
            if score >= scores[min(k, len(scores)) - 1]
        ]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def _id_at(self, address: tantivy.DocAddress) -> str:
        place = (address.segment_ord, address.doc)
        known = self._ids.get(place)
        if known is None:
            if len(self._ids) > _IDS_REMEMBERED:
                self._ids = {}
            known = self._ids[place] = str(self._searcher.doc(address).get_first("id"))
        return known

    def _query(self, query: WeightedQuery, weights: FieldWeights) -> tantivy.Query | None:
        analysed = [(self._analyser.analyse(term.text), term.weight) for term in query.terms]
        clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for field, kind, boost in weights.items():
            asked: dict[str, float] = {}
            for terms, weight in analysed:
                for token in getattr(terms, kind):
                    asked[token] = max(asked.get(token, 0.0), weight)
            clauses.extend(self._should(field, {token: weight * boost for token, weight in asked.items()}))
            clauses.extend(self._alternatives(field, kind, boost, asked, query.alternatives))
        return tantivy.Query.boolean_query(clauses) if clauses else None

    def _alternatives(
        self, field: str, kind: str, boost: float, asked: dict[str, float], groups: tuple[Alternatives, ...]
    ) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
        """One clause a group: the best of its surfaces, without the tokens that are asked for anyway.

        A surface that is rarer than the term itself would outscore it; it is scaled to the term's own weight.
        """
        for group in groups:
            said = self._idf(field, _terms(self._analyse_surface(group.term), kind))
            surfaces = []
            for surface in group.surfaces:
                tokens = [t for t in _terms(self._analyse_surface(surface.text), kind) if t not in asked]
                total = self._idf(field, tokens)
                if total > 0:
                    weight = surface.weight * boost * min(1.0, said / total)
                    if clauses := self._should(field, dict.fromkeys(tokens, weight)):
                        surfaces.append(tantivy.Query.boolean_query(clauses))
            if surfaces:
                yield tantivy.Occur.Should, tantivy.Query.disjunction_max_query(surfaces)

    def _distinct_terms(self, text: str) -> Terms:
        terms = self._analyser.analyse(text)
        return Terms(list(dict.fromkeys(terms.lemmas)), list(dict.fromkeys(terms.bigrams)))

    def _idf(self, field: str, tokens: Iterable[str]) -> float:
        return sum([self._rarity(field, token) for token in tokens])

    def _idf_of(self, field: str, token: str) -> float:
        count, n = len(self), self._frequency(field, token)
        return math.log(1 + (count - n + 0.5) / (n + 0.5))

    def _should(self, field: str, weights: Mapping[str, float]) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        """A clause for each token that occurs in the field, with its weight."""
        return [
            (tantivy.Occur.Should, tantivy.Query.boost_query(query, weight))
            for token, weight in weights.items()
            if (query := self._term(field, token)) is not None
        ]

    def _term_query(self, field: str, token: str) -> tantivy.Query | None:
        if not self._frequency(field, token):
            return None
        return tantivy.Query.term_query(self._schema, field, token, index_option="freq")


@contextmanager
def _lockable(path: Path) -> Iterator[Path]:
    """The folder itself or, since tantivy takes a lock file even to read, a writable stand-in full of links."""
    if os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids) or not path.is_dir():
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        for file in path.iterdir():
            if not file.name.endswith(".lock"):
                copy: Callable[[Path, Path], object] = shutil.copyfile if os.name == "nt" else os.symlink
                copy(file.absolute(), Path(folder, file.name))
        yield Path(folder)


def _terms(analysed: Terms, kind: str) -> list[str]:
    return analysed.lemmas if kind == "lemmas" else analysed.bigrams


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in ("lemma", "bigram", "context_lemma", "context_bigram"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("municipality", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("year", indexed=True)
    builder.add_boolean_field("public", indexed=True)
    return builder.build()


def _document(entry: LexicalEntry, analyser: Analyser) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("id", entry.passage.id)
    own, context = analyser.analyse(entry.passage.text), analyser.analyse(entry.context)
    for field, tokens in (
        ("lemma", own.lemmas),
        ("bigram", own.bigrams),
        ("context_lemma", context.lemmas),
        ("context_bigram", context.bigrams),
    ):
        document.add_pre_tokenized_text(field, _pre_tokenized(tokens))
    document.add_text("document", entry.facets.document)
    if entry.facets.municipality is not None:
        document.add_text("municipality", entry.facets.municipality)
    for year in entry.facets.years:
        document.add_integer("year", year)
    document.add_boolean("public", entry.facets.public)
    return document


def _pre_tokenized(tokens: list[str]) -> tantivy.PreTokenizedString:
    return tantivy.PreTokenizedString("", [tantivy.Token(token, i, 0, 0) for i, token in enumerate(tokens)])


def _filtered(query: tantivy.Query, schema: tantivy.Schema, where: Filter | None) -> tantivy.Query:
    if where is None or where.is_open:
        return query
    musts = [
        tantivy.Query.term_set_query(schema, field, list(values))
        for field, values in (
            ("document", where.documents),
            ("municipality", where.municipalities),
            ("year", where.years),
        )
        if values is not None
    ]
    if where.public_only:
        musts.append(tantivy.Query.term_query(schema, "public", True))
    clauses = [(tantivy.Occur.Must, tantivy.Query.const_score_query(must, 0.0)) for must in musts]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *clauses])
