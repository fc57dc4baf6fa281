"""The gate: what leaves is proven. Every marker resolves, every quote stands on its page; every number and date of a
statement stands in its quotes, in the question, or follows from them by arithmetic that is shown; every municipality
that it names is its quotes' own or stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import quote as quoted_url

from assistant.answer import Answer, Citation, Conflict, Context, Coverage, Entity, Excerpt
from assistant.bound_figures import swapped
from assistant.draft import Draft, Statement
from assistant.entailment import unproven
from assistant.listening import Listener
from assistant.proof import Proof
from assistant.romanised import in_english
from assistant.units import Unit
from ingest.model import Document, Municipality, Page, Passage
from ingest.normalise import fold
from ingest.values import Figure, find_figures
from ingest.years import find_years

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
#: Amounts as English words them.
_YEN = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(thousand|million|billion)?\s*yen\b")
_IN_WORDS = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3})")


def numbers_in(text: str) -> set[str]:
    """Numbers of a text in one form: without thousands separators and trailing zeros."""
    return {f"{float(n):.10g}" for n in _NUMBER.findall(_THOUSANDS.sub("", fold(text)))}


@lru_cache(maxsize=1024)
def _numbers_proven(proof: str) -> frozenset[str]:
    """Numbers of a proof without its years; many statements of one answer share their proofs."""
    return frozenset(numbers_in(_without_years(proof)))


@lru_cache(maxsize=1024)
def _figures_proven(proof: str) -> tuple[Figure, ...]:
    return tuple(find_figures(_without_years(proof)))


@dataclass(slots=True)
class Gate:
    """Turns a draft into an answer. `page_text` gives a page's untouched text, None when there is no such page.

    `page` gives what else is known of a page for its citations, `known` the municipalities by name, for English.
    """

    document: Callable[[str], Document | None]
    page_text: Callable[[str, int], str | None]
    municipality: Callable[[str | None], Municipality | None]
    names: Callable[[str], set[str]]
    romanised: Callable[[str], list[set[str]]] = lambda text: []
    known: Mapping[str, tuple[Municipality, ...]] = field(default_factory=dict)
    page: Callable[[str, int], Page | None] = lambda document, number: None
    withheld: list[str] = field(default_factory=list)

    def check(
        self,
        draft: Draft,
        question: str,
        context: Sequence[Context] = (),
        lang: str = "ja",
        listen: Listener | None = None,
    ) -> Answer:
        checking = self.begin(question, lang, listen)
        for statement in draft.statements:
            checking.add(statement)
        return checking.answer(draft, context)

    def begin(self, question: str, lang: str = "ja", listen: Listener | None = None) -> Checking:
        """A check of statements one by one, as they are written."""
        self.withheld = []
        return Checking(self, question, lang, listen)

    def excerpt(self, passage: Passage) -> Excerpt:
        """A passage with its place, for those who look on."""
        document = self.document(passage.document)
        owner = self.municipality(passage.municipality)
        return Excerpt(
            document=passage.document,
            title=document.title if document else "",
            municipality=owner.name if owner else None,
            page=passage.page,
            text=passage.text,
            url=_place(passage.document, passage.page, passage.start, passage.end),
        )

    def problem(self, statement: Statement, question: str, markers: _Markers) -> str | None:
        """Why a statement may not leave; None when it may."""
        if not all(markers.stands(u) for u in statement.units):
            return "a quote does not stand on its page"
        quotes = [u.passage.text[u.start - u.passage.start : u.end - u.passage.start] for u in statement.units]
        around = [part for u in statement.units for part in (u.passage.measure or "", *u.passage.headings)]
        around += [part for u in statement.units for r in u.records for part in (r.attribute, r.measure or "")]
        # A question is no proof of what a language model writes about it.
        proofs = (*quotes, *around) if statement.written else (*quotes, question, *around)
        text = statement.text
        if statement.written:
            # Headings prove their own names only, and the year where a quote has none.
            proofs = (*quotes, *(part for part in around if not _in_any(find_years, quotes) and find_years(fold(part))))
            text = _without_names(text, around)
        columns = _column_years(statement.units, numbers_in(text) if statement.written else None)
        years = columns | {m.year for t in proofs for m in find_years(fold(t))}
        if statement.written and (undated := {m.year for m in find_years(fold(text))} - years):
            return f"years without proof: {sorted(undated)}"
        counted = quotes if statement.written else proofs
        allowed = {n for t in counted for n in _numbers_proven(t)} | set(statement.derived)
        if statement.written:
            text = _without_amounts(text, quotes)
        loose = numbers_in(_without_years(_without_ordinals(text), years)) - allowed
        if loose:
            return f"numbers without proof: {sorted(loose)}"
        if changed := _changed_units(replace(statement, text=text) if statement.written else statement, proofs):
            return f"figures with another unit than in their proof: {changed}"
        if strange := self._strange(statement, (*quotes, *around)):
            return strange
        if statement.written:
            return unproven(statement.text, self._proofs(statement, quotes), statement.units)
        # What was composed of a row by years names its figures by their columns, which the quote need not.
        composed = statement.derived or _column_years(statement.units)
        return None if composed else swapped(statement.text, quotes, statement.units)

    def _proofs(self, statement: Statement, quotes: Sequence[str]) -> list[Proof]:
        whole = statement.sentences or tuple(quotes)
        out = []
        for unit, quote, sentences in zip(statement.units, quotes, whole, strict=True):
            owner = self.municipality(unit.passage.municipality)
            names = (owner.full_name, owner.name, *re.split(r"[\s'’-]+", owner.romaji)) if owner else ()
            around = (unit.passage.measure or "", *unit.passage.headings)
            columns = (part for r in unit.records for part in (r.attribute, r.measure or "", r.status or ""))
            out.append(Proof(quote, sentences, "\n".join((*around, *columns)), " ".join(names)))
        return out

    def _strange(self, statement: Statement, proofs: Sequence[str]) -> str | None:
        """Municipalities that a statement names although its quotes are not theirs and do not name them.

        An owner's prefecture is named before the owner's own name only: 秋田県 is not 秋田市.
        """
        text = statement.text
        owners = {m for u in statement.units if (m := self.municipality(u.passage.municipality))}
        for owner in owners:
            text = text.replace(owner.full_name, owner.name)
        proven = {name for proof in proofs for name in self.names(fold(proof))}
        own = {owner.name for owner in owners} | proven
        strange = self.names(fold(text)) - own
        strange |= {min(names) for names in self.romanised(text) if not names & own}
        return f"municipalities without proof: {sorted(strange)}" if strange else None


class Checking:
    """Statements on their way into one answer."""

    def __init__(self, gate: Gate, question: str, lang: str, listen: Listener | None) -> None:
        self.gate, self.question, self.lang, self.listen = gate, question, lang, listen
        self.markers = _Markers(gate)
        self.lines: list[str] = []
        self.named: set[str] = set()
        self.proven = 0
        self.dropped = 0

    def problem(self, statement: Statement) -> str | None:
        """Why a statement may not leave; None when it may."""
        if statement.written and not statement.units:
            return "no quote"
        return self.gate.problem(statement, self.question, self.markers) if statement.units else None

    def add(self, statement: Statement) -> str | None:
        """Lets a statement out, or drops it and returns why."""
        problem = self.problem(statement)
        if problem:
            self.drop(problem)
            return problem
        known = len(self.markers.citations)
        marks = "".join(f"[{self.markers.of(u)}]" for u in dict.fromkeys(statement.units))
        english = self.lang == "en" and not statement.written
        self.lines.append(
            (in_english(statement.text, self.gate.known, self.named) if english else statement.text) + marks
        )
        self.proven += bool(statement.units)
        if self.listen and self.lines[-1]:
            self.listen.statement(self.lines[-1], self.markers.citations[known:])
        return None

    def say(self, line: str) -> None:
        """A line about the answer itself, such as who wrote it."""
        self.lines.append(line)
        if self.listen:
            self.listen.statement(line, ())

    def drop(self, reason: str) -> None:
        self.dropped += 1
        self.gate.withheld.append(reason)
        if self.listen:
            self.listen.withheld(reason)

    def answer(self, draft: Draft, context: Sequence[Context] = ()) -> Answer:
        """The answer of what was let out, with the draft's entities, conflicts and nearest passages."""
        entities = tuple(
            Entity(
                name=m.name,
                code=m.code,
                status=m.status,
                citations=tuple(self.markers.of(u) for u in m.units if self.markers.stands(u)),
            )
            for m in draft.members
            if any(self.markers.stands(u) for u in m.units)
        )
        for unit in draft.nearest:
            if self.markers.stands(unit):
                self.markers.of(unit)
        conflicts = tuple(
            Conflict(subject=d.subject, values=tuple((value, self.markers.of(u)) for value, u in d.values))
            for d in draft.disagreements
            if all(self.markers.stands(u) for _, u in d.values)
        )
        if self.dropped:
            note = (
                "Some statements were withheld: their proof did not hold."
                if self.lang == "en"
                else "（根拠を確認できない記述は除きました。）"
            )
            self.lines.append(note)
        return Answer(
            answer="\n".join(line for line in self.lines if line),
            kind=draft.kind,
            citations=tuple(self.markers.citations),
            entities=entities,
            coverage=draft.coverage,
            verdict=draft.verdict,
            abstained=draft.abstained,
            conflicts=conflicts,
            context=tuple(context),
        )


def _in_any(find: Callable[[str], Sequence[object]], texts: Iterable[str]) -> bool:
    return any(find(fold(text)) for text in texts)


def _without_names(text: str, names: Iterable[str]) -> str:
    """A text without the measures and headings that it repeats, which may hold figures (2-1 産前産後の支え)."""
    text = fold(text)
    for name in sorted({fold(n) for n in names if len(n) >= 4 and not find_years(fold(n))}, key=len, reverse=True):
        text = re.sub(rf"(?<!\d){re.escape(name)}(?!\d)", " ", text)
    return text


def _column_years(units: Iterable[Unit], numbers: Collection[str] | None = None) -> set[int]:
    """The years of the units' table columns; of those alone that hold one of `numbers` where it is given."""
    records = [r for u in units for r in u.records if r.fiscal_year]
    return {
        r.fiscal_year or 0
        for r in records
        if numbers is None or (r.number is not None and f"{abs(r.number):.10g}" in numbers)
    }


def _changed_units(statement: Statement, proofs: Iterable[str]) -> list[str]:
    """Figures whose number the proofs print, always with a unit and never with this one; years are no figures."""
    printed: dict[float, set[tuple[float, str | None]]] = {}
    for proof in proofs:
        for figure in _figures_proven(proof):
            printed.setdefault(abs(figure.number), set()).add((abs(figure.base), figure.base_unit))
    return [
        figure.text
        for figure in find_figures(_without_years(_without_ordinals(statement.text)))
        if figure.unit
        and f"{abs(figure.number):.10g}" not in statement.derived
        and (said := printed.get(abs(figure.number)))
        and not said & {(abs(figure.base), figure.base_unit), (abs(figure.number), None)}
    ]


def _without_amounts(text: str, quotes: Iterable[str]) -> str:
    """A text without the amounts that its quotes print in another unit (1,540万円, 15.4 million yen for 15,400千円)."""
    figures = [f for q in quotes for f in find_figures(_without_years(q))]
    printed = {(abs(f.base), f.base_unit) for f in figures if f.base != f.number}
    text = fold(text)
    for m in reversed(list(_YEN.finditer(text))):
        value = float(m[1].replace(",", "")) * _IN_WORDS.get(m[2] or "", 1)
        if any(unit == "円" and abs(base - value) < 0.5 for base, unit in printed):
            text = f"{text[: m.start()]} {text[m.end() :]}"
    for figure in reversed(find_figures(text)):
        if figure.unit and (abs(figure.base), figure.base_unit) in printed:
            text = f"{text[: figure.start]} {text[figure.end :]}"
    return text


def _without_ordinals(text: str) -> str:
    return re.sub(r"\d+(?=[位番])", "", text)


def _without_years(text: str, known: Collection[int] | None = None) -> str:
    """The folded text without its years (those of `known` only), so that 令和6年度 proves 2024 and not a 6 or a 36.
    Months and days stay."""
    text = fold(text)
    for mention in reversed(find_years(text)):
        if known is None or mention.year in known:
            date = f" {mention.month or ''} {mention.day or ''} "
            text = text[: mention.start] + date + text[mention.end :]
    return text


class _Markers:
    """Gives each unit its marker and citation, in the order of use."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._numbers: dict[tuple[str, int, int, int], int] = {}
        self.citations: list[Citation] = []

    def stands(self, unit: Unit) -> bool:
        text = self._gate.page_text(unit.passage.document, unit.passage.page)
        own = unit.passage.text[unit.start - unit.passage.start : unit.end - unit.passage.start]
        return text is not None and bool(own.strip()) and text[unit.start : unit.end] == own

    def of(self, unit: Unit) -> int:
        if unit.key not in self._numbers:
            self._numbers[unit.key] = len(self.citations) + 1
            self.citations.append(self._citation(unit))
        return self._numbers[unit.key]

    def _citation(self, unit: Unit) -> Citation:
        document = self._gate.document(unit.passage.document)
        owner = self._gate.municipality(unit.passage.municipality)
        page = self._gate.page(unit.passage.document, unit.passage.page)
        quote = unit.passage.text[unit.start - unit.passage.start : unit.end - unit.passage.start]
        return Citation(
            marker=len(self.citations) + 1,
            document=unit.passage.document,
            title=document.title if document else "",
            municipality=owner.name if owner else None,
            page=unit.passage.page,
            label=page.label if page else None,
            confidence=page.confidence if page else None,
            quote=quote,
            start=unit.start,
            end=unit.end,
            url=_place(unit.passage.document, unit.passage.page, unit.start, unit.end),
        )


def _place(document: str, page: int, start: int, end: int) -> str:
    return f"/documents/{quoted_url(document, safe='')}/pages/{page}?start={start}&end={end}"


def coverage_line(coverage: Coverage, lang: str) -> str:
    if lang == "en":
        return f"Examined {coverage.municipalities} municipalities in {coverage.documents} documents."
    return f"（{coverage.documents}件の文書、{coverage.municipalities}自治体を確認）"
