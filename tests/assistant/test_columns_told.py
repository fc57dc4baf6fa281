"""Figures and words of a row stay under the head of their own column."""

import pytest

from assistant.columns_told import miscolumned
from assistant.units import Unit
from ingest.model import Passage, Record

TEXT = "浜の体育館\t320\t1,900\t危機管理課\t3.5% 12\t45"
PASSAGE = Passage(id="p", document="d", page=1, start=0, end=len(TEXT), text=TEXT, kind="row", municipality="1")


def _cell(attribute: str, value: str, number: float | None = None, year: int | None = None) -> Record:
    return Record(
        document="d", page=1, start=0, end=len(TEXT), kind="cell", attribute=attribute, value=value,
        measure="浜の体育館", municipality="1", number=number, unit=None, fiscal_year=year, series=None, status=None,
    )  # fmt: skip


ROW = Unit(
    passage=PASSAGE, start=0, end=len(TEXT), text=TEXT, kind="row",
    records=(
        _cell("収容人数(人)", "320", 320), _cell("備蓄 食料(食)", "1,900", 1900), _cell("担当", "危機管理課"),
        _cell("備考", "海に近い"), _cell("月1~3日 割合", "3.5% 12", 3.5), _cell("計", "45", 45),
        _cell("R6", "70", 70, 2024), _cell("R7", "80", 80, 2025),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "楠木市では、浜の体育館の収容人数は320人、食料は1,900食です。",
        "楠木市の浜の体育館には、320人が入れます。",
        "浜の体育館の担当は危機管理課です。",
        "浜の体育館の月1~3日 割合は3.5% 12です。",
        "浜の体育館の計は45です。",
        "浜の体育館は、令和6年度が70、令和7年度が80です。",
        "令和12年度までの計画で、浜の体育館は令和7年度に80です。",
    ],
)
def test_what_stands_under_its_own_head(said: str) -> None:
    assert miscolumned(said, [ROW]) is None


@pytest.mark.parametrize(
    "said",
    [
        "楠木市では、浜の体育館の収容人数は1,900人、備蓄食料は320食です。",
        "楠木市では、浜の体育館の収容人数は1,900人です。",
        "浜の体育館の備考は危機管理課です。",
        "浜の体育館の月1~3日 割合は320です。",
        "浜の体育館の計は320です。",
        "浜の体育館は、令和6年度が80、令和7年度が70です。",
        "浜の体育館は、令和7年度に70です。",
    ],
)
def test_what_stands_under_anothers(said: str) -> None:
    assert miscolumned(said, [ROW]) is not None
