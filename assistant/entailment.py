"""Whether a statement follows from its quotes, as far as words can decide it: figures and years stay with what they
count, months and status words are the quotes' own, and so is every word that carries meaning.

Errs towards refusing. What a composer copies from a unit is held to `swapped` alone; what a language model writes to
`unproven`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.bound_figures import swapped
from assistant.cells_told import told
from assistant.clause_words import (
    ANNOUNCES,
    CAUSED_BY,
    CAUSES,
    JOINED,
    JUNK,
    OPENING_WORDS,
    REPORTED,
)
from assistant.columns_told import miscolumned
from assistant.english_dates import dated
from assistant.entailment_english import missing_english
from assistant.entailment_status import series_problem, status_problem
from assistant.language import JAPANESE, is_english
from assistant.parallel_figures import exchanged
from assistant.parallel_items import exchanged_items
from assistant.paraphrase import held
from assistant.proof import Proof, squashed
from assistant.units import Unit
from assistant.word_by_word import copied, copied_in_parts, owners_named
from ingest.normalise import fold
from ingest.years import find_years

_LINK = re.compile(r"!?\[[^\]]*\]\s*\(|https?://|www\.|<\s*/?\s*[a-z!][^>]*>|```|^\s*#{1,6}\s|javascript:|data:", re.I)
#: Categories of characters that are not seen or turn what is seen around.
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cn", "Cs"))
_WHEN = re.compile(r"すでに|既に|まもなく|当面|昨年|去年|来年|今年(?!度)|かつて|以前から")
#: The end of a sentence; これは…ためである goes with the one before it.
_STOP = re.compile(r"[。！？!?\n](?!これは[^。]*ため(?:です|である))")
#: Where something is (窓口における); whose plan it is may be added.
_PLACE = re.compile(r"([一-龥ァ-ヶー]{1,2})(?<![市町村県区域国内])における")
_ORDINAL = re.compile(r"第\d+[一-龥]{1,3}")
_JAPANESE_RUN = re.compile(rf"(?:{JAPANESE.pattern}|ー)+")
#: What English dates are made before they are held against a quote.
_DAY = re.compile(r"\d{4}年(?:度|(?:\d{1,2}月(?:\d{1,2}日)?)?)")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])\s?月")


def unproven(text: str, proofs: Sequence[Proof], units: Sequence[Unit]) -> str | None:
    """Why a statement does not follow from its quotes; None where every part of it stands in one of them."""
    if _LINK.search(fold(text)) or any(unicodedata.category(c) in _UNSEEN for c in text):
        return "links or markup"
    months = set(_MONTH.findall(fold(text))) | {str(m.month) for m in find_years(fold(text)) if m.month}
    known = {m for p in proofs for m in _MONTH.findall(fold(p.words))}
    known |= {str(m.month) for p in proofs for m in find_years(fold(p.words)) if m.month}
    if months - known:
        return f"months without proof: {sorted(months - known)}"
    shown = [squashed(p.words) for p in proofs]
    if strange := [o for o in _ORDINAL.findall(squashed(text)) if not any(o in words for words in shown)]:
        return f"an ordinal of something else: {strange[0]}"
    places = {p for words in shown for p in _PLACE.findall(words)}
    if moved := [p for p in _PLACE.findall(squashed(text)) if places and p not in places]:
        return f"a place of something else: {moved[0]}における"
    if other := exchanged(text, [p.quote for p in proofs]):
        return f"a figure of something else: {other}"
    if other := exchanged_items(text, [p.quote for p in proofs]):
        return f"said of something else: {other}"
    if other := miscolumned(text, units):
        return f"what stands in another column: {other}"
    if found := series_problem(text, units):
        return found
    if not is_english(text) or not _names_alone(text, proofs):
        return _japanese(text, proofs, units)
    if found := _figures_or_status(text, proofs, units):
        return found
    if any(squashed(text).rstrip("。") in squashed(dated(p.quote)) for p in proofs):
        return None
    for proof in (*proofs, *_joined(proofs)):
        if not (missing := missing_english(text, proof)):
            return None
    return f"words without proof: {', '.join(missing[:5])}" if proofs else "no quote"


def _names_alone(text: str, proofs: Sequence[Proof]) -> bool:
    """Whether the Japanese in an English statement is names that its quotes hold; else the statement is Japanese."""
    shown = [squashed(p.words) for p in proofs]
    undated = _DAY.sub("", squashed(text))
    return all(any(run in words for words in shown) for run in _JAPANESE_RUN.findall(undated))


def _figures_or_status(text: str, proofs: Sequence[Proof], units: Sequence[Unit]) -> str | None:
    verbatim = all(any(copied(part, p) for p in proofs) for part in re.split("。", text) if part.strip())
    if not verbatim and (found := swapped(text, [p.quote for p in proofs], units, strict=True)):
        return found
    return status_problem(text, proofs)


def _joined(proofs: Sequence[Proof]) -> list[Proof]:
    """All quotes as one, for an English sentence that compares several."""
    if len(proofs) < 2:
        return []
    parts = ("quote", "sentences", "around", "owner")
    return [Proof(*("\n".join(getattr(p, part) for p in proofs) for part in parts))]


def _japanese(text: str, proofs: Sequence[Proof], units: Sequence[Unit]) -> str | None:
    """Each sentence is what the quotes of the municipality last named say: clause by clause, or word by word."""
    subjects: set[str] = set()
    meant = ""
    for sentence in re.split(_STOP, text):
        if not sentence.strip(" 、,") or ANNOUNCES.fullmatch(sentence.strip()):
            continue
        if problem := _sentence_problem(sentence, proofs, units, subjects, JOINED):
            return problem
        if (caused := CAUSED_BY.match(sentence)) and not _one_gives(meant, caused, proofs, units, subjects):
            return f"a cause that no quote gives: {caused[0].strip(' 、')}"
        meant, subjects = sentence, owners_named(sentence, proofs) or subjects
    if not meant:
        return "nothing but an announcement"
    return _exchanged(text, proofs, units)


def _one_gives(
    before: str, caused: re.Match[str], proofs: Sequence[Proof], units: Sequence[Unit], subjects: set[str]
) -> bool:
    """Whether one quote says both what a sentence goes on from (これにより) and what it says, and joins them."""
    rest = caused.string[caused.end() :]
    for at, proof in enumerate(proofs):
        joined = squashed(caused[0]) in squashed(proof.quote) or before and CAUSES.search(proof.quote)
        parts = [part for part in (before, rest) if part]
        if joined and not any(_sentence_problem(part, [proof], units[at : at + 1], subjects, JOINED) for part in parts):
            return True
    return False


def _exchanged(text: str, proofs: Sequence[Proof], units: Sequence[Unit]) -> str | None:
    """Why figures of sentences that each stand in the quotes have changed places between them."""
    rows = [part for part in re.split(_STOP, text) if part.strip() and JUNK.search(part)]
    verbatim = any(squashed(text.rstrip("。")) in squashed(p.quote) for p in proofs)
    return None if verbatim or not rows else swapped(text, [p.quote for p in proofs], units, strict=True)


def _sentence_problem(
    sentence: str, proofs: Sequence[Proof], units: Sequence[Unit], subjects: set[str], joints: Sequence[re.Pattern[str]]
) -> str | None:
    """Why a sentence is not what the quotes say as a whole, nor in the parts that its joints leave."""
    problem = _says(sentence, proofs, units, subjects)
    if problem is None or not joints:
        return problem
    parts = [part for part in joints[0].split(sentence) if part.strip(" 、,") and not ANNOUNCES.fullmatch(part.strip())]
    if len(parts) < 2 and parts[:1] == [sentence]:
        return _sentence_problem(sentence, proofs, units, subjects, joints[1:])
    for part in parts:
        if problem := _sentence_problem(part, proofs, units, subjects, joints[1:]):
            return problem
        subjects = owners_named(part, proofs) or subjects
    return None if parts else problem


def _says(sentence: str, proofs: Sequence[Proof], units: Sequence[Unit], subjects: set[str]) -> str | None:
    """Why a sentence, of whom it names or else of `subjects`, is not what their quotes say."""
    if not sentence.strip() or ANNOUNCES.fullmatch(sentence.strip()):
        return "nothing but an announcement"
    subjects = owners_named(sentence, proofs) or subjects
    adverbs = _WHEN.findall(sentence)
    if len(adverbs) > sum(len(_WHEN.findall(p.quote)) for p in proofs if p.owner in subjects or not subjects):
        return f"a time that the quotes do not have: {adverbs[0]}"
    if _paraphrased(sentence, proofs, subjects) or _of_a_cell(sentence, proofs, units, subjects):
        return None
    plain = REPORTED.sub("", OPENING_WORDS.sub("", sentence))
    if found := _figures_or_status(plain, proofs, units):
        return found
    problem = copied_in_parts(plain, proofs, subjects)
    if problem and plain != sentence and not copied_in_parts(sentence, proofs, subjects):
        return None  # 〜こととしている may be the plan's own words.
    return problem


def _paraphrased(sentence: str, proofs: Sequence[Proof], subjects: set[str]) -> bool:
    owners = subjects or {p.owner for p in proofs}
    if len(owners) != 1:
        return False
    own = [p for p in proofs if p.owner in owners]
    names = [n for p in own for n in p.around.split("\n")]
    owner = [n for p in own[:1] for n in p.owner.split() if JAPANESE.search(n)]
    return held(sentence, [_marked(p) for p in own], owner, names)


def _marked(proof: Proof) -> str:
    """A quote, with a mark behind it where it ends within its sentence."""
    rest = squashed(proof.sentences).partition(squashed(proof.quote))[2]
    return f"{proof.quote}…" if rest and rest[0] not in "。、・(（●" else proof.quote


def _of_a_cell(sentence: str, proofs: Sequence[Proof], units: Sequence[Unit], subjects: set[str]) -> bool:
    """Whether a sentence gives a cell of a row that is of all its subjects, whole plans' of one municipality."""
    owners = subjects or {p.owner for p in proofs}
    own = [u for u, p in zip(units, proofs, strict=False) if p.owner in owners]
    return len(owners) == 1 and told(sentence, own, next(iter(owners)).split())
