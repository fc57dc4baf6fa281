"""Evidence for a question: the units of the best passages, scored by how much of the question they and their
surroundings hold and by whether they carry what is asked for (a figure, a date, a department)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from assistant.scoring import Read, all_units, best_units
from assistant.suitability import Traits
from assistant.understanding.question import Question
from assistant.understanding.terms import Haystack, TermReader
from assistant.units import Unit, units_of
from index.retrieval import Filter, FusedRetriever, Hit
from ingest.model import Passage, Record
from ingest.normalise import squash, view

_K = TypeVar("_K")
_V = TypeVar("_V")
_Placed = TypeVar("_Placed", Passage, Record)
DEPTH, TORN_PAGES = 60, 4

#: A line of a form that names what it is filled in for, and how many such names make a book of forms.
_SHEET_NAME = re.compile(
    r"^[ 　]*(?:個別)?(?:施策|事業|取組|取り組み|プロジェクト)の?名(?:称)?[ 　]*[:：\t][ 　]*([^\t\n]{5,60})\t*$",
    re.MULTILINE,
)
SHEETS = 3
#: The field that a heading names in brackets before its title (【観光分野】周遊の促進), which titles go without.
_FIELD = re.compile(
    r"^[ 　#]*[【〈《〔［\[](?!凡例)([^\d】〉》〕］\]\n]{2,12})[】〉》〕］\]][ 　]*(\S[^\n]{3,})", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """`score` orders evidence for one question; `coverage` (0 to 1) is the share of the question it accounts for, and
    `own_words` the share that stands in the unit itself; `own` counts words less that its surroundings hold anyway."""

    unit: Unit
    score: float
    coverage: float
    own: float
    own_words: float = 0.0

    @property
    def passage(self) -> Passage:
        return self.unit.passage


class Finder:
    """Gathers evidence from one generation. Thread-safe: its caches hold immutable values only."""

    def __init__(self, catalogue: Any, retriever: FusedRetriever, reader: TermReader) -> None:
        self.catalogue = catalogue
        self.retriever = retriever
        self.reader = reader
        self._haystacks: OrderedDict[str, Haystack] = OrderedDict()
        self._units: OrderedDict[str, list[Unit]] = OrderedDict()
        self._read: OrderedDict[str, Read] = OrderedDict()
        self._records: OrderedDict[str, dict[int, list[Record]]] = OrderedDict()
        self._derived: OrderedDict[tuple[str, str], Any] = OrderedDict()

    def haystack(self, text: str) -> Haystack:
        return _cached(self._haystacks, text, lambda: Haystack.of(text, self.reader.analyser), 40_000)

    def units(self, passage: Passage) -> list[Unit]:
        return _cached(self._units, passage.id, lambda: units_of(passage, self._records_in(passage)), 5_000)

    def _reading(self, passage: Passage) -> Read:
        return _cached(self._read, passage.id, lambda: self._read_of(passage), 5_000)

    def _read_of(self, passage: Passage) -> Read:
        body, context = self.haystack(passage.text), self.context_of(passage)
        units = self.units(passage)
        traits = [Traits.of(unit, self.haystack(_with_columns(unit))) for unit in units]
        inside = [u.kind != "cell" and t.hay.squashed in body.squashed for u, t in zip(units, traits, strict=True)]
        outside = [t.hay for t, within in zip(traits, inside, strict=True) if not within]
        field = "".join(f"{squash(field).removesuffix('分野')}分野" for field in self._fields_of(passage)[-1:])
        return Read(body, context, tuple(zip(units, traits, inside, strict=True)), body.joined(outside), field)

    def records_of(self, document: str) -> dict[int, list[Record]]:
        """A document's records by page."""
        return _cached(self._records, document, lambda: _by_page(self.catalogue.records(document=document)), 500)

    def passage_at(self, document: str, page: int, start: int, end: int) -> Passage | None:
        """The passage that holds a span of a page."""
        return next((p for p in self._on_pages(document).get(page, ()) if p.start <= start and end <= p.end), None)

    def beside(self, passages: Sequence[Passage], budget: int) -> list[Passage]:
        """The other passages of the same measure, or next to them on their page, nearest first, within a number of
        characters: the title of a project, the mark of a row."""
        known, out = {p.id for p in passages}, list[Passage]()
        for passage in passages:
            on_page = self._on_pages(passage.document).get(passage.page, ())
            at = next((i for i, p in enumerate(on_page) if p.id == passage.id), None)
            if at is None:
                continue
            for other in sorted(on_page, key=lambda p: abs(on_page.index(p) - at)):
                near = abs(on_page.index(other) - at) == 1 or (passage.measure and other.measure == passage.measure)
                if near and other.id not in known and len(other.text) <= budget:
                    known.add(other.id)
                    out.append(other)
                    budget -= len(other.text)
        return out

    def _on_pages(self, document: str) -> dict[int, list[Passage]]:
        return self.derived(("pages", document), lambda: _by_page(self.catalogue.passages_of(document)))

    def derived(self, key: tuple[str, str], make: Callable[[], _V]) -> _V:
        """What a composer makes of a whole document, kept under its own name and the document's id."""
        made: _V = _cached(self._derived, key, make, 500)
        return made

    def _records_in(self, passage: Passage) -> list[Record]:
        found = self.records_of(passage.document).get(passage.page, [])
        return [r for r in found if passage.start <= r.start < passage.end]

    def where(self, question: Question, public_only: bool, codes: Sequence[str] | None = None) -> Filter:
        named = () if question.everyone else tuple(sorted(question.codes))
        chosen = tuple(codes) if codes is not None else named or None
        return Filter(documents=question.documents or None, municipalities=chosen, public_only=public_only)

    def own_hits(self, question: Question, where: Filter, depth: int = DEPTH) -> list[Hit]:
        return self.retriever.search(question.search_text or question.text, depth, where)

    def hits_of_each(
        self, question: Question, public_only: bool, codes: Sequence[str], depth: int
    ) -> dict[str, list[Hit]]:
        """The best passages of each municipality, by code."""
        where = self.where(question, public_only, codes)
        return self.retriever.search_each(question.search_text or question.text, depth, where, codes)

    def hits(self, question: Question, where: Filter, depth: int = DEPTH) -> list[Hit]:
        """The best passages; where municipalities are named, also what a plan of several says of no one."""
        own, shared = self.own_hits(question, where, depth), self._shared(where)
        if not shared:
            return own
        joint = self.own_hits(question, replace(where, municipalities=None, documents=shared), depth)
        found = [*own, *(hit for hit in joint if hit.passage.municipality is None)]
        return sorted(found, key=lambda hit: hit.rank)[:depth]

    def _shared(self, where: Filter) -> tuple[str, ...]:
        """Documents of several municipalities, one of which the filter names."""
        if not where.municipalities:
            return ()
        covers = self.derived(("covers", ""), self.catalogue.municipalities_of_documents)
        books = self.derived(("books", ""), lambda: {d.id for d in self.catalogue.documents() if not d.municipality})
        found = [d for d in books if not set(where.municipalities).isdisjoint(covers.get(d, ()))]
        return tuple(d for d in found if where.documents is None or d in where.documents)

    def gather(self, question: Question, hits: Sequence[Hit], limit: int = 40) -> list[Evidence]:
        """The best units of the hits, best first; ties in reading order."""
        passages = [(hit.passage, 0.12 / (1 + 0.15 * (hit.rank - 1))) for hit in hits]
        passages += [(passage, 0.0) for passage in self._torn(hits)]
        reads = [(self._reading(passage), bonus) for passage, bonus in passages]
        return [Evidence(*scored) for scored in best_units(question, reads, limit)]

    def _torn(self, hits: Sequence[Hit]) -> list[Passage]:
        """Passages of bare figures on the pages of the best hits, whose names were read from elsewhere on the page."""
        known = {hit.passage.id for hit in hits}
        pages = dict.fromkeys((hit.passage.document, hit.passage.page) for hit in hits[:12])
        torn = []
        for document, page in list(pages)[:TORN_PAGES]:
            named = [r for r in self.records_of(document).get(page, []) if r.kind == "cell" and r.status == "inferred"]
            if named:
                own = self._on_pages(document).get(page, [])
                starts = sorted({r.start for r in named})
                torn += [p for p in own if p.id not in known and _any_within(starts, p.start, p.end)]
        return torn

    def prepare(self, passage: Passage) -> None:
        """Fills the caches for a passage."""
        self._reading(passage)

    def context_of(self, passage: Passage) -> Haystack:
        """What heads a passage: its headings with the fields that they name, its measure, and the name of the sheet
        that it stands on."""
        named = [*self._fields_of(passage), *passage.headings, passage.measure or "", self.sheet_of(passage)]
        return self.haystack("\n".join(named))

    def _fields_of(self, passage: Passage) -> list[str]:
        fields = self.derived(("fields", passage.document), lambda: self._fields(passage.document))
        return [fields[heading] for heading in passage.headings if heading in fields]

    def _fields(self, document: str) -> dict[str, str]:
        """The field of each heading that names one in brackets; none for a heading that stands in several."""
        found: dict[str, set[str]] = {}
        for passage in self.catalogue.passages_of(document):
            for match in _FIELD.finditer(passage.text):
                if view(match[2]) in passage.headings:
                    found.setdefault(view(match[2]), set()).add(view(match[1]))
        return {heading: next(iter(fields)) for heading, fields in found.items() if len(fields) == 1}

    def sheet_of(self, passage: Passage) -> str:
        """What the form on a passage's page is filled in for; empty where the document has no such forms."""
        named = self.derived(("sheets", passage.document), lambda: self._sheets(passage.document))
        above = [name for start, name in named.get(passage.page, ()) if start <= passage.end]
        return above[-1] if above else ""

    def _sheets(self, document: str) -> dict[int, list[tuple[int, str]]]:
        """The names that forms give on each page, with their places; none where fewer than three are named."""
        found: dict[int, list[tuple[int, str]]] = {}
        for passage in self.catalogue.passages_of(document):
            for match in _SHEET_NAME.finditer(passage.text):
                found.setdefault(passage.page, []).append((passage.start + match.start(), view(match[1])))
        several = len({name for page in found.values() for _, name in page}) >= SHEETS
        return found if several else {}

    def score_passage(self, question: Question, passage: Passage, bonus: float = 0.0) -> list[Evidence]:
        return [Evidence(*scored) for scored in all_units(question, self._reading(passage), bonus)]


def _any_within(starts: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the sorted `starts` lies in [start, end)."""
    i = bisect_left(starts, start)
    return i < len(starts) and starts[i] < end


def _with_columns(unit: Unit) -> str:
    """A table row's text with the headers of its filled cells."""
    said = dict.fromkeys(
        part for r in unit.records if r.kind == "cell" for part in (r.measure or "", r.attribute) if part
    )
    return " ".join([unit.text, *said])


def _by_page(found: Sequence[_Placed]) -> dict[int, list[_Placed]]:
    pages: dict[int, list[_Placed]] = {}
    for each in found:
        pages.setdefault(each.page, []).append(each)
    return pages


def _cached(cache: OrderedDict[_K, _V], key: _K, make: Callable[[], _V], limit: int) -> _V:
    try:
        return cache[key]
    except KeyError:
        value = cache[key] = make()
        while len(cache) > limit:
            cache.popitem(last=False)
        return value
