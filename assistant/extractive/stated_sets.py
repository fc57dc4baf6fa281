"""Sets whose number a plan states (「4つの部会」, 「三つの原則」) with the items that follow: numbered by the noun that
is counted, named in front of colons, in a row in the sentence, counted off in the next, or as a column's rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from assistant.draft import Draft, Member
from assistant.evidence import Evidence
from assistant.extractive.enumerations import in_a_row
from assistant.extractive.item_sets import WORDS
from assistant.extractive.listing import listing
from assistant.extractive.scope import Scope
from assistant.extractive.totals import rows_called
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from assistant.wording import clean
from ingest.model import Document, Passage
from ingest.normalise import squash, view
from ingest.years import find_years

KINDS = ("list", "count", "number", "fact", "definition", "compare", "how", "who")
#: The share of the question that the statement, its surroundings and its items must hold.
HELD = 0.5
IN_CONTEXT = 0.9
#: Lines behind a statement that are looked at, and those that may stand in front of the first item.
BEHIND, BETWEEN = 16, 3
_LONGEST = 60
#: The shortest end of a noun that may stand for it (グループ), and what no such end stands behind.
_SHORTEST = 4
_NOUN_END = re.compile(r"[一-龥ァ-ヶー]")
#: Units of a passage and behind it that are read at most.
_MOST = 400
_COUNTERS = ("つの", "本の", "項目の", "種類の")
_WITH_NUMBER = re.compile(r"^[^\n]{0,4}?[一-龥ァ-ヶーA-Za-z]{2,14}[ \u3000]?[1-9１-９][^\n]+", re.MULTILINE)
_KANJI = "一二三四五六七八九"
_STATED = re.compile(
    r"(?<![0-9.第一-龥])(?P<n>[2-9]|[二三四五六七八九])\s?(?:つ|本|項目|種類)の"
    r"(?P<noun>取り組み|[一-龥ァ-ヶーA-Za-z]{2,14}|[ぁ-ん]{3,5}(?=[をがはにで、。]|$))"
)
#: A number within the noun itself (教育5原則).
_COMPOUND = re.compile(
    r"[一-龥ァ-ヶーA-Za-z]{2,14}(?P<n>[2-9])(?:法|原則|本柱|要素|要件|条件|類型|分野|視点|方針|段階|機能|ヶ条|か条|カ条)(?![一-龥ァ-ヶー])"
)
#: Words of a question that only ask for them.
_ASIDE = re.compile(r"其々|各々|内訳|名前|名称|名|個|件|数|種類|一覧|列挙|挙げる|教える")
#: What asks for the members of what a noun names.
_ASKS = re.compile(
    r"[」』]?(?:の)?(?:[一-龥]{0,4}(?:名前|名称|名|内訳|一覧|内容))?(?:も|と(?:は|いうの)|は|って|を|が)?、?"
    r"(?:全部で|それぞれ|各々|[2-9](?:つ|個|本)とも)?(?:いくつ|幾つ|(?:何|なに|なん)(?:です|でしょ|か(?![所月])|個|つ|本|項目|種類|件|と何|があ|[?？。]|$)|どれ|"
    r"(?:どんな|どういう|どのような)(?:もの|内容)|教え|おしえ|すべて|全て|全部|ぜんぶ|挙げ|あげ|列挙|示し|名前|内訳|[?？。]|\s*$)"
)
_EN_ASKS = re.compile(
    r"\b(?:what|which) (?:are|were) the\b|\b(?:name|list) (?:the|all)\b|\bhow many\b"
    r"|\bwhich (?:two|three|four|five|six)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^(?:#{1,6}\s)?[・•●【\[(（〈《]?\s?(?P<noun>[一-龥ァ-ヶーA-Za-z]{2,14})\s?(?P<n>[1-9])[】\])）〉》]?"
    r"(?:[:：.．、\s]\s*)(?P<title>[^\s\d][^\t]*)"
)
_BULLET = re.compile(r"^(?:-\s)?(?P<sign>[・•●○◆■□◇]|[①-⑨]|[(（][1-9][)）])\s?")
_LABEL = re.compile(r"^[・•●]?\s?(?P<label>[^:：。、\s()（）]{2,24})\s?[:：](?!//)")
_NTH = re.compile(
    r"(?P<n>[一二三四五六七八九1-9])つ目[はに、]\s?(?P<item>[^。]+?)(?=、?(?:そして)?[一二三四五六七八九1-9]つ目|です|。|$)"
)
_TITLE_END = re.compile(r"[:：。\t]|(?<=\S)\s")


@dataclass(frozen=True, slots=True)
class Stated:
    """`said` is the number with its counter and the noun (4つの部会), or the noun that has it within (5原則);
    `lead` the unit that states it."""

    noun: str
    said: str
    context: str
    items: tuple[tuple[str, Unit], ...]
    lead: Unit


def stated(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The items of the stated set that the question asks for; None where it asks for none."""
    if question.everyone or question.kind not in KINDS or len(question.municipalities) > 1:
        return None
    near = {e.passage.document for e in evidence}
    best: tuple[float, Stated] | None = None
    for document in scope.documents:
        if document.id not in near:
            continue
        for candidate in scope.finder.derived(("stated sets", document.id), lambda d=document: list(_read(d, scope))):  # type: ignore[misc]
            owner = candidate.items[0][1].passage.municipality
            if question.codes and owner not in question.codes or not _is_asked(question, candidate.noun):
                continue
            if question.years and not question.western_years <= {y.year for y in find_years(candidate.lead.text)}:
                continue
            value = _fit(question, candidate, scope)
            if value >= HELD and (best is None or value > best[0]):
                best = (value, candidate)
    if best is None:
        return None
    found = best[1]
    draft = listing(question, scope, [Member(name, None, None, (unit,)) for name, unit in found.items], found.lead)
    if question.lang == "en" or len(draft.statements) == 1:
        return draft
    within = found.said == found.noun
    told = f"{found.said}は次の{len(found.items)}件です。" if within else f"{found.said}があります。"
    opening = replace(draft.statements[0], text=told)
    return replace(draft, statements=(opening, *draft.statements[1:]))


def _is_asked(question: Question, noun: str) -> bool:
    if question.english:
        named = any(squash(noun) in (t.text, *t.alternatives) for t in question.terms.terms)
        return named and _EN_ASKS.search(question.text) is not None
    said, noun = squash(question.text), squash(noun)
    ends = [noun[i:] for i in range(max(len(noun) - _SHORTEST + 1, 1))]
    name = next((end for end in ends if end in said), None)
    at = said.rfind(name) if name else -1
    apart = name == noun or (at > 0 and _NOUN_END.match(said[at - 1]) is None)
    return at >= 0 and apart and _ASKS.match(said[at + len(name or "") :]) is not None


def _fit(question: Question, candidate: Stated, scope: Scope) -> float:
    """The share of the question that is told, more where it says the same number."""
    finder = scope.finder
    layers = [
        (finder.haystack(f"{candidate.lead.text} {candidate.noun}"), 1.0),
        (finder.haystack(candidate.context), IN_CONTEXT),
        (finder.haystack(" ".join(name for name, _ in candidate.items)), IN_CONTEXT),
    ]
    said = re.search(r"([2-9]|[二三四五六七八九])\s?(?:つ|本|項目|種類)の", question.text)
    english = next((n for word, n in WORDS.items() if word in question.text.lower().split()), None)
    number = _number(said[1]) if said else english
    fits = 0.0 if number is None else 0.2 if number == len(candidate.items) else -0.4
    own = Terms.build(t for t in question.terms.terms if not _ASIDE.fullmatch(t.text))
    return own.coverage_by(layers) + fits


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _KANJI.index(text) + 1


def _read(document: Document, scope: Scope) -> Iterator[Stated]:
    passages = scope.finder.catalogue.passages_of(document.id)
    numbered: dict[tuple[str, int], list[tuple[str, Unit]]] | None = None
    for at, passage in enumerate(passages):
        if not (any(c in passage.text for c in _COUNTERS) or _COMPOUND.search(view(passage.text))):
            continue
        lines = list(islice(_lines(passages[at:], scope), _MOST))
        for n_line, unit in enumerate(lines):
            if unit.passage.id != passage.id:
                break
            for match in _STATED.finditer(unit.text):
                numbered = _numbered(passages) if numbered is None else numbered
                behind = lines[n_line + 1 : n_line + 1 + BEHIND]
                yield from _stated_in(unit, match, behind, numbered, document, scope)
            for match in _COMPOUND.finditer(unit.text):
                yield from _named_with_number(unit, match, lines[n_line + 1 : n_line + 1 + BEHIND], document)


def _lines(passages: Sequence[Passage], scope: Scope) -> Iterator[Unit]:
    for passage in passages:
        units = (u for u in scope.finder.units(passage) if u.kind in ("sentence", "heading", "definition"))
        yield from sorted(units, key=lambda u: u.start)


def _stated_in(
    unit: Unit,
    match: re.Match[str],
    behind: Sequence[Unit],
    numbered: Mapping[tuple[str, int], list[tuple[str, Unit]]],
    document: Document,
    scope: Scope,
) -> Iterator[Stated]:
    n, passage = _number(match["n"]), unit.passage
    for noun in _nouns(match["noun"]):
        items = (
            numbered.get((noun, n))
            or _in_sentence(unit, match, n)
            or _counted_off(behind[:3], n)
            or _labelled(behind, n)
            or _bulleted(behind, n)
            or _in_column(noun, n, document, scope)
        )
        if items:
            around = " ".join([*passage.headings, passage.measure or "", document.title])
            counter = match.group()[len(match["n"]) : -len(match["noun"])].strip()
            yield Stated(noun, f"{n}{counter}{noun}", around, tuple(items), unit)
            return


def _named_with_number(
    unit: Unit, match: re.Match[str], behind: Sequence[Unit], document: Document
) -> Iterator[Stated]:
    n = int(match["n"])
    if items := _counted_off(behind[:3], n) or _labelled(behind, n) or _bulleted(behind, n):
        around = " ".join([*unit.passage.headings, unit.passage.measure or "", document.title])
        yield Stated(match.group(), match.group(), around, tuple(items), unit)


def _nouns(said: str) -> Iterator[str]:
    """The noun counted, first as a whole, then without what stands before it (具体的基本方針)."""
    said = said.rstrip("毎別")
    yield from (said[i:] for i in range(max(len(said) - 1, 1)))


def _numbered(passages: Sequence[Passage]) -> dict[tuple[str, int], list[tuple[str, Unit]]]:
    """What a noun numbers from 1 without a gap, by the noun and how many; each under its first title."""
    found: dict[str, dict[int, tuple[str, Unit]]] = {}
    for passage in passages:
        for line in _WITH_NUMBER.finditer(passage.text):
            text = view(line.group())
            match = _NUMBERED.match(text)
            title = clean(_TITLE_END.split(match["title"], maxsplit=1)[0]) if match else ""
            if match is None or not 2 <= len(title) <= _LONGEST:
                continue
            unit = Unit(passage, passage.start + line.start(), passage.start + line.end(), text, "heading")
            known = found.setdefault(match["noun"], {})
            number = int(match["n"])
            if number not in known:
                known[number] = (title, unit)
    return {
        (noun, len(items)): [items[n] for n in sorted(items)]
        for noun, items in found.items()
        if sorted(items) == list(range(1, len(items) + 1))
    }


def _in_sentence(unit: Unit, match: re.Match[str], n: int) -> list[tuple[str, Unit]]:
    before = unit.text[: match.start()]
    quoted = re.findall(r"「([^「」]{2,40})」", before)
    names = quoted if len(quoted) == n else in_a_row(before + match.group())
    if len(names) != n and before.endswith("の"):
        run = re.split(r"、|・|及び|並びに|と", re.split(r"[はがをて。]", before.removesuffix("の"))[-1])
        names = [name.strip() for name in run]
    ok = len(names) == n and all(2 <= len(name) <= _LONGEST for name in names) and len(set(names)) == n
    return [(name, unit) for name in names] if ok else []


def _counted_off(behind: Sequence[Unit], n: int) -> list[tuple[str, Unit]]:
    """一つ目は…、二つ目は…"""
    found: dict[int, tuple[str, Unit]] = {}
    for unit in behind:
        for match in _NTH.finditer(unit.text):
            found.setdefault(_number(match["n"]), (match["item"].strip(" 、"), unit))
    return [found[i] for i in sorted(found)] if sorted(found) == list(range(1, n + 1)) else []


def _labelled(behind: Sequence[Unit], n: int) -> list[tuple[str, Unit]]:
    """The first so many of lines with a name in front of a colon."""
    found: list[tuple[str, Unit]] = []
    for at, unit in enumerate(behind):
        match = _LABEL.match(unit.text)
        if match and unit.kind != "heading":
            found.append((match["label"], unit))
        elif found or at >= BETWEEN:
            break
        if len(found) == n:
            return found if len({name for name, _ in found}) == n else []
    return []


def _bulleted(behind: Sequence[Unit], n: int) -> list[tuple[str, Unit]]:
    """Just so many bullets."""
    found: list[tuple[str, Unit]] = []
    for at, unit in enumerate(behind):
        match = _BULLET.match(unit.text)
        if match:
            title = _BULLET.sub("", unit.text[match.end() :])
            found.append((clean(_TITLE_END.split(title, maxsplit=1)[0]), unit))
        elif found or at >= BETWEEN:
            break
    return found if len(found) == n and all(2 <= len(name) <= _LONGEST for name, _ in found) else []


def _in_column(noun: str, n: int, document: Document, scope: Scope) -> list[tuple[str, Unit]]:
    """The rows of a table whose column is called so."""
    rows = rows_called(noun, document, scope)
    return rows if len(rows) == n else []
