"""Tables with a column for every municipality (事業 | A市 ○ | B町 －): who takes part in what, by its legend."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Coverage
from assistant.draft import Draft, Member, Statement
from assistant.extractive.listing import listing
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Haystack, Terms
from assistant.units import Unit
from assistant.wording import colon, counted_names, status_word, yes_no
from ingest.model import Document, Municipality, Record
from ingest.normalise import squash, view

_LEGEND = re.compile(r"([○〇◎●△▲◇◆□■×☆★-])\s?[:：=]\s?([^\s、,:：○〇◎●△▲◇◆□■×☆★]{1,16})")
_MARK = re.compile(r"[○〇◎●△▲◇◆□■×☆★]|(?<=[(「『])-(?=[)」』])|(?<=marked )-")
#: What marks mean where the plan has no legend.
_USUAL = {**dict.fromkeys("○〇◎●", "参加"), **dict.fromkeys("△▲", "一部参加"), **dict.fromkeys("×-", "不参加")}
_NEGATIVE = re.compile(r"不|非|未|なし|無し|しない|対象外")
_DENIES = re.compile(
    r"不参加|(?:参加(?:して|し)?|加わって|加わら|入って|して)(?:い)?ない|\bnot\b|n't\b",
    re.I,
)
_TAKES_PART = re.compile(
    r"参加|加わ|入って|入る|加入|対象|協力|連携|\bjoin|\bpart\b|participat|\binvolved|\bmember", re.IGNORECASE
)
#: What all the municipalities take part in is asked for, not who does.
_BODIES = r"(?:市町村|市区町村|市町|自治体|団体)"
_EVERY = re.compile(
    rf"(?:全(?:ての|部の|[0-9]{{1,2}})?|すべての){_BODIES}|[0-9]{{1,2}}{_BODIES}(?:の)?(?:すべて|全て|全部|とも|みんな)"
    r"|\ball(?: of)?(?: the)?(?: \w+)? (?:municipalities|cities|towns|members)\b",
    re.IGNORECASE,
)
_WHICH_MEASURES = re.compile(
    r"(?:事業|取組|取り組み|施策|プロジェクト)(?:名|の名前)?(?:は|を|って)?、?(?:どれ|何|なに|全部|すべて|全て|いくつ|教え|挙げ|あげ|[?？。]|$)"
    r"|(?:どの|どんな|何の)(?:事業|取組|取り組み|施策|プロジェクト)"
    r"|\b(?:which|what|how many|list(?: all)?(?: the)?) (?:\w+ ){0,2}?(?:projects?|measures?|initiatives?)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:分野|方針|目標|柱|戦略|施策|章)\d+(?:-\d+)?")
_EN_NUMBERED = re.compile(r"\b(?:field|area|policy|goal|pillar|strategy)\s?(\d{1,2})\b", re.IGNORECASE)
_ASIDE = re.compile(r"(?:は|を)?(?:除|抜|含ま|含め|外し)")
_FEWEST = 2
#: Shares of what the tables know of a question that a row must hold, and of the question that they must know: more
#: where it does not speak of taking part.
ROW, KNOWN, KNOWN_PLAIN = 0.75, 0.3, 0.55


@dataclass(frozen=True, slots=True)
class _Row:
    """A measure's row: each municipality's own cell, and the text that names the measure."""

    label: str
    unit: Unit
    hay: Haystack
    cells: dict[str, Record] = field(default_factory=dict)
    #: Those whose column the table has, whether or not anything stands in it.
    columns: frozenset[str] = frozenset()

    def proof(self, code: str) -> Unit:
        return replace(self.unit, kind="cell", records=(self.cells[code],)) if code in self.cells else self.unit


def by_columns(question: Question, scope: Scope) -> Draft | None:
    """Municipalities of a measure, measures of a municipality, or whether one takes part; None where no table with
    columns of municipalities says so."""
    found = [row for document in scope.documents for row in _rows_of(document, scope)]
    if question.documents:
        found = [row for row in found if row.unit.passage.document in question.documents]
    if not found:
        return None
    sought = _sought(question, found[0], scope)
    named = [m for m in question.municipalities if any(m.code in row.columns for row in found)]
    if not named and _EVERY.search(view(question.text)) and _WHICH_MEASURES.search(view(question.text)):
        return _measures(question, found, None, sought, scope)
    if question.everyone or not named:
        if question.kind not in ("list", "count") or not (question.everyone or _TAKES_PART.search(question.text)):
            return None
        row = _best(question, found, scope)
        return _municipalities(question, row, sought, scope) if row else None
    if question.kind in ("list", "count") and len(named) == 1 and (sought or _TAKES_PART.search(question.text)):
        return _measures(question, found, named[0], sought, scope)
    if question.kind in ("yesno", "compare", "fact") and (sought or _TAKES_PART.search(question.text)):
        row = _best(question, found, scope)
        return _standing(question, row, named, scope) if row else None
    return None


def _rows_of(document: Document, scope: Scope) -> Sequence[_Row]:
    return scope.finder.derived(("matrix", document.id), lambda: _read(document, scope))


def _read(document: Document, scope: Scope) -> Sequence[_Row]:
    if document.municipality is not None and not document.municipality.is_prefecture:
        return ()
    rows = []
    for page in scope.finder.records_of(document.id).values():
        lines: dict[int, list[Record]] = {}
        for r in page:
            if r.kind == "cell":
                lines.setdefault(r.start, []).append(r)
        own = {start: {r.municipality or "": r for r in rs if _is_column(r, scope)} for start, rs in lines.items()}
        columns = frozenset(code for cells in own.values() for code in cells)
        for start, cells in own.items():
            unit = scope.record_unit(lines[start][0]) if len(cells) >= _FEWEST else None
            if unit is not None:
                label = lines[start][0].measure or ""
                told = [r.value for r in lines[start] if r not in cells.values()]
                text = "\n".join([label, *told, *unit.passage.headings[:-1]])
                rows.append(_Row(label, unit, scope.finder.haystack(text), cells, columns))
    return rows


def _is_column(record: Record, scope: Scope) -> bool:
    m = scope.covered.get(record.municipality or "")
    return m is not None and squash(record.attribute.split(" ")[-1]) in (squash(m.name), squash(m.full_name))


def _legend(document: str, scope: Scope) -> dict[str, str]:
    """Mark to meaning, from whichever page has the legend."""

    def read() -> dict[str, str]:
        said: dict[str, str] = {}
        for number in range(1, scope.finder.catalogue.page_count(document) + 1):
            page = scope.finder.catalogue.page(document, number)
            found = dict(_LEGEND.findall(view(page.text))) if page else {}
            if len(found) >= _FEWEST and "-" in found or len(found) > _FEWEST:
                said = found | said
        return said or _USUAL

    return scope.finder.derived(("legend", document), read)


def _sought(question: Question, row: _Row, scope: Scope) -> frozenset[str]:
    """The marks that a question asks for, by themselves or by what the legend calls them; none where it names none."""
    legend = _legend(row.unit.passage.document, scope)
    text = view(question.text)
    marks = {m.group() for m in _MARK.finditer(text) if not _ASIDE.match(text[m.end() :].lstrip(")」』 "))}
    if marks:
        return frozenset(marks | ({"○", "〇"} if marks & {"○", "〇"} else set()))
    if _DENIES.search(text):
        return frozenset(mark for mark, meaning in legend.items() if _NEGATIVE.match(meaning))
    said = squash(text)
    for mark, meaning in sorted(legend.items(), key=lambda item: -len(item[1])):
        for part in map(squash, re.split(r"[・/]", meaning)):
            if len(part) >= 2 and part in said:
                set_aside = _ASIDE.match(said[said.index(part) + len(part) :])
                said = said.replace(part, " ")
                if not set_aside:
                    marks.add(mark)
    return frozenset(marks)


def _best(question: Question, rows: Sequence[_Row], scope: Scope) -> _Row | None:
    """The row whose measure the question names; by a quoted name, else by the words that some row knows."""
    for q in question.quoted:
        exact = [row for row in rows if q in squash(row.label) or (len(row.label) >= 4 and squash(row.label) in q)]
        if exact:
            return exact[0]
    known = Terms.build(t for t in question.terms.terms if any(row.hay.holds(t) >= 0.5 for row in rows))
    strong = Terms.build(t for t in known.terms if t.weight >= 0.4 and not _TAKES_PART.search(t.text))
    plain = not _TAKES_PART.search(question.text) and not _MARK.search(view(question.text))
    if strong.total < (KNOWN_PLAIN if plain else KNOWN) * question.terms.total or not strong.terms:
        return None
    labels = [(strong.coverage(scope.finder.haystack(row.label)) * 0.2 + strong.coverage(row.hay), row) for row in rows]
    value, best = max(labels, key=lambda item: item[0])
    return best if value >= ROW else None


def _municipalities(question: Question, row: _Row, sought: frozenset[str], scope: Scope) -> Draft | None:
    legend = _legend(row.unit.passage.document, scope)
    wanted = sought or frozenset(m for m, meaning in legend.items() if not _NEGATIVE.match(meaning))
    if any(cell.value not in legend and cell.value not in _USUAL for cell in row.cells.values()):
        return None
    examined = [m for m in scope.municipalities_in_scope(question) if m.code in row.columns]
    found = [m for m in examined if m.code in row.cells and view(row.cells[m.code].value) in wanted]
    if not found:
        return None
    names = [m.name for m in found]
    english = question.lang == "en"
    opening = (
        f"{len(names)} found: {', '.join(names)}."
        if english
        else f"{counted_names(names)}が該当します：{'、'.join(names)}。"
    )
    lines = [Statement(_line(m, row, legend, question.lang), (row.proof(m.code),)) for m in found]
    members = tuple(Member(m.name, m.code, None, (row.proof(m.code),)) for m in found)
    without = tuple(m.name for m in examined if m not in found)
    return Draft(
        kind="list",
        statements=(Statement(opening), *lines),
        members=members,
        coverage=Coverage(documents=1, municipalities=len(examined), without=without),
        evidence=(row.unit,),
    )


def _line(m: Municipality, row: _Row, legend: dict[str, str], lang: str) -> str:
    return f"- {m.name}「{row.label}」{colon(lang)}{_told(row, m.code, legend, lang)}"


def _told(row: _Row, code: str, legend: dict[str, str], lang: str) -> str:
    """The cell with what its mark means: －（不参加）."""
    cell = row.cells.get(code)
    if cell is None:
        return "blank" if lang == "en" else "空欄"
    meaning = status_word(legend.get(view(cell.value)), lang)
    if not meaning:
        return cell.value
    return f"{cell.value} ({meaning})" if lang == "en" else f"{cell.value}（{meaning}）"


def _measures(
    question: Question, rows: Sequence[_Row], m: Municipality | None, sought: frozenset[str], scope: Scope
) -> Draft | None:
    """The measures in whose rows the municipality has one of the marks; without one, all that have a column do."""
    legend = _legend(rows[0].unit.passage.document, scope)
    wanted = sought or frozenset(mark for mark, meaning in legend.items() if not _NEGATIVE.match(meaning))
    held = ((row, [m.code] if m else sorted(row.columns)) for row in _of_part(question, rows, scope))
    found = [
        row for row, codes in held if all(code in row.cells and view(row.cells[code].value) in wanted for code in codes)
    ]
    members = [
        Member(scope.printed(row.label, row.unit), None, None, (row.proof(m.code) if m else row.unit,)) for row in found
    ]
    return listing(question, scope, members) if members else None


def _of_part(question: Question, rows: Sequence[_Row], scope: Scope) -> Sequence[_Row]:
    """The rows of the field that the question names, by its number or words of its heading; all without one."""
    heads = [scope.finder.haystack("\n".join(row.unit.passage.headings[:-1])) for row in rows]
    said = set(_NUMBERED.findall(squash(question.text)))
    said |= {
        f"{part}{n}" for n in _EN_NUMBERED.findall(question.text) for part in ("分野", "方針", "目標", "柱", "戦略")
    }
    numbered = [row for row, head in zip(rows, heads, strict=True) if said & set(_NUMBERED.findall(head.squashed))]
    if numbered:
        return numbered
    held = {t: sum(head.holds(t) >= 0.5 for head in heads) for t in question.terms.terms if t.weight >= 0.4}
    parts = Terms.build(t for t, n in held.items() if 0 < n < len(rows))
    shares = [parts.coverage(head) for head in heads] if parts.terms else []
    most = max(shares, default=0.0)
    return [row for row, share in zip(rows, shares, strict=True) if share >= 0.8 * most] if most >= ROW else rows


def _standing(question: Question, row: _Row, named: Sequence[Municipality], scope: Scope) -> Draft | None:
    """Whether those named take part: each with its own cell, in a line of its own."""
    legend = _legend(row.unit.passage.document, scope)
    cells = [row.cells.get(m.code) for m in named]
    told = [legend.get(view(c.value)) or _USUAL.get(view(c.value)) for c in cells if c]
    if len(told) < len(named) or not all(told):
        return None
    lines = [Statement(_line(m, row, legend, question.lang)[2:], (row.proof(m.code),)) for m in named]
    if question.kind == "yesno":
        true = all(not _NEGATIVE.match(meaning or "") for meaning in told)
        if _DENIES.search(question.text):
            true = all(_NEGATIVE.match(meaning or "") for meaning in told)
        lines[0] = replace(lines[0], text=yes_no(true, question.lang) + lines[0].text)
    members = tuple(Member(m.name, m.code, None, (row.proof(m.code),)) for m in named)
    return Draft(kind="answer", statements=tuple(lines), members=members, evidence=(row.unit,))
