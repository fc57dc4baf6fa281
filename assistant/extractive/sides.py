"""The sides of a comparison: what a question says of one of the municipalities that it names, and of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from ingest.model import Municipality
from ingest.normalise import view
from ingest.years import find_years

#: What stands between a side and the name of the next, and where the last side ends.
_SEAM = re.compile(
    r"(?:と|、|・|や|及び|および|に対し|に対して|\bvs\.?)\s*$"
    r"|(?:,|;|\b(?:versus|vs|and|with|against|to|than|or)\b)[\s.]*(?:(?:the|that of|those of|in|for) )*$",
    re.IGNORECASE,
)
_END = re.compile(r"では|[でははをが、。?？,;:]|\.(?!\d)|$|\b(?:which|who|how|what|is|are|was|were|did|does)\b", re.I)
#: What a word of a side must weigh for the side to have its own subject; else how much must be said of all sides,
#: against what only the others say, for that to be set aside.
TELLING, AS_MUCH = 0.2, 0.6


def side_of(question: Question, m: Municipality, scope: Scope) -> Question:
    """The question as it were about one of its municipalities alone: without the names of the others, and without the
    years and words that only they have (A市の令和3年度の割合とB市の令和6年度の割合)."""
    alone = replace(question, municipalities=(m,), text=_without_others(question, m))
    sides = _sides(question)
    if m.code not in sides:
        return alone
    own, others = sides[m.code], [said for code, said in sides.items() if code != m.code]
    shared = question.text
    for said in (own, *others):
        shared = shared.replace(said, " ")
    if find_years(own) and any(find_years(said) for said in others):
        text = alone.text
        for said in others:
            text = text.replace(said, " ")
        alone = replace(alone, text=text, years=(*find_years(own), *find_years(shared)))
    mine, theirs, all_ = (_weights(texts, question, scope) for texts in ([own], others, [shared]))
    apart = {text: weight for text, weight in theirs.items() if text not in mine and text not in all_}
    other_thing = any(weight > TELLING for text, weight in mine.items() if text not in theirs)
    if not other_thing and sum(all_.values()) < AS_MUCH * sum(apart.values()):
        return alone
    kept = Terms.build(t for t in question.terms.terms if t.text not in apart)
    return replace(alone, terms=kept) if kept.terms else alone


def _weights(texts: Iterable[str], question: Question, scope: Scope) -> dict[str, float]:
    """The question's terms that stand in texts, each with its weight."""
    reader = scope.finder.reader
    read = {t.text for text in texts for t in (reader.translate(text, {}) if question.english else reader.read(text))}
    return {t.text: t.weight for t in question.terms.terms if t.text in read}


def _sides(question: Question) -> dict[str, str]:
    """What follows each municipality's name, up to the seam before the next name, of the last but its last noun, which
    may be that of all; nothing where one of them is not found, has nothing of its own, or no seam stands between."""
    text, found = view(question.text), []
    for m in question.municipalities:
        mention = re.search("|".join(map(re.escape, _names(m))), text, re.IGNORECASE)
        if mention is None:
            return {}
        found.append((mention.start(), mention.end(), m.code))
    found.sort()
    out: dict[str, str] = {}
    for (_, start, code), (stop, _, _) in zip(found, found[1:], strict=False):
        seam = _SEAM.search(text[start:stop])
        if seam is None:
            return {}
        out[code] = text[start : start + seam.start()]
    _, start, code = found[-1]
    end = _END.search(text, start)
    last = text[start : end.start() if end else len(text)]
    if question.english:
        return {**out, code: last}
    if not all(said.startswith(("の", "(")) for said in (*out.values(), last)):
        return {}
    return {**out, code: last[: last.rindex("の")] if last.count("の") > 1 else last}


def _names(m: Municipality) -> list[str]:
    latin = re.sub(r"-[a-z]+$", "", m.romaji, flags=re.IGNORECASE)
    return [m.name, *([m.name[:-1]] if len(m.name) > 2 else []), *([latin] if len(latin) > 3 else [])]


def _without_others(question: Question, m: Municipality) -> str:
    """A comparison's text with only one of the municipalities that it names, which may name rows of one table."""
    text = question.text
    for other in question.municipalities:
        for name in (other.name, other.name[:-1]):
            if other != m and len(name) >= 2 and name not in m.name:
                named = re.escape(name)
                text = re.sub(
                    rf"(?:と|・|や|、|及び){named}(?=[とでのはが])|{named}(?:と|・|や|、|及び|(?=[でのはが]))", "", text
                )
    return text
