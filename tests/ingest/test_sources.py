from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from ingest.errors import InputError
from ingest.sources import discover


def filled(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"本文 {name}", "utf-8")
    return folder


def ids(*paths: Path) -> dict[str, str]:
    return {file.document_id: file.path.name for file in discover(paths).files}


def test_folders_are_read_in_depth_and_in_order(tmp_path: Path) -> None:
    found = discover([filled(tmp_path, "b.txt", "a.pdf", "sub/c.md", "sub/deep/d.csv")]).files
    assert [file.document_id for file in found] == ["a", "b", "c", "d"]
    assert found[1].sha256 == hashlib.sha256("本文 b.txt".encode()).hexdigest()
    assert (found[0].entry, found[0].manifest) == (None, None)


def test_hidden_files_locks_manifests_and_readmes_are_passed_over_without_a_word(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt", ".hidden.txt", "~$a.docx", "README.md", ".git/x.txt", "__pycache__/y.txt")
    (tmp_path / "documents.toml").touch()
    discovery = discover([tmp_path])
    assert [file.document_id for file in discovery.files] == ["a"]
    assert discovery.problems == ()


def test_other_kinds_of_file_are_skipped_with_a_note(tmp_path: Path) -> None:
    (problem,) = discover([filled(tmp_path, "a.txt", "gold.jsonl")]).problems
    assert (problem.path.name, problem.severity) == ("gold.jsonl", "skipped")
    assert problem.message.startswith(".jsonl is not a supported format (.csv, ")


def test_an_unsupported_file_that_was_asked_for_is_an_error(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt", "gold.jsonl")
    (problem,) = discover([tmp_path / "a.txt", tmp_path / "gold.jsonl"]).problems
    assert problem.severity == "error"


def test_one_stem_twice_gives_the_later_its_suffix(tmp_path: Path) -> None:
    filled(tmp_path, "plan.docx", "plan.pdf", "sub/plan.pdf", "sub/plan.txt")
    assert list(ids(tmp_path)) == ["plan", "plan.pdf", "sub-plan.pdf", "plan.txt"]


def test_the_same_bytes_are_read_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("同じ", "utf-8")
    discovery = discover([tmp_path])
    assert [file.path.name for file in discovery.files] == ["a.txt"]
    assert [(p.path.name, p.message) for p in discovery.problems] == [
        ("b.txt", f"the same content as {tmp_path / 'a.txt'}; read once, under that name")
    ]


def test_of_the_same_bytes_the_internal_one_is_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("同じ", "utf-8")
    entries = '[[document]]\nfile = "b.txt"\n[[document]]\nfile = "c.txt"\nvisibility = "internal"\n'
    (tmp_path / "documents.toml").write_text(entries, "utf-8")
    assert [file.path.name for file in discover([tmp_path]).files] == ["c.txt"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt")
    discovery = discover([tmp_path, tmp_path / "a.txt", tmp_path / ".." / tmp_path.name / "a.txt"])
    assert len(discovery.files) == 1 and discovery.problems == ()


def test_links_in_circles_end(tmp_path: Path) -> None:
    filled(tmp_path, "sub/a.txt")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "again.txt").symlink_to(tmp_path / "sub" / "a.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    discovery = discover([tmp_path])
    assert len(discovery.files) == 1
    assert [(p.path.name, p.severity) for p in discovery.problems] == [("gone.txt", "error")]


def test_the_nearest_manifest_that_states_a_file_counts(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt", "sub/b.txt", "sub/c.txt")
    outer = '[[document]]\nfile = "a.txt"\ntitle = "甲"\n[[document]]\nfile = "sub/b.txt"\ntitle = "乙"\n'
    (tmp_path / "documents.toml").write_text(outer, "utf-8")
    (tmp_path / "sub" / "documents.toml").write_text('[[document]]\nfile = "c.txt"\ntitle = "丙"\n', "utf-8")
    found = discover([tmp_path]).files
    assert [file.entry.title if file.entry else None for file in found] == ["甲", "乙", "丙"]
    assert [file.manifest.path.parent.name if file.manifest else None for file in found][1:] == [tmp_path.name, "sub"]


def test_a_file_alone_has_its_folders_manifest(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt", "b.txt")
    (tmp_path / "documents.toml").write_text('[[document]]\nfile = "a.txt"\nvisibility = "internal"\n', "utf-8")
    (file,) = discover([tmp_path / "a.txt"]).files
    assert file.entry and file.entry.visibility == "internal"


def test_what_a_manifest_ignores_is_left_out_unless_asked_for(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt", "source/a.html", "source/b.py")
    (tmp_path / "documents.toml").write_text('ignore = ["source"]\n', "utf-8")
    discovery = discover([tmp_path])
    assert [file.path.name for file in discovery.files] == ["a.txt"] and discovery.problems == ()
    assert list(ids(tmp_path / "source" / "a.html")) == ["a"]


def test_a_stated_file_that_is_missing_is_a_warning(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt")
    (tmp_path / "documents.toml").write_text('[[document]]\nfile = "gone.pdf"\n', "utf-8")
    (problem,) = discover([tmp_path]).problems
    assert problem.severity == "warning" and "no such file: gone.pdf" in problem.message


def test_a_wrong_manifest_stops_the_work(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt")
    (tmp_path / "documents.toml").write_text('[[document]]\nfile = "a.txt"\nvisibility = "secret"\n', "utf-8")
    with pytest.raises(InputError, match="line 3, key visibility"):
        discover([tmp_path])


def test_a_folder_named_as_a_file_is_noticed_and_read(tmp_path: Path) -> None:
    discovery = discover([filled(tmp_path, "plan.pdf/a.txt")])
    assert [file.document_id for file in discovery.files] == ["a"]
    assert "a folder that is named as a file" in discovery.problems[0].message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_an_error(tmp_path: Path) -> None:
    filled(tmp_path, "a.txt", "b.txt")
    (tmp_path / "b.txt").chmod(0)
    (problem,) = discover([tmp_path]).problems
    assert problem.severity == "error"


def test_a_folder_without_documents_says_what_is_supported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no documents found; supported are \.csv.* \(1 files of other kinds"):
        discover([filled(tmp_path, "a.py")])


def test_a_path_that_does_not_exist_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        discover([tmp_path / "gone"])
