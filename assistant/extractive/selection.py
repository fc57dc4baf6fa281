"""Lists of a plan's own items: its measures and the rows of its tables, chosen by every condition that the
question sets and by the words that are left of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from assistant.draft import Draft, Member
from assistant.evidence import Evidence
from assistant.extractive import rows_where
from assistant.extractive.condition import Condition, Proof
from assistant.extractive.conditions import Reading
from assistant.extractive.listing import listing
from assistant.extractive.naming import is_total
from assistant.extractive.plan_items import NAMING, Family, Item, families_of, plain_name
from assistant.extractive.scope import Scope
from assistant.extractive.status_conditions import STATED
from assistant.understanding.body_kinds import ANY, BELOW, kinds_asked
from assistant.understanding.question import Question
from assistant.understanding.terms import Term, Terms
from assistant.units import Unit
from ingest.lines import is_figures
from ingest.model import Document
from ingest.normalise import squash

MEASURES = re.compile(r"事業|取組|取り組み|施策|プロジェクト|課題|measure|project|initiative", re.IGNORECASE)
#: What measures are called.
_CALLED = ("事業", "取組", "取り組み", "施策", "プロジェクト")
#: Share of the question that a choice must account for: with sure conditions, and with others.
SURE, ENOUGH, SURELY = 0.25, 0.5, 1.3
#: Choices that differ by no more are told apart by what their items are called and how many they are.
ALIKE = 0.05
#: What it is worth that a condition is on the year that the question names.
DATED = 0.1
#: Weight from which a word that no condition accounts for must be held by the items.
HEAVY, NARROWS, TELLING = 0.45, 0.85, 0.5
#: Words of tables and lists, not of what stands in them.
FRAME = re.compile(
    r"番号|一覧表?|ロードマップ|工程表?|スケジュール|欄|名称|項目|印|記号|マーク|表|件数|内訳|該当|評価|区分|個別|主体|部局|もの|所属|資料|前計画"
)
#: How many there are in all (13地区のうち).
_COUNTED = re.compile(r"\d{1,3}(?:つ|[一-龥]{1,3})?")
#: What a question says of a mark that it shows (まだ調べているだけ(◇)).
_SHOWN = re.compile(r"(?P<said>[^、。()（）「」はがでにの]{2,30})[(（]\s?[○〇◯●◎△▲◇◆□■×☆★][^()（）]{0,12}[)）]")
INCLUDED = re.compile(r"[(（][^()（）]*(?:含[むめ]|問わ|再掲)[^()（）]*[)）]")
#: A list that is a prefecture's (富山県の脱炭素事例集).
_LIST_OF = re.compile(
    r"[都道府県](?:の|が(?:まとめ|公表し|作成し)た)?[^、。がはで]{0,16}(?:事例集|一覧|集計表?|資料|事業集)"
    r"|Prefecture['’]s [\w -]{0,40}(?:collection|list|table|overview|summary)",
    re.IGNORECASE,
)
MOST, LONGEST = 60, 4000
#: How long names must be, and how many such in an item's text tell that it is a section of theirs.
_TOLD_IN, _SECTION = 8, 3
#: How many municipalities a table must be of.
_FEWEST_BODIES = 3


@dataclass(frozen=True, slots=True)
class _Choice:
    """The items of a family that meet the question's conditions, and the share of the question accounted for."""

    family: Family
    found: Sequence[tuple[Item, list[Proof]]]
    conditions: Sequence[Condition]
    explained: float

    @property
    def strength(self) -> float:
        return sum(c.strength for c in self.conditions)

    @property
    def value(self) -> float:
        return self.explained + 0.35 * self.strength + (DATED if any(c.dated for c in self.conditions) else 0.0)


def selected(question: Question, scope: Scope, evidence: Sequence[Evidence]) -> Draft | None:
    """The items that meet every condition the question sets; None where it sets none that can be told."""
    choices = [c for f in families(question, scope, evidence) if (c := _choice(question, f, scope)) is not None]
    if not choices:
        return None
    choices = _joined(choices)
    top = max(c.value for c in choices)
    near = [c for c in choices if c.value >= top - ALIKE]
    best = max(near, key=lambda c: (_asked(c, question), len(c.found)))
    best = _of_all_tables(best, choices) if MEASURES.search(question.text) else best
    aside = {c.head for c in best.conditions}
    return listed(question, scope, best.found, aside, best.family.naming_head, _words(best))


def _of_all_tables(best: _Choice, choices: Sequence[_Choice]) -> _Choice:
    """The plan's measures that meet the conditions instead of those of one of its tables, where they are those and
    more; conditions on a column are that table's own."""
    names = _names(best)
    if any(c.head for c in best.conditions):
        return best
    more = [
        c
        for c in choices
        if best.family.is_table and not c.family.is_table and c.family.document == best.family.document
        if c.value >= best.value - 2 * ALIKE and names < _names(c) and _words(c) == _words(best)
    ]
    return max(more, key=lambda c: len(c.found), default=best)


def _names(choice: _Choice) -> set[str]:
    return {squash(plain_name(item.names[0][1])) for item, _ in choice.found}


def _words(choice: _Choice) -> set[str]:
    return {word for condition in choice.conditions for word in condition.words}


def _joined(choices: Sequence[_Choice]) -> list[_Choice]:
    """Tables that stand apart under the same heads (one under each measure) chosen from as one."""
    found: dict[tuple[object, ...], _Choice] = {}
    for c in choices:
        words = tuple(condition.words for condition in c.conditions)
        key = (c.family.document.id, c.family.heads, words) if c.family.is_table else (id(c.family),)
        known = found.get(key)
        found[key] = c if known is None else replace(known, found=[*known.found, *c.found])
    return list(found.values())


def municipalities(question: Question, scope: Scope, evidence: Sequence[Evidence]) -> Draft | None:
    """The municipalities whose rows have the status named in the year named; None where no table of several says."""
    if not question.western_years:
        return None
    choices = []
    for family in families(question, scope, evidence):
        if family.is_table and len({item.municipality for item in family.items}) >= _FEWEST_BODIES:
            choice = _choice(question, family, scope)
            if choice is not None and any(c.strength >= STATED for c in choice.conditions):
                choices.append(choice)
    if not choices:
        return None
    best = max(choices, key=lambda c: (c.value, len(c.found)))
    units = [unit for item, proofs in best.found for unit in _units(item, proofs, scope)[-1:]]
    return rows_where.municipalities(question, scope, units)


def _asked(choice: _Choice, question: Question) -> int:
    """Whether the question calls the items what their column does, or measures what are measures."""
    if not choice.family.is_table:
        return int(MEASURES.search(question.text) is not None)
    said = squash(question.text)
    heads = [squash(head).removesuffix("名") for head, _ in choice.found[0][0].names[:1]]
    return sum(len(head) >= 2 and head in said for head in heads)


def families(question: Question, scope: Scope, evidence: Sequence[Evidence]) -> Iterable[Family]:
    near = {e.passage.document for e in evidence}
    for document in scope.documents:
        if question.documents and document.id not in question.documents:
            continue
        if document.id in near and not _elsewhere(document, question):
            for family in families_of(document, scope):
                yield _of_owner(family, question) if question.codes else _of_kinds(family, question, scope)


def _elsewhere(document: Document, question: Question) -> bool:
    owner = document.municipality
    return bool(question.codes) and owner is not None and owner.code not in question.codes


def _of_owner(family: Family, question: Question) -> Family:
    """Only the items of the municipalities named, where a document holds those of several."""
    own = [i for i in family.items if i.municipality in question.codes or _inside(i.municipality, question)]
    if len(own) == len(family.items) or family.document.municipality is not None:
        return family
    return _with_items(family, own)


def _with_items(family: Family, items: Sequence[Item]) -> Family:
    return Family(family.document, list(items), family.is_table, family.heads, family.caption)


def _of_kinds(family: Family, question: Question, scope: Scope) -> Family:
    """Without the items of municipalities that the question sets aside by their name or kind (県の事業を除く), and of
    none among those of several."""
    kinds = kinds_asked(question.text)
    of_one = family.document.municipality is not None
    if (of_one and kinds in (ANY, BELOW)) or (kinds == ANY and not question.without):
        return family
    aside = {code for code, m in scope.covered.items() if m.name[-1] not in kinds} | question.without
    several = len({i.municipality for i in family.items}) > _FEWEST_BODIES
    own = [i for i in family.items if i.municipality not in aside and (i.municipality or not several)]
    return family if len(own) == len(family.items) else _with_items(family, own)


def _inside(code: str | None, question: Question) -> bool:
    """Whether a municipality is one of a prefecture that the question names only as the one whose list it is."""
    if code is None or not _LIST_OF.search(question.text):
        return False
    return any(m.is_prefecture and code[:2] == m.code[:2] for m in question.municipalities)


def _choice(question: Question, family: Family, scope: Scope) -> _Choice | None:
    bodies = question.of == "municipality" and not MEASURES.search(question.text)
    if not family.items or (bodies and not family.is_table):
        return None
    reading = Reading(question, family)
    conditions = reading.conditions()
    section = reading.section
    if not conditions and section is None:
        return None
    wanted = [*conditions, *([section] if section else [])]
    members = [i for i in family.items if not _sums_up(i)]
    if not family.is_table:  # a section that is named is no item of its own
        members = [i for i in members if squash(plain_name(i.names[0][1])) not in question.quoted] or members
    found = met(members, wanted)
    while not found and len(wanted) > 1:
        wanted.remove(min(wanted, key=lambda c: c.strength))
        found = met(members, wanted)
    real = [c for c in wanted if c is not section]
    if (
        not found
        or len(found) == len(members) > 3
        or (not real and (family.is_table or not MEASURES.search(question.text)))
    ):
        return None
    if not family.is_table:
        found = leaves(found, family)
    if not real:
        told = [(i, proofs) for i, proofs in found if i.organs or i.statuses]
        numbered = [(i, proofs) for i, proofs in found if i.numbered]
        found = next((some for some in (told, numbered, found) if len(some) >= 2), [])
    words = " ".join([*(w for c in wanted for w in c.words), *(() if family.is_table else _CALLED)])
    kept, explained = narrowed(question, family, found, words, scope)
    found = kept if real else found
    strength = sum(c.strength for c in real)
    if not found or explained < (SURE if strength >= SURELY else ENOUGH) or len(found) > MOST:
        return None
    return _Choice(family, found, wanted, explained)


def _sums_up(item: Item) -> bool:
    return any(is_total(name) for _, name in item.names)


def leaves(found: list[tuple[Item, list[Proof]]], family: Family) -> list[tuple[Item, list[Proof]]]:
    """Without the sections that others of them stand under or are told in, and those many times as long as the rest."""
    above = {
        plain
        for item, _ in found
        for title in item.path
        if (plain := squash(plain_name(title))) != squash(plain_name(item.names[0][1]))
    }
    usual = sorted(len(i.body) for i in family.items)[len(family.items) // 2]
    kept = [
        (i, proofs)
        for i, proofs in found
        if squash(plain_name(i.names[0][1])) not in above and len(i.body) <= max(LONGEST, 12 * usual)
    ]
    told = {squash(plain_name(i.names[0][1])) for i in family.items if i.organs and not i.numbered}
    return [(i, proofs) for i, proofs in kept if not (i.numbered and _holds_many(i, told))]


def _holds_many(item: Item, names: Iterable[str]) -> bool:
    """Whether several of the names stand in an item's text: it is the section of theirs."""
    own = squash(plain_name(item.names[0][1]))
    return sum(len(name) >= _TOLD_IN and name not in own and name in item.body for name in names) >= _SECTION


def met(items: Sequence[Item], wanted: Sequence[Condition]) -> list[tuple[Item, list[Proof]]]:
    out = []
    for item in items:
        proofs = [c.holds(item) for c in wanted]
        if all(p is not None for p in proofs):
            out.append((item, [p for found in proofs for p in found or ()]))
    return out


def narrowed(
    question: Question, family: Family, found: list[tuple[Item, list[Proof]]], words: str, scope: Scope
) -> tuple[list[tuple[Item, list[Proof]]], float]:
    """The items whose name, section or short cells hold all that no condition accounts for, where some of several do;
    and the share of the question accounted for."""
    title = scope.finder.haystack(f"{family.document.title} {family.caption} {words} " + " ".join(family.heads))
    main = squash(INCLUDED.sub("", main_clause(question.text)))
    shown = {t.text for m in _SHOWN.finditer(question.text) for t in scope.finder.reader.read(m["said"])}
    left = [
        t
        for t in question.terms.terms
        if not (
            t.text in shown
            or t.text in words
            or any(w in t.text for w in words.split() if len(w) >= 3)
            or holds(title, t)
        )
    ]
    frames = FRAME.findall(main)
    frame = [
        t for t in left if FRAME.fullmatch(t.text) or any(t.text in w for w in frames) or _COUNTED.fullmatch(t.text)
    ]
    heavy = Terms.build(
        t for t in left if t.weight >= HEAVY and t not in frame and (question.english or t.text in main or t.lemma)
    )
    asked = Terms.build(t for t in heavy.terms if question.english or t.text in main)
    held = [(asked.coverage(scope.finder.haystack(item.telling)), item, proofs) for item, proofs in found]
    best = max((c for c, _, _ in held), default=0.0)
    lost = sum(t.weight for t in left if t.weight < HEAVY) * 0.5
    if asked.terms and best >= NARROWS:
        found = [(item, proofs) for c, item, proofs in held if c >= 0.85 * best]
        lost += (1 - best) * asked.total
    else:
        lost += heavy.total
    return found, 1 - lost / (question.terms.total or 1.0)


def main_clause(text: str) -> str:
    """The question without what is added behind its question mark."""
    return re.split(r"[?？。](?=.)", text)[0]


def holds(hay: object, term: Term) -> bool:
    return hay.holds(term) >= 0.6  # type: ignore[attr-defined,no-any-return]


# ---- members


def name_of(
    item: Item, question: Question, aside: set[str], usual: str | None = None, chosen: Set[str] = frozenset()
) -> str:
    """What to call an item: as the column that the question calls it by, a name's column, the column `usual` in its
    table, else its first name; by no column `aside`, nor by the words that it was chosen by."""
    said = squash(question.text)
    names = [
        (squash(head), name)
        for head, name in item.names
        if squash(head) not in aside and squash(name) not in chosen and not is_figures(name)
    ]
    for head, name in names:
        noun = head.removesuffix("名")
        if len(noun) >= 2 and noun in said and not NAMING.fullmatch(head) and _is_asked(noun, said):
            return name
    called = [name for head, name in names if NAMING.fullmatch(head)]
    called += [name for head, name in names if usual and head == squash(usual)]
    return next(iter(called), names[0][1] if names else item.names[0][1])


def _is_asked(noun: str, said: str) -> bool:
    """Whether the question asks for the noun (…地区をすべて), not only by it."""
    asks = "のうち|の中|いくつ|幾つ|全[てぶ部件]|ぜんぶ|すべて|何|挙げ|ど[れこの]|教え|おしえ|示[しせ]|もれ|漏|[?？]|$"
    return re.search(rf"{re.escape(noun)}(?:名|の名称)?(?:は|を|が|って|、)?(?:{asks})", said) is not None


def listed(
    question: Question,
    scope: Scope,
    found: Sequence[tuple[Item, list[Proof]]],
    aside: set[str],
    usual: str | None = None,
    chosen: Set[str] = frozenset(),
) -> Draft | None:
    members: dict[str, Member] = {}
    for item, proofs in found:
        units = _units(item, proofs, scope)
        if units:
            name = plain_name(scope.printed(name_of(item, question, aside, usual, chosen), units[0]))
            members.setdefault(squash(name), Member(name, None, None, units))
    return listing(question, scope, list(members.values())) if members else None


def _units(item: Item, proofs: Sequence[Proof], scope: Scope) -> tuple[Unit, ...]:
    """Where the item's name stands, and where each condition is met."""
    met = [p if isinstance(p, Unit) else scope.record_unit(p) for p in proofs]
    units = [u for u in (item.naming, *met) if u is not None]
    return tuple({u.key: u for u in units}.values())
