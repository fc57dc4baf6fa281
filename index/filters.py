"""What a search may return, with one meaning for every engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.model import Document, Passage


@dataclass(frozen=True, slots=True)
class Filter:
    """Restricts a search; the fields are joined by "and", the values of one field by "or".

    None leaves a field open, and an empty collection admits nothing, so that a list of permitted documents that
    happens to be empty never opens everything. Any collection may be given; it is kept as a sorted tuple.
    """

    documents: tuple[str, ...] | None = None
    municipalities: tuple[str, ...] | None = None
    years: tuple[int, ...] | None = None
    public_only: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "documents", _sorted(self.documents))
        object.__setattr__(self, "municipalities", _sorted(self.municipalities))
        object.__setattr__(self, "years", None if self.years is None else tuple(sorted(set(self.years))))

    @property
    def is_open(self) -> bool:
        """True when everything passes."""
        return self == Filter()

    @property
    def is_closed(self) -> bool:
        """True when nothing can pass, whatever the index holds."""
        return () in (self.documents, self.municipalities, self.years)


def _sorted(values: Iterable[str] | None) -> tuple[str, ...] | None:
    if isinstance(values, str):
        raise TypeError(f"a filter takes a collection of strings, not the string {values!r}")
    return None if values is None else tuple(sorted(set(values)))


@dataclass(frozen=True, slots=True)
class Facets:
    """The values of one passage that filters look at."""

    document: str
    municipality: str | None
    years: tuple[int, ...]
    public: bool


def facets(passage: Passage, document: Document) -> Facets:
    """A passage without a municipality or years of its own has those of its document."""
    municipality = passage.municipality or (document.municipality.code if document.municipality else None)
    years = passage.years
    if not years and document.years is not None:
        years = tuple(range(document.years[0], document.years[1] + 1))
    return Facets(document.id, municipality, tuple(sorted(set(years))), document.visibility == "public")


def admits(where: Filter | None, of: Facets) -> bool:
    """The meaning of a filter; the engines answer the same from their own fields."""
    if where is None:
        return True
    return (
        (where.documents is None or of.document in where.documents)
        and (where.municipalities is None or of.municipality in where.municipalities)
        and (where.years is None or not set(where.years).isdisjoint(of.years))
        and (of.public or not where.public_only)
    )
