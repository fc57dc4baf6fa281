"""Whether a statement follows from its quotes, as far as words can decide it: figures and years stay with what they
count, months and status words are the quotes' own, and so is every word that carries meaning.

Errs towards refusing. What a composer copies from a unit is held to `swapped` alone; what a language model writes to
`unproven`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from assistant.alignment import is_opening, misaligned
from assistant.bound_figures import FRAME, lemmas, swapped
from assistant.cells_told import told
from assistant.clause_words import (
    ANNOUNCES,
    CAUSED_BY,
    CAUSES,
    JOINED,
    JUNK,
    MEANINGS,
    OPENING_WORDS,
    REPORTED,
    canonical,
)
from assistant.columns_told import miscolumned
from assistant.english_dates import dated
from assistant.entailment_english import missing_english
from assistant.entailment_status import series_problem, status_problem
from assistant.entailment_years import another_year
from assistant.language import JAPANESE, is_english
from assistant.one_wording import one_wording
from assistant.parallel_figures import exchanged
from assistant.parallel_items import exchanged_items
from assistant.paraphrase import held
from assistant.proof import Proof, squashed, stands
from assistant.units import Unit
from index.lexicon import Occurrence, default_lexicon
from ingest.normalise import fold, view
from ingest.years import find_years

_LINK = re.compile(r"!?\[[^\]]*\]\s*\(|https?://|www\.|<\s*/?\s*[a-z!][^>]*>|```|^\s*#{1,6}\s|javascript:|data:", re.I)
#: Categories of characters that are not seen or turn what is seen around.
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cn", "Cs"))
_YEAR = re.compile(r"(?:fy|[rhs])?[\d.,]+", re.I)


_SPEAKS = re.compile(r"と(?:答え|回答|述べ|言|書|記|出力|表示)|回答")
_SPOKEN = re.compile(r"「[^」]{4,}」\s*と\s*(?:答え|回答|述べ|言|書|記入|記載|出力|表示|返)")


_WHEN = re.compile(r"すでに|既に|まもなく|当面|昨年|去年|来年|今年(?!度)|かつて|以前から")
#: The end of a sentence; これは…ためである goes with the one before it.
_STOP = re.compile(r"[。！？!?\n](?!これは[^。]*ため(?:です|である))")
_KANA = re.compile(r"[ぁ-んー]")


#: Names of measures up to this length may be shortened in a statement.
SHORT_NAME = 20
#: Where something is (窓口における); whose plan it is may be added.
_PLACE = re.compile(r"([一-龥ァ-ヶー]{1,2})(?<![市町村県区域国内])における")
_ORDINAL = re.compile(r"第\d+[一-龥]{1,3}")


_JAPANESE_RUN = re.compile(rf"(?:{JAPANESE.pattern}|ー)+")
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
    return all(any(run in words for words in shown) for run in _JAPANESE_RUN.findall(squashed(text)))


def _figures_or_status(text: str, proofs: Sequence[Proof], units: Sequence[Unit]) -> str | None:
    copied = all(any(_copied(part, p) for p in proofs) for part in re.split("。", text) if part.strip())
    if not copied and (found := swapped(text, [p.quote for p in proofs], units, strict=True)):
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
        meant, subjects = sentence, _named(sentence, proofs) or subjects
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
    copied = any(squashed(text.rstrip("。")) in squashed(p.quote) for p in proofs)
    return None if copied or not rows else swapped(text, [p.quote for p in proofs], units, strict=True)


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
        subjects = _named(part, proofs) or subjects
    return None if parts else problem


def _says(sentence: str, proofs: Sequence[Proof], units: Sequence[Unit], subjects: set[str]) -> str | None:
    """Why a sentence, of whom it names or else of `subjects`, is not what their quotes say."""
    if not sentence.strip() or ANNOUNCES.fullmatch(sentence.strip()):
        return "nothing but an announcement"
    subjects = _named(sentence, proofs) or subjects
    adverbs = _WHEN.findall(sentence)
    if len(adverbs) > sum(len(_WHEN.findall(p.quote)) for p in proofs if p.owner in subjects or not subjects):
        return f"a time that the quotes do not have: {adverbs[0]}"
    if _paraphrased(sentence, proofs, subjects) or _of_a_cell(sentence, proofs, units, subjects):
        return None
    plain = REPORTED.sub("", OPENING_WORDS.sub("", sentence))
    if found := _figures_or_status(plain, proofs, units):
        return found
    problem = _copied_in_parts(plain, proofs, subjects)
    if problem and plain != sentence and not _copied_in_parts(sentence, proofs, subjects):
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


def _copied_in_parts(sentence: str, proofs: Sequence[Proof], subjects: set[str]) -> str | None:
    """A sentence stands in one quote, or each of its parts in one, of the municipality that was named last."""
    problem = _part_problem(sentence, proofs, subjects)
    if problem is None and not any(_says_more(sentence, p) for p in proofs):
        return "nothing but names"
    if problem is None or len(proofs) < 2:
        return problem
    opened: set[str] = set()
    for part in _parts(sentence, proofs):
        named = _named(part, proofs)
        if opened - (named or opened):
            return "a municipality of which nothing is said"
        opened = named if named and is_opening(part, " ".join(named).split()) else set()
        subjects = named or subjects
        if part.strip() and _part_problem(re.sub(r"(?<=.{6})が$", "", part), proofs, subjects):
            return problem
    return None


def _parts(sentence: str, proofs: Sequence[Proof]) -> list[str]:
    """A sentence's parts at its commas; a phrase stays with what follows, unless it only names the municipality."""
    out: list[str] = []
    whole = True
    for part in sentence.split("、"):
        out[len(out) - (not whole) :] = [part if whole else f"{out[-1]}、{part}"]
        named = " ".join(_named(part, proofs)).split()
        whole = not re.search(
            r"[はがをにのもへと]$|では$|から$|まで$|により$|によって$|ことで$|ため$|ので$|もので$", part
        ) or bool(named and is_opening(part, named) and not find_years(fold(part)))
    return out


def _named(text: str, proofs: Sequence[Proof]) -> set[str]:
    """The owners of proofs that a text names."""
    said = squashed(text)
    return {p.owner for p in proofs if any(squashed(n) in said for n in p.owner.split() if JAPANESE.search(n))}


def _part_problem(part: str, proofs: Sequence[Proof], subjects: set[str]) -> str | None:
    """Why a part does not stand in a quote of each of its subjects; of any, where it has none."""
    for owner in subjects or ("",):
        problems = [_unheld(part, p) for p in proofs if owner in ("", p.owner)]
        if all(problems):
            return problems[0]
    return None


def _unheld(part: str, proof: Proof) -> str | None:
    if missing := _missing_japanese(part, proof):
        return f"words without proof: {', '.join(missing[:5])}"
    names = (*proof.owner.split(), *proof.around.split("\n"))
    if problem := _another_subject(part, proof):
        return problem
    if is_opening(part, names):
        return None
    # What a plan says that somebody says or is to say is not what it says itself.
    shown = proof.quote if _SPEAKS.search(part) else _SPOKEN.sub("", proof.quote)
    problem = misaligned(part, shown, names)
    if problem and any(misaligned(*pair, names) is None for pair in _reworded(part, shown, proof.owner)):
        problem = None
    return problem or another_year(part, proof)


def _reworded(part: str, quote: str, owner: str) -> Iterator[tuple[str, str]]:
    """A sentence and its quote with the municipality's name for 本市, and with words of one meaning for each other."""
    name = next((n for n in reversed(owner.split()) if JAPANESE.search(n) and n in part), "")
    own = f"本{name[-1:]}"
    if name and own in quote:
        part, quote = part.replace(own, name), quote.replace(own, name)
        yield part, quote
    if _worded_otherwise(part, quote):
        yield one_wording(part), one_wording(view(quote))


def _worded_otherwise(part: str, quote: str) -> bool:
    """Whether a sentence has a word that its quote has in another wording only. Cells make no sentence."""
    shown = set(lemmas(quote))
    other = [canonical(w)[0] for w in lemmas(part) if w not in shown]
    return "\t" not in quote and bool(set(other) & {canonical(w)[0] for w in shown})


def _says_more(sentence: str, proof: Proof) -> bool:
    """Whether a sentence is more than names, or the whole of a sentence, a paragraph or a cell of the quote."""
    if not is_opening(sentence, (*proof.owner.split(), *proof.around.split("\n"))):
        return True
    whole = (squashed(part) for part in re.split(r"。|\n\s*\n|\t", proof.quote))
    return any(part and squashed(sentence).endswith(part) for part in whole)


def _another_subject(part: str, proof: Proof) -> str | None:
    """国が or 県が before what a city's plan says without it."""
    for one, other in (("国", "県"), ("県", "国")):
        if (
            re.search(rf"(?:^|[、は])(?:「)?{one}の", part)
            and f"{one}の" not in proof.quote
            and f"{other}の" in proof.quote
        ):
            return f"what is another's: {one}"
    kinds = {name[-1] for name in proof.owner.split() if JAPANESE.search(name)}
    for found in re.finditer(r"(?:^|[、では])([国県市町村])(?:が|は)", part):
        acts = re.search(rf"(?<![一-龥]){found[1]}(?:が|は|も)", proof.quote)
        if not acts and (found[1] not in kinds or re.search(r"[一-龥ァ-ヴーA-Za-z]が", proof.quote)):
            return f"a subject that the quote does not have: {found[1]}"
    return None


def _copied(text: str, proof: Proof) -> bool:
    """Whether a text is, after the municipality's name, the quote's own words in one piece."""
    said = squashed(text)
    for name in proof.owner.split():
        said = said.removeprefix(squashed(name))
    said = re.sub(r"^(?:の計画には、?「|では、?|は、?|[:：])|(?:」と記載されています)?。?$", "", said)
    return said in squashed(proof.quote)


def _missing_japanese(clause: str, proof: Proof) -> list[str]:
    if _copied(clause, proof):
        return []
    own = (frozenset(lemmas(proof.quote)), squashed(proof.quote))
    named = _naming(clause, proof)
    around = (frozenset(lemmas(named)), squashed(named))
    groups = default_lexicon().groups_in(clause)
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
    said = squashed(clause)
    parts = [part for part in proof.around.split("\n") if len(part) <= SHORT_NAME or squashed(part) in said]
    return "\n".join((*parts, proof.owner))


def _held(lemma: str, groups: Sequence[Occurrence], words: frozenset[str], whole: str) -> bool:
    if lemma in words or stands(squashed(lemma), whole):
        return True
    if canonical(lemma)[0] in MEANINGS and any(canonical(lemma)[0] == canonical(w)[0] for w in words):
        return True
    if any(stands(squashed(s), whole) for s in default_lexicon().synonyms(lemma)):
        return True
    return any(lemma in g.term and any(stands(squashed(s), whole) for s in (g.term, *g.synonyms)) for g in groups)
