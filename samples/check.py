#!/usr/bin/env python3
"""Check the samples: gold questions against the page texts, municipalities against the national list.

    python samples/check.py [GOLD.jsonl ...] [--national municipalities.csv]

Every evidence quote must stand on its page (white space aside), every `must_include` group must have an alternative in
the gold answer, identifiers must be unique, and no invented municipality may bear the name of a real one.
"""

import argparse
import csv
import json
import re
import sys
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2

HERE = Path(__file__).resolve().parent
TYPES = {
    *("number", "date", "fact", "yesno", "definition", "list", "count", "rank", "compare", "claim", "how"),
    *("timeline", "followup", "unanswerable"),
}
PERSONAS = {"staff", "citizen", "evaluator"}
VERDICTS = {"supported", "contradicted", "not_found"}
ENCODINGS = ("utf-8", "cp932")


def read_text(path: Path) -> str:
    """A text file in the first of ENCODINGS that fits."""
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{path.name}: neither of {ENCODINGS}")


def pages_of(path: Path) -> list[str]:
    """The text of each page of a sample."""
    if path.suffix == ".txt":
        return read_text(path).split("\f")
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def squeeze(text: str) -> str:
    """Text without white space, as quotes are compared."""
    return re.sub(r"\s+", "", text)


def folded(text: str) -> str:
    """Text as answers are compared: NFKC, lower case, no white space, commas or middle dots."""
    return re.sub(r"[\s,、，・･]+", "", unicodedata.normalize("NFKC", text).casefold().replace("〇", "○"))


def item_faults(item: dict[str, Any], pages: dict[str, list[str]]) -> list[str]:
    """What is wrong with one gold question."""
    faults = []
    if item["type"] not in TYPES or item["persona"] not in PERSONAS or item["lang"] not in {"ja", "en"}:
        faults.append("unknown type, persona or language")
    if item["type"] == "claim" and item.get("verdict") not in VERDICTS:
        faults.append("a claim without a verdict")
    if item["type"] == "followup" and not item.get("history"):
        faults.append("a follow-up without history")
    for group in item["must_include"]:
        if item["lang"] == "ja" and not any(folded(alternative) in folded(item["answer"]) for alternative in group):
            faults.append(f"gold answer lacks {group}")
    for evidence in item["evidence"]:
        document = pages.get(evidence["doc"], [])
        page = document[evidence["page"] - 1] if 0 < evidence["page"] <= len(document) else ""
        if squeeze(evidence["quote"]) not in squeeze(page):
            faults.append(f"not on {evidence['doc']} page {evidence['page']}: {evidence['quote'][:40]!r}")
    return faults


def gold_faults(path: Path, pages: dict[str, list[str]]) -> list[str]:
    """The faults of one gold file; prints its counts by type, persona and language."""
    items = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for key in ("type", "persona", "lang"):
        print(f"{path.name} {key}: {dict(Counter(item[key] for item in items).most_common())}")
    faults = [f"{item['id']}: {fault}" for item in items for fault in item_faults(item, pages)]
    return faults + [f"{name}: used twice" for name, n in Counter(item["id"] for item in items).items() if n > 1]


def manifest_faults(manifest: dict[str, Any], national: Path | None) -> list[str]:
    """Files that are missing, municipalities that are not declared, and names that are real."""
    declared = {entry["name"] for entry in manifest["municipality"]}
    faults = [f"{d['file']}: missing" for d in manifest["document"] if not (HERE / d["file"]).exists()]
    faults += [
        f"{d['municipality']}: undeclared" for d in manifest["document"] if {d.get("municipality")} - {None} - declared
    ]
    if national:
        with national.open(encoding="utf-8-sig", newline="") as file:
            real = {name for row in csv.DictReader(file) for name in (row["name"], row["prefecture"])}
        faults += [f"{name}: is a real municipality" for name in sorted(declared & real)]
    return faults


def main() -> int:
    """Command line entry point; 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path, default=[HERE / "gold.jsonl"])
    parser.add_argument("--national", type=Path, help="CSV of real municipalities with columns name and prefecture")
    arguments = parser.parse_args()
    manifest = tomllib.loads((HERE / "documents.toml").read_text("utf-8"))
    pages = {Path(d["file"]).stem: pages_of(HERE / d["file"]) for d in manifest["document"]}
    faults = manifest_faults(manifest, arguments.national)
    for path in arguments.gold:
        faults += gold_faults(path, pages)
    print("\n".join(faults) or "no faults")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
