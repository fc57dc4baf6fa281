"""Whether an English statement says what its Japanese quote says, as far as a dictionary can tell."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.bound_figures import FRAME
from assistant.proof import Proof, squashed, stands
from index.english import FUNCTION_WORDS, split_words
from index.lexicon import default_lexicon
from ingest.normalise import fold
from ingest.values import find_figures
from ingest.years import find_years

#: English words that limit, compare or connect, and the Japanese that one of them needs in the quote or its headings.
_NEEDS = tuple(
    (re.compile(rf"\b(?:{english})\b", re.I), re.compile(japanese))
    for english, japanese in (
        (r"over|more than|exceed\w*|above|beyond|upwards of", "以上|超|上回|越"),
        ("at least|minimum|no less than|no fewer than", "以上|最低"),
        ("under(?! (?:study|review|consideration|the))|below|less than|fewer than", "未満|以下|下回"),
        ("up to|at most|maximum|no more than|limit(?:ed)?", "以下|以内|最大|まで|上限|限"),
        ("about|approximately|around|roughly|nearly|almost|some (?=[0-9])", r"約\d|程度|およそ|ほぼ|前後"),
        ("only|solely|exclusively|just|alone", "のみ|だけ|限|専"),
        ("all|every|entire(?:ly)?|fully|whole|always", "すべて|全|各|毎|常"),
        (
            "most|majority|largest|highest|greatest|first|best|biggest|lowest|smallest|fewest|top|leading",
            "最|一番|トップ|1位|初|多く|大半|過半|先進|第1",
        ),
        (r"increas\w*|grow\w*|grew|rise\w*|rose|expand\w*|up from", "増|拡|伸|上昇|上が|向上|広"),
        (r"decreas\w*|reduc\w*|fall\w*|fell|declin\w*|drop\w*|lower\w*|shr\w+k\w*", "減|縮|下|低|少な|短"),
        (
            r"because|due to|thanks to|as a result|therefore|thus|hence|why|so that|lead\w* to|led to|caus\w+"
            r"|result\w* in|in order to|thereby|owing to|consequently|contribut\w+",
            "ため|より|から|ので|結果|よって|ことで|目的|つなが|寄与",
        ),
        ("target|goal|aims?", "目標|目指|目的"),
        (r"actual(?:ly)?|achiev\w*|reached|results?", "実績|達成|結果|現"),
        ("total|altogether|sum|combined|overall", "計|総|合|全"),
        ("annual(?:ly)?|per year|every year|yearly|each year|a year", "年"),
        ("month(?:ly)?", "月"),
        (r"must|require\w*|mandatory|oblig\w+|have to|has to", "必須|義務|必要|なければ|要"),
        (r"may|might|could|possibl\w+|likely|expect\w*|hop\w+|probabl\w+", "可能|見込|期待|おそれ|予想|想定|できる"),
        ("before|prior to", "前|まで"),
        ("until", "まで"),
        ("after|following|since", "後|から|以降|以来|のち|より"),
        (r"average\w*|mean", "平均"),
        ("double[ds]?|twice|half|halv\\w+|triple[ds]?", "倍|半"),
        ("instead of|rather than|replac\\w+|than", "代|替|より|比|ではなく|転換|移行"),
        ("again|still|already|now|currently", "再|引き続|既|すで|現|中"),
        ("successful(?:ly)?|effective(?:ly)?|well|good|great", "成功|効果|良|優|順調"),
    )
)
_UNITS = {
    "yen": "円", "people": "人", "persons": "人", "residents": "人", "inhabitants": "人", "citizens": "人",
    "percent": "%", "%": "%", "households": "世帯", "cases": "件", "items": "件", "times": "回", "schools": "校",
    "locations": "か所", "sites": "か所", "places": "か所", "hours": "時間", "minutes": "分", "days": "日",
    "groups": "団体", "companies": "社", "points": "ポイント", "procedures": "手続",
}  # fmt: skip
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_COUNTED = "|".join(sorted(_UNITS, key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*({'|'.join(_SCALES)})?\s*({_COUNTED})?(?![a-z])", re.IGNORECASE
)


def missing_english(text: str, proof: Proof) -> list[str]:
    """What a statement says and its quote does not; words that no dictionary holds must stand there themselves."""
    return _without_need(text, proof) or _other_units(text, proof) or _untranslated(text, proof)


def _without_need(text: str, proof: Proof) -> list[str]:
    shown = squashed("\n".join((proof.quote, proof.around)))
    plain = fold(text)
    return [m.group() for english, japanese in _NEEDS if (m := english.search(plain)) and not japanese.search(shown)]


def _other_units(text: str, proof: Proof) -> list[str]:
    """Figures with a unit or a scale that the quote's figure has not."""
    printed = find_figures(fold(proof.quote))
    wrong = []
    for m in _FIGURE.finditer(fold(text)):
        number, scale, unit = float(m[1].replace(",", "")), _SCALES.get((m[2] or "").lower(), 1.0), m[3]
        if not (m[2] or unit):
            continue
        wanted = _UNITS[unit.lower()] if unit else None
        if not any(
            f.base == number * scale and wanted in (None, f.base_unit, (f.base_unit or "")[:1]) for f in printed
        ):
            wrong.append(m.group().strip())
    return wrong


def _undated(text: str) -> str:
    text = fold(text)
    for mention in reversed(find_years(text)):
        text = f"{text[: mention.start]}年{text[mention.end :]}"
    return text


def _untranslated(text: str, proof: Proof) -> list[str]:
    whole, words = squashed(proof.words), split_words(_undated(text))
    return [
        word
        for word in dict.fromkeys(words)
        if not (
            word in FRAME
            or word in FUNCTION_WORDS
            or word.isdigit()
            or stands(word, whole)
            or word in fold(proof.owner).split()
            or any(squashed(o) in whole for phrase in _phrases(word, words) for o in _meanings(phrase))
        )
    ]


@lru_cache(maxsize=4096)
def _meanings(phrase: str) -> frozenset[str]:
    """The Japanese of a phrase as a whole, not that of its parts."""
    own = {o for values in default_lexicon().translations(phrase) for o in values}
    first, _, rest = phrase.partition(" ")
    parts = (first, rest, phrase.rpartition(" ")[0], phrase.rpartition(" ")[2]) if rest else ()
    return frozenset(own - {o for p in parts for values in default_lexicon().translations(p) for o in values})


def _phrases(word: str, words: list[str]) -> list[str]:
    """A word alone, and every two or three words of the text that it is one of."""
    out = [word]
    for i in (i for i, w in enumerate(words) if w == word):
        for size in (2, 3):
            starts = range(max(0, i - size + 1), min(i, len(words) - size) + 1)
            out += [" ".join(words[at : at + size]) for at in starts]
    return out
