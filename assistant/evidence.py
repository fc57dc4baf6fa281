"""Evidence for a question: the units of the best passages, scored by how much of the question they and their
surroundings hold and by whether they carry what is asked for (a figure, a date, a department)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from assistant.understanding.details import details_quoted
from assistant.understanding.question import Question
from assistant.understanding.terms import Haystack, TermReader
from assistant.units import Unit, is_columns, units_of
from index.retrieval import Filter, FusedRetriever, Hit
from ingest.model import Passage, Record
from ingest.normalise import squash
from ingest.values import find_figures
from ingest.years import find_years

_K = TypeVar("_K")
_V = TypeVar("_V")
_Placed = TypeVar("_Placed", Passage, Record)
IN_PASSAGE, IN_CONTEXT, IN_TITLE = 0.72, 0.78, 0.4
DEPTH, TORN_PAGES = 60, 4
#: What a unit loses that only repeats words of the question, such as a title.
SAID_ALREADY = 0.4
#: What a unit gains that states the detail asked for by name (opening hours, a fee).
STATES_DETAIL = 0.2
#: What a row of figures loses where means or reasons are asked for, and a sentence that gives a reason gains.
BARE_ROW, GIVES_REASON = 0.25, 0.12
#: What a sentence of measured figures loses where means are asked for.
MEASURED = 0.1
#: What a word counts in a unit when the unit's measure or passage holds it anyway, and what a mere title loses.
NAMED, TITLE = 0.2, 0.22
#: A row of figures that is longer has sentences to tell.
REMARK = 60
_MARKS = re.compile(r"(?<=\s)[○〇◯●◎◇◆△▲□■☆★→⇒↓―ー−–-](?=\s|$)")
_ORGAN = re.compile(r"(?:課|室|局|部|係|センター|事務所|委員会|本部|支所)(?:$|[\s、,・()）])")
_MONEY = re.compile(r"いくら|金額|費用|事業費|予算|円|手数料|yen|cost|budget|price|fee", re.IGNORECASE)
_HEADS = re.compile(r"人口|世帯|事業費|予算|費用|いくら|金額|cost|budget|population", re.IGNORECASE)
_SHEET_HEAD = re.compile(r"(?:自治体名|市区?町村名|団体名)\s")
_TOTAL = re.compile(r"合計|総額|全部で|トータル|計|\btotal\b|\boverall\b", re.IGNORECASE)
_RATIO = re.compile(r"割合|率|パーセント|%|percent|share|proportion|rate\b", re.IGNORECASE)
_WHY = re.compile(r"なぜ|なんで(?!す)|どうして|理由|原因|要因|わけ(?:は|を|が)|\bwhy\b|\breason", re.IGNORECASE)
_MEASURED = re.compile(r"(?:でした|であった|だった|となった|となっ(?:ています|ている)|です|である)。?$")
_BECAUSE = re.compile(
    r"ため|から(?=、|。|です)|ので|により|によるもの|理由|原因|要因|強く、|because|due to", re.IGNORECASE
)


def asks_reason(text: str) -> bool:
    return _WHY.search(text) is not None


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


#: The fields of an Evidence, of which only the best few are made.
_Scored = tuple[Unit, float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Traits:
    """What scoring asks of a unit whatever the question is."""

    hay: Haystack
    squashed: str
    is_title: bool
    is_header: bool
    short: float
    figures: bool
    years: frozenset[int]
    dated: bool
    bare_row: bool
    measured: bool

    @staticmethod
    def of(unit: Unit, hay: Haystack) -> _Traits:
        text, years = unit.text, find_years(unit.text)
        return _Traits(
            hay=hay,
            squashed=squash(text),
            is_title=_is_title(unit),
            is_header=unit.kind == "header" or _SHEET_HEAD.match(text) is not None,
            short=(0.3 if is_columns(text) else 0.12) if unit.kind == "heading" or len(text) < 8 else 0.0,
            figures=any(not _is_year(f.text) for f in find_figures(text)),
            years=frozenset(m.year for m in years),
            dated=bool(years) or any(r.fiscal_year for r in unit.records),
            bare_row=unit.kind in ("cell", "indicator", "row") and _is_bare(text),
            measured=_MEASURED.search(text) is not None and len(find_figures(text)) >= 2,
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage as scoring reads it: each unit with its traits, and whether the passage holds all that it holds (a cell
    is read with its column's head)."""

    body: Haystack
    context: Haystack
    units: tuple[tuple[Unit, _Traits, bool], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What scoring asks of a question whatever the unit is."""

    squashed: str
    heads: bool
    money: bool
    ratio: bool
    total: bool
    reason: bool
    years: frozenset[int]
    details: tuple[re.Pattern[str], ...]


def _asked(question: Question) -> _Asked:
    return _asked_by(question.text, question.western_years)


@lru_cache(maxsize=256)
def _asked_by(text: str, years: frozenset[int]) -> _Asked:
    return _Asked(
        squashed=squash(text),
        heads=_HEADS.search(text) is not None,
        money=_MONEY.search(text) is not None,
        ratio=_RATIO.search(text) is not None,
        total=_TOTAL.search(text) is not None,
        reason=asks_reason(text),
        years=years,
        details=tuple(d.needs for d in details_quoted(text)),
    )


class Finder:
    """Gathers evidence from one generation. Thread-safe: its caches hold immutable values only."""

    def __init__(self, catalogue: Any, retriever: FusedRetriever, reader: TermReader) -> None:
        self.catalogue = catalogue
        self.retriever = retriever
        self.reader = reader
        self._haystacks: OrderedDict[str, Haystack] = OrderedDict()
        self._units: OrderedDict[str, list[Unit]] = OrderedDict()
        self._read: OrderedDict[str, _Read] = OrderedDict()
        self._records: OrderedDict[str, dict[int, list[Record]]] = OrderedDict()
        self._derived: OrderedDict[tuple[str, str], Any] = OrderedDict()

    def haystack(self, text: str) -> Haystack:
        return _cached(self._haystacks, text, lambda: Haystack.of(text, self.reader.analyser), 40_000)

    def units(self, passage: Passage) -> list[Unit]:
        return _cached(self._units, passage.id, lambda: units_of(passage, self._records_in(passage)), 5_000)

    def _reading(self, passage: Passage) -> _Read:
        return _cached(self._read, passage.id, lambda: self._read_of(passage), 5_000)

    def _read_of(self, passage: Passage) -> _Read:
        body, context = self.haystack(passage.text), self.context_of(passage)
        units = self.units(passage)
        traits = [_Traits.of(unit, self.haystack(_with_columns(unit))) for unit in units]
        inside = [u.kind != "cell" and t.hay.squashed in body.squashed for u, t in zip(units, traits, strict=True)]
        return _Read(body, context, tuple(zip(units, traits, inside, strict=True)))

    def records_of(self, document: str) -> dict[int, list[Record]]:
        """A document's records by page."""
        return _cached(self._records, document, lambda: _by_page(self.catalogue.records(document=document)), 500)

    def passage_at(self, document: str, page: int, start: int, end: int) -> Passage | None:
        """The passage that holds a span of a page."""
        found = self.derived(("pages", document), lambda: _by_page(self.catalogue.passages_of(document)))
        return next((p for p in found.get(page, ()) if p.start <= start and end <= p.end), None)

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
        asked = _asked(question)
        passages = [(hit.passage, 0.12 / (1 + 0.15 * (hit.rank - 1))) for hit in hits]
        passages += [(passage, 0.0) for passage in self._torn(hits)]
        found = [
            (-round(scored[1], 6), scored)
            for passage, bonus in passages
            for scored in self._scored(question, asked, passage, bonus)
        ]
        last = sorted(score for score, _ in found)[:limit][-1:]
        best = [(score, scored) for score, scored in found if last and score <= last[0]]
        best.sort(key=lambda each: (each[0], *_place(each[1][0])))
        return [Evidence(*scored) for _, scored in best[:limit]]

    def _torn(self, hits: Sequence[Hit]) -> list[Passage]:
        """Passages of bare figures on the pages of the best hits, whose names were read from elsewhere on the page."""
        known = {hit.passage.id for hit in hits}
        pages = dict.fromkeys((hit.passage.document, hit.passage.page) for hit in hits[:12])
        torn = []
        for document, page in list(pages)[:TORN_PAGES]:
            named = [r for r in self.records_of(document).get(page, []) if r.kind == "cell" and r.status == "inferred"]
            if named:
                own = self.catalogue.passages_of(document, page)
                starts = sorted({r.start for r in named})
                torn += [p for p in own if p.id not in known and _any_within(starts, p.start, p.end)]
        return torn

    def prepare(self, passage: Passage) -> None:
        """Fills the caches for a passage."""
        self._reading(passage)

    def context_of(self, passage: Passage) -> Haystack:
        return self.haystack("\n".join([*passage.headings, passage.measure or ""]))

    def score_passage(self, question: Question, passage: Passage, bonus: float = 0.0) -> list[Evidence]:
        return [Evidence(*scored) for scored in self._scored(question, _asked(question), passage, bonus)]

    def _scored(self, question: Question, asked: _Asked, passage: Passage, bonus: float) -> Iterator[_Scored]:
        read = self._reading(passage)
        held, near = [], []
        for term in question.terms.terms:
            weight, sought = term.weight, term.sought
            around = max(IN_PASSAGE * read.body.finds(sought), IN_CONTEXT * read.context.finds(sought))
            factor = NAMED if around >= 0.7 * IN_CONTEXT else 1.0
            held.append((weight, around, factor, sought))
            if around:
                near.append((weight, around, factor, read.body.narrowed(sought)))
        total = question.terms.total or 1.0
        for unit, traits, inside in read.units:
            covered = new = words = 0.0
            finds = traits.hay.finds
            for weight, around, factor, sought in near if inside else held:
                own = finds(sought)
                if own:
                    covered += weight * (own if own > around else around)
                    new += weight * own * factor
                    words += weight * own
                else:
                    covered += weight * around
            coverage, rare = covered / total, new / total
            score = coverage + 0.25 * rare + bonus + _suits(question, asked, unit, traits)
            yield unit, score, coverage, rare, words / total


def _place(unit: Unit) -> tuple[str, int, int]:
    return unit.passage.document, unit.passage.page, unit.start


def _is_bare(text: str) -> bool:
    """Whether a row holds marks by year, or figures and no sentence but a remark."""
    figures = len(find_figures(text))
    return len(_MARKS.findall(text)) >= 3 or (figures >= 3 and len(text) < REMARK if "。" in text else figures >= 2)


def _any_within(starts: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the sorted `starts` lies in [start, end)."""
    i = bisect_left(starts, start)
    return i < len(starts) and starts[i] < end


def _suits(question: Question, asked: _Asked, unit: Unit, traits: _Traits) -> float:
    """What a unit gains by carrying the kind of thing that is asked for, and loses by being a mere label."""
    text, kind, value = unit.text, question.kind, 0.0
    if traits.squashed in asked.squashed:
        value -= SAID_ALREADY
    elif traits.is_title and kind not in ("list", "count", "claim"):
        value -= TITLE
    if traits.is_header and not asked.heads:
        value -= 0.3
    if traits.short and (traits.short > 0.2 or kind not in ("who", "timeline")):
        value -= traits.short
    if traits.figures and kind in ("number", "sum", "rank"):
        value += 0.12
        value += 0.06 if asked.money and "円" in text else 0.0
        value += 0.06 if asked.ratio and re.search(r"[%％割]|/", text) else 0.0
        value += 0.05 if unit.kind in ("indicator", "header") else 0.0
    if kind in ("date", "timeline") and (traits.dated or kind == "timeline" and unit.kind == "cell"):
        value += 0.12
    if kind == "who" and _ORGAN.search(text):
        value += 0.2
    if kind == "definition" and unit.kind == "definition":
        value += 0.25
    if kind == "how":
        value += 0.05 if len(text) >= 30 else 0.0
        value -= BARE_ROW if traits.bare_row else MEASURED if traits.measured else 0.0
        value += GIVES_REASON if asked.reason and _BECAUSE.search(text) else 0.0
    if asked.details and any(needs.search(text) for needs in asked.details):
        value += STATES_DETAIL
    if asked.total and re.match(r"(?:合\s?計|総\s?計|計|小計)\s", text):
        value += 0.4
    if asked.years and asked.years & traits.years:
        value += 0.1
    return value


def _is_title(unit: Unit) -> bool:
    """A unit that says no more than its measure's name."""
    name, text = squash(unit.passage.measure or ""), squash(unit.text)
    return bool(name) and name in text and len(text) <= len(name) + 8


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


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d年?", text))


def _cached(cache: OrderedDict[_K, _V], key: _K, make: Callable[[], _V], limit: int) -> _V:
    try:
        return cache[key]
    except KeyError:
        value = cache[key] = make()
        while len(cache) > limit:
            cache.popitem(last=False)
        return value
