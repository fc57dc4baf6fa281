"""Claims that put another thing in a noun's place: 「申込みはファクスで」 where the plan says 「申込みは電話で」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.clause_words import canonical
from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from index.analysis import shared_analyser
from ingest.normalise import fold, squash

#: How much of the claim a sentence must hold in its own words to be the one that it changes.
SAME = 0.5
#: From how many characters beside its figures a phrase says what is counted (心理士3人), not only in what.
LONGEST_UNIT = 3
_NOUN = ("名詞", "接頭辞", "接尾辞", "形状詞", "記号-文字")
_GLUE = frozenset(
    ["為る", "居る", "有る", "成る", "出来る", "因る", "於く", "対する", "事", "物", "為", "様", "所", "時", "等", "の"]
)
#: A claim's figure that is no exact one.
_ROUGH = re.compile(r"超|以上|以下|以内|未満|程度|ほど|余|弱|強|近く|満た|届|くらい|ぐらい|前後")
_FIGURE = re.compile(r"\d[\d,.]*")
#: Nouns that stand for any other.
_ANY = re.compile(
    r"^(?:こと|もの|ため|場合|仕組み|システム|サービス|機能|事業|取組|取り組み|施策|計画|プラン|市|町|村|県|本[市町村県]|同[市町村県]|"
    r"これ|それ|人|方|者|等|など|現在|今後|今|必要|可能)$"
)


#: Behind a noun that says how, where or when else: particles, and verbs with the particle before them.
_ASIDE = re.compile(r"で|でも|にも|により|によって|によっても")
#: Nouns that say nothing by themselves in front of them.
_FRAME = re.compile(
    r"(?:すべて|全て|全部|全体|両方|双方|共同|単独|一部|中|うち|内|間|段階|時点|範囲|形|上|ほか|外|以外|前|後|先|向け)$"
)
_WITH = frozenset(
    [("を", verb) for verb in ("使う", "用いる", "通じる", "通す", "活用", "利用", "使用", "対象")]
    + [("と", verb) for verb in ("連携", "共同", "協力", "協働", "組む", "一緒")]
    + [("に", verb) for verb in ("委託", "委ねる", "任せる", "頼む")]
)


#: Makes many, or a person, of a noun.
_MANY = re.compile(r"(?<=..)(?:たち|達|さん|さま|様)$")


class _Place(NamedTuple):
    """A noun phrase with the content word and the particles before it, and those behind it."""

    noun: str
    before: tuple[str, str]
    behind: tuple[str, str]


def substituted(question: Question, near: Sequence[Evidence], scope: Scope) -> Unit | None:
    """The unit that has another noun in the very place of one of the claim's that it does not know; None where no
    unit holds the rest of the claim, or the nouns may mean the same."""
    if question.english:
        return None
    claimed = _places(question.text)
    for e in near:
        if e.own_words < SAME or e.unit.kind in ("heading", "marks"):
            continue
        strange = [p for p in claimed if _is_strange(p.noun, e.unit, question, scope)]
        if len(strange) != 1:
            continue
        said = {p.noun for p in claimed}
        others = [p for p in _places(e.unit.text) if p.noun not in said and not _ANY.search(p.noun)]
        if any(_differs(strange[0], other) for other in others):
            return e.unit
    return None


def unstated(question: Question, near: Sequence[Evidence], scope: Scope) -> bool:
    """Whether a claim says with what, with whom, where or also when something is done (ドローンを使って, 夜間にも), and
    neither the best units nor what stands about them has a word of it."""
    if question.english:
        return False
    told = "\n".join([near[0].passage.text, *(e.unit.text for e in near[1:4])])
    return any(
        _is_strange(p.noun, near[0].unit, question, scope, told)
        for p in _places(question.text)
        if not _FRAME.search(p.noun) and (_ASIDE.fullmatch(p.behind[1]) or (p.behind[1][:1], p.behind[0]) in _WITH)
    )


def _differs(one: _Place, other: _Place) -> bool:
    """Whether another noun, or another figure of the same thing, stands in a noun's place."""
    if _meaning(one.noun) == _meaning(other.noun):
        return False
    if not _FIGURE.search(one.noun):
        return not _FIGURE.search(other.noun) and _is_in_place(one, other)
    of_what = _FIGURE.sub("", one.noun)
    if of_what != _FIGURE.sub("", other.noun) or _ROUGH.match(one.behind[0]) or _ROUGH.search(one.noun):
        return False
    return len(of_what) > LONGEST_UNIT or one.before == other.before and one.behind == other.behind


def _meaning(noun: str) -> list[str]:
    """The words of a noun, those of one meaning alike (データ活用, データ利用)."""
    return [canonical(word.lemma)[0] for word in shared_analyser().words(noun)]


def _is_in_place(one: _Place, other: _Place) -> bool:
    """Whether both sides are the same, or one that is more than particles."""
    before, behind = one.before == other.before, one.behind == other.behind
    return (
        before
        and behind
        or (before and one.before[0] != "" and one.behind[1] == other.behind[1])
        or (behind and one.behind[0] != "" and one.behind[1] != "")
    )


def _is_strange(noun: str, unit: Unit, question: Question, scope: Scope, told: str = "") -> bool:
    """Whether a claim's noun stands neither in the unit nor about it (or in what is `told`), nor another name for it
    or a part of it."""
    if _ANY.search(noun) or any(squash(m.name) in noun or noun in squash(m.name) for m in question.municipalities):
        return False
    hay = scope.finder.haystack("\n".join([unit.text, told, *unit.passage.headings, unit.passage.measure or ""]))
    if noun in hay.squashed:
        return False
    parts = [t for t in question.terms.terms if t.text in noun]
    head = max((t for t in parts if noun.endswith(t.text)), key=lambda t: len(t.text), default=None)
    known, one = scope.finder.reader.lexicon, _MANY.sub("", noun)
    others = {squash(w) for w in (*known.synonyms(one), *known.narrower(one))} | ({one} if one != noun else set())
    if head is not None and hay.holds(head) > 0:
        parts = [t for t in parts if hay.holds(t) == 0]
        return bool(parts) and not any(o in hay.squashed for o in others)
    return not any(o in hay.squashed for o in others)


def _places(text: str) -> list[_Place]:
    """The noun phrases of a text, each between its neighbours."""
    items: list[tuple[str, bool]] = []
    glue: list[str] = [""]
    for word in shared_analyser().words(fold(text)):
        if word.pos.startswith(_NOUN) and word.lemma not in _GLUE:
            kind = "noun"
        elif word.pos.startswith(("動詞", "形容詞")) and word.lemma not in _GLUE:
            kind = "verb"
        else:
            kind = ""
        if not kind:
            glue[-1] += word.surface
        elif kind == "noun" and items and items[-1][1] and not glue[-1]:
            items[-1] = (items[-1][0] + word.surface, True)
        else:
            items.append((word.surface if kind == "noun" else word.lemma, kind == "noun"))
            glue.append("")
    glue = [re.sub(r"[、。\s]+", "", g) for g in glue]
    words = ["", *(item[0] for item in items), ""]
    return [
        _Place(squash(noun), (words[i], glue[i]), (words[i + 2], glue[i + 1]))
        for i, (noun, is_noun) in enumerate(items)
        if is_noun
    ]
