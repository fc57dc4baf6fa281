"""Ranks, sums and conditions over the figures in sheet headers (事業費, 人口 …)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Coverage
from assistant.draft import Draft, Member, Statement
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from assistant.wording import counted_names
from ingest.model import Record
from ingest.normalise import squash
from ingest.values import find_figures

_ATTRIBUTES = {
    "事業費": r"事業費|総事業費|予算|費用|経費|金額|お金(?:を|が)?(?:か[けか]|使)|cost|budget|expens",
    "人口": r"人口|population|inhabitants",
    "世帯数": r"世帯|households",
    "面積": r"面積|\barea\b",
    "職員数": r"職員数|number of staff",
}
_OVER = re.compile(
    r"(?P<figure>[\d,.]+\s?(?:百万|千万|億|千|万)?(?:円|人|世帯)|[\d,.]+\s?(?:million|"
    r"billion|thousand)?\s?yen)\s?(?:を|より|以)?(?P<how>超|こえ|に?満たな|に?届かな|上回|以上|多い|高い|以下|"
    r"未満|下回|少ない|安い|or more|or less)|(?P<en>over|more than|exceed\w*|above|under|"
    r"less than|below|at least|at most)\s(?P<efigure>[\d,.]+\s?(?:million|billion|"
    r"thousand)?(?:\syen)?)",
    re.IGNORECASE,
)
_SENSES = {
    "from": ("以上", "at least", "or more"),
    "upto": ("以下", "at most", "or less"),
    "under": ("未満", "満たな", "届かな", "下回", "少ない", "安い", "under", "less than", "below"),
}
#: Sums asked for side by side, not as one.
_EACH = re.compile(r"どちら|どっち|それぞれ|比べ|比較|ごと|\beach\b|\bwhich\b", re.IGNORECASE)
_LOWEST = re.compile(r"低い|少ない|小さい|最小|最少|最低|安い|lowest|smallest|least|cheapest", re.IGNORECASE)
_PLACE = re.compile(r"(?P<n>\d+)\s?(?:番目|位)|\b(?P<word>second|third|fourth|fifth)\b", re.IGNORECASE)
_TOP = re.compile(r"(?:上位|トップ|top\s?)(?P<n>\d+)", re.IGNORECASE)
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
    return next(
        (
            a
            for a, pattern in _ATTRIBUTES.items()
            if re.search(pattern, f"{question.text} {question.topic}", re.IGNORECASE)
        ),
        None,
    )


def rows(question: Question, scope: Scope, attribute: str) -> list[Row]:
    """Header figures in scope; where the question names a kind of measure, only of measures that fit it."""
    found = []
    by_measure = attribute == "事業費"
    chosen = {m.code for m in scope.municipalities_in_scope(question) if m.name[-1] in _kinds(question.text)}
    seen: set[tuple[str | None, str | None, str]] = set()
    for record in (*scope.records(question, "header"), *_of_rows(question, scope, attribute)):
        if squash(record.attribute) not in (squash(attribute), squash("総" + attribute)) or record.number is None:
            continue
        if record.municipality not in chosen:
            continue
        key = (record.municipality, record.measure if by_measure else None, record.value)
        unit = scope.record_unit(record)
        if key in seen or unit is None:
            continue
        seen.add(key)
        owner = scope.covered.get(record.municipality or "")
        figure = find_figures(record.value)[0]
        value = replace(figure, unit=figure.unit or record.unit).base
        found.append(Row(record, unit, value, (record.measure or "") if by_measure else owner.name if owner else ""))
    return found


def _of_rows(question: Question, scope: Scope, attribute: str) -> Iterator[Record]:
    """The same figures from lists with a row a project: the column's last word is the attribute."""
    for record in scope.records(question, "cell"):
        if record.document not in scope.books or record.number is None:
            continue
        column = re.sub(r"[(（][^)）]*[)）]", "", record.attribute).split(" ")[-1]
        if column in (attribute, "総" + attribute):
            passage = unit.passage if (unit := scope.record_unit(record)) else None
            yield replace(record, attribute=attribute, measure=passage.measure if passage else record.measure)


def _kinds(text: str) -> str:
    """Which kinds of municipality a question ranks or counts: 市 alone, 市 and 町, or any."""
    if re.search(r"県(?:や|と|及び|および|並びに|も)", text):
        return "市町村区県都府道"
    if re.search(r"市や町|市町|市と町|市区町村", text):
        return "市町村区"
    if re.search(r"(?:の|どの|どこの)市(?:の中|のなか|で|は|が|と|$)|[0-9]市|\bcit(?:y|ies)\b", text, re.IGNORECASE):
        return "市"
    if re.search(r"(?:の|どの|どこの)町(?:の中|のなか|で|は|が|と|$)|\btowns?\b", text, re.IGNORECASE):
        return "町村"
    return "市町村区県都府道"


def threshold(text: str) -> tuple[float, str] | None:
    """A condition such as 1億円を超える: the figure in base units and "over", "from", "under" or "upto"."""
    match = _OVER.search(text)
    if not match:
        return None
    how, raw = match["how"] or match["en"].lower(), (match["figure"] or match["efigure"]).replace(",", "")
    number = float(re.match(r"[\d.]+", raw)[0])  # type: ignore[index]
    scale = next(
        (
            s
            for word, s in (
                ("billion", 1e9),
                ("million", 1e6),
                ("thousand", 1e3),
                ("億", 1e8),
                ("千万", 1e7),
                ("百万", 1e6),
                ("万", 1e4),
                ("千", 1e3),
            )
            if word in raw.lower()
        ),
        1,
    )
    sense = next((sense for sense, words in _SENSES.items() if how.lstrip("に") in words), "over")
    return number * scale, sense


def satisfies(value: float, condition: tuple[float, str]) -> bool:
    limit, sense = condition
    return {"over": value > limit, "from": value >= limit, "under": value < limit, "upto": value <= limit}[sense]


def topical(question: Question, found: Sequence[Row], scope: Scope) -> list[Row]:
    """The rows whose measure fits the topic, where the question names one; else all."""
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
    """A rank, sum, or conditional count or list over header figures; None when the headers hold no such attribute."""
    attribute = attribute_of(question) or ("事業費" if question.kind == "sum" and "いくら" in question.text else None)
    if attribute is None:
        return None
    found = topical(question, rows(question, scope, attribute), scope)
    if not found:
        return None
    if question.kind == "sum" and len(question.municipalities) > 1 and _EACH.search(question.text):
        sums = [_sum(question, scope, attribute, own) for own in _by_owner(found).values()]
        return replace(
            sums[0],
            statements=tuple(s for draft in sums for s in draft.statements),
            evidence=tuple(u for draft in sums for u in draft.evidence),
        )
    if question.kind == "sum":
        return _sum(question, scope, attribute, found)
    condition = threshold(question.text)
    if condition:
        found = [r for r in found if satisfies(r.value, condition)]
        return _listing(question, scope, attribute, sorted(found, key=lambda r: -r.value))
    if question.kind == "rank":
        return _rank(question, scope, attribute, found)
    return None


def _by_owner(found: Sequence[Row]) -> dict[str, list[Row]]:
    owners: dict[str, list[Row]] = {}
    for row in found:
        owners.setdefault(row.record.municipality or "", []).append(row)
    return owners


def _sum(question: Question, scope: Scope, attribute: str, found: list[Row]) -> Draft:
    scale = next((s for u, s in _SCALE.items() if found[0].record.unit == u), 1)
    if any(r.record.unit != found[0].record.unit for r in found):
        scale = 1
    unit = found[0].record.unit if scale != 1 else ("円" if attribute == "事業費" else found[0].record.unit or "")
    parts = [_plain(r.value / scale) for r in found]
    total = _plain(sum(r.value for r in found) / scale)
    owners = {scope.owner_name(r.unit) or "" for r in found}
    owner = next(iter(owners)) if len(owners) == 1 else ""
    whose = f"{owner}の" if owner else ""
    label = f"Total{f' of {owner}' if owner else ''}" if question.lang == "en" else f"{whose}{attribute}の合計は"
    text = f"{label}{' ' if question.lang == 'en' else ''}{total}{unit}（{len(found)}件：{'＋'.join(parts)}{unit}）"
    statement = Statement(
        text,
        tuple(r.unit for r in found),
        tuple({total.replace(",", ""), str(len(found)), *(p.replace(",", "") for p in parts)}),
    )
    lines = [Statement(f"- {r.name}：{r.shown}", (r.unit,)) for r in found if r.name]
    return Draft(kind="answer", statements=(statement, *lines), evidence=tuple(r.unit for r in found))


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def _rank(question: Question, scope: Scope, attribute: str, found: list[Row]) -> Draft:
    ordered = sorted(found, key=lambda r: (r.value if _LOWEST.search(question.text) else -r.value, r.record.page))
    place, top = _PLACE.search(question.text), _TOP.search(question.text)
    if place and not top:
        n = int(place["n"]) if place["n"] else _WORDS[place["word"].lower()]
        shown = ordered[n - 1 : n] if n <= len(ordered) else []
    else:
        n = 1
        shown = ordered[: int(top["n"]) if top else 10 if re.search(r"順|ランキング|並べ|rank", question.text) else 1]
    if not shown:
        return Draft(kind="abstained", statements=(), abstained=True)
    lines = []
    for i, row in enumerate(shown):
        owner = scope.owner_name(row.unit) or ""
        name = f"{owner}「{row.name}」" if row.name and row.name != owner else owner
        position = f"{n + i}位　" if question.lang == "ja" else f"No. {n + i}: "
        lines.append(Statement(f"{position}{name}（{attribute} {row.shown}）", (row.unit,), (str(n + i),)))
    return Draft(
        kind="answer", statements=tuple(lines), members=_members(shown, scope), evidence=tuple(r.unit for r in shown)
    )


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
    names = [r.name for r in found]
    counted = f"{len(found)}件" if attribute == "事業費" else counted_names(names)
    opening = f"{len(found)} match:" if question.lang == "en" else f"{counted}あります。"
    lines = []
    for r in found:
        owner = scope.owner_name(r.unit) or ""
        name = f"{owner}「{r.name}」" if r.name != owner else owner
        lines.append(Statement(f"- {name}（{attribute} {r.shown}）", (r.unit,)))
    return Draft(
        kind="list",
        statements=(Statement(opening), *lines),
        members=_members(found, scope),
        coverage=coverage,
        evidence=tuple(r.unit for r in found),
    )
