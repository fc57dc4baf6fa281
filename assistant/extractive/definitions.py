"""Definitions: from a glossary or a defining sentence, else none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.extractive.subjects import about
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from assistant.wording import clean, colon
from ingest.model import Record
from ingest.normalise import fold, squash

#: How much of a term must stand about a unit.
STANDS = 0.5
#: How many units are looked through for what tells of a term in passing.
NEAREST = 20
_MARK = re.compile(r"[○●◎△▲◇◆□■×☆★⇒]")
#: What a definition opens with that is another name of its term, and how far that goes.
_ALSO = re.compile(
    r"(?:略称|略語|略して|通称|愛称|別名|別称)(?:は|を|が|に|、|:|：)?\s?[「『\"“]([^「」『』\"”]{2,24})[」』\"”]"
)
_OPENING = 120
_OF_ONE = ("fact", "who", "date", "number", "how", "timeline", "definition")
_IN_MARKS = re.compile(r"[「『\"“]")
_KANA = re.compile(r"[ぁ-ん]")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥々ー・]{2,}")
#: Asks of a word as a glossary or a note explains it.
_OF_A_WORD = re.compile(
    r"用語(?:集|解説|の(?:説明|解説))|[」』](?:という|って(?:いう)?|の)?(?:言葉|用語|語)(?![一-龥])|脚注|注記|注釈|\bglossary\b"
)
#: Where a term is used (資料における、計画でいう), in front of the term.
_FRAMED = re.compile(
    r"における|において|で(?:使われ|用い|言|い)[^の]{0,4}|でいう|にいう|にある|に出てくる|での|の中の|用語(?:集|解説)の"
)


#: What tells of a term in passing, the surest first: 助言者であるT, Tは…です, T(…), 両方で使える通貨T.
_IN_PASSING = (
    r"[^、。]{{3,}}(?:である|となる|としての){0}",
    r"{0}(?:とは|は)[^。]*(?:です|である|もの|こと|をいう|をいいます|指します)(?:。|$)",
    r"{0}[(（][^()（）]{{5,}}[)）]",
    r"[^、。]{{5,}}[るたうくむす][一-龥ァ-ヴーa-z]{{0,12}}{0}",
)


def told_in_passing(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The sentence that says what the term is, where no glossary does."""
    term = "" if question.english else squash(_asked(question))
    if len(term) < 2:
        return None
    for pattern in _IN_PASSING:
        said = re.compile(pattern.format("[「『]?" + re.escape(term) + "[」』]?"))
        for e in evidence[:NEAREST]:
            if said.search(fold(e.unit.text)):
                unit = scope.trimmed(e.unit, question)
                return Draft(
                    kind="answer", statements=(Statement(scope.say(unit, question.lang), (unit,)),), evidence=(unit,)
                )
    return None


def of_a_word(question: Question, scope: Scope) -> Draft | None:
    """What a glossary says of a word, where something else than its meaning is asked of it (who coined it)."""
    asks = question.kind in _OF_ONE and _OF_A_WORD.search(question.text)
    return defined(question, scope) if asks and _IN_MARKS.search(question.text) else None


def is_of_its_term(question: Question, units: Sequence[Unit], scope: Scope) -> bool:
    """Whether what is to be defined stands in one of the units or about it; true where it cannot be told."""
    names = {name for m in question.municipalities for name in (m.name, m.prefecture)}
    said = [w for w in _JAPANESE.findall(question.text) if w not in names] if question.english else [_asked(question)]
    term = squash(max(said, key=len, default=""))
    own = [t for t in question.terms.terms if t.text in term]
    if not own:
        return True
    last = max(own, key=lambda t: (term.endswith(t.text), t.weight, len(t.text)))
    all_of_it = Terms.build([last] if _KANA.search(term) else own)
    hays = (scope.finder.haystack(about(u)) for u in units)
    return any(hay.holds(last) >= STANDS and all_of_it.coverage(hay) >= STANDS for hay in hays)


def defined(question: Question, scope: Scope) -> Draft | None:
    """The definition whose term the question holds, the longest such term; from the named municipality where one is."""
    text = squash(question.text)
    alternatives = {a for t in question.terms.terms for a in (t.text, *t.alternatives)} if question.english else set()
    found: list[tuple[int, Record]] = []
    for record in scope.records(question, "definition", shared=True):
        names = [squash(n) for n in (*_names(record.attribute), *_also_called(record.value))]
        size = max(
            (len(n) for n in names if (len(n) >= 2 or _MARK.fullmatch(n)) and (n in text or n in alternatives)),
            default=0,
        )
        if size:
            found.append((size, record))
    if not found:
        return None
    marks = [r for size, r in found if _MARK.fullmatch(r.attribute)]
    if marks and len(marks) == len(found):
        return _legend(question, marks, scope)
    longest = max(size for size, _ in found)
    best = next(r for size, r in found if size == longest)
    if not question.english and longest < 0.5 * _asked_length(question):
        return None
    unit = scope.record_unit(best)
    if unit is None:
        return None
    unit = Unit(unit.passage, unit.start, unit.end, unit.text, "definition", (best,))
    separator = ": " if question.lang == "en" else "："
    return Draft(
        kind="answer",
        statements=(Statement(f"{best.attribute}{separator}{_body(unit, best)}", (unit,)),),
        evidence=(unit,),
    )


def _legend(question: Question, records: list[Record], scope: Scope) -> Draft | None:
    """What the marks mean, in each plan or page that says it; the same meaning once."""
    statements, seen = [], set()
    for record in records:
        unit = scope.record_unit(record)
        if unit is None or (record.document, record.attribute, record.value) in seen:
            continue
        seen.add((record.document, record.attribute, record.value))
        owner = scope.owner_name(unit) or ""
        statements.append(Statement(f"{owner}「{record.attribute}」{colon(question.lang)}{record.value}", (unit,)))
    units = tuple(s.units[0] for s in statements[:8])
    return Draft(kind="answer", statements=tuple(statements[:8]), evidence=units) if statements else None


def _body(unit: Unit, record: Record) -> str:
    """The definition as far as the quote holds it."""
    text = clean(unit.text)
    return (
        clean(text.removeprefix(record.attribute).lstrip(" :："))
        if squash(record.value) not in squash(text)
        else clean(record.value)
    )


def _names(term: str) -> list[str]:
    """A term's forms: BYOD(Bring Your Own Device) is asked for by either."""
    return [term, *re.split(r"[(（)）/／]", term)]


def _also_called(definition: str) -> list[str]:
    """Short or other names that a definition gives of its term (略称は「X」)."""
    return [match[1] for match in _ALSO.finditer(definition[:_OPENING])]


def _asked_length(question: Question) -> int:
    """Length of what is asked to be defined."""
    return len(squash(_asked(question)))


def _asked(question: Question) -> str:
    """What is asked to be defined: the quoted words, else the longest compound."""
    if question.quoted:
        return max(question.quoted, key=len)
    match = re.search(r"([^\s、。「」]{2,30})(?:とは|って何|の意味|の定義)", question.topic)
    return _FRAMED.split(match[1])[-1].removeprefix("の") if match else ""
