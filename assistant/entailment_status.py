"""Whether a statement keeps how things stand in its quotes: done, planned, under study, denied, target or result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.bound_figures import bound_figures
from assistant.language import is_english
from assistant.proof import Proof, squashed
from assistant.units import Unit
from ingest.normalise import fold
from ingest.years import find_years

NEGATION = re.compile(
    r"(?:し|せ|れ|ら|わ|か|き|ま|た|な|ば|え|け|て|で|い|り|み|び|じ)?(?:ない|なかっ|ません|ませ|ず(?![れっ一-龥])|ぬ(?:。|$))"
    r"|ことなく|未(?:実施|導入|着手|達成|整備|定|策定|対応)|中止|廃止|見送|なし(?:。|$)|取りやめ|不要|無し"
)


_NEGATION_EN = re.compile(r"\b(?:not|no|never|without|none|cancel\w*|abandon\w*|n't)\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"([一-龥ァ-ヴー]{2,6})(?:を|は|も)?(?:予定|計画)?(?:は|が|も)?(?:し|でき|され|行わ|行っ|さ|せ)?"
    r"(?:て(?:い)?)?(?:ない|なかっ|ません|ず(?![れっ一-龥]))"
)


_RESULT = re.compile(r"実績|現状|結果|達成|基準|\b(?:actual|results?|achieved|reached|baseline)\b", re.I)
_TARGET = re.compile(r"目標|予定|見込|計画値|\b(?:target|goal|planned|plan to)\b", re.I)


_STATUS = {
    "study": re.compile(
        r"検討|研究(?:する|し|を|中)|調査(?:する|し|を|中)|\bconsider|\bunder (?:study|review)|\bstud(?:y|ies)", re.I
    ),
    "done": re.compile(
        r"済み?(?!ま)|(?:導入|開始|実施|整備|設置|構築|稼働|運用|完了|策定|作成|達成|公開|配置|配備|締結|始ま?)(?:を|が|は)?"
        r"(?:しまし|した|し、|して(?:い|お)|中(?!止)|され|まし|めた|めて)|した(?:。|$|、|こと)|しました|稼働中|運用中"
        r"|\b(?:has|have|had) (?:been )?(?:introduced|installed|adopted|implemented|started|completed)"
        r"|\bin (?:place|operation|use)\b|\bcompleted\b|\balready\b"
        r"|\b(?:introduced|installed|adopted|implemented|launched) in\b",
        re.I,
    ),
    "planned": re.compile(
        r"予定|計画(?:して|する|であ|です|し、|中)|目指|見込|これから|今後"
        r"|\bplan(?:s|ned|ning)? to\b|\bwill\b|\bscheduled\b|\bintends?\b",
        re.I,
    ),
}


_PAST = re.compile(r"(?:し|れ|め|え|っ|い)(?:た(?!い)|まし|てい(?![くき]))|済み|[ぁ-ん]た(?:。|$)")
_OPPOSITES = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        ("増加|増え|増や", "減少|減っ|減ら"), ("上回", "下回"), ("上昇|上がっ", "低下|下がっ"), ("開始", "終了"),
        ("以上", "以下|未満"), ("可能", "不可能|不可"), ("有料", "無料"), ("拡大|拡充", "縮小"), ("全て|全部", "一部"),
        ("設置", "撤去"), ("必須", "任意"), ("公開", "非公開"), ("直営", "委託"), ("以内", "超え"), ("最大", "最小"),
    )
)  # fmt: skip


def series_problem(text: str, units: Sequence[Unit]) -> str | None:
    """A planned value is no result, and a result no target."""
    records = [r for u in units for r in u.records if r.number is not None and r.series]
    if not records:
        return None
    plain = re.sub(r"「.*?」", "", fold(text))
    at = 0
    for figure in bound_figures(plain):
        same = [r for r in records if f"{abs(r.number or 0):.10g}" == figure.number]
        same = [r for r in same if r.fiscal_year in figure.years] or same
        here = plain.find(figure.number, at) if figure.number.isdigit() else -1
        window = plain[at : here + len(figure.number) + 5] if here >= 0 else plain
        at = max(at, here + len(figure.number))
        series = {r.series for r in same}
        if series and series <= {"planned", "target"} and _RESULT.search(window) and not _TARGET.search(window):
            return f"a target given as a result: {figure.number}"
        if series and series <= {"actual", "baseline"} and _TARGET.search(window) and not _RESULT.search(window):
            return f"a result given as a target: {figure.number}"
    return None


def statuses(text: str) -> set[str]:
    return {name for name, pattern in _STATUS.items() if pattern.search(fold(text))}


_NOT_YET = re.compile(r"され(?=る|ます)")
_ENDS_PAST = re.compile(r"[っいえけめきりみれんし][ただ](?:。|$)", re.MULTILINE)
#: A sentence's end that says how things are or were, not how they are to be.
_ENDS_SO = re.compile(
    rf"{_ENDS_PAST.pattern}|[てで](?:いる|います|おり|いた|いました)(?![一-龥ァ-ヴーA-Za-z])", re.MULTILINE
)
_GOES_ON = re.compile(r"とともに|と同時に|(?<=[るうくすむ])ほか、?")


#: English that tells of what was done: a perfect, or the past of what the municipality does.
_PERFECT = re.compile(
    r"\b(?:has|have|had) (?:already |also |been |newly |since )*[a-z]+(?:ed|en|un|ut|wn|ne|lt|pt|ld|de|ade)\b", re.I
)
_PAST_OF = (
    r"\b{}(?: city| town| village)?(?: also| actively| newly| then)?"
    r" (?:[a-z]+ed|built|made|began|set up|gave|held|took|ran|cut|put|chose)\b"
)


def _told_as_done(text: str, proofs: Sequence[Proof]) -> bool:
    """Whether an English statement tells of something as done."""
    if _PERFECT.search(text):
        return True
    names = {name for p in proofs for name in p.owner.split()} | {"it", "the city", "the town", "the village"}
    return any(re.search(_PAST_OF.format(re.escape(name)), text, re.I) for name in names)


def _said_statuses(text: str, proofs: Sequence[Proof]) -> set[str]:
    """A statement's statuses. 実施される is not done, nor is what goes on to what is not (導入し、…する).

    目指す is what quotes call 図る, 行いました what they call 行った.
    """
    if is_english(text):
        return statuses(text)
    shown = [fold(p.sentences) for p in proofs]
    plain = _NOT_YET.sub("", fold(text))
    if not re.search("[ただ]$|[ただ][^ぁ-ん]", plain):
        plain = plain.replace("し、", "、")
    if any(re.search("図[るり]", s) for s in shown):
        plain = re.sub("目指(?=す|し)", "", plain)
    if any(_ENDS_PAST.search(s) for s in shown):
        plain = re.sub("(?<=[いえけめきりみれ])まし(?=た)", "", plain)
    return statuses(plain)


def _own_clause(text: str, sentences: str) -> str:
    """Of the clauses that とともに and the like join, those that a statement shares words with."""
    parts = _GOES_ON.split(sentences)
    if len(parts) < 2 or is_english(text):
        return sentences
    said = {a + b for a, b in pairwise(squashed(text))}
    shared = [len(said & {a + b for a, b in pairwise(squashed(part))}) for part in parts]
    return "".join(part for part, share in zip(parts, shared, strict=True) if 2 * share >= max(shared))


def _of_its_years(text: str, sentences: str) -> str:
    """Of an English statement with years, the sentences that have them; else all."""
    whole = fold(sentences)
    years = {y.year for y in find_years(fold(text))} if is_english(text) else set()
    parts = [part for part in re.split("(?<=。)", whole) if years <= {y.year for y in find_years(part)}]
    return "".join(parts) if years and parts else whole


def status_problem(text: str, proofs: Sequence[Proof]) -> str | None:
    said = _said_statuses(text, proofs)
    shown = {s for p in proofs for s in statuses(p.sentences) | statuses(p.around)}
    if lost := said - shown - {"planned"}:
        return f"a status that the quotes do not give: {', '.join(sorted(lost))}"
    ends = _ENDS_SO if "done" not in shown else _PAST
    past = not is_english(text) and shown or any(ends.search(_of_its_years(text, p.sentences)) for p in proofs)
    if is_english(text):
        if "done" in said and not any(_PAST.search(fold(p.sentences)) for p in proofs):
            return "a status that the quotes do not give: done"
        if _told_as_done(text, proofs) and not any(_ENDS_SO.search(fold(p.sentences)) for p in proofs):
            return "a status that the quotes do not give: done"
    if "planned" in said and "planned" not in shown and past:
        return "a status that the quotes do not give: planned"
    for softer in ("study", "planned"):
        certain = [p for p in proofs if softer not in statuses(_own_clause(text, p.sentences))]
        if not certain and softer not in said and not (softer == "planned" and said):
            if softer == "planned" and "done" not in said:
                continue
            return f"the quotes say {softer}, the statement does not"
    if bool(NEGATION.search(fold(text)) or _NEGATION_EN.search(text)) and not any(
        NEGATION.search(fold(p.sentences)) for p in proofs
    ):
        return "a negation that the quotes do not have"
    for p in proofs:
        sentences = fold(p.sentences)
        for found in _NEGATED.finditer(sentences):
            verb = found[1][-2:]
            affirmed = sentences.replace(found.group(), "")
            if (
                verb in fold(text)
                and verb not in affirmed
                and not (NEGATION.search(fold(text)) or _NEGATION_EN.search(text))
            ):
                return "the quotes deny what the statement says"
    for found in _NEGATED.finditer(fold(text)):
        denials = {m[1][-2:] for p in proofs for m in _NEGATED.finditer(fold(p.sentences))}
        if found[1][-2:] not in denials and any(found[1][-2:] in fold(p.sentences) for p in proofs):
            return "the statement denies what the quotes say"
    plain, proof = fold(text), "\n".join(fold(p.words) for p in proofs)
    for one, other in (*_OPPOSITES, *((b, a) for a, b in _OPPOSITES)):
        if one.search(plain) and not one.search(proof) and other.search(proof):
            return "the opposite of what the quotes say"
    return None
