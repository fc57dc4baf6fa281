"""The things that a question over municipalities asks the use or the being of, and whether anybody has them: a noun of
several words whose parts only stand apart is another thing (動物園 is no 動物 and 保育園)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import permutations

from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import TermReader
from assistant.understanding.topics import EXCLUSION
from ingest.normalise import fold, squash

_ASKED = re.compile(
    r"(?:に(?:取り組|力を入れ)|が(?:ある|使える|でき)|のある|を(?:や[っるり]|行|おこな|実施|進め|推進|整備|設け|開|導入|入れ|使|活用|利用|設置"
    r"|つく|作|始め|支援|提供|運[行営用]|予定|計画|検討|扱|助成|支給))"
)
_CHARACTER = r"[一-龥々ァ-ヴーA-Za-z0-9]"
_NOUN = re.compile(rf"(?<!{_CHARACTER}){_CHARACTER}{{3,}}(?:の{_CHARACTER}{{2,}})?$")
#: How far the parts of a noun may stand from each other, and how many there may be.
_APART, _MOST = 8, 3
#: Weight up to which a word names nothing by itself.
_WEAK = 0.2


def nobodys(question: Question, scope: Scope, found: Iterable[Evidence]) -> bool:
    """Whether a thing that a Japanese question asks for stands nowhere in the evidence, by no name known for it."""
    asked = (
        []
        if question.english or question.quoted
        else list(_things(fold(EXCLUSION.sub(" ", question.text)), scope.finder.reader))
    )
    if not asked:
        return False
    passages = {e.passage.id: e.passage for e in found}.values()
    texts = [scope.finder.context_of(p).squashed + scope.finder.haystack(p.text).squashed for p in passages]
    return any(not any(thing.search(text) for text in texts) for thing in asked)


def _things(text: str, reader: TermReader) -> Iterator[re.Pattern[str]]:
    """For each thing, what finds it: its names, or its parts near each other."""
    for match in _ASKED.finditer(text):
        noun = _NOUN.search(text[: match.start()])
        words = [w for w in reader.analyser.words(noun.group()) if not w.pos.startswith("助詞")] if noun else []
        if noun is None or not 2 <= len(words) <= _MOST or any(reader.rarity(w.lemma) <= _WEAK for w in words):
            continue
        lexicon, name = reader.lexicon, noun.group()
        official = lexicon.everyday.get(tuple(w.lemma for w in words), ())
        names = (name, *lexicon.synonyms(name), *lexicon.narrower(name), *official)
        parts = [_either([w.surface, *lexicon.synonyms(w.surface)]) for w in words]
        near = (f".{{0,{_APART}}}".join(order) for order in permutations(parts))
        yield re.compile("|".join([_either(names), *near]), re.DOTALL)


def _either(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(squash(word)) for word in words if word)})"
