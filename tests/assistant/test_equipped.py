"""Tables of marks: which rows have one thing or several, how many, which has most."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Opened, opened
from tests.ingest.test_grids import grid, plan

SHELTERS = grid(
    "避難所 | 発電機 | 冷暖房 | 貯水槽",
    "梅林の小学校 | ○ | × | ○",
    "松風の体育館 | ○ | ○ | ×",
    "竹園の公民館 | × | ○ | ○",
    "柳下の集会所 | ○ | ○ | ○",
)
HALLS = grid(
    "会館 | 駐車場 | 調理室",
    "峠の会館 | 有 | 無",
    "滝の会館 | 有 | 有",
    "森の会館 | 無 | 有",
)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(["避難所の設備", SHELTERS], [HALLS]),), tmp_path_factory.mktemp("places"))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("武雄市で発電機と冷暖房の両方がある避難所はどこですか", "松風の体育館 柳下の集会所"),
        ("武雄市の発電機も貯水槽もある避難所はどこ", "梅林の小学校 柳下の集会所"),
        ("武雄市で発電機はあるが冷暖房がない避難所はどこですか", "梅林の小学校"),
        ("武雄市で貯水槽がない避難所はどこですか", "松風の体育館"),
        ("武雄市で駐車場と調理室がある会館はどこですか", "滝の会館"),
        ("武雄市で駐車場または調理室がある会館はどこですか", "峠の会館 滝の会館 森の会館"),
    ],
)
def test_the_rows_that_have_what_is_asked_for_are_listed_and_no_others(
    places: Opened, question: str, names: str
) -> None:
    assert [e.name for e in places.ask(question).entities] == names.split()


def test_rows_are_counted_by_the_counter_asked_for(places: Opened) -> None:
    assert places.ask("武雄市で冷暖房がある避難所は何か所ですか").answer.startswith("3か所あります")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("武雄市の竹園の公民館に発電機はありますか", "いいえ"),
        ("武雄市の森の会館に調理室はありますか", "はい"),
        ("武雄市の峠の会館に調理室はありますか", "いいえ"),
    ],
)
def test_one_cell_says_yes_or_no(places: Opened, question: str, said: str) -> None:
    answer = places.ask(question)
    assert answer.answer.startswith(said) and answer.citations


def test_the_row_with_most_is_told_with_what_it_has(places: Opened) -> None:
    told = places.ask("武雄市で設備が最も多くそろっている避難所はどこですか").answer
    assert "柳下の集会所" in told and "3項目のうち3項目" in told and "松風の体育館" not in told


def test_a_row_without_any_mark_lacks_everything(tmp_path: Path) -> None:
    rows = ("梅林の小学校 | ○ | ", "松風の体育館 | | ", "竹園の公民館 | ○ | ○", "柳下の集会所 | | ○")
    with closing(opened((plan([grid("避難所 | 発電機 | 冷暖房", *rows)]),), tmp_path)) as indexes:
        asked = next(indexes)
        answer = asked.ask("武雄市で発電機がない避難所はどこですか")
        assert [e.name for e in answer.entities] == ["松風の体育館", "柳下の集会所"]
        assert asked.ask("武雄市の松風の体育館に冷暖房はありますか").answer.startswith("いいえ")
