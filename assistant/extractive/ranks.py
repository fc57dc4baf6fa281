"""Ranks, sums and conditions over figures that sheets, lists and overviews give of several municipalities:
in sheet headers (事業費, 人口 …) and in columns of tables (高齢化率, 面積 …)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant.answer import Coverage
from assistant.draft import Draft, Member, Statement
from assistant.extractive.naming import is_total
from assistant.extractive.scope import Scope
from assistant.extractive.sets import asks_of_names, is_named_with
from assistant.extractive.thresholds import Condition, conditions_in
from assistant.understanding.body_kinds import kinds_asked
from assistant.understanding.question import Question, asks_bodies
from assistant.understanding.terms import Terms
from assistant.units import Unit
from assistant.wording import counted_names, in_brackets
from ingest.model import Record
from ingest.normalise import squash
from ingest.values import find_figures

_T = TypeVar("_T")
_ATTRIBUTES = {
    "事業費": r"事業費|予算|費用|経費|金額|お?金[をがの]?[^、。?？]{0,6}?(?:[掛か][けか]|使)|cost|budget|expens",
    "人口": r"人口|住民の?数|population|inhabitants|(?:more|most|fewe(?:r|st)|many|number of) residents",
    "世帯数": r"世帯|households",
    "面積": r"面積|\barea\b",
    "職員数": r"職員数|number of staff",
}
#: Asks which of two is dearer, of whatever else nothing is measured.
_DEARER = re.compile(
    r"(?:、|では?)(?:より)?(?:高い|安い)のは(?:どっち|どちら)|(?:どっち|どちら)(?:の?(?:ほう|方))?が(?:高い|安い|高くつく|安くつく)"
)
_MEASURED = re.compile(r"率|割合|[者人件戸口台回値点量]数|値|人口|年齢|温|水位|満足|料|賃|給|価格|単価|目標")
#: Sums asked for side by side, not as one.
_EACH = re.compile(r"どちら|どっち|それぞれ|比べ|比較|ごと|\beach\b|\bwhich\b", re.IGNORECASE)
LOWEST = re.compile(
    r"(?:低|少な|小さ|安|短)[いかくけ]|最小|最少|最低|最短|(?:お金|費用|経費|コスト|時間)が?(?:一番|最も)?かからな"
    r"|lowest|smallest|least|cheapest|fewest|shortest",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?P<n>\d+)\s?(?:番目|位)|\b(?P<word>second|third|fourth|fifth)\b", re.IGNORECASE)
_TOP = re.compile(r"(?:上位|トップ|top\s?|上から(?=\d+(?:つ|件)))(?P<n>\d+)", re.IGNORECASE)
#: 「何件」: figures are counted, not those whose they are.
_COUNTED = re.compile(r"何\s?(件|事業|つ|本)|(?=いくつの(事業|取組|施策))")
#: Attributes of a municipality itself, whatever sheet gives them.
OF_BODIES = frozenset({"人口", "世帯数", "面積", "職員数"})
#: From how many municipalities on a column's figures can be compared, and how much of its head a question must name.
FEWEST, COLUMN = 3, 0.6
RIVALS = 4
#: The head of the column that names a row's measure.
NAMES = re.compile(r"(?:事業|施策|取組|取り組み|プロジェクト)(?:の?(?:名称?|項目|内容))?$(?<!の内容)")
_WORDS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_SCALE = {"百万円": 1e6, "千万円": 1e7, "億円": 1e8, "万円": 1e4, "千円": 1e3, "円": 1}


@dataclass(frozen=True, slots=True)
class Row:
    """A header figure with its unit of text and its value in the base unit."""

    record: Record
    unit: Unit
    value: float
    name: str

    @property
    def shown(self) -> str:
        """The value as printed, with its column's unit where the cell has none."""
        unit = self.record.unit or ""
        return self.record.value if unit in self.record.value else self.record.value + unit


def attribute_of(question: Question) -> str | None:
    """The attribute of the heads of sheets that a question asks for, before that which its topic holds; None where it
    asks for none."""
    asked = (question.text, question.topic)
    named = (a for text in asked for a, pattern in _ATTRIBUTES.items() if re.search(pattern, text, re.IGNORECASE))
    dearer = _DEARER.search(question.text) and not _MEASURED.search(question.text)
    return next(named, "事業費" if dearer else None)


def column_named(question: Question, scope: Scope) -> str | None:
    """The column of figures of several municipalities whose head the question names best; None where it names none."""
    owners: dict[str, set[str]] = {}
    for record in scope.records(question, "cell"):
        if record.municipality and record.number is not None and record.document in scope.books:
            owners.setdefault(_head(record.attribute), set()).add(record.municipality)
    said = squash(question.text)
    names = {squash(m.name) for m in scope.covered.values()}
    best, most = None, COLUMN
    for head, codes in owners.items():
        if len(codes) < FEWEST or not head or squash(head) in names:
            continue
        hay = squash(head)
        held = [w for t in question.terms.terms for w in (t.text, *t.alternatives) if len(w) >= 2 and w in hay]
        share = 1.0 + len(hay) / 100 if hay in said else max(map(len, held), default=0) / len(hay)
        if share > most:
            best, most = head, share
    return best


def _head(attribute: str) -> str:
    """A column's innermost head without its year and what it says in brackets (unit, source)."""
    head = re.sub(r"[(（\[][^)）\]]*[)）\]]", "", attribute).strip().split(" ")[-1]
    return re.sub(r"^(?:令和|R|H)?[0-9]{1,4}(?:年度?)?(?=[一-龥])", "", head)


def rows(question: Question, scope: Scope, attribute: str) -> list[Row]:
    """Figures in scope; where the question names a kind of measure, only of measures that fit it."""
    found, bodies, kinds = [], asks_bodies(question), kinds_asked(question.text)
    chosen = {m.code for m in scope.municipalities_in_scope(question) if m.name[-1] in kinds}
    seen: set[tuple[str | None, str, float]] = set()
    for record in (*scope.records(question, "header"), *_of_rows(question, scope, attribute)):
        if squash(record.attribute) not in (squash(attribute), squash("総" + attribute)) or record.number is None:
            continue
        if record.measure and is_total(record.measure):
            continue
        by_measure = bool(record.measure) and attribute not in OF_BODIES
        if record.municipality not in chosen and (record.municipality or not by_measure or bodies):
            continue
        figure = find_figures(record.value)[0]
        value = replace(figure, unit=figure.unit or record.unit).base
        named = squash(record.measure or "") if by_measure else ""
        key = (record.municipality, named, 0.0 if attribute in OF_BODIES else value)
        unit = scope.record_unit(record)
        if key in seen or unit is None:
            continue
        seen.add(key)
        owner = scope.covered.get(record.municipality or "")
        found.append(Row(record, unit, value, (record.measure or "") if by_measure else owner.name if owner else ""))
    return found


def _of_rows(question: Question, scope: Scope, attribute: str) -> Iterator[Record]:
    """The same figures from lists with a row a project and overviews with a row a municipality: the column's last word
    is the attribute. Of several such columns of a document the one is read whose head the question repeats most."""
    found: dict[tuple[str, str], list[Record]] = {}
    for record in scope.records(question, "cell"):
        known = record.document in scope.books and record.number is not None
        if known and _head(record.attribute) in (attribute, "総" + attribute):
            found.setdefault((record.document, record.attribute), []).append(record)
    said = squash(question.text)
    names = {
        (r.document, r.page, r.start): r.value for r in scope.records(question, "cell") if NAMES.search(r.attribute)
    }
    best: dict[str, tuple[int, int, str]] = {}
    for (document, head), records in found.items():
        told = sum(part in said for part in re.findall(r"[一-龥]{2,}|[a-z]?\d+", squash(head)))
        best[document] = max(best.get(document, (-1, 0, "")), (told, len(records), head))
    for document, (_, _, head) in best.items():
        for record in found[document, head]:
            named = names.get((document, record.page, record.start))
            joint = record.measure if record.municipality is None else None
            yield replace(record, attribute=attribute, measure=named or joint)


def topical(question: Question, found: Sequence[Row], scope: Scope) -> list[Row]:
    """The rows whose measure fits the topic, where the question names one; else all."""
    if asks_of_names(question) and (own := [r for r in found if is_named_with(question, r.record.measure or "")]):
        return own
    scaffold = re.compile(
        "|".join(_ATTRIBUTES.values())
        + r"|交付金|合計|総額|順|番目|千円|円|ランキング|デジ田|^高い|^低い|^多い|^少ない|並べる",
        re.IGNORECASE,
    )
    topic = Terms.build(t for t in question.terms.terms if t.weight >= 0.45 and not scaffold.search(t.text))
    if not topic.terms:
        return list(found)
    held = [(topic.coverage(scope.finder.haystack(r.record.measure or "")), r) for r in found]
    best = max((c for c, _ in held), default=0.0)
    return [r for c, r in held if c >= 0.8 * best] if best >= 0.6 else list(found)


def by_figures(question: Question, scope: Scope) -> Draft | None:
    """A rank, sum, or conditional count or list over figures; None when no source gives such figures."""
    conditions = conditions_in(question.text)
    attribute = attribute_of(question)
    if attribute is None and (question.kind == "sum" and "いくら" in question.text or _of_money(conditions)):
        attribute = "事業費"
    if attribute and (column := column_named(question, scope)) and _is_meant(column, attribute, question):
        attribute = column
    found = rows(question, scope, attribute) if attribute else []
    compared = question.everyone or not question.municipalities
    if not found and compared and (conditions or question.kind in ("rank", "sum")):
        attribute = column_named(question, scope)
        found = rows(question, scope, attribute) if attribute else []
    found = topical(question, found, scope)
    if not found or attribute is None or (len(found) == 1 and not compared and question.kind != "sum"):
        return None
    if question.kind == "sum" and len(question.municipalities) > 1 and _EACH.search(question.text):
        sums = [total_of(question, scope, attribute, own) for own in by_owner(found).values()]
        return replace(
            sums[0],
            statements=tuple(s for draft in sums for s in draft.statements),
            evidence=tuple(u for draft in sums for u in draft.evidence),
        )
    fitting = [c for c in conditions if c.unit is None or _fits(c.unit, found)]
    if fitting:
        found = [r for r in found if all(c.holds(r.value) for c in fitting)]
    if question.kind == "sum" and found:
        return total_of(question, scope, attribute, found)
    if fitting and question.kind != "rank":
        return _listing(question, scope, attribute, sorted(found, key=lambda r: -r.value))
    if question.kind == "rank":
        return _rank(question, scope, attribute, found)
    return None


def _is_meant(column: str, attribute: str, question: Question) -> bool:
    """Whether the question names a column by its head (事業費計, 国費) and the attribute only as a part of it."""
    said = squash(question.text)
    return squash(column) in said and attribute not in said.replace(squash(column), " ")


def _of_money(conditions: Sequence[Condition]) -> bool:
    return any(c.unit == "円" for c in conditions)


def _fits(unit: str, found: Sequence[Row]) -> bool:
    """Whether a condition's unit is that of the figures, as far as these have one."""
    units = {f.base_unit for r in found for f in find_figures(r.record.value)[:1]} | {r.record.unit for r in found}
    known = {("円" if "円" in u else "人" if u.endswith("人") else u) for u in units if u}
    return not known or unit in known


def by_owner(found: Sequence[Row]) -> dict[str, list[Row]]:
    owners: dict[str, list[Row]] = {}
    for row in found:
        owners.setdefault(row.record.municipality or "", []).append(row)
    return owners


def total_of(question: Question, scope: Scope, attribute: str, found: list[Row]) -> Draft:
    total, unit, parts = added(found, attribute)
    owners = {scope.owner_name(r.unit) or "" for r in found}
    owner = next(iter(owners)) if len(owners) == 1 else ""
    whose = f"{owner}の" if owner else ""
    label = f"Total{f' of {owner}' if owner else ''}" if question.lang == "en" else f"{whose}{attribute}の合計は"
    text = f"{label}{' ' if question.lang == 'en' else ''}{total}{unit}（{len(found)}件：{'＋'.join(parts)}{unit}）"
    statement = Statement(
        text,
        tuple({r.unit.key: r.unit for r in found}.values()),
        tuple({total.replace(",", ""), str(len(found)), *(p.replace(",", "") for p in parts)}),
    )
    lines = [Statement(f"- {r.name}：{r.shown}", (r.unit,)) for r in found if r.name]
    return Draft(kind="answer", statements=(statement, *lines), evidence=tuple(r.unit for r in found))


def added(found: Sequence[Row], attribute: str) -> tuple[str, str, list[str]]:
    """The sum of figures, its unit, and what it is the sum of, in the unit that the figures have where it is one."""
    first = found[0].record.unit
    scale = next((s for u, s in _SCALE.items() if first == u), 1)
    if any(r.record.unit != first for r in found):
        scale = 1
    unit = first if first and scale != 1 else "円" if attribute == "事業費" else first or ""
    return _plain(sum(r.value for r in found) / scale), unit, [_plain(r.value / scale) for r in found]


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def _rank(question: Question, scope: Scope, attribute: str, found: list[Row]) -> Draft:
    ordered = sorted(found, key=lambda r: (r.value if LOWEST.search(question.text) else -r.value, r.record.page))
    placed_rows = placed(question, ordered, lambda r: r.value)
    if not placed_rows:
        return Draft(kind="abstained", statements=(), abstained=True)
    shown = [row for _, row in placed_rows]
    lines = []
    for at, row in placed_rows:
        owner = scope.owner_name(row.unit) or ""
        name = f"{owner}「{row.name}」" if row.name and row.name != owner else owner
        position = f"{at}位　" if question.lang == "ja" else f"No. {at}: "
        lines.append(
            Statement(
                f"{position}{name}{in_brackets(f'{attribute} {row.shown}', question.lang)}", (row.unit,), (str(at),)
            )
        )
    members = _owners(shown, scope) if asks_bodies(question) else _members(shown, scope)
    return Draft(
        kind="answer", statements=tuple(lines), members=members, evidence=tuple(r.unit for r in rivals(shown, ordered))
    )


def rivals(shown: Sequence[_T], ordered: Sequence[_T]) -> list[_T]:
    """What a rank is shown to hold by: those named, then the first of those that they are compared with."""
    return [*shown, *[each for each in ordered[: len(shown) + RIVALS] if not any(each is s for s in shown)]]


def placed(question: Question, ordered: Sequence[_T], value: Callable[[_T], float]) -> list[tuple[int, _T]]:
    """What a question about ranks asks for (the first, the third, the first five, all in order) with its place; equal
    ones share one."""
    place, top = _PLACE.search(question.text), _TOP.search(question.text)
    if place and not top:
        n = int(place["n"]) if place["n"] else _WORDS[place["word"].lower()]
        return [(n, each) for each in ordered[n - 1 : n]]
    most = int(top["n"]) if top else 10 if re.search(r"順|ランキング|並べ|rank", question.text, re.IGNORECASE) else 1
    shown = list(ordered[:most])
    shown += [each for each in ordered[most:] if shown and value(each) == value(shown[-1])]
    values = [value(each) for each in shown]
    return [(1 + values.index(value(each)), each) for each in shown]


def _owners(found: Sequence[Row], scope: Scope) -> tuple[Member, ...]:
    """The municipalities of the figures, each once."""
    out: dict[str, Member] = {}
    for r in found:
        m = scope.covered.get(r.record.municipality or "")
        if m is not None:
            out.setdefault(m.code, Member(m.name, None if m.code.startswith("x-") else m.code, r.shown, (r.unit,)))
    return tuple(out.values())


def _members(found: Sequence[Row], scope: Scope) -> tuple[Member, ...]:
    out = []
    for r in found:
        m = scope.covered.get(r.record.municipality or "")
        own = m is not None and r.name == m.name
        out.append(Member(r.name, m.code if own and m else None, r.record.value, (r.unit,)))
    return tuple(out)


def _listing(question: Question, scope: Scope, attribute: str, found: list[Row]) -> Draft:
    documents = len({r.record.document for r in found}) or len(scope.documents)
    coverage = Coverage(documents=documents, municipalities=len(scope.municipalities_in_scope(question)))
    if not found:
        text = "None." if question.lang == "en" else f"条件に合う{attribute}の記載はありません（0件）。"
        return Draft(kind="list", statements=(Statement(text),), coverage=coverage)
    bodies = asks_bodies(question)
    members = _owners(found, scope) if bodies else _members(found, scope)
    names = [m.name for m in members]
    counted = counted_names(names) if bodies or attribute in OF_BODIES else f"{len(found)}件"
    if bodies and attribute not in OF_BODIES and (unit := _COUNTED.search(question.text)):
        counted = f"{len(found)}{unit[1] or unit[2]}（{counted}）"
    opening = f"{len(members)} match:" if question.lang == "en" else f"{counted}あります。"
    lines = []
    for r in found:
        owner = scope.owner_name(r.unit) or ""
        name = f"{owner}「{r.name}」" if r.name != owner else owner
        lines.append(Statement(f"- {name}{in_brackets(f'{attribute} {r.shown}', question.lang)}", (r.unit,)))
    return Draft(
        kind="list",
        statements=(Statement(opening), *lines),
        members=members,
        coverage=coverage,
        evidence=tuple(r.unit for r in found),
    )
