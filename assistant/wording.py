"""How answers are worded, in Japanese and English. Text only; nothing here decides anything."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.units import Unit
from ingest.lines import is_figures
from ingest.model import Record
from ingest.normalise import squash
from ingest.years import era_year

_LEADING = re.compile(r"^(?:[•●◆■□▼▶✓✔※\uf000-\uf8ff]|・|[-–]\s|#{1,6}\s)\s*")
SERIES = {
    "ja": {"baseline": "基準値", "target": "目標値", "planned": "予定", "actual": "実績"},
    "en": {"baseline": "baseline", "target": "target", "planned": "planned", "actual": "actual"},
}


INFERRED = {"ja": "（年度は表の値の並びからの推定）", "en": " (year inferred from the table's order)"}


STATUS_EN = {
    "検討": "under consideration",
    "調査": "survey",
    "研究": "study",
    "準備": "preparation",
    "試行": "trial",
    "実証": "pilot",
    "実証実験": "pilot experiment",
    "構築": "construction",
    "整備": "development",
    "導入": "introduction",
    "一部導入": "partial introduction",
    "一部実施": "partial implementation",
    "実施": "implementation",
    "運用": "operation",
    "継続": "continuation",
    "拡充": "expansion",
    "拡大": "expansion",
    "完了": "completed",
    "達成": "achieved",
    "未達成": "not achieved",
    "未着手": "not started",
    "遅れている": "delayed",
    "廃止": "abolished",
}


def colon(lang: str) -> str:
    return ": " if lang == "en" else "："


def in_brackets(text: str, lang: str) -> str:
    """What stands behind a name, with the space that English wants in front."""
    return f" ({text})" if lang == "en" else f"（{text}）"


def status_word(status: str | None, lang: str) -> str:
    """A legend's word, in English where the field has one."""
    return STATUS_EN.get(status or "", status or "") if lang == "en" else status or ""


def clean(text: str) -> str:
    """A unit's text for an answer: one line, no bullet, table cells set apart."""
    text = _LEADING.sub("", re.sub(r"<[^>]{1,20}>", " ", text).strip())
    return re.sub(r"\s+", " ", text.replace("\t", " ／ ")).strip(" ／")


def year(fiscal_year: int, lang: str) -> str:
    return f"FY{fiscal_year}" if lang == "en" else f"{era_year(fiscal_year)}年度"


def figure_series(records: Sequence[Record], lang: str) -> str:
    """「基準値（令和5年度）10.1%、目標値（令和9年度）11%」 from an indicator's records."""
    parts = []
    for r in records:
        series = SERIES[lang].get(r.series or "", "")
        when = year(r.fiscal_year, lang) if r.fiscal_year else ""
        if lang == "en":
            parts.append(f"{' '.join(x for x in (series, when) if x) or 'value'}: {r.value}")
        else:
            label = f"{series}（{when}）" if series and when else series or when
            parts.append(f"{label} {r.value}".strip())
    return ("; " if lang == "en" else "、").join(parts)


def lead(unit: Unit, municipality: str | None, lang: str) -> str:
    """Whose and which measure a unit is about, unless the unit says so itself."""
    said = squash(unit.text)
    names = [n for n in (municipality, unit.passage.measure) if n and squash(n) not in said and not is_figures(n)]
    if not names:
        return ""
    return (
        f"{names[0]}「{names[1]}」" if len(names) == 2 else names[0] if names[0] == municipality else f"「{names[0]}」"
    )


def about(unit: Unit, municipality: str | None, lang: str) -> str:
    """A statement that gives a unit's text with whose it is."""
    head = lead(unit, municipality, lang)
    body = clean(unit.text)
    if unit.kind == "indicator" and unit.records:
        body = f"{unit.records[0].attribute}：{figure_series(unit.records, lang)}"
    separator = ": " if lang == "en" else "："
    return f"{head}{separator}{body}" if head else body


def in_its_words(unit: Unit, municipality: str | None, lang: str) -> str:
    """A statement that gives a unit's sentence as a quotation."""
    head, body = lead(unit, municipality, lang), clean(unit.text).removesuffix("。")
    if lang == "en":
        return f"The source says of {head}: 「{body}」" if head else f"The source says: 「{body}」"
    return f"{head}について、原文には「{body}」とあります。" if head else f"原文には「{body}」とあります。"


def withheld(dropped: int, quoted: int, lang: str) -> str:
    """Said behind an answer of which statements were dropped, `quoted` of them for the plan's own sentences."""
    if not quoted:
        ja, en = "（根拠を確認できない記述は除きました。）", "Some statements were withheld: their proof did not hold."
    elif quoted < dropped:
        ja = "（根拠を確認できない記述は、計画の原文に替えるか、除きました。）"
        en = "Some statements were withheld, as their proof did not hold; for some the plan's own sentences are given."
    else:
        ja = "（根拠を確認できない記述は、計画の原文に替えました。）"
        en = "Some statements were withheld, as their proof did not hold; the plan's own sentences are given instead."
    return en if lang == "en" else ja


def nothing_proven(cited: bool, lang: str) -> str:
    """Said where nothing of an answer could be proven."""
    if lang == "en":
        return "The documents hold no proof of an answer." + (" The nearest passages are cited." if cited else "")
    nearest = "近い記述を引用に示します。" if cited else ""
    return f"お尋ねへの答えとして根拠を確認できる記載は、文書には見つかりません。{nearest}"


def not_covered(names: Sequence[str], lang: str) -> str:
    if lang == "en":
        return f"None of the indexed documents is about {', '.join(names)}, so this is not stated here."
    return f"{'、'.join(names)}の計画は登録されている文書にありません。お尋ねの内容は確認できません（記載なし）。"


def half_stated(lang: str) -> str:
    """Said behind the answer to one of two questions, where there is none to the other."""
    return (
        "The rest of the question is not stated in the documents."
        if lang == "en"
        else "お尋ねの残りは、文書には記載されていません。"
    )


def left_empty(row: str) -> str:
    return f"表に「{row}」の行はありますが、お尋ねの欄は空欄です。近い記述を引用に示します。"


def not_stated(municipalities: Sequence[str], examined: int, lang: str) -> str:
    if lang == "en":
        whom = f" of {', '.join(municipalities)}" if municipalities else ""
        return f"This is not stated in the {examined} document(s) examined{whom}. The nearest passages are cited."
    whom = f"{'、'.join(municipalities)}について" if municipalities else ""
    return f"{whom}確認した{examined}件の文書には、お尋ねの内容は記載されていません。近い記述を引用に示します。"


_VERDICTS = {
    "ja": {"supported": "支持されます。", "contradicted": "記載と異なります。", "not_found": "記載が見つかりません。"},
    "en": {"supported": "Supported.", "contradicted": "Contradicted.", "not_found": "Not found in the documents. "},
}


def verdict(value: str, lang: str) -> str:
    return _VERDICTS[lang][value]


def yes_no(value: bool | None, lang: str) -> str:
    if value is None:
        return ""
    return {(True, "ja"): "はい。", (False, "ja"): "いいえ。", (True, "en"): "Yes. ", (False, "en"): "No. "}[
        value, lang
    ]


def counted_names(names: Sequence[str]) -> str:
    """「3市町」: how many municipalities, by their kinds."""
    kinds = "".join(k for k in "都道府県市区町村" if any(n.endswith(k) for n in names))
    return f"{len(names)}{kinds if 0 < len(kinds) <= 2 else '自治体'}"
