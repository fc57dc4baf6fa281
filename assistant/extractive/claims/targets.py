"""Claims that a target was met or missed, held against plan and result of the row that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.extractive.by_years import told as progressions
from assistant.extractive.claims.amounts import amount_of
from assistant.extractive.claims.judgement import ENGLISH
from assistant.extractive.claims.rows import Found, named_rows
from assistant.extractive.claims.trends import COURSE
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import squash, view

_AIM = re.compile(
    r"予定|目標|計画値|計画(?:の?[\d,]+|より|を[^、。]{0,8}(?:上回|下回|超)|に[^、。]{0,4}(?:届|達))|見込|"
    r"\btargets?\b|\bgoals?\b|\bplanned\b",
    re.IGNORECASE,
)
#: A bound that is set to what is planned itself.
_OF_PLAN = re.compile(r"(?:予定|目標|計画)値?[はが]、?約?[\d]")
#: A figure with the one that was aimed at behind it: 12件(目標:10件).
_BESIDE = re.compile(r"\d[^\s()（）]{0,4}[(（](?:目標|計画|予定)値?\s?[:：]?\s?\d|達成率")
_MISSED = re.compile(
    r"(?:届|行|とど|い)か(?:な|ず|ん)|届いて(?:い)?(?:な|ず|ません|おら)|"
    r"(?:達|到達)(?:し|せ|でき|成し|成せ|成でき)(?:て(?:い)?)?(?:な|ず|ません)|下回|未達|及ば(?:な|ず)|"
    r"(?:予定|目標|計画)[^、。]{0,12}より(?:も|かなり|大きく)?(?:少な|低)|"
    r"満たな|クリア(?:でき|して(?:い)?)な|\bfell short|\bfalls? short|\bmiss(?:ed|es)?\b|\bbelow\b|\bunder\b|"
    r"\bfail(?:ed|s)? to (?:meet|reach|achieve|hit)|(?:\bnot\b|n't\b) (?:\w+ )?(?:meet|met|reach|achieve|hit)",
    re.IGNORECASE,
)
_MET = re.compile(
    r"(?:予定|目標|計画)[^、。]{0,12}より(?:も|かなり|大きく)?(?:多|高)|"
    r"達成(?!率|状況|度)|達し(?:た|て|ま)|達する|到達|(?:目標|予定)(?:に|まで)?(?:行|届|い[っく]|とど)|届[いく]|クリア|上回|超え|"
    r"\bmeet\b|\bmet\b|\bachieve|\breach|\bhit\b|\bexceed|\bsurpass",
    re.IGNORECASE,
)
#: Where less is better, plan and result do not say by themselves whether the target was met.
_FALLING = re.compile(
    r"削減|減ら|減少|待ち時間|所要時間|抑制|縮減|排出|事故|被害|死|自殺|離職|滞納|未納|紛失|苦情|故障|紙"
)
_BEYOND = re.compile(r"上回|超え|\bexceed|\bsurpass|\bmore than", re.IGNORECASE)
#: The share of a claim that a row must hold which is named in other words.
EXPLAINED = 0.6
_UNDATED = 0
#: Terms that say how something went and not what, in whatever tone.
_ASIDE = re.compile(
    rf"{COURSE.pattern}|目標|計画|予定|実績|達成|達する|到達|クリア|一旦|行く|従う|言う|ちゃんと|きちんと|無事|結局|一応|実際"
)
_LITERAL = re.compile(r"下回|上回|超え|\bexceed|\bbelow\b|\bunder\b", re.IGNORECASE)


_EACH = re.compile(
    r"(?:[2-9]|[二三四五])(?:年度?|か年)?(?:続けて|連続|とも)|(?:毎年度?|いずれの年度?|どの年度?|両年度?)(?:も|とも|、|に)?|"
    r"\bboth (?:fiscal )?years|\bevery (?:fiscal )?year|\byears in a row|\bconsecutive years",
    re.IGNORECASE,
)
#: Which of the years that a row gives a clause speaks of, from the first on.
_NTH = (
    re.compile(r"1年目|一年目|初年度|最初の年|\bfirst year", re.IGNORECASE),
    re.compile(r"2年目|二年目|翌年|次の年|\b(?:second|next|following) year", re.IGNORECASE),
    re.compile(r"3年目|三年目|\bthird year", re.IGNORECASE),
)
_CLAUSES = re.compile(
    r"(?<=[たるい])(?:が|けれども|けど|ものの|一方)、?|(?<=[たい]り)、|、?一方(?:で|、)|; |, (?:but|while|and) "
)


def in_results(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Found | None:
    """Whether results reached what was planned, clause by clause: contradicted by the first that says otherwise."""
    clauses = [c for c in _CLAUSES.split(question.text) if c and turns(c) is not None]
    if not _AIM.search(question.text) or _OF_PLAN.search(view(question.text)) or not clauses:
        return None
    question = replace(question, terms=Terms.build(t for t in question.terms.terms if not _ASIDE.fullmatch(t.text)))
    told = [_in_clause(_only(question, clause, clauses), evidence, scope) for clause in clauses]
    wrong = next((found for found in told if found is not None and not found.agrees), None)
    return wrong or (told[-1] if all(found is not None for found in told) else None)


def result_of(question: Question, evidence: Sequence[Evidence], scope: Scope) -> tuple[float, float, Unit] | None:
    """Plan and result of the thing that a question names, in its year or the last with both, and what proves them."""
    question = replace(question, terms=Terms.build(t for t in question.terms.terms if not _ASIDE.fullmatch(t.text)))
    pairs = _pairs(named_rows(question, evidence, scope)) or _of_progress(question, evidence, scope)
    years = _years(question, sorted(pairs))
    return pairs[years[-1]][0] if years and len(pairs[years[-1]]) == 1 else None


def falls_short(text: str, name: str, planned: float, actual: float) -> bool:
    """Whether a result is less than planned, or more where less is better and the text does not say below or above."""
    falling = _FALLING.search(name) and not _LITERAL.search(text)
    return actual > planned if falling else actual < planned


def turns(clause: str) -> bool | None:
    """Whether a clause says that a target was missed; None where it says neither."""
    missed = _MISSED.search(clause)
    return bool(missed) if missed or _MET.search(clause) else None


def on_results(text: str) -> bool:
    """Whether a text says that a target was met or missed."""
    return _AIM.search(text) is not None and _OF_PLAN.search(view(text)) is None and turns(text) is not None


def tells_results(units: Sequence[Unit]) -> bool:
    """Whether one of these says so itself, or sets a figure beside the one aimed at."""
    return any(on_results(u.text) or _BESIDE.search(u.text) for u in units)


def _only(question: Question, clause: str, clauses: Sequence[str]) -> Question:
    """A claim as if it had this clause alone: without the words that only the others have."""
    if len(clauses) < 2:
        return question
    own, rest = squash(clause), squash(" ".join(c for c in clauses if c != clause))
    first = squash(clauses[0]).partition("は")[0]
    kept = [t for t in question.terms.terms if t.text in own or t.text in first or t.text not in rest]
    return replace(question, text=f"{clauses[0].partition('は')[0]}、{clause}", terms=Terms.build(kept))


def _in_clause(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Found | None:
    """Whether the result of the clause's row and year, of its last year with a result, or of each year, reached what
    was planned, by as much as it says."""
    missed = turns(question.text)
    rows = named_rows(question, evidence, scope)
    names = " ".join([question.text, *{f"{r.measure or ''} {r.attribute}" for r, _ in rows}])
    if _FALLING.search(names) and not _LITERAL.search(question.text):
        return None
    pairs = _pairs(rows) or _of_progress(question, evidence, scope)
    years = _years(question, sorted(pairs))
    told = [pair for year in years for pair in pairs[year]]
    opinions = [_reached(question, planned, actual) != missed for planned, actual, _ in told]
    if not told or len(set(opinions)) > 1 and not _EACH.search(question.text):
        return None
    if len(years) > 1:
        wrong = next((unit for (*_, unit), agrees in zip(told, opinions, strict=True) if not agrees), None)
        return Found(False, wrong) if wrong else Found(True, told[-1][2])
    share = amount_of(question.text)
    if opinions[0] and share is not None and told[0][0]:
        apart = abs(told[0][1] - told[0][0]) / abs(told[0][0])
        return Found(share.holds(told[0][1] / told[0][0] if share.times else apart), told[0][2])
    return Found(opinions[0], told[0][2])


def _reached(question: Question, planned: float, actual: float) -> bool:
    """Whether a result is what was planned; to surpass it takes more."""
    return actual > planned if _BEYOND.search(question.text) else actual >= planned


def _years(question: Question, told: list[int]) -> list[int]:
    """Those of the years with plan and result that a clause speaks of."""
    if told == [_UNDATED]:
        return told
    if _EACH.search(question.text):
        own = [y for y in told if y in question.western_years]
        return own if len(own) > 1 else told
    nth = next((n for n, pattern in enumerate(_NTH) if pattern.search(question.text)), None)
    if nth is not None:
        return told[nth : nth + 1]
    return [y for y in told if y in question.western_years][-1:] if question.years else told[-1:]


def _of_progress(
    question: Question, evidence: Sequence[Evidence], scope: Scope
) -> dict[int, list[tuple[float, float, Unit]]]:
    """Plan and result by year of the thing that a claim names in other words than its row."""
    found = progressions(question, evidence, scope, EXPLAINED * (ENGLISH if question.english else 1.0))[:1]
    cells = [(r, line.unit) for p in found for line in p.lines for _, r in line.cells]
    return _pairs([(replace(r, measure="") if r.measure else r, u) for r, u in cells])


def _pairs(rows: Sequence[tuple[Record, Unit]]) -> dict[int, list[tuple[float, float, Unit]]]:
    """What was planned and what came of it, by fiscal year, of every row that gives both."""
    cells: dict[tuple[str, int], dict[str, tuple[float, Unit]]] = {}
    for record, unit in rows:
        if record.number is not None and record.series in ("planned", "target", "actual"):
            series = "actual" if record.series == "actual" else "planned"
            cells.setdefault(
                (f"{record.document} {record.page} {record.measure}", record.fiscal_year or _UNDATED), {}
            ).setdefault(series, (record.number, unit))
    pairs: dict[int, list[tuple[float, float, Unit]]] = {}
    for (_, year), both in cells.items():
        if len(both) == 2:
            pairs.setdefault(year, []).append((both["planned"][0], *both["actual"]))
    return {y: found for y, found in pairs.items() if y != _UNDATED or len(pairs) == 1}
