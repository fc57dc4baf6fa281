"""What the tables of the benchmarks hold: invented indicators, budgets and schedules as plans write them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

Cells = list[list[str]]

NAMES = (
    "電子申請の拡充", "書かない窓口の導入", "公共施設予約のオンライン化", "キャッシュレス決済の推進",
    "オープンデータの公開", "業務システムの標準化", "AI議事録の導入", "RPAの活用",
    "テレワーク環境の整備", "情報セキュリティの強化", "デジタル人材の育成", "スマートフォン教室の開催",
    "防災情報の配信", "子育て支援アプリの導入", "地域公共交通の最適化", "電子契約の導入",
    "ペーパーレス会議の推進", "統合型GISの公開", "窓口混雑状況の配信", "マイナンバーカードの利活用",
)  # fmt: skip
DETAILS = (
    "市民がいつでもどこからでも手続を申請できるよう、対象となる手続を順次広げる。",
    "職員が用件を聞き取り、申請書を書かずに手続を終えられる窓口を置く。",
    "予約から支払い、鍵の受け取りまでを一つの画面で行えるようにする。",
    "庁内の業務を棚卸しし、効果の大きいものから自動化する。",
    "高齢者を対象とした教室を公民館などで開く。",
)
SECTIONS = ("情報政策課", "市民課", "広報広聴課", "総務課", "防災危機管理課", "子育て支援課", "都市計画課", "職員課")
FIELDS = ("市民サービスの向上", "行政運営の効率化", "地域社会のデジタル化", "推進基盤の整備")
UNITS = ("件", "%", "人", "回", "千円", "か所")


@dataclass(slots=True)
class Drawn:
    """A table to draw: `merged` are (first row, first column, last row, last column), `rules` how its lines are set."""

    kind: str
    cells: Cells
    widths: Sequence[float]
    rules: str = "grid"
    merged: Sequence[tuple[int, int, int, int]] = ()
    repeat: int = 0
    right: frozenset[int] = field(default_factory=frozenset)
    size: float = 9
    padding: float = 3
    valign: str = "MIDDLE"


def number(chance: random.Random) -> str:
    return chance.choice(
        (
            f"{chance.randint(1, 999)}",
            f"{chance.randint(1000, 99999):,}",
            f"{chance.randint(1, 99)}.{chance.randint(0, 9)}%",
            f"{chance.randint(2, 400)}件",
        )
    )


def indicators(chance: random.Random, rows: int) -> Drawn:
    first = chance.randint(4, 7)
    head = ["指標", "単位", f"現状値（R{first}）", *(f"R{first + i}" for i in range(1, 4)), "担当課"]
    body = [
        [name, chance.choice(UNITS), *(number(chance) for _ in range(4)), chance.choice(SECTIONS)]
        for name in chance.sample(NAMES, rows)
    ]
    return Drawn("ruled", [head, *body], (130, 40, 70, 50, 50, 50, 90), right=frozenset({2, 3, 4, 5}))


def budget(chance: random.Random, rows: int) -> Drawn:
    head = ["No.", "事業名", "概要", "担当課", "事業費（千円）"]
    body = [
        [str(i + 1), name, chance.choice(DETAILS), chance.choice(SECTIONS), f"{chance.randint(100, 90000):,}"]
        for i, name in enumerate(chance.sample(NAMES, rows))
    ]
    return Drawn("ruled", [head, *body], (28, 110, 200, 80, 75), right=frozenset({4}))


def schedule(chance: random.Random, rows: int) -> Drawn:
    head = ["取組", "R6", "R7", "R8", "R9"]
    steps = ("検討", "構築", "実証", "導入", "運用", "○", "●", "→")
    body = [[name, *(chance.choice(steps) for _ in range(4))] for name in chance.sample(NAMES, rows)]
    return Drawn("ruled", [head, *body], (170, 60, 60, 60, 60))


def narrow(chance: random.Random, rows: int) -> Drawn:
    head = ["項目", "R5", "R6"]
    return Drawn(
        "ruled",
        [head, *([n[:9], number(chance), number(chance)] for n in chance.sample(NAMES, rows))],
        (100, 60, 60),
    )


def drop(table: Drawn, chance: random.Random, share: float) -> None:
    for row in table.cells[1:]:
        for c in range(2, len(row)):
            row[c] = "" if chance.random() < share else row[c]


def grouped(chance: random.Random) -> Drawn:
    cells, merged = [["分野", "取組", "指標", "R6", "R7", "R8"]], []
    for group in chance.sample(FIELDS, 3):
        start = len(cells)
        for name in chance.sample(NAMES, chance.randint(2, 4)):
            cells.append(["", name, f"{name[:4]}の件数", *(number(chance) for _ in range(3))])
        cells[start][0] = group
        merged.append((start, 0, len(cells) - 1, 0))
    cells.append(["合計", "", "", *(number(chance) for _ in range(3))])
    merged.append((len(cells) - 1, 0, len(cells) - 1, 2))
    return Drawn("merged", cells, (70, 120, 110, 50, 50, 50), merged=merged)


def two_heads(chance: random.Random) -> Drawn:
    cells = [["指標", "単位", "実績値", "", "目標値", "", ""], ["", "", "R5", "R6", "R7", "R8", "R9"]]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 6)]
    for name in chance.sample(NAMES, chance.randint(4, 9)):
        cells.append([name, chance.choice(UNITS), *(number(chance) for _ in range(5))])
    return Drawn("merged", cells, (140, 40, 52, 52, 52, 52, 52), merged=merged)


def paired(chance: random.Random) -> Drawn:
    cells, merged = [["施策", "指標", "区分", "R6", "R7", "R8"]], []
    for name in chance.sample(NAMES, 4):
        start = len(cells)
        cells.append([name, f"{name[:5]}の利用率", "予定", *(number(chance) for _ in range(3))])
        cells.append(["", "", "実績", number(chance), "", ""])
        merged += [(start, 0, start + 1, 0), (start, 1, start + 1, 1)]
    return Drawn("merged", cells, (110, 110, 45, 55, 55, 55), merged=merged)


MAKERS = (indicators, budget, schedule)
