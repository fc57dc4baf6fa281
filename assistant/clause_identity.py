"""Whether what a statement says that something is, is what a quote takes it as, sets it to or makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.chunk import Chunk
from assistant.clause_relations import (
    CORE,
    OWN,
    asserts,
    certain,
    dependents,
    is_quantity,
    is_timed,
    subtree,
)
from assistant.clause_roles import (
    direct_first,
)
from assistant.phrase_comparison import Phrases

JOINS = frozenset(("し", "end"))


@dataclass(slots=True)
class Identities(Phrases):
    """A sentence of the form X is V beside a quote's sentence."""

    def _is(self, s: Chunk, q: Chunk) -> bool:
        """Whether "X is V" is what the quote holds as V of X, X (V), or as X done as V (市長を会長とし)."""
        subject = [(d, rel) for d, rel in dependents(s, self.said, said=True) if d.words != [OWN] and rel != "し"]
        if "だ" not in s.feats or s.feats & {"否定"} or len(subject) != 1 or subject[0][1] not in ("は", "が"):
            return False
        x = subject[0][0]
        if self._taken_as(s, x, q) or self._set_to(s, x, q):
            return True
        if "変化" in q.feats and "否定" not in q.feats and asserts(q, self.shown) and q.head == x.head:
            made = [t for t, rel in dependents(q, self.shown) if rel == "を" and t.heads[0][0] == q.at]
            return len(made) == 1 and self._phrase(s, made[0]) and not self._unheld(x, q)
        if not is_quantity(q) or q.words != s.words or q.comma:
            return False
        return any(self.shown[at].head == x.head and self._phrase(x, self.shown[at], q) for at, r in q.heads[:1])

    def _taken_as(self, s: Chunk, x: Chunk, q: Chunk) -> bool:
        """Whether X of a thing is V where it is done with V as X (5件を上限に受け付ける), or is had with V as X
        (室長を議長とする会議を置く)."""
        if q.head != x.head or not q.heads or q.at == 0:
            return False
        above = self.shown[q.heads[0][0]]
        thing = self.shown[q.at - 1]
        if thing.mark != "を" or thing.comma or not self._valued(s, x, thing):
            return False
        rest = [d for d, _ in dependents(x, self.said, said=True) if d.words != [OWN]]
        if not q.predicate and q.mark in ("に", "として"):
            near = [above, *(t for t, _ in dependents(above, self.shown))]
            return certain(above, self.shown) and all(any(self._phrase(d, t) for t in near) for d in rest)
        if above.form == "adn" and above.feats and not above.feats - {"だ", "て有る"} and above.heads:
            above = self.shown[above.heads[0][0]]  # 市長を議長とする組織である会議
        if "変化" not in q.feats or q.form != "adn" or q.feats - {"変化"} or not above.heads:
            return False
        return certain(self.shown[above.heads[0][0]], self.shown) and all(self._phrase(d, above) for d in rest)

    def _valued(self, s: Chunk, x: Chunk, thing: Chunk) -> bool:
        """Whether what X is said to be is a thing of the quote, to the word."""
        apart = set(subtree(x, self.said))
        words = sorted(w for c in subtree(s, self.said) if c not in apart for w in c.words if w != OWN)
        return words == sorted(w for c in subtree(thing, self.shown) for w in c.words)

    def _set_to(self, s: Chunk, x: Chunk, q: Chunk) -> bool:
        """Whether X is V where the clause that goes on says that it is made V (開館を遅らせ、10月とする)."""
        if "変化" not in q.feats or q.feats - {"変化", "過去"} or q.words != s.words or not asserts(q, self.shown):
            return False
        theirs = dependents(q, self.shown)
        made = [t for t, rel in theirs if rel == "を"] or [t for t, rel in theirs if rel == "は" and not is_timed(t)]
        bounded = any(self._bounds(t, rel, q) for t, rel in theirs)
        return len(made) == 1 and not bounded and self._phrase(x, made[0])

    def _unheld(self, x: Chunk, q: Chunk) -> bool:
        """Whether a phrase has something that a clause's other parts, or what it is said of, do not hold."""
        above = [self.shown[at] for at, _ in q.heads]
        near = [t for a in above for t, _ in (*dependents(a, self.shown), *((self.shown[i], "") for i, _ in a.heads))]
        rest = [d for d, _ in dependents(x, self.said, said=True) if d.words != [OWN]]
        return not all(any(self._phrase(d, t) for t in near) for d in rest)

    def _bounds(self, t: Chunk, rel: str, q: Chunk) -> bool:
        """Whether a phrase says where or how something came to be so, and the statement leaves it out."""
        if not direct_first(t, q) or rel in CORE or rel in JOINS or t.predicate or is_timed(t):
            return False
        return not any(c.words == t.words for c in self.said)
