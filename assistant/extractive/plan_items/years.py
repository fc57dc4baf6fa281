"""Which columns of a table stand for years."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.model import Record
from ingest.years import find_years

#: Parts of a year that columns of a roadmap stand for.
PERIODS = re.compile(r"[上下]半?期|[前後]期|第?[1-4]四半期")
#: What a head says beside its year without being of anything else than the year.
_OF_THE_YEAR = re.compile(
    r"年度?|末|現在|時点|予定|実績|計画|目標|見込み?|基準|現状|値|スケジュール|工程表?|ロードマップ|実施|取組|内容|進捗|状況|段階|\W|"
    + PERIODS.pattern
)


def heads_of_years(columns: Mapping[str, Sequence[Record]]) -> frozenset[str]:
    """The heads that stand for years; 令和6年度評価 is a column of assessments, unless other years have one too."""
    read: dict[str, tuple[str, int]] = {}
    for head, records in columns.items():
        year = records[0].fiscal_year
        mentions = find_years(records[0].attribute)
        if year is not None and mentions:
            rest = records[0].attribute
            for m in reversed(mentions):
                rest = rest[: m.start] + rest[m.end :]
            read[head] = (_OF_THE_YEAR.sub("", rest), year)
    years: dict[str, set[int]] = {}
    for rest, year in read.values():
        years.setdefault(rest, set()).add(year)
    return frozenset(head for head, (rest, _) in read.items() if not rest or len(years[rest]) > 1)
