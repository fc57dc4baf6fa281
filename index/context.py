"""What stands around a passage and helps to find it: plan, municipality, headings, measure."""

from __future__ import annotations

from ingest.model import Document, Municipality, Passage


def context_text(passage: Passage, document: Document, municipality: Municipality | None) -> str:
    """The lines of the lexical index's context fields, which weigh less than the passage itself."""
    names = (municipality.prefecture, municipality.name) if municipality else ()
    return "\n".join(dict.fromkeys((document.title, *names, *passage.headings, passage.measure or "")))


def embedding_text(passage: Passage) -> str:
    """What is embedded for a passage: innermost heading and measure, where its text lacks them, then the text."""
    ahead = dict.fromkeys((*passage.headings[-1:], passage.measure or ""))
    return "\n".join([line for line in ahead if line and line not in passage.text] + [passage.text])
