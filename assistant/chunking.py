"""Words of a sentence as chunks (bunsetsu): what belongs together, with its particle, and the form of a predicate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from assistant.chunk import Chunk, form_of
from assistant.clause_entities import ENTITY
from assistant.clause_words import CAUSED, MARKS, MEANINGS, MODAL, canonical
from assistant.possibility import able, made_able, possible, potential
from index.analysis import Word

_POLITE = re.compile("[おご御]")
_AUXILIARY = frozenset(["居る", "仕舞う", "来る", "行く", "置く", "下さる", "頂く", "御座る", "為る", "有る"])


def chunked(words: list[Word], entities: list[str]) -> list[Chunk]:
    out: list[Chunk] = []
    waiting = iter(entities)
    inside: int | None = None
    #: Behind closed brackets, function words belong to what stands before these.
    outer: Chunk | None = None
    i = 0
    while i < len(words):
        w = words[i]
        tail = [outer] if outer is not None else out
        if w.surface in "(（":
            inside = len(out) - 1 if out else None
        elif w.surface in ")）":
            outer = out[inside] if inside is not None else None
            inside = None
        elif w.surface in "、,，・":
            if tail:
                tail[-1].comma = True
                if w.surface == "・" and not tail[-1].mark:
                    tail[-1].mark = "や"
                    tail[-1].text += w.surface
        elif w.surface == "より" and out and (out[-1].comma or out[-1].mark in ("は", "が", "を", "も")):
            out.append(Chunk(len(out), [w.lemma], "副", text=w.surface, within=inside))
        elif (mark := _mark(words, i)) and out:
            _marked(tail[-1], mark[0], "".join(x.surface for x in words[i : i + mark[1]]))
            i += mark[1]
            continue
        elif w.surface != ENTITY and (w.pos.startswith("補助記号") or not re.search(r"\w", w.surface)):
            pass
        elif w.pos.startswith(("助動詞", "名詞-助動詞語幹", "形状詞-助動詞語幹")):
            _auxiliary(tail, w)
        elif w.pos.startswith("助詞"):
            _particle(tail, w)
        else:
            outer = None
            _content(out, words, i, inside, waiting)
        i += 1
    return out


def _content(out: list[Chunk], words: Sequence[Word], i: int, inside: int | None, entities: Iterator[str]) -> None:
    w = words[i]
    if w.surface == ENTITY:
        _noun(out, next(entities, ""), w, inside)
    elif w.pos.startswith("形容詞") and w.surface.endswith("い") and w.lemma != canonical(w.lemma)[0]:
        word = canonical(w.lemma)[0]
        out.append(Chunk(len(out), [word], "の", text=w.surface, stem=w.surface, within=inside))
    elif w.pos.startswith(("動詞", "形容詞")):
        _verb(out, w, words[i - 1] if i else None, inside)
    elif _POLITE.fullmatch(w.surface) and w.pos.startswith("接頭辞") or able(out, words[i : i + 2]):
        pass
    elif w.pos.startswith(("副詞", "連体詞", "接続詞")):
        mark = "の" if w.pos.startswith("連体詞") else "副"
        out.append(Chunk(len(out), [w.lemma], mark, text=w.surface, within=inside))
    else:
        _noun(out, canonical(w.lemma)[0], w, inside)


def _mark(words: list[Word], i: int) -> tuple[str, int] | None:
    """The function word of several morphemes that begins here, and of how many."""
    for size in (5, 4, 3, 2, 1):
        joined = "".join(w.surface for w in words[i : i + size])
        if joined in MARKS and len(words[i : i + size]) == size:
            return MARKS[joined], size
    return None


def _marked(chunk: Chunk, mark: str, surface: str) -> None:
    chunk.text += surface if mark == "で" or surface == "ための" else mark
    if chunk.predicate and mark == "ほか" and not chunk.mark:
        chunk.form = "and"
        return
    chunk.mark += "と" if surface in ("とともに", "と共に") and not chunk.predicate else mark
    if chunk.predicate:
        chunk.form = "adn" if mark in ("の", "による") else "sub"


def _open(out: list[Chunk], inside: int | None) -> bool:
    """Whether the last chunk can take a further noun: nothing stands behind its words yet."""
    return bool(out) and not (out[-1].mark or out[-1].comma or out[-1].predicate) and out[-1].within == inside


def _is_stem(chunk: Chunk) -> bool:
    """Whether a verb may be the first part of a noun (使い方, 在り方)."""
    bare = not (chunk.comma or chunk.mark or chunk.feats or chunk.head.endswith("い"))
    return chunk.predicate and chunk.form == "and" and bare and not chunk.text.endswith(("し", "て", "で"))


def _noun(out: list[Chunk], word: str, w: Word, inside: int | None) -> None:
    if out and w.surface != ENTITY and _is_stem(out[-1]):
        out[-1].predicate, out[-1].form = False, ""
    if out and out[-1].predicate and not out[-1].comma and out[-1].form in ("end", "adn") and not out[-1].mark:
        if w.surface in ("こと", "もの", "とき", "際", "上", "中"):
            out[-1].mark, out[-1].form = w.surface, "sub"
            out[-1].text += w.surface
            return
        if MODAL.fullmatch(w.surface):
            out[-1].feats.add(canonical(w.lemma)[0])
            out[-1].text += w.surface
            return
        if out[-1].within == inside:
            out[-1].form = "adn"  # What stands in brackets behind a verb is no noun of it.
    if not _open(out, inside):
        out.append(Chunk(len(out), within=inside))
    chunk = out[-1]
    if w.pos == "接尾辞-形状詞的" and chunk.words:
        chunk.text += w.surface
        return
    if word == "現在" and chunk.words and re.match(r"\d{4}年", chunk.words[-1]):
        return
    chunk.words.append(word)
    surface = w.surface if w.surface != ENTITY else word
    chunk.text += surface
    chunk.stem += surface
    chunk.last = surface
    chunk.action = "サ変" in w.pos or word in MEANINGS and word[-1] in "うくぐすつぬぶむる"


def _verb(out: list[Chunk], w: Word, before: Word | None, inside: int | None) -> None:
    last = out[-1] if out else None
    if (
        w.lemma == "出来る"
        and last
        and last.mark in ("ことが", "が", "を", "も", "")
        and (last.predicate or last.action)
    ):
        last.predicate, last.mark, last.form = True, "", form_of(w)
        last.feats.add("可能")
        return
    joined = before is not None and before.surface in ("て", "で")
    if last and last.predicate and w.lemma in _AUXILIARY and joined:
        if not (w.lemma == "有る" and "だ" in last.feats):  # である says what です does.
            last.feats.add("て" + w.lemma if w.lemma != "居る" else "進行")
        last.form, last.mark = form_of(w), ""
        return
    if w.lemma in ("為る", "成る") and last and made_able(last, w):
        return
    if w.lemma in ("為る", "成る") and last and len(out) > 1 and possible(out[-2], last):
        out.pop()
        out[-1].predicate, out[-1].mark, out[-1].form = True, "", form_of(w)
        out[-1].feats.add("可能化")
        return
    if w.lemma == "為る" and last and not last.predicate and not last.mark and not last.comma:
        last.predicate, last.form = True, form_of(w)
        last.text += w.surface
        return
    if w.lemma == "為る" and last and (last.mark in ("こと", "ことと", "と", "に", "ように") and last.predicate):
        last.mark, last.form = "", form_of(w)
        return
    polite = before is not None and before.pos.startswith(("動詞", "助動詞")) and before.form.startswith("連用形")
    if w.lemma == "為る" and last and last.predicate and polite and not (last.comma or last.mark):
        last.form = form_of(w)  # お知らせします
        return
    word, intransitive = canonical("行う" if w.surface == "行っ" and not _goes(last) else w.lemma)
    feats = {"受身"} if intransitive else set()
    if potential(w):
        feats.add("可能")
    if w.lemma == "出来る" and any(c.mark == "を" or c.action for c in takewhile(lambda c: not c.predicate, out[::-1])):
        word, feats = "行う", {"可能"}
    out.append(
        Chunk(
            len(out),
            [word],
            predicate=True,
            form=form_of(w),
            feats=feats,
            text=w.surface,
            stem=w.surface,
            within=inside,
        )
    )


def _goes(before: Chunk | None) -> bool:
    """Whether 行った behind a chunk is that of 行く (窓口に行った), not of 行う (5月に行った)."""
    place = before is not None and before.mark in ("に", "へ", "まで")
    return place and not any(re.search(r"\d(?:年|月|日|回)", word) for word in before.words) if before else False


def _auxiliary(out: list[Chunk], w: Word) -> None:
    if not out:
        return
    chunk = out[-1]
    chunk.text += w.surface
    if w.lemma in ("だ", "です"):
        if w.surface == "に" and (not chunk.predicate or "可能" in chunk.feats):
            chunk.mark = "に"
            return
        if w.surface == "な" and not chunk.predicate:
            if len(out) > 1 and out[-2].mark == "が" and not out[-2].comma:
                chunk.predicate, chunk.form = True, "adn"
                chunk.feats.add("だ")
            else:
                chunk.mark = "の"
            return
        if not chunk.predicate or chunk.mark:
            chunk.predicate, chunk.mark = True, ""
            chunk.feats.add("だ")
        chunk.form = "and" if w.surface == "で" else "end"
        return
    if w.lemma == "ます":
        chunk.form = form_of(w) if chunk.form != "sub" else "sub"
        return
    name = {
        "ない": "否定",
        "ず": "否定",
        "ぬ": "否定",
        "た": "過去",
        "れる": "受身",
        "られる": "受身",
        "せる": "使役",
        "させる": "使役",
    }
    feat = name.get(w.lemma, w.lemma)
    if feat == "使役" and chunk.head in CAUSED:
        chunk.words[-1] = CAUSED[chunk.head]
        chunk.form = form_of(w)
        return
    if feat == "使役" and "受身" in chunk.feats:
        chunk.feats.discard("受身")  # 走らせる
    elif feat == "受身" and "受身" in chunk.feats:
        chunk.feats.discard("受身")
    else:
        chunk.feats.add(feat)
    chunk.predicate = True
    chunk.form = form_of(w)


def _particle(out: list[Chunk], w: Word) -> None:
    if not out:
        return
    chunk = out[-1]
    chunk.text += w.surface
    if (
        chunk.predicate
        and chunk.form == "and"
        and not chunk.feats
        and w.surface in ("は", "を", "が", "の", "も", "へ")
    ):
        chunk.predicate, chunk.action, chunk.mark = False, True, w.surface
        return
    if chunk.predicate and not chunk.mark:
        if w.surface in ("て", "で", "し", "つつ", "ながら"):
            chunk.form = "and"
        elif w.surface in ("が", "けれど", "のに", "ば", "たら"):
            chunk.form, chunk.mark = "sub", w.surface
        elif w.surface == "と":
            chunk.form, chunk.mark = "sub", "と"
        else:
            chunk.form, chunk.mark = "sub", w.surface
        return
    chunk.mark += w.surface
