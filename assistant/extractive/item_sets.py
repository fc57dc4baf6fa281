"""Sets that a plan itself writes down: what stands under a heading or pillar, behind a lead-in as bullets, or in a row
in a sentence. The set is chosen by what its owner says, not by what its items say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.draft import Draft, Member
from assistant.evidence import Evidence
from assistant.extractive.enumerations import bullets, in_a_row
from assistant.extractive.listing import listing
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.lines import heading_level, heading_title
from ingest.model import Document, Passage, Record
from ingest.normalise import squash, view
from ingest.years import find_years

#: Share of the question that the owner of a set must account for; below it no set is given.
OWNED = 0.5
IN_OWNER, IN_CONTEXT, IN_ITEMS = 1.0, 0.72, 0.35
NUMBER_FITS, NUMBER_DIFFERS, LABEL_FITS, LABEL_DIFFERS, QUOTED = 0.35, -0.12, 0.25, -0.2, 0.5
KIND_FITS, KIND_DIFFERS = 0.3, -0.3
#: A question none of whose words weighs as much (「A市の事業をすべて」) names no set.
TELLING = 0.3
MOST = 40
#: Under so many owners a heading tells of none of them.
EVERYWHERE = 4
_NUMBER = re.compile(
    r"([0-9]{1,2}|[二三四五六七八九])\s?(?:つ|個|本の?柱|項目|分野|法|件の|の(?:柱|分野|項目|方針|視点|取組|施策))"
)
_ENGLISH_NUMBER = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten)\b(?! (?:percent|years|months|hours))", re.I
)
WORDS = {w: i for i, w in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 2)}
_SAID_OF = re.compile(r"(?P<name>[^。]{2,30})の(?P<said>[一-龥ァ-ヴー]{2,8}(?:・[一-龥ァ-ヴー]{2,8})*)")
#: Of how many things the cells of a column must say the same.
_SAME = 3
_LABEL = re.compile(r"(?:個別|基本|重点|主要)?(?:施策|事業|方針|目標|柱|取組|プロジェクト|分野|政策|戦略)")


#: A fact asked for as a set: どことどこ, 何がある, 3つの柱は, which five fields.
ASKED = re.compile(
    r"(?:どこ|何|なに|なん|どれ|誰)と(?:どこ|何|なに|なん|どれ|誰)|(?:何|なに)が(?:ある|あり|含まれ|入って)|(?:[0-9]{1,2}|[二三四五六七八九])\s?(?:つ|本の?柱|項目|分野|法)"
    r"|\b(?:which|what)\b.{0,30}\b(?:two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
#: What a noun in the question says of the endings of the items' names.
_KINDS = tuple(
    (re.compile(noun, re.IGNORECASE), re.compile(endings))
    for noun, endings in (
        (r"書類|申請書|届出|\bdocuments|\bforms", r"書|届|証|申請|票|写し"),
        (r"証明書|certificates", r"証明書?|写し|謄本|抄本"),
        (r"どの課|課を|課は|部署|sections|departments|divisions", r"課|室|局|部|センター"),
        (r"法律|[0-9]法|\blaws\b|\bacts\b", r"法|法律"),
        (r"どのシステム|システム(?:名|の名前|の名称)?(?:は|を|全)|systems", r"システム"),
        (r"機能(?:は|を|全)|functions|features", r"機能|検索|配信|通報|予約"),
        (r"どの施設|施設(?:名|の名前|の名称)?(?:は|を|全)|facilities", r"館|場|所|施設|センター|園|校"),
    )
)


@dataclass(frozen=True, slots=True)
class ItemSet:
    """`owner` is what the set is of (heading, lead-in); `context` what stands around it; `label` what its items are
    called (個別施策); `lead` the unit that says the owner, where it is one; `year` that of the items alone."""

    owner: str
    context: str
    items: tuple[tuple[str, Unit], ...]
    label: str | None = None
    lead: Unit | None = None
    year: int | None = None


def written_down(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The best set for the question; None where no set's owner accounts for enough of it."""
    if question.terms.strongest() < TELLING:
        return None
    near = {e.passage.document for e in evidence}
    best: tuple[float, ItemSet] | None = None
    for document in scope.documents:
        if document.id not in near:
            continue
        for candidate in sets_of(document, scope):
            if question.codes and candidate.items[0][1].passage.municipality not in question.codes:
                continue
            if candidate.year and question.years and candidate.year not in question.western_years:
                continue
            value = fit(question, candidate, scope)
            if best is None or value > best[0] + 1e-9:
                best = (value, candidate)
    if best is None or best[0] < OWNED:
        return None
    members = [Member(_plain(name), None, None, (unit,)) for name, unit in best[1].items[:MOST]]
    return listing(question, scope, members, best[1].lead)


def of_number(question: Question, evidence: Sequence[Evidence], scope: Scope, chosen: Draft) -> Draft | None:
    """The best set that is written down, where it has as many items as the question says there are and what was
    chosen has not."""
    number = asked_number(question.text)
    if number is None or len(chosen.members) == number:
        return None
    written = written_down(question, evidence, scope)
    return written if written is not None and len(written.members) == number else None


def names_of(listed: ItemSet) -> str:
    return "\n".join(name for name, _ in listed.items)


def fit(question: Question, candidate: ItemSet, scope: Scope) -> float:
    """The share of the question that the set's owner holds, and whether number, kind and label of its items fit."""
    layers = [
        (IN_OWNER, scope.finder.haystack(candidate.owner)),
        (IN_CONTEXT, scope.finder.haystack(candidate.context)),
        (IN_ITEMS, scope.finder.haystack(names_of(candidate))),
    ]
    held = sum(t.weight * max(share * layer.holds(t) for share, layer in layers) for t in question.terms.terms)
    value = held / (question.terms.total or 1.0)
    number = asked_number(question.text)
    if number is not None:
        value += NUMBER_FITS if number == len(candidate.items) else NUMBER_DIFFERS
    title = squash(candidate.owner)
    if any(q in title or (len(title) >= 5 and title in q) for q in question.quoted):
        value += QUOTED
    kind = next((endings for noun, endings in _KINDS if noun.search(question.text)), None)
    if kind:
        fitting = sum(kind.search(name) is not None for name, _ in candidate.items)
        value += KIND_FITS if fitting >= 0.6 * len(candidate.items) else KIND_DIFFERS if not fitting else 0.0
    labels = set(_LABEL.findall(question.text))
    if candidate.label and labels:
        value += LABEL_FITS if candidate.label in labels else LABEL_DIFFERS
    return value


def asked_number(text: str) -> int | None:
    """How many items the question says there are (3つの柱, five pillars)."""
    match = _NUMBER.search(text)
    if match:
        return int(match[1]) if match[1].isdigit() else "二三四五六七八九".index(match[1]) + 2
    english = _ENGLISH_NUMBER.search(text)
    return WORDS[english[1].lower()] if english else None


def sets_of(document: Document, scope: Scope) -> Sequence[ItemSet]:
    return scope.finder.derived(("item sets", document.id), lambda: _sets_of(document, scope))


def _sets_of(document: Document, scope: Scope) -> Sequence[ItemSet]:
    passages = scope.finder.catalogue.passages_of(document.id)
    out: list[ItemSet] = []
    out.extend(_of_records(document, scope))
    out.extend(_particular([*_of_heading_lines(passages, scope), *_of_headings(passages, scope)]))
    for passage in passages:
        out.extend(_of_bullets(passage, scope))
        out.extend(_of_rows(passage, scope))
        out.extend(_of_cells(passage))
    return out


def _particular(sets: Sequence[ItemSet]) -> Iterator[ItemSet]:
    """Sets of headings without those that every section of a plan has (目的, 取組内容, KPI)."""
    owners: dict[str, set[str]] = {}
    for one in sets:
        for name, _ in one.items:
            owners.setdefault(squash(name), set()).add(squash(one.owner))
    for one in sets:
        items = tuple(item for item in one.items if len(owners[squash(item[0])]) < EVERYWHERE)
        if len(items) >= 2:
            yield replace(one, items=items)


def _of_records(document: Document, scope: Scope) -> Iterator[ItemSet]:
    groups: dict[tuple[str, str, str | None], list[Record]] = {}
    for page in scope.finder.records_of(document.id).values():
        for r in page:
            if r.kind in ("measure", "outline") and r.attribute:
                groups.setdefault((r.kind, r.attribute, r.status), []).append(r)
            if r.kind == "outline" and r.status:
                groups.setdefault((r.kind, r.status, r.status), []).append(r)
    for (_, owner, label), records in groups.items():
        items = [(scope.printed(_plain(r.value), u), u) for r in records if (u := scope.record_unit(r)) is not None]
        if len(items) >= 2:
            yield ItemSet(owner, document.title, tuple(_unique(items)), label)


def _of_headings(passages: Sequence[Passage], scope: Scope) -> Iterator[ItemSet]:
    children: dict[tuple[str, ...], dict[str, Passage]] = {}
    for passage in passages:
        for i in range(1, len(passage.headings)):
            child = passage.headings[i]
            if " | " not in child:
                children.setdefault(passage.headings[:i], {}).setdefault(child, passage)
    for path, found in children.items():
        if len(found) < 2:
            continue
        items = [(_plain(title), unit) for title, p in found.items() if (unit := _heading_unit(title, p, scope))]
        if len(items) >= 2:
            yield ItemSet(path[-1], " ".join(path[:-1]), tuple(_unique(items)))


def _of_heading_lines(passages: Sequence[Passage], scope: Scope) -> Iterator[ItemSet]:
    """The headings right below each heading, read line by line: short sections share a passage, and so a path."""
    open_: list[tuple[int, Unit, list[tuple[str, Unit]]]] = []
    for passage in passages:
        for unit in sorted(scope.finder.units(passage), key=lambda u: u.start):
            level = heading_level(unit.text) if unit.kind in ("heading", "sentence") else 0
            if not level:
                continue
            while open_ and (open_[-1][0] >= level or not _is_below(unit, open_[-1][1])):
                yield from _closed(open_.pop())
            if open_:
                open_[-1][2].append((_plain(heading_title(unit.text)), unit))
            open_.append((level, unit, []))
    while open_:
        yield from _closed(open_.pop())


def _is_below(unit: Unit, heading: Unit) -> bool:
    """Whether a heading still holds where a unit stands; between them another may stand that no passage has."""
    here, title = unit.passage, heading_title(heading.text)
    if here.id == heading.passage.id or title in here.headings:
        return True
    own = squash(here.text)
    return all(h in heading.passage.headings or " | " in h or squash(h) in own for h in here.headings)


def _closed(heading: tuple[int, Unit, list[tuple[str, Unit]]]) -> Iterator[ItemSet]:
    _, unit, children = heading
    if len(children) >= 2:
        yield ItemSet(heading_title(unit.text), " ".join(unit.passage.headings), tuple(_unique(children)), lead=unit)


def _heading_unit(title: str, passage: Passage, scope: Scope) -> Unit | None:
    wanted = squash(title)
    units = [u for u in scope.finder.units(passage) if wanted in squash(u.text)]
    return min(units, key=lambda u: len(u.text), default=None)


def _of_bullets(passage: Passage, scope: Scope) -> Iterator[ItemSet]:
    for found in bullets(passage, scope.finder.units(passage)):
        around = " ".join([*passage.headings, passage.measure or ""])
        above = passage.headings[-1] if passage.headings else ""
        owner = "\n".join(unit.text for unit in (found.above, found.lead) if unit) or above
        yield ItemSet(owner, around, tuple(_unique(found.items)), lead=found.lead)


def _of_rows(passage: Passage, scope: Scope) -> Iterator[ItemSet]:
    for unit in scope.finder.units(passage):
        if unit.kind in ("sentence", "row", "definition") and len(unit.text) >= 10:
            names = in_a_row(unit.text)
            if len(names) >= 2:
                around = " ".join([*passage.headings, passage.measure or ""])
                yield ItemSet(unit.text, around, tuple((n, unit) for n in names), lead=unit)


def _of_cells(passage: Passage) -> Iterator[ItemSet]:
    """Of what the cells of a column say the same (窓口の改修, 帳票の改修 in the column of a year)."""
    above = passage.headings[-1].split(" | ") if passage.headings else []
    named = above if len(above) > 1 else []
    heads, start = named, passage.start
    found: dict[tuple[str, str], list[tuple[str, Unit]]] = {}
    for line in passage.text.split("\n"):
        cells = line.split("\t")
        if len(cells) < 2 or not heads:
            heads = named if len(cells) < 2 else [view(cell) for cell in cells]
            start += len(line) + 1
            continue
        for at, cell in enumerate(cells):
            match = _SAID_OF.fullmatch(view(cell)) if at < len(heads) and "の" in cell else None
            if match:
                unit = Unit(passage, start, start + len(cell), match.group(), "cell")
                found.setdefault((heads[at], match["said"]), []).append((match["name"], unit))
            start += len(cell) + 1
    for (head, said), items in found.items():
        distinct = tuple(_unique(items))
        if len(distinct) >= _SAME:
            around = " ".join([*passage.headings, passage.measure or ""])
            year = next((mention.year for mention in find_years(head)), None)
            yield ItemSet(f"{said} {head}", around, distinct, year=year)


def _plain(name: str) -> str:
    return re.sub(r"^(?:[(（][0-9]{1,2}[)）]|[0-9]{1,2}[.．、]|[①-⑳])\s?", "", name)


def _unique(items: Sequence[tuple[str, Unit]]) -> list[tuple[str, Unit]]:
    kept: dict[str, tuple[str, Unit]] = {}
    for name, unit in items:
        kept.setdefault(squash(name), (name, unit))
    return list(kept.values())
