"""Whether a statement follows from its quotes, as far as words can decide it: figures and years stay with what they
count, months and status words are the quotes' own, and so is every word that carries meaning.

Errs towards refusing. What a composer copies from a unit is held to `swapped` alone; what a language model writes to
`unproven`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.bound_figures import FRAME, lemmas, swapped
from assistant.units import Unit
from index.english import FUNCTION_WORDS, split_words
from index.lexicon import Lexicon, Occurrence, default_lexicon
from ingest.normalise import fold, squash
from ingest.years import find_years

_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥]")
_LINK = re.compile(r"!?\[[^\]]*\]\s*\(|https?://|www\.|<\s*/?\s*[a-z!][^>]*>|```|^\s*#{1,6}\s|javascript:|data:", re.I)
_YEAR = re.compile(r"(?:fy|[rhs])?[\d.,]+", re.I)
_KANA = re.compile(r"[ぁ-んー]")
#: Names of measures up to this length may be shortened in a statement.
SHORT_NAME = 20
_ORDINAL = re.compile(r"第\d+[一-龥]{1,3}")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])\s?月")
NEGATION = re.compile(
    r"(?:し|せ|れ|ら|わ|か|き|ま|た|な|ば|え|け|て|で|い|り|み|び|じ)?(?:ない|なかっ|ません|ませ|ず(?![れっ一-龥])|ぬ(?:。|$))"
    r"|ことなく|未(?:実施|導入|着手|達成|整備|定|策定|対応)|中止|廃止|見送|なし(?:。|$)|取りやめ|不要|無し"
)
_NEGATION_EN = re.compile(r"\b(?:not|no|never|without|none|cancel\w*|abandon\w*|n't)\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"([一-龥ァ-ヴー]{2,6})(?:を|は|も)?(?:予定|計画)?(?:は|が|も)?(?:し|でき|され|行わ|行っ|さ|せ)?"
    r"(?:て(?:い)?)?(?:ない|なかっ|ません|ず(?![れっ一-龥]))"
)
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
_OPPOSITES = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        ("増加|増え|増や", "減少|減っ|減ら"), ("上回", "下回"), ("上昇|上がっ", "低下|下がっ"), ("開始", "終了"),
        ("以上", "以下|未満"), ("可能", "不可能|不可"), ("有料", "無料"), ("拡大|拡充", "縮小"), ("全て|全部", "一部"),
        ("設置", "撤去"), ("必須", "任意"), ("公開", "非公開"), ("直営", "委託"), ("以内", "超え"), ("最大", "最小"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """One quote of a statement: `quote` verbatim, `sentences` the whole units that it is cut from, `around` what names
    them (measure, headings, columns), `owner` the municipality and its romaji."""

    quote: str
    sentences: str
    around: str
    owner: str

    @property
    def words(self) -> str:
        return "\n".join((self.quote, self.around, self.owner))


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return default_lexicon()


@lru_cache(maxsize=4096)
def _squashed(text: str) -> str:
    return squash(text)


def unproven(text: str, proofs: Sequence[Proof], units: Sequence[Unit]) -> str | None:
    """Why a statement does not follow from its quotes; None where every part of it stands in one of them."""
    if _LINK.search(text):
        return "links or markup"
    copied = any(_copied(text, p) for p in proofs)
    if not copied and (found := swapped(text, [p.quote for p in proofs], units, strict=True)):
        return found
    months = set(_MONTH.findall(fold(text))) | {str(m.month) for m in find_years(fold(text)) if m.month}
    known = {m for p in proofs for m in _MONTH.findall(fold(p.words))}
    known |= {str(m.month) for p in proofs for m in find_years(fold(p.words)) if m.month}
    if months - known:
        return f"months without proof: {sorted(months - known)}"
    shown = [_squashed(p.words) for p in proofs]
    if strange := [o for o in _ORDINAL.findall(_squashed(text)) if not any(o in words for words in shown)]:
        return f"an ordinal of something else: {strange[0]}"
    if found := _status_problem(text, proofs):
        return found
    japanese = len(_JAPANESE.findall(text)) > len(text) * 0.2
    clauses = [c for c in re.split(r"[。！？!?\n]", text) if c.strip()] if japanese else [text]
    for clause in clauses:
        missing = min((_missing(clause, p, japanese) for p in (*proofs, *_joined(proofs))), key=len, default=[])
        if missing:
            return f"words without proof: {', '.join(missing[:5])}"
    if japanese and len(proofs) > 1 and (found := _stitched(text, proofs)):
        return found
    return None


def _joined(proofs: Sequence[Proof]) -> list[Proof]:
    """All quotes as one, for a sentence that compares several; `_stitched` holds each of its parts against one."""
    if len(proofs) < 2:
        return []
    parts = ("quote", "sentences", "around", "owner")
    return [Proof(*("\n".join(getattr(p, part) for p in proofs) for part in parts))]


def _stitched(text: str, proofs: Sequence[Proof]) -> str | None:
    for part in re.split(r"[。！？!?\n、]", text):
        if part.strip() and all(_missing(part, p, True) for p in proofs):
            return f"stitched from several quotes: {part.strip()[:30]}"
    return None


def statuses(text: str) -> set[str]:
    return {name for name, pattern in _STATUS.items() if pattern.search(fold(text))}


def _status_problem(text: str, proofs: Sequence[Proof]) -> str | None:
    said = statuses(text)
    shown = {s for p in proofs for s in statuses(p.sentences) | statuses(p.around)}
    if lost := said - shown - {"planned"}:
        return f"a status that the quotes do not give: {', '.join(sorted(lost))}"
    if "planned" in said and "planned" not in shown and shown:
        return "a status that the quotes do not give: planned"
    for softer in ("study", "planned"):
        certain = [p for p in proofs if softer not in statuses(p.sentences)]
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


def _copied(text: str, proof: Proof) -> bool:
    """Whether a text is, after the municipality's name, the quote's own words in one piece."""
    said = _squashed(text)
    for name in proof.owner.split():
        said = said.removeprefix(_squashed(name))
    said = re.sub(r"^(?:の計画には、?「|では、?|は、?|[:：])|(?:」と記載されています)?。?$", "", said)
    return said in _squashed(proof.quote)


def _missing(clause: str, proof: Proof, japanese: bool) -> list[str]:
    if _copied(clause, proof):
        return []
    return _missing_japanese(clause, proof) if japanese else _missing_english(clause, proof)


def _missing_japanese(clause: str, proof: Proof) -> list[str]:
    own = (frozenset(lemmas(proof.quote)), _squashed(proof.quote))
    named = _naming(clause, proof)
    around = (frozenset(lemmas(named)), _squashed(named))
    groups = _lexicon().groups_in(clause)
    missing, from_quote, meant = [], False, False
    for lemma in dict.fromkeys(lemmas(clause)):
        if lemma in FRAME or _YEAR.fullmatch(lemma) or (len(lemma) == 1 and _KANA.fullmatch(lemma)):
            continue
        if _held(lemma, groups, *own):
            from_quote = True
        elif not _held(lemma, groups, *around):
            missing.append(lemma)
        meant = True
    figures = re.search(r"\d", clause) is not None
    return missing or (["all of the quote"] if meant and not from_quote and not figures else [])


def _naming(clause: str, proof: Proof) -> str:
    """What may stand in a statement besides its quote: the municipality, short names, long headings only as a whole."""
    said = _squashed(clause)
    parts = [part for part in proof.around.split("\n") if len(part) <= SHORT_NAME or _squashed(part) in said]
    return "\n".join((*parts, proof.owner))


def _held(lemma: str, groups: Sequence[Occurrence], words: frozenset[str], whole: str) -> bool:
    if lemma in words or _stands(_squashed(lemma), whole):
        return True
    if any(_stands(_squashed(s), whole) for s in _lexicon().synonyms(lemma)):
        return True
    return any(lemma in g.term and any(_stands(_squashed(s), whole) for s in (g.term, *g.synonyms)) for g in groups)


def _stands(word: str, text: str) -> bool:
    if not word:
        return True
    if word.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None
    return word in text


def _undated(text: str) -> str:
    text = fold(text)
    for mention in reversed(find_years(text)):
        text = f"{text[: mention.start]}年{text[mention.end :]}"
    return text


def _missing_english(clause: str, proof: Proof) -> list[str]:
    """Words whose Japanese stands nowhere in the proof; those that no dictionary holds must stand there themselves."""
    whole = _squashed(proof.words)
    bare = _undated(clause)
    known: set[str] = set()
    missing: list[str] = []
    words = split_words(bare)
    for word in dict.fromkeys(words):
        if (
            word in FRAME
            or word in FUNCTION_WORDS
            or word.isdigit()
            or _stands(word, whole)
            or word in fold(proof.owner).split()
        ):
            continue
        options = [o for values in _lexicon().translations(word) for o in values]
        if options and any(_squashed(o) in whole for o in options):
            known.add(word)
            continue
        phrases = [
            values
            for i, w in enumerate(words)
            if w == word
            for size in (2, 3)
            for at in range(max(0, i - size + 1), i + 1)
            if at + size <= len(words)
            for values in _lexicon().translations(" ".join(words[at : at + size]))
        ]
        if any(_squashed(o) in whole for values in phrases for o in values):
            known.add(word)
            continue
        missing.append(word)
    return missing
