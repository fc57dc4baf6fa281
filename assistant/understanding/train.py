"""Learns `kinds.json` from labelled questions: `python -m assistant.understanding.train FILE…`; without files from the
questions that ship, `questions.jsonl`, all invented.

A line is one question as JSON: `text`, `kind`, `of`. Needs the extra `training`. Prints the share told rightly in a
cross-validation of five parts, then learns from all. The penalty was chosen in the same way.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.understanding.kinds import KINDS, OFS, cues, is_english
from ingest.municipalities import national
from ingest.normalise import view

STRENGTH = 1.0
PARTS = 5
LABELS: dict[str, Sequence[str]] = {"kind": KINDS, "of": OFS}
HERE = Path(__file__).parent


def main(files: Sequence[str]) -> None:
    from sklearn.feature_extraction import DictVectorizer

    paths = [Path(f) for f in files] or [HERE / "questions.jsonl"]
    questions = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform([_cues_of(q["text"]) for q in questions])
    tables = {}
    for name, labels in LABELS.items():
        wanted = np.array([labels.index(q[name]) for q in questions])
        print(f"{name}: {_validated(rows, wanted):.3f} of {len(questions)} questions, {PARTS} parts")
        tables[name] = _table(_fitted(rows, wanted), vectorizer.feature_names_, len(labels))
    text = ",\n".join(f'"{name}": {_rows(table)}' for name, table in tables.items())
    (HERE / "kinds.json").write_text(f"{{{text}}}\n", "utf-8")


def _rows(table: dict[str, list[float]]) -> str:
    return "{\n" + ",\n".join(f"{json.dumps(cue)}: {json.dumps(row)}" for cue, row in table.items()) + "}"


def _cues_of(text: str) -> dict[str, float]:
    text = view(text)
    named = len({m.candidates[0].code for m in national().find(text)})
    return dict(cues(text, is_english(text), named))


def _validated(rows: Any, wanted: Any) -> float:
    from sklearn.model_selection import StratifiedKFold

    folds = StratifiedKFold(PARTS, shuffle=True, random_state=0).split(rows, wanted)
    right = [_fitted(rows[learn], wanted[learn]).predict(rows[test]) == wanted[test] for learn, test in folds]
    return float(np.concatenate(right).mean())


def _fitted(rows: Any, wanted: Any) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=STRENGTH, max_iter=1000, fit_intercept=False).fit(rows, wanted)


def _table(model: Any, names: Sequence[str], classes: int) -> dict[str, list[float]]:
    weights = np.zeros((len(names), classes))
    weights[:, model.classes_] = model.coef_.T
    unknown = [0.0 if c in model.classes_ else 1.0 for c in range(classes)]
    return {"": unknown, **{name: [round(float(w), 3) for w in row] for name, row in zip(names, weights, strict=True)}}


if __name__ == "__main__":
    main(sys.argv[1:])
