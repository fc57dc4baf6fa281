"""Whom a question is about: the municipalities and prefectures that it names, however they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.topics import EXCLUSION, asks_bodies_of
from ingest.model import Municipality
from ingest.municipalities import Gazetteer, Mention
from ingest.normalise import squash

_PLACE_WORDS = re.compile(r"県内|市内|町内|全国|管内")
#: 市民, 町長, 村議会 behind a name keep the sign of its kind.
_OF_ITS_PEOPLE = re.compile(r"[都道府県市区町村](?:民|長|議会|立|営|役所|庁|税)")
#: Where a question says what it is to be answered from.
_SOURCE = re.compile(r"\b(?:according to|based on|going by) |によ(?:ると|れば)|に基づ", re.IGNORECASE)
_SUFFIXLESS = re.compile(r"(.+?)[都道府県市区町村]$")

_HIRAGANA = re.compile(r"[ぁ-ん]+")
#: What a question begins with that is built like a municipality's name; 各市, 城下町 and 農村 are no names.
_STRANGER = re.compile(
    r"(?:では|じゃあ|それでは)?、?(?![各全本当同他両何都大小県国市町村]|関係|近隣|周辺|構成|連携|対象|該当|中核|政令|過疎|先進|隣接|合併|"
    r"全国|参加|東西|南北|一部|複数|多く)((?:(?![県府市町村区内])[一-龥々ヶケノ]){2,5}(?:(?<!都)市|(?<![下前場港本温])町|(?<![農漁山])村))"
    r"(?=(?:役所|役場)?[のはがでにも])"
)


def stranger_in(text: str) -> str:
    """The name at the beginning of a normalised question that may be a municipality's which no list knows (misspelt,
    or merged long ago); empty where there is none."""
    found = _STRANGER.match(text)
    return found[1] if found and len(found[1]) >= 3 else ""


def _is_of_several(m: Municipality, text: str) -> bool:
    """Whether an English text speaks of the municipalities of what bears a name (eight Nagano towns)."""
    several, name = r"(?:municipalities|cities|towns|villages)", re.escape(m.romaji.split("-")[0])
    return (
        re.search(rf"\b{name}(?:'s)? {several}\b|\b{several} (?:in|of|across) {name}\b(?! City)", text, re.I)
        is not None
    )


#: Speaks of a prefecture, and of no city's or town's own (県の補助).
_OF_THE_PREFECTURE = re.compile(
    r"^(?!.*[市町村](?:[のがはで]|役所|役場|民))(?=.*(?<![一-龥])県(?:[のがはで]|に(?!は)|から(?!の)|庁))"
)
#: A place with the prefecture that it is in (Daisen Town (Tottori Prefecture), 大山町(鳥取県), 鳥取県の大山町).
_LOCATED = re.compile(
    r"\b(?P<place>[A-Z][a-z]+(?:[- ][a-z]+)?)(?P<kind> (?:City|Town|Village|Ward))?"
    r"(?P<where>(?:,? in | ?[,(] ?)(?P<prefecture>[A-Z][a-z]+)(?: Prefecture|-ken)(?: ?\))?)"
)
_ASIDE = re.compile(
    r"除|以外|抜[いき]|外して|\b(?:excluding|except|other than|besides|apart from|excluded)\b", re.IGNORECASE
)


def _set_aside(covered: Sequence[Municipality]) -> re.Pattern[str]:
    """Names of those covered with what sets them aside."""
    stems = (rf"{re.escape(m.name[:-1])}{m.name[-1]}?" for m in covered if m.name[-1] in "市区町村")
    name = f"(?:{'|'.join(sorted(stems, key=len, reverse=True)) or '(?!)'})"
    romaji = "|".join(re.escape(m.romaji) for m in covered if m.romaji) or "(?!)"
    english = rf"(?i:{romaji})(?: (?:City|Town|Village))?"
    return re.compile(
        rf"[(（]?(?<![一-龥]){name}(?:[と、や・]{name})*(?:の(?:もの|分|事業))?"
        r"(?:(?:は|を|も)?(?:除(?:い[てた]|[くき]と?|外して)|抜[いき]て?|外して)|以外(?:で|に)?)[)）]?、?"
        rf"|\b(?i:excluding|except(?: for)?|other than|besides|apart from) {english}(?:(?:, | and ){english})*,?"
        rf"|\b{english}(?: and {english})? (?:is |are |being )?excluded"
    )


def _is_where(mentions: Sequence[Mention], at: int, text: str) -> bool:
    """Whether a prefecture only tells where the municipality in front of it, or behind it, is."""
    own = mentions[at]
    before, behind = mentions[at - 1] if at else None, mentions[at + 1] if at + 1 < len(mentions) else None
    if (
        before
        and re.fullmatch(r"\s?[(（]", text[before.end : own.start])
        and text[own.end : own.end + 1] in ("）", ")")
    ):
        return any(m.prefecture == own.candidates[0].name for m in before.candidates)
    if behind and text[own.end : behind.start] in ("の", "にある"):
        return any(m.prefecture == own.candidates[0].name for m in behind.candidates)
    return False


@dataclass(frozen=True, slots=True)
class Named:
    """`covered` are those that the index covers, `uncovered` the others, `prefectures` set a scope; `rest` is the text
    without the names."""

    covered: list[Municipality]
    uncovered: list[Municipality]
    prefectures: list[str]
    rest: str


class Names:
    def __init__(self, gazetteer: Gazetteer, covered: Sequence[Municipality]) -> None:
        self._gazetteer = gazetteer
        self._covered = {m.code: m for m in covered}
        self._stems: dict[str, Municipality] = {}
        for m in covered:
            match = _SUFFIXLESS.match(m.name)
            if match and len(match[1]) >= 2 and (match[1] not in self._stems or self._stems[match[1]].is_prefecture):
                self._stems[match[1]] = m
        self._kana = {squash(m.kana): m for m in covered if len(m.kana) >= 4}
        self._aside = _set_aside([m for m in covered if not m.is_prefecture])

    def set_aside(self, text: str) -> tuple[str, list[Municipality]]:
        """A text without the clauses that set municipalities aside (汐崎市を除いて, other than Shiozaki), and those."""
        clauses = " ".join(m.group() for m in self._aside.finditer(text)) if _ASIDE.search(text) else ""
        if not clauses:
            return text, []
        return self._aside.sub(" ", text), self.find(clauses, clauses.isascii()).covered

    def find(self, text: str, english: bool) -> Named:
        named: dict[str, Municipality] = {}
        uncovered: dict[str, Municipality] = {}
        prefectures: dict[str, None] = {}
        text = _LOCATED.sub(self._without_prefecture, text) if english else text
        bare = text
        mentions = self._gazetteer.find(text)
        for i, mention in enumerate(mentions):
            known = [m for m in mention.candidates if m.code in self._covered]
            followed = text[mention.end : mention.end + 4]
            if mention.candidates[0].is_prefecture:
                prefixes_city = i + 1 < len(mentions) and mentions[i + 1].start == mention.end
                if prefixes_city or _is_where(mentions, i, text):
                    continue
                prefectures[mention.candidates[0].name] = None
                if re.match(r"内|の(?:市町|自治体|市と|各市|全)|全体|下", followed):
                    continue
            if known:
                named.setdefault(known[0].code, known[0])
            elif not mention.candidates[0].is_prefecture or not self._covers(mention.candidates[0].name):
                uncovered.setdefault(mention.candidates[0].code, mention.candidates[0])
        for mention in reversed(mentions):
            end = mention.end - 1 if _OF_ITS_PEOPLE.match(bare, mention.end - 1) else mention.end
            bare = bare[: mention.start] + " " + bare[end:]
        before = set(named)
        loose = self._romanised(text, named, uncovered, prefectures)
        if not english:
            for m in (named[code] for code in named.keys() - before):
                bare = re.sub(rf"(?i)(?<![a-z]){re.escape(m.romaji)}(?![a-z])", " ", bare)
        for stem, m in self._stems.items():
            if stem not in bare:
                continue
            if stem not in bare:
                continue
            # A name in hiragana may stand inside other words (いの in 多いのは).
            apart = r"(?<![一-龥ぁ-んァ-ヶ])" if _HIRAGANA.fullmatch(stem) else ""
            found = re.search(
                rf"(?<![一-龥ぁ-んァ-ヶ]){re.escape(stem)}(?![一-龥])|"
                rf"{apart}{re.escape(stem)}(?=(?:市|町|の|は|が|と|も|で|って|、))|"
                rf"(?<=[とやかもはがでにを、]){re.escape(stem)}(?=だと|なら|じゃ|に|を|か|や|だけ|より|から|さん)",
                bare,
            )
            if found and m.code not in named:
                named[m.code] = m
                loose |= {m.code} if bare[found.end() : found.end() + 1] != m.name[-1] else set()
                bare = bare[: found.start()] + " " + bare[found.end() :].removeprefix(m.name[-1])
        squashed = squash(bare)
        for kana, m in self._kana.items():
            if kana in squashed and m.code not in named:
                named[m.code] = m
        if len(named) == 1 and loose and asks_bodies_of(EXCLUSION.sub(" ", text), english):
            self._as_prefecture(named, prefectures, loose)
        if english and (of_several := {code for code in loose & named.keys() if _is_of_several(named[code], text)}):
            self._as_prefecture(named, prefectures, of_several)
        if len(named) - len(loose) >= 2 and _SOURCE.search(text):
            self._as_prefecture(named, prefectures, loose)
        if len(named) == 1 and loose and not english and _OF_THE_PREFECTURE.search(text):
            self._to_prefecture(named, prefectures)
        rest = _PLACE_WORDS.sub(" ", bare)
        return Named(list(named.values()), list(uncovered.values()), list(prefectures), rest)

    @staticmethod
    def _as_prefecture(named: dict[str, Municipality], prefectures: dict[str, None], loose: set[str]) -> None:
        """Of a name without 市 that a prefecture bears too (佐賀の町), the prefecture is meant.

        `loose` are the codes of those that were named so.
        """
        for code, m in list(named.items()):
            if code in loose and m.prefecture and m.name[:-1] == m.prefecture[:-1]:
                prefectures[m.prefecture] = None
                del named[code]

    def _to_prefecture(self, named: dict[str, Municipality], prefectures: dict[str, None]) -> None:
        """Of a name that a prefecture bears too, beside which 県 alone is spoken of: the prefecture, if covered."""
        ((code, m),) = named.items()
        own = next((p for p in self._covered.values() if p.is_prefecture and p.name == m.prefecture), None)
        if own is not None and not m.is_prefecture and m.name[:-1] == own.name[:-1]:
            del named[code]
            named[own.code] = own
            prefectures[own.name] = None

    def _without_prefecture(self, located: re.Match[str]) -> str:
        """A place without its prefecture, where one of its name is there."""
        prefectures = {
            m.name for m in self._gazetteer.by_romaji.get(located["prefecture"].lower(), ()) if m.is_prefecture
        }
        key = re.sub(r"[^a-z]", "", located["place"].lower())
        there = any(m.prefecture in prefectures and not m.is_prefecture for m in self._gazetteer.by_romaji.get(key, ()))
        return f"{located['place']}{located['kind'] or ''} " if there else located.group()

    def _covers(self, prefecture: str) -> bool:
        return any(m.prefecture == prefecture for m in self._covered.values())

    def _romanised(
        self,
        text: str,
        named: dict[str, Municipality],
        uncovered: dict[str, Municipality],
        prefectures: dict[str, None],
    ) -> set[str]:
        """Names in Latin letters; gives the codes of those that stand without City, Town or the like."""
        loose: set[str] = set()
        for match in re.finditer(
            r"(?<![A-Za-z])([A-Z][a-z]+(?:[- ]?[a-z]+)?)(?:[ -](City|Town|Village|Prefecture|City's|"
            r"shi|cho|machi|ken|Ward))?(?![A-Za-z])",
            text,
        ):
            key = re.sub(r"[^a-z]", "", match[1].lower())
            suffix = (match[2] or "").lower().replace("'s", "")
            first = re.split(r"[- ]", match[1].lower())[0]
            for name in (key, re.sub(r"(?:shi|cho|machi|ken)$", "", key), first):
                found = self._gazetteer.by_romaji.get(name, ())
                wanted = {
                    "prefecture": "県都府道",
                    "ken": "県",
                    "city": "市区",
                    "shi": "市",
                    "town": "町",
                    "cho": "町",
                    "machi": "町",
                    "village": "村",
                }.get(suffix)
                found = tuple(m for m in found if (m.name[-1] in wanted if wanted else not m.is_prefecture))
                known = [m for m in found if m.code in self._covered]
                if found and found[0].is_prefecture:
                    prefectures[found[0].name] = None
                if known:
                    named.setdefault(known[0].code, known[0])
                    loose |= set() if wanted else {known[0].code}
                    break
                if found and wanted:
                    if not found[0].is_prefecture or not self._covers(found[0].name):
                        uncovered.setdefault(found[0].code, found[0])
                    break
        return loose
