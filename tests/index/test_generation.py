import json
from pathlib import Path

import pytest

from index import generation
from index.build import build
from index.embedding.hashing import HashingEncoder
from index.filters import Filter
from index.generation import Generation, current_number, open_current
from ingest.errors import IndexDamaged, IndexMismatch, IndexMissing
from tests.index.sample_plans import make, three_plans


@pytest.fixture
def built(home: Path, encoder: HashingEncoder) -> Path:
    """The folder of generation 1."""
    build(home, three_plans(), encoder)
    return home / "generations" / "1"


def test_without_an_index_the_command_that_builds_one_is_named(home: Path, encoder: HashingEncoder) -> None:
    assert current_number(home) is None
    with pytest.raises(IndexMissing, match="keikaku ingest"):
        open_current(home, encoder)


def test_questions_find_their_plans(plans: Generation) -> None:
    retriever = plans.retriever()
    for question, expected in [
        ("窓口のキャッシュレス決済", "takeo-1"),
        ("電子回覧板はどこの市？", "imari-1"),
        ("Which city builds a circular system?", "imari-1"),
        ("人事評価", "draft-1"),
    ]:
        assert retriever.search(question, 3)[0].passage.id == expected, question


def test_hits_are_ranked_from_1_with_falling_scores(plans: Generation) -> None:
    for weights in ({"lexical": 1.0}, {"dense": 1.0}, {"lexical": 0.5, "dense": 0.5}):
        for method in ("scores", "rrf"):
            hits = plans.retriever(weights, method=method).search("電子申請とキャッシュレス決済", 4)
            assert [hit.rank for hit in hits] == [1, 2, 3, 4][: len(hits)]
            assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
            assert {hit.retriever for hit in hits} == {"fused"}


def test_fewer_hits_are_the_first_of_more(plans: Generation) -> None:
    for weights in ({"lexical": 1.0}, {"dense": 1.0}, {"lexical": 0.5, "dense": 0.5}):
        retriever = plans.retriever(weights)
        everything = retriever.search("電子申請とキャッシュレス決済", 6)
        for k in range(7):
            assert retriever.search("電子申請とキャッシュレス決済", k) == everything[:k]


def test_nothing_internal_is_found_in_public(plans: Generation) -> None:
    retriever = plans.retriever()
    assert retriever.search("職員の人事評価", 1)[0].passage.id == "draft-1"
    public = retriever.search("職員の人事評価", 50, Filter(public_only=True))
    assert {hit.passage.document for hit in public} == {"imari", "takeo"}


def test_a_good_generation_verifies(plans: Generation) -> None:
    plans.verify()
    plans.verify(deep=True)
    assert plans.manifest["counts"] == {
        "documents": 3, "pages": 6, "passages": 6, "records": 6, "municipalities": 3,
    }  # fmt: skip
    assert plans.manifest["encoder"] == {"name": "hashing", "fingerprint": "hashing-1-512", "dimension": 512}


def test_another_encoder_is_refused(built: Path, home: Path) -> None:
    with pytest.raises(IndexMismatch, match=r"hashing.*keikaku ingest"):
        open_current(home, HashingEncoder(dimension=256))


@pytest.mark.parametrize("name", ["FORMAT_VERSION", "ANALYSER_VERSION"])
def test_another_version_is_refused(built: Path, home: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(generation, name, "other")
    with pytest.raises(IndexMismatch, match="keikaku ingest"):
        open_current(home, HashingEncoder())


def files_of(folder: Path) -> list[str]:
    return [*json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"], "manifest.json"]


def test_every_file_is_watched(built: Path) -> None:
    on_disk = {p.relative_to(built).as_posix() for p in built.rglob("*") if p.is_file()}
    assert {name for name in on_disk if "/.tantivy" not in name} == set(files_of(built))


@pytest.mark.parametrize("damage", ["gone", "cut", "one bit"])
def test_damage_to_any_file_is_noticed(built: Path, home: Path, encoder: HashingEncoder, damage: str) -> None:
    for name in files_of(built):
        file = built / name
        content = file.read_bytes()
        if damage == "gone":
            file.unlink()
        elif damage == "cut":
            file.write_bytes(content[:-1])
        elif content:
            file.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        if not (damage == "one bit" and not content):
            with pytest.raises(IndexDamaged, match="keikaku ingest"):
                open_current(home, encoder)
        file.write_bytes(content)
    open_current(home, encoder).verify(deep=True)


def test_large_indexes_are_opened_without_hashing(
    built: Path, home: Path, encoder: HashingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "HASHED_ON_OPEN", 0)
    file = built / "dense" / "vectors.npy"
    file.write_bytes(file.read_bytes()[:-1] + b"\x01")
    opened = open_current(home, encoder)
    opened.verify()
    with pytest.raises(IndexDamaged, match=r"vectors\.npy"):
        opened.verify(deep=True)


@pytest.mark.parametrize("content", ["", "one", "7 abc", "1 abc"])
def test_a_damaged_pointer_is_noticed(built: Path, home: Path, encoder: HashingEncoder, content: str) -> None:
    (home / "CURRENT").write_text(content)
    with pytest.raises(IndexDamaged, match="keikaku ingest"):
        open_current(home, encoder)


def test_a_reader_keeps_working_when_its_generation_is_deleted(home: Path, encoder: HashingEncoder) -> None:
    build(home, three_plans(), encoder)
    old = open_current(home, encoder)
    for n in range(3):
        build(home, [make("new", f"新しい計画{n}")], encoder)
    assert not old.path.exists()
    assert old.retriever().search("電子回覧板", 1)[0].passage.id == "imari-1"
    assert old.catalogue.page("takeo", 1) is not None
    assert open_current(home, encoder).catalogue.documents()[0].id == "new"
