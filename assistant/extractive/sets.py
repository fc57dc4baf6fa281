"""Lists of measures and of items inside a plan: by department, by heading, by words in a table row, or enumerated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Coverage
from assistant.draft import Draft, Member, Statement
from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from assistant.wording import clean, counted_names
from ingest.lines import is_figures
from ingest.model import Passage, Record
from ingest.normalise import squash, view
from ingest.years import find_years

_ORGAN = re.compile(r"[一-龥ァ-ヶーA-Z]{1,14}(?:課|室|局|部|係|センター|事務所|委員会)")
_MEASURES = re.compile(r"事業|取組|取り組み|施策|プロジェクト|課題|measure|project|initiative", re.IGNORECASE)
_BULLET = re.compile(r"^[•●■◆□◇▼▶✓○・\-–\uf000-\uf8ff]\s?|^[①-⑳❶-❿]\s?|^[(（]?\d{1,2}[)）.．、]\s?|^\d{1,2}\s")
_CLAUSE = re.compile(
    r"(?:[ぁ-んァ-ン]*(?:て|で|し|り|い|き|え|み|に|を|が|は|も|や|と|ば|れ|する|した|"
    r"ます|です|いる|る|ため|こと|ほか|よう|り))$"
)
_NAME_HOLDS = re.compile(r"(?:事業名|名称|名前|タイトル)に|\bname\b|\btitle", re.IGNORECASE)
_MOST = 40
_KINDS = tuple(
    (re.compile(noun, re.IGNORECASE), re.compile(endings))
    for noun, endings in (
        (r"書類|申請書|届出|documents|forms", r"書|届|証|申請|票"),
        (r"証明書|certificates", r"証明書?|写し|謄本|抄本"),
        (r"どの課|課を|課は|部署|sections|departments", r"課|室|局|部|センター"),
        (r"法律|[0-9]法|\blaws\b|\bacts\b", r"法|法律"),
        (r"どのシステム|システム(?:は|を)|systems", r"システム"),
        (r"機能(?:は|を)|functions|features", r"機能|検索|配信|通報|予約"),
        (r"どの施設|施設(?:は|を)|facilities", r"館|場|所|施設|センター|園|校"),
    )
)
_SHEET_WORDS = re.compile(r"交付金|デジ|^田$|本体|デジタル田園|国家構想|事業|本体|概要|資料|県$|市$|町$")


def measures_by_department(question: Question, scope: Scope) -> Draft | None:
    """Measures of the department that the question names."""
    departments = {r.value for r in scope.records(question, "department")}
    named = max((d for d in departments if squash(d) in squash(question.text)), key=len, default=None)
    if named is None or not _MEASURES.search(question.text):
        return None
    found = [
        r for r in scope.records(question, "department") if named in re.split(r"[・、,\s]", r.value) or r.value == named
    ]
    return _measures(question, scope, [(r.measure or "", r) for r in found])


def measures_under_heading(question: Question, scope: Scope) -> Draft | None:
    """Measures that stand under the heading that the question names, in the plan's order."""
    if not _MEASURES.search(question.text):
        return None
    wanted = [
        *question.quoted,
        *(
            squash(m)
            for m in re.findall(
                r"([^\s、。「」]{4,30}?)(?:に位置付け|に位置づけ|に含まれ|の下|における|に属|分野の|の個別)",
                question.topic,
            )
        ),
    ]
    records = [r for r in scope.records(question, "measure") if r.attribute]
    headings = {r.attribute for r in records}
    best = max(
        (
            (len(squash(h)), h)
            for h in headings
            for w in wanted
            if w and (w in squash(h) or (len(squash(h)) >= 5 and squash(h) in w))
        ),
        default=None,
    )
    if best is None:
        return None
    found = [r for r in records if r.attribute == best[1]]
    return _measures(question, scope, [(r.value, r) for r in found]) if len(found) >= 2 else None


def sheets(question: Question, scope: Scope) -> Draft | None:
    """All project sheets of the municipality named, where the question asks for its projects and nothing more."""
    records = {(r.municipality, r.measure): r for r in reversed(scope.records(question, "header")) if r.measure}
    rest = [t for t in question.terms.terms if t.weight >= 0.45 and not _SHEET_WORDS.search(t.text)]
    if not records or not question.municipalities or rest or not _MEASURES.search(question.text):
        return None
    return _measures(question, scope, [(r.measure or "", r) for r in reversed(records.values())])


def named_with(question: Question, scope: Scope) -> Draft | None:
    """Projects whose name holds a quoted word (事業名に「AI」が入っている…), with their municipalities."""
    if not question.quoted or not _NAME_HOLDS.search(question.text):
        return None
    chosen = {m.code: m for m in scope.municipalities_in_scope(question) if not (question.everyone and m.is_prefecture)}
    found = {
        (r.municipality, r.measure): r
        for r in scope.records(question, "header")
        if r.measure and r.municipality in chosen and any(_word_in(q, squash(r.measure)) for q in question.quoted)
    }
    rows = [(r, u) for r in found.values() if (u := _title_unit(scope, r)) is not None]
    if not rows:
        return None
    members, lines, seen = [], [], set()
    for record, unit in rows:
        m = chosen[record.municipality or ""]
        lines.append(Statement(f"- {m.name}「{record.measure}」", (unit,)))
        if question.everyone and m.code not in seen:
            seen.add(m.code)
            members.append(Member(m.name, None if m.code.startswith("x-") else m.code, None, (unit,)))
        elif not question.everyone:
            members.append(Member(record.measure or "", None, None, (unit,)))
    owners = counted_names([chosen[code].name for code in seen]) if seen else "事業"
    opening = f"{len(rows)} projects:" if question.lang == "en" else f"{len(rows)}件（{owners}）あります。"
    coverage = Coverage(documents=len({r.document for r, _ in rows}), municipalities=len(chosen))
    return Draft(
        kind="list",
        statements=(Statement(opening), *lines),
        members=tuple(members),
        coverage=coverage,
        evidence=tuple(u for _, u in rows),
    )


def _word_in(word: str, text: str) -> bool:
    return (
        re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None if word.isascii() else word in text
    )


def _title_unit(scope: Scope, record: Record) -> Unit | None:
    """The unit of the sheet that shows its title."""
    for passage in scope.finder.catalogue.passages_of(record.document, record.page):
        for unit in scope.finder.units(passage):
            if squash(record.measure or "-") in squash(unit.text):
                return unit
    return scope.record_unit(record)


def measures_in_field(question: Question, scope: Scope) -> Draft | None:
    """Rows whose leading cells hold the field that the question names (土木分野の…)."""
    field = re.search(r"([一-龥ァ-ヶーぁ-ん・]{2,12}?)分野", question.topic)
    if field is None or not _MEASURES.search(question.text):
        return None
    wanted = squash(field[1])
    found: list[tuple[str, Unit]] = []
    for passage in _rows_of(question, scope):
        lead = [squash(part) for part in view(passage.text.split("\n", 1)[0]).split(" ")[:3] if len(part) > 1]
        if passage.measure and any(wanted.startswith(part) or part.startswith(wanted) for part in lead):
            units = scope.finder.units(passage)
            proof = next((u for u in units if squash(passage.measure) in squash(u.text)), units[0])
            found.append((passage.measure, proof))
    return _named(question, scope, found) if len(found) >= 2 else None


def _rows_of(question: Question, scope: Scope) -> Iterator[Passage]:
    for document in scope.documents:
        owner = document.municipality
        if not question.codes or owner is None or owner.code in question.codes:
            for passage in scope.finder.catalogue.passages_of(document.id):
                if passage.kind == "row" and (not question.codes or passage.municipality in question.codes):
                    yield passage


def measures_by_status(question: Question, scope: Scope) -> Draft | None:
    """Measures whose status in the year that the question names is the one it names, by mark or by word."""
    records = [r for r in scope.records(question, "status") if r.fiscal_year]
    if not records or not _MEASURES.search(question.text):
        return None
    years = question.western_years
    marks = {r.value for r in records if r.value in question.text} or {
        r.value for r in records if r.status and re.search(rf"(?:が|に|を|「|は){re.escape(r.status)}", question.text)
    }
    if not years or not marks:
        return None
    found = [r for r in records if r.fiscal_year in years and r.value in marks]
    return _measures(question, scope, [(r.measure or "", r) for r in found])


def _measures(question: Question, scope: Scope, found: Sequence[tuple[str, Record]]) -> Draft | None:
    proven = [(name, unit) for name, record in found if (unit := _proof(scope, record)) is not None]
    return _named(question, scope, proven)


def _named(question: Question, scope: Scope, found: Sequence[tuple[str, Unit]]) -> Draft | None:
    """A list of measures, each once, by their printed names."""
    members: list[Member] = []
    seen: set[str] = set()
    for name, unit in found:
        printed = scope.printed(name, unit)
        if printed and squash(printed) not in seen:
            seen.add(squash(printed))
            members.append(Member(printed, None, None, (unit,)))
    if not members:
        return None
    units = tuple(u for m in members for u in m.units)
    opening = f"{len(members)} found:" if question.lang == "en" else f"{len(members)}件あります。"
    coverage = Coverage(
        documents=len({u.passage.document for u in units}), municipalities=len({u.passage.municipality for u in units})
    )
    lines = tuple(Statement(f"- {m.name}", m.units) for m in members)
    return Draft(
        kind="list", statements=(Statement(opening), *lines), members=tuple(members), coverage=coverage, evidence=units
    )


def _proof(scope: Scope, record: Record) -> Unit | None:
    """The measure's name with what stands beside it, so that the quote shows both name and department."""
    unit = scope.record_unit(record)
    if unit is None or record.kind != "department":
        return unit
    passage = unit.passage
    name = next((u for u in scope.finder.units(passage) if squash(passage.measure or "-") in squash(u.text)), None)
    return (
        unit
        if name is None
        else Unit(passage, min(name.start, unit.start), max(name.end, unit.end), view(passage.text), "row", ())
    )


def rows_with(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """Table rows of one document that hold all the conditions which the question names (新規, 令和3年度に実施)."""
    conditions = [*question.quoted]
    status = re.search(r"(実施済み?|実施|継続取組中|継続|完了|検討|着手|新規|拡充|廃止|予定)", question.own_topic)
    years = question.western_years
    if not evidence or not (conditions or years) or not _MEASURES.search(question.text):
        return None
    document = evidence[0].passage.document
    found: list[tuple[str, Unit]] = []
    for passage in scope.finder.catalogue.passages_of(document):
        for unit in scope.finder.units(passage):
            apart = any(x.quoted and x.text in squash(unit.text) for x in question.excluded)
            if apart or squash(_row_name(unit, passage)) in {squash(name) for name, _ in found}:
                continue
            if (
                unit.kind in ("cell", "row")
                and passage.measure
                and _row_holds(unit, conditions, years, status and status[1])
            ):
                found.append((_row_name(unit, passage), unit))
    if len(found) < 2 or len(found) > _MOST:
        return None
    members = tuple(Member(name, None, None, (unit,)) for name, unit in found)
    opening = f"{len(members)} found:" if question.lang == "en" else f"{len(members)}件あります。"
    return Draft(
        kind="list",
        statements=(Statement(opening), *(Statement(f"- {m.name}", m.units) for m in members)),
        members=members,
        coverage=Coverage(documents=1, municipalities=1),
        evidence=tuple(u for m in members for u in m.units),
    )


def _row_holds(unit: Unit, conditions: Sequence[str], years: frozenset[int], status: str | None) -> bool:
    text = squash(unit.text)
    return (
        all(c in text for c in conditions)
        and (not years or bool(years & {m.year for m in find_years(view(unit.text))}))
        and (status is None or status in text)
    )


def _row_name(unit: Unit, passage: Passage) -> str:
    raw = passage.text[unit.start - passage.start : unit.end - passage.start]
    cells = [view(c) for c in raw.split("\t")]
    names = [c for c in cells if len(c) >= 4 and not is_figures(c)]
    return re.sub(r"\s?[(（][^()（）]*(?:課|室|局|部|署)[)）]$", "", names[0] if names else passage.measure or "")


def enumerated(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The items that one of the best passages enumerates: its sub-headings, its bullets, or names in a row.

    Where the question names what they are (書類, 課, 法律), the passage with most items of that kind; where it says how
    many, one with so many; else the first.
    """
    kind = next((endings for noun, endings in _KINDS if noun.search(question.text)), None)
    number = re.search(r"(\d+)\s?(?:つ|件|課|法|本の柱|分野)", question.text)
    best: tuple[float, Evidence, list[tuple[str, Unit]]] | None = None
    for rank, e in enumerate(evidence[: 10 if kind or number else 4]):
        items = _sub_headings(e, scope) or _bullets(e, scope) or _inline(e)
        if len(items) < 2:
            continue
        fitting = [i for i in items if kind.search(i[0])] if kind else items
        value = len(fitting) / len(items) + 0.5 * bool(number and len(items) == int(number[1])) - 0.05 * rank
        if (kind is None or len(fitting) >= 2) and (best is None or value > best[0]):
            best = (value, e, fitting if kind and len(fitting) >= 0.6 * len(items) else items)
    if best is None:
        return None
    _, e, items = best
    members = tuple(Member(name, None, None, (unit,)) for name, unit in items[:_MOST])
    return Draft(
        kind="list",
        statements=tuple(Statement(f"- {m.name}", m.units) for m in members),
        members=members,
        coverage=Coverage(documents=1, municipalities=1),
        evidence=(scope.trimmed(e.unit, question), *(u for m in members for u in m.units)),
    )


def _sub_headings(e: Evidence, scope: Scope) -> list[tuple[str, Unit]]:
    """Headings one level under the heading that the unit is, or stands directly beneath."""
    path = e.passage.headings
    if not path:
        return []
    title = path[-1] if e.unit.kind == "heading" else e.passage.measure
    children = [
        r
        for r in scope.finder.records_of(e.passage.document).get(e.passage.page, [])
        if r.kind == "measure" and r.attribute == title and r.value != title
    ]
    out = [(re.sub(r"^[(（]\d+[)）]\s?", "", r.value), unit) for r in children if (unit := scope.record_unit(r))]
    return out if len(out) >= 3 else []


def _bullets(e: Evidence, scope: Scope) -> list[tuple[str, Unit]]:
    units = [u for u in scope.finder.units(e.passage) if u.kind in ("sentence", "heading")]
    raw = {u.key: e.passage.text[u.start - e.passage.start : u.end - e.passage.start] for u in units}
    bulleted = [(clean(_BULLET.sub("", u.text)), u) for u in units if _BULLET.match(view(raw[u.key]))]
    bulleted = [(name, u) for name, u in bulleted if 2 <= len(name) <= 60]
    return bulleted if len(bulleted) >= 3 else []


def _inline(e: Evidence) -> list[tuple[str, Unit]]:
    """Names in a row inside one unit: 「A」「B」「C」, ・A、・B, or A、B及びC."""
    text = clean(e.unit.text)
    quoted = re.findall(r"「([^「」]{2,40})」(?=[、，・や及と]|の\d|$|など|「)", text)
    quoted += re.findall(r"(?<=[、，・や及と])「([^「」]{2,40})」", text) if len(quoted) >= 2 else []
    if len(set(quoted)) >= 3:
        return [(name, e.unit) for name in dict.fromkeys(quoted)]
    if text.count("・") >= 3 and "、・" in text:
        parts = [p.strip(" ・、。") for p in re.split(r"[、,]?\s?・(?=[^、]{4,})", text)]
        names = [p for p in parts if 2 <= len(p) <= 60 and not _CLAUSE.search(p)]
        return [(p, e.unit) for p in names] if len(names) >= 3 else []
    return [(name, e.unit) for name in _run(text)]


def _run(text: str) -> list[str]:
    """The longest run of nouns joined by 、, 及び or 並びに; the last is cut where its clause goes on."""
    best: list[str] = []
    current: list[str] = []
    for part in re.split(r"、|，|及び|並びに|または|又は", text):
        last = re.match(
            r"(.{2,40}?)(?=の業務|について|など|等(?!の)|を|が|は|に|で|の(?:[0-9]|各|うち|\S{0,6}分野)|$)",
            part.strip(),
        )
        name = re.sub(r"^.*(?:、|は|が|を|に|で|として|のうち)", "", last[1]) if last else ""
        unbalanced = any(name.count(a) != name.count(b) for a, b in ("()", "「」", "（）"))
        if not name or unbalanced or len(name) > 36 or _CLAUSE.search(name):
            current = []
            continue
        current.append(name)
        if last and last.end() < len(part.strip()):
            best, current = max(best, current, key=len), []
    best = max(best, current, key=len)
    return best if len(best) >= 3 else []
