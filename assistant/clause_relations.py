"""What the chunks of a sentence depend on, and which of its clauses it states."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from assistant.chunk import Chunk
from assistant.clause_words import AIMS, OF_FIGURES, PROJECT

Chunks = tuple[Chunk, ...]
#: What depends on a chunk, and by which particle.
Dependent = tuple[Chunk, str]
CORE = frozenset(("は", "が", "を", "も", "では", "には", "とは"))
SUBJECT = frozenset(("は", "が", "も"))
TOPICS = frozenset(("は", "では", "には", "も"))


OWN = "本市"


def feats_of(c: Chunk, chunks: Chunks) -> set[str]:
    """A clause's own features; of one that goes on (し) the tense of the clause that it goes on to."""
    if c.form != "and" or "だ" in c.feats:
        return c.feats
    following = [chunks[i] for i, rel in c.heads if rel == "し"]
    # 導入し、販売する種苗を増やした: what it goes on to is the main clause, not the one told of a noun.
    last = next((f for f in following if f.form != "adn"), following[0] if following else None)
    return c.feats | (feats_of(last, chunks) & {"過去", "進行"} if last else set())


def asserted(c: Chunk, chunks: Chunks) -> bool:
    """Whether a chunk is a predicate that the sentence states, not one inside of another's phrase."""
    if not c.predicate or c.within is not None:
        return False
    if not c.heads:
        return c.form in ("end", "and") or bool(c.feats & {"体言"})
    if c.form == "and":
        return any(rel == "し" and asserted(chunks[i], chunks) for i, rel in c.heads)
    if c.mark == "ことで" and not c.feats:
        means = ("ことで" in chunks[i].mark and chunks[i].form == "sub" for i, _ in c.heads)
        first = next((i for (i, _), means_too in zip(c.heads, means, strict=True) if not means_too), None)
        return first is not None and certain(chunks[first], chunks)
    cause = c.mark in ("ため", "から") and not c.feats.isdisjoint({"過去", "進行", "否定"})
    return (c.mark == "が" or cause) and c.form == "sub" and any(asserted(chunks[i], chunks) for i, _ in c.heads)


def certain(c: Chunk, chunks: Chunks) -> bool:
    """Whether a clause is stated without doubt, so that what it is done by is done too."""
    unsure = c.head in ("検討", "期待", "想定", "予定", "見込む") or c.feats - {
        "過去",
        "進行",
        "受身",
        "可能化",
        "変化",
        *AIMS,
    }
    return not unsure and c.form in ("end", "and") and asserted(c, chunks)


def goes_on_to(c: Chunk, chunks: Chunks) -> list[str]:
    """The predicates that a clause goes on to, from the next one on."""
    return [chunks[i].head for i, rel in c.heads if rel == "し" and chunks[i].form != "and"]


def asserts(c: Chunk, chunks: Chunks) -> bool:
    """As `asserted`, for a quote; there what goes on must go on to what is stated only."""
    if not asserted(c, chunks):
        return False
    following = [chunks[i] for i, rel in c.heads if rel == "し"]
    first = following[0] if following else None
    inner = (
        first is not None
        and (first.form == "adn" or first.text.endswith("ための"))
        and not PROJECT.search("".join(chunks[i].text for i, _ in first.heads))
    )
    if first is not None and not inner and not asserted(first, chunks):
        return False
    taken_back = re.compile("検討|期待|想定|予定")
    ends = [f for f in following if f.form == "end"]
    return not any(f.feats & {"否定", "予定", "可能"} or taken_back.search(f.text) for f in ends)


def _read(c: Chunk, chunks: Chunks) -> list[tuple[int, str]]:
    """What a chunk of a statement depends on as a reader takes it: a topic on all that is said of it, what a comma
    parts on what is stated next, all else on what comes next."""
    heads = [h for h in c.heads if h[1] != "列"]
    if c.within is not None:
        # Within brackets a chunk belongs to what stands there; the last one to the word before them.
        return [h for h in heads if chunks[h[0]].within == c.within][:1] or heads[:1]
    if c.mark in TOPICS:
        own = [h for h in heads if asserted(chunks[h[0]], chunks)] or heads[:1]
        # 補助率は2分の1で、上限は50万円である: each is said of its own topic.
        others = [t.at for t in chunks if c.mark == t.mark == "は" and own and t.at > own[0][0] and not is_timed(t)]
        return [h for h in own if not others or h[0] < others[0]]
    listed = [h for h in heads if h[1] == "並"]
    if c.comma and c.mark in ("や", "と"):
        # 資料と、申請へ案内する画面を載せる: what is told of another member is no member.
        listed = [h for h in listed if not chunks[h[0]].predicate and not _told(chunks[h[0]], chunks)] or listed
    aside = c.predicate and not (c.form == "sub" and c.mark in ("ことで", "ため"))
    if listed or not c.comma or aside:
        return listed or heads[:1]
    return [h for h in heads if chunks[h[0]].form != "adn"][:1] or heads[:1]


def _told(c: Chunk, chunks: Chunks) -> bool:
    """Whether a chunk stands in a clause that is told of a noun."""
    return bool(c.heads) and chunks[c.heads[0][0]].predicate and chunks[c.heads[0][0]].form == "adn"


@lru_cache(maxsize=16_384)
def dependents(head: Chunk, chunks: Chunks, said: bool = False) -> tuple[Dependent, ...]:
    """What depends (in a quote: may depend) on a chunk, and how. What an object or a subject of a clause before is, is
    so of the clause that goes on without one."""
    heads = [(c, _read(c, chunks) if said else [(at, "並" if r == "列" else r) for at, r in c.heads]) for c in chunks]
    out = [(c, rel) for c, found in heads for at, rel in found if at == head.at and c.at != head.at]
    out = [(c, rel or _in_list(c, chunks, out)) for c, rel in out]
    for d, rel in out:
        known = {x.at for x, _ in out} | {head.at}
        out += [(c, rel) for c, found in heads for at, r in found if r == "並" and at == d.at and c.at not in known]
    listed = [(c, rel) for d, rel in out for c, r in out if (d.at, "並") in c.heads and rel != r and _member(c, r, rel)]
    out += listed
    out += _before_others(out)
    if head.predicate:
        own = {rel[-1:] if rel.endswith("を") else rel for c, rel in out if rel != "の" or c.heads[0][0] == head.at}
        if head.action and ("の" in own or said and len(head.words) > 1):
            own.add("を")  # 期間の短縮を図る has its object.
        for c, _ in [x for x in out if x[1] == "し"]:
            for d, rel in dependents(c, chunks, said):
                taken = own & SUBJECT if rel in SUBJECT else own & {"を", "が"}
                if rel in ("は", "が", "を") and not taken and d.at not in {x.at for x, _ in out}:
                    out.append((d, rel))
    return tuple(out)


def _member(c: Chunk, rel: str, others: str) -> bool:
    """Whether a noun before another, which stands there as `others`, is or may be listed with it."""
    bare = not rel and c.comma and others in ("の", "を") and not (is_timed(c) or is_quantity(c))
    return rel in ("と", "や") or bare


def _in_list(c: Chunk, chunks: Chunks, out: Sequence[Dependent]) -> str:
    """The particle of a bare noun that や or と before it shows to be a member of a list (駅や港、空港に: に)."""
    listed = c.comma and any(b.mark in ("や", "と") and (c.at, "並") in b.heads for b in chunks[: c.at])
    return next((rel for d, rel in out if listed and (d.at, "並") in c.heads), "")


def _before_others(out: list[Dependent]) -> list[Dependent]:
    """The members of a list that など or や closes (駅、港など5か所に) as what it is."""
    known = {at: rel for at, rel in ((c.at, r) for c, r in out if c.mark not in ("", "や", "と", "など"))}
    found: list[Dependent] = []
    for c, _ in sorted(out, key=lambda x: -x[0].at):
        follower = next((at for at, r in c.heads if r == "並"), None)
        closes = c.mark in ("など", "や") or c.mark == "" and c.comma and follower in {x.at for x, _ in found}
        if closes and follower in known and c.at not in known:
            known[c.at] = known[follower]
            found.append((c, known[c.at]))
    return found


def reached_from(root: Chunk, chunks: Chunks) -> Iterator[Chunk]:
    """A clause's chunks as they are compared."""
    seen, waiting = {root.at}, [root]
    while waiting:
        c = waiting.pop()
        yield c
        new = [d for d, _ in dependents(c, chunks, said=True) if d.at not in seen]
        seen |= {d.at for d in new}
        waiting += new


def is_timed(c: Chunk) -> bool:
    return any(re.match(r"\d{4}年|今期|今年度|現在|当面|今後", w) for w in c.words)


def subtree(c: Chunk, chunks: Chunks, apart: Collection[int] = ()) -> Iterator[Chunk]:
    """A chunk and all that depends on it first of all, but for what depends on those `apart`."""
    yield c
    for d in chunks[: c.at]:
        if d.heads and d.heads[0][0] == c.at and d.at not in apart:
            yield from subtree(d, chunks, apart)


def whole_text(c: Chunk, chunks: Chunks, apart: Collection[int] = ()) -> str:
    """A chunk's text with all that depends on it. What can be done (様式を作れる) limits nothing."""
    parts = (
        ("".join(x.words), x.text.replace("可能", ""), x.mark, *(x.feats - {"可能", "可能化"}))
        for x in subtree(c, chunks, apart)
    )
    return "".join(word for part in parts for word in part)


def is_quantity(c: Chunk) -> bool:
    """Whether a chunk is a figure that counts (4つ, 180台), no year."""
    figure = any(re.match(r"\d", w) for w in c.words) and not is_timed(c)
    return figure and not c.predicate and all(w[0].isdigit() or w in OF_FIGURES for w in c.words)


def exchanged(s: Chunk, said: Chunks, taken: Mapping[int, int]) -> bool:
    """Whether of several subjects with a date or a figure each (市営は4月、私営は6月に開く) these have changed places;
    `taken` gives the chunk of the statement for each of the quote's."""
    own = [(at, shown) for shown, at in taken.items() if any(head == s.at for head, _ in said[at].heads)]
    subjects = sum(said[at].mark in ("は", "が") and not is_timed(said[at]) for at, _ in own)
    valued = sum(is_timed(said[at]) or is_quantity(said[at]) for at, _ in own)
    places = [shown for _, shown in sorted(own)]
    if subjects > 1 and valued > 1 and places != sorted(places):
        return True
    # 基礎研修を6回、応用研修を2回開く: each figure is of the object before it.
    objects = {at: shown for at, shown in own if said[at].mark == "を"}
    if len(objects) < 2 or valued < 2:
        return False
    for at, shown in own:
        mine = max((o for o in objects if o < at), default=None)
        theirs = max((o for o in objects.values() if o < shown), default=None)
        if at not in objects and (is_timed(said[at]) or is_quantity(said[at])) and objects.get(mine or 0) != theirs:
            return True
    return False
