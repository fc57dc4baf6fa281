"""An answer's text with its citations as Markdown links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation
from assistant.api.openai_models import Annotation, UrlCitation

_MARKER = re.compile(r"\[(\d+)\](?!\()")
_LINK = re.compile(r"\s?\[\[\d+\]\]\([^)\s]*\)")


def without_links(text: str) -> str:
    """What an earlier answer said before its links were put in."""
    return _LINK.sub("", text)


class Linked:
    """An answer's text with a link for every marker, and where the links stand; may be told statement by statement."""

    def __init__(self, base: str, lang: str) -> None:
        self.citations: list[Citation] = []
        self.annotations: list[Annotation] = []
        self._base = base.rstrip("/")
        self._lang = lang
        self._known: dict[int, Citation] = {}
        self._parts: list[str] = []
        self._length = 0
        self._told = ""

    @property
    def content(self) -> str:
        return "".join(self._parts)

    def statement(self, text: str, citations: Sequence[Citation]) -> str:
        """A line of the answer and the citations that are new with it; returns what that adds to the content."""
        line = f"\n{text}" if self._told else text
        return self._tell(line, citations)

    def finish(self, answer: Answer) -> str:
        """What the answer says beyond the statements told; returns what that adds to the content."""
        rest = answer.answer[len(self._told) :] if answer.answer.startswith(self._told) else ""
        added = self._tell(rest, answer.citations)
        return added + self._others()

    def _tell(self, text: str, citations: Sequence[Citation]) -> str:
        new = [replace(c, url=self._base + c.url) for c in citations if c.marker not in self._known]
        self.citations += new
        self._known |= {c.marker: c for c in new}
        self._told += text
        before, at = len(self._parts), 0
        for found in _MARKER.finditer(text):
            citation = self._known.get(int(found[1]))
            if citation:
                self._add(text[at : found.start()])
                self._add_link(citation)
                at = found.end()
        self._add(text[at:])
        return "".join(self._parts[before:])

    def _others(self) -> str:
        """Citations without a marker: the nearest passages to a question that could not be answered."""
        before = len(self._parts)
        marked = {int(found[1]) for found in _MARKER.finditer(self._told)}
        english = self._lang == "en"
        for i, citation in enumerate(c for c in self.citations if c.marker not in marked):
            opening = "\n\nSee also: " if english else "\n\n参考："
            self._add(opening if i == 0 else "; " if english else "、")
            self._add_link(citation)
            self._add(f" {citation.title} p. {citation.page}")
        return "".join(self._parts[before:])

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _add_link(self, citation: Citation) -> None:
        start = self._length
        self._add(f"[[{citation.marker}]]({citation.url})")
        place = UrlCitation(start_index=start, end_index=self._length, title=citation.title, url=citation.url)
        self.annotations.append(Annotation(url_citation=place))
