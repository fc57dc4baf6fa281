"""Tables whose columns say of each row whether it has something (避難所 × 冷暖房 ○, 有, 無): which rows have one of
them, all of those named or some but not others, how many they are, which has most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.draft import Draft, Member, Statement
from assistant.evidence import Evidence
from assistant.extractive.condition import said_part
from assistant.extractive.conditions import Reading
from assistant.extractive.listing import listing
from assistant.extractive.plan_items import Family, Item
from assistant.extractive.scope import Scope
from assistant.extractive.selection import ENOUGH, families, name_of, narrowed
from assistant.understanding.question import Question
from assistant.units import Unit
from assistant.wording import yes_no
from ingest.normalise import squash

YES = re.compile(r"[○〇◯●◎]|有り?|あり|可|済み?")
NO = re.compile(r"[×✕✖]|無し?|なし|不可|未|[-ー―–—]")
#: Asks of another time than the table's, which a mark does not tell.
_WHEN = re.compile(r"予定|いつ|年度|今後|これから|始ま")
_LACKS = re.compile(r"な[いし]|無[いし]|(?:整|備わ|備え|設置|整備|設け|使え)[^、。]{0,6}ない|未整備|未設置|不足|欠け")
_HAS = re.compile(r"あ[るりっ]|有[るりす無]|備え|備わ|使え|整備|設置|整って|完備|持[つっち]|対応|できる|そろ|揃|済")
_EITHER = re.compile(r"[」』がは、]*(?:または|又は|もしくは|あるいは|か)[「『、]*")
#: Asks which rows, how many of them, and which has most.
_WHICH = re.compile(r"ど[このれ]|何|なに|いくつ|教え|挙げ|一覧|すべて|全て|全部|[?？]?$")
_COUNTER = re.compile(r"何(か所|箇所|カ所|ヶ所|施設|校|館|園|路線|地区|店舗|棟|事業|自治会|団体)")
_MOST = re.compile(r"(?:が|を|の|は|も)?(?:最も|もっとも|一番|いちばん)(?P<way>多|少な|そろ|揃|充実)|最多")
_COUNTED = re.compile(r"設備|項目|機能|種類|サービス|対応|備え|[○〇◯●]|丸|印")
_FEWEST_ROWS, _MARKS, NAME = 2, 0.8, 3


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that the question names, and whether it asks for what has it."""

    head: str
    named: str
    has: bool

    def holds(self, item: Item) -> bool:
        mark = next((c.value for c in item.cells if c.head == self.head), "")
        return bool(YES.fullmatch(mark)) if self.has else not mark or bool(NO.fullmatch(mark))


def told(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """None where no table of such columns is asked about, or the question sets what they do not say."""
    if question.english or question.everyone or question.western_years or _WHEN.search(question.text):
        return None
    said = squash(question.text)
    for family in families(question, scope, evidence):
        heads = _marked(family)
        columns = _named(heads, said)
        if question.kind == "yesno" and columns:
            draft = _of_row(question, family, columns, said, scope)
        elif columns and question.kind in ("list", "count", "number", "fact", "who"):
            draft = _rows(question, family, columns, said, scope)
        elif len(heads) > 1 and question.kind in ("rank", "fact", "list", "number", "who") and not columns:
            draft = _most(question, family, heads, said, scope)
        else:
            draft = None
        if draft is not None:
            return draft
    return None


def _marked(family: Family) -> list[str]:
    """The columns of marks for having and lacking; none where a row's cells are several municipalities'."""
    if not family.is_table or len(family.items) < _FEWEST_ROWS:
        return []
    if any(len({c.record.municipality for c in item.cells}) > 1 for item in family.items):
        return []
    out = []
    for head, cells in family.columns.items():
        marks = sum(bool(YES.fullmatch(c.value) or NO.fullmatch(c.value)) for c in cells)
        if head and head not in family.of_years and marks >= _MARKS * len(cells) and _tells_apart(family, head):
            out.append(head)
    return out


def _tells_apart(family: Family, head: str) -> bool:
    values = {next((c.value for c in item.cells if c.head == head), "") for item in family.items}
    return any(YES.fullmatch(v) for v in values)


def _named(heads: Sequence[str], said: str) -> list[_Column]:
    """The columns named, in the question's order, each had or lacked as the words behind it say; where they are
    joined, as those behind the last of them."""
    parts = {head: part for head in heads if (part := said_part(head, said))}
    longest = {h: p for h, p in parts.items() if not any(p != o and p in o for o in parts.values())}
    places = sorted((said.find(part), part, head) for head, part in longest.items())
    ends = [*(at for at, _, _ in places[1:]), len(said)] if places else []
    out: list[_Column] = []
    has = True
    for (at, part, head), end in reversed(list(zip(places, ends, strict=True))):
        behind = said[at + len(part) : end]
        if _LACKS.search(behind):
            has = False
        elif _HAS.search(behind) or not out:
            has = True
        out.insert(0, _Column(head, part, has))
    return out


def _rows(question: Question, family: Family, columns: Sequence[_Column], said: str, scope: Scope) -> Draft | None:
    behind = said[said.find(columns[0].named) :]
    noun = noun_of(family)
    if not (_HAS.search(behind) or _LACKS.search(behind)) or not _WHICH.search(said):
        return None
    if not (noun and noun in said) and not re.search(r"どこ|どれ", said):
        return None
    between = said[said.find(columns[0].named) + len(columns[0].named) : said.rfind(columns[-1].named)]
    join = any if len(columns) > 1 and _EITHER.fullmatch(between) else all
    heads = {c.head for c in columns}
    others = [c for c in Reading(question, family).conditions() if c.head and c.head not in heads]
    met = [i for i in family.items if join(c.holds(i) for c in columns) and all(o.holds(i) is not None for o in others)]
    words = " ".join([noun, *(c.named for c in columns), *(w for o in others for w in o.words), "両方 設備 完備 設置"])
    found, explained = narrowed(question, family, [(item, []) for item in met], words, scope)
    if not found or explained < ENOUGH:
        return None
    members = [m for item, _ in found if (m := _member(item, question, heads, family, scope)) is not None]
    asked = _COUNTER.search(question.text)
    draft = listing(question, scope, members) if members else None
    return counted_by(asked[1], draft) if asked and draft else draft


def noun_of(family: Family) -> str:
    """What the first column of a table calls its rows; '' where it has no head."""
    return next((squash(head) for item in family.items[:1] for head, _ in item.names if head), "").removesuffix("名")


def _member(item: Item, question: Question, aside: set[str], family: Family, scope: Scope) -> Member | None:
    unit = item.naming or next(_units(item, scope), None)
    if unit is None:
        return None
    return Member(scope.printed(name_of(item, question, aside, family.naming_head), unit), None, None, (unit,))


def _units(item: Item, scope: Scope) -> Iterator[Unit]:
    yield from (u for c in item.cells if (u := scope.record_unit(c.record)) is not None)


def counted_by(counter: str, draft: Draft) -> Draft:
    """A list told with the counter that the question asks by (3か所)."""
    first = draft.statements[0]
    counted = first.text.replace(f"{len(draft.members)}件", f"{len(draft.members)}{counter}", 1)
    return replace(draft, statements=(replace(first, text=counted), *draft.statements[1:]))


def _of_row(question: Question, family: Family, columns: Sequence[_Column], said: str, scope: Scope) -> Draft | None:
    """Whether the row named has what is named."""
    named = [(len(n), item) for item in family.items if (n := squash(item.names[0][1])) in said and len(n) >= NAME]
    _, item = max(named, key=lambda each: each[0], default=(0, None))
    unit = next(_units(item, scope), None) if item else None
    if item is None or unit is None:
        return None
    own = {c.head: c.record.value for c in item.cells}
    told = [(column.head, own.get(column.head, "空欄")) for column in columns]
    if not all(YES.fullmatch(mark) or NO.fullmatch(mark) or mark == "空欄" for _, mark in told):
        return None
    if any(mark == "空欄" and any(NO.fullmatch(c.value) for c in family.columns[head]) for head, mark in told):
        return None
    marks = "、".join(f"{head}＝{mark}" for head, mark in told)
    opening = yes_no(all(column.holds(item) for column in columns), question.lang)
    text = f"{opening}{scope.owner_name(unit) or ''}「{scope.printed(item.names[0][1], unit)}」：{marks}"
    return Draft(kind="answer", statements=(Statement(text, (unit,)),), evidence=(unit,))


def _most(question: Question, family: Family, heads: Sequence[str], said: str, scope: Scope) -> Draft | None:
    """The rows that have most of the columns, or fewest."""
    asked, noun = _MOST.search(said), noun_of(family)
    if asked is None or not _COUNTED.search(said) or not (noun and noun in said):
        return None
    had = [(sum(_Column(h, h, True).holds(i) for h in heads), i) for i in family.items]
    best = (min if asked["way"] == "少な" else max)(n for n, _ in had)
    statements = []
    for n, item in had:
        member = _member(item, question, set(heads), family, scope) if n == best else None
        if member is not None:
            own = "、".join(h for h in heads if _Column(h, h, True).holds(item))
            text = f"{member.name}：{len(heads)}項目のうち{n}項目{f'（{own}）' if own else ''}"
            statements.append(Statement(text, member.units, (str(n), str(len(heads)))))
    units = tuple(u for s in statements for u in s.units)
    return Draft(kind="answer", statements=tuple(statements), evidence=units) if statements else None
