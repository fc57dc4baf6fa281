"""Whether a thing is done, goes on, is planned, studied, refused or ended: what a claim says, and what a plan says.

A sentence denies a claim only when what its verb governs is what the claim is about: 「窓口での利用は見送った」 does
not deny that the thing was introduced.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.extractive.claims.figures import undated
from assistant.extractive.claims.state_words import CLAIMED, DENIED_BY, FINAL, NEGATIVES, TOLD, State
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.normalise import squash
from ingest.years import find_years

_CLAUSE = re.compile(r"(?:ため|ので|から|ところ|結果|もの|[がりてでしくえれ])、|(?:ため|ので)(?!の)|[。:：)）]")
_TIMES = re.compile(
    r"当面|当分|現時点|現在|今期|今回|今後|(?:本|この)(?:計画|戦略|プラン|ビジョン|方針)(?:の?期間)?|期間[中内]?|年度?[中内末]"
)
_STAGE = re.compile(r"検討(?:中|(?:して)?(?:いる)?段階)")
_BREAK = re.compile(r"(?<=[にでてとへ])(?=[一-龥ァ-ヶA-Za-z0-9])|(?<=から)(?=[一-龥ァ-ヶA-Za-z0-9])")
_HEAD = re.compile(r"[一-龥ァ-ヶーA-Za-z0-9々・]+(?:の[一-龥ァ-ヶーA-Za-z0-9々・]+)*$")
_CASE = re.compile(r"(?<![でにと])は|[をが]|について|への")
_TOPIC = re.compile(r"([^、。]{2,45}?)(?:については?|に関して(?:は)?|(?<![でにと])は)")
_ASKS = re.compile(
    r"(?:(?:の|ん)?(?:です|でしょう|だろう)?か(?:ね|な)?|(?:の|ん|と|って)|よね|かしら)?[?？]\s*$|"
    r"(?:です|ます|でしょう|の|た|る|い|中|済み)か。?\s*$"
)
GOVERNED, BESIDE, ANCHOR, SAME = 0.6, 0.5, 0.8, 0.35
#: How far behind a state its auxiliary may end (検討している, できなかった).
AUXILIARY = 7
#: The share of a claim that a unit must hold in its own words to be its opposite.
NEARLY_ALL = 0.7
_CONTRAST = re.compile(r"ではなく|でなく|, not ", re.IGNORECASE)


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
    last = re.split(r"(?<=[たるい])が、|。(?=.)", said)[-1]
    tail = last if re.search(r"[A-Za-z]{4,} [a-z]", last) else last[-34:]
    return next((state for state, pattern in CLAIMED.items() if pattern.search(tail)), "will")


def told(sentence: str) -> list[Told]:
    """The states of a sentence in order; those that count only at its end are left out elsewhere."""
    found = sorted(
        (Told(state, m.start()) for state, pattern in TOLD.items() for m in pattern.finditer(sentence)),
        key=lambda t: t.start,
    )
    #: 検討している is a study, not a thing done.
    kept = [
        t
        for i, t in enumerate(found)
        if t.state != "done" or not any(0 <= t.start - before.start <= AUXILIARY for before in found[:i])
    ]
    last = len(kept) - 1
    return [t for i, t in enumerate(kept) if t.state not in FINAL or i == last or _STAGE.match(sentence, t.start)]


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=。)(?![」』）)])", text) if len(s) >= 4]


def denial(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Unit | None:
    """The unit that says of the claim's own subject that it is not, no longer or not yet so."""
    wanted = DENIED_BY.get(claimed(question.text))
    if not wanted:
        return None
    for e in evidence:
        for sentence in sentences(e.unit.text):
            for t in told(sentence):
                if t.state in wanted and is_about(question, e, sentence, t, scope):
                    return e.unit
    return None


def is_about(question: Question, e: Evidence, sentence: str, t: Told, scope: Scope) -> bool:
    """Whether what a sentence's verb governs is what the claim is about."""
    years = question.western_years
    own = {m.year for m in find_years(sentence)}
    if t.state in ("failed", "planned", "studied") and years and own and not years & own:
        return False
    if not _anchored(question, e, sentence, scope):
        return False
    left = sentence[: t.start]
    cut = max((m.end() for m in _CLAUSE.finditer(left)), default=0)
    topics = list(_TOPIC.finditer(left))
    outer = _headed(question, topics[-1][1], scope) if topics else None
    own_topic = bool(topics) and topics[-1].end() > cut
    governed = left[max(cut, topics[-1].end() if own_topic else 0) :]
    inner = _share(question, _object(governed), scope) if _CASE.search(governed) else None
    if inner is not None:
        return inner >= GOVERNED and (outer is None or outer >= BESIDE)
    if outer is not None:
        return outer >= GOVERNED
    names = (_share(question, n, scope) for n in (e.passage.measure, *(r.measure for r in e.unit.records[:1])) if n)
    return any(name is not None and name >= GOVERNED for name in names)


def _object(phrase: str) -> str:
    """The last noun phrase before a case particle: of 「改修に合わせて来年度の開始を」 the 来年度の開始."""
    marked = [m.start() for m in _CASE.finditer(phrase)]
    return _BREAK.split(phrase[: marked[-1]])[-1] if marked else phrase


def _headed(question: Question, phrase: str, scope: Scope) -> float | None:
    """The share of a topic that the claim has; its head noun counts as much as all that is said about it."""
    whole, head = _share(question, phrase, scope), _HEAD.search(phrase)
    named = _share(question, head.group(), scope) if head else None
    return whole if whole is None or named is None else (whole + named) / 2


def _anchored(question: Question, e: Evidence, sentence: str, scope: Scope) -> bool:
    """Whether the claim's strongest words stand about a sentence, and a fair part of it in the sentence or its name."""
    finder = scope.finder
    near = [finder.haystack(sentence), finder.haystack(e.passage.measure or "")]
    around = [*near, finder.context_of(e.passage), finder.haystack(e.passage.text)]
    strong = [t for t in question.terms.terms if t.weight >= ANCHOR * question.terms.strongest()]
    if strong and not any(layer.holds(t) >= 0.5 for t in strong for layer in around):
        return False
    return question.terms.coverage_by([(layer, 1.0) for layer in near]) >= SAME


def _share(question: Question, phrase: str, scope: Scope) -> float | None:
    """The share of a phrase's content words that the claim has; None for a phrase without any."""
    reader = scope.finder.reader
    words = (w for w in reader.analyser.lemmas(_TIMES.sub(" ", undated(phrase))) if not re.search(r"\d", w))
    weights = {w: rarity for w in words if (rarity := reader.rarity(w)) > 0.2}
    if not weights:
        return None
    said = _said(question, scope)
    return sum(r for w, r in weights.items() if w in said[0] or squash(w) in said[1]) / sum(weights.values())


def _said(question: Question, scope: Scope) -> tuple[frozenset[str], str]:
    terms = question.terms.terms
    words = [a for t in terms for a in (t.text, *t.alternatives)]
    return scope.finder.haystack(question.text).lemmas, " ".join([squash(question.text), *words])


def clashes(question: Question, best: Evidence) -> bool | None:
    """Whether the best unit says the opposite of what a claim states or denies: True where it holds nearly all of the
    claim, None where it leaves the claim unproven, False where it does not clash."""
    if _CONTRAST.search(question.text):
        return False
    claim = claimed(question.text)
    found = {t.state for s in sentences(best.unit.text) for t in told(s)}
    denies, denied = claim in ("refused", "ended"), bool(found & NEGATIVES)
    if denies and not denied:
        return True if best.own_words >= NEARLY_ALL else None
    if not denies and found and found <= DENIED_BY.get(claim, frozenset()):
        return None
    return False
