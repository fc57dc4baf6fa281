"""What a figure of a sentence is said of: the words in front of it, up to the figure before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.extractive.claims.amount_kinds import may_be_same
from assistant.extractive.claims.figures import in_years, lies, undated, whole_figures
from assistant.extractive.scope import Scope
from assistant.units import Unit
from ingest.values import Figure, find_figures

#: From what share of a figure's words on another figure is said of the same, and by how much less of them another of
#: the claim's value may be said.
SAME, APART = 0.7, 0.4
#: Words that are said of too many figures.
COMMON = 0.2
_SENTENCE = re.compile(r"。|\n|※")


def label(text: str, figure: Figure, scope: Scope) -> Mapping[str, float]:
    """The content words in front of a figure, each with its rarity."""
    text = undated(text)
    before = [f.end for f in find_figures(text) if f.end <= figure.start]
    start = max([0, *before[-1:], *(m.end() for m in _SENTENCE.finditer(text, 0, figure.start))])
    reader = scope.finder.reader
    words = {w: reader.rarity(w) for w in reader.analyser.lemmas(text[start : figure.start]) if not re.search(r"\d", w)}
    return {w: rarity for w, rarity in words.items() if rarity > COMMON}


def share(own: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The share of a label that another has."""
    return sum(r for w, r in own.items() if w in other) / sum(own.values()) if own else 0.0


def said_of(
    figure: Figure, claim: str, names: Sequence[str], units: Sequence[Unit], scope: Scope
) -> tuple[bool | None, Unit | None]:
    """Whether the figure that sentences give of what the claim's is said of is the claim's; None where they give none,
    and where the claim says nothing of its figure but whose it is (`names`)."""
    for name in names:
        claim = claim.replace(name, " " * len(name))
    own = label(claim, figure, scope)
    if not own or figure.unit is None:
        return None, None
    best: dict[bool, tuple[float, Unit | None]] = {True: (-1.0, None), False: (0.0, None)}
    for unit in in_years(figure, claim, units)[0]:
        if unit.records and "。" not in unit.text:
            continue
        text = undated(unit.text)
        for other in whole_figures(text):
            if other.base_unit == figure.base_unit and may_be_same(claim, figure, text, other):
                told = share(own, label(unit.text, other, scope))
                agrees = lies(other, text, figure, claim)
                if told > best[agrees][0]:
                    best[agrees] = (told, unit)
    (agreeing, standing), (differing, rival) = best[True], best[False]
    if agreeing >= SAME - APART / 2 and agreeing >= differing or agreeing >= 0.0 and differing == 0.0:
        return True, standing
    if differing >= SAME and agreeing <= differing - APART:
        return False, rival
    return None, None
