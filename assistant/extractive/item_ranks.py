"""Ranks over the items of a plan: the rows of a table by a column's figures, or the columns of one row by its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.draft import Draft, Member, Statement
from assistant.evidence import Evidence
from assistant.extractive.by_years import told
from assistant.extractive.condition import Proof
from assistant.extractive.conditions import Reading
from assistant.extractive.figure_conditions import base_of, numeric
from assistant.extractive.naming import is_total
from assistant.extractive.plan_items import Family, Item, plain_name
from assistant.extractive.ranks import LOWEST, rivals
from assistant.extractive.scope import Scope
from assistant.extractive.selection import ENOUGH, families, name_of, narrowed
from assistant.extractive.series import series_said
from assistant.understanding.question import Question, asks_bodies
from assistant.units import Unit
from assistant.wording import in_brackets, year
from ingest.model import Record
from ingest.normalise import squash, view
from ingest.values import share_beside

_SUPERLATIVE = re.compile(
    r"最も|もっとも|一番|いちばん|最[大小高低多少長短]|順|上位|下位|[上下]から[0-9]|トップ|ベスト|ワースト|番目|[0-9]位|highest|lowest|largest|smallest|most|least|fewest|top|rank",
    re.I,
)
_TOP = re.compile(
    r"(?:上位|下位|トップ|ベスト|ワースト|top\s?|first\s?)(?P<n>\d+)|(?P<m>\d+)\s?(?:つ|位まで|番目まで)", re.IGNORECASE
)
_PLACE = re.compile(r"(?P<n>\d+)\s?(?:番目|位)(?!まで)")
_OF_YEARS = re.compile(
    r"(?:どの|何|なん)年度?|(?:[かいた低少高大])年度?(?:は|と|を|が|って|[?？]|$)|\b(?:which|what) (?:fiscal )?year",
    re.IGNORECASE,
)
_REDUCED = re.compile(r"減|削減|下が|下げ|落ち|縮|\b(?:reduc|decreas|cut|drop|fell)", re.IGNORECASE)
#: Asks for what changed most, and the head of a column that tells changes.
_CHANGES = re.compile(r"減ら|減り|減っ|減少|削減|増え|増や|増加|増減|伸び|変化", re.IGNORECASE)
_CHANGE = re.compile(r"増減|(?:削減|減少|増加|伸び|変化)[率幅数量額]|[0-9年度]比[)）]?$|伸び$|変化$")
#: Asks for age groups, and the name of one.
_OF_AGES = re.compile(r"年代|年齢|世代|何歳代|\bage groups?\b", re.IGNORECASE)
_AGE = re.compile(r"\d\s?(?:歳|才|代)")
#: Asks for the numbers of a survey, which its cells give with their shares (1,151 70.5%).
_OF_NUMBERS = re.compile(r"人数|件数|何人|何件|\bhow many\b", re.IGNORECASE)
#: Columns that tell how many gave an answer, and those that number the rows.
_ANSWERS = re.compile(r"割合|構成比|比率|[%％]|回答|人数|件数|票")
_NO_COUNT = re.compile(r"順位|番号|^no\b|№", re.IGNORECASE)
_SURVEY = "アンケート 調査 声 意見 回答 答え 市民 町民 村民 区民 住民"
_ORDER = "上位 下位 順 順位 順番 トップ ベスト ワースト 最も 一番 多い 少ない 高い 低い 大きい 小さい 長い 短い"
TOP = 10
#: The share of a question that a column must hold which it means in other words, and how much less any other may.
MEANT, CLEARLY = 0.25, 0.7
#: What a column counts that is named by its rows' head alone.
NAMED = 0.5


def ranked(question: Question, scope: Scope, evidence: Sequence[Evidence]) -> Draft | None:
    """Rows of one table by the figures of the column named, or the columns of the one row named by its figures."""
    if not _SUPERLATIVE.search(question.text):
        return None
    if draft := over_years(question, scope, evidence):
        return draft
    best: tuple[float, list[tuple[str, Record, Unit]], str] | None = None
    for family in sorted(families(question, scope, evidence), key=lambda f: not f.is_table):
        if not family.columns or (asks_bodies(question) and not _of_several(family)):
            continue
        for value, rows, head in (*_down(question, family, scope), *_across(question, family, scope)):
            if len(rows) >= 2 and (best is None or value > best[0]):
                best = (value, rows, head)
    if best is None or best[0] < ENOUGH:
        return None
    return _in_order(question, best[1], best[2], scope)


def _of_several(family: Family) -> bool:
    return len({item.municipality for item in family.items}) > 1


def over_years(question: Question, scope: Scope, evidence: Sequence[Evidence]) -> Draft | None:
    """The years of the thing named by its figures, where the question asks for one by a superlative; of results,
    unless it says plans or targets."""
    if not _OF_YEARS.search(question.text) or not _SUPERLATIVE.search(question.text):
        return None
    found = told(question, evidence, scope)[:1]
    said = series_said(question.text) or frozenset({"actual"})
    numbers = (found[0].numbers(said) or found[0].numbers()) if found else {}
    wanted = question.western_years
    asked = {y: r for y, r in numbers.items() if len(wanted) < 2 or min(wanted) <= y <= max(wanted)}
    rows = [
        (f"{found[0].label} {year(y, question.lang)}", r, u)
        for y, r in asked.items()
        if (u := scope.record_unit(r)) is not None
    ]
    return _in_order(question, rows, found[0].label, scope) if len(rows) >= 2 else None


def _down(
    question: Question, family: Family, scope: Scope
) -> Iterable[tuple[float, list[tuple[str, Record, Unit]], str]]:
    reading = Reading(question, family)
    heads = numeric(reading)
    if _CHANGES.search(question.text):
        heads = [(h, max(s, 1.0)) for h, s in heads if _CHANGE.search(squash(h))] or heads
    if heads and max(score for _, score in heads) <= 0.4:
        heads = _meant(question, heads, scope)
    asked = ""
    if not heads:
        asked, heads = _of_answers(question, family, scope)
    if not heads:
        return
    top = max(score for _, score in heads)
    column = _latest([h for h, score in heads if score == top], family)
    if column not in squash(question.text) and not _OF_AGES.search(question.text) and _of_respondents(family):
        return  # a question for answers, not for those who gave one
    found: list[tuple[Item, list[Proof]]] = [
        (i, []) for i in family.items if not is_total(name_of(i, question, {column}, family.naming_head))
    ]
    if _OF_AGES.search(question.text):
        found = [f for f in found if _AGE.search(name_of(f[0], question, {column}, family.naming_head))] or found
    words = " ".join([column, _said_names(found, question), _ORDER, *([asked, _SURVEY] if asked else [])])
    _, explained = narrowed(question, family, found[:1], words, scope)
    rows = []
    for item, _ in found:
        record = next((c.record for c in item.cells if c.head == column and c.record.number is not None), None)
        if record is not None and (unit := scope.record_unit(record)) is not None:
            name = name_of(item, question, {column}, family.naming_head)
            rows.append((name if family.is_table else plain_name(name), record, unit))
    yield explained + 0.1 * min(top, 2), rows, column


def _of_respondents(family: Family) -> bool:
    """Whether the rows are groups of those whom a survey asked, by their age."""
    aged = sum(any(_AGE.search(name) for _, name in item.names) for item in family.items)
    return 2 * aged > len(family.items)


def _meant(question: Question, heads: Sequence[tuple[str, float]], scope: Scope) -> list[tuple[str, float]]:
    """The one column that a question means in other words; none where two may be meant."""
    shares = [(question.terms.coverage(scope.finder.haystack(head)), head) for head, _ in heads]
    first, second, *_ = *sorted(shares, reverse=True), (0.0, "")
    return [(first[1], first[0])] if first[0] >= MEANT and second[0] < CLEARLY * first[0] else []


def _of_answers(question: Question, family: Family, scope: Scope) -> tuple[str, list[tuple[str, float]]]:
    """What a table gives answers to, where the question names that, and its one column of shares or numbers."""
    asked = family.items[0].names[0][0] if family.items[0].names else ""
    counts = [h for h, _ in numeric(Reading(question, family)) if not _NO_COUNT.search(h)]
    if len(counts) != 1 or not asked or not _ANSWERS.search(counts[0]):
        return "", []
    named = question.terms.coverage(scope.finder.haystack(asked)) >= MEANT
    return (asked, [(counts[0], NAMED)]) if named else ("", [])


def _latest(columns: Sequence[str], family: Family) -> str:
    """Of columns that a question names alike, that of the latest year which is no plan's."""

    def year(column: str) -> int:
        first = family.columns[column][0].record
        return 0 if first.series in ("target", "planned") else first.fiscal_year or 0

    return max(columns, key=year)


def _said_names(found: Sequence[tuple[Item, list[Proof]]], question: Question) -> str:
    return " ".join(
        {head for item, _ in found[:3] for head, _ in item.names if head and squash(head) in squash(question.text)}
    )


def _across(
    question: Question, family: Family, scope: Scope
) -> Iterable[tuple[float, list[tuple[str, Record, Unit]], str]]:
    said = squash(question.text)
    for m in question.municipalities:  # a district may be called as its city is (汐崎市の汐崎)
        said = re.sub(rf"{re.escape(m.name)}|{re.escape(m.name[:-1])}(?=[のはでにが、])", " ", said, count=1)
    for item in family.items:
        name = squash(item.names[0][1]) if item.names else ""
        if len(name) < 2 or name not in said:
            continue
        told = [
            c.record
            for c in item.cells
            if c.record.number is not None and c.record.attribute and c.record.fiscal_year is None
        ]
        rates = [r for r in told if "%" in (r.unit or "") or "%" in r.value]
        kept = [
            r
            for r in (rates if len(rates) >= 3 else told)
            if not re.match(r"回答数|無回答|合計|全体|計$|総数", squash(r.attribute))
        ]
        words = " ".join([name, _ORDER, _around(item, scope)])
        _, explained = narrowed(question, family, [(item, [])], words, scope)
        rows = [(r.attribute, r, u) for r in kept if (u := scope.record_unit(r)) is not None]
        if len(rows) >= 3:
            yield explained, rows, name


def _around(item: Item, scope: Scope) -> str:
    """What stands on the page of a row and on the one before, where a survey's question is told."""
    passage = item.passages[0]
    pages = (passage.page - 1, passage.page) if passage.page else ()
    return squash(" ".join(p.text for n in pages for p in scope.finder.catalogue.passages_of(passage.document, n)))


def _base(record: Record, question: Question) -> float:
    """What a cell is ranked by: its figure, of a number with its share the latter unless numbers are asked for."""
    share = share_beside(view(record.value))
    return float(share) if share and not _OF_NUMBERS.search(question.text) else base_of(record)


def _in_order(question: Question, rows: Sequence[tuple[str, Record, Unit]], head: str, scope: Scope) -> Draft:
    lowest = LOWEST.search(question.text) is not None
    if _REDUCED.search(question.text) and sum(base_of(r) < 0 for _, r, _ in rows) * 2 > len(rows):
        lowest = not lowest  # the largest reduction is the least of the changes (▲63.4%)
    ordered = sorted(rows, key=lambda r: _base(r[1], question) * (1 if lowest else -1))
    place, top = _PLACE.search(question.text), _TOP.search(question.text)
    first = 1
    if place and not top:
        first = int(place["n"])
        shown = ordered[first - 1 : first]
    else:
        n = int(top["n"] or top["m"]) if top else TOP if re.search(r"順|ランキング|並べ|\brank", question.text) else 1
        shown = ordered[:n]
    if not shown:
        return Draft(kind="abstained", statements=(), abstained=True)
    lines, members = [], []
    several = len({u.passage.municipality for _, _, u in rows}) > 1
    for i, (label, record, unit) in enumerate(shown):
        owner = (scope.owner_name(unit) if several else None) or ""
        name = f"{owner}「{label}」" if owner and owner not in label else label
        value = record.value if not record.unit or record.unit in record.value else record.value + record.unit
        position = f"{first + i}位　" if question.lang == "ja" else f"No. {first + i}: "
        lines.append(Statement(f"{position}{name}{in_brackets(value, question.lang)}", (unit,), (str(first + i),)))
        members.append(Member(label, None, record.value, (unit,)))
    units = tuple(u for _, _, u in rivals(shown, ordered))
    return Draft(kind="answer", statements=tuple(lines), members=tuple(members), evidence=units)
