"""What follows from clauses without being one of them: what a thing that is introduced makes possible, what has been
going on since it was begun, two things of which the same is said."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.alignment_words import LIMITS
from assistant.chunk import Chunk
from assistant.clause_identity import Identities
from assistant.clause_relations import (
    Dependent,
    asserts,
    certain,
    dependents,
    feats_of,
    is_timed,
    whole_text,
)
from assistant.clause_roles import direct, fits

#: Verbs by which a thing comes to be there.
_BROUGHT = frozenset(("導入", "備える", "作る", "設ける", "始める"))
_ABLE = frozenset(("可能", "可能化"))


@dataclass(slots=True)
class Outcomes(Identities):
    """A clause of the statement beside what a quote's clause brings about."""

    def _arguments(
        self, s: Chunk, q: Chunk, turned: bool, more: Dependent | None = None, means: Chunk | None = None
    ) -> bool:
        raise NotImplementedError

    def _enabled(self, s: Chunk, q: Chunk) -> bool:
        """Whether a clause is what can be done with a thing that the quote brings in (閲覧できる仕組みを導入する: 閲覧
        できるようになる)."""
        if s.head != q.head or not s.feats & _ABLE or not q.feats & _ABLE or not q.heads:
            return False
        if (s.feats | q.feats) - _ABLE - {"過去", "受身"}:
            return False
        last = q
        while last.listed and last.heads:
            last = self.shown[last.heads[0][0]]  # 確認や予約ができる仕組み
        if last.form != "adn" or not last.heads:
            return False
        thing = self.shown[last.heads[0][0]]
        verb = self.shown[thing.heads[0][0]] if thing.mark == "を" and thing.heads else None
        if verb is None or verb.head not in _BROUGHT or not self._brought(verb):
            return False
        past = "過去" in feats_of(verb, self.shown)
        if ("過去" in s.feats) != past and (not past or "可能化" in s.feats):
            return False
        if not past and "可能化" not in s.feats:
            return False
        rest = [t for t, _ in dependents(verb, self.shown) if t.at != thing.at and not t.predicate]
        if any(LIMITS.search(whole_text(t, self.shown)) for t in rest):
            return False
        return self._arguments(s, q, False, (verb, "ことで"))

    def _brought(self, verb: Chunk) -> bool:
        if verb.feats - {"過去", "受身"}:
            return False
        if verb.mark == "ことで" and verb.heads:
            return certain(self.shown[verb.heads[0][0]], self.shown)
        return asserts(verb, self.shown) and not verb.mark

    def _going_on(self, s: Chunk, q: Chunk) -> bool:
        """Whether a clause says of an action since when it has been going on, and the quote that it was begun then
        (2001年から運用している for 2001年に運用を開始した)."""
        if q.head != "始める" or "過去" not in q.feats or q.feats - {"過去", "受身"} or q.form != "end":
            return False
        if "進行" not in s.feats or s.feats - {"進行", "受身"} or not asserts(q, self.shown):
            return False
        theirs = dependents(q, self.shown)
        action = next((t for t, r in theirs if r in ("を", "が", "は") and t.action and t.words == s.words), None)
        if action is None:
            return False
        near = [*dependents(action, self.shown), *((t, r) for t, r in theirs if t is not action)]
        parts = list(self._parts_of(s))
        since = [d for d, rel in parts if is_timed(d) and rel == "から"]
        begun = [t for t, r in theirs if is_timed(t) and r in ("に", "から", "には")]
        if len(since) != 1 or not any(self._same(since[0], t) for t in begun):
            return False
        others = [(d, rel) for d, rel in parts if d is not since[0]]
        return all(any(fits(rel, r, True, False, d) and self._phrase(d, t) for t, r in near) for d, rel in others)

    def _beside(self, d: Chunk, q: Chunk) -> bool:
        """Whether a member of a list is what the same verb is said of in another clause of the quote's sentence
        (地図と台帳を公開する for 地図を公開するとともに、台帳を公開する)."""
        for k in self.shown:
            if k is q or k.words != q.words or (k.feats ^ q.feats) - {"体言"} or not asserts(k, self.shown):
                continue
            if any(rel == "を" and direct(t, k) and self._phrase(d, t) for t, rel in dependents(k, self.shown)):
                return True
        return False
