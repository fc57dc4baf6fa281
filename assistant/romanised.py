"""Municipalities in Latin letters: those that a text names so (Takeo City, Takeo-shi, Saga Prefecture), and how
English answers name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from index.english import plain
from ingest.model import Municipality
from ingest.municipalities import Gazetteer

_KINDS = {
    "city": "市", "shi": "市", "town": "町", "cho": "町", "machi": "町", "village": "村", "mura": "村", "son": "村",
    "ward": "区", "ku": "区", "prefecture": "都道府県", "ken": "県", "fu": "府",
}  # fmt: skip
_NAMED = re.compile(
    r"\b([A-Z][A-Za-z'’]*(?:-[a-z]+)*?)(?:\s(City|Town|Village|Ward|Prefecture)\b|-(shi|cho|machi|mura|son|ku|ken|fu)\b)"
)
_REVERSED = re.compile(r"\b(?:[Cc]ity|[Tt]own|[Vv]illage|[Ww]ard|[Pp]refecture) of ([A-Z][A-Za-z'’-]*)")
_NO_NAMES = frozenset({"the", "this", "that", "each", "every", "our", "your", "smart", "digital", "capital", "home"})


def _key(romaji: str) -> str:
    return re.sub(r"[\s'’-]", "", re.sub(r"-(?:shi|cho|machi|mura|son|ku|ken|fu|to)$", "", plain(romaji).lower()))


def romanised_in(gazetteer: Gazetteer, covered: Iterable[Municipality]) -> Callable[[str], list[set[str]]]:
    """Of a text, for each name in it the municipalities that it may mean, or the name itself where it means none that
    is known. Names without City or -shi are looked for among those covered."""
    known: dict[str, set[str]] = {}
    for m in gazetteer.by_code.values():
        if m.romaji:
            known.setdefault(_key(m.romaji), set()).add(m.name)
    bare = {_key(m.romaji): known.get(_key(m.romaji), {m.name}) for m in covered if len(_key(m.romaji)) >= 4}
    words = re.compile(rf"\b({'|'.join(sorted(map(str.capitalize, bare)))})\b") if bare else None

    def found(text: str) -> list[set[str]]:
        text, out = plain(text), []
        for match in _NAMED.finditer(text):
            if match[1].lower() not in _NO_NAMES:
                kinds = _KINDS[(match[2] or match[3]).lower()]
                namesakes = {n for n in known.get(_key(match[1]), ()) if n[-1] in kinds}
                out.append(namesakes or {match.group()})
        out += [known.get(_key(m[1]), {m[1]}) for m in _REVERSED.finditer(text)]
        out += [bare[m[1].lower()] for m in words.finditer(text)] if words else []
        return out

    return found


_IN_ENGLISH = {"市": "City", "町": "Town", "村": "Village", "区": "Ward", "県": "Prefecture", "府": "Prefecture"}
#: Where composers set a name: at the head of a line or of a row of names, and what follows it there.
_SET = re.compile(
    r"(?P<before>^|^(?:- |　)|[.:;] |, | (?:of|in|about|and|than|only|for|also|is) )"
    r"(?P<name>[一-龥々ぁ-んァ-ヶー]{1,8}?[都道府県市区町村])"
    r"(?=[「:：（(,.;]| [(（=「]|\s*$| and )",
    re.MULTILINE,
)


def english_name(municipality: Municipality) -> str:
    """Shiozaki City; empty where no reading is known."""
    kind = _IN_ENGLISH.get(municipality.name[-1], "")
    return f"{municipality.romaji[:1].upper()}{municipality.romaji[1:]} {kind}".strip() if municipality.romaji else ""


def in_english(text: str, known: Mapping[str, tuple[Municipality, ...]], said: set[str]) -> str:
    """A composed English statement with its municipalities named in English, at their first mention also as the plans
    print them: Shiozaki City (汐崎市). What is quoted from a plan stays as it is; `said` are those named already."""

    def named(match: re.Match[str]) -> str:
        name = match["name"]
        found = known.get(name, ())
        english = english_name(found[0]) if found else ""
        if not english:
            return match.group()
        first = name not in said
        said.add(name)
        return f"{match['before']}{english} ({name})" if first else f"{match['before']}{english}"

    return _SET.sub(named, text)
