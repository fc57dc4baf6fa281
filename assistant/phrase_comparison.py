"""Whether a phrase of a statement is one of a quote's sentence, with the words that narrow it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.alignment_words import LIMITS
from assistant.chunk import Chunk
from assistant.clause_relations import (
    CORE,
    OWN,
    SUBJECT,
    TOPICS,
    Chunks,
    Dependent,
    asserted,
    dependents,
    is_quantity,
    is_timed,
    subtree,
    whole_text,
)
from assistant.clause_roles import (
    alike,
    direct_first,
    feats_fit,
    fits,
    same_way,
)
from assistant.clause_words import ALONE, LINKING, MANNERS, OTHER_THAN, PERSONS, tells

#: What may stand behind a noun in a compound that names nothing else than it.
_EMPTY = frozenset(("事業", "取り組み", "取組", "施策", "業務", "活動", "計画", "作業", "内容", "自体"))
_SPECIFIC = re.compile(r"\d|全|各|すべて")


def _goes_no_further(head: str, words: Sequence[str]) -> bool:
    """Whether a compound is its word `head` and what adds nothing to it (研修事業 is 研修, 地域企業 is not 地域)."""
    return head in words and set(words[words.index(head) + 1 :]) <= _EMPTY


@dataclass(slots=True)
class Phrases:
    """`before` is the sentence before the quote's: its subject goes on where a sentence names none."""

    said: Chunks
    shown: Chunks
    before: Chunks

    def _predicate(self, s: Chunk, q: Chunk) -> bool:
        """Whether a predicate of the statement is one of the quote with all that depends on it."""
        raise NotImplementedError

    def _parts_of(self, s: Chunk) -> Iterator[Dependent]:
        """What a chunk of the statement has to be proven with: all but the owner, and what stands at the owner."""
        for d, rel in dependents(s, self.said, said=True):
            if d.words == [OWN] and rel != "を":
                yield from ((x, r) for x, r in self._parts_of(d) if r != "並" or x.mark)
            else:
                yield d, rel

    def _same(self, d: Chunk, t: Chunk, shown: Chunks | None = None) -> bool:
        """Whether two phrases are one to the word."""
        mine = sorted(w for c in subtree(d, self.said) for w in c.words if w != OWN)
        return mine == sorted(w for c in subtree(t, shown or self.shown) for w in c.words if w != OWN)

    def _same_deed(self, s: Chunk, q: Chunk) -> bool:
        """Whether a predicate follows from the quote's; what is not done is not therefore left undone in part."""
        return s.head == q.head or "否定" not in s.feats and tells(q.head, s.head)

    def _phrase(self, s: Chunk, q: Chunk, apart: Chunk | None = None) -> bool:
        """Whether a phrase of the statement is one of the quote's, with the words that narrow it (but for `apart`)."""
        if s.predicate and q.predicate:
            return self._same_deed(s, q) and feats_fit(s.feats, q.feats) and self._predicate(s, q)
        if "使う" in s.feats and "使う" not in q.feats and q.mark not in ("により", "による"):
            return False  # 即時に is not 即時を使って.
        if ALONE.findall(q.mark) != ALONE.findall(s.mark) or (q.mark == "又は") > (s.mark == "又は"):
            return False
        theirs = dependents(q, self.shown)
        used: set[int] = set()
        if not self._words(s, q, theirs, used):
            return self._other_name(s, q)
        verbs = [t for t, rel in theirs if rel == "連体" and t.at in used]
        theirs = (*theirs, *(x for v in verbs for x in dependents(v, self.shown) if x[1] in ("が", "を", "で")))
        for d, rel in self._parts_of(s):
            if rel == "並":
                continue
            found = next((t for t, _ in theirs if same_way(d, t) and self._phrase(d, t)), None)
            if found is None:
                found = next((t for t, r in theirs if r == "連体" and self._through(d, t)), None)
            if found is None and rel == "連体" and self._done_before(d, q):
                continue
            if found is not None:
                used.add(found.at)
            elif not (
                self._inside(d, q) or self._of_topic(d, q) or self._named_before(d, theirs) or self._near(d, q, rel)
            ):
                return False
        left = [t for t, r in theirs if t.at not in used and r != "並" and t.within is None and t.heads[0][0] == q.at]
        far = any(t.at in used and r == "の" and t.heads[0][0] != q.at for t, r in theirs)
        if far and any(t.mark == "の" for t in left):
            return False
        left = [t for t in left if t is not apart]
        if q.words[-1][0] == "「":
            left = [t for t in left if not t.predicate]  # A name needs no clause to tell which one.
        left = [t for t in left if not ((is_timed(t) or is_quantity(t)) and any(c.words == t.words for c in self.said))]
        narrow = bool(_SPECIFIC.search("".join(s.words))) or s.mark in CORE - {"を"}
        narrow = narrow and not any(w[0] == "「" for w in q.words)
        return not any(narrow and t.words != [OWN] or LIMITS.search(self._limiting(t)) for t in left)

    def _limiting(self, t: Chunk) -> str:
        """What may limit a noun in what is said of it: of a clause, not what its objects are in turn."""
        if not (t.predicate and t.form == "adn"):
            return whole_text(t, self.shown)
        near = [x for x, _ in dependents(t, self.shown) if direct_first(x, t)]
        return "".join(("".join(x.words) + x.text + x.mark + "".join(x.feats - {"可能", "可能化"})) for x in (*near, t))

    def _other_name(self, s: Chunk, q: Chunk) -> bool:
        """Whether a phrase is the Latin name that stands in brackets behind one of the quote."""
        alone = len(s.words) == 1 and re.fullmatch(r"[a-z][a-z0-9-]+", s.head) and not any(self._parts_of(s))
        return bool(alone) and any(c.words == s.words and c.within == q.at for c in self.shown)

    def _done_before(self, d: Chunk, q: Chunk) -> bool:
        """Whether what is told of a noun is what the quote's clause before does with it (集めた記録を使う for
        記録を集め、使う)."""
        if d.feats - {"受身", "過去"} or not d.predicate:
            return False
        for k in self.shown:
            done = k.predicate and k.form == "and" and k.head == d.head and not k.feats - {"受身"}
            if not done or not asserted(k, self.shown) or (q, "を") not in dependents(k, self.shown):
                continue
            if self._predicate(d, k):
                return True
        return False

    def _through(self, d: Chunk, verb: Chunk) -> bool:
        """Whether a dependent stands behind a verb in the quote (手続に要する時間 for 手続の時間)."""
        near = [t for t, rel in dependents(verb, self.shown) if rel not in TOPICS | {"し"} and direct_first(t, verb)]
        linking = verb.head in LINKING or near and (verb.head, near[0].mark) in (("行う", "が"), ("使う", "で"))
        return bool(len(near) == 1 and linking) and self._phrase(d, near[0])

    def _of_topic(self, d: Chunk, q: Chunk) -> bool:
        """Whether a dependent is what the quote's sentence speaks of (象は鼻が for 象の鼻が), or the date of it."""
        for at, _ in q.heads:
            for t, rel in dependents(self.shown[at], self.shown):
                if t.at != q.at and q.mark == "で" and rel == "を" and d.mark == "の" and self._phrase(d, t):
                    return True
                if t.at != q.at and rel in ("は", "について") and t.at < q.at and self._phrase(d, t):
                    return True
                dated = is_timed(d) or (is_quantity(d) and rel == "")
                if t.at != q.at and dated and same_way(d, t) and self._same(d, t):
                    return True
        return False

    def _near(self, d: Chunk, q: Chunk, rel: str) -> bool:
        """Whether a phrase that narrows stands before another in the same clause of the quote, by whatever way."""
        for t in self.shown[: q.at]:
            between = self.shown[t.at + 1 : q.at]
            if t.mark in SUBJECT or any(asserted(c, self.shown) for c in between):
                continue
            own = any(c.mark == "の" and c.heads[0][0] == q.at for c in between)
            noun = (
                not own and rel == "の" and d.mark in ("の", "") and (t.predicate or t.mark in ("の", "", "における"))
            )
            fitting = noun or (d.mark != "の" and fits(d.mark, t.mark, False, True, d) and alike(d.mark, t.mark))
            if fitting and self._phrase(d, t):
                return True
        return False

    def _named_before(self, d: Chunk, theirs: Sequence[Dependent]) -> bool:
        """Whether a dependent is the one name of the sentence before, whose quote goes on without it."""
        if d.mark != "の" or any(rel == "の" for _, rel in theirs) or any(self._parts_of(d)):
            return False
        names = [w for c in self.before for w in c.words if w[0] == "「"]
        return d.words == names or any(c.mark == "は" and self._same(d, c, self.before) for c in self.before)

    def _inside(self, d: Chunk, q: Chunk) -> bool:
        """Whether a dependent of the statement is a part of the quote's compound (転入の手続, 転入手続)."""
        if not all(w in q.words[:-1] for w in d.words):
            return False
        near = [t for t, _ in dependents(q, self.shown)]
        return all(
            any(same_way(x, t) and self._phrase(x, t) for t in near) or d.predicate and self._inside(x, q)
            for x, _ in self._parts_of(d)
        )

    def _words(self, s: Chunk, q: Chunk, theirs: Sequence[Dependent], used: set[int]) -> bool:
        """Whether the words of a chunk are the other's, or stand before it there."""
        if (
            not tells(q.head, s.head)
            and not (s.stem and s.stem == q.stem)
            and not (not s.predicate and _goes_no_further(s.head, q.words))
        ):
            return False
        if s.stem and s.stem == q.stem:
            return True
        missing = [w for w in s.words if w not in q.words and not (w == s.head and tells(q.head, w))]
        for t, rel in [*theirs, *self._told_of(theirs)] if missing else ():
            if (
                missing
                and (rel in ("の", "連体", "") or rel in ("に", "で") and t.head in MANNERS)
                and all(w in missing for w in t.words)
                or missing
                and rel in ("を", "が", "は")
                and s.predicate
                and all(w in missing for w in t.words)
            ):
                missing = [w for w in missing if w not in t.words]
                used.add(t.at)
        left = [w for w in q.words if w not in s.words]
        # 外国人住民 are not all 住民.
        narrower = bool(left) and not s.predicate and PERSONS.search(s.stem) is not None and OWN not in left
        return not missing and not narrower and not OTHER_THAN & set(left) and not LIMITS.search("".join(left))

    def _told_of(self, theirs: Sequence[Dependent]) -> list[Dependent]:
        """What stands at a verb that is said of a noun (水位を監視するカメラ, 保管に要する費用)."""
        verbs = [t for t, rel in theirs if rel == "連体" and not t.feats]
        near = [(t, x) for v in verbs for t, x in dependents(v, self.shown) if direct_first(t, v) and not t.predicate]
        return [(t, "の") for t, x in near if x == "を" or x == "に" and self.shown[t.heads[0][0]].head in LINKING]
