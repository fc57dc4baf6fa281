"""Questions to begin with, made from what is indexed: its municipalities, measures, figures and terms. Each one has
been put to the engine, and only those that it answers with proof are given."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.answer import Answer, Request
from assistant.wording import SERIES, year
from index.lexicon import default_lexicon
from ingest.errors import InputError
from ingest.model import Document, Municipality, Passage, Record
from ingest.normalise import squash, view

Lang = Literal["ja", "en"]
#: Questions given, of one kind at most, and candidates of one kind that are tried.
GIVEN, OF_A_KIND, TRIED = 8, 2, 6
#: Documents that are read for them, spread over the whole index.
READ = 30

_TERM = re.compile(r"[ァ-ヴー]{5,}|[A-Z][A-Za-z]{2,}")
_NAME = re.compile(r"[^\W\d_](?:[^\W_]|[・ー])*(?:事業|推進|導入|整備|活用|拡大|拡充|充実|強化|支援|構築|開催|促進)")
_WORDS: Mapping[str, Mapping[Lang, str]] = {
    "set": {"ja": "{term}に取り組む自治体はどこですか？", "en": "Which municipalities work on {term}?"},
    "population": {"ja": "{owner}の人口は何人ですか？", "en": "What is the population of {owner}?"},
    "compare": {
        "ja": "{owner}と{other}では、どちらの人口が多いですか？",
        "en": "Which has the larger population, {owner} or {other}?",
    },
    "value": {"ja": "{owner}の{name}の{when}の{series}は？", "en": "What is the {when} {series} of {name} in {owner}?"},
    "measure": {"ja": "{owner}の「{name}」では何をしますか？", "en": "What does {owner} do in “{name}”?"},
    "definition": {"ja": "{term}とは何ですか？", "en": "What does “{term}” mean?"},
    "claim": {"ja": "{owner}の人口は{value}である。", "en": "The population of {owner} is {value}."},
}


class Readable(Protocol):
    """What is read of a catalogue (`index.catalogue.Catalogue`)."""

    def documents(self, public_only: bool = ...) -> Sequence[Document]: ...
    def municipalities(self, public_only: bool = ...) -> Sequence[Municipality]: ...
    def records(self, kind: str | None = ..., *, document: str | None = ...) -> Sequence[Record]: ...
    def passages_of(self, document: str, /) -> Sequence[Passage]: ...


@dataclass(frozen=True, slots=True)
class Example:
    question: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question with what an answer must show to be given as an example."""

    question: str
    kind: str
    holds: Callable[[Answer], bool]


def examples(catalogue: Readable, answer: Callable[[Request], Answer], lang: Lang, internal: bool) -> list[Example]:
    """Up to `GIVEN` questions, of different kinds and municipalities, in an order that is the same every time."""
    kinds = [list(_tried(c, answer, lang, internal)) for c in _Maker(catalogue, lang, not internal).candidates()]
    rounds = [kind[i] for i in range(OF_A_KIND) for kind in kinds if i < len(kind)]
    return rounds[:GIVEN]


def _tried(
    candidates: Iterable[_Candidate], answer: Callable[[Request], Answer], lang: Lang, internal: bool
) -> Iterator[Example]:
    """The first `OF_A_KIND` candidates whose answers hold."""
    given = 0
    for i, candidate in enumerate(candidates):
        if i == TRIED or given == OF_A_KIND:
            return
        try:
            found = answer(Request(question=candidate.question, lang=lang, internal=internal))
        except InputError:
            continue
        if found.citations and not found.abstained and candidate.holds(found):
            given += 1
            yield Example(candidate.question, candidate.kind)


class _Maker:
    def __init__(self, catalogue: Readable, lang: Lang, public_only: bool) -> None:
        self._catalogue = catalogue
        self._lang = lang
        documents = catalogue.documents(public_only)
        self._documents = [d.id for d in documents[:: -(-len(documents) // READ) or 1]]
        self._owners = {m.code: m for m in catalogue.municipalities(public_only)}

    def candidates(self) -> list[Iterator[_Candidate]]:
        return [self._sets(), self._values(), self._measures(), self._claims(), self._definitions(),
                self._populations(), self._comparisons()]  # fmt: skip

    def _ask(self, template: str, kind: str, holds: Callable[[Answer], bool], **fields: str) -> _Candidate:
        return _Candidate(_WORDS[template][self._lang].format(**fields), kind, holds)

    def _name(self, record: Record) -> str:
        owner = self._owners[record.municipality or ""]
        return romanised(owner) if self._lang == "en" and owner.romaji else owner.name

    def _worded(self, term: str) -> str | None:
        """The term in the language of the questions, where it has a name there."""
        return term if self._lang == "ja" else default_lexicon().in_english(term)

    def _records(self, kind: str) -> list[Record]:
        """Those of a known municipality, each municipality in turn, so that the examples are not all of one plan."""
        by_owner = defaultdict(list)
        for r in (r for id in self._documents for r in self._catalogue.records(kind, document=id)):
            if r.municipality in self._owners:
                by_owner[r.municipality].append(r)
        return _in_turn(list(by_owner.values()))

    def _sets(self) -> Iterator[_Candidate]:
        """Terms in the names of measures of several municipalities, those first that are a topic rather than a word:
        that stand in names nearly as often as in texts."""
        owners: dict[str, set[str]] = defaultdict(set)
        texts: Counter[str] = Counter()
        for p in (p for id in self._documents for p in self._catalogue.passages_of(id)):
            texts.update(set(_TERM.findall(view(p.text))))
            for term in _TERM.findall(view(p.measure or "")) if p.municipality else ():
                owners[term].add(p.municipality or "")
        shared = [t for t, codes in owners.items() if 2 <= len(codes) <= 0.8 * len(set().union(*owners.values()))]
        for term in sorted(shared, key=lambda t: (-len(owners[t]) / (texts[t] + 1), t)):
            if name := self._worded(term):
                yield self._ask("set", "set", lambda a: sum(e.code is not None for e in a.entities) >= 2, term=name)

    def _values(self) -> Iterator[_Candidate]:
        seen = set()
        for r in (r for kind in ("indicator", "cell") for r in self._records(kind)):
            name = view((r.attribute if r.kind == "indicator" else r.measure) or "").split("(")[0].strip()
            stated = r.number is not None and r.series and r.fiscal_year and _is_name(name)
            if not stated or (r.municipality, name) in seen or not (worded := self._worded(name)):
                continue
            seen.add((r.municipality, name))
            holds = _shows(r.value)
            when, series = year(r.fiscal_year or 0, self._lang), SERIES[self._lang][r.series or ""]
            yield self._ask("value", "value", holds, owner=self._name(r), name=worded, when=when, series=series)

    def _measures(self) -> Iterator[_Candidate]:
        for r in self._records("measure"):
            name = view(r.measure or "")
            if 6 <= len(name) <= 30 and _NAME.fullmatch(name):
                holds = _about(self._owners[r.municipality or ""], name)
                yield self._ask("measure", "measure", holds, owner=self._name(r), name=name)

    def _definitions(self) -> Iterator[_Candidate]:
        for r in self._records("definition"):
            term, meaning = view(r.attribute), squash(r.value)
            if _is_name(term) and len(meaning) >= 15 and meaning.endswith("。"):
                yield self._ask("definition", "definition", _says(meaning[:12]), term=term)

    def _populations(self) -> Iterator[_Candidate]:
        for r in self._headers():
            yield self._ask("population", "value", _shows(r.value), owner=self._name(r))

    def _comparisons(self) -> Iterator[_Candidate]:
        headers = self._headers()
        for one, other in zip(headers[1::2], headers[2::2], strict=False):
            holds = _says(*(self._owners[r.municipality or ""].name for r in (one, other)))
            yield self._ask("compare", "compare", holds, owner=self._name(one), other=self._name(other))

    def _claims(self) -> Iterator[_Candidate]:
        for r in reversed(self._headers()):
            value = view(r.value) if self._lang == "ja" else re.sub(r"[^\d,]", "", view(r.value))
            yield self._ask("claim", "claim", lambda a: a.verdict == "supported", owner=self._name(r), value=value)

    def _headers(self) -> list[Record]:
        """One population a municipality."""
        found: dict[str, Record] = {}
        for r in self._records("header"):
            if r.attribute == "人口" and r.number and r.municipality:
                found.setdefault(r.municipality, r)
        return list(found.values())


_KINDS = {"市": "City", "町": "Town", "村": "Village", "区": "Ward", "県": "Prefecture", "府": "Prefecture", "都": ""}


def romanised(owner: Municipality) -> str:
    """「汐崎市」 as an English text has it: Shiozaki City."""
    return f"{owner.romaji.capitalize()} {_KINDS.get(owner.name[-1], '')}".strip()


def _shows(value: str) -> Callable[[Answer], bool]:
    digits = re.sub(r"[^\d.,]", "", view(value).split("(")[0])
    return lambda a: digits in view(a.answer)


def _says(*words: str) -> Callable[[Answer], bool]:
    return lambda a: all(w in squash(a.answer) for w in words)


def _about(owner: Municipality, name: str) -> Callable[[Answer], bool]:
    wanted = squash(name)
    return lambda a: all(c.municipality == owner.name for c in a.citations) and wanted in squash(a.answer)


def _is_name(text: str) -> bool:
    return 3 <= len(text) <= 25 and re.fullmatch(r"[^\W\d_](?:[^\W_]|[・ー])*", text) is not None


def _in_turn(groups: list[list[Record]]) -> list[Record]:
    longest = max(map(len, groups), default=0)
    return [group[i] for i in range(longest) for group in groups if i < len(group)]
