"""A chunk (bunsetsu) of a sentence: what belongs together, with its particle."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.analysis import Word


@dataclass(slots=True, eq=False)
class Chunk:
    """`words` in dictionary form, the last one the head; `mark` the particle behind them. A predicate has `feats`
    (negation, tense, voice, modality) and a `form`: end, adn (before a noun), and (し、て) or sub (ば, のに). A nominal
    one (導入により) has what の joins to it only; a `listed` one (点検や修繕を行う) shares what stands before it with
    the next."""

    at: int
    words: list[str] = field(default_factory=list)
    mark: str = ""
    comma: bool = False
    predicate: bool = False
    action: bool = False
    nominal: bool = False
    listed: bool = False
    form: str = ""
    feats: set[str] = field(default_factory=set)
    text: str = ""
    stem: str = ""
    last: str = ""
    heads: list[tuple[int, str]] = field(default_factory=list)
    within: int | None = None

    @property
    def head(self) -> str:
        return self.words[-1] if self.words else ""


def form_of(w: Word) -> str:
    if w.form.startswith("連用形"):
        return "and"
    return "sub" if w.form.startswith(("仮定形", "命令形")) else "end"
