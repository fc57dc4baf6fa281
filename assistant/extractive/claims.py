"""Claims: split into their facts (who, what, how much, when, whether), each looked for in the best evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Verdict
from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.claim_figures import LESS, MORE, held, in_figures, share_held, undated
from assistant.extractive.figures import ACTIONS
from assistant.extractive.opposites import denied_by
from assistant.extractive.ranks import attribute_of
from assistant.extractive.scope import Scope, distinct
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from assistant.wording import verdict as verdict_words
from ingest.model import Municipality
from ingest.normalise import squash, view
from ingest.values import find_figures
from ingest.years import find_years

#: Calibrated on one half of the dev questions.
FOUND = 0.58
SUPPORTED = 0.62
#: The same where all of the claim's figures stand in the evidence.
SUPPORTED_BY_FIGURES = 0.5
ENGLISH = 0.72
RIVAL = 0.42
FIGURE_BONUS = 0.25
CORE = 0.9
CLOSE = 0.82
HEADER_COUNTS = ("人口", "世帯数", "面積")
_ABOUT = re.compile(r"約|およそ|ほぼ|程度|\babout\b|\baround\b|\bapproximately\b", re.IGNORECASE)
_BOUND = re.compile(r"超|越|上回|下回|未満|満た|以上|以下|over|more|exceed|less|fewer|below", re.IGNORECASE)
_NOT = re.compile(
    r"(?:ではな|でな)(?:い|く)|実施しない|行わない|していない|いない|されていない|"
    r"しない(?:こと|方針)?|ません|\bnot\b|n't\b|\bno longer\b",
    re.IGNORECASE,
)
#: What a plan says of a thing that it decided against.
_DECIDED = re.compile(
    r"実施しないこと|行わないこと|しないことに決定|見送|取りやめ|(?:採り|取り)入れ(?:ない|ません)|"
    r"(?:当面|今期)は[^。]{0,6}行(?:わない|いません)"
)
_ONLY = re.compile(r"だけ|のみ|しか|\bonly\b|唯一", re.IGNORECASE)
_ALL = re.compile(r"すべて|全て|いずれも|両方|どちらも|とも(?:に)?|全部|\bboth\b|\ball\b", re.IGNORECASE)
_CONTRAST = re.compile(
    r"であ(?:り|って)、?.{1,14}(?:の事業)?ではな|ではなく|でなく|\bnot\b .{1,30}\b(?:that|which)\b|, not ",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?:済み?|完了|した。?$|された|している|始まった|開始した|導入した|稼働した|"
    r"運用を開始|廃止した|できるようになった|達成した|超えた|超えている)"
)
_PENDING = re.compile(
    r"検討(?:する|を|して|中|段階)|予定(?:である|して|。|$)|目指す|めざす|図る。?$|今後|"
    r"計画(?:する|して)|未定|遅れ|変更|後倒し|未達|至らず|できな"
)
_WHO = re.compile(
    r"(?:の|する事業|導入)は、?[^、。は]{2,12}(?:市|町|村|県)?(?:である|だ|"
    r"です)?[。]?\s*$|^It is\b.{2,40}\b(?:that|which)\b|^The (?:city|town|"
    r"municipality) (?:that|which)",
    re.IGNORECASE,
)
_MET = re.compile(
    r"達成し|達した|目標(?:に|まで)(?:行|届|達)|クリアし|目標を上回|予定どおり|\bmet\b|\bachieved\b|\breached\b",
    re.IGNORECASE,
)
_FALLING = re.compile(r"削減|減ら|減少|待ち時間|抑制|縮減")


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    units: tuple[Unit, ...]


def checked(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft:
    judgement = _judge(question, evidence, scope)
    opening = verdict_words(judgement.verdict, question.lang)
    shown = [scope.trimmed(u, question) for u in judgement.units][:3]
    statements: list[Statement] = []
    used = 0
    for unit in shown:
        text = scope.say(unit, question.lang)
        if statements and used + len(text) > 520:
            break
        used += len(text)
        statements.append(Statement(text, (unit,)))
    nearest = tuple(shown) if judgement.verdict == "not_found" else ()
    if judgement.verdict == "not_found":
        note = "The nearest passages are cited." if question.lang == "en" else "近い記述を引用に示します。"
        return Draft(
            kind="claim",
            statements=(Statement(f"{opening}{note}"),),
            verdict="not_found",
            nearest=nearest,
            evidence=nearest,
        )
    return Draft(
        kind="claim", statements=(Statement(opening), *statements), verdict=judgement.verdict, evidence=tuple(shown)
    )


def judged(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Verdict:
    """The verdict alone, for yes-or-no questions."""
    return _judge(question, evidence, scope).verdict


def _judge(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Judgement:
    if not question.municipalities and question.uncovered:
        return Judgement("not_found", ())
    if len(question.municipalities) >= 2:
        several = _over_several(question, scope)
        if several is not None:
            return several
    topic = replace(question, terms=_topical(question.terms))
    counted = _header(topic, scope)
    if counted is not None:
        return counted
    scored = distinct(sorted(_rescored(topic, evidence, scope), key=lambda e: -e.score))
    verbatim = _verbatim(question, scored)
    if verbatim is not None:
        return Judgement("supported", (verbatim,))
    needed = ENGLISH if question.english else 1.0
    cleft = _cleft(question, scored[0].coverage if scored else 0.0, scope)
    if cleft is not None:
        return cleft
    if not scored or scored[0].coverage < FOUND * needed:
        return Judgement("not_found", tuple(e.unit for e in scored[:2]))
    best = scored[0]
    near = [e for e in scored[:12] if e.coverage >= CLOSE * best.coverage]
    if _lacks_core(topic, best, near, scope):
        return Judgement("not_found", tuple(e.unit for e in near[:2]))
    return _facts(question, best, near, scope)


def _verbatim(question: Question, scored: Sequence[Evidence]) -> Unit | None:
    """The unit that ends a sentence with the claim's very words; whose it is may stand before them (A市では、…)."""
    whole = squash(question.text).rstrip("。")
    names = "|".join(re.escape(squash(m.name)) for m in question.municipalities) or "$^"
    said = re.sub(rf"^(?:{names})(?:では|においては|について)?、?", "", whole)
    if len(said) < 8:
        return None
    return next((e.unit for e in scored if f"{said}。" in f"{squash(e.unit.text)}。"), None)


def _header(question: Question, scope: Scope) -> Judgement | None:
    """A claim of nothing but a municipality's population, households or area, held against its headers."""
    attribute = attribute_of(question)
    claimed = [f for f in find_figures(undated(in_figures(question.text))) if f.unit]
    if attribute not in HEADER_COUNTS or len(question.municipalities) != 1 or len(claimed) != 1:
        return None
    said = (attribute, "総人口", attribute + "".join([*_ABOUT.findall(question.text), claimed[0].text]))
    bounds = MORE.search(question.text), LESS.search(question.text)
    loose = [t for t in question.terms.terms if t.weight >= 0.3 and not any(t.text in words for words in said)]
    if any(not (any(bounds) and _BOUND.search(t.text)) for t in loose):
        return None
    units = [u for r in scope.records(question, "header") if r.attribute == attribute and (u := scope.record_unit(r))]
    printed = [(u, f) for u in units for f in find_figures(u.text) if f.base_unit == claimed[0].base_unit]
    if not printed or question.years:
        return None
    near = 0.05 if _ABOUT.search(question.text) else 0.0
    more, less = bounds
    agreed = [
        u
        for u, f in printed
        if (f.base > claimed[0].base if more else f.base < claimed[0].base if less else False)
        or (abs(f.base - claimed[0].base) <= near * f.base and not (more or less))
    ]
    return Judgement("supported" if agreed else "contradicted", tuple(agreed or [u for u, _ in printed])[:2])


def _cleft(question: Question, coverage: float, scope: Scope) -> Judgement | None:
    """「…するのはA市である」 says who; contradicted when another municipality's plan says it and A's does not."""
    if len(question.municipalities) != 1 or not _WHO.search(question.text):
        return None
    topic = replace(question, terms=_topical(question.terms), municipalities=())
    others = scope.finder.gather(topic, scope.finder.hits(topic, scope.finder.where(topic, scope.public_only), 20), 3)
    if others and others[0].coverage >= FOUND and others[0].coverage > coverage + 0.15:
        return Judgement("contradicted", tuple(e.unit for e in others[:2]))
    return None


def _topical(terms: Terms) -> Terms:
    """Without figures and years, which are compared as such."""
    return Terms.build(t for t in terms.terms if not re.fullmatch(r"[\d.,%~-]+.{0,2}", t.text))


def _rescored(question: Question, evidence: Sequence[Evidence], scope: Scope) -> list[Evidence]:
    passages = {e.passage.id: e.passage for e in evidence}
    figures = [f for f in find_figures(undated(in_figures(question.text))) if f.unit not in ("年", "月", "日")]
    scored = [e for p in passages.values() for e in scope.finder.score_passage(question, p)]
    if not figures:
        return scored
    return [replace(e, score=e.score + FIGURE_BONUS * share_held(figures, e.unit)) for e in scored]


def _lacks_core(question: Question, best: Evidence, near: Sequence[Evidence], scope: Scope) -> bool:
    layers = [layer for e in [best, *near[:3]] for layer in scope.best_layers(e)]
    missing = question.terms.missing(layers, at_least=CORE * question.terms.strongest())
    return sum(t.weight for t in missing) > 0.3 * question.terms.total


def _facts(question: Question, best: Evidence, near: Sequence[Evidence], scope: Scope) -> Judgement:
    """Compares figures, dates and state: another value in the source contradicts, an absent one does not."""
    units = [e.unit for e in near]
    passages = list({e.passage.id: e.passage.text for e in near}.values())
    figures = [
        f
        for f in find_figures(undated(in_figures(question.text)))
        if not (f.unit in ("年", "月", "日") or re.fullmatch(r"\d", f.text))
    ]
    unknown = False
    for figure in figures:
        match, rival = held(
            figure, in_figures(question.text), units, passages, best.own_words >= RIVAL or bool(best.unit.records)
        )
        if rival is not None and match is None:
            return Judgement("contradicted", (rival, *[u for u in units if u is not rival][:1]))
        unknown = unknown or match is None
    dated = _dates(question, near, scope)
    if isinstance(dated, Unit):
        return Judgement("contradicted", (dated, *[u for u in units if u.key != dated.key][:2]))
    unknown = unknown or dated is False
    if denied := denied_by(_said(question), [e.unit for e in near if e.passage.id == best.passage.id]):
        return Judgement("contradicted", (denied, *[u for u in units[:2] if u is not denied][:1]))
    opposed = _opposed(question, best)
    if opposed:
        return Judgement("contradicted", (best.unit, *units[1:2]))
    needed = SUPPORTED_BY_FIGURES if figures else SUPPORTED
    if unknown or best.coverage < needed * (ENGLISH if question.english else 1.0):
        return Judgement("not_found", tuple(units[:2]))
    return Judgement("supported", tuple(units[:3]))


def _said(question: Question) -> list[str]:
    """The claim's words; of an English one those of its translation."""
    return [question.text, *(t.text for t in question.terms.terms)] if question.english else [question.text]


def _dates(question: Question, near: Sequence[Evidence], scope: Scope) -> Unit | bool:
    """True when the claim's years stand with the evidence (or it names none), False when they do not, and the unit
    that gives another date for the same thing where there is one."""
    wanted = question.years
    if not wanted:
        return True
    reached = _reached(question, near, scope)
    if reached is not None:
        return reached
    told = _status(question, near, scope)
    told = _roadmap(question, near, scope) if told is None else told
    if told is not None:
        return told
    for e in near[:3]:
        mentions = find_years(e.unit.text)
        if any(m.year == w.year and (w.month is None or m.month in (None, w.month)) for m in mentions for w in wanted):
            return True
    first = near[0]
    around = [*find_years(view(first.passage.text)), *find_years(" ".join(first.passage.headings))]
    if any(r.fiscal_year == w.year for r in first.unit.records for w in wanted):
        return True
    own = find_years(first.unit.text)
    if own and all(w.month is None or any(m.month is not None for m in own) for w in wanted):
        return first.unit
    return (
        any(m.year == w.year for m in around for w in wanted)
        or not any(w.month for w in wanted)
        and not own
        and not around
    )


def _reached(question: Question, near: Sequence[Evidence], scope: Scope) -> Unit | bool | None:
    """Whether a target was met, where a table gives plan and result of the year; None where it does not say."""
    claimed = _MET.search(question.text)
    years = question.western_years
    if claimed is None or not years or _FALLING.search(question.text):
        return None
    cells = [
        r
        for e in near[:6]
        for r in e.unit.records
        if r.kind == "cell" and r.fiscal_year in years and r.number is not None
    ]
    planned = next((r for r in cells if r.series in ("planned", "target")), None)
    actual = next((r for r in cells if r.series == "actual" and planned and r.measure == planned.measure), None)
    if planned is None or actual is None:
        return None
    met = (actual.number or 0) >= (planned.number or 0)
    return True if met != bool(_NOT.search(question.text)) else scope.record_unit(actual) or False


def _status(question: Question, near: Sequence[Evidence], scope: Scope) -> Unit | bool | None:
    """Status marks say in which year a measure is studied, carried out or widened: compares the claim's word for it."""
    for e in near[:3]:
        records = scope.finder.records_of(e.passage.document).get(e.passage.page, [])
        own = [
            r
            for r in records
            if r.kind == "status"
            and r.fiscal_year
            and r.status
            and (r.start == e.unit.start or r.measure == e.passage.measure)
        ]
        said = {r.status for r in scope.records(question, "status") if r.status and r.status in question.text}
        if own and said:
            longest = max(said, key=len)
            asked = [r for r in own if any(r.fiscal_year == w.year for w in question.years)]
            if asked:
                return True if any(r.status == longest for r in asked) else scope.record_unit(asked[0]) or False
    return None


def _roadmap(question: Question, near: Sequence[Evidence], scope: Scope) -> Unit | bool | None:
    """A roadmap says in which year an action falls: compares the claim's action and year with its cells."""
    text = squash(" ".join(_said(question)))
    action = next((group for group in ACTIONS if any(word in text for word in group)), None)
    if action is None:
        return None
    for e in near[:4]:
        cells = [
            r
            for r in scope.finder.records_of(e.passage.document).get(e.passage.page, [])
            if r.kind == "cell" and r.fiscal_year and any(word in squash(r.value) for word in action)
        ]
        if cells:
            if any(r.fiscal_year == w.year for r in cells for w in question.years):
                return True
            return scope.record_unit(cells[0]) or False
    return None


def _opposed(question: Question, best: Evidence) -> bool:
    """The claim says done where the source says planned or under study, or one denies what the other states."""
    claim, source = question.text, best.unit.text
    decided = bool(_DECIDED.search(source))
    denies = bool(_NOT.search(claim) or _DECIDED.search(claim))
    denied = decided or bool(
        re.search(r"実施しない|行わない|していない|しないことに|対象外|できない|廃止(?:し|した)", source)
    )
    if denies != denied and (denies or decided):
        return not _CONTRAST.search(claim)
    return bool(_DONE.search(claim)) and bool(_PENDING.search(source)) and not _DONE.search(source)


def _over_several(question: Question, scope: Scope) -> Judgement | None:
    """Claims about several municipalities: all of them, or one and not the other."""
    best: list[tuple[Municipality, Evidence]] = []
    for m in question.municipalities:
        topic = replace(question, terms=_topical(question.terms), municipalities=(m,))
        found = scope.finder.gather(topic, scope.finder.hits(topic, scope.finder.where(topic, scope.public_only), 20))
        if found:
            best.append((m, found[0]))
    if not best:
        return Judgement("not_found", ())
    units = tuple(e.unit for _, e in sorted(best, key=lambda b: -b[1].coverage))
    if _CONTRAST.search(question.text):
        said, denied = _contrasted(question)
        if said and denied:
            score = {m.code: e.coverage for m, e in best}
            a, b = score.get(said.code, 0.0), score.get(denied.code, 0.0)
            if max(a, b) < FOUND * (ENGLISH if question.english else 1.0):
                return Judgement("not_found", units[:2])
            return Judgement("supported" if a > b else "contradicted", units[:2])
    if _ALL.search(question.text) or len(best) == len(question.municipalities):
        low = min(e.coverage for _, e in best)
        if low >= FOUND * (ENGLISH if question.english else 1.0):
            return (
                Judgement("supported", tuple(e.unit for _, e in best))
                if not find_figures(undated(question.text))
                else None
            )
    return None


def _contrasted(question: Question) -> tuple[Municipality | None, Municipality | None]:
    """Of two municipalities in 「AであってBではない」 or "A, not B", which is said and which denied."""

    def at(m: Municipality) -> int:
        names = [m.name, m.name[:-1], m.romaji.capitalize()]
        return min((i for n in names if n and (i := question.text.find(n)) >= 0), default=10**6)

    ordered = sorted(question.municipalities, key=at)[:2]
    if len(ordered) < 2:
        return None, None
    between = question.text[at(ordered[0]) : at(ordered[1])]
    if re.search(r"ではなく|でなく|\bnot\b.*", between) and not question.english and "ではなく" in between:
        return ordered[1], ordered[0]
    return ordered[0], ordered[1]
