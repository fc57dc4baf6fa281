"""Whether a statement is word by word what its quotes say: every word that carries meaning stands in one of them, in
its order, and a statement of several parts in those of the municipality that it names last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.alignment import is_opening, misaligned
from assistant.bound_figures import FRAME, lemmas
from assistant.clause_words import MEANINGS, canonical
from assistant.entailment_years import another_year
from assistant.language import JAPANESE
from assistant.one_wording import one_wording
from assistant.proof import Proof, squashed, stands
from index.lexicon import Occurrence, default_lexicon
from ingest.normalise import fold, view
from ingest.years import find_years

_YEAR = re.compile(r"(?:fy|[rhs])?[\d.,]+", re.I)
_SPEAKS = re.compile(r"と(?:答え|回答|述べ|言|書|記|出力|表示)|回答")
_SPOKEN = re.compile(r"「[^」]{4,}」\s*と\s*(?:答え|回答|述べ|言|書|記入|記載|出力|表示|返)")
_KANA = re.compile(r"[ぁ-んー]")
#: How a part ends that says nothing without what follows it.
_LEANS = re.compile(r"(?:[はがをにのもへと]|では|から|まで|により|によって|ことで|ため|ので|もので)$")
#: Names of measures up to this length may be shortened in a statement.
SHORT_NAME = 20


def copied_in_parts(sentence: str, proofs: Sequence[Proof], subjects: set[str]) -> str | None:
    """A sentence stands in one quote, or each of its parts in one, of the municipality that was named last."""
    problem = _part_problem(sentence, proofs, subjects)
    if problem is None and not any(_says_more(sentence, p) for p in proofs):
        return "nothing but names"
    if problem is None or len(proofs) < 2:
        return problem
    opened: set[str] = set()
    for part in _parts(sentence, proofs):
        named = owners_named(part, proofs)
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
        named = " ".join(owners_named(part, proofs)).split()
        only_names = bool(named) and is_opening(part, named) and not find_years(fold(part))
        whole = only_names or not _LEANS.search(part)
    return out


def owners_named(text: str, proofs: Sequence[Proof]) -> set[str]:
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


def copied(text: str, proof: Proof) -> bool:
    """Whether a text is, after the municipality's name, the quote's own words in one piece."""
    said = squashed(text)
    for name in proof.owner.split():
        said = said.removeprefix(squashed(name))
    said = re.sub(r"^(?:の計画には、?「|では、?|は、?|[:：])|(?:」と記載されています)?。?$", "", said)
    return said in squashed(proof.quote)


def _missing_japanese(clause: str, proof: Proof) -> list[str]:
    if copied(clause, proof):
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
