"""What a reader composes before the gate: statements, each with the units that prove it."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.answer import Coverage, Kind, Verdict
from assistant.units import Unit


@dataclass(frozen=True, slots=True)
class Statement:
    """`derived` are numbers that follow from the units by arithmetic which `text` shows. What a language model wrote
    (`written`) is held to more than what a composer took from its units; `sentences` are then, for each unit, the
    whole units that its quote was cut from."""

    text: str
    units: tuple[Unit, ...] = ()
    derived: tuple[str, ...] = ()
    written: bool = False
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a set, before its markers are known."""

    name: str
    code: str | None
    status: str | None
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    subject: str
    values: tuple[tuple[str, Unit], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    kind: Kind
    statements: tuple[Statement, ...]
    members: tuple[Member, ...] = ()
    coverage: Coverage | None = None
    verdict: Verdict | None = None
    abstained: bool = False
    nearest: tuple[Unit, ...] = ()
    disagreements: tuple[Disagreement, ...] = field(default=())
    evidence: tuple[Unit, ...] = ()
