"""Chunks in the form in which clauses are compared: an action is a predicate however it is said (設置を行う,
設置により), what something is done with and whom it is for are phrases (端末を使って, 世帯を対象に)."""

from __future__ import annotations

from itertools import takewhile

from assistant.chunk import Chunk
from assistant.clause_words import AIMS, EFFECTS, OF_ACTIONS, PERSONS
from assistant.light_verbs import carried_from_afar, carries, endeavour, needed, obliged, plain

#: What an end is said with beside the action itself.
_MEANT = frozenset(("可能", "可能化", *AIMS.values()))


def normal_form(chunks: list[Chunk], said: bool = False, afar: bool = False) -> list[Chunk]:
    """The same sentence with light verbs, means, audiences and purposes in one form."""
    holders = {id(c): chunks[c.within] for c in chunks if c.within is not None and c.within < len(chunks)}
    out = _audiences(_instruments(_light(_going_on(chunks), said, afar)))
    for i, chunk in enumerate(out):
        chunk.at = i
        joined = i > 0 and out[i - 1].mark in ("の", "による")
        means = chunk.text.endswith(chunk.stem + "で")
        if joined and means and chunk.mark == "で" and chunk.comma and chunk.action and not chunk.predicate:
            chunk.mark = "により"  # 記録の分析で、
        _nominal(chunk)
    for chunk in out:
        if chunk.within is not None:
            holder = holders.get(id(chunk))
            found = next((c.at for c in out if c is holder), None)
            chunk.within = found if found is not None else max(chunk.at - 1, 0)
    return out


def _going_on(chunks: list[Chunk]) -> list[Chunk]:
    """端末を導入、窓口で使う is 端末を導入し、窓口で使う; of actions in a list the last one's verb is that of all.
    便利で安全な窓口 is 便利な、安全な窓口."""
    for chunk, after in zip(chunks, chunks[1:], strict=False):
        likewise = after.mark == "の" and after.text.endswith("な") and not after.predicate
        if likewise and chunk.predicate and chunk.form == "and" and chunk.feats == {"だ"} and not chunk.comma:
            chunk.predicate, chunk.form, chunk.mark, chunk.feats = False, "", "の", set()
            chunk.text += "な"
    for before, chunk, after in zip(chunks, chunks[1:], chunks[2:], strict=False):
        bare = chunk.action and not (chunk.predicate or chunk.mark or chunk.feats) and chunk.within is None
        if bare and chunk.comma and before.mark == "を" and not before.comma and not after.action:
            chunk.predicate, chunk.form = True, "and"
    return chunks


def _light(chunks: list[Chunk], said: bool, afar: bool) -> list[Chunk]:
    """設置を行う is 設置する, 設置が行われる 設置される; 図る, 目指す and 実現 say how sure an action is."""
    out: list[Chunk] = []
    for chunk in chunks:
        last = out[-1] if out else None
        plain(out, chunk)
        if last and len(out) > 1 and endeavour(out[-2], last, chunk):
            out.pop()
            _merged(out[-1], chunk, chunk.feats | {"図る"})
        elif last and carries(last, chunk):
            sure = "図る" if chunk.head == "取り組む" else AIMS.get(chunk.head)
            _merged(last, chunk, chunk.feats | ({sure} if sure else set()))
            _together(out, said)
        elif last and last.action and last.mark == "の" and chunk.words == ["行う"] and not chunk.predicate:
            last.mark, last.comma = chunk.mark, chunk.comma  # 研修の実施により
        elif last and last.predicate and last.mark == "こと" and chunk.words == ["有る"] and chunk.feats == {"否定"}:
            _merged(last, chunk, chunk.feats)  # 訪れることなく
        elif last and obliged(last, chunk):
            last.feats -= {"否定"}
            _merged(last, chunk, chunk.feats - {"否定"} | {"義務"})
            last.mark = ""
        elif last and needed(last, chunk):
            _merged(last, chunk, chunk.feats - {"だ"} | {"必要"})
        elif last and _becomes(chunk, last):
            _merged(last, chunk, chunk.feats | {"変化"} | ({"受身"} if chunk.words == ["成る"] else set()))
        elif last and last.predicate and last.mark == "と" and chunk.words == ["見込む"]:
            last.feats.add("見込み")
            last.form, last.mark, last.comma = chunk.form, chunk.mark, chunk.comma
        else:
            bracket = chunk.within is not None and (last is None or last.within is None)
            if last and last.predicate and last.form == "end" and not (last.mark or bracket):
                last.form = "adn"
            if afar:
                carried_from_afar(out, chunk)
            out.append(chunk)
            joined = last is not None and last.mark == "や" and last.action and last.head in EFFECTS
            if chunk.predicate and chunk.action and (joined or chunk.feats & {"可能", "可能化"}):
                _together(out, said)
    return out


def _merged(last: Chunk, chunk: Chunk, feats: set[str]) -> None:
    last.predicate, last.form, last.mark, last.comma = True, chunk.form, chunk.mark, chunk.comma
    last.feats |= feats
    last.text += chunk.text


def _becomes(chunk: Chunk, last: Chunk) -> bool:
    """Whether a chunk turns the one before into a predicate: 無料とする, 150台になる."""
    turned = chunk.predicate and chunk.words in (["為る"], ["成る"]) and chunk.within == last.within
    return turned and not (last.predicate or last.comma) and last.mark in ("と", "に")


def _together(out: list[Chunk], said: bool) -> None:
    """Makes predicates of the actions that are listed before one of the same verb (費用の削減と期間の短縮を図る)."""
    last = out[-1]
    for i in range(len(out) - 2, -1, -1):
        chunk = out[i]
        if chunk.predicate or chunk.within != last.within:
            return
        listed = chunk.mark in ("や", "と") or not chunk.mark and chunk.comma
        if listed and chunk.action:
            own = not said and not last.feats & set(AIMS) and last.head not in OF_ACTIONS
            alike = own and i > 0 and out[i - 1].mark == "の" and out[-2].mark == "の" and i == len(out) - 3
            if not (chunk.head in EFFECTS or i == len(out) - 2 or alike):
                return
            chunk.listed = True
            chunk.predicate, chunk.form, chunk.mark = True, "and", ""
            chunk.feats |= last.feats
        elif not listed and not chunk.mark.endswith(("の", "から")):
            return


def _instruments(chunks: list[Chunk]) -> list[Chunk]:
    """端末を使って調べる is 端末により調べる, 端末を使った調査 端末による調査; how it is used stands behind it."""
    out: list[Chunk] = []
    for i, chunk in enumerate(chunks):
        manner = out[-1:] if chunk.form == "adn" and out and _is_manner(out[-1]) else []
        before = out[: len(out) - len(manner)]
        if before and not _objects(before) and _used(before[-1], chunk, chunks[i + 1 :]):
            thing = before[-1]
            thing.mark = "による" if chunk.form == "adn" or chunk.mark == "による" else "により"
            thing.feats.add("使う")
            thing.comma = chunk.comma
            thing.text += chunk.text
        else:
            out.append(chunk)
    return out


def _is_manner(chunk: Chunk) -> bool:
    return not chunk.predicate and chunk.mark in ("に", "副") and not chunk.comma


def _objects(out: list[Chunk]) -> bool:
    """Whether two objects stand before the last one, which then may be that of any verb."""
    before = list(takewhile(lambda c: not c.predicate, reversed(out[:-1])))
    return sum(c.mark == "を" and not c.comma for c in before) > 1


def _used(thing: Chunk, verb: Chunk, later: list[Chunk]) -> bool:
    if thing.predicate or thing.comma or verb.words != ["使う"]:
        return False
    if (
        thing.mark == "の"
        and not verb.predicate
        and verb.mark in ("により", "による")
        and not PERSONS.search(thing.stem)
    ):
        return any(c.predicate for c in later)  # 端末の活用により
    if thing.mark != "を" or not verb.predicate:
        return False
    if thing.within != verb.within or not later or not any(c.predicate for c in later):
        return False
    if verb.form == "adn":
        return verb.feats == {"過去"} and not PERSONS.search(later[0].stem)
    return not verb.feats and (verb.form == "and" and not verb.mark or verb.mark == "ことで")


def _audiences(chunks: list[Chunk]) -> list[Chunk]:
    """世帯向けに and 世帯を対象に are 世帯に対し, 向上を目的に 向上のため."""
    out: list[Chunk] = []
    for chunk in chunks:
        last = out[-1] if out else None
        if last and last.mark == "を" and chunk.words == ["対象"] and not chunk.predicate and chunk.mark == "に":
            last.mark, last.comma = "に対し", chunk.comma
            last.text += chunk.text
            continue
        if last and last.mark == "を" and last.action and chunk.words == ["目的"] and chunk.mark in ("に", "として"):
            last.mark, last.comma = "ため", chunk.comma
            last.text += chunk.text
            continue
        aim = chunk.words == ["目指す"] and chunk.mark == "に" and not chunk.predicate
        if aim and last and last.mark == "を" and not last.action:
            last.mark, last.comma = "に向け", chunk.comma  # 来年度末を目標に
            continue
        if len(chunk.words) > 1 and chunk.head == "向け" and chunk.mark in ("に", "の") and not chunk.predicate:
            chunk.words = chunk.words[:-1]
            chunk.stem = chunk.stem.removesuffix("向け")
            chunk.mark = "に対し" if chunk.mark == "に" else "への"
        out.append(chunk)
    return out


def _nominal(chunk: Chunk) -> None:
    """Makes a predicate of an action that is a means or an end (システムの導入により, 利便性の向上のため), and says of
    an end no more than that it is one (向上を図るため, 対応できるよう)."""
    if (
        not chunk.predicate
        and chunk.action
        and not chunk.feats
        and chunk.mark in ("により", "のため", "ため", "に向け", "に伴い", "を通じ")
    ):
        chunk.predicate, chunk.form, chunk.nominal = True, "sub", True
        chunk.mark = {"により": "ことで", "を通じ": "ことで", "に伴い": "に伴い"}.get(chunk.mark, "ため")
    if chunk.predicate and chunk.mark in ("ため", "ように", "に向け") and not chunk.feats - _MEANT:
        chunk.feats -= _MEANT
        chunk.mark = "ため"
