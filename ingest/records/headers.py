"""The header line of a project sheet: 自治体名, 人口, 事業費 and whatever else stands there with a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.model import Page, Passage, Record
from ingest.normalise import normalise
from ingest.values import first_figure

_FIELD = re.compile(
    r"(?P<name>総事業費|事業費|予算額|交付(?:対象)?額|補助額|決算額|人口|世帯数|面積|職員数|実施期間|事業期間|計画期間)"
    r"\s?[:：]?\s?(?P<value>[\d,.]+\s?(?:百万円|千円|万円|億円|円|人|世帯|km2|㎢|名)|(?:令和|R|20)\d.{0,24}?(?=\s|$))"
)


def header_facts(page: Page, passages: Sequence[Passage]) -> Iterator[Record]:
    """Fields of a sheet's header; the measure is the sheet's, the municipality the passage's."""
    for passage in passages:
        if passage.kind != "sheet":
            continue
        seen = normalise(passage.text)
        for match in _FIELD.finditer(seen.text):
            start, end = seen.source_span(match.start(), match.end())
            figure = first_figure(match["value"])
            yield Record(
                document=passage.document,
                page=page.number,
                start=passage.start + start,
                end=passage.start + end,
                kind="header",
                attribute=match["name"],
                value=match["value"].strip(),
                measure=passage.measure,
                municipality=passage.municipality,
                number=figure.number if figure else None,
                unit=figure.unit if figure else None,
            )
