"""Whether quotes count what a question asks the number of: a figure with the counter asked for, or a cell whose row or
column is called a number, in a unit that names what is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Draft
from assistant.extractive.asked_units import has_figure
from assistant.extractive.figures import with_figures
from assistant.extractive.scope import Scope
from assistant.extractive.subjects import heads
from assistant.understanding.details import counted_noun
from assistant.understanding.question import Question
from assistant.understanding.terms import Term
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import squash, view
from ingest.values import find_figures

_KINDS = ("number", "count", "sum", "fact", "how", "compare")
_COUNTER = re.compile(
    r"何(か所|箇所|カ所|ヶ所|[一-龥]{1,2}?)(?:分|目)?(?=[^一-龥]|$|[入設整導実利対を予目増減])|(世帯|[台基機人名件回校園館社店棟戸冊本便隻頭匹])数"
)
_NO_COUNTER = frozenset("年月日時分秒度曜歳才語番円割点階課係")
_ALIKE = (
    "人名",
    "台基機",
    "件本",
    "か箇カヶ施館園校地",
    "社店者",
    "回度",
    "棟戸件",
    "軒戸世棟",
    "便本往",
    "冊",
    "校園",
)
_ROWS = ("indicator", "marks", "row", "cell")
#: What a bare figure stands behind (出店 48).
_NAME = re.compile(r"([^\s\d、。:：]{2,}?)数?[\s:：]+$")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")


def counts(question: Question, draft: Draft, units: Sequence[Unit], scope: Scope) -> bool:
    """Whether one of the units of a draft counts what the question asks the number of; true where it asks for none."""
    counter = _asked_counter(question)
    if not counter:
        return True
    alike = "".join({*counter, *(c for group in _ALIKE if counter in group for c in group)})
    figure = re.compile(f"^\\d[\\d,.]*\\s?(?:万|千)?(?:余り?|以上)?[{alike}]")
    label = re.compile(f"数|(?:^|[\\s(（:：])(?:延べ)?[{alike}][一-龥]?(?:[\\s)）]|$)")
    said, noun = squash(question.text), squash(counted_noun(question.text))
    own = [t for t in question.terms.terms if t.text in noun and t.weight > 0.2]
    named = max(own, key=lambda t: (noun.endswith(t.text), t.weight), default=None)
    told: dict[tuple[str, int, int, int], str] = {}
    for s in draft.statements:
        told |= {u.key: f"{told.get(u.key, '')}{s.text}\n" for u in s.units if u.kind == "cell"}
    stated = re.compile(rf"(?<![0-9.,第])[0-9]{{1,3}}の{re.escape(noun)}") if noun else None
    if stated is not None and any(stated.search(squash(u.text)) for u in units):
        return True
    return any(
        _counts(u, figure, label, alike, said, scope) and _is_of(named, told.get(u.key, u.text), u, scope)
        for u in units
    )


def _asked_counter(question: Question) -> str:
    if question.kind not in _KINDS or question.english:
        return ""
    found = _COUNTER.search(question.text)
    counter = (found[1] or found[2])[0] if found else ""
    return "" if counter in _NO_COUNTER else counter


def _counts(unit: Unit, figure: re.Pattern[str], label: re.Pattern[str], alike: str, said: str, scope: Scope) -> bool:
    text = view(with_figures(unit, scope).text)
    for f in find_figures(text):
        name = None if f.unit else _NAME.search(text, 0, f.start)
        if figure.search(text[f.start :]) or name and squash(name[1]) in said:
            return True
    if any(r.number is not None and _is_counted(r, alike, label, said) for r in unit.records):
        return True
    return unit.kind in _ROWS and has_figure(text) and label.search(f"{text}\n{heads(unit)}") is not None


def _is_counted(record: Record, alike: str, label: re.Pattern[str], said: str) -> bool:
    """Whether a cell's unit is the counter, or its row or column is called a number of something or as the question
    says."""
    if record.unit and any(c in alike for c in record.unit):
        return True
    names = [_BRACKETS.sub("", name) for name in (record.attribute, record.measure or "")]
    return any(label.search(name) or len(squash(name)) >= 2 and _is_said(squash(name), said) for name in names)


def _is_said(name: str, said: str) -> bool:
    """Whether a question holds a name, also with の between its parts (Cの未達 of "C 未達")."""
    return name in said or name.replace("の", "") in said.replace("の", "")


def _is_of(named: Term | None, told: str, unit: Unit, scope: Scope) -> bool:
    """Whether what is counted is named in what is told of a unit, or heads it."""
    if named is None:
        return True
    above = "" if unit.kind == "cell" else heads(unit)
    hay = scope.finder.haystack(f"{told}\n{above}")
    return hay.holds(named) >= 0.5
