"""A thousand generated plans of ten thousand pages: `python tests/many_pages.py FOLDER` writes them."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "HeiseiKakuGo-W5"
CITIES = ("武雄市", "鹿島市", "伊万里市", "大村市", "長崎市", "佐賀市", "唐津市", "諫早市", "島原市", "嬉野市")
WHO = (
    "総務課",
    "企画課",
    "福祉課",
    "教育委員会",
    "市民課",
    "農林水産課",
    "環境課",
    "防災危機管理課",
    "建設課",
    "税務課",
)
WHAT = (
    "電子申請", "窓口の予約", "子育て相談", "防災情報の配信", "公共交通の実証運行", "空き家の活用", "森林の管理",
    "高齢者の見守り", "図書館の電子化", "観光案内の多言語化", "職員の研修", "道路の点検", "水道管の更新",
)  # fmt: skip
HOW = ("拡充する", "導入する", "見直す", "検討する", "継続する", "試行する")


def write_plans(folder: Path, texts: int = 900, pdfs: int = 100, pages: tuple[int, int] = (8, 28)) -> None:
    """Text files and PDFs of so many pages each, the same every time."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    for number in range(texts + pdfs):
        chance = random.Random(number)
        name, city = f"plan-{number:05}", CITIES[number % len(CITIES)]
        if number < texts:
            text = "\f".join("\n".join(page) for page in _plan(chance, city, number, pages[0]))
            (folder / f"{name}.txt").write_text(text, "utf-8")
            continue
        canvas = Canvas(str(folder / f"{name}.pdf"), pagesize=(595, 842))
        for page in _plan(chance, city, number, pages[1]):
            canvas.setFont(FONT, 10)
            for line, text in enumerate(page):
                canvas.drawString(60, 790 - 20 * line, text)
            canvas.showPage()
        canvas.save()


def _plan(chance: random.Random, city: str, number: int, pages: int) -> Iterator[list[str]]:
    for page in range(pages):
        lines = [f"{city}第{number + 1}次実施計画" if page == 0 else f"第{page}章 {chance.choice(WHAT)}", ""]
        for _ in range(20):
            year, count, share = chance.randint(3, 12), chance.randint(1, 9999), chance.random() * 100
            lines.append(f"{chance.choice(WHO)}は、令和{year}年度に{chance.choice(WHAT)}を{chance.choice(HOW)}。")
            lines.append(f"対象は{count:,}件、達成率は{share:.1f}%である。")
        yield lines


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write_plans(target)
