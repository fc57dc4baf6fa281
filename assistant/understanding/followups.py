"""Follow-ups: what a question takes over from the one before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.understanding.details import asked_noun
from assistant.understanding.kinds import Kind, asked
from assistant.understanding.moments import LAST_YEAR
from assistant.understanding.question import SETS, Question
from assistant.understanding.terms import Terms
from ingest.normalise import squash
from ingest.years import era_year, find_years

#: What the terms of the question before weigh in a follow-up, against its own.
INHERITED, OWN = 0.45, 1.5
#: What the words of a follow-up must weigh to tell of an object of their own.
TELLING = 0.5
#: How sure the kind of a fragment must be for it to ask something of its own.
SURE = 0.5
_FOLLOW = re.compile(
    r"^(?:じゃあ?|では|それでは|それなら|ちなみに|あと|また|そのうち|それ|その|この|同じ|"
    r"and |what about|how about|then |so )|(?:の方|のほう|方)(?:は|も)|^.{0,18}は[?？]?$",
    re.IGNORECASE,
)
#: Words that point at what was said before, or at when or how, and name no object.
_POINTING = frozenset(
    ["それ", "これ", "その", "この", "あれ", "そこ", "奴", "やつ", "方", "ほう", "場合", "他", "ほか", "以外", "同じ"]
)
_LEANING = _POINTING | frozenset(
    ["次", "翌年", "前年", "年度", "年", "時点", "段階", "今度", "いま", "残り", "金", "幾ら", "何ぼ"]
)
#: A year told by the one before.
_NEXT = re.compile(r"(?:次|つぎ|翌)の?(?:年度|年)|\bnext (?:fiscal )?year|\byear after\b", re.IGNORECASE)
_PREVIOUS = re.compile(
    r"(?:前|まえ)の?(?:年度|年)(?!比)|\b(?:previous|prior) (?:fiscal )?year|\byear before\b", re.IGNORECASE
)
#: Asks for what is of the municipality before, whatever was asked of it.
_OF_SAME = re.compile(
    r"(?:その|この|同じ?)(?:市|町|村|区|県|自治体)(?![一-龥])|(?:^|[。、\s])(?:そこ|ここ)の"
    r"|\b(?:the|this|that) (?:city|town|village|ward|prefecture|municipality)\b",
    re.IGNORECASE,
)
_MEASURES = re.compile(r"事業|取組|取り組み|施策|プロジェクト|\b(?:measure|project|initiative)s?\b", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:じゃあ?|では|それでは|それなら|ちなみに|あと|また|そのうち|and|so|then|ok|what about|how about)[、,\s]*", re.I
)
_OTHER = re.compile(r"^(?:じゃあ?|では|それでは|それなら)|(?:の方|のほう)(?:は|も|だと|なら)")
_COUNTER = re.compile(r"何\s?[かカヶケヵ箇個]?(?P<of>[一-龥])")
_ASKS = re.compile(
    r"何|なに|なん|いくら|いくつ|いつ|どこ|どの|どれ|どう|どんな|だれ|誰|なぜ|どちら|どっち|理由|(?:ます|です|る|た|い|の|ある|れる)か?[?？]"
)
#: What a follow-up may ask of the thing before by its name alone (定員は？).
_ATTRIBUTE = re.compile(
    r"(?:[費額料率数量]|人数|金額|定員|料金|予算|運賃|家賃|面積|広さ|長さ|高さ|期間|期限|時間|時刻|曜日|場所|会場|住所|電話|電話番号|連絡先|問合せ先|対象|対象者|条件|"
    r"要件|理由|目的|方法|内容|内訳|効果|財源|根拠)(?:は|って)?[?？]?$"
)
#: What a follow-up without any word that asks must hold to ask for its kind of answer by itself.
_SAID_BY: Mapping[Kind, re.Pattern[str]] = {
    "list": re.compile(r"一覧|内訳|種類|名称|名前|すべて|全て|全部|リスト|挙げ|列挙"),
    "count": re.compile(r"数|件"),
    "sum": re.compile(r"計|総"),
    "rank": re.compile(r"順|最も|もっとも|一番|最大|最小|最多"),
    "compare": re.compile(r"違い|差|比較"),
    "definition": re.compile(r"意味|定義|とは"),
    "date": re.compile(r"時期|期日|期限|期間|日程|年月|開始|完了|締め?切"),
    "who": re.compile(r"担当|所管|部署|課|主体|者|名"),
}


def after(question: Question, before: Question | None) -> Question:
    """A question as it is meant behind the one before, which is itself already read so."""
    if before is None or not _follows(question):
        return question
    told = _NEXT.search(question.text) or _PREVIOUS.search(question.text)
    by = 0 if told is None else 1 if _NEXT.search(question.text) else -1
    if told is not None:
        said = squash(told.group())
        question = replace(question, terms=Terms.build(t for t in question.terms.terms if t.text not in said))
    if question.years or by or LAST_YEAR.search(question.text):
        before = _in_year(before, 0 if question.years else by)
    return _inherit(question, before, INHERITED)


def _in_year(question: Question, by: int) -> Question:
    """A question about one year, asked of that many years later; about none without `by`."""
    years, text = question.western_years, question.text
    if by and len(years) != 1:
        return question
    later = era_year(min(years) + by) + "年度" if by else ""
    for mention in reversed(find_years(text)):
        text = f"{text[: mention.start]}{later}{text[mention.end :]}"
    return replace(question, text=text, years=tuple(find_years(later)))


def _follows(question: Question) -> bool:
    """Whether a question leans on the one before: it names no municipality, opens as a follow-up or says too little."""
    named = bool(question.municipalities or question.uncovered)
    return (
        not named
        or len(question.text) <= 14
        or _FOLLOW.search(question.text) is not None
        or not question.everyone
        and _own_weight(question) < TELLING
    )


def _own_weight(question: Question) -> float:
    return sum(t.weight for t in question.terms.terms if t.text not in _LEANING)


def _asks_itself(question: Question) -> bool:
    """Whether a follow-up says what it asks for (いくら, いつから, ある？), not only whom or what (Xの方は？)."""
    text = _OPENING.sub("", question.text)
    if _ASKS.search(text) or _ATTRIBUTE.search(text) and not question.municipalities:
        return True
    told = asked(text, question.english, len(question.municipalities) + len(question.uncovered))
    if told.kind in _SAID_BY and not question.english:
        return _SAID_BY[told.kind].search(text) is not None
    return told.kind not in ("fact", "claim", "yesno") and told.sure >= SURE


def _inherit(question: Question, before: Question, factor: float) -> Question:
    """A follow-up takes from the question before it what it does not say itself; old terms weigh less than new ones,
    unless the new ones tell of nothing. One that only names another object asks what was asked before."""
    asks = _asks_itself(question)
    object_only = _own_weight(question) < TELLING
    own = {t.text for t in question.terms.terms}
    dropped = squash(asked_noun(before.text)) if asks and object_only else ""
    kept = 0.0 if _asks_measures_of_same(question) else 1.0 if object_only else factor
    old = [
        replace(t, weight=t.weight * kept)
        for t in before.terms.terms
        if kept and t.text not in own and not (dropped and t.text in dropped)
    ]
    new = [
        replace(t, weight=t.weight * (1.0 if object_only else OWN))
        for t in question.terms.terms
        if t.text not in _POINTING
    ]
    return replace(
        question,
        text=question.text if asks else f"{question.text}\n{before.text}",
        kind=_kind_after(question, before, asks),
        terms=Terms.build([*new, *old]),
        municipalities=question.municipalities or (() if question.uncovered else before.municipalities),
        uncovered=question.uncovered or (() if question.municipalities else before.uncovered),
        years=question.years or before.years,
        everyone=question.everyone or (before.everyone and not question.municipalities),
        excluded=question.excluded or before.excluded,
        quoted=question.quoted or (before.quoted if object_only else ()),
        own_topic=before.topic if object_only else question.topic,
        topic=f"{before.topic} {question.topic}",
        search_text=f"{question.search_text} {before.search_text}",
    )


def _asks_measures_of_same(question: Question) -> bool:
    """Whether a follow-up asks for all measures of the municipality before, of which it needs the name alone."""
    of_same = question.kind in ("list", "count") and _OF_SAME.search(question.text) is not None
    return of_same and _MEASURES.search(question.text) is not None


def _asks_alike(text: str, before: str) -> bool:
    """Whether a follow-up sets another object beside the one before, or counts in the same unit."""
    counter = _COUNTER.search(text)
    return _OTHER.search(text) is not None or (counter is not None and counter["of"] in before)


def _kind_after(question: Question, before: Question, asks: bool) -> Kind:
    """What says what it asks keeps its kind; a bare name, or a word that asks nothing, takes that of the one before.
    How many there are of another thing, behind how many there are of one, asks for a value too."""
    if question.kind == "count" and before.kind == "number" and _asks_alike(question.text, before.text):
        return "number"
    if asks and (question.kind != "fact" or before.kind in SETS):
        return question.kind
    return before.kind if before.kind != "claim" else question.kind
