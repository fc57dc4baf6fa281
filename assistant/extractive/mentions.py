"""Which municipalities write a word: their documents are searched from end to end for it and for the other ways in
which it is written, diagrams and headings too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial

from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.extractive.sets import asks_of_names
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.understanding.topics import EXCLUSION, other_names
from ingest.model import Municipality, Passage
from ingest.normalise import squash, view

_NOUN = r"[「『\"“]?(?P<word>[一-龥々ァ-ヴーA-Za-z0-9・-]{2,24}|(?<=[「『\"“])[^」』\"”]{2,30})[」』\"”]?"
_NAMES = r"(?P<names>\s?[(（][^()（）]{1,60}[)）])?"
_WORD = r"(?:言葉|単語|用語|語句|語|文言|文字|(?:キー)?ワード|表現)"
_CALLED = rf"(?:という|といった|っていう|って|との|の|(?<=[」』)）\"”])){_WORD}"
_SAYING = re.compile(
    rf"{_NOUN}{_NAMES}(?:{_CALLED}|が[^。、]{{0,8}}(?:出て|でて|出る|登場|書かれ|書いて|載って)|に(?:も|は)?(?:言及|触れ|ふれ)"
    r"|(?:への対応)?[をも](?:記載|記述|明記|書いて)|(?:について|に関する|に関して|への|の)[のも]?(?:記載|記述|言及|話(?:が出|に触れ)))"
)
_NOT_WRITTEN = re.compile(r"[^。、?？]{0,8}?(?:ない|無い|なし|ません|ず)")
_EN_SAYING = re.compile(
    r"\b(?:mention(?:s|ed|ing)?(?: of)?(?: the (?:word|term|phrase|expression))?|the (?:word|term|phrase|expression)s?"
    r"|refer(?:s|red|ring)? to)\s+[\"“「]?(?P<word>[^\"”」,.?()]+?)[\"”」]?\s*"
    r"(?=[,.?()\"”]|$|\b(?:in|on|at|within|anywhere|somewhere|appears?|occurs?|is|as|among)\b)",
    re.IGNORECASE,
)
#: Projects are counted, not municipalities.
_OF_PROJECTS = re.compile(r"何\s?(?:件|事業)|\bhow many (?:projects|measures)", re.IGNORECASE)
#: What a question says of where the word stands; any other telling word asks for more than that it is written.
_OF_PLACES = re.compile(
    r"資料|文書|書類|冊子|シート|一覧|計画|事業|概要|本文|指標|kpi|記載|記述|表記|言葉|用語|単語|語|図|ラベル|対応|出る|載|書"
    r"|交付|デジ|田|名|市|町|村|県|自治体|団体|全部|どこ|漏れ|もれ|残る|言及|触れる|使う|含"
)
_TELLING = 0.3
_SHORTEST_KANA = 4


def words_asked(question: Question, scope: Scope) -> tuple[str, ...]:
    """The word whose mention a question asks for, with the other ways to write it; nothing where it asks for more than
    a word, unless that is quoted."""
    if not question.everyone or question.kind not in ("list", "count"):
        return ()
    if asks_of_names(question) or _OF_PROJECTS.search(question.text):
        return ()
    if question.english:
        return _english(question, scope)
    asked = EXCLUSION.sub(" ", question.text)
    match = _SAYING.search(asked)
    if match is None or _NOT_WRITTEN.match(asked, match.end()):
        return ()
    named = other_names(match["names"] or "")
    words = [match["word"], *named, *_spelt(match["word"], scope)]
    said = squash(" ".join(words))
    rest = [t for t in question.terms.terms if t.weight >= _TELLING and t.text not in said]
    more = any(not _OF_PLACES.search(t.text) for t in rest) and squash(match["word"]) not in question.quoted
    return () if more else tuple(dict.fromkeys(map(squash, words)))


def _spelt(word: str, scope: Scope) -> list[str]:
    """How else the lexicon writes a word: with other kana behind its characters, other hyphens or long vowels."""
    return [w for w in scope.finder.reader.lexicon.synonyms(word) if _bones(w) == _bones(word)]


def _bones(word: str) -> str:
    bare = re.sub(r"[ー・-]", "", squash(word))
    return re.sub(r"[ぁ-ん]", "", bare) if len(re.findall(r"[一-龥]", bare)) > 1 else bare


def _english(question: Question, scope: Scope) -> tuple[str, ...]:
    match = _EN_SAYING.search(question.text)
    read = Terms.build(scope.finder.reader.translate(match["word"], {}) if match else ())
    terms = [t for t in read.terms if t.weight >= _TELLING]
    if len(terms) != 1:
        return ()
    (term,) = terms
    return (term.text,) if term.text.isascii() else (term.text, *term.alternatives)


def mentioning(
    question: Question, scope: Scope, words: Sequence[str], examined: Sequence[Municipality]
) -> dict[str, Evidence]:
    """Where each municipality writes one of the words, by code: the unit that answers the question best."""
    codes = {m.code for m in examined}
    found: dict[str, Evidence] = {}
    for document in scope.documents:
        asked = not question.documents or document.id in question.documents
        if not asked or (question.sheets and scope.books and document.id not in scope.books):
            continue
        for passage, text in scope.finder.derived(("written", document.id), partial(_texts, scope, document.id)):
            if passage.municipality in codes and _holds(passage.text, words, text):
                best = _best(question, scope, passage, words)
                known = found.get(passage.municipality)
                if known is None or best.score > known.score:
                    found[passage.municipality] = best
    return found


def _texts(scope: Scope, document: str) -> list[tuple[Passage, str]]:
    return [(p, squash(p.text)) for p in scope.finder.catalogue.passages_of(document)]


def _best(question: Question, scope: Scope, passage: Passage, words: Sequence[str]) -> Evidence:
    """The best unit of the passage with the word in it; where a word runs over two, the best of all."""
    scored = scope.finder.score_passage(question, passage)
    holding = [e for e in scored if _holds(e.unit.text, words)]
    return max(holding or scored, key=lambda e: e.score)


def _holds(text: str, words: Sequence[str], squashed: str | None = None) -> bool:
    """Whether a text holds one of the words: Latin ones by themselves, katakana with or without its long vowels."""
    squashed = squash(text) if squashed is None else squashed
    return any(_written(word, squashed) and (not word.isascii() or _stands_alone(word, text)) for word in words)


def _written(word: str, squashed: str) -> bool:
    kana = len(word) >= _SHORTEST_KANA and re.fullmatch(r"[ァ-ヴー]+", word) is not None
    return word in squashed or (kana and word.replace("ー", "") in squashed.replace("ー", ""))


def _stands_alone(word: str, text: str) -> bool:
    return _by_itself(word).search(view(text).lower()) is not None


@lru_cache(maxsize=256)
def _by_itself(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])")
