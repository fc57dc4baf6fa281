"""`damage` finds what was done to a generation, even where every hash was made to fit."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.embedding.encoder import Encoder
from index.embedding.hashing import HashingEncoder
from index.files import sha256
from index.generation import read_manifest, switch
from index.verification import damage
from ingest.errors import IndexDamaged, IndexMissing
from ingest.model import ParsedDocument
from tests.index.sample_plans import make


@pytest.fixture
def built(home: Path) -> Path:
    build(home, [make("a", "電子申請を導入する", "窓口"), make("b", "人口は五人")], HashingEncoder())
    return home


def seal(home: Path) -> None:
    """Makes manifest and pointer fit the files as they are now, so that no hash gives the change away."""
    path = home / "generations" / "1"
    manifest = json.loads((path / "manifest.json").read_text("utf-8"))
    for name in manifest["files"]:
        manifest["files"][name] = {"size": (path / name).stat().st_size, "sha256": sha256(path / name)}
    (path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    switch(home, 1)


def change(home: Path, sql: str) -> None:
    with sqlite3.connect(home / "generations" / "1" / "catalogue.sqlite") as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(sql)
    db.close()
    seal(home)


def test_a_sound_index_has_no_damage(built: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    assert list(damage(built, lambda *step: seen.append(step))) == []
    assert seen[-1] == ("verify", 2, 2)


def test_an_empty_index_has_no_damage(home: Path) -> None:
    build(home, [], HashingEncoder())
    assert list(damage(home)) == []


def test_every_plan_is_indexed_soundly(every_plan: tuple[ParsedDocument, ...], tmp_path: Path) -> None:
    build(tmp_path, every_plan, Encoder(None))
    assert list(damage(tmp_path)) == []


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE passages SET start = start + 1 WHERE id = 'a-1'", "a: passage a-1 is not what stands on page 1"),
        ("UPDATE passages SET text = '電子' WHERE id = 'a-1'", "a: passage a-1 is not what stands on page 1"),
        ("UPDATE pages SET text = '別の頁' WHERE document = 'b'", "b: passage b-1 is not what stands on page 1"),
        (
            "UPDATE pages SET number = 7 WHERE document = 'a' AND number = 2",
            "a: its pages are not numbered from 1 to 2",
        ),
        ("UPDATE records SET \"end\" = 9999 WHERE document = 'a'", "has no span on page"),
        ("UPDATE records SET page = 99 WHERE document = 'a'", "has no span on page 99"),
        ("DELETE FROM passages WHERE id = 'b-1'", "2 passages, but its manifest says 3"),
        ("UPDATE passages SET ordinal = ordinal + 10 WHERE id = 'b-1'", "not in the order of their ids"),
        ("DELETE FROM documents WHERE id = 'b'", "belongs to nothing"),
    ],
)
def test_what_was_changed_is_named(built: Path, sql: str, says: str) -> None:
    change(built, sql)
    assert says in "\n".join(damage(built))


def test_vectors_that_are_wrong_are_counted(built: Path) -> None:
    file = built / "generations" / "1" / "dense" / "vectors.npy"
    vectors = np.load(file)
    vectors[0] *= 2
    vectors[1] = np.nan
    np.save(file, vectors)
    seal(built)
    assert [line for line in damage(built) if "2 vectors are not of length 1" in line]


def test_a_changed_file_is_named_once_and_nothing_raises(built: Path) -> None:
    file = built / "generations" / "1" / "catalogue.sqlite"
    data = bytearray(file.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    file.write_bytes(data)
    lines = list(damage(built))
    assert lines[0] == f"{file} has been changed or damaged"
    assert not [line for line in lines[1:] if str(file) in line]


def test_a_lost_part_is_named(built: Path) -> None:
    (built / "generations" / "1" / "dense" / "vectors.npy").unlink()
    assert "vectors.npy is missing" in next(damage(built))


def test_an_index_that_cannot_be_opened_raises(home: Path, built: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        list(damage(tmp_path / "nothing"))
    read_manifest(home)
    (home / "generations" / "1" / "manifest.json").write_text("{}", "utf-8")
    with pytest.raises(IndexDamaged):
        list(damage(home))
