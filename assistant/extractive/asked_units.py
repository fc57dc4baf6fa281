"""The unit that a question asks for (いくら: 円, 何人: 人), and whether a text holds a figure of it."""

from __future__ import annotations

import re

from assistant.understanding.details import asks_another_unit
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.lines import is_figures
from ingest.values import find_figures, is_ordinal
from ingest.years import find_years

#: What makes a name of a figure (3D, 5G), and numbers of headings (2-2).
_NAMING, _NUMBERED = re.compile(r"[DG](?![A-Za-z])"), re.compile(r"^\s*\d{1,2}(?:-\d{1,2})+(?=\s)")
_TABULAR = re.compile(r"\d\s+[\d○⇒…-]|[数率額度]\s*[\d,.-]")
#: What a share is written as.
SHARE = r"[%％割]|パーセント|\d\s?/\s?\d|分の"
_ASKED = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(unit))
    for asks, unit in (
        (
            r"いくら|なんぼ(?!ほど|あ)|何円|(?:金額|利用料|料金|費用|[一-龥]費|予算|手数料|額)"
            r"(?:は|って)?(?:[?？。]|$|を教|いくら)|how much (?:did|does|"
            r"is|was|money)|\bcost|\bbudget|\bprice|\bfee\b",
            r"円|無料|無償",
        ),
        (r"何%|何パーセント|割合|何割|percentage|what share|proportion", SHARE),
        (r"何人|何名|人数|how many (?:people|persons|users|staff|employees|residents|citizens|visitors)", r"人|名|割"),
        (
            r"何か所|何箇所|何カ所|何ヶ所|how many (?:places|locations|sites|spots)",
            r"か所|箇所|カ所|ヶ所|ヵ所|施設|ケ所|地点|館",
        ),
        (
            r"何台|何基|how many (?:[\w-]+ ){0,3}?(?:devices|units|machines|terminals|cameras|sensors|tablets|computers"
            r"|vehicles|cars|taxis|trucks|drones|robots)\b",
            r"台|基|個",
        ),
        (r"何件|件数|how many (?:cases|applications|reports)", r"件|手続|種|回|事業|箇所"),
        (r"何回|回数|how many (?:times|sessions)|how often", r"回|度"),
        (r"何時間|how many hours", r"時間"),
        (r"何世帯|how many households", r"世帯|戸"),
        (r"何店舗|何社|how many (?:shops|stores|companies)", r"店|社|事業者"),
        (r"何校|何園|how many schools", r"校|園"),
        (r"[一-龥]率(?:は|って|を|が)?(?:いくつ|どの|どれ|何|[?？。]|$)|\brates?\b", SHARE),
    )
)


def asked_unit(question: Question) -> re.Pattern[str] | None:
    """What a figure's unit must be for the question (いくら: 円), as a pattern over the text behind the figure."""
    asked = _ASKED[1:] if asks_another_unit(question.text) else _ASKED
    return next((unit for asks, unit in asked if asks.search(question.text)), None)


def in_cells(unit: Unit, wanted: re.Pattern[str]) -> bool:
    """Whether a cell of a row holds a figure of the unit, which may stand in the head of its column alone."""
    return any(r.number is not None and wanted.search(r.unit or "") for r in unit.records)


def has_figure(text: str, unit: re.Pattern[str] | None = None) -> bool:
    """Whether a text holds a figure that is no year, no list number and, where given, has the unit or none at all."""
    body = _NUMBERED.sub("", re.sub(r"^\s*(?:[(（]?\d{1,2}[)）.．]?\s|[①-⑳])", "", text))
    years = find_years(body)
    if re.search(r"無料|無償|半減|ゼロ|全員|全て|すべて", body) and unit is None:
        return True
    for figure in find_figures(body):
        if (
            is_ordinal(body, figure)
            or _NAMING.match(body, figure.end)
            or any(y.start <= figure.start < y.end for y in years)
        ):
            continue
        behind = body[figure.start : figure.end + 6]
        bare = figure.unit is None and (
            is_figures(body[figure.start : figure.end + 3].strip()) or len(body) > figure.end
        )
        if unit is None or unit.search(behind) or (figure.unit is None and bare and _TABULAR.search(body)):
            return True
    return False
