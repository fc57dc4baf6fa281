"""Whether figures are of the unit that a question asks for: money, people, times."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.extractive.asked_units import asked_unit, has_figure
from assistant.extractive.figures import with_figures
from assistant.extractive.scope import Scope
from assistant.extractive.subjects import about, heads
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.normalise import view

#: Units that a bare figure of a table has only where its heads say so.
_COUNTED_AS = ("回|度", "時間", "世帯|戸", "店|社|事業者", "校|園")
#: Sums of money, and what heads those in tables that give no unit.
_YEN = re.compile(r"円|無料|無償|有料")
_MONEY = re.compile(r"事業費|予算|決算|金額|費用|経費|[(（:：]\s?(?:百万|千|万)?円|総額|交付")


def measured(question: Question, units: Sequence[Unit], scope: Scope) -> bool:
    """Whether the quotes hold a figure of the unit that is asked for (%, 円), where a number is."""
    wanted = asked_unit(question) if question.kind in ("number", "sum", "fact") else None
    if wanted is None:
        return True
    if "円" in wanted.pattern:
        units = [u for u in units if _YEN.search(f"{u.text} {heads(u)}") or _MONEY.search(about(u))]
    texts = [with_figures(u, scope).text for u in units]
    named = [
        f"{r.unit or ''} {r.attribute} {r.measure or ''}" for u in units for r in u.records if r.number is not None
    ]
    if any(wanted.search(name) for name in named):
        return True
    if wanted.pattern in _COUNTED_AS:
        return any(re.search(rf"\d\s?(?:{wanted.pattern})", view(text)) for text in texts)
    return any(has_figure(text, wanted) for text in texts)
