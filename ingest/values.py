"""Figures with their units, as municipal plans write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNITS = (
    "割|百万円|千万円|億円|万円|千円|円|パーセント|ポイント|[%％]|か所|箇所|カ所|ヶ所|"
    "ヵ所|ケ所|[かカヶヵ]国語?|世帯|市町村|市町(?!村)|地点|系統|往復|学級|品目|教科(?!書)|軒|泊|"
    "個所|個(?![人別々票性体室])|問(?![いわ題合])|ページ|頁|自治会|事業者|事業所|団体|店舗|部署|課題|手続|業務|事務|言語|時間|分|"
    "秒|日間|日|週|か月|ヶ月|カ月|箇月|年間|年|"
    "人|名|件|回|校|園|戸|台|枚|基|冊|本|棟|区画|地区|路線|機関|社|店|団|組|種類|種|分野|"
    "設問|床|頭|羽|匹|隻|便|席|室|館|施設|項目|事業|万人|千人|km|ha|kWh|kW|MWh|MW|GJ|kL|kg|t|㎡|m2|m|℃|トン|"
    "倍|度|歳|点|票|通|部|品|アカウント|フォロワー"
)
_WITH_SHARE = re.compile(r"[\d,.]+\S{0,2}[\s(（]+(?P<share>[\d.]+)\s?[%％][)）]?")
_ALONE = re.compile(rf"(?:延べ?)?(?:{UNITS}|m?g|[mk]l)(?:[/／](?:{UNITS}))?", re.I)
_FIGURE = re.compile(
    rf"(?<![\dA-Za-z.])(?P<sign>[-▲△])?(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<unit>{UNITS})?"
)
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_TERM = rf"{_NUMBER}\s?(?:千?[兆億万]|千)"
#: A number in several terms: 1億8,640万, 12万3,400.
PARTS = rf"{_TERM}(?:(?:\s?{_TERM})+(?:{_NUMBER}(?![\d,.]))?|{_NUMBER}(?![\d,.]|\s?千?[兆億万千]))"
_SUM = re.compile(rf"(?<![\dA-Za-z.,])(?P<sign>[-▲△])?(?P<parts>{PARTS})\s?(?P<unit>{UNITS})?")
_TERMS = re.compile(rf"(?P<number>{_NUMBER})\s?(?P<scale>千?[兆億万]|千)?")
_POWERS = {"": 1.0, "千": 1e3, "万": 1e4, "千万": 1e7, "億": 1e8, "千億": 1e11, "兆": 1e12, "千兆": 1e15}
_SCALE = {"割": 10, "千円": 1e3, "万円": 1e4, "百万円": 1e6, "千万円": 1e7, "億円": 1e8, "千人": 1e3, "万人": 1e4}
_SCALED_TO = {"円": "円", "人": "人"}
#: Units that are written in several ways, each by the form that stands for it.
_WRITTEN = {
    "％": "%",
    "パーセント": "%",
    "名": "人",
    **dict.fromkeys(("箇所", "カ所", "ヶ所", "ヵ所", "ケ所"), "か所"),
    **dict.fromkeys(("ヶ月", "カ月", "箇月"), "か月"),
    **dict.fromkeys(("カ国語", "ヶ国語", "ヵ国語"), "か国語"),
    **dict.fromkeys(("カ国", "ヶ国", "ヵ国"), "か国"),
    **{"個所": "か所", "頁": "ページ", "トン": "t"},
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at `text[start:end]`; `base` is its value in the unit's base (千円 in yen), for comparing."""

    start: int
    end: int
    text: str
    number: float
    unit: str | None

    @property
    def base(self) -> float:
        return self.number * _SCALE.get(self.unit or "", 1)

    @property
    def base_unit(self) -> str | None:
        if self.unit in _SCALE:
            return _SCALED_TO.get(self.unit[-1], "%")
        return _WRITTEN.get(self.unit, self.unit) if self.unit else None


def share_beside(value: str) -> str | None:
    """The share that a cell gives beside a number (70.5 of 1,151 70.5%), without its sign; None where it gives none."""
    both = _WITH_SHARE.fullmatch(value.strip())
    return both["share"] if both else None


def is_unit(text: str) -> bool:
    """Whether a cell is a unit and nothing else (延べ人, 人/年)."""
    return _ALONE.fullmatch(text) is not None


def find_figures(text: str) -> list[Figure]:
    """Figures in a normalised text, in order; years and dates are among them and told apart by `years.find_years`.

    A number in several terms is one figure, in the unit of its last: 1億8,640万円 is 18,640 万円, 1億2千万円 is
    12,000 万円.
    """
    sums = [figure for match in _SUM.finditer(text) if (figure := _sum(match))]
    plain = [
        Figure(m.start(), m.end(), m.group(), float(m["number"].replace(",", "")) * (-1 if m["sign"] else 1), m["unit"])
        for m in _FIGURE.finditer(text)
        if not any(f.start < m.end() and m.start() < f.end for f in sums)
    ]
    return sorted([*sums, *plain], key=lambda f: f.start) if sums else plain


def is_ordinal(text: str, figure: Figure) -> bool:
    """Whether a figure of a text only tells which one of several (第3条, 第2期)."""
    return figure.number >= 0 and text[: figure.start].endswith("第")


def _sum(match: re.Match[str]) -> Figure | None:
    """None where the terms do not fall, as those of one number do."""
    terms = [(float(t["number"].replace(",", "")), t["scale"] or "") for t in _TERMS.finditer(match["parts"])]
    powers = [_POWERS[scale] for _, scale in terms]
    if any(n * low >= high for (n, _), low, high in zip(terms[1:], powers[1:], powers, strict=False)):
        return None
    value = sum(n * power for (n, _), power in zip(terms, powers, strict=True)) * (-1 if match["sign"] else 1)
    unit, last = match["unit"], terms[-1][1]
    scale = last if len(last) < 2 else last[1:]
    if unit and scale and scale + unit in _SCALE:
        return Figure(match.start(), match.end(), match.group(), value / _POWERS[scale], scale + unit)
    return Figure(match.start(), match.end(), match.group(), value, unit)


def first_figure(text: str) -> Figure | None:
    return next(iter(find_figures(text)), None)
