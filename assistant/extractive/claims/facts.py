"""The facts of a claim (figures, shares, dates, state) held against the units that say the rest of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.extractive.claims import states, years
from assistant.extractive.claims.amounts import Amount, amounts, part_of, share_of
from assistant.extractive.claims.figures import counted, held, in_date, in_figures, undated, whole_figures
from assistant.extractive.claims.judgement import Judgement
from assistant.extractive.claims.labels import said_of
from assistant.extractive.claims.names_alone import only_named
from assistant.extractive.claims.opposites import denied_by, turned
from assistant.extractive.claims.parts import standing
from assistant.extractive.claims.substitutes import unstated
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from ingest.normalise import squash, view
from ingest.values import Figure, find_figures

#: How likely a unit must be to say what a claim says; the same where all of the claim's figures stand in the evidence.
SURE, SURE_BY_FIGURES = 0.58, 0.4
#: From where on the claim's verb may be another than the source's.
PLAIN = 0.8
#: How much of a claim a unit must hold to speak against it.
RIVAL = 0.42
#: A claim on what comes first and what after, and the share of it that a unit must hold to say the same order.
_ORDER = re.compile(
    r"(?:から|まず|先に|最初に).{2,40}(?:その後|次に|続いて|後(?:で|に))|\bfirst\b.{2,80}\b(?:then|later|after)",
    re.IGNORECASE,
)
IN_ORDER = 0.9
#: How much of a part of a whole a sentence must say to tell its share.
OF_PART = 0.6
#: One place at which all is done, every single hour: no amounts.
_ONE = re.compile(r"で(?!あ|す|し)|ごと|おき|の窓口|あたり|当たり|当り|につき|、?\d")
#: What counts the whole that a claim is about a part of (20業務のうち).
_OF_THESE = re.compile(r"[一-龥ァ-ヶー]{0,6}の(?:うち|中)")
_DATE = re.compile(r"\d{1,2}月(?:\d{1,2}日)?(?![間額\d])|\d{1,2}時(?!間|点)")
_COUNTER = re.compile(r"[一-龥ァ-ヶ]")
#: From where on a number is none of a line or a row.
_LARGE = 100


def judged(
    question: Question, best: Evidence, near: Sequence[Evidence], scope: Scope, told: bool, likely: float
) -> Judgement:
    """Compares figures, dates and state: another value in the source contradicts, an absent one does not. Figures and
    dates that a sentence gives together (`told`) are not looked at again."""
    units = [e.unit for e in near]
    passages = list({e.passage.id: e.passage.text for e in near}.values())
    together = standing(question, [e.unit for e in near])
    figures = [] if told else [f for f in claimed_figures(question) if not any(f.base == o.base for o in together)]
    unknown = not told and bool(_uncounted(question, passages)) or _dates_unsaid(question, passages)
    beside = [*units, *(u for u in scope.finder.units(best.passage) if u.key not in {v.key for v in units})]
    names = [m.name for m in question.municipalities]
    for figure in figures:
        match, rival = said_of(figure, in_figures(question.text), names, beside, scope)
        if match:
            continue
        if match is False and rival is not None and not only_named(question, (rival,), scope):
            return Judgement("contradicted", (rival, *[u for u in units if u is not rival][:1]))
        match, rival = held(
            figure, in_figures(question.text), units, passages, best.own_words >= RIVAL or bool(best.unit.records)
        )
        if rival is not None and match is None and not only_named(question, (rival,), scope):
            return Judgement("contradicted", (rival, *[u for u in units if u is not rival][:1]))
        unknown = unknown or match is None
    shares = [] if told else amounts(question.text)
    for share in shares:
        match, other = share_of(share, question.text, [(u, _on_part(question, share, u.text, scope)) for u in units])
        speaks = other is not None and not only_named(question, (other,), scope)
        if match is False and other is not None and speaks and (best.own_words >= RIVAL or other.records):
            return Judgement("contradicted", (other, *[u for u in units if u is not other][:1]))
        unknown = unknown or match is None
    if other := counted(question.text, units):
        return Judgement("contradicted", (other,))
    said = _said(question)
    dated = told or years.dated(question, near, scope, said)
    if isinstance(dated, Unit) and not unknown:
        return Judgement("contradicted", (dated, *[u for u in units if u.key != dated.key][:2]))
    unknown = unknown or dated is not True
    own = [e.unit for e in near if e.passage.id == best.passage.id]
    if denied := denied_by(said, own) or turned(question.text, own):
        return Judgement("contradicted", (denied, *[u for u in units[:2] if u is not denied][:1]))
    clash = states.clashes(question, best, scope)
    if clash:
        return Judgement("contradicted", (best.unit, *units[1:2]))
    unknown = unknown or clash is None and not shares
    unknown = unknown or bool(_ORDER.search(question.text)) and best.own_words < IN_ORDER
    unknown = unknown or likely < PLAIN and not shares and states.acts_otherwise(question, near, scope)
    unknown = unknown or unstated(question, near, scope)
    if unknown or likely < (SURE_BY_FIGURES if figures or shares or told else SURE):
        return Judgement("not_found", tuple(units[:2]))
    return Judgement("supported", tuple(units[:3]))


def _on_part(question: Question, share: Amount, text: str, scope: Scope) -> str:
    """The sentences of a text that speak of what a claim says to be a share of a whole, all where it says no such
    thing: what is told of the whole tells nothing of a part."""
    part = squash(part_of(share, question.text)).lower()
    if not part:
        return text
    terms = Terms.build(t for t in question.terms.terms if question.english or t.text in part)
    return "".join(
        sentence
        for sentence in states.sentences(text)
        for held in [scope.finder.haystack(sentence)]
        if (terms.coverage(held) >= OF_PART if terms.terms else part in held.squashed)
    )


def _uncounted(question: Question, passages: Sequence[str]) -> list[Figure]:
    """The claim's numbers before a counter that is no known unit (5機, 12万個) and that no passage gives with it; a
    cell may give a large number without."""
    text = undated(question.text)
    counts = [(f, m.group()) for f in find_figures(text) if f.unit is None and (m := _COUNTER.match(text, f.end))]
    given = {
        (o.number, m.group() if m else "")
        for passage in (passages if counts else ())
        for plain in [view(passage)]
        for o in find_figures(plain)
        for m in [_COUNTER.match(plain, o.end)]
    }
    return [
        f
        for f, counter in counts
        if not (counter in "市町村県区" and f.number == len(question.municipalities))
        and (f.number, counter) not in given
        and (f.number < _LARGE or (f.number, "") not in given)
    ]


def _dates_unsaid(question: Question, passages: Sequence[str]) -> bool:
    """Whether a claim without a year names a day, a month or an hour that no passage names."""
    named = [] if question.years else [squash(m.group()) for m in _DATE.finditer(question.text)]
    texts = [squash(passage) for passage in passages] if named else []
    return not all(any(re.search(rf"(?<!\d){re.escape(date)}", text) for text in texts) for date in named)


def _said(question: Question) -> list[str]:
    """The claim's words; of an English one those of its translation."""
    return [question.text, *(t.text for t in question.terms.terms)] if question.english else [question.text]


def claimed_figures(question: Question) -> list[Figure]:
    text = undated(in_figures(question.text))
    return [
        f
        for f in whole_figures(text)
        if not (in_date(f, text) or f.unit in ("割", "倍"))
        and not (f.unit is None and re.fullmatch(r"\d|20\d\d", f.text))
        and not (f.base == 1 and _ONE.match(question.text, f.end))
        and not _OF_THESE.match(question.text, f.end)
    ]
