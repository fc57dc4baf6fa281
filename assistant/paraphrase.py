"""Whether a Japanese statement says what a quote says in other order and form: clause by clause, each predicate with
its own subject, object and circumstances, nothing that limits them left out.

Compares chunks (`clauses`). A sentence is held when every clause that it asserts is found among those that one sentence
of the quote asserts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.clause_comparison import Comparison
from assistant.clause_relations import OWN, Chunks, asserted, reached_from
from assistant.clause_words import ACTORS, ALONE, FURTHER, JUNK, REPORTED, TURNED
from assistant.clauses import sentences_of
from assistant.introduced import told_of_introduced
from assistant.nominal_sentences import same_said
from assistant.proof import goes_on, unheaded
from assistant.spelled_out import spelled_out
from assistant.subsidies import implied
from ingest.normalise import fold, squash, view

_NUMBERED = re.compile(r"^\s*[\d０-９]{1,2}[-－‐−][\d０-９]{1,2}[ \u3000]+[^\s。、]{2,24}[ \u3000]+(?=[^\s].{9})")
#: An action and, apart from it, a verb that says that it is done.
_AFAR = re.compile(r"[一-龥ァ-ヴー][をが][^。はがを]{2,30}(?:行[うわいえっ]|実施|でき|出来)")
#: A measure's number, and what its name says is done with its thing.
_CODE = re.compile(r"^(?:施策|取組|事業)?(?:\d+(?:[-－.]\d+)*|[①-⑳])[)）.]?\s*")
_MEASURE = re.compile(
    r"(?:の|に係る)?(?:(?:導入|整備|構築|更新|再編|拡充|拡大|設置|増設|運営|運行|開設|開催|実施|活用|利用|普及|強化|充実|見直し|改修|推進|促進|支援|対策)"
    r"+(?:の?(?:推進|促進|支援|拡大))?(?:事業|取組)?|事業|取組)$"
)
#: An item of a list, and one that says what is done without its verb (窓口に端末を配置).
_ITEM = re.compile(r"(?<=[^、,\s])[ \t\r]*\n\s*(?=[・•●○◆■□✓⚫])|(?<=[るすくうたいぶむ）)」】])\s+(?=[①-⑳]\s?[^\s①-⑳])")
_VERBLESS = re.compile(r"([^。]*[を]([^。を]*[一-龥ァ-ヴー]))(?=。|$)")
#: How a line begins that goes on with the one before: a particle or the end of a word.
_KANA = re.compile(r"[、。]|[ぁ-ん](?=[^ぁ-んァ-ヴー]|$)|[ぁ-ん]{2}")
_PARAGRAPH = re.compile(r"(?<=[^ぁ-ん、,\s])[ \t\r]*\n[ \t\r]*\n\s*")


def held(sentence: str, quotes: Sequence[str], owners: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a sentence, said of its owner, follows from one sentence of one of the quotes. `names` (measures,
    headings) may stand before it."""
    if any(not any(word in quote for quote in quotes) for word in ALONE.findall(sentence)):
        return False
    shown: list[tuple[Chunks, Chunks]] = []
    for quote in quotes:
        plain = _owned(_cells(_unheaded(_ITEM.sub("。", _apart(quote)), names)), owners)
        if "\t" not in quote:
            plain = _VERBLESS.sub(_with_verb, plain)
        for afar in (False, True) if _AFAR.search(plain) else (False,):
            own = sentences_of(plain, afar=afar)
            shown += zip(own, ((), *own), strict=False)
        told = (*implied(fold(plain)), *spelled_out(quote, "\n".join(names), sentence), *told_of_introduced(plain))
        for other in told:
            shown += [(chunks, ()) for chunks in sentences_of(_owned(other, owners).removeprefix(OWN))]
    plains = (_plain(sentence, owners, ()), _plain(sentence, owners, (*names, *_subjects(sentence, quotes))))
    for plain in dict.fromkeys(form for p in plains for form in (p, *same_said(p))):
        for afar in (False, True) if _AFAR.search(plain) else (False,):
            said = () if JUNK.search(plain) else sentences_of(plain, said=True, afar=afar)
            if said and all(_stated(s, shown) for s in said):
                return True
    return False


def _stated(said: Chunks, shown: Sequence[tuple[Chunks, Chunks]]) -> bool:
    """Whether every clause of a sentence is stated, and every word of it belongs to one of them."""
    # What something is done by is compared with what is done.
    roots = [c for c in said if asserted(c, said) and not (c.mark == "ことで" and c.nominal and c.heads)]
    reached = {c.at for root in roots for c in reached_from(root, said)}
    if any(c.at not in reached for c in said if c.words != [OWN]) or any("体言" in c.feats for c in roots):
        return False
    return bool(roots) and all(any(Comparison(said, q, before).states(s) for q, before in shown) for s in roots)


def _unheaded(quote: str, names: Sequence[str]) -> str:
    """A quote in its normal form without the heading and the number that stand before its sentence."""
    quote = _NUMBERED.sub("", quote)
    text = view(_PARAGRAPH.sub(_ended, unheaded(quote, names)))
    text = re.sub(r"^[^。]{0,40}】(?=.{6})", "", text)
    return re.sub(r"^[\s・•●○◎■□◆⚫✓-]*(?:[(（]?\d{1,2}[)）.]|[①-⑳])?\s*", "", text)


def _ended(gap: re.Match[str]) -> str:
    """A stop for an empty line, none where a word goes on behind it: some pages have one between all lines."""
    before, behind = gap.string[: gap.start()].rpartition("\n")[2], gap.string[gap.end() :].partition("\n")[0]
    return "\n" if goes_on(before, behind) or _KANA.match(behind) else "。"


def _cells(quote: str) -> str:
    """A quote whose row of a name and a figure is a sentence (事業費 4,950千円, 目標:6件)."""
    quote = re.sub(r"(?<=[一-龥ァ-ヴー]{2})[:：]\s?(?=\d)", "は", quote)
    return re.sub(r"([一-龥ァ-ヴー]{2,12})[\t ]+(?=\d[\d,.]*(?:千|万|百万|億)?円)", r"\1は", quote)


def _apart(quote: str) -> str:
    """A quote with a row's cells that read as sentences parted from the others."""
    return re.sub(r"\t([^\t\n]{14,}(?:[るすくう]|した))。?(?=\t|$)", r"。\1。", quote)


def _with_verb(item: re.Match[str]) -> str:
    """An item with する, where its last word is an action."""
    chunks = sentences_of(item[0])
    last = chunks[-1][-1] if chunks else None
    acts = last is not None and last.action and last.feats == {"体言"} and last.form == "end"
    return item[0] + "する" if acts and any(c.mark == "を" for c in chunks[-1]) else item[0]


def _subjects(sentence: str, quotes: Sequence[str]) -> Iterator[str]:
    """What a statement says that it is about, where a quote of several sentences begins with that."""
    m = re.search(r"(?:^|[はで]、)(?P<about>[^、。はがを]{4,30})について(?:は)?、", sentence)
    if m and any("。" in q.rstrip("。") and squash(q).startswith(squash(m["about"])) for q in quotes):
        yield m["about"]


def _owned(text: str, owners: Sequence[str]) -> str:
    for owner in sorted(owners, key=len, reverse=True):
        text = text.replace(owner, OWN)
    return text


@lru_cache(maxsize=4096)
def _thing(name: str) -> str:
    """What a measure is about by its name (4-2 水位計の設置事業: 水位計); nothing where that acts."""
    bare = _CODE.sub("", re.sub(r"[(（【].*", "", name.split("\n")[0])).strip()
    thing = _MEASURE.sub("", bare)
    return thing if thing != bare and 4 <= len(thing) <= 20 and not ACTORS.search(thing) else ""


def _plain(sentence: str, owners: Sequence[str], names: Sequence[str]) -> str:
    """A sentence without what frames it: whose it is, that the plan says so, the measure's name before it."""
    text = _owned(sentence.strip().lstrip("・-"), owners)
    text = re.sub(r"^(?:はい|いいえ)[、。]", "", text)
    text = re.sub(rf"^{OWN}の(?:計画|プラン|方針|戦略|資料|文書)(?:では|には|によると|によれば)[、]?", "", text)
    text = re.sub(rf"^{OWN}(?:では|においては|は|の|:|：)、?", "", text)
    known = {n for name in names for n in (name, _owned(name, owners)) if len(n) >= 3}
    for name in sorted(known, key=len, reverse=True):
        text = re.sub(rf"^(?:{OWN}の?)?「?{re.escape(name)}」?(?:では|は|として|について|の|:|：)、?", "", text)
    for thing in sorted({t for n in names if (t := _thing(n))}, key=len, reverse=True):
        # 水位計は…を取り除く would say that it does so itself.
        text = re.sub(rf"^「?{re.escape(thing)}」?(?:では|については?|は(?!.*を))、?", "", text)
    text = FURTHER.sub("", REPORTED.sub("", text.rstrip("。")))
    if text != (text := re.sub(r"^([^。]+)。これは、?([^。]+ため)(?:です|である)$", r"\2、\1", text)):
        text = re.sub(rf"(?<=ため、){OWN}(?:では|は|が)、?", "", text)
    for pattern, turned in TURNED:
        text = pattern.sub(turned, text)
    return text
