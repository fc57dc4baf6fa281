"""Claims that a target or a value is not yet set (数字ではまだ決まっていない, 別途設定)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.extractive.claims.rows import NAMED, PARTLY, Found, named_rows, without_series
from assistant.extractive.claims.state_words import TOLD
from assistant.extractive.scope import Scope
from assistant.extractive.series import ALIKE
from assistant.understanding.question import Question

_OPEN = re.compile(
    r"未定|未設定|調整中|(?:決まっ?|定まっ?|決め|定め|設定(?:さ)?(?:れ|し))(?:られ)?(?:て)?(?:い)?な[いくか]|"
    r"(?:別|後|あと|これから|今後|改めて)[^、。]{0,6}(?:決め|定め|設定|検討)(?:る|ら|す|さ)|(?:数字|数値|人数|値)[^、。]{0,8}(?:な[いくか]|空欄)|"
    r"\b(?:not (?:yet )?(?:been )?(?:set|decided|fixed)|undecided|to be (?:set|decided|determined))\b",
    re.IGNORECASE,
)
_VALUE = re.compile(r"目標|数値|指標|値|KPI|予算|金額|時期|\btargets?\b|\bgoals?\b|\bvalues?\b", re.IGNORECASE)
#: How much of a claim the passage that leaves the target open, and how much its own line, must hold.
AROUND, OWN = 0.5, 0.3
#: How far behind its row a note leaves a target open.
_BEHIND = 120


def left_open(question: Question, scored: Sequence[Evidence], scope: Scope) -> Found | None:
    """Whether a target that a claim says to be open is so; contradicted by the number that its row gives for it."""
    if not (_OPEN.search(question.text) and _VALUE.search(question.text)):
        return None
    years = question.western_years
    for record, unit in named_rows(without_series(question), scored, scope, NAMED, PARTLY):
        if record.series in ALIKE and record.number is not None and (not years or record.fiscal_year in years):
            return Found(False, unit, (record,))
    for e in scored:
        around = e.passage.text[max(0, e.unit.start - e.passage.start) : e.unit.end - e.passage.start + _BEHIND]
        if e.own_words >= OWN and e.coverage >= AROUND and TOLD["unset"].search(around.replace("\n", "")):
            unit = next((u for u in scope.finder.units(e.passage) if TOLD["unset"].search(u.text)), e.unit)
            return Found(True, unit)
    return None
