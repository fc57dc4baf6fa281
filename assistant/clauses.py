"""Japanese sentences as chunks (bunsetsu) with what each may depend on: enough of a grammar to tell who does what.

A small shallow parser over UniDic's words. Where a chunk may depend on several others it keeps all of them; the reader
of its output (`paraphrase`) accepts any of those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.clause_words import MARKS, MODAL, SILENT, canonical
from index.analysis import Word, shared_analyser
from ingest.normalise import fold
from ingest.values import find_figures
from ingest.years import find_years

_ENTITY = "龘"
_HEDGES = re.compile(r"(?P<before>(?:約|およそ|おおよそ|概ね|おおむね|ほぼ)?)$")
_BEHIND = re.compile(r"以上|以下|未満|以内|程度|ほど|前後|超|弱|強|余り|余")
_ABOUT = frozenset(["約", "およそ", "おおよそ", "概ね", "おおむね", "ほぼ", "程度", "ほど", "前後"])
_BIG = re.compile(r"((?:\d[\d,.]*[億万千])+(?:\d[\d,.]*)?)(円|人|件|枚|世帯|台|㎡)?")
_SCALE = {"億": 10**8, "万": 10**4, "千": 10**3}
_LATIN = re.compile(r"[a-z][a-z0-9.\-+]*(?:[ /][a-z][a-z0-9.\-+]*)*", re.IGNORECASE)
_NOUNS = ("名詞", "接頭辞", "接尾辞", "形状詞", "記号", "代名詞")
_AUXILIARY = frozenset(["居る", "仕舞う", "来る", "行く", "置く", "下さる", "頂く", "御座る", "為る", "有る"])


@dataclass(slots=True)
class Chunk:
    """`words` in dictionary form, the last one the head; `mark` the particle behind them. A predicate has `feats`
    (negation, tense, voice, modality) and a `form`: end, adn (before a noun), and (し、て) or sub (ば, のに)."""

    at: int
    words: list[str] = field(default_factory=list)
    mark: str = ""
    comma: bool = False
    predicate: bool = False
    action: bool = False
    form: str = ""
    feats: set[str] = field(default_factory=set)
    text: str = ""
    stem: str = ""
    heads: list[tuple[int, str]] = field(default_factory=list)
    within: int | None = None

    @property
    def head(self) -> str:
        return self.words[-1] if self.words else ""


@lru_cache(maxsize=4096)
def sentences_of(text: str) -> tuple[tuple[Chunk, ...], ...]:
    """The chunks of each sentence of a text."""
    folded = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", fold(text).lower())
    parts = re.split(r"[。！？!?\n]", folded)
    return tuple(tuple(chunks) for part in parts if part.strip() and (chunks := _parse(part)))


def _parse(sentence: str) -> list[Chunk]:
    text, entities = _with_entities(SILENT.sub("", sentence))
    chunks = _chunks(shared_analyser().words(text), entities)
    chunks = _light(chunks)
    for chunk in chunks:
        _attach(chunk, chunks)
    return chunks


def _with_entities(text: str) -> tuple[str, list[str]]:
    """A text with its years, figures and Latin words as single words, and what these are."""
    spans: dict[int, tuple[int, str]] = {}
    for y in find_years(text):
        bare = re.match(r"[rhs]\d", text[y.start : y.end])
        key = f"{y.year}年" + ("度" if bare or text[y.start : y.end].endswith("度") else "")
        spans[y.start] = (y.end, key + (f"{y.month}月" if y.month else "") + (f"{y.day}日" if y.day else ""))
    taken = [(start, end) for start, (end, _) in spans.items()]
    own = ((m.start(), m.end(), "本市") for m in re.finditer("[本同当](?:市|町|村|県)", text))
    for start, end, key in (*own, *_big(text), *_figures(text), *_latin(text)):
        if not any(start < b and a < end for a, b in taken):
            spans[start] = (end, key)
            taken.append((start, end))
    out, keys, at = "", [], 0
    for start, (end, key) in sorted(spans.items()):
        hedge = _HEDGES.search(text[at:start])
        before = hedge["before"] if hedge else ""
        behind = m.group() if (m := _BEHIND.match(text, end)) and key[0].isdigit() else ""
        out += text[at : start - len(before)] + f" {_ENTITY} "
        hedges = {"約" if h in _ABOUT else h for h in (before, behind) if h}
        keys.append(key + "".join(sorted(hedges)))
        at = end + len(behind)
    return out + text[at:], keys


def _big(text: str) -> Iterator[tuple[int, int, str]]:
    for m in _BIG.finditer(text):
        total = 0.0
        for number, scale in re.findall(r"(\d[\d,.]*)([億万千]?)", m[1]):
            total += float(number.strip(",.").replace(",", "")) * _SCALE.get(scale, 1)
        yield m.start(), m.end(), f"{total:.10g}{m[2] or ''}"


def _figures(text: str) -> Iterator[tuple[int, int, str]]:
    for f in find_figures(text):
        yield f.start, f.end, f"{abs(f.base):.10g}{f.base_unit or ''}"


def _latin(text: str) -> Iterator[tuple[int, int, str]]:
    for m in _LATIN.finditer(text):
        yield m.start(), m.end(), m.group().replace(" ", "")


def _chunks(words: list[Word], entities: list[str]) -> list[Chunk]:
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
        elif (mark := _mark(words, i)) and out:
            _marked(tail[-1], mark[0])
            i += mark[1]
            continue
        elif w.surface != _ENTITY and w.pos.startswith("補助記号"):
            pass
        elif w.pos.startswith(("助動詞", "名詞-助動詞語幹", "形状詞-助動詞語幹")):
            _auxiliary(tail, w)
        elif w.pos.startswith("助詞"):
            _particle(tail, w)
        else:
            outer = None
            _content(out, w, words[i - 1] if i else None, inside, waiting)
        i += 1
    return out


def _content(out: list[Chunk], w: Word, before: Word | None, inside: int | None, entities: Iterator[str]) -> None:
    if w.surface == _ENTITY:
        _noun(out, next(entities, ""), w, inside)
    elif w.pos.startswith(("動詞", "形容詞")):
        _verb(out, w, before, inside)
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


def _marked(chunk: Chunk, mark: str) -> None:
    chunk.text += mark
    if chunk.predicate and mark == "ほか" and not chunk.mark:
        chunk.form = "and"
        return
    chunk.mark += mark
    if chunk.predicate:
        chunk.form = "adn" if mark in ("の", "による") else "sub"


def _open(out: list[Chunk], inside: int | None) -> bool:
    """Whether the last chunk can take a further noun: nothing stands behind its words yet."""
    return bool(out) and not (out[-1].mark or out[-1].comma or out[-1].predicate) and out[-1].within == inside


def _is_stem(chunk: Chunk) -> bool:
    """Whether a verb may be the first part of a noun (使い方, 在り方)."""
    bare = not (chunk.comma or chunk.mark or chunk.feats)
    return chunk.predicate and chunk.form == "and" and bare and not chunk.text.endswith(("し", "て", "で"))


def _noun(out: list[Chunk], word: str, w: Word, inside: int | None) -> None:
    if out and w.surface != _ENTITY and _is_stem(out[-1]):
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
        out[-1].form = "adn"
    if not _open(out, inside):
        out.append(Chunk(len(out), within=inside))
    chunk = out[-1]
    chunk.words.append(word)
    surface = w.surface if w.surface != _ENTITY else word
    chunk.text += surface
    chunk.stem += surface
    chunk.action = "サ変" in w.pos


def _verb(out: list[Chunk], w: Word, before: Word | None, inside: int | None) -> None:
    last = out[-1] if out else None
    if w.lemma == "出来る" and last and last.mark in ("ことが", "が", "も", "") and (last.predicate or last.action):
        last.predicate, last.mark, last.form = True, "", _form(w)
        last.feats.add("可能")
        return
    joined = before is not None and before.surface in ("て", "で")
    if last and last.predicate and w.lemma in _AUXILIARY and joined:
        last.feats.add("て" + w.lemma if w.lemma != "居る" else "進行")
        last.form, last.mark = _form(w), ""
        return
    if w.lemma == "為る" and last and not last.predicate and not last.mark and not last.comma:
        last.predicate, last.form = True, _form(w)
        return
    if w.lemma == "為る" and last and (last.mark in ("こと", "ことと", "と", "に", "ように") and last.predicate):
        last.mark, last.form = "", _form(w)
        return
    word, intransitive = canonical(w.lemma)
    feats = {"受身"} if intransitive else set()
    out.append(
        Chunk(
            len(out), [word], predicate=True, form=_form(w), feats=feats, text=w.surface, stem=w.surface, within=inside
        )
    )


def _form(w: Word) -> str:
    if w.form.startswith("連用形"):
        return "and"
    return "sub" if w.form.startswith(("仮定形", "命令形")) else "end"


def _auxiliary(out: list[Chunk], w: Word) -> None:
    if not out:
        return
    chunk = out[-1]
    chunk.text += w.surface
    if w.lemma in ("だ", "です"):
        if w.surface == "な" and not chunk.predicate:
            chunk.mark = "の"
            return
        if not chunk.predicate or chunk.mark:
            chunk.predicate, chunk.mark = True, ""
            chunk.feats.add("だ")
        chunk.form = "and" if w.surface == "で" else "end"
        return
    if w.lemma == "ます":
        chunk.form = _form(w) if chunk.form != "sub" else "sub"
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
    if feat == "受身" and "受身" in chunk.feats:
        chunk.feats.discard("受身")
    else:
        chunk.feats.add(feat)
    chunk.predicate = True
    chunk.form = _form(w)


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


def _light(chunks: list[Chunk]) -> list[Chunk]:
    """設置を行う is 設置する; 予定である, as the plan puts it, is how sure the verb before it is."""
    out: list[Chunk] = []
    for chunk in chunks:
        last = out[-1] if out else None
        if (
            last
            and chunk.predicate
            and chunk.words == ["行う"]
            and last.action
            and last.mark == "を"
            and not last.predicate
        ):
            last.predicate, last.form, last.mark, last.comma = True, chunk.form, chunk.mark, chunk.comma
            last.feats |= chunk.feats
            last.text += chunk.text
            continue
        if last and last.predicate and last.mark == "と" and chunk.words == ["見込む"]:
            last.feats.add("見込み")
            last.form, last.mark, last.comma = chunk.form, chunk.mark, chunk.comma
            continue
        bracket = chunk.within is not None and (last is None or last.within is None)
        if last and last.predicate and last.form == "end" and not (last.mark or last.comma or bracket):
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
        chunk.heads += [(c.at, "連体") for c in later[:1]]
        return
    if chunk.predicate:
        rel = chunk.mark or ("し" if chunk.form == "and" else "end")
        chunk.heads += [(c.at, rel) for c in (predicates if chunk.comma else predicates[:1])]
        return
    mark = chunk.mark
    if mark in ("の", "による"):
        nouns = [c for c in later[:3] if not c.predicate or c.action or c.feats & {"だ", "体言"}]
        chunk.heads += [(c.at, "の") for c in (nouns if mark == "の" else later[:1])]
        return
    if mark in ("や", "と", "又は", "") and later and (chunk.comma or mark):
        follower = later[0]
        if not follower.predicate or follower.action or "だ" in follower.feats:
            chunk.heads.append((follower.at, "並"))
    if mark in ("や", "又は"):
        return
    far = chunk.comma or mark in ("は", "では", "には", "も")
    nearest = predicates[:1]
    if nearest and nearest[0].form == "adn" and far or far:
        nearest = predicates
    chunk.heads += [(c.at, mark) for c in nearest]
