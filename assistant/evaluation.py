"""Judges replies against gold questions: the figures of `score.py`, in process, and compared between runs.

A gold item names what an answer must and must not say, the exact set of entities, the verdict, and the (document, page)
that prove it. Every check gives True, False, or None where it does not apply to the item.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any, Literal

from assistant.answer import Answer, Request
from assistant.evaluation_numbers import accepted_numbers, fold, numbers_in, without_markers
from ingest.errors import InputError

CHECKS = ("answer", "evidence", "verbatim", "grounded", "context")
_LONGEST = dict.fromkeys(("number", "date", "fact", "yesno", "definition"), 400) | dict.fromkeys(
    ("claim", "count"), 600
)
_LONGEST_OF_OTHERS = 2000

PageText = Callable[[str, int], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    document: str
    page: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One question of a gold file. `must_include` has groups of alternatives, of which one must stand in the answer."""

    id: str
    lang: Literal["ja", "en"]
    type: str
    question: str
    history: tuple[str, ...] = ()
    must_include: tuple[tuple[str, ...], ...] = ()
    must_not_include: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    verdict: str | None = None
    evidence: tuple[Evidence, ...] = ()

    def request(self, include_context: bool = False) -> Request:
        history = tuple(("user", turn) for turn in self.history)
        return Request(
            question=self.question, lang=self.lang, history=history, include_context=include_context, internal=True
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found of one item; `why` explains every False."""

    id: str
    type: str
    lang: str
    seconds: float
    answer: bool
    evidence: bool | None = None
    verbatim: bool | None = None
    grounded: bool | None = None
    context: bool | None = None
    context_chars: int | None = None
    why: tuple[str, ...] = ()
    question: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    verdicts: tuple[Verdict, ...]
    summary: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(
            {"summary": self.summary, "items": [asdict(v) for v in self.verdicts]}, ensure_ascii=False, indent=1
        )


def load_gold(paths: Iterable[Path]) -> list[Gold]:
    """Raises InputError with file and line of what cannot be read."""
    items = []
    for path in paths:
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path} cannot be read ({error}): give a gold file in JSON lines.") from error
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    items.append(_gold(json.loads(line)))
                except (ValueError, KeyError, TypeError) as error:
                    raise InputError(
                        f"{path}, line {number}: {error!r}; each line needs id, lang, type and question."
                    ) from error
    if not items:
        raise InputError("the gold files hold no questions.")
    return items


def _gold(item: dict[str, Any]) -> Gold:
    return Gold(
        id=item["id"],
        lang=item["lang"],
        type=item["type"],
        question=item["question"],
        history=tuple(item.get("history", ())),
        must_include=tuple(tuple(group) for group in item.get("must_include", ())),
        must_not_include=tuple(item.get("must_not_include", ())),
        entities=tuple(item.get("entities") or ()),
        verdict=item.get("verdict"),
        evidence=tuple(Evidence(document=e["doc"], page=e["page"], quote=e["quote"]) for e in item.get("evidence", ())),
    )


def evaluate(
    items: Sequence[Gold], answer: Callable[[Request], Answer], page_text: PageText, include_context: bool = False
) -> Evaluation:
    """Ask and judge every item, in order."""
    verdicts = []
    for item in items:
        began = time.perf_counter()
        reply = answer(item.request(include_context))
        verdicts.append(judge(item, reply, page_text, time.perf_counter() - began))
    return Evaluation(verdicts=tuple(verdicts), summary=summarise(verdicts))


def judge(item: Gold, reply: Answer, page_text: PageText, seconds: float = 0.0) -> Verdict:
    faults = _answer_faults(item, reply)
    misquoted = [
        f"quote not on page: {c.document} p. {c.page} {c.quote[:40]!r}"
        for c in reply.citations
        if not c.quote or _squeeze(c.quote) not in _squeeze(page_text(c.document, c.page) or "\0")
    ]
    loose = _loose_numbers(item, reply, page_text)
    gold_pages = {(e.document, e.page) for e in item.evidence}
    cited = {(c.document, c.page) for c in reply.citations}
    return Verdict(
        id=item.id,
        type=item.type,
        lang=item.lang,
        seconds=seconds,
        answer=not faults,
        evidence=bool(gold_pages & cited) if gold_pages and not reply.abstained else None,
        verbatim=not misquoted if reply.citations else None,
        grounded=not loose if reply.answer and not reply.abstained else None,
        context=_context_holds(item, reply),
        context_chars=sum(len(_squeeze(c.text)) for c in reply.context) or None,
        why=(*faults, *misquoted, *([f"numbers without a source: {', '.join(loose)}"] if loose else [])),
        question=item.question,
        reply=reply.answer,
    )


def _answer_faults(item: Gold, reply: Answer) -> list[str]:
    faults = []
    answer = without_markers(reply.answer)
    if reply.abstained != (item.type == "unanswerable") and item.type != "claim":
        faults.append("abstained" if reply.abstained else "did not abstain")
    if item.type != "unanswerable":
        faults += _wording_faults(item, reply, fold(answer))
        if item.type == "list" and item.entities:
            faults += _set_faults(item.entities, [e.name for e in reply.entities])
    longest = _LONGEST.get(item.type, _LONGEST_OF_OTHERS)
    if item.type != "unanswerable" and len(answer) > longest:
        faults.append(f"{len(answer)} characters, {longest} are allowed")
    return faults


def _wording_faults(item: Gold, reply: Answer, folded: str) -> list[str]:
    faults = []
    if item.type == "claim":
        if reply.verdict != item.verdict:
            faults.append(f"verdict {reply.verdict}, not {item.verdict}")
    else:
        lacking = [group for group in item.must_include if not any(fold(a) in folded for a in group)]
        faults += [f"lacks {'|'.join(group)}" for group in lacking]
    return faults + [f"has {words}" for words in item.must_not_include if fold(words) in folded]


def _set_faults(wanted: Sequence[str], given: Sequence[str]) -> list[str]:
    """A name counts for another where one holds the other: 汐崎 and 汐崎市."""
    want, got = [fold(w) for w in wanted], [fold(g) for g in given]
    missing = [w for w in want if not any(_same(w, g) for g in got)]
    extra = [g for g in got if not any(_same(w, g) for w in want)]
    return [f"entities: missing {missing}, extra {extra}"] if missing or extra else []


def _same(wanted: str, given: str) -> bool:
    return wanted in given or (given != "" and given in wanted)


def _loose_numbers(item: Gold, reply: Answer, page_text: PageText) -> list[str]:
    """Numbers of the answer that stand on no cited page and do not follow from one."""
    if reply.abstained or not reply.citations:
        return []
    asked = " ".join((item.question, *item.history))
    pages = [page_text(c.document, c.page) or "" for c in reply.citations]
    counts = (len(reply.entities), len(reply.citations))
    accepted = accepted_numbers(asked, pages, [c.quote for c in reply.citations], counts)
    return sorted(numbers_in(without_markers(reply.answer)) - accepted)


def _context_holds(item: Gold, reply: Answer) -> bool | None:
    """Whether every gold quote stands in what a language model is shown."""
    if not reply.context or not item.evidence:
        return None
    shown: dict[str, list[str]] = defaultdict(list)
    for context in reply.context:
        shown[context.document].append(_squeeze(context.text))
    return all(any(_squeeze(e.quote) in text for text in shown[e.document]) for e in item.evidence)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def rate(verdicts: Iterable[Verdict], check: str) -> float | None:
    """Share of True among the items that the check applies to; None where it applies to none."""
    values = [value for v in verdicts if (value := getattr(v, check)) is not None]
    return round(float(mean(values)), 4) if values else None


def summarise(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    seconds = sorted(v.seconds for v in verdicts)
    chars = [v.context_chars for v in verdicts if v.context_chars]
    rates: dict[str, Any] = {check: rate(verdicts, check) for check in CHECKS if check != "context" or chars}
    times = (
        {"p50_s": round(median(seconds), 4), "p95_s": round(seconds[int(len(seconds) * 0.95) - 1], 4)}
        if seconds
        else {}
    )
    return rates | {"n": len(verdicts)} | times | ({"context_chars_mean": round(mean(chars))} if chars else {})


def groups(verdicts: Sequence[Verdict]) -> Mapping[str, list[Verdict]]:
    """By type, language and file (the part of the id before its first hyphen), and ALL at the end."""
    found: dict[str, list[Verdict]] = defaultdict(list)
    for v in verdicts:
        for name in (v.type, f"lang:{v.lang}", f"file:{v.id.split('-')[0]}"):
            found[name].append(v)
    return {name: found[name] for name in sorted(found)} | {"ALL": list(verdicts)}


def table(evaluation: Evaluation) -> str:
    columns = [check for check in CHECKS if check in evaluation.summary]
    lines = [f"{'':16}{'n':>5} " + " ".join(f"{c:>9}" for c in columns)]
    for name, some in groups(evaluation.verdicts).items():
        cells = (rate(some, c) for c in columns)
        lines.append(f"{name:16}{len(some):5} " + " ".join(f"{'-' if r is None else f'{r:.3f}':>9}" for r in cells))
    return "\n".join(lines)


def differences(old: Mapping[str, Any], new: Evaluation) -> list[str]:
    """One line an item whose checks changed since `old` (a JSON report of this module or of score.py)."""
    before = {item["id"]: item for item in old["items"]}
    lines = []
    for v in new.verdicts:
        if v.id not in before:
            lines.append(f"{v.id}: new")
            continue
        changed = [c for c in CHECKS if getattr(v, c) != before[v.id].get(c)]
        if changed:
            better = all(getattr(v, c) is not False for c in changed)
            words = ", ".join(f"{c} {before[v.id].get(c)} → {getattr(v, c)}" for c in changed)
            lines.append(
                f"{v.id}: {'better' if better else 'WORSE'}: {words}" + (f" ({'; '.join(v.why)})" if v.why else "")
            )
    gone = before.keys() - {v.id for v in new.verdicts}
    return lines + [f"{id}: no longer asked" for id in sorted(gone)]


def load_report(path: Path) -> dict[str, Any]:
    """A report written by `Evaluation.to_json` or by score.py. Raises InputError."""
    try:
        report: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return {"summary": report["summary"], "items": report["items"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no evaluation report ({error!r}): write one with keikaku eval --json.") from error
