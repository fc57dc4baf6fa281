"""What a question asks of the items of one family: to be of a department, to have a value in a column, a status in a
year, a figure over or under a bound or another figure, to stand in a section. Each condition is recognised against the
family's own words, and says which words of the question it accounts for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from assistant.extractive import figure_conditions, shared, status_conditions
from assistant.extractive.condition import Condition, Proof, beside, is_aside, member_of, said_part
from assistant.extractive.plan_items import Cell, Family, Item
from assistant.extractive.plan_items.item import ORGANS
from assistant.extractive.sections import section_named, under_number
from assistant.extractive.status_conditions import LONGEST_VALUE, MARK, spoken
from assistant.extractive.thresholds import conditions_in
from assistant.understanding.question import Question
from ingest.lines import is_figures
from ingest.normalise import squash
from ingest.years import find_years

_INCLUDED = re.compile(
    r"[」』]?(?:と(?:され(?:ている|た)|の|付く|つく|ある|書かれた|記された|書いてある)もの)?(?:も|を)?含[めむ]"
)
_BOTH = re.compile(r"両方|ともに|どちらも|両課|共同で|と一緒に|\bboth\b", re.IGNORECASE)
_RANGE = re.compile(r"(?:年度?|(?<![A-Za-z])[RH]\s?\d{1,2})\s?(?:から|[~～〜-])|\bfrom\b|\bthrough\b|\bbetween\b", re.I)
_EMPTY = re.compile(
    r"空欄|未定|未設定|記載(?:の|が)?な|空白|書かれていない|示されていない|設定されていない|\bblank\b"
    r"|not (?:set|given|stated)",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"(?:に|へ)?(?:参加(?!し(?:て)?(?:い)?ない|せず|しない)|加わって(?!いない)|実施して(?!いない))"
    r"|\bjoin|\bparticipat|\btakes? part",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"不参加|参加(?:し(?:て)?(?:い)?ない|せず)|加わ(?:って(?:い)?ない|らない)|実施していない"
    r"|\bnot (?:join|participat|take part)|\bdoes not\b|\bdo not\b",
    re.IGNORECASE,
)
#: What the names of departments and bodies end in.
_ORGAN_END = re.compile(r"(?:課|室|局|部|署|係|センター|会|所|館|院|校|園)$")
#: How sure a value beside the name of its column is.
_NAMED = 1.6
_QUOTED = re.compile(r"[「『“\"【]([^」』”\"】]{1,40})[」』”\"】]")
_WITHIN = re.compile(r"[」』”\"】][^。]{0,8}(?:入って|含[まむん]|書[いか]|記載|出て|掲げ|登場|触れ|言及)")
#: What a value may stand before without a particle (新規事業, 拡充施策).
_OF_ITEMS = r"(?:事業|取組|施策|案件|項目|プロジェクト)(?:[をはがので、?？]|$)"
_DATED = re.compile(
    r"(?:令和|平成|R|H)\s?(?:\d{1,2}|元)\s?年?度?(?:に|から|までに|中に|末までに)"
    r"(?:一部)?(?:実施|着手|開始|完了|導入|運用|稼働|検討|整備|策定|改定|終了|廃止|供用)"
)


class Reading:
    """One question read against one family."""

    def __init__(self, question: Question, family: Family) -> None:
        self.question, self.family = question, family
        self.text = question.text
        translated = [w for t in question.terms.terms for w in (t.text, *t.alternatives)] if question.english else []
        translated += (
            [squash(m.name) for m in (*question.municipalities, *question.uncovered)] if question.english else []
        )
        self.said = " ".join([squash(question.text), *translated])
        self.quoted = [q for q in map(squash, _QUOTED.findall(question.text)) if not self._included(q)]
        years = question.western_years
        if len(years) == 2 and _RANGE.search(question.text):
            years = frozenset(range(min(years), max(years) + 1))
        self.years = years
        self.bounded = bool(conditions_in(question.text))
        self.columns = family.columns

    def conditions(self) -> list[Condition]:
        found = [
            c
            for c in (
                self._organ(),
                status_conditions.in_years(self),
                status_conditions.in_any_year(self),
                status_conditions.from_year(self),
                figure_conditions.over_or_under(self),
                figure_conditions.compared(self),
                figure_conditions.signed(self),
                shared.by_all(self),
            )
            if c is not None
        ]
        found += [
            c for c in self._values() if not (found and ORGANS.search(c.head) and set(c.words) & set(found[0].words))
        ]
        dated = {w for c in found if c.dated for w in c.words if MARK.fullmatch(w)}
        found = [c for c in found if not (c.head and dated.issuperset(filter(None, c.words)))]
        sure = {w for c in found if c.strength >= _NAMED for w in c.words if w}
        found = [c for c in found if c.head or c.strength != status_conditions.STATED or not sure.issuperset(c.words)]
        section = self.section
        found += under_number(self.family, self.text) if section is None else []
        told = [w for c in found for w in c.words] + list(section.words if section else ())
        found += self._by_quotes(told)
        return [*found, *self._by_dates([w for c in found for w in c.words])]

    def _by_dates(self, told: Sequence[str]) -> Iterator[Condition]:
        """What is to be or was done in a year, as some items' texts say it (令和3年度に実施)."""
        for match in _DATED.finditer(self.text):
            phrase = squash(match.group())
            held = [id(i) for i in self.family.items if phrase in i.body]
            if (
                held
                and len(held) < len(self.family.items)
                and not any(phrase in w or (len(w) > 5 and w in phrase) for w in told)
            ):
                yield Condition(member_of(frozenset(held), is_aside(phrase, self.said)), (phrase,), 1.1)

    def _by_quotes(self, told: Sequence[str]) -> Iterator[Condition]:
        """Words in quotes that stand as a cell of some items, or in the text of some where they are longer; the tags of
        items also without quotes."""
        tags = sorted(t for t in self.family.tags if len(t) >= 2 and self._stands(t))
        for quote in dict.fromkeys([*self.quoted, *tags]):
            if any(quote in word or (len(word) >= 3 and word in quote) for word in told if word):
                continue
            held = [id(i) for i in self.family.items if quote in i.parts]
            within = not self.family.is_table and _WITHIN.search(self.text) is not None
            if (within or not held) and len(quote) >= 4:
                held = [id(i) for i in self.family.items if quote in i.body]
            if within and self._only_resembles(quote):
                yield Condition(lambda _: [], (quote,), 0.0)
            elif held and len(held) < len(self.family.items):
                strength = 1.4 if quote in self.family.tags else 1.2
                yield Condition(member_of(frozenset(held), is_aside(quote, self.said)), (quote,), strength)

    def _only_resembles(self, quote: str) -> bool:
        """Whether a question says in brackets that a word is not the one it asks for (…「先進地視察」が入っているもの
        (「先進校の調査」は除く)): items that have both are still asked for."""
        aside = re.search(rf"[(（][「『]?{re.escape(quote)}[^()（）]*[)）]", self.said)
        others = (q for q in self.quoted if q != quote and not is_aside(q, self.said))
        return aside is not None and is_aside(quote, self.said) and any(q[:2] == quote[:2] for q in others)

    def _included(self, word: str) -> bool:
        """Whether a word is only said to be counted as well (新規も含めて)."""
        at = self.said.find(word)
        return at >= 0 and _INCLUDED.match(self.said[at + len(word) :]) is not None

    # ---- departments

    def _organ(self) -> Condition | None:
        spoken = [o for o in self.family.organs if len(o) >= 2 and o in self.said and not o.isdigit()]
        named = [o for o in spoken if not any(o != p and o in p for p in spoken)]
        named = [o for o in named if _ORGAN_END.search(o) or ORGANS.search(self.said)]
        named = [o for o in named if _ORGAN_END.search(o)] or named
        if not named:
            return None
        aside = {o for o in named if is_aside(o, self.said)}
        wanted = set(named) - aside
        every = len(wanted) > 1 and _BOTH.search(self.text) is not None

        def holds(item: Item) -> list[Proof] | None:
            own = {squash(name): proof for _, name, proof in item.organs}
            if not own or aside & own.keys():
                return None
            met = [own[o] for o in named if o in wanted and o in own]
            if not wanted:
                return [next(iter(own.values()))]
            return met if met and (not every or len(met) == len(wanted)) else None

        return Condition(holds, (*named, "担当", "所管", "関係", "課", "部署", "担当課"), 1.5)

    # ---- values of columns

    def _values(self) -> list[Condition]:
        """The values named, each in the column where it is surest, and in every one whose name it stands beside;
        those of one column are alternatives."""
        best: dict[tuple[str, str], tuple[float, str, str]] = {}
        for head, cells in self.columns.items():
            for strength, value, word in self._of_column(head, cells):
                if self._included(word):
                    continue
                key = (word, self._apart(head) if strength >= _NAMED else "")
                if key not in best or strength > best[key][0]:
                    best[key] = (strength, head, value)
        sure = {word for word, named in best if named}
        chosen: dict[str, list[tuple[float, str, str]]] = {}
        for (word, named), (strength, head, value) in best.items():
            weaker = not named and word in sure
            if not weaker and not any(word != other and word in other for other, _ in best):
                chosen.setdefault(head, []).append((strength, value, word))
        return [self._one_of(head, values) for head, values in chosen.items()]

    def _apart(self, head: str) -> str:
        """The longest of the names said of columns that holds what is said of this one (担当課 for 担当)."""
        own = said_part(head, self.said)
        return max((part for h in self.columns if own in (part := said_part(h, self.said))), key=len)

    def _one_of(self, head: str, values: Sequence[tuple[float, str, str]]) -> Condition:
        aside = {v for _, v, w in values if w and is_aside(w, self.said)}
        wanted = {v for _, v, _ in values} - aside

        def holds(item: Item) -> list[Proof] | None:
            own = [c for c in item.cells if c.head == head]
            if "" in wanted:
                return (
                    [item.naming] if not [c for c in own if c.value not in ("-", "ー", "―")] and item.naming else None
                )
            met = [c.record for c in own if c.value in wanted]
            if aside and (not own or any(c.value in aside for c in own)):
                return None
            return list(met[:1]) if met else ([own[0].record] if aside and not wanted and own else None)

        named = said_part(head, self.said)
        read = [
            m.group()
            for pattern in (_ABSENT, _PRESENT)
            if (m := pattern.search(self.text)) and MARK.fullmatch(values[0][1])
        ]
        return Condition(holds, (*(w for _, _, w in values), named, *read), max(s for s, _, _ in values), head)

    def _of_column(self, head: str, cells: Sequence[Cell]) -> Iterator[tuple[float, str, str]]:
        """Values of a column that the question names: how surely, the value, and the word that names it."""
        named = said_part(head, self.said)
        whole = head in self.said and len(head) >= 2
        values = {c.value: c for c in cells if len(c.value) <= LONGEST_VALUE}
        repeated = len(values) <= max(2, 0.6 * len(cells)) and len(cells) >= 3
        for value, cell in values.items():
            core = re.sub(r"[(（].*$", "", value)
            status = squash(cell.record.status or "") if cell.record.status != "inferred" else ""
            worded = not (MARK.fullmatch(value) or is_figures(value))
            dated = head in self.family.of_years or (cell.record.fiscal_year is not None and not worded)
            of_another = cell.record.fiscal_year is not None and find_years(cell.record.attribute)
            if of_another and self.years and cell.record.fiscal_year not in self.years:
                continue
            if MARK.fullmatch(value):
                yield from self._marked(value, status, named, whole, repeated and not dated)
            elif dated or is_figures(value) or (self.bounded and cell.record.number is not None and value[0].isdigit()):
                continue
            elif named and beside(value, named, self.said):
                yield 1.6, value, value
            elif value in self.quoted or (len(core) >= 2 and core in self.quoted):
                yield (1.5 if repeated else 1.1), value, value if value in self.quoted else core
            elif repeated and len(core) >= 2 and not core.isdigit() and self._stands(core):
                yield (1.3 if named else 1.0), value, core
        if named and _EMPTY.search(self.text):
            yield 1.2, "", named

    def _marked(
        self, value: str, status: str, named: str, whole: bool, plain: bool
    ) -> Iterator[tuple[float, str, str]]:
        shown = (
            value in self.text
            if value not in "-ー―－–"
            else re.search(r"[「(（\"“]\s?[-ー―－–]\s?[」)）\"”]", self.text) is not None
        )
        if whole and shown:
            yield 1.6, value, value
        elif whole and value in "○〇◯●◎" and _PRESENT.search(self.text) and not _ABSENT.search(self.text):
            yield 1.2, value, "参加" + value
        elif whole and value in "-ー―－–×" and _ABSENT.search(self.text):
            yield 1.3, value, "不参加"
        elif shown and (named or plain) and (named or value in self.quoted):
            yield 1.5, value, value
        elif shown and plain and value not in "→⇒" and len(self._heads_with(value)) == 1:
            yield 1.3, value, value
        elif status and len(status) >= 2 and plain and spoken(status, self):
            yield (1.5 if named else 1.1), value, status

    def _heads_with(self, mark: str) -> list[str]:
        return [h for h, cells in self.columns.items() if any(c.value == mark for c in cells)]

    def _stands(self, value: str) -> bool:
        """Whether a value's words stand in the question by themselves."""
        alone = rf"(?<![一-龥ァ-ヴa-z0-9]){re.escape(value)}(?={_OF_ITEMS}|(?![ァ-ヴa-z0-9]|[一-龥]{{2}}))"
        return value in self.said and re.search(alone, self.said) is not None

    # ---- sections

    @cached_property
    def section(self) -> Condition | None:
        return section_named(self.family, self.said, self.text)
