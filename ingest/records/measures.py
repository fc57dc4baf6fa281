"""The names of measures, and the departments that answer for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.model import Passage, Record
from ingest.normalise import normalise, squash, squash_with_map

_ORGAN = (
    r"[一-龥ぁ-んァ-ヶー々A-Z0-9１-９・･、]{1,18}?(?:課|室|局|部|係|センター|事務所|支所|研究所|保健所|"
    r"消防署|消防本部|会計管理者|委員会事務局|委員会|図書館|病院|"
    r"農林事務所)(?:\([^)]{1,20}\))?"
)
_LABELLED = re.compile(
    rf"(?:担当課?|所管課?|主管課?|関係所属|担当部署|主体部局|担当部局|"
    rf"実施主体)(?:名)?(?:\s?[:：]\s?|\s)({_ORGAN}(?:[、,・\s]+{_ORGAN})*)"
)
_MARKED = re.compile(rf"(?:^|\s)(?:[○●◎△▲◇◆□■×…⇒→-]\s){{1,8}}((?:{_ORGAN})(?:\s+{_ORGAN})*)\s*(?:\d{{1,3}}\s*)?$")
_BRACKETED = re.compile(rf"[(（]({_ORGAN}(?:[、,・]\s?{_ORGAN})*)[)）]")
_LEADING = re.compile(rf"^(?:[^\s。、]{{1,12}}\s){{1,3}}({_ORGAN})(?=\s|$)")
_ORGAN_ALONE = re.compile(_ORGAN)


def measures(passages: Sequence[Passage], seen: set[tuple[str, str | None]]) -> Iterator[Record]:
    """One record a measure, where its passages first say its name; `attribute` is the heading that it stands under."""
    for passage in passages:
        key = (passage.measure or "", passage.municipality)
        if not passage.measure or key in seen or passage.kind not in ("sheet", "row", "table", "section"):
            continue
        seen.add(key)
        own = [p for p in passages if (p.measure, p.municipality) == (passage.measure, passage.municipality)]
        named = next((p for p in own if squash(passage.measure) in squash(p.text)), passage)
        found = squash_with_map(named.text).find(passage.measure)
        start, end = found or (0, min(len(named.text), 80))
        parents = _above(passage.measure, passage.headings)
        yield Record(
            document=passage.document,
            page=passage.page,
            start=named.start + start,
            end=named.start + end,
            kind="measure",
            attribute=parents[-1] if parents else "",
            value=passage.measure,
            measure=passage.measure,
            municipality=passage.municipality,
        )


def _above(measure: str, headings: Sequence[str]) -> list[str]:
    """The headings that a measure stands under; those inside its own section (目的, ロードマップ) are left out."""
    titles = [h for h in headings if " | " not in h]
    own = next((i for i, h in enumerate(titles) if squash(h) == squash(measure)), len(titles))
    return titles[:own]


def departments(passages: Sequence[Passage]) -> Iterator[Record]:
    """Departments named behind a label, in brackets behind a measure's name, or behind a row's status marks."""
    for passage in passages:
        if not passage.measure:
            continue
        seen = normalise(passage.text)
        pattern = next((p for p in (_LABELLED, _MARKED, _LEADING, _BRACKETED) if p.search(seen.text)), None)
        for match in pattern.finditer(seen.text) if pattern else ():
            for organ in _ORGAN_ALONE.finditer(match[1]):
                name = organ.group().strip("、・ ")
                start, end = seen.source_span(match.start(1) + organ.start(), match.start(1) + organ.end())
                yield Record(
                    document=passage.document,
                    page=passage.page,
                    start=passage.start + start,
                    end=passage.start + end,
                    kind="department",
                    attribute="担当",
                    value=name,
                    measure=passage.measure,
                    municipality=passage.municipality,
                )
