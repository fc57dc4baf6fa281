"""How well a unit suits what a question asks for, apart from the words that they share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.understanding.details import details_quoted
from assistant.understanding.question import Question
from assistant.understanding.terms import Haystack
from assistant.units import Unit, is_columns
from ingest.normalise import fold, squash
from ingest.values import find_figures, is_ordinal
from ingest.years import find_years

#: What a unit loses that only repeats words of the question, such as a title.
SAID_ALREADY = 0.4
#: What a unit gains that states the detail asked for by name (opening hours, a fee).
STATES_DETAIL = 0.2
#: What a row of figures loses where means or reasons are asked for, and any row where a word is to be explained; what a
#: sentence that gives a reason gains.
BARE_ROW, GIVES_REASON = 0.25, 0.12
#: What a sentence of measured figures loses where means are asked for.
MEASURED = 0.1
#: What one gains that tells by what means something is done, where that is asked for.
TELLS_MEANS = 0.12
#: What the first unit under a heading gains whose last noun a question says (目指す姿は).
HEADED = 0.08
#: What a line of columns or a number loses, and what another label does.
LABEL, SHORT = 0.3, 0.12
#: What a mere title loses.
TITLE = 0.22
#: What a unit gains that tells of as many years as are asked for together (3年間で, over three years).
SAME_SPAN = 0.15
#: A row of figures that is longer has sentences to tell.
REMARK = 60
#: Kinds of questions that a row answers by its column of a year; others ask for all years, or for when.
_OF_A_YEAR = ("number", "fact", "yesno", "sum", "compare")
_MARKS = re.compile(r"(?<=\s)[○〇◯●◎◇◆△▲□■☆★→⇒↓―ー−–-](?=\s|$)")
#: What the names of those who answer for something end in.
ORGANS = "課|室|局|部|係|センター|(?:事務|研究|保健|出張|支)所|委員会|本部"
_ORGAN = re.compile(rf"(?:{ORGANS})(?:$|[\s、,・()（）】〕」\]／/])")
_MONEY = re.compile(r"いくら|金額|費用|事業費|予算|円|手数料|yen|cost|budget|price|fee", re.IGNORECASE)
_HEADS = re.compile(r"人口|世帯|事業費|予算|費用|いくら|金額|cost|budget|population", re.IGNORECASE)
_SHEET_HEAD = re.compile(r"(?:自治体名|市区?町村名|団体名)\s")
_TOTAL = re.compile(r"合計|総額|全部で|トータル|計|\btotal\b|\boverall\b", re.IGNORECASE)
_RATIO = re.compile(r"割合|率|パーセント|%|percent|share|proportion|rate\b", re.IGNORECASE)
_SHARE = re.compile(r"[%％割]|\d/\d|分の")
_WHY = re.compile(r"なぜ|なんで(?!す)|どうして|理由|原因|要因|わけ(?:は|を|が)|\bwhy\b|\breason", re.IGNORECASE)
_MEASURED = re.compile(r"(?:でした|であった|だった|となった|となっ(?:ています|ている)|です|である)。?$")
_BECAUSE = re.compile(
    r"ため|から(?=、|。|です)|ので|により|によるもの|理由|原因|要因|強く、|because|due to", re.IGNORECASE
)


_ASKS_MEANS = re.compile(
    r"どうやって|どのように(?!変)|どんな(?:ふう|風|方法|やり方|手段|仕組み)|"
    r"\bhow (?:do|does|did|is|are|was|were|will|can)\b(?!.*\bdefine)",
    re.IGNORECASE,
)
#: What tells by what means something is done.
_MEANS = re.compile(r"により、?(?!異な)|によって|ことで、?|を(?:用い|使い|使って|活用し|通じ)|(?<=[一-龥])し、")
_STAGES = re.compile(
    r"(?:(?:^|\s)(?:本格)?(?:実施|準備|検討|試行|評価|継続|運用|導入|調査|設計|整備|稼働|検証|見直し|拡大)(?=\s|$)){3}"
)
#: A number by which measures are referred to (観光1-a-2) or years alone (R4~5); columns of years and their heads.
_CODE = re.compile(r"[一-龥ァ-ヴーA-Za-z]{0,8}\d{1,2}(?:[-~/.・、][\da-zA-Z]{0,2})+")
_ITEM_NUMBER = re.compile(r"\s*[(（]?\d{1,2}[)）.．]?\s+(?=[^\d\s])")
_YEARS = re.compile(r"(?:[RrHh]\d{1,2}\s){4}")
_SPAN = re.compile(r"(?<![\d.])(\d{1,2})\s?(?:[かカヵヶケ箇]年(?!目)|年間|年分)")
_SPAN_IN_ENGLISH = re.compile(
    r"\b(?:over|for|in|across|during|within) (?:the |all |its |those )*(\w+)[ -]?(?:fiscal )?years?\b", re.IGNORECASE
)
_NUMBERS = {
    word: i for i, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 2)
}
_LAST_NOUN = re.compile(r"[一-龥々ァ-ヴー]{2,}$")


def asks_reason(text: str) -> bool:
    return _WHY.search(text) is not None


@dataclass(frozen=True, slots=True)
class Traits:
    """What scoring asks of a unit whatever the question is."""

    hay: Haystack
    squashed: str
    is_title: bool
    is_header: bool
    short: float
    figures: bool
    years: frozenset[int]
    columns: frozenset[int]
    dated: bool
    headed: str
    means: bool
    bare_row: bool
    measured: bool
    spans: frozenset[int]

    @staticmethod
    def of(unit: Unit, hay: Haystack) -> Traits:
        text, years = unit.text, find_years(unit.text)
        numbered = match.end() if (match := _ITEM_NUMBER.match(text)) else 0
        return Traits(
            hay=hay,
            squashed=squash(text),
            is_title=_is_title(unit),
            is_header=unit.kind == "header" or _SHEET_HEAD.match(text) is not None,
            short=_short(unit),
            figures=any(
                f.start >= numbered and not _is_year(f.text) and not is_ordinal(text, f) for f in find_figures(text)
            ),
            years=frozenset(m.year for m in years),
            columns=frozenset(r.fiscal_year for r in unit.records if r.fiscal_year),
            dated=bool(years) or any(r.fiscal_year for r in unit.records),
            headed=_headed(unit),
            means=unit.kind != "heading" and _MEANS.search(text) is not None,
            bare_row=unit.kind in ("cell", "indicator", "row") and _is_bare(text),
            measured=_MEASURED.search(text) is not None and len(find_figures(text)) >= 2,
            spans=spans(text),
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What scoring asks of a question whatever the unit is."""

    squashed: str
    heads: bool
    money: bool
    ratio: bool
    total: bool
    reason: bool
    means: bool
    years: frozenset[int]
    spans: frozenset[int]
    details: tuple[re.Pattern[str], ...]


def asked_of(question: Question) -> Asked:
    return _asked_by(question.text, question.western_years)


@lru_cache(maxsize=256)
def _asked_by(text: str, years: frozenset[int]) -> Asked:
    return Asked(
        squashed=squash(text),
        heads=_HEADS.search(text) is not None,
        money=_MONEY.search(text) is not None,
        ratio=_RATIO.search(text) is not None,
        total=_TOTAL.search(text) is not None,
        reason=asks_reason(text),
        means=_ASKS_MEANS.search(text) is not None,
        years=years,
        spans=spans(text),
        details=tuple(d.needs for d in details_quoted(text)),
    )


def suits(question: Question, asked: Asked, unit: Unit, traits: Traits) -> float:
    """What a unit gains by carrying the kind of thing that is asked for, and loses by being a mere label."""
    text, kind, value = unit.text, question.kind, 0.0
    if traits.squashed in asked.squashed:
        value -= SAID_ALREADY
    elif traits.is_title and kind not in ("list", "count", "claim"):
        value -= TITLE
    if traits.is_header and not asked.heads:
        value -= 0.3
    if traits.short and (traits.short > 0.2 or kind not in ("who", "timeline")):
        value -= traits.short
    if traits.figures and kind in ("number", "sum", "rank"):
        value += 0.12
        value += 0.06 if asked.money and "円" in text else 0.0
        value += 0.06 if asked.ratio and _SHARE.search(text) else 0.0
        value += 0.05 if unit.kind in ("indicator", "header") else 0.0
    if kind in ("date", "timeline") and (traits.dated or kind == "timeline" and unit.kind == "cell"):
        value += 0.12
    if kind == "who" and _ORGAN.search(text):
        value += 0.2
    if traits.headed and kind in ("fact", "how") and traits.headed in asked.squashed:
        value += HEADED
    if kind == "definition":
        value += 0.25 if unit.kind == "definition" else -BARE_ROW if unit.kind in ("row", "cell") else 0.0
    if kind == "how":
        value += 0.05 if len(text) >= 30 else 0.0
        value -= BARE_ROW if traits.bare_row else MEASURED if traits.measured else 0.0
        value += GIVES_REASON if asked.reason and _BECAUSE.search(text) else 0.0
        value += TELLS_MEANS if asked.means and traits.means else 0.0
    if asked.details and any(needs.search(text) for needs in asked.details):
        value += STATES_DETAIL
    if asked.total and re.match(r"(?:合\s?計|総\s?計|計|小計)\s", text):
        value += 0.4
    if asked.years and asked.years & (traits.years | traits.columns if kind in _OF_A_YEAR else traits.years):
        value += 0.1
    if asked.spans & traits.spans:
        value += SAME_SPAN
    return value


def suits_at_most(question: Question, asked: Asked) -> float:
    """What `suits` cannot exceed, whatever the unit."""
    kind = question.kind
    by_kind = {
        "who": 0.2,
        "definition": 0.25,
        "fact": HEADED,
        "how": 0.05 + HEADED,
        "date": 0.12,
        "timeline": 0.12,
    }.get(kind, 0.0)
    if kind in ("number", "sum", "rank"):
        by_kind = 0.17 + 0.06 * (asked.money + asked.ratio)
    elif kind == "how":
        by_kind += GIVES_REASON * asked.reason + TELLS_MEANS * asked.means
    return (
        by_kind
        + STATES_DETAIL * bool(asked.details)
        + 0.4 * asked.total
        + 0.1 * bool(asked.years)
        + SAME_SPAN * bool(asked.spans)
    )


def spans(text: str) -> frozenset[int]:
    """Of how many years together a text tells."""
    said = {int(m[1]) for m in _SPAN.finditer(fold(text))}
    counted = (
        _NUMBERS.get(m[1].lower(), int(m[1]) if m[1].isdecimal() else 0) for m in _SPAN_IN_ENGLISH.finditer(text)
    )
    return frozenset(said | {n for n in counted if 0 < n < 100})


def _short(unit: Unit) -> float:
    """What a mere label loses: most where it is a line of columns or a number."""
    text = unit.text
    if _CODE.fullmatch(text) or unit.kind == "sentence" and _YEARS.search(text):
        return LABEL
    if unit.kind != "heading" and len(text) >= 8:
        return 0.0
    return LABEL if is_columns(text) else SHORT


def _headed(unit: Unit) -> str:
    """The noun that the heading over a unit ends in, for the first unit under it."""
    first = unit.passage.headings and unit.start == unit.passage.start
    found = _LAST_NOUN.search(unit.passage.headings[-1]) if first else None
    return squash(found.group()) if found else ""


def _is_title(unit: Unit) -> bool:
    """A unit that says no more than its measure's name."""
    name, text = squash(unit.passage.measure or ""), squash(unit.text)
    return bool(name) and name in text and len(text) <= len(name) + 8


def _is_bare(text: str) -> bool:
    """Whether a row holds marks or stages by year, or figures and no sentence but a remark."""
    if _STAGES.search(text) and "。" not in text:
        return True
    figures = len(find_figures(text))
    return len(_MARKS.findall(text)) >= 3 or (figures >= 3 and len(text) < REMARK if "。" in text else figures >= 2)


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d年?", text))
