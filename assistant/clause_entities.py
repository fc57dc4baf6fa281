"""Years, figures, names and Latin words of a sentence as single words: what is compared by value, not by its signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.values import find_figures
from ingest.years import find_years

#: Stands for an entity in the text that is parsed: a character that the dictionary takes for a noun.
ENTITY = "龘"
_HEDGES = re.compile(r"(?P<before>(?:約|およそ|おおよそ|概ね|おおむね|ほぼ)?)$")
_BEHIND = re.compile(r"以上|以下|未満|以内|程度|ほど|前後|超|弱|強|余り|余")
_ABOUT = frozenset(["約", "およそ", "おおよそ", "概ね", "おおむね", "ほぼ", "程度", "ほど", "前後"])
_LATIN = re.compile(r"[a-z][a-z0-9.\-+]*(?:[ /][a-z][a-z0-9.\-+]*)*", re.IGNORECASE)
_NAME = re.compile(r"[「『]([^「」『』。、]{2,20})[」』]")
_MARKS = re.compile(r"[「」『』\"“”]")


def with_entities(text: str) -> tuple[str, list[str]]:
    """A text with its years, figures and Latin words as single words, and what these are."""
    spans: dict[int, tuple[int, str]] = {}
    for y in find_years(text):
        bare = re.match(r"[rhs]\d", text[y.start : y.end])
        key = f"{y.year}年" + ("度" if bare or text[y.start : y.end].endswith("度") else "")
        spans[y.start] = (y.end, key + (f"{y.month}月" if y.month else "") + (f"{y.day}日" if y.day else ""))
    taken = [(start, end) for start, (end, _) in spans.items()]
    own = ((m.start(), m.end(), "本市") for m in re.finditer("[本同当](?:市|町|村|県)", text))
    for start, end, key in (*_named(text), *own, *_fractions(text), *_figures(text), *_latin(text)):
        if not any(start < b and a < end for a, b in taken):
            spans[start] = (end, key)
            taken.append((start, end))
    out, keys, at = "", [], 0
    for start, (end, key) in sorted(spans.items()):
        hedge = _HEDGES.search(text[at:start])
        before = hedge["before"] if hedge else ""
        behind = m.group() if (m := _BEHIND.match(text, end)) and key[0].isdigit() else ""
        out += text[at : start - len(before)] + f" {ENTITY} "
        hedges = {"約" if h in _ABOUT else h for h in (before, behind) if h}
        keys.append(key + "".join(sorted(hedges)))
        at = end + len(behind)
    return _MARKS.sub("", out + text[at:]), keys


def _named(text: str) -> Iterator[tuple[int, int, str]]:
    """Names in quotation marks with kana in them, which a dictionary would take apart."""
    for m in _NAME.finditer(text):
        if re.search("[ぁ-んa-z]", m[1]):
            yield m.start(), m.end(), f"「{m[1]}"


def _fractions(text: str) -> Iterator[tuple[int, int, str]]:
    for m in re.finditer(r"(\d+)分の(\d+)", text):
        yield m.start(), m.end(), f"{m[2]}/{m[1]}"


def _figures(text: str) -> Iterator[tuple[int, int, str]]:
    for f in find_figures(text):
        counted = f.unit is None and text[f.end : f.end + 1] == "つ"
        yield f.start, f.end + counted, f"{abs(f.base):.10g}{f.base_unit or ''}"


def _latin(text: str) -> Iterator[tuple[int, int, str]]:
    for m in _LATIN.finditer(text):
        yield m.start(), m.end(), m.group().replace(" ", "")
