"""Whether an English statement says what its Japanese quote says, as far as a dictionary can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources

from assistant.bound_figures import FRAME
from assistant.english_limits import NEEDS
from assistant.proof import Proof, squashed, stands, unheaded
from index.english import FUNCTION_WORDS, split_words, stem
from index.lexicon import default_lexicon
from ingest.normalise import fold
from ingest.values import find_figures
from ingest.years import find_years

_UNITS = {
    "yen": "円", "people": "人", "persons": "人", "residents": "人", "inhabitants": "人", "citizens": "人",
    "percent": "%", "%": "%", "households": "世帯", "cases": "件", "items": "件", "times": "回", "schools": "校",
    "locations": "か所", "sites": "か所", "places": "か所", "hours": "時間", "minutes": "分", "days": "日",
    "groups": "団体", "companies": "社", "points": "ポイント", "procedures": "手続",
}  # fmt: skip
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_COUNTED = "|".join(sorted(_UNITS, key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*({'|'.join(_SCALES)})?\s*({_COUNTED})?(?![a-z])", re.IGNORECASE
)


def missing_english(text: str, proof: Proof) -> list[str]:
    """What a statement says and its quote does not; words that no dictionary holds must stand there themselves."""
    return (
        _without_need(text, proof)
        or _other_units(text, proof)
        or _untranslated(text, proof)
        or _turned(text, proof)
        or _misplaced(text, proof)
    )


def _without_need(text: str, proof: Proof) -> list[str]:
    quote = unheaded(proof.quote, proof.around.split("\n"))
    segments = [squashed(s) for s in _segments(fold(quote))]
    heads = [squashed(line) for line in proof.quote.split("\n") if _is_head(line)]
    for part in _BREAKS.split(fold(text)):
        # Only what speaks of the same can say how far it goes.
        near = [*(_near(part, segments) or segments), *heads]
        for english, japanese in NEEDS:
            if (m := english.search(part)) and not any(japanese.search(s) for s in near):
                return [m.group()]
    return []


def _is_head(line: str) -> bool:
    """Whether a line is a table's heads: cells without figures outside brackets."""
    return "\t" in line and not re.search(r"\d", re.sub(r"\([^()]*\)", "", fold(line)))


def _near(part: str, segments: Sequence[str]) -> list[str]:
    """The segments of a quote that hold a word or a figure of a part of a statement."""
    words, marks = split_words(_undated(part)), _marks_of(_scaled(part))
    meanings = [o for word in words for phrase in _phrases(word, words) for o in _japanese_of(phrase)]
    return [s for s in segments if marks & _marks_of(s) or _any_stands(meanings, [s])]


def _other_units(text: str, proof: Proof) -> list[str]:
    """Figures with a unit or a scale that the quote's figure has not."""
    printed = find_figures(fold(proof.quote))
    wrong = []
    for m in _FIGURE.finditer(fold(text)):
        number, scale, unit = float(m[1].replace(",", "")), _SCALES.get((m[2] or "").lower(), 1.0), m[3]
        if not (m[2] or unit):
            # 26,138千円 is no 26,138.
            own = [f for f in printed if abs(f.number) == number]
            if number >= 1000 and own and all(f.base != f.number for f in own):
                wrong.append(m.group().strip())
            continue
        wanted = _UNITS[unit.lower()] if unit else None
        if not any(
            f.base == number * scale and wanted in (None, f.base_unit, (f.base_unit or "")[:1]) for f in printed
        ):
            wrong.append(m.group().strip())
    return wrong


_TOPIC = re.compile(r"([^はが]*[^にでとへらはが])は")
#: Japanese particles that stand behind what English puts behind these.
_PARTICLES = {"from": "から|より|以来|以降|に始|を", "into": "に|へ", "onto": "に|へ", "towards": "に|へ"}
_DIRECTED = re.compile(r"\b(from|into|onto|towards)\s+(?:the |a |an |its |their )?(\w+)(?: (\w+))?", re.IGNORECASE)
_LEADING = re.compile(r"\bto (?:the |a |an |its |their )?(\w+)(?= (\w+))?", re.IGNORECASE)
_BREAKS = re.compile(r"[,;:.](?!\d)|\b(?:and|but|while|whereas|which|who|or)\b", re.IGNORECASE)


def _turned(text: str, proof: Proof) -> list[str]:
    """What a statement says something comes from, and the quote does not, or the municipality itself."""
    whole = squashed(proof.quote)
    wrong = []
    for m in _LEADING.finditer(text):
        phrases = [f"{m[1]} {m[2]}", m[1]]
        found = [re.escape(squashed(o)) for phrase in phrases for o in _japanese_of(phrase.lower()) if _means(o, whole)]
        if found and not any(re.search(f"{o}(?!から|より)", whole) for o in found):
            wrong.append(m.group())
    for m in _DIRECTED.finditer(text):
        phrases = [f"{m[2]} {m[3]}", m[2], *([m[3]] if m[3] else [])]
        found = [o for phrase in phrases for o in _japanese_of(phrase.lower()) if _means(o, whole)]
        particles = _PARTICLES[m[1].lower()]
        own = m[2].lower() in fold(proof.owner).split()
        if own or (
            found and not any(re.search(rf"{re.escape(squashed(o))}.{{0,8}}?(?:{particles})", whole) for o in found)
        ):
            wrong.append(m.group())
    return wrong


def _misplaced(text: str, proof: Proof) -> list[str]:
    """Words and years beside a figure that the quote has beside other ones only."""
    quote = fold(unheaded(proof.quote, proof.around.split("\n")))
    held = [(squashed(part), _marks_of(part)) for part in _with_topics(quote)]
    if sum(bool(marks) for _, marks in held) < 2:
        return []
    sentences = [_marks_of(s) for s in quote.split("。")]
    for part in _BREAKS.split(_scaled(text)):
        marks = _marks_of(part)
        figures = {m for m in marks if not m.endswith("年")} or marks
        years = marks - figures
        dated = [found for _, found in held if found & figures and any(m.endswith("年") for m in found)]
        if years and not any(figures & s and years <= s for s in dated or sentences):
            return [", ".join(sorted(marks))]
        own = [p for p, found in held if found & figures]
        counted = sorted(f for f in figures if not f.endswith("年"))
        if len(counted) > 1 and not any(figures <= found for _, found in held) and _several("、".join(own)):
            return counted
        if wrong := [f for f in counted if any(_several(p) for p in own) and not _bound(f, part, own)]:
            return wrong
        others = [p for p, found in held if found and not found & figures]
        plain = [p for p, found in held if not found]
        words = split_words(_undated(part)) if marks else []
        for word in words:
            meanings = [o for phrase in _phrases(word, words) for o in _japanese_of(phrase)]
            if _any_stands(meanings, others) and not _any_stands(meanings, [*plain, *own]):
                return [f"{word} beside {', '.join(sorted(marks))}"]
    return []


def _several(segment: str) -> bool:
    """Whether a segment has two figures of one unit, which could change places."""
    units = [f.base_unit for f in find_figures(_without_years(segment))]
    return len(set(units)) < len(units)


def _bound(figure: str, part: str, segments: Iterable[str]) -> bool:
    """Whether the words at a figure, where it starts from, leads to or is said of, are those that it has there."""
    plain = re.sub(r"(?<=\d),(?=\d)", "", fold(part))
    number = rf"(?:about |some )?{re.escape(figure)}(?![\d.]*\d)"
    for segment in segments:
        for found in find_figures(segment):
            if f"{abs(found.base):.10g}" != figure:
                continue
            behind = segment[found.end :]
            if re.search(rf"\bfrom {number}", plain) and behind.startswith(("から", "より")):
                return True
            if re.search(rf"\b(?:to|reach\w*) {number}", plain) and re.match("ほど|程度|以上|[にへま]", behind):
                return True
            before = segment[: found.start]
            named = re.search(rf"(\w+) of {number}", plain)
            last = [f.end for f in find_figures(before)]
            near = before[last[-1] if last else 0 :]
            if named and any(_means(o, near) for o in _japanese_of(named[1])):
                return True
    return False


def _without_years(text: str) -> str:
    for y in reversed(find_years(text)):
        text = f"{text[: y.start]} {text[y.end :]}"
    return text


def _segments(quote: str) -> list[str]:
    """A quote's parts at commas and stops; what stands in brackets is a part of its own."""
    within = re.findall(r"[(（]([^()（）]*)[)）]", quote)
    whole = re.sub(r"[(（][^()（）]*[)）]", "", quote)
    return [p for p in (*re.split(r"[、。]|\n(?=[・●○①-⑳])", whole), *within) if p.strip()]


def _with_topics(quote: str) -> list[str]:
    """A quote's segments; one without a subject of its own has the topic before it in its sentence (人口は減少に転じ、
    8万人を下回る)."""
    out: list[str] = []
    for sentence in re.split("。", quote):
        topic = ""
        for part in _segments(sentence):
            own = _TOPIC.match(part)
            if own:
                topic = "" if re.search(r"\d", own[1]) else own[1]
            out.append(part if own or "が" in part or "も" in part or not topic else f"{topic}は{part}")
    return out


def _any_stands(meanings: Iterable[str], texts: Iterable[str]) -> bool:
    return any(_means(o, text) for o in meanings for text in texts)


#: Offices of which another is named by a sign before them (副市長).
_OF_RANK = frozenset(("市長", "町長", "村長", "知事", "部長", "課長", "本部長", "会長", "委員長", "議長", "校長"))


def _means(japanese: str, text: str) -> bool:
    """Whether a meaning stands in a squashed text; a single character not as the beginning of a compound."""
    if len(japanese) == 1 and not japanese.isascii():
        return re.search(rf"{japanese}(?![一-龥])|(?<=\d){japanese}", text) is not None
    wanted = squashed(japanese)
    if wanted not in _OF_RANK:
        return wanted in text
    return re.search(rf"(?<![副元前]){wanted}", text) is not None


def _scaled(text: str) -> str:
    """A text with 1.5 million as 1500000."""
    return re.sub(
        rf"(\d[\d,]*(?:\.\d+)?)\s*({'|'.join(_SCALES)})\b",
        lambda m: f"{float(m[1].replace(',', '')) * _SCALES[m[2].lower()]:.10g}",
        text,
        flags=re.IGNORECASE,
    )


def _marks_of(text: str) -> set[str]:
    """The years and the figures of a text by their values."""
    text = fold(text)
    return {f"{y.year}年" for y in find_years(text)} | {
        f"{abs(f.base):.10g}" for f in find_figures(_without_years(text))
    }


@cache
def _words() -> dict[str, tuple[str, ...]]:
    lines = resources.files("assistant").joinpath("english_words.txt").read_text("utf-8").splitlines()
    rows = (line.partition(":") for line in lines if not line.startswith("#"))
    return {" ".join(map(stem, english.split())): tuple(japanese.split()) for english, _, japanese in rows}


@lru_cache(maxsize=4096)
def _japanese_of(phrase: str) -> frozenset[str]:
    """All that may stand for a word or phrase, of the lexicon and of everyday English."""
    return _meanings(phrase) | frozenset(_words().get(" ".join(map(stem, phrase.split())), ()))


def _undated(text: str) -> str:
    text = fold(text)
    for mention in reversed(find_years(text)):
        text = f"{text[: mention.start]}年{text[mention.end :]}"
    return text


_LED = re.compile(r"\b(?:for|by|with|to) (?:the |its |their |all )?([a-z]+)", re.IGNORECASE)


def _untranslated(text: str, proof: Proof) -> list[str]:
    whole, words = squashed(proof.words), split_words(_undated(text))
    own = squashed(f"{proof.quote}\n{proof.owner}")
    # Whom or what something is done for or with, no heading tells.
    led = {stem(w.lower()) for w in _LED.findall(fold(text))}
    # What limits or compares was held against the quote already.
    held = {w for pattern, _ in NEEDS for m in pattern.finditer(fold(text)) for w in split_words(m.group())}
    return [
        word
        for word in dict.fromkeys(words)
        if not (
            word in FRAME
            or word in held
            or word in FUNCTION_WORDS
            or word.isdigit()
            or stands(word, whole)
            or word in fold(proof.owner).split()
            or any(
                _means(o, own if stem(word) in led else whole)
                for phrase in _phrases(word, words)
                for o in _japanese_of(phrase)
            )
        )
    ]


@lru_cache(maxsize=4096)
def _meanings(phrase: str) -> frozenset[str]:
    """The Japanese of a phrase as a whole, not that of its parts."""
    own = {o for values in default_lexicon().translations(phrase) for o in values}
    first, _, rest = phrase.partition(" ")
    parts = (first, rest, phrase.rpartition(" ")[0], phrase.rpartition(" ")[2]) if rest else ()
    return frozenset(own - {o for p in parts for values in default_lexicon().translations(p) for o in values})


def _phrases(word: str, words: list[str]) -> list[str]:
    """A word alone, and every two or three words of the text that it is one of."""
    out = [word]
    for i in (i for i, w in enumerate(words) if w == word):
        for size in (2, 3):
            starts = range(max(0, i - size + 1), min(i, len(words) - size) + 1)
            out += [" ".join(words[at : at + size]) for at in starts]
    return out
