"""Which kinds of municipality a question over several asks for: cities, towns, villages, with prefectures or without,
told by the last letters of their names."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.municipalities import national

ANY, BELOW, CITIES, TOWNS, PREFECTURES = "市町村区県都府道", "市町村区", "市区", "町村", "県都府道"

_KINDS = r"(?:市?町村|市町|市|町|村)部?"
#: A kind that is no part of a name (汐崎市) or another noun (市民), nor of this one town (この町).
_ALONE = (
    r"(?:(?<![一-龥々ァ-ヶーぁ-ん〓])|(?<=のうち)|(?<=の中)|(?<=[何どるたいぐすむはがをにでと])|(?<=の)(?<![こそあ]の))"
    r"[「『]?"
)
_END = r"[」』]?(?![一-龥々ァ-ヶー])"
#: Kinds that are set aside (市を除く, 町村以外, 市ではなく).
_ASIDE = re.compile(
    rf"[(（]?{_ALONE}(?P<kinds>{_KINDS})[」』]?(?:の?(?:分|もの|事業))?(?:は|を|も)?"
    r"(?:除[いくき外]|抜[いくき]|外[しす]|以外|数え(?:な|ん|ず)|含(?:ま|め)(?:な|ん|ず)|(?:では|で|じゃ)な[くい])"
    r"(?:て|で|た|の?は)?[)）]?、?"
)
_NO_PREFECTURE = re.compile(
    r"県(?:の[一-龥ァ-ヶ]{1,6})?(?:は|を|分)?(?:除|抜|数え(?:な|ん|ず)|含ま(?:な|ん|ず)|外|以外)"
)
_WITH_PREFECTURE = re.compile(
    r"県(?:の?分)?(?:や|と|及び|および|並びに|も)|県・|県(?:の分)?を?(?:含|ふく)[むめ](?!ず|な)"
)
#: Kinds of which nothing else is meant: of all, only these (市町のうち町, 町だけ, 村に限ると).
_ONLY = re.compile(
    r"(?:市区?町村|市町|自治体|団体)の?(?:うち|中|なか)(?:で(?:も|は)?|の|から)?、?(?:「|『)?"
    rf"(?P<of_all>{_KINDS})[」』]?(?=だけ|のみ|[のでははがをも、]|に限)"
    rf"|{_ALONE}(?P<only>{_KINDS})[」』]?(?:の(?:事業|取組|施策|分|中))?(?:だけ|のみ|に限|に絞|にしぼ)"
)
_SEVERAL = re.compile(r"市や町|市町|市と町|市・町|市区町村|[0-9]市[0-9]町|自治体|(?<!何)団体")
#: Kinds that are asked for, or whose measures are.
_ASKED = re.compile(
    rf"{_ALONE}(?P<kinds>{_KINDS}){_END}(?=の|ごと|毎|だけ|のみ|で|は|が|と|を|って|も|に限|[(（?？。、]|\s*$)"
)

_EN_KIND = r"(?:[Cc]ities|city|[Tt]owns?(?<!Town)|[Vv]illages?(?<!Village))\b(?!'s| plan| hall| office)"
_EN_KINDS = rf"{_EN_KIND}(?:(?:,| and| or|, and|, or) (?:the )?{_EN_KIND})*"
_EN_ASIDE = re.compile(
    r"\b(?i:not|excluding|except(?: for)?|other than|rather than|as opposed to|instead of|apart from|without|ignoring)"
    rf" (?:(?:a|the|any|counting|including) )?(?P<behind>{_EN_KINDS})"
    rf"|(?P<before>{_EN_KINDS}) (?:(?:are|being) )?(?:excluded|left out|not (?:counted|included))"
)
_EN_ONLY = re.compile(
    rf"\b(?i:only|just|solely|limited to|restricted to|among|of) (?:the )?(?P<behind>{_EN_KINDS})"
    rf"|(?P<before>{_EN_KINDS})(?: [(（][市町村]+[)）])? (?:only|alone)\b"
)
_EN_NAMED = re.compile(_EN_KIND)
_EN_ALL = re.compile(r"\bmunicipalit", re.IGNORECASE)
_LETTERS = (("cit", CITIES), ("town", "町"), ("village", "村"))


@lru_cache(maxsize=1024)
def kinds_asked(text: str) -> str:
    """The last letters of the kinds that a question asks for; those of all where it does not say. Towns that are not
    told apart from others are villages too."""
    for mention in reversed(national().find(text)):
        if not mention.candidates[0].is_prefecture:
            text = f"{text[: mention.start]}〓{text[mention.end :]}"
    if _WITH_PREFECTURE.search(text) and not _NO_PREFECTURE.search(text):
        return ANY
    aside = _letters(_ASIDE, text) | _letters(_EN_ASIDE, text)
    said = _EN_ASIDE.sub(" ", _ASIDE.sub(" ", text))
    only = _letters(_ONLY, said) | _letters(_EN_ONLY, said)
    if only:
        return _in_order(only)
    several = _SEVERAL.search(said) or _EN_ALL.search(said)
    asked = set() if several else _letters(_ASKED, said) | _letters(_EN_NAMED, said)
    if asked:
        return _in_order(asked if aside or asked != {"町"} else set(TOWNS))
    if {"市", "町"} <= aside:
        return PREFECTURES
    if aside:
        return "".join(kind for kind in BELOW if kind not in aside)
    return BELOW if several or _NO_PREFECTURE.search(text) else ANY


def without_prefecture(text: str) -> bool:
    """Whether a question sets prefectures aside."""
    return _NO_PREFECTURE.search(text) is not None


def _letters(pattern: re.Pattern[str], text: str) -> set[str]:
    """The letters of the kinds that a pattern finds in a text."""
    found: set[str] = set()
    for match in pattern.finditer(text):
        said = next((group for group in match.groups() if group), match.group())
        found |= {letter for letter in BELOW if letter in said}
        found |= {letter for word, letters in _LETTERS if word in said.lower() for letter in letters}
    return found | ({"区"} if "市" in found else set())


def _in_order(letters: set[str]) -> str:
    return BELOW if letters >= {"市", "町"} else "".join(kind for kind in "市区町村" if kind in letters)
