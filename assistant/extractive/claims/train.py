"""Learns `likelihood.json`: `python -m assistant.extractive.claims.train HOME FILE… [HOME FILE…]`.

A HOME is a folder with an index, the files behind it are gold questions (as `keikaku eval` reads them) over its plans;
their claims that are supported or not found are learned from. Needs the extra `training`. Prints the share told rightly
in a cross-validation of eight parts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.answer import Request
from assistant.engine import Engine
from assistant.extractive.claims.judgement import topical
from assistant.extractive.claims.likelihood import READ, WEIGHTS, features
from index.embedding.encoder import Encoder
from index.generation import open_current

STRENGTH, PARTS = 0.3, 8


def main(arguments: Sequence[str]) -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    rows, said = [], []
    home = Path()
    for argument in map(Path, arguments):
        if argument.is_dir():
            home = argument
            continue
        for values, supported in _read(home, argument):
            rows.append(values)
            said.append(supported)
    names = list(rows[0])
    table, wanted = np.array([[row[n] for n in names] for row in rows]), np.array(said)
    spread = table.std(axis=0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=STRENGTH, max_iter=1000, fit_intercept=True)
    folds = StratifiedKFold(PARTS, shuffle=True, random_state=0)
    told = cross_val_predict(model, table / spread, wanted, cv=folds)
    print(f"{(told == wanted).mean():.3f} of {len(wanted)} claims, {PARTS} parts")
    model.fit(table / spread, wanted)
    weights = dict(zip(names, (model.coef_[0] / spread).round(3).tolist(), strict=True))
    weights[""] = round(float(model.intercept_[0]), 3)
    WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")


def _read(home: Path, file: Path) -> Iterator[tuple[dict[str, float], bool]]:
    generation = open_current(home, Encoder(None))
    engine = Engine(generation)
    finder = engine._finder  # noqa: SLF001
    for line in file.read_text("utf-8").splitlines():
        gold = json.loads(line)
        if gold["type"] != "claim" or gold.get("verdict") not in ("supported", "not_found"):
            continue
        question = engine.understood(Request(question=gold["question"], lang=gold["lang"], internal=True))
        topic = replace(question, kind="claim", terms=topical(question))
        near = finder.gather(topic, finder.hits(topic, finder.where(topic, False)))
        if near:
            passages = list({e.passage.id: e.passage for e in near}.values())[:READ]
            read = [finder.haystack(p.text) for p in passages]
            yield features(topic, near[0], read, finder), gold["verdict"] == "supported"
    engine.close()


if __name__ == "__main__":
    main(sys.argv[1:])
