"""What the extractive answers share: the finder, who is covered, and how units and municipalities are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence, Finder
from assistant.understanding.body_kinds import ANY, BELOW, CITIES, kinds_asked, without_prefecture
from assistant.understanding.question import Question
from assistant.understanding.terms import Haystack
from assistant.units import Unit, shortened
from assistant.wording import about
from ingest.model import Document, Municipality, Record
from ingest.normalise import squash, squash_with_map, unify_radicals, view


@dataclass(frozen=True, slots=True)
class Scope:
    """One question's view of a generation: only the documents that the asker may see."""

    finder: Finder
    documents: tuple[Document, ...]
    covered: dict[str, Municipality]
    public_only: bool

    @property
    def books(self) -> frozenset[str]:
        """Documents of several municipalities' projects, which questions about a grant mean."""
        return frozenset(d.id for d in self.documents if d.municipality is None)

    def owner_name(self, unit: Unit) -> str | None:
        owner = self.covered.get(unit.passage.municipality or "")
        return owner.name if owner else None

    def say(self, unit: Unit, lang: str) -> str:
        return about(unit, self.owner_name(unit), lang)

    def trimmed(self, unit: Unit, question: Question) -> Unit:
        return shortened(unit, [t.text for t in sorted(question.terms.terms, key=lambda t: -t.weight)])

    def municipalities_in_scope(self, question: Question) -> list[Municipality]:
        """Those that a set question examines: the named ones, or all of the prefectures named, or all."""
        if question.municipalities and not question.everyone:
            return list(question.municipalities)
        named = question.codes if any(not m.is_prefecture for m in question.municipalities) else frozenset()
        covered = [m for m in self.covered.values() if m.code not in question.without]
        found = [m for m in covered if m.prefecture in question.prefectures or m.code in named] or covered
        without = [m for m in found if not m.is_prefecture or m.code in named]
        found = without if without and _below_prefecture(question.text) else found
        kinds = kinds_asked(question.text)
        own = [m for m in found if m.name[-1] in kinds or m.code in named]
        return own if own and kinds not in (ANY, BELOW, CITIES) else found

    def record_unit(self, record: Record) -> Unit | None:
        """The unit of a record's span, for citing it."""
        passage = self.finder.passage_at(record.document, record.page, record.start, record.end)
        if passage is None:
            return None
        text = view(passage.text[record.start - passage.start : record.end - passage.start])
        return Unit(passage, record.start, record.end, text, record.kind, (record,))

    def printed(self, name: str, unit: Unit) -> str:
        """A measure's name as its passage prints it, width and all, without line ends; as given if it is not found."""
        found = squash_with_map(unit.passage.text).find(name)
        printed = unify_radicals(unit.passage.text[found[0] : found[1]]) if found else name
        return re.sub(r"\s*\n\s*|\t", "", printed)

    def records(self, question: Question, kind: str, shared: bool = False) -> list[Record]:
        """Records of a kind in the question's documents and municipalities, in reading order; with `shared` also what
        stands in those documents under no municipality's name."""
        codes = question.codes if not question.everyone else frozenset()
        out: list[Record] = []
        for document in self.documents:
            if question.documents and document.id not in question.documents:
                continue
            for page in self.finder.records_of(document.id).values():
                own = (r for r in page if r.kind == kind and r.municipality not in question.without)
                out.extend(
                    r for r in own if not codes or r.municipality in codes or (shared and r.municipality is None)
                )
        return out

    def best_layers(self, evidence: Evidence) -> list[Haystack]:
        finder = self.finder
        return [
            finder.haystack(evidence.unit.text),
            finder.haystack(evidence.passage.text),
            finder.context_of(evidence.passage),
        ]


def _below_prefecture(text: str) -> bool:
    """Whether a question asks for cities, towns or villages alone: a prefecture is none of them."""
    asked = re.search(
        r"市町村|市区町村|市町|(?:どこの|どの|の|何|各)[市町村](?![一-龥])|(?<=[ぁ-ん])[市町村](?=[はをがも、？?]|って|$)"
        r"|\bcit(?:y|ies)\b|\btowns?\b",
        text,
        re.IGNORECASE,
    )
    wider = re.search(
        r"自治体|都道府県|県(?:の?分)?(?:や|と|及び|および|並びに|も|を?含[むめ](?!ず|な))"
        r"|municipalit|prefectures?\b(?! of)",
        text,
        re.IGNORECASE,
    )
    return (asked is not None and wider is None) or without_prefecture(text)


def distinct(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Without units that overlap a better one or repeat its words."""
    kept: list[Evidence] = []
    by_page: dict[tuple[str, int], list[Unit]] = {}
    said: set[str] = set()
    for e in evidence:
        unit, text = e.unit, squash(e.unit.text)
        same = by_page.setdefault((unit.passage.document, unit.passage.page), [])
        if text not in said and not any(k.start < unit.end and unit.start < k.end for k in same):
            kept.append(e)
            same.append(unit)
            said.add(text)
    return kept
