"""Titles of plans in questions (…の「環境基本計画」では): they say where to look, and not what is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.model import Document, Municipality
from ingest.normalise import squash

#: The shortest title, and the part of one, that is told in a question.
SHORTEST = 5
_TITLE = re.compile(
    r"(?:第[0-9一二三四五六七八九十]+[次期])?[「『]?(?:第[0-9一二三四五六七八九十]+[次期])?"
    r"(?P<title>[^「」『』、。?\s]{3,40}?(?:計画|プラン|戦略|ビジョン|大綱|方針|指針|構想|一覧|プログラム))(?:\([^()]*\))?[」』]?"
    r"(?P<behind>には?|では?|において|における|によると|によれば|による|の|は)、?"
)
#: What stands behind a title where it is the source alone.
_SOURCE = re.compile(r"では|において|における|によ")


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of documents, without signs, with whose plan each is."""

    known: tuple[tuple[str, Municipality | None], ...] = ()

    @staticmethod
    def of(documents: Iterable[Document]) -> Titles:
        return Titles(tuple((_bare(d.title), d.municipality) for d in documents))

    def without(self, text: str, source_only: bool) -> tuple[str, Municipality | None]:
        """A normalised text without the title in it, and whose plan has that title where only one does; the text as it
        is where it names none, or, with `source_only`, asks about the plan itself (の, は)."""
        for found in _TITLE.finditer(text):
            title = _bare(found["title"])
            owners = [owner for known, owner in self.known if len(title) >= SHORTEST and title in known]
            if owners and (not source_only or _SOURCE.match(found["behind"])):
                owner = owners[0] if len(owners) == 1 else None
                return f"{text[: found.start()]} {text[found.end() :]}", owner
        return text, None


def _bare(title: str) -> str:
    return re.sub(r"\W", "", squash(title))
