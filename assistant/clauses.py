"""Japanese sentences as chunks (bunsetsu) with what each may depend on: enough of a grammar to tell who does what.

A small shallow parser over UniDic's words. Where a chunk may depend on several others it keeps all of them; the reader
of its output (`paraphrase`) accepts any of those.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from assistant.chunking import Chunk, chunked
from assistant.clause_entities import with_entities
from assistant.clause_words import OF_FIGURES, SILENT
from index.analysis import shared_analyser
from ingest.normalise import fold

_UNIT = re.compile(r"\d[\d.]*(?!年)[^\d.]")


@lru_cache(maxsize=4096)
def sentences_of(text: str) -> tuple[tuple[Chunk, ...], ...]:
    """The chunks of each sentence of a text."""
    folded = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", fold(text).lower())
    parts = re.split(r"[。！？!?\n]", folded)
    return tuple(tuple(chunks) for part in parts if part.strip() and (chunks := _parse(part)))


def _parse(sentence: str) -> list[Chunk]:
    text, entities = with_entities(SILENT.sub("", sentence))
    chunks = _light(_stating(_counted(chunked(shared_analyser().words(text), entities))))
    for chunk in chunks:
        _attach(chunk, chunks)
    return chunks


def _counted(chunks: list[Chunk]) -> list[Chunk]:
    """24か月間補助する: the figure stands beside its verb. 避難所9か所 is 9か所の避難所, 避難所の全て 全ての避難所."""
    out: list[Chunk] = []
    place = {}
    for i, chunk in enumerate(chunks):
        words = chunk.words
        if words == ["全て"] and chunk.mark and out and out[-1].mark == "の" and not out[-1].predicate:
            words, noun = out[-1].words, out.pop()
            out.append(Chunk(0, ["全て"], "の", text=chunk.stem, stem=chunk.stem, within=chunk.within))
            chunk.words, chunk.stem, chunk.last, chunk.action = words, noun.stem, noun.last, noun.action
        elif not chunk.predicate and _counts(words):
            figure = Chunk(0, words[-1:], "の", text=chunk.last, stem=chunk.last, within=chunk.within)
            out.append(figure)
            chunk.words, chunk.stem = words[:-1], chunk.stem.removesuffix(chunk.last)
        if chunk.predicate and chunk.action and len(words) > 1 and words[0][0].isdigit() and not words[-1][0].isdigit():
            figure = Chunk(0, words[:-1], stem=chunk.stem.removesuffix(chunk.last), within=chunk.within)
            figure.text = figure.stem
            out.append(figure)
            chunk.words, chunk.stem = words[-1:], chunk.last
        place[i] = len(out)
        out.append(chunk)
    for at, chunk in enumerate(out):
        chunk.at = at
        chunk.within = place.get(chunk.within) if chunk.within is not None else None
    return out


def _counts(words: list[str]) -> bool:
    """Whether the last word is the number of what the others name."""
    named = not any(w[0].isdigit() or w[0] == "「" for w in words[:-1]) and not OF_FIGURES & set(words)
    return len(words) > 1 and named and _UNIT.match(words[-1]) is not None


def _stating(chunks: list[Chunk]) -> list[Chunk]:
    """人口は6,482人、高齢化率は36.9%です: the first figure is a predicate too."""
    topic = False
    for i, chunk in enumerate(chunks):
        if chunk.predicate and not chunk.mark.endswith("は"):
            topic = topic and chunk.form == "adn"
        elif chunk.mark.endswith("は") and chunk.within is None:
            topic = True
        elif topic and chunk.comma and chunk.mark in ("", "で") and re.match(r"\d+(?![\d年])", chunk.words[0]):
            rest = list(takewhile(lambda c: not c.predicate or c.form == "adn", chunks[i + 1 :]))
            if any(c.mark.endswith("は") or c.mark == "が" for c in rest):
                chunk.predicate, chunk.form, chunk.mark, topic = True, "and", "", False
                chunk.feats.add("だ")
    return chunks


def _becomes(chunk: Chunk, last: Chunk | None) -> bool:
    """Whether a chunk turns the one before into a predicate: 無料とする, 150台になる."""
    return bool(
        last
        and chunk.predicate
        and chunk.words in (["為る"], ["成る"])
        and not (last.predicate or last.comma)
        and last.mark in ("と", "に")
        and chunk.within == last.within
    )


def _light(chunks: list[Chunk]) -> list[Chunk]:
    """設置を行う is 設置する, 設置が行われる 設置される; 予定である says how sure the verb before it is."""
    out: list[Chunk] = []
    for chunk in chunks:
        last = out[-1] if out else None
        if (
            last
            and chunk.predicate
            and chunk.words == ["行う"]
            and last.action
            and last.mark == ("が" if "受身" in chunk.feats else "を")
            and not last.predicate
        ):
            last.predicate, last.form, last.mark, last.comma = True, chunk.form, chunk.mark, chunk.comma
            last.feats |= chunk.feats
            last.text += chunk.text
            continue
        if last and _becomes(chunk, last):
            last.feats |= chunk.feats | {"変化"} | ({"受身"} if chunk.words == ["成る"] else set())
            last.predicate, last.form, last.mark, last.comma = True, chunk.form, chunk.mark, chunk.comma
            last.text += chunk.text
            continue
        if last and last.predicate and last.mark == "と" and chunk.words == ["見込む"]:
            last.feats.add("見込み")
            last.form, last.mark, last.comma = chunk.form, chunk.mark, chunk.comma
            continue
        bracket = chunk.within is not None and (last is None or last.within is None)
        if last and last.predicate and last.form == "end" and not (last.mark or bracket):
            last.form = "adn"
        if chunk.within is not None and chunk.within >= len(out):
            chunk.within = len(out) - 1
        chunk.at = len(out)
        out.append(chunk)
    last = next((c for c in reversed(out) if c.within is None), None)
    if last and not last.predicate:
        last.predicate, last.form = True, "end"
        last.feats.add("体言")
    return out


def _attach(chunk: Chunk, chunks: list[Chunk]) -> None:
    """Gives a chunk the chunks that it may depend on, each with how."""
    later = [c for c in chunks[chunk.at + 1 :] if c.within == chunk.within or chunk.within is None and c.within is None]
    predicates = [c for c in later if c.predicate]
    if chunk.within is not None:
        chunk.heads.append((chunk.within, "の"))
    if chunk.predicate and chunk.form == "adn":
        nouns = [c for c in later if not c.predicate][:4] if chunk.comma else later[:1]
        # What a comma parts from its noun has another clause between the two.
        nouns.sort(key=lambda c: not (chunks[c.at - 1].predicate and c.at - 1 > chunk.at))
        chunk.heads += [(c.at, "連体") for c in nouns]
        return
    if chunk.predicate:
        rel = chunk.mark or ("し" if chunk.form == "and" else "end")
        chunk.heads += [(c.at, rel) for c in (predicates if chunk.comma else predicates[:1])]
        return
    mark = chunk.mark
    if follower := _of_noun(chunk, later):
        chunk.heads.append((follower.at, mark.removesuffix("の")))
        return
    if mark in ("の", "による") or mark.endswith("の") and len(mark) > 1 and mark != "もの":
        nouns = [c for c in later[:3] if not c.predicate or c.action or c.feats & {"だ", "体言"}]
        chunk.heads += [(c.at, "の") for c in (later[:1] if mark == "による" else nouns)]
        return
    if mark in ("や", "と", "又は", "") and later and (chunk.comma or mark):
        for follower in later[: 3 if chunk.comma and mark in ("や", "と") else 1]:
            if not follower.predicate or follower.action or "だ" in follower.feats:
                chunk.heads.append((follower.at, "並"))
    if mark in ("や", "又は"):
        return
    far = chunk.comma or mark in ("は", "では", "には", "も", "うち")
    nearest = predicates[:1]
    if nearest and nearest[0].form == "adn" and far or far:
        nearest = predicates
    chunk.heads += [(c.at, mark) for c in (_behind_objects(chunk, later, predicates) or nearest)]


def _of_noun(chunk: Chunk, later: list[Chunk]) -> Chunk | None:
    """The noun that a direction belongs to (学校から保護者への連絡), None where it belongs to a verb."""
    if chunk.mark in ("への", "からの"):
        return next(iter(later), None)
    if chunk.mark == "から" and len(later) > 1 and later[0].mark == "への":
        return later[1]
    return None


def _behind_objects(chunk: Chunk, later: list[Chunk], predicates: list[Chunk]) -> list[Chunk]:
    """What an object belongs to before further objects (人流をカメラを使って測る): each verb takes the nearest one."""
    if chunk.mark != "を" or not predicates:
        return []
    before = [c for c in later if c.at < predicates[0].at]
    objects = [c for c in before if c.mark == "を" and not c.predicate]
    # A comma parts objects of one verb: 研修を6回、講座を2回開き.
    listed = objects and any(c.comma for c in before if c.at < objects[-1].at)
    return [] if listed or not objects else predicates[len(objects) : len(objects) + 1]
