"""The gate: what leaves is proven. Every marker resolves, every quote stands on its page; every number and date of a
statement stands in its quotes, in the question, or follows from them by arithmetic that is shown; every municipality
that it names is its quotes' own or stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote as quoted_url

from assistant.answer import Answer, Citation, Conflict, Context, Entity, Excerpt
from assistant.bound_figures import swapped
from assistant.calendars import one_calendar
from assistant.draft import Draft, Statement
from assistant.english_dates import dated
from assistant.entailment import unproven
from assistant.language import is_english
from assistant.listening import Listener
from assistant.proof import Proof
from assistant.proven_figures import (
    changed_units,
    column_years,
    in_any,
    numbers_in,
    numbers_proven,
    values_in,
    values_proven,
    without_amounts,
    without_names,
    without_ordinals,
    without_years,
)
from assistant.romanised import in_english
from assistant.units import Unit
from assistant.wording import in_its_words, nothing_proven, withheld
from ingest.model import Document, Municipality, Page, Passage
from ingest.normalise import fold
from ingest.years import find_years

#: How many of its units stand in the place of an answer of which nothing is proven.
NEAREST = 2


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
        if statement.written:
            statement = replace(statement, text=one_calendar(statement.text))
        english = statement.written and is_english(statement.text)
        if english:
            statement = replace(statement, text=dated(statement.text))
        text = statement.text
        if statement.written:
            # Headings prove their own names only, and the year where a quote has none.
            proofs = (*quotes, *(part for part in around if not in_any(find_years, quotes) and find_years(fold(part))))
            titles = (d.title for u in statement.units if (d := self.document(u.passage.document)))
            text = without_names(text, (*around, *titles))
        columns = column_years(statement.units, numbers_in(text) if statement.written else None)
        years = columns | {m.year for t in proofs for m in find_years(fold(t))}
        if statement.written and (undated := {m.year for m in find_years(fold(text))} - years):
            return f"years without proof: {sorted(undated)}"
        counted = quotes if statement.written else proofs
        if english:
            counted = (*quotes, *map(dated, quotes))  # A quote may be in English too.
        read, proven = (values_in, values_proven) if statement.written else (numbers_in, numbers_proven)
        allowed = {n for t in counted for n in proven(t)} | set(statement.derived)
        if statement.written:
            text = without_amounts(text, quotes)
        loose = read(without_years(without_ordinals(text), years)) - allowed
        if loose:
            return f"numbers without proof: {sorted(loose)}"
        # English words would be read as units (24 months); `unproven` holds theirs against the quotes.
        if not english and (changed := changed_units(replace(statement, text=text), proofs)):
            return f"figures with another unit than in their proof: {changed}"
        if strange := self._strange(statement, (*quotes, *around)):
            return strange
        if statement.written:
            return unproven(statement.text, self._proofs(statement, quotes), statement.units)
        # What was composed of a row by years names its figures by their columns, which the quote need not.
        composed = statement.derived or column_years(statement.units)
        return None if composed else swapped(statement.text, quotes, statement.units)

    def _proofs(self, statement: Statement, quotes: Sequence[str]) -> list[Proof]:
        whole = statement.sentences or tuple(quotes)
        out = []
        for unit, quote, sentences in zip(statement.units, quotes, whole, strict=True):
            owner = self.municipality(unit.passage.municipality)
            names = (owner.full_name, owner.name, *re.split(r"[\s'’-]+", owner.romaji)) if owner else ()
            document = self.document(unit.passage.document)
            around = (unit.passage.measure or "", *unit.passage.headings, document.title if document else "")
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
        self.asides: list[str] = []
        self.named: set[str] = set()
        self.proven = 0
        self.dropped = 0
        self.quoted = 0

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
        self._let_out(statement)
        self.proven += bool(statement.units)
        return None

    def _let_out(self, statement: Statement) -> None:
        known = len(self.markers.citations)
        marks = "".join(f"[{self.markers.of(u)}]" for u in dict.fromkeys(statement.units))
        english = self.lang == "en" and not statement.written
        self.lines.append(
            (in_english(statement.text, self.gate.known, self.named) if english else statement.text) + marks
        )
        if self.listen and self.lines[-1]:
            self.listen.statement(self.lines[-1], self.markers.citations[known:])

    def quote(self, units: Sequence[Unit]) -> None:
        """Lets out the plan's own sentences in the place of a statement that was dropped, those that no citation
        shows."""
        told = False
        for unit in units:
            owner = self.gate.municipality(unit.passage.municipality)
            statement = Statement(in_its_words(unit, owner.name if owner else None, self.lang), (unit,))
            if not self.markers.shown(unit) and self.problem(statement) is None:
                self._let_out(statement)
                told = True
        self.quoted += told

    def say(self, line: str) -> None:
        """A line about the answer itself, such as who wrote it."""
        self.lines.append(line)
        self.asides.append(line)
        if self.listen:
            self.listen.statement(line, ())

    def drop(self, reason: str) -> None:
        self.dropped += 1
        self.gate.withheld.append(reason)
        if self.listen:
            self.listen.withheld(reason)

    def answer(self, draft: Draft, context: Sequence[Context] = ()) -> Answer:
        """The answer of what was let out, with the draft's entities, conflicts and nearest passages; where nothing of
        an answer was, one that abstains."""
        if draft.kind == "answer" and self.dropped and not self.proven and not self.quoted:
            draft = self._nothing(draft)
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
            self.lines.append(withheld(self.dropped, self.quoted, self.lang))
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

    def _nothing(self, draft: Draft) -> Draft:
        nearest = tuple(u for u in draft.evidence if self.markers.stands(u))[:NEAREST]
        self.lines = self.asides
        self.say(nothing_proven(bool(nearest), self.lang))
        self.lines.insert(0, self.lines.pop())
        return replace(draft, kind="abstained", abstained=True, members=(), disagreements=(), nearest=nearest)


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

    def shown(self, unit: Unit) -> bool:
        """Whether a citation shows some of a unit already."""
        place = unit.passage.document, unit.passage.page
        return any((d, p) == place and s < unit.end and unit.start < e for d, p, s, e in self._numbers)

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
