"""Which municipality a text speaks of: the national code list, names in running text, and whose plan a document is."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ingest.model import Municipality
from ingest.normalise import fold

_SUFFIX = "都道府県市区町村"
_LONGEST = 9
_HEADER = re.compile(
    r"(?:自治体名|市区?町村名?|団体名|都道府県[・／/]?市区?町村名?|実施(?:団体|主体|自治体)名?|申請団体名?)[\s:：]*"
    r"(?P<prefecture>京都府|[一-龥ヶケ]{1,4}?[都道府県])?\s?(?P<name>[一-龥ぁ-んァ-ヶー々]{1,8}?[市区町村])?(?=[\s（(、]|"
    r"人口|$)"
)


def _one_ke(name: str) -> str:
    """霧ケ浜町 and 霧ヶ浜町 are one name: the small and the large ヶ are used for each other."""
    return name.replace("ケ", "ヶ")


@dataclass(frozen=True, slots=True)
class Mention:
    """A municipality's name at `text[start:end]`; `candidates` are all that bear it (府中市 is two cities)."""

    start: int
    end: int
    candidates: tuple[Municipality, ...]


class Gazetteer:
    """All known municipalities by name. Built once; read-only and safe to share."""

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        self.by_code: dict[str, Municipality] = {}
        self.by_name: dict[str, tuple[Municipality, ...]] = {}
        self.by_romaji: dict[str, tuple[Municipality, ...]] = {}
        for m in municipalities:
            if m.code in self.by_code:
                continue
            self.by_code[m.code] = m
            self.by_name[_one_ke(m.name)] = (*self.by_name.get(_one_ke(m.name), ()), m)
            if m.romaji:
                key = re.sub(r"[\s'’-]", "", m.romaji.lower())
                self.by_romaji[key] = (*self.by_romaji.get(key, ()), m)

    def with_extra(self, extra: Iterable[Municipality]) -> Gazetteer:
        """A gazetteer that also knows municipalities declared in a manifest."""
        extra = tuple(extra)
        return Gazetteer((*extra, *self.by_code.values())) if extra else self

    def resolve(self, name: str, prefecture: str | None = None) -> Municipality | None:
        """The municipality of that full or plain name; None if unknown or borne by several."""
        name = _one_ke(fold(name).strip())
        found = self.by_name.get(name, ())
        if not found:
            split = re.fullmatch(r"(京都府|.{1,3}?[都道府県])(.+)", name)
            if split and prefecture is None:
                return self.resolve(split[2], split[1])
            district = re.fullmatch(r".{1,5}?郡(.+[町村])", name)
            return self.resolve(district[1], prefecture) if district else None
        if prefecture:
            found = tuple(m for m in found if m.prefecture == prefecture)
        return found[0] if len(found) == 1 else None

    def find(self, text: str, prefecture: str | None = None) -> list[Mention]:
        """Full names (with 市, 町 …) in a folded text, longest first at each place; `prefecture` or a prefecture
        written before the name settles names that several bear."""
        mentions: list[Mention] = []
        floor, text = 0, _one_ke(text)
        for match in re.finditer(f"[{_SUFFIX}]", text):
            end = match.end()
            if text[end - 1 : end + 1] in ("市場", "市販", "町村"):
                continue
            for start in range(max(floor, end - _LONGEST), end - 1):
                found = self.by_name.get(text[start:end])
                if found and not (found[0].is_prefecture and text[end : end + 1] in ("営",)):
                    end = next(
                        (e for e in range(min(start + _LONGEST, len(text)), end, -1) if text[start:e] in self.by_name),
                        end,
                    )
                    found = self.by_name[text[start:end]]
                    mentions.append(Mention(start, end, self._settle(found, mentions, start, prefecture)))
                    floor = end
                    break
        return mentions

    @staticmethod
    def _settle(
        found: tuple[Municipality, ...], before: Sequence[Mention], start: int, prefecture: str | None
    ) -> tuple[Municipality, ...]:
        if len(found) > 1 and before and before[-1].end == start and before[-1].candidates[0].is_prefecture:
            prefecture = before[-1].candidates[0].name
        narrowed = tuple(m for m in found if m.prefecture == prefecture)
        return narrowed or found


@lru_cache(maxsize=1)
def national() -> Gazetteer:
    """The national list of 1,788 local public bodies (source: MIC, 全国地方公共団体コード)."""
    with resources.files("ingest").joinpath("data/municipalities.csv").open(encoding="utf-8") as f:
        return Gazetteer(Municipality(**row) for row in csv.DictReader(f))


def header_municipality(text: str, gazetteer: Gazetteer) -> Municipality | None:
    """Whose sheet a page is, by its header field (自治体名 …). A name in no list is believed, as unlisted."""
    match = _HEADER.search(text)
    if not match or not (match["prefecture"] or match["name"]):
        return None
    name, prefecture = match["name"] or match["prefecture"], match["prefecture"] or ""
    known = gazetteer.resolve(name, prefecture or None) or gazetteer.resolve(name)
    return known or Municipality(code=f"x-{name}", prefecture=prefecture, name=name)


def header_label(text: str) -> str | None:
    """The label before the name in a line with a sheet's header field (地方公共団体名 …)."""
    match = _HEADER.search(text)
    if not match or not (match["prefecture"] or match["name"]):
        return None
    at = match.start("prefecture") if match["prefecture"] else match.start("name")
    return text[:at].rstrip(" :：").rpartition(" ")[2]


def infer_owner(pages: Sequence[str], gazetteer: Gazetteer) -> tuple[Municipality | None, float]:
    """Whose plan a document is, from its running text, with a confidence between 0 and 1.

    Names on the first pages and names followed by what only the owner's plan says (市長, 総合計画, the plan's title)
    weigh more; a prefecture counts only where it is not the prefix of a city's name.
    """
    votes: Counter[str] = Counter()
    for number, page in enumerate(pages):
        text = fold(page)
        weight = 3.0 if number < 3 else 1.0
        mentions = gazetteer.find(text)
        for i, mention in enumerate(mentions):
            if mention.candidates[0].is_prefecture and i + 1 < len(mentions) and mentions[i + 1].start == mention.end:
                continue
            if mention.candidates[0].is_prefecture and _local_text(text):
                continue
            behind = text[mention.end : mention.end + 12]
            bonus = (
                2.0
                if re.match(r"(?:長|役所|役場|議会|総合計画|.{0,8}(?:計画|戦略|方針|プラン|ビジョン))", behind)
                else 0.0
            )
            for m in mention.candidates:
                votes[m.code] += (weight + bonus) / len(mention.candidates)  # type: ignore[assignment]
    if not votes:
        return None, 0.0
    (code, top), total = votes.most_common(1)[0], sum(votes.values())
    return gazetteer.by_code[code], round(top / total * min(1.0, top / 6), 2)


def _local_text(text: str) -> bool:
    return bool(re.search(r"本市|当市|本町|当町|本村|当村|市民|町民|村民", text))
