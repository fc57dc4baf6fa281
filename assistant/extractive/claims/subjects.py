"""Whether what a sentence's verb governs is what a claim is about.

「窓口での利用は見送った」 does not deny that the thing was introduced, nor does 「2か所で試した結果、見送る」 deny that
it was tried.
"""

from __future__ import annotations

import re

from assistant.evidence import Evidence
from assistant.extractive.claims.figures import undated
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from ingest.normalise import squash

#: The shares of a governed phrase, and of the topic beside it, that a claim must have; how near to the claim's
#: strongest words a word is one of them; and the share of the claim that the sentence or its name must have.
GOVERNED, BESIDE, ANCHOR, SAME = 0.6, 0.5, 0.8, 0.35
_TIMES = re.compile(
    r"当面|当分|現時点|現在|今期|今回|今後|(?:本|この)(?:計画|戦略|プラン|ビジョン|方針)(?:の?期間)?|期間[中内]?|年度?[中内末]"
)
_CLAUSE = re.compile(
    r"(?:ため|ので|から|ところ|結果|もの|[がりてでしくえれいび])、|(?:ため|ので)(?!の)|[たるい](?:段階|時点|場合|とき|際)(?:で|に|には|は)?、?|[らさかたまわなせれ]ず、?(?=[一-龥\d])|[。:：)）(（]"
)
_BREAK = re.compile(r"(?<=[にでてとへ])(?=[一-龥ァ-ヶA-Za-z0-9])|(?<=から)(?=[一-龥ァ-ヶA-Za-z0-9])")
_CASE = re.compile(r"(?<![でにと])は|[をが]|について|への")
_HEAD = re.compile(r"[一-龥ァ-ヶーA-Za-z0-9々・]+(?:の[一-龥ァ-ヶーA-Za-z0-9々・]+)*[りみきけせれめえい]?$")
_TOPIC = re.compile(r"([^、。()（）]{2,45}?)(?:については?|に関して(?:は)?|(?<![でにと])は)")
_LABEL = re.compile(r"^([^\s:：。、]{2,24})\s")
_EXISTS = re.compile(r"([一-龥ァ-ヶー]{1,12})[がはも](?:あ|い)(?:る|ります|ます)")
_STEM = re.compile(r"[ぁ-ん]+$")


def is_about(question: Question, e: Evidence, sentence: str, at: int, scope: Scope) -> bool:
    """Whether what is said at a place of a sentence is said of what the claim is about."""
    if not _anchored(question, e, sentence, scope):
        return False
    if turns_round(question, sentence, scope):
        return True
    left = sentence[:at]
    cut = max((m.end() for m in _CLAUSE.finditer(left)), default=0)
    topics = list(_TOPIC.finditer(left))
    own_topic = bool(topics) and topics[-1].end() > cut
    governed = left[max(cut, topics[-1].end() if own_topic else 0) :]
    if _said_before(question, left[: max(0, len(left) - len(governed))], [t[1] for t in topics], scope):
        return False
    outer = next((share for t in reversed(topics) if (share := _headed(question, t[1], scope)) is not None), None)
    inner = share_said(question, _object(governed), scope) if _CASE.search(governed) else None
    if inner is not None:
        return inner >= GOVERNED and (outer is None or outer >= BESIDE)
    if outer is not None:
        return outer >= GOVERNED
    label = _LABEL.match(e.unit.text)
    names = (e.passage.measure, *(r.measure for r in e.unit.records[:1]), label[1] if label else None)
    shares = (share_said(question, name, scope) for name in names if name)
    return any(share is not None and share >= GOVERNED for share in shares)


def _said_before(question: Question, before: str, topics: list[str], scope: Scope) -> bool:
    """Whether the claim's own verb stands in an earlier clause of the sentence, outside its topics."""
    for topic in topics:
        before = before.replace(topic, " ")
    return verb_stands(question, before, scope)


def verb_stands(question: Question, text: str, scope: Scope) -> bool:
    """Whether the last word of a claim stands in a text as a verb that affirms (試す in 試した結果)."""
    words = scope.finder.reader.analyser.lemmas(question.text)
    stem = _STEM.sub("", words[-1]) if words and not question.english else ""
    if not stem or scope.finder.reader.rarity(words[-1]) <= 0.2:
        return False
    return re.search(rf"{re.escape(stem)}[ぁ-ん]?(?:した|して|た|て|って|った|んだ|んで)", text) is not None


def turns_round(question: Question, sentence: str, scope: Scope) -> bool:
    """Whether a sentence denies the claim's own verb (貸している, 貸していない), or that what is claimed exists."""
    exists = _EXISTS.search(question.text)
    if exists:
        return (
            re.search(rf"{re.escape(exists[1])}[がはも](?:な[いくか]|ありません|いない|いません)", sentence) is not None
        )
    words = scope.finder.reader.analyser.lemmas(question.text)
    stem = _STEM.sub("", words[-1]) if words and not question.english else ""
    if not stem or re.search(rf"{re.escape(stem)}[ぁ-ん]{{0,6}}(?:ない|ません|なかった)", sentence) is None:
        return False
    weak = scope.finder.reader.rarity(words[-1]) <= 0.2
    return not weak or question.terms.coverage(scope.finder.haystack(sentence)) >= BESIDE


def _object(phrase: str) -> str:
    """The last noun phrase before a case particle: of 「改修に合わせて来年度の開始を」 the 来年度の開始."""
    marked = [m.start() for m in _CASE.finditer(phrase)]
    return _BREAK.split(phrase[: marked[-1]])[-1] if marked else phrase


def _headed(question: Question, phrase: str, scope: Scope) -> float | None:
    """The share of a topic that the claim has; its head noun counts as much as all that is said about it."""
    whole, head = share_said(question, phrase, scope), _HEAD.search(phrase)
    named = share_said(question, head.group(), scope) if head else None
    return whole if whole is None or named is None else (whole + named) / 2


def _anchored(question: Question, e: Evidence, sentence: str, scope: Scope) -> bool:
    """Whether the claim's strongest words stand about a sentence, and a fair part of it in the sentence or its name."""
    finder = scope.finder
    near = [finder.haystack(t) for t in (sentence, e.unit.text, e.passage.measure or "")]
    around = [*near, finder.context_of(e.passage), finder.haystack(e.passage.text)]
    strong = [t for t in question.terms.terms if t.weight >= ANCHOR * question.terms.strongest()]
    if strong and not any(layer.holds(t) >= 0.5 for t in strong for layer in around):
        return False
    return question.terms.coverage_by([(layer, 1.0) for layer in near]) >= SAME


def share_said(question: Question, phrase: str, scope: Scope) -> float | None:
    """The share of a phrase's content words that the claim has; None for a phrase without any."""
    reader = scope.finder.reader
    words = (w for w in reader.analyser.lemmas(_TIMES.sub(" ", undated(phrase))) if not re.search(r"\d", w))
    weights = {w: rarity for w in words if (rarity := reader.rarity(w)) > 0.2}
    if not weights:
        return None
    said = _said(question, scope)
    return sum(r for w, r in weights.items() if _is_said(w, said)) / sum(weights.values())


def _said(question: Question, scope: Scope) -> tuple[frozenset[str], str]:
    terms = question.terms.terms
    words = [a for t in terms for a in (t.text, *(t.alternatives if question.english else ()))]
    return scope.finder.haystack(question.text).lemmas, " ".join([squash(question.text), *words])


def _is_said(word: str, said: tuple[frozenset[str], str]) -> bool:
    stem = _STEM.sub("", word)
    return word in said[0] or squash(word) in said[1] or len(stem) >= 2 and stem in said[1]
