"""Whether a thing is done, goes on, is planned, studied, refused or ended: what a claim says, and what a plan says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.extractive.claims.acts import speaks_of
from assistant.extractive.claims.figures import undated
from assistant.extractive.claims.judgement import ENGLISH
from assistant.extractive.claims.state_words import BY, CLAIMED, DENIED_BY, FINAL, NEGATIVES, TOLD, WITHOUT, State
from assistant.extractive.claims.subjects import is_about, verb_stands
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.normalise import squash
from ingest.years import find_years

#: A claim that ends with a figure says how much, and nothing of what is done.
_VALUE = re.compile(r"\d[^\sぁ-ん。]{0,6}(?:である|だった|であった|だ|です|でした|とな(?:る|った|っている))?$")
VERB = re.compile(r"([一-龥]{1,2})[ぁ-ん]{1,5}$")
_STAGE = re.compile(r"検討(?:中|(?:して)?(?:いる)?段階)")
_ASKS = re.compile(
    r"(?:(?:の|ん)?(?:です|でしょう|だろう)?か(?:ね|な)?|(?:の|ん|と|って)|よね|かしら)?[?？]\s*$|"
    r"(?:です|ます|でしょう|の|た|る|い|中|済み)か。?\s*$"
)
#: How far behind a state its auxiliary may end (検討している, できなかった).
AUXILIARY = 7
#: The share of a claim that a unit must hold in its own words to be its opposite, and to affirm it, where it is in
#: the same state and where it is in another.
NEARLY_ALL, ALIKE, WORDED = 0.7, 0.75, 0.9
_CONTRAST = re.compile(r"ではなく|でなく|, not ", re.IGNORECASE)
#: What is not ended goes on; what one thinks of doing is studied.
_KEPT = re.compile(r"(?:やめ|止め|終え|なく[さし]|廃止(?:は)?し|中止(?:は)?し)な(?:い|かった)$")
_WEIGHED = re.compile(r"(?:こと|の)[をも](?:考え|検討)[^、。]{0,8}$")
_NEGATED = re.compile(r"ない|なかった|ません|[らかさたまわなせれ]ず|\bnot\b|n't\b", re.IGNORECASE)
#: An end as a noun, which tells of it too (廃止または廃止予定, 貸付の終了に伴い).
_END = re.compile(r"廃止|中止|終了|休止|閉鎖|閉館|閉園|撤去|解散")
_FEW = re.compile(r"しか[^、。]{1,10}(?:ない|なかった|ません)")
#: How near to its end a sentence says what becomes of a thing.
_LAST = 24


@dataclass(frozen=True, slots=True)
class Told:
    """What one sentence says happens, with its place in the sentence."""

    state: State
    start: int


def as_statement(text: str) -> str:
    """A yes-or-no question without the words that ask."""
    found = _ASKS.search(text)
    if found is None:
        return text.rstrip("。 ")
    ends = {"ですか": "", "ますか": "ます", "たか": "た", "るか": "る", "いか": "い", "中か": "中", "済みか": "済み"}
    kept = next((rest for asked, rest in ends.items() if found.group().rstrip("?？。 ").endswith(asked)), "")
    return text[: found.start()].rstrip("。 ") + ("" if text[: found.start()].endswith(kept or " ") else kept)


def claimed(text: str) -> State:
    """The state that a claim states: that of its last predicate, 'will' where nothing else is said."""
    said = as_statement(text)
    if _KEPT.search(said):
        return "ongoing"
    if _WEIGHED.search(said):
        return "studied"
    last = re.split(r"(?<=[たるい])が、|。(?=.)", said)[-1]
    tail = last if re.search(r"[A-Za-z]{4,} [a-z]", last) else last[-34:]
    return next((state for state, pattern in CLAIMED.items() if pattern.search(tail)), "will")


def told(sentence: str) -> list[Told]:
    """The states of a sentence in order; those that count only at its end are left out elsewhere."""
    found = [Told(state, m.start()) for state, pattern in TOLD.items() for m in pattern.finditer(sentence)]
    if BY.search(sentence):
        found.append(Told("planned", len(sentence.rstrip("。"))))
    found.sort(key=lambda t: t.start)
    #: 検討している is a study, not a thing done.
    kept = [
        t
        for i, t in enumerate(found)
        if t.state != "done" or not any(0 <= t.start - before.start <= AUXILIARY for before in found[:i])
    ]
    last = len(kept) - 1
    return [t for i, t in enumerate(kept) if t.state not in FINAL or i == last or _STAGE.match(sentence, t.start)]


def _all_told(text: str) -> frozenset[State]:
    return frozenset(t.state for sentence in sentences(text) for t in told(sentence))


def affirms(question: Question, e: Evidence) -> bool:
    """Whether a unit says all of a claim, in the same state; a row of figures does not say what is done."""
    if e.unit.records:
        return False
    return e.own_words >= (ALIKE if claimed(question.text) in _all_told(e.unit.text) else WORDED)


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=。)(?![」』）)])", text) if len(s) >= 4]


def denial(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Unit | None:
    """The unit that says of the claim's own subject that it is not, no longer or not yet so."""
    wanted = DENIED_BY.get(claimed(question.text))
    if not wanted or _VALUE.search(undated(as_statement(question.text)).rstrip()):
        return None
    wanted -= _all_told(question.text)
    for e in evidence:
        for sentence in sentences(e.unit.text):
            for t in told(sentence):
                same = t.state in wanted and _in_time(question, sentence, t)
                if same and is_about(question, e, sentence, t.start, scope):
                    return e.unit
    return None


def _in_time(question: Question, sentence: str, t: Told) -> bool:
    """What failed or is planned in one year says nothing of another."""
    years, own = question.western_years, {m.year for m in find_years(sentence)}
    return t.state in ("ended", "unset") or not years or not own or bool(years & own)


def _in_time_of(question: Question, text: str) -> bool:
    """Whether a text speaks of the years that a claim names, where it names any."""
    return not question.years or bool(question.western_years & {m.year for m in find_years(text)})


def clashes(question: Question, best: Evidence, scope: Scope) -> bool | None:
    """Whether the best unit says the opposite of what a claim states or denies: True where it holds nearly all of the
    claim, None where it leaves the claim unproven, False where it does not clash."""
    if _CONTRAST.search(question.text):
        return False
    claim = claimed(question.text)
    said = max(
        sentences(best.unit.text) or [best.unit.text],
        key=lambda s: question.terms.coverage(scope.finder.haystack(s)),
    )
    found = {t.state for t in told(said) if t.start >= len(said) - _LAST} - _all_told(question.text)
    denies, denied = claim in ("refused", "ended"), bool(_all_told(best.unit.text) & NEGATIVES)
    denied = denied or _denies_in_passing(question, best.unit) or claim == "ended" and _names_end(question, best.unit)
    if _FEW.search(question.text):
        return False
    if WITHOUT.search(question.text) and not WITHOUT.search(best.unit.text):
        return None
    if claim == "ended" and not denied and not _in_time_of(question, best.unit.text):
        return None
    if denies and not denied:
        return True if best.own_words >= NEARLY_ALL * (ENGLISH if question.english else 1.0) else None
    if not denies and found and found <= DENIED_BY.get(claim, frozenset()):
        if found <= NEGATIVES and _NEGATED.search(question.text):
            return False
        return False if verb_stands(question, said, scope) else None
    return False


def _names_end(question: Question, unit: Unit) -> bool:
    """Whether a unit has the claim's own noun for an end, and not to study it."""
    own = set(_END.findall(question.text)) & set(_END.findall(unit.text))
    return bool(own) and not _all_told(unit.text) & {"studied", "unset"}


def _denies_in_passing(question: Question, unit: Unit) -> bool:
    """Whether a unit denies the claim's verb before a noun (電波が届かない区間)."""
    verb = VERB.search(as_statement(question.text))
    return verb is not None and re.search(rf"{verb[1][-1]}[ぁ-ん]{{0,3}}(?:ない|ませ|なかっ|ず)", unit.text) is not None


def acts_otherwise(question: Question, near: Sequence[Evidence], scope: Scope) -> bool:
    """Whether nothing about the best units speaks of the act that a claim ends with: no character of its verb."""
    verb = VERB.search(as_statement(question.text))
    words = scope.finder.reader.analyser.lemmas(question.text)
    if question.english or verb is None or not words or scope.finder.reader.rarity(words[-1]) <= 0.12:
        return False
    return not any(speaks_of(verb[1], squash(e.passage.text), question.text) for e in near)
