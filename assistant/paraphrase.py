"""Whether a Japanese statement says what a quote says in other order and form: clause by clause, each predicate with
its own subject, object and circumstances, nothing that limits them left out.

Compares chunks (`clauses`). A sentence is held when every clause that it asserts is found among those that one sentence
of the quote asserts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.alignment_words import LIMITS
from assistant.clause_words import BOTH, EQUAL, JUNK, LINKING, ONLY_IF, PROJECT, REPORTED, TURNED
from assistant.clauses import Chunk, sentences_of
from ingest.normalise import squash, view

Chunks = tuple[Chunk, ...]
#: What depends on a chunk, and by which particle.
Dependent = tuple[Chunk, str]
CORE = frozenset(("は", "が", "を", "も", "では", "には", "とは"))
TOPICS = frozenset(("は", "では", "には", "も"))
SUBJECT = frozenset(("は", "が", "も"))
_OWN = "本市"
_SPECIFIC = re.compile(r"\d|全|各|すべて")
_JOINS = frozenset(("し", "end"))


def held(sentence: str, quotes: Iterable[str], owners: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a sentence, said of its owner, follows from one sentence of one of the quotes. `names` (measures,
    headings) may stand before it."""
    shown: list[tuple[Chunks, Chunks]] = []
    for quote in quotes:
        own = sentences_of(_owned(_cells(_unheaded(quote, names)), owners))
        shown += zip(own, ((), *own), strict=False)
    for plain in dict.fromkeys((_plain(sentence, owners, ()), _plain(sentence, owners, names))):
        said = () if JUNK.search(plain) else sentences_of(plain)
        if said and all(_stated(s, shown) for s in said):
            return True
    return False


def _stated(said: Chunks, shown: Sequence[tuple[Chunks, Chunks]]) -> bool:
    """Whether every clause of a sentence is stated, and every word of it belongs to one of them."""
    roots = [c for c in said if _asserted(c, said)]
    reached = {c.at for root in roots for c in _reached(root, said)}
    if any(c.at not in reached for c in said if c.words != [_OWN]) or any("体言" in c.feats for c in roots):
        return False
    return bool(roots) and all(any(_Comparison(said, q, before).states(s) for q, before in shown) for s in roots)


def _unheaded(quote: str, names: Sequence[str]) -> str:
    """A quote in its normal form without the heading and the number that stand before its sentence."""
    lines = quote.split("\n")
    known = [squash(n) for n in names if n]
    while len(lines) > 1 and any(squash(lines[0]).startswith(n) or squash(lines[0]) in n for n in known):
        del lines[0]
    text = view("\n".join(lines))
    text = re.sub(r"^[^。]{0,40}】(?=.{6})", "", text)
    return re.sub(r"^[\s・•●○◎■□◆⚫✓-]*(?:[(（]?\d{1,2}[)）.]|[①-⑳])?\s*", "", text)


def _cells(quote: str) -> str:
    """A quote whose row of a name and an amount is a sentence (事業費 4,950千円)."""
    return re.sub(r"([一-龥ァ-ヴー]{2,12})[\t ]+(?=\d[\d,.]*(?:千|万|百万|億)?円)", r"\1は", quote)


def _owned(text: str, owners: Sequence[str]) -> str:
    for owner in sorted(owners, key=len, reverse=True):
        text = text.replace(owner, _OWN)
    return text


def _plain(sentence: str, owners: Sequence[str], names: Sequence[str]) -> str:
    """A sentence without what frames it: whose it is, that the plan says so, the measure's name before it."""
    text = _owned(sentence.strip().lstrip("・-"), owners)
    text = re.sub(r"^(?:はい|いいえ)[、。]", "", text)
    text = re.sub(rf"^{_OWN}の(?:計画|プラン|方針)(?:では|には|によると|によれば)[、]?", "", text)
    text = re.sub(rf"^{_OWN}(?:では|においては|は|の|:|：)、?", "", text)
    for name in sorted((n for n in names if len(n) >= 3), key=len, reverse=True):
        text = re.sub(rf"^「?{re.escape(name)}」?(?:では|は|として|について|の|:|：)、?", "", text)
    text = REPORTED.sub("", text.rstrip("。"))
    if text != (text := re.sub(r"^([^。]+)。これは、?([^。]+ため)(?:です|である)$", r"\2、\1", text)):
        text = re.sub(rf"(?<=ため、){_OWN}(?:では|は|が)、?", "", text)
    for pattern, turned in TURNED:
        text = pattern.sub(turned, text)
    return text


@dataclass(slots=True)
class _Comparison:
    """`before` is the sentence before the quote's: its subject goes on where a sentence names none."""

    said: Chunks
    shown: Chunks
    before: Chunks

    def states(self, s: Chunk) -> bool:
        """Whether the quote's sentence states a clause of the statement; what goes on to the same in both may do so to
        what is only meant (…し、…することを目指す)."""
        following = _following(s, self.said)
        return any(
            self._clause(s, q)
            for q in self.shown
            if _asserts(q, self.shown)
            or (following and following == _following(q, self.shown) and _asserted(q, self.shown))
        )

    def _clause(self, s: Chunk, q: Chunk) -> bool:
        """Whether a clause of the statement is that of the quote."""
        if s.head != q.head or not _feats_fit(_feats(s, self.said), _feats(q, self.shown)):
            return False
        return self._predicate(s, q)

    def _predicate(self, s: Chunk, q: Chunk) -> bool:
        passive = ("受身" in s.feats) != ("受身" in q.feats)
        return self._arguments(s, q, passive) or (s.head in BOTH and self._arguments(s, q, not passive))

    def _arguments(self, s: Chunk, q: Chunk, turned: bool) -> bool:
        theirs = _dependents(q, self.shown)
        core = sum(rel in ("は", "が", "を") and not _timed(t) and _direct(t, q) for t, rel in theirs) > 1
        used: set[int] = set()
        if not self._words(s, q, theirs, used):
            return False
        for d, rel in _dependents(s, self.said, said=True):
            if d.words == [_OWN] or (rel in _JOINS and d.predicate and _asserted(d, self.said)):
                continue
            fitting = (t for t, r in theirs if _fits(rel, r, turned, core, d) and self._phrase(d, t))
            found = next(fitting, None)
            if found is None and _timed(d):
                beside = (t for x, _ in theirs if not x.predicate for t, _ in _dependents(x, self.shown))
                found = next((t for t in beside if self._same(d, t)), None)
            if found is not None:
                used.add(found.at)
            elif not self._goes_on(d, rel, theirs):
                return False
        left = [(t, r) for t, r in theirs if t.at not in used and (t.heads[0][0] == q.at or (r in CORE and r != "を"))]
        return not any(self._limits(t, r) for t, r in left)

    def _goes_on(self, d: Chunk, rel: str, theirs: Sequence[Dependent]) -> bool:
        """Whether a subject is that of the sentence before, where the quote's own names none."""
        if rel not in SUBJECT or any(r in SUBJECT and not _timed(t) for t, r in theirs):
            return False
        return any(c.mark == "は" and self._same(d, c, self.before) for c in self.before)

    def _same(self, d: Chunk, t: Chunk, shown: Chunks | None = None) -> bool:
        """Whether two phrases are one to the word."""
        mine = sorted(w for c in _below(d, self.said) for w in c.words if w != _OWN)
        return mine == sorted(w for c in _below(t, shown or self.shown) for w in c.words if w != _OWN)

    def _phrase(self, s: Chunk, q: Chunk) -> bool:
        """Whether a phrase of the statement is one of the quote's, with the words that narrow it."""
        if s.predicate and q.predicate:
            return s.head == q.head and _feats_fit(s.feats, q.feats) and self._predicate(s, q)
        theirs = _dependents(q, self.shown)
        used: set[int] = set()
        if not self._words(s, q, theirs, used):
            return False
        for d, rel in _dependents(s, self.said, said=True):
            if d.words == [_OWN] or rel == "並":
                continue
            found = next((t for t, _ in theirs if self._phrase(d, t)), None)
            if found is None:
                found = next((t for t, r in theirs if r == "連体" and self._through(d, t)), None)
            if found is not None:
                used.add(found.at)
            elif not self._inside(d, q) and not self._of_topic(d, q):
                return False
        left = [t for t, r in theirs if t.at not in used and r != "並" and t.within is None and t.heads[0][0] == q.at]
        left = [t for t in left if not (_timed(t) and any(c.words == t.words for c in self.said))]
        narrow = bool(_SPECIFIC.search("".join(s.words))) or s.mark in CORE
        return not any(narrow and t.words != [_OWN] or LIMITS.search(_whole(t, self.shown)) for t in left)

    def _through(self, d: Chunk, verb: Chunk) -> bool:
        """Whether a dependent stands behind a verb in the quote (手続に要する時間 for 手続の時間)."""
        near = [t for t, rel in _dependents(verb, self.shown) if rel not in TOPICS and t.heads[0][0] == verb.at]
        return len(near) == 1 and verb.head in LINKING and self._phrase(d, near[0])

    def _of_topic(self, d: Chunk, q: Chunk) -> bool:
        """Whether a dependent is what the quote's sentence speaks of (象は鼻が for 象の鼻が), or the date of it."""
        for at, _ in q.heads:
            for t, rel in _dependents(self.shown[at], self.shown):
                if t.at != q.at and rel == "は" and t.at < q.at and self._phrase(d, t):
                    return True
                if t.at != q.at and _timed(d) and self._same(d, t):
                    return True
        return False

    def _inside(self, d: Chunk, q: Chunk) -> bool:
        """Whether a dependent of the statement is a part of the quote's compound (転入の手続, 転入手続)."""
        return all(w in q.words for w in d.words) and not _dependents(d, self.said, said=True)

    def _words(self, s: Chunk, q: Chunk, theirs: Sequence[Dependent], used: set[int]) -> bool:
        """Whether the words of a chunk are the other's, or stand before it there."""
        if s.head != q.head and s.stem != q.stem and not (s.head in q.words and not s.predicate):
            return False
        if s.stem == q.stem:
            return True
        missing = [w for w in s.words if w not in q.words]
        for t, rel in theirs:
            if (
                missing
                and rel in ("の", "連体", "")
                and all(w in missing for w in t.words)
                or missing
                and rel in ("を", "が", "は")
                and s.predicate
                and all(w in missing for w in t.words)
            ):
                missing = [w for w in missing if w not in t.words]
                used.add(t.at)
        left = [w for w in q.words if w not in s.words]
        return not missing and not LIMITS.search("".join(left))

    def _limits(self, t: Chunk, rel: str) -> bool:
        """Whether a part of the quote that the statement leaves out says less than the rest alone."""
        if t.words == [_OWN]:
            return False
        if rel in CORE and not (t.predicate and rel == "も"):
            return not any(t.head in c.words for c in self.said if c.mark == "の")
        if rel == "し" and _asserted(t, self.shown):
            return ONLY_IF.search(_whole(t, self.shown)) is not None
        return LIMITS.search(_whole(t, self.shown)) is not None


def _feats(c: Chunk, chunks: Chunks) -> set[str]:
    """A clause's own features; of one that goes on (し) the tense of the clause that it goes on to."""
    if c.form != "and" or "だ" in c.feats:
        return c.feats
    last = next((chunks[i] for i, rel in c.heads if rel == "し"), None)
    return c.feats | (_feats(last, chunks) & {"過去", "進行"} if last else set())


def _feats_fit(said: set[str], shown: set[str]) -> bool:
    free = {"受身", "だ"}
    if "だ" in said:
        free = free | {"体言"}
    more, less = said - shown - free, shown - said - free
    return not less and more <= {"予定", "計画", "方針", "考え"} and not (more and "過去" in said)


def _asserted(c: Chunk, chunks: Chunks) -> bool:
    """Whether a chunk is a predicate that the sentence states, not one inside of another's phrase."""
    if not c.predicate or c.within is not None:
        return False
    if not c.heads:
        return c.form in ("end", "and") or bool(c.feats & {"体言"})
    if c.form == "and":
        return any(rel == "し" and _asserted(chunks[i], chunks) for i, rel in c.heads)
    return c.mark == "が" and c.form == "sub" and any(_asserted(chunks[i], chunks) for i, _ in c.heads)


def _following(c: Chunk, chunks: Chunks) -> list[str]:
    """The predicates that a clause goes on to, from the next one on."""
    return [chunks[i].head for i, rel in c.heads if rel == "し" and chunks[i].form != "and"]


def _asserts(c: Chunk, chunks: Chunks) -> bool:
    """As `_asserted`, for a quote; there what goes on must go on to what is stated only."""
    if not _asserted(c, chunks):
        return False
    following = [chunks[i] for i, rel in c.heads if rel == "し"]
    first = following[0] if following else None
    inner = (
        first is not None
        and first.form == "adn"
        and not PROJECT.search("".join(chunks[i].text for i, _ in first.heads))
    )
    if first is not None and not inner and not _asserted(first, chunks):
        return False
    taken_back = re.compile("検討|期待|想定|予定")
    ends = [f for f in following if f.form == "end"]
    return not any(f.feats & {"否定", "予定", "可能"} or taken_back.search(f.text) for f in ends)


def _read(c: Chunk, chunks: Chunks) -> list[tuple[int, str]]:
    """What a chunk of a statement depends on as a reader takes it: a topic on all that is said of it, what a comma
    parts on what is stated next, all else on what comes next."""
    if c.within is not None:
        # Within brackets a chunk belongs to what stands there; the last one to the word before them.
        return [h for h in c.heads if chunks[h[0]].within == c.within][:1] or c.heads[:1]
    if c.mark in TOPICS:
        return [h for h in c.heads if _asserted(chunks[h[0]], chunks)] or c.heads[:1]
    listed = [h for h in c.heads if h[1] == "並"]
    if listed or not c.comma or c.predicate:
        return listed or c.heads[:1]
    return [h for h in c.heads if chunks[h[0]].form != "adn"][:1] or c.heads[:1]


def _dependents(head: Chunk, chunks: Chunks, said: bool = False) -> list[Dependent]:
    """What depends (in a quote: may depend) on a chunk, and how. What an object or a subject of a clause before is, is
    so of the clause that goes on without one."""
    heads = [(c, _read(c, chunks) if said else c.heads) for c in chunks]
    out = [(c, rel) for c, found in heads for at, rel in found if at == head.at and c.at != head.at]
    for d, rel in out:
        known = {x.at for x, _ in out} | {head.at}
        out += [(c, rel) for c, found in heads for at, r in found if r == "並" and at == d.at and c.at not in known]
    if head.predicate:
        own = {rel[-1:] if rel.endswith("を") else rel for _, rel in out}
        for c, _ in [x for x in out if x[1] == "し"]:
            for d, rel in _dependents(c, chunks, said):
                taken = own & SUBJECT if rel in SUBJECT else own & {"を"}
                if rel in ("は", "が", "を") and not taken and d.at not in {x.at for x, _ in out}:
                    out.append((d, rel))
    return out


def _reached(root: Chunk, chunks: Chunks) -> Iterator[Chunk]:
    """A clause's chunks as they are compared."""
    seen, waiting = {root.at}, [root]
    while waiting:
        c = waiting.pop()
        yield c
        new = [d for d, _ in _dependents(c, chunks, said=True) if d.at not in seen]
        seen |= {d.at for d in new}
        waiting += new


def _fits(said: str, shown: str, turned: bool, core: bool, d: Chunk) -> bool:
    """Whether two particles give a phrase the same part."""
    if said == shown:
        return not (turned and said in ("が", "を")) or said == "は"
    if turned and {said, shown} <= {"が", "は", "を", "の"}:
        return True
    pair = frozenset((said, shown))
    if pair == {"は", "を"} or pair == {"も", "を"}:
        return not core
    if pair in EQUAL:
        return True
    times = bool(re.search(r"\d", "".join(d.words)))
    return times and pair in (
        frozenset(("に", "で")),
        frozenset(("に", "")),
        frozenset(("で", "")),
        frozenset(("には", "は")),
    )


def _direct(c: Chunk, head: Chunk) -> bool:
    """Whether a chunk depends on another itself, not by way of the clause before."""
    return any(at == head.at for at, _ in c.heads)


def _timed(c: Chunk) -> bool:
    return any(re.match(r"\d{4}年|今期|今年度|現在", w) for w in c.words)


def _below(c: Chunk, chunks: Chunks) -> Iterator[Chunk]:
    """A chunk and all that depends on it first of all."""
    yield c
    for d in chunks[: c.at]:
        if d.heads and d.heads[0][0] == c.at:
            yield from _below(d, chunks)


def _whole(c: Chunk, chunks: Chunks) -> str:
    """A chunk's text with all that depends on it."""
    return "".join("".join(x.words) + x.text + x.mark + "".join(x.feats) for x in _below(c, chunks))
