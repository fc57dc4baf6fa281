"""Word's automatic numbers of headings and lists, which stand in no paragraph's text: 第１章, (1), ①, ・."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

#: What a list without numbers has before its entries; those inside another are indented.
BULLET = "・"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 9
#: The styles of lists inside lists.
_DEEPER = re.compile(r"List ?Bullet ?([2-5])")
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_KANJI = "〇一二三四五六七八九"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


class Numbers:
    """Counts the numbered paragraphs of a document, given in order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _DEEPEST)
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if part is not None:
            self._read(part.element)
            self._read_styles(document.styles.element)

    def _read(self, root: Any) -> None:
        for abstract in root.iter(_W + "abstractNum"):
            levels = {}
            for level in abstract.iter(_W + "lvl"):
                start = int(_value(level, "start") or 1)
                at = int(level.get(_W + "ilvl") or 0)
                levels[at] = (_value(level, "numFmt") or "decimal", _value(level, "lvlText") or "", start)
            self._levels[abstract.get(_W + "abstractNumId") or ""] = levels
        for num in root.iter(_W + "num"):
            self._abstract[num.get(_W + "numId") or ""] = _value(num, "abstractNumId") or ""

    def _read_styles(self, root: Any) -> None:
        own: dict[str, tuple[str | None, int]] = {}
        parents: dict[str, str] = {}
        for style in root.iter(_W + "style"):
            name = style.get(_W + "styleId") or ""
            parents[name] = _value(style, "basedOn") or ""
            numbered = style.find(f"{_W}pPr/{_W}numPr")
            if numbered is not None:
                own[name] = (_value(numbered, "numId"), int(_value(numbered, "ilvl") or 0))
        for name in parents:
            at, seen = name, 0
            while at and seen < 20:
                if at in own and (number := own[at][0]) is not None:
                    self._styles[name] = (number, own[at][1])
                    break
                at, seen = parents.get(at, ""), seen + 1

    def next(self, properties: Any) -> str:
        """What Word sets before the paragraph with these properties; '' for one that is not numbered."""
        if properties is None or not self._levels:
            return ""
        style = _value(properties, "pStyle") or ""
        number, level = self._styles.get(style, ("", 0))
        stated = properties.find(_W + "numPr")
        if stated is not None:
            number = _value(stated, "numId") or number
            level = int(_value(stated, "ilvl") or level)
        abstract = self._abstract.get(number, "")
        levels = self._levels.get(abstract, {})
        if number == "0" or level not in levels:
            return ""
        form, text, _ = levels[level]
        if form == "bullet":
            deeper = _DEEPER.fullmatch(style)
            return "\u3000" * (level or (int(deeper[1]) - 1 if deeper else 0)) + BULLET
        if form == "none":
            return text
        return self._counted(abstract, levels, level, text)

    def _counted(self, abstract: str, levels: dict[int, tuple[str, str, int]], level: int, text: str) -> str:
        counts = self._counts[abstract]
        before = counts[level]
        counts[level] = levels[level][2] if before is None else before + 1
        counts[level + 1 :] = [None] * (_DEEPEST - level - 1)
        for at in range(level + 1):
            form, _, start = levels.get(at, ("decimal", "", 1))
            text = text.replace(f"%{at + 1}", formatted(counts[at] or start, form))
        return text


def _value(element: Any, name: str) -> str | None:
    child = element.find(_W + name)
    value = child.get(_W + "val") if child is not None else None
    return str(value) if value is not None else None


def formatted(number: int, form: str) -> str:
    """A number in one of Word's formats; one that is not known as in decimal."""
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return str(number).translate(_FULL)
    if form in ("aiueo", "aiueoFullWidth") and number <= len(_AIUEO):
        return _AIUEO[number - 1]
    if form in ("iroha", "irohaFullWidth") and number <= len(_IROHA):
        return _IROHA[number - 1]
    if form in ("japaneseCounting", "chineseCounting", "japaneseLegal", "ideographDigital") and number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else _KANJI[tens] + "十") + (_KANJI[ones] if ones else "")
    if form in ("lowerLetter", "upperLetter") and number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and number < 40:
        roman, rest = "", number
        for value, sign in _ROMAN:
            roman, rest = roman + sign * (rest // value), rest % value
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02}" if form == "decimalZero" else str(number)
