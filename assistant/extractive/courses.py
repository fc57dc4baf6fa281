"""How a plan came about: the dated lines under a heading of its course (策定の経過, 検討経緯, 沿革)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.draft import Draft, Statement
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Haystack
from assistant.units import Unit
from ingest.model import Document
from ingest.normalise import fold
from ingest.years import find_years

_ASKED = re.compile(
    r"経過|経緯|沿革|歩み|あゆみ|いきさつ|(?:どんな|どういう|どういった)(?:流れ|順番|順序|手順|過程|プロセス)"
    r"|(?:策定|作成|改定|検討|決定|決ま)[^。、]{0,8}(?:流れ|過程|プロセス|日程|スケジュール|手順)"
    r"|どう(?:やって|いうふうに)?(?:作|つく|決|き)(?:ら|ま|め)|どのように(?:作|策定|決|改定)"
)
_ASKED_IN_ENGLISH = re.compile(
    r"\b(?:history|process|steps|course|stages|chronology|timeline|how)\b.*\b(?:drawn up|formulat\w+|develop\w*|"
    r"adopt\w+|decided|drafted|drafting|revis\w+|compiled|prepared|put together|made|drawing up)\b",
    re.IGNORECASE,
)
_OF_MAKING = re.compile(r"策定|作成|改定|改訂|検討|審議|決定|決ま|決め|作[らっり]|つく[らっり]|でき")
_HEADING = re.compile(r"経過|経緯|沿革|歩み|あゆみ|年表")
#: Said of a plan's making by every question for it.
_SAID = re.compile(
    r"策定|作成|改定|改訂|検討|審議|決定|決まる|決める|作る|作成|定める|出来る|経過|経緯|沿革|歩み|流れ|過程|プロセス|日程|日付|時期|手順|順番|順序|"
    r"計画|プラン|戦略|方針|指針|ビジョン|構想|大綱|経る|今迄|是迄|此れ迄|これまで|何時|内容|会議"
)
LONGEST_HEADING, FEWEST, MOST = 30, 3, 12
#: What a question may say beside the plan's making, of the weight of its words, and how late in a line its date stands.
ELSE, OPENING = 0.25, 3


@dataclass(frozen=True, slots=True)
class Course:
    heading: str
    units: tuple[Unit, ...]


def told(question: Question, scope: Scope) -> Draft | None:
    """The steps of the one plan that the question asks the course of; None for any other question, or where the plan
    tells no such steps."""
    asked = _ASKED_IN_ENGLISH if question.english else _ASKED
    if question.kind in ("claim", "yesno", "rank", "sum", "compare") or not asked.search(fold(question.text)):
        return None
    found = [(c, d) for d in _plans(question, scope) for c in _courses(d, scope) if _is_of(question, c, d, scope)]
    if question.english or _OF_MAKING.search(question.text):
        found = [(c, d) for c, d in found if _OF_MAKING.search(c.heading)]
    if not found or len({d.id for _, d in found}) > 1:
        return None
    units = found[0][0].units[:MOST]
    statements = tuple(Statement(scope.say(unit, question.lang), (unit,)) for unit in units)
    return Draft(kind="answer", statements=statements, evidence=units)


def _plans(question: Question, scope: Scope) -> list[Document]:
    own = [d for d in scope.documents if d.municipality and d.municipality.code in question.codes]
    return [d for d in own if not question.documents or d.id in question.documents]


def _is_of(question: Question, course: Course, document: Document, scope: Scope) -> bool:
    """Whether hardly a word of the question says more than the names of the plan and of its course."""
    fronts = scope.finder.catalogue.passages_of(document.id, 1)
    layers: list[Haystack] = [scope.finder.haystack("\n".join([document.title, *(p.text for p in fronts[:2])]))]
    layers.append(scope.finder.haystack("\n".join([course.heading, *(u.text for u in course.units)])))
    beside = [t for t in question.terms.missing(layers) if not _SAID.search(t.text)]
    return sum(t.weight for t in beside) <= ELSE * question.terms.total


def _courses(document: Document, scope: Scope) -> Sequence[Course]:
    return scope.finder.derived(("courses", document.id), lambda: tuple(_read(document, scope)))


def _read(document: Document, scope: Scope) -> Iterator[Course]:
    heading, units = "", list[Unit]()
    for passage in scope.finder.catalogue.passages_of(document.id):
        for unit in sorted(scope.finder.units(passage), key=lambda u: u.start):
            if heading and _is_dated(unit):
                units.append(unit)
                continue
            if len(units) >= FEWEST:
                yield Course(heading, tuple(units))
            names = len(unit.text) <= LONGEST_HEADING and _HEADING.search(unit.text) and "。" not in unit.text
            if names or units:
                heading, units = unit.text if names else "", []
    if len(units) >= FEWEST:
        yield Course(heading, tuple(units))


def _is_dated(unit: Unit) -> bool:
    first = next(iter(find_years(unit.text)), None)
    return first is not None and first.start <= OPENING and unit.kind != "heading"
