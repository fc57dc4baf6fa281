"""Claims that set one municipality's figure beside those of others: more than another's, the most of all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.extractive.claims.judgement import Judgement, topical
from assistant.extractive.ranks import Row, attribute_of, rows
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.model import Municipality
from ingest.normalise import squash
from ingest.values import Figure, find_figures

_MORE = re.compile(
    r"上回|超え|多|高|大き|広|長|\b(?:higher|larger|more|greater|bigger|longer|exceeds?|exceeded)\b", re.IGNORECASE
)
_LESS = re.compile(
    r"下回|及ば|届か|少な|低|小さ|狭|短|安|\b(?:lower|smaller|fewer|less|shorter|cheaper|below)\b", re.IGNORECASE
)
_SAME = re.compile(r"と同じ|と同数|等し|同額|\bsame\b|\bequals?\b", re.IGNORECASE)
#: What stands behind the one that another is compared with.
_THAN = re.compile(r"(?:より|に比べ|と比べ|を(?=[^、。]{0,4}(?:上回|下回|超え))|に(?=及ば|届か)|と(?=同))")
_NOT_SO = re.compile(r"(?:くな|では?な|てい?な|ありません|ていません|\bnot\b|n't\b)", re.IGNORECASE)
_BESIDE = 14
_MOST = re.compile(
    r"(?:最も|もっとも|いちばん|一番)(?:[^、。]{0,12})?(?:多|高|大き|広|長)|最多|最大|最高|"
    r"\b(?:largest|highest|biggest|greatest|most)\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"(?:最も|もっとも|いちばん|一番)(?:[^、。]{0,12})?(?:少な|低|小さ|狭|短|安)|最少|最小|最低|"
    r"\b(?:smallest|lowest|least|fewest)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(\d+)(?:番目|位)")
#: Attributes of which each municipality has one figure.
_ONE_EACH = frozenset({"人口", "世帯数", "面積", "職員数"})
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class _Value:
    figure: Figure
    unit: Unit


def compared(question: Question, scope: Scope) -> Judgement | None:
    """A claim that one municipality's figure is above, below or the same as another's; None where the plans do not
    give both, or the claim compares nothing."""
    if len(question.municipalities) != 2:
        return None
    more, less, same = (p.search(question.text) for p in (_MORE, _LESS, _SAME))
    if sum(map(bool, (more, less, same))) != 1 or _NOT_SO.search(question.text[-12:]):
        return None
    pair = _ordered(question)
    values = _values(question, pair, scope) if pair else None
    if values is None:
        return None
    mine, other = values
    holds = {
        "more": mine.figure.base > other.figure.base,
        "less": mine.figure.base < other.figure.base,
        "same": mine.figure.base == other.figure.base,
    }["more" if more else "less" if less else "same"]
    return Judgement("supported" if holds else "contradicted", (mine.unit, other.unit))


def _ordered(question: Question) -> tuple[Municipality, Municipality] | None:
    """The one that is said to be more or less, and the one that it is compared with."""
    text, found = question.text, []
    for m in question.municipalities:
        names = [n for n in (m.name, m.name[:-1], m.romaji.capitalize()) if n]
        at = next((i for n in names if (i := text.find(n)) >= 0), -1)
        if at < 0:
            return None
        found.append((at, m))
    (first, a), (second, b) = sorted(found, key=lambda f: f[0])
    if question.english:
        than = re.search(r"\bthan\b|\bas\b|\bexceed|\bbelow\b", text)
        return (a, b) if than and first < than.start() < second else None
    before, behind = _THAN.search(text, first, second), _THAN.search(text, second)
    return (b, a) if before and not behind else (a, b) if behind and not before else None


def _values(question: Question, pair: tuple[Municipality, Municipality], scope: Scope) -> tuple[_Value, _Value] | None:
    attribute = attribute_of(question)
    if attribute in _ONE_EACH and not question.years:
        told = {r.record.municipality: _Value(_figure(r), r.unit) for r in rows(question, scope, attribute)}
        if all(m.code in told for m in pair):
            return told[pair[0].code], told[pair[1].code]
    return _beside(question, pair, scope)


def _figure(row: Row) -> Figure:
    return replace(find_figures(row.record.value)[0], number=row.value, unit=None)


def _beside(question: Question, pair: tuple[Municipality, Municipality], scope: Scope) -> tuple[_Value, _Value] | None:
    """The figures right behind the same noun of the claim (回収率は44.7%) in what both municipalities' plans say."""
    terms = topical(question)
    nouns = sorted(
        {t.text for t in terms.terms if len(t.text) >= 2 and not re.fullmatch(r"[ぁ-ん\d]+", t.text)},
        key=lambda n: (-len(n), n),
    )
    spoken = [n for n in _compounds(question.text) if n not in nouns] + nouns
    found: list[list[Unit]] = []
    for m in pair:
        topic = replace(question, terms=terms, municipalities=(m,))
        near = scope.finder.gather(topic, scope.finder.hits(topic, scope.finder.where(topic, scope.public_only), 20))
        found.append([e.unit for e in near[:8] if e.coverage >= 0.75 * near[0].coverage])
    for noun in spoken:
        mine, other = (next(_after(noun, units), None) for units in found)
        if mine and other and mine.figure.base_unit == other.figure.base_unit:
            return mine, other
    return None


def _compounds(text: str) -> list[str]:
    """The nouns that a claim speaks of as having a figure: 回収率 of 「アンケートの回収率は」."""
    return sorted({squash(m) for m in re.findall(r"の([一-龥ァ-ヶー]{2,12})(?=[はをがもより、])", text)}, key=len)[::-1]


def _after(noun: str, units: Sequence[Unit]) -> Iterator[_Value]:
    for unit in units:
        for at in (m.end() for m in re.finditer(re.escape(noun), unit.text)):
            for figure in find_figures(unit.text[at : at + _BESIDE]):
                if figure.unit and figure.unit not in ("年", "月", "日"):
                    yield _Value(figure, unit)


def extreme(question: Question, scope: Scope) -> Judgement | None:
    """A claim that a municipality has the most or least of what each has a figure of, or the n-th most."""
    if len(question.municipalities) != 1 or question.municipalities[0].is_prefecture or question.years:
        return None
    least, most = _LEAST.search(question.text), _MOST.search(question.text)
    attribute = attribute_of(question)
    if attribute not in _ONE_EACH or bool(least) == bool(most) or _NOT_SO.search(question.text[-12:]):
        return None
    own = question.municipalities[0]
    within = question.prefectures or ((own.prefecture,) if re.search(r"県内|都内|府内|道内", question.text) else ())
    everyone = replace(question, municipalities=(), prefectures=within)
    bodies = {code for code, m in scope.covered.items() if not m.is_prefecture}
    figures = (r for r in rows(everyone, scope, attribute) if r.record.municipality in bodies)
    found = sorted(figures, key=lambda r: r.value if least else -r.value)
    mine = next((r for r in found if r.record.municipality == own.code), None)
    if mine is None or len(found) < _FEWEST:
        return None
    place = _PLACE.search(question.text)
    rank = 1 + sum((r.value < mine.value) if least else (r.value > mine.value) for r in found)
    if rank == (int(place[1]) if place else 1):
        return Judgement("supported", (mine.unit,))
    return Judgement("contradicted", tuple(dict.fromkeys((found[0].unit, mine.unit))))
