"""Whether a clause of a statement is one of a quote's sentence: its predicate, what depends on it, and nothing
lost that limits it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assistant.alignment_words import LIMITS
from assistant.chunk import Chunk
from assistant.clause_identity import JOINS
from assistant.clause_outcomes import Outcomes
from assistant.clause_relations import (
    CORE,
    OWN,
    SUBJECT,
    TOPICS,
    Dependent,
    asserted,
    asserts,
    certain,
    dependents,
    exchanged,
    feats_of,
    goes_on_to,
    is_quantity,
    is_timed,
    subtree,
    whole_text,
)
from assistant.clause_roles import (
    acts,
    before,
    direct,
    direct_first,
    feats_fit,
    fits,
    same_way,
)
from assistant.clause_words import (
    AIMS,
    BOTH,
    EFFECTS,
    FOUND_OUT,
    INTENDED,
    LASTING,
    LEADING_TO,
    MANNERS,
    ON_TRIAL,
    ONLY_IF,
    QUALITIES,
    RESULTING,
    STANCES,
    tells,
)

#: What is kept up meanwhile is not what is aimed at.
_MEANWHILE = re.compile(r"(?:ながら|つつ)、?$")
#: Particles that come to the same with some verbs: 紙を(から)端末に変える, 端末と(に)連携, 窓口で(に)導入.
_FROM, _WITH, _AT = frozenset(("から", "を")), frozenset(("と", "に")), frozenset(("で", "に"))
_WAYS = {
    **dict.fromkeys(("変える", "移す", "切り替える"), {_FROM}),
    "連携": {_WITH},
    "訪ねる": {frozenset(("を", "に"))},
    **dict.fromkeys(("導入", "設ける", "備える"), {_AT}),
}
_COUNTED = re.compile(r"[\d.]+(?:人|件|社|団体|世帯|台|校|か所|戸)")
_CAUSES = frozenset(("ことで", "に伴い"))


@dataclass(slots=True)
class Comparison(Outcomes):
    """A clause of the statement beside those of one of the quote's sentences."""

    def states(self, s: Chunk) -> bool:
        """Whether the quote's sentence states a clause of the statement; what goes on to the same in both may do so to
        what is only meant (…し、…することを目指す)."""
        following = goes_on_to(s, self.said)
        if any(self._is(s, q) or self._within(s, q) or self._meant(s, q) for q in self.shown):
            return True
        if any(self._enabled(s, q) or self._going_on(s, q) for q in self.shown):
            return True
        if s.words == ["使う"] and not s.feats - {"受身", *INTENDED} and any(self._used(s, t) for t in self.shown):
            return True
        return any(
            self._clause(s, q)
            for q in self.shown
            if asserts(q, self.shown)
            or (following and following == goes_on_to(q, self.shown) and asserted(q, self.shown))
        )

    def _within(self, s: Chunk, q: Chunk) -> bool:
        """Whether a clause is told in passing of a noun (導入している端末 for 端末を導入している)."""
        told = (
            q.form == "adn"
            and (q.feats & {"過去", "進行"} or q.words == ["有る"])
            and not q.feats & {"否定", "可能"}
            and q.heads
        )
        if not told or not self._same_deed(s, q) or not feats_fit(feats_of(s, self.said), q.feats):
            return False
        noun = self.shown[q.heads[0][0]]
        if q.words == ["有る"] and not (noun.heads and certain(self.shown[noun.heads[0][0]], self.shown)):
            return False
        if "過去" in q.feats and not any(is_timed(t) for t, _ in dependents(q, self.shown)):
            return False
        filled = {rel for _, rel in dependents(q, self.shown)}
        parts = dependents(s, self.said, said=True)
        places = ("には", "に") if q.words == ["有る"] else ("を", "が", "は")
        roles = {rel for d, rel in parts if rel in places and (d.head == noun.head or self._other_name(d, noun))}
        return bool(roles - filled) and self._arguments(s, q, "受身" in s.feats, (noun, min(roles - filled)))

    def _used(self, s: Chunk, t: Chunk) -> bool:
        """Whether a clause says no more than that the thing is used by which the quote says that something is done."""
        verb = self.shown[t.heads[0][0]] if "使う" in t.feats and t.heads else None
        if verb is None or not verb.predicate or not asserts(verb, self.shown) or verb.feats - {"受身", "図る", "実現"}:
            return False
        theirs = [(x, rel) for x, rel in dependents(verb, self.shown) if x.at != t.at]
        for d, rel in self._parts_of(s):
            thing = rel in ("を", "が", "は") and self._phrase(d, t)
            if not thing and not any(fits(rel, r, False, True, d) and self._phrase(d, x) for x, r in theirs):
                return False
        return not any(LIMITS.search(whole_text(x, self.shown)) for x, _ in theirs)

    def _meant(self, s: Chunk, q: Chunk) -> bool:
        """Whether a clause that is only aimed at is the end of what the quote states (減らすため、導入する)."""
        aimed = s.feats & {"図る", "目指す", "可能化"}
        if not aimed or not self._same_deed(s, q) or q.mark != "ため" or not q.predicate or not q.heads:
            return False
        main = self.shown[q.heads[-1][0]]
        if not certain(main, self.shown) or (main.feats | s.feats) & {"過去", "否定", "予定", "可能"}:
            return False
        if "可能化" in aimed and "よう" not in q.text or s.feats - aimed - {"受身"} or q.feats - {"受身"}:
            return False
        return self._arguments(s, q, ("受身" in s.feats) != ("受身" in q.feats), (main, "ことで"))

    def _clause(self, s: Chunk, q: Chunk) -> bool:
        """Whether a clause of the statement is that of the quote."""
        said, shown = feats_of(s, self.said), feats_of(q, self.shown)
        if s.head in RESULTING and {"受身", "進行"} <= said and "過去" in shown:
            said = said - {"進行"} | {"過去"}
        if s.form == "and" and "過去" in shown:
            said = said - {"進行"}  # 策定しており、始めました
        lasting = s.head in STANCES or s.head in LASTING and "受身" in shown
        if (lasting or s.feats & {"図る", "目指す"}) and "否定" not in shown:
            said = said - {"進行"} | shown & {"進行"}
        if "だ" in q.feats and (q.form == "and" or s.head[:1].isdigit()):
            shown = shown | said & {"過去"}  # 6,482人です, 6,482人でした
        if not self._same_deed(s, q) or not feats_fit(said, shown):
            return False
        if (
            "だ" in said
            and {"変化", "過去"} <= shown
            and any(self._bounds(t, r, q) for t, r in dependents(q, self.shown))
        ):
            return False
        return self._predicate(s, q)

    def _predicate(self, s: Chunk, q: Chunk) -> bool:
        passive = ("受身" in s.feats) != ("受身" in q.feats)
        return self._arguments(s, q, passive) or (s.head in BOTH and self._arguments(s, q, not passive))

    def _arguments(
        self, s: Chunk, q: Chunk, turned: bool, more: Dependent | None = None, means: Chunk | None = None
    ) -> bool:
        """Whether all that depends on a clause stands at the quote's, and nothing there limits it; `more` stands there
        too, `means` is not looked at."""
        theirs = [*(x for x in dependents(q, self.shown) if x[0] is not means), *([more] if more else [])]
        core = sum(rel in ("は", "が", "を") and not is_timed(t) and direct(t, q) for t, rel in theirs) > 1
        both = {"を", "について"} <= {rel for t, rel in theirs if direct(t, q)}
        core = both or core and not any(rel == "が" for _, rel in dependents(s, self.said, said=True))
        used: set[int] = set()
        taken: dict[int, int] = {}
        if not self._words(s, q, theirs, used):
            return False
        inner = set(q.words[:-1]) - MANNERS - {w for c in self.said for w in c.words} if len(q.words) > 1 else set()
        for d, rel in self._parts_of(s):
            if rel in JOINS and d.predicate and asserted(d, self.said):
                continue
            if rel in ("を", "が", "は"):
                # 職員の負担を減らす is not 職員を減らす.
                theirs = [(t, r) for t, r in theirs if r != "の" or not (inner or self._of_another(t, q))]
            # Who acts is no part of a longer name: 市民が is not 市民団体が, nor 市民向けの.
            free = [(t, r) for t, r in theirs if rel not in ("が", "も") or d.head == t.head or d.stem == t.stem]
            free = [(t, r) for t, r in free if taken.get(t.at, d.at) == d.at]
            free = [(t, r) for t, r in free if not acts(rel, r, d)]
            if {"では", "で"} <= {r for _, r in theirs}:
                free = [(t, r) for t, r in free if {rel, r} != {"では", "で"}]
            fitting = (t for t, r in free if fits(rel, r, turned, core, d) and self._phrase(d, t, q))
            found = next(fitting, None)
            if found is None and is_quantity(d):
                found = next((t for t in self._counted(theirs) if t.words == d.words), None)
            if found is None and is_timed(d):
                near = [x for x, _ in theirs if not x.predicate or x.mark.startswith("こと")]
                beside = (t for x in near for t, _ in dependents(x, self.shown))
                found = next((t for t in beside if same_way(d, t) and self._same(d, t)), None)
            if found is None:
                found = next((t for t, r in theirs if fits(rel, r, turned, core, d) and self._again(d, t)), None)
            by = rel in ("ことで", "で") and (self._effect(q) or d.action and q.head in FOUND_OUT)
            if found is None and by:
                found = next((t for t, r in theirs if r == "し" and self._phrase(d, t)), None)
            if found is None and rel == "ため" and d.predicate and self._is_end(d, q):
                continue
            if found is None and rel in _CAUSES and d.predicate and "過去" not in d.feats:
                found = next((t for t, r in theirs if r in ("ため", "から") and self._caused_by(d, t)), None)
            if found is None and d.head == "数" and len(d.words) > 1 and rel in SUBJECT and _COUNTED.match(s.head):
                found = next((t for t, r in theirs if r in SUBJECT and t.words == d.words[:-1]), None)
            if found is None and rel == "に" and is_timed(d):
                whose = (t for t, r in theirs if r == "の" and direct_first(t, q))
                found = next((t for t in whose if self._same(d, t)), None)  # 来年度の開始, 来年度に始める
            if found is None and (pairs := _WAYS.get(q.head)):
                found = next((t for t, r in theirs if frozenset((rel, r)) in pairs and self._phrase(d, t)), None)
            if found is None and d.action and not d.predicate:
                found = next((t for t, r in theirs if r == "し" and t.listed and self._phrase(d, t)), None)
            if found is None and rel in ("を", "が", "は", "の", "で", "に") and self._inside(d, q):
                continue
            if found is not None:
                used.add(found.at)
                taken[found.at] = d.at
            elif (rel == "並" or d.mark in ("と", "や")) and self._beside(d, q):
                continue
            elif not self._before_it(d, rel, s, theirs) and not (rel not in SUBJECT | {"を"} and self._near(d, q, rel)):
                return False
        if exchanged(s, self.said, taken):
            return False
        topics = [t for t, r in theirs if t.at in used and r in TOPICS]
        theirs = [(t, r) for t, r in theirs if not (r in TOPICS and any(before(t, x) for x in topics))]
        left = [(t, r) for t, r in theirs if t.at not in used and (direct_first(t, q) or (r in CORE and r != "を"))]
        members = [t for t, _ in theirs if t.at in used and t.mark in ("や", "と")]
        left = [
            (t, r) for t, r in left if not any(at == t.at and r in ("並", "列") for m in members for at, r in m.heads)
        ]
        if "過去" in feats_of(q, self.shown) and not q.feats & {"否定", "だ"}:
            left = [(t, r) for t, r in left if not (r == "は" and is_timed(t))]  # What was done in a year was done.
        return not any(self._limits(t, r, used) for t, r in left)

    def _of_another(self, t: Chunk, q: Chunk) -> bool:
        """Whether what の joins belongs to a noun that stands with the clause by itself."""
        first = t.heads[0][0] if t.heads else q.at
        return first != q.at and self.shown[first].mark in CORE | {"に", "で", "へ", "から"}

    def _caused_by(self, d: Chunk, t: Chunk) -> bool:
        """Whether an event by which something comes about is the cause that the quote gives (変更に伴い for
        変更したため)."""
        happened = t.predicate and t.head == d.head and t.feats - {"受身"} == {"過去"} and not d.feats - {"受身"}
        return happened and self._arguments(d, t, ("受身" in d.feats) != ("受身" in t.feats))

    def _counted(self, theirs: Sequence[Dependent]) -> Iterator[Chunk]:
        """The figures that stand at a clause's object or subject (4つの班を設ける for 班を4つ設ける)."""
        for t, rel in theirs:
            if rel in ("を", "が", "は") and not t.predicate:
                yield from (x for x, r in dependents(t, self.shown) if is_quantity(x) and r in ("の", "並", ""))

    def _before_it(self, d: Chunk, rel: str, s: Chunk, theirs: Sequence[Dependent]) -> bool:
        """Whether a subject is that of the sentence before, where the quote's own names none; so of an object that the
        statement names in the clause before."""
        own = SUBJECT | {"を"}
        if any(r in own and not is_timed(t) for t, r in theirs):
            return False
        if rel in SUBJECT and not is_timed(d) and any(c.mark == "は" and self._taken_up(d, c) for c in self.before):
            return True
        carried = rel in ("は", "が", "を") and not direct(d, s)
        return carried and any(c.mark == d.mark and self._same(d, c, self.before) for c in self.before)

    def _taken_up(self, d: Chunk, topic: Chunk) -> bool:
        """Whether a subject is the topic of the sentence before, be it with less of what narrows that."""
        mine = {w for c in subtree(d, self.said) for w in c.words} - {OWN}
        whole = {w for c in subtree(topic, self.before) for w in c.words}
        return d.words == topic.words and mine <= whole

    def _effect(self, q: Chunk) -> bool:
        """Whether a clause is what the one before brings about (鍵を導入し、手間を減らす), not a further deed
        (園路を広げ、広場を整備する)."""
        if q.feats & {"目指す", "実現", "可能化"} or q.head in LEADING_TO:
            return True
        if q.head not in EFFECTS:
            return False
        things = ["".join(t.words) for t, rel in dependents(q, self.shown) if rel in ("を", "の", "が", "は")]
        return "図る" in q.feats or any(QUALITIES.search(x) for x in (*things, "".join(q.words[:-1])))

    def _is_end(self, d: Chunk, q: Chunk) -> bool:
        """Whether a purpose is what the quote says that a clause brings about (導入し、短縮を図る for 短縮するため、
        導入する)."""
        for at, rel in q.heads:
            t = self.shown[at]
            brought = (rel == "ことで" or rel == "し" and self._effect(t)) and not _MEANWHILE.search(t.text)
            if not brought or not tells(t.head, d.head) or t.feats - {"受身", "可能化", *AIMS} or d.feats - {"受身"}:
                continue
            passive = ("受身" in d.feats) != ("受身" in t.feats)
            if certain(t, self.shown) and self._arguments(d, t, passive, means=q):
                return True
        return False

    def _again(self, d: Chunk, t: Chunk) -> bool:
        """Whether a phrase is the topic of the sentence before, which the quote takes up by its last word (端末)."""
        short = len(t.words) < len(d.words) and d.words[-len(t.words) :] == t.words
        return short and any(c.mark == "は" and self._same(d, c, self.before) for c in self.before)

    def _limits(self, t: Chunk, rel: str, used: Collection[int]) -> bool:
        """Whether a part of the quote that the statement leaves out says less than the rest alone; what is `used`
        within it is not left out."""
        if t.words == [OWN]:
            return False
        if t.predicate and rel == "が":
            return ONLY_IF.search(whole_text(t, self.shown)) is not None
        if rel in TOPICS and any(c.words == t.words and c.mark in TOPICS for c in self.said):
            return False
        if rel in CORE and not (t.predicate and rel == "も"):
            elsewhere = ("の", "は", "を", "が", "について") if len(self.said) > 1 else ("の",)
            return not any(t.head in c.words for c in self.said if c.mark in elsewhere)
        if t.predicate and rel in ("ため", "から") and not ON_TRIAL.search(t.text):
            return ONLY_IF.search(whole_text(t, self.shown)) is not None
        if rel == "し" and asserted(t, self.shown):
            return ONLY_IF.search(whole_text(t, self.shown)) is not None
        return LIMITS.search(whole_text(t, self.shown, frozenset(used))) is not None
