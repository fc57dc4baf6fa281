"""The normalised view of a page, for matching only, with a map of offsets back to the untouched text.

NFKC joins what PDF extraction tears apart (half-width kana and their detached voicing marks, full-width Latin,
Kangxi radicals) but also destroys marks that mean something (①, ㈱); those stay. Lines are joined where a Japanese
word runs over them, letters set apart (I C T) are closed up, and any other white space becomes one space.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

# CJK radicals that NFKC leaves alone, after Unicode's EquivalentUnifiedIdeograph.
_RADICALS = str.maketrans(
    "⺅⺉⺌⺎⺏⺐⺑⺒⺓⺔⺖⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺷⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "亻刂小兀尣尢尣巳幺彑忄心扌攵无月歺母民氵水灬爪爫丬牛犭王疋网示礻竹糸纟罓罒羊羊耂聿月臼艹艹艹虎衤西西见角讠贝足车辶辶辶阝钅長长门阜阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
_KEPT = frozenset("㈱㈲㈳㈶㍻㍼㍽㍾㍿㋿™℡№") | {
    chr(c) for c in (*range(0x2460, 0x2474), *range(0x2776, 0x2794), *range(0x3251, 0x32C0))
}
_CIRCLES = {"〇": "○", "◯": "○", "⭕": "○", "⚫": "•", "⬤": "●"}
_DASHES = frozenset("－‐‑‒–—―−ｰ")
_SPACES = frozenset(" \t\n")
_VOICED, _HALF_VOICED = "\u3099\uff9e゛", "\u309a\uff9f゜"
_VOICING = frozenset(_VOICED + _HALF_VOICED)
#: Neither matches next to what the other does.
_SET_APART = (
    re.compile(r"(?<![A-Za-z0-9.])[A-Za-z](?: [A-Za-z])+(?![A-Za-z])|(?<=[A-Z]) (?=GWAN)|(?<=\d\.) (?=\d)"),
    re.compile(r"(?<!\S)[一-龥](?: [一-龥])+(?!\S)"),
)
#: Voicing marks without a character to join, or behind one another, and half-width kana about white space.
_TANGLED = re.compile(
    rf"(?:^|[{_VOICED}{_HALF_VOICED}])\W*[{_VOICED}{_HALF_VOICED}]"
    r"|[\uff66-\uff9f][^\w\uff66-\uff9f]*\s[^\w\uff66-\uff9f]*[\uff66-\uff9f]"
)
_VOICED_KANA = re.compile("([^ ]) *([\u3099\u309a])")
_LONG_LATIN = re.compile("(?<=[A-Za-z0-9])ー")
_GAP = re.compile(r"[ \t\n]+")
_SPACING = re.compile(r"[\s,，・･]+")
_JAPANESE = re.compile(r"[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff、。「」『』（）・]")


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """`text[i]` was read from `source[offsets[i]]`; `ends[i]` is the source offset just behind it."""

    text: str
    offsets: Sequence[int]
    ends: Sequence[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the untouched text that `text[start:end]` was made from. Raises IndexError on an empty span."""
        return self.offsets[start], self.ends[end - 1]

    def position(self, offset: int) -> int:
        """The first position of the view at or behind a source offset."""
        return bisect_left(self.offsets, offset)


@cache
def _fold(char: str) -> str:
    if char in _KEPT:
        return char
    if char in _CIRCLES:
        return _CIRCLES[char]
    if char in _DASHES:
        return "ー" if char == "ｰ" else "-"
    folded = unicodedata.normalize("NFKC", char).translate(_RADICALS)
    return "" if unicodedata.category(char) in ("Co", "Cf", "Cc") and not char.isspace() else folded


@cache
def _space(char: str) -> str:
    """A white space's class: line end, tab or space; '' for any other character."""
    if not char.isspace():
        return ""
    return "\n" if char in "\n\r\x0b\x0c\u2028\u2029" else "\t" if char == "\t" else " "


def _characters(source: str) -> list[tuple[str, int, int]]:
    """Folded characters with their source span; a detached voicing mark joins the kana before it, over spaces too."""
    out: list[tuple[str, int, int]] = []
    for i, char in enumerate(source):
        if char in _VOICING:
            last = len(out) - 1
            while last >= 0 and out[last][0] == " ":
                last -= 1
            mark = "\u3099" if char in _VOICED else "\u309a"
            joined = unicodedata.normalize("NFC", out[last][0] + mark) if last >= 0 else ""
            if len(joined) == 1:
                out[last:] = [(joined, out[last][1], i + 1)]
            continue
        space = _space(char)
        if space:
            out.append((space, i, i + 1))
            continue
        folded = _fold(char)
        if len(folded) == 1:
            out.append((folded, i, i + 1))
            continue
        out.extend((c, i, i + 1) for c in folded)
    return out


def _is_japanese(char: str) -> bool:
    return bool(_JAPANESE.match(char))


def _is_halfwidth_kana(char: str) -> bool:
    return "\uff66" <= char <= "\uff9f"


def _gap(before: str, gap: str, after: str) -> str:
    """What white space between two characters becomes in the view."""
    japanese = _is_japanese(before) and _is_japanese(after)
    if "\n" in gap:
        return "" if japanese and gap.count("\n") == 1 and "\t" not in gap else " "
    if after in "、。，．）」』】％%" or before in "（「『【":
        return ""
    return " "


def _close_up(chars: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Joins runs of single characters set apart by one space each (I C T, 概 要, R4. 3. 24)."""
    text = "".join(c for c, _, _ in chars)
    drop: set[int] = set()
    for pattern in _SET_APART:
        for match in pattern.finditer(text):
            drop.update(i for i in range(match.start(), match.end()) if text[i] == " ")
    return [c for i, c in enumerate(chars) if i not in drop] if drop else chars


@lru_cache(maxsize=8192)
def normalise(source: str) -> NormalisedText:
    """The view of `source` for matching. Linear in its length."""
    out: list[tuple[str, int, int]] = []
    chars = _characters(source)
    i = 0
    while i < len(chars):
        char, start, end = chars[i]
        if char not in _SPACES:
            out.append((_long_vowel(out, char) if char == "ー" else char, start, end))
            i += 1
            continue
        j = i
        while j < len(chars) and chars[j][0] in _SPACES:
            j += 1
        if out and j < len(chars):
            torn = _is_halfwidth_kana(source[out[-1][1]]) and _is_halfwidth_kana(source[chars[j][1]])
            gap = "" if torn else _gap(out[-1][0], "".join(c for c, _, _ in chars[i:j]), chars[j][0])
            if gap:
                out.append((gap, start, chars[j - 1][2]))
        i = j
    out = _close_up(out)
    # Arrays: of tuples, the cached views of a few thousand pages would fill a gigabyte.
    offsets, ends = array("I", (s for _, s, _ in out)), array("I", (e for _, _, e in out))
    return NormalisedText("".join(c for c, _, _ in out), offsets, ends)


def _long_vowel(out: list[tuple[str, int, int]], char: str) -> str:
    """A prolonged sound mark behind a Latin letter or a digit is a hyphen (ＷＥＢーＱＵ)."""
    behind_latin = bool(out) and out[-1][0].isascii() and out[-1][0].isalnum()
    return "-" if behind_latin else char


def unify_radicals(text: str) -> str:
    """CJK radicals as the characters they stand for; everything else, width too, as it is."""
    return "".join(
        unicodedata.normalize("NFKC", c) if "\u2f00" <= c <= "\u2fdf" else c for c in text.translate(_RADICALS)
    )


class _Folded(dict[int, str]):
    """What `str.translate` puts for a character of the source: itself folded, its class of white space, its mark."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        mark = "\u3099" if char in _VOICED else "\u309a" if char in _HALF_VOICED else ""
        folded = self[code] = mark or _space(char) or _fold(char)
        return folded


_FOLDED = _Folded()


def view(text: str) -> str:
    """The text of `normalise`, many times faster for want of the way back: for names, headings, questions, terms."""
    if _TANGLED.search(text):
        return normalise(text).text
    out = text.translate(_FOLDED)
    if "\u3099" in out or "\u309a" in out:
        out = _VOICED_KANA.sub(_voiced, out)
    if "ー" in out:
        out = _LONG_LATIN.sub("-", out)
    out = _GAP.sub(_gap_of, out.strip(" \t\n"))
    if " " in out:
        for pattern in _SET_APART:
            out = pattern.sub(_without_spaces, out)
    return out


def _voiced(match: re.Match[str]) -> str:
    """A kana with the mark behind it; the mark alone is left out where no such kana is."""
    joined = unicodedata.normalize("NFC", match[1] + match[2])
    return joined if len(joined) == 1 else match[0][:-1]


def _gap_of(match: re.Match[str]) -> str:
    return _gap(match.string[match.start() - 1], match[0], match.string[match.end()])


def _without_spaces(match: re.Match[str]) -> str:
    return match[0].replace(" ", "")


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """The view of a text alone, in lower case: for questions, terms and comparisons."""
    return view(text).lower()


@lru_cache(maxsize=16_384)
def squash(text: str) -> str:
    """`fold` without any white space, commas or middle dots: two texts that squash alike say the same."""
    return _SPACING.sub("", fold(text))


@dataclass(frozen=True, slots=True)
class Squashed:
    """A page without white space, for finding quotes that run over lines, with the way back."""

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]

    def find(self, quote: str, start: int = 0) -> tuple[int, int] | None:
        """Source span of the first place where `quote` stands, white space and width aside; None if nowhere."""
        wanted = squash(quote)
        at = self.text.find(wanted, start) if wanted else -1
        return None if at < 0 else (self.offsets[at], self.ends[at + len(wanted) - 1])


def squash_with_map(source: str) -> Squashed:
    view = normalise(source)
    kept = [i for i, c in enumerate(view.text) if not (c.isspace() or c in ",，・･")]
    return Squashed(
        "".join(view.text[i].lower() for i in kept),
        tuple(view.offsets[i] for i in kept),
        tuple(view.ends[i] for i in kept),
    )
