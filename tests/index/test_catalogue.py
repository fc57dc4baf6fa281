import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.catalogue import Catalogue
from index.generation import Generation
from ingest.errors import IndexDamaged
from tests.index.sample_plans import IMARI, SAGA, TAKEO, three_plans


@pytest.fixture
def catalogue(plans: Generation) -> Catalogue:
    return plans.catalogue


def test_what_went_in_comes_out_equal(catalogue: Catalogue) -> None:
    for plan in three_plans():
        id = plan.document.id
        assert catalogue.document(id) == plan.document
        assert tuple(catalogue.pages(id)) == plan.pages
        assert tuple(catalogue.passages_of(id)) == plan.passages
        assert tuple(catalogue.records(document=id)) == plan.records
    assert catalogue.municipalities() == [SAGA, IMARI, TAKEO]


def test_documents_and_passages_come_in_a_fixed_order(catalogue: Catalogue) -> None:
    assert [document.id for document in catalogue.documents()] == ["draft", "imari", "takeo"]
    in_order = ["draft-1", "draft-2", "imari-1", "imari-2", "takeo-1", "takeo-2"]
    assert [p.id for p in catalogue.all_passages()] == in_order
    assert [p.id for p in catalogue.by_ordinals(1, 3)] == ["draft-2", "imari-1", "imari-2"]
    assert catalogue.ordinals_of(["takeo-2", "draft-1", "none"]) == {"takeo-2": 5, "draft-1": 0}


def test_single_things_are_found_or_none(catalogue: Catalogue) -> None:
    takeo = three_plans()[0]
    assert catalogue.page("takeo", 2) == takeo.pages[1]
    assert catalogue.page("takeo", 3) is None
    assert catalogue.passage("takeo-1") == takeo.passages[0]
    assert catalogue.passage("takeo-9") is None
    assert catalogue.document("nowhere") is None
    assert catalogue.passages_of("takeo", page=2) == [takeo.passages[1]]


def test_passages_keep_the_order_asked_for(catalogue: Catalogue) -> None:
    assert list(catalogue.passages(["takeo-2", "none", "imari-1", "takeo-1"])) == ["takeo-2", "imari-1", "takeo-1"]
    assert list(catalogue.passages(["imari-1", "takeo-2"])) == ["imari-1", "takeo-2"]


def test_records_are_chosen_by_every_field(catalogue: Catalogue) -> None:
    takeo, imari = three_plans()[0].records, three_plans()[1].records
    assert tuple(catalogue.records(municipality=TAKEO.code, kind="indicator")) == takeo
    assert tuple(catalogue.records(attribute="文字数", fiscal_year=2024, public_only=True)) == imari + takeo
    assert (
        catalogue.records(fiscal_year=2023)
        == catalogue.records(measure="窓口")
        == catalogue.records(kind="status")
        == []
    )


def test_nothing_internal_is_public(catalogue: Catalogue) -> None:
    assert [document.id for document in catalogue.documents(public_only=True)] == ["imari", "takeo"]
    assert {p.document for p in catalogue.all_passages(public_only=True)} == {"imari", "takeo"}
    assert {r.document for r in catalogue.records(public_only=True)} == {"imari", "takeo"}
    assert catalogue.municipalities(public_only=True) == [IMARI, TAKEO]
    assert catalogue.document("draft", public_only=True) is None
    assert catalogue.page("draft", 1, public_only=True) is None
    assert catalogue.pages("draft", public_only=True) == []
    assert catalogue.passages_of("draft", public_only=True) == []
    assert catalogue.passage("draft-1") is not None  # remembered from here on
    assert catalogue.passage("draft-1", public_only=True) is None
    assert list(catalogue.passages(["draft-1", "takeo-1"], public_only=True)) == ["takeo-1"]


def test_threads_share_a_catalogue(catalogue: Catalogue) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda n: catalogue.page("takeo", n % 2 + 1), range(400)))
    assert found == [three_plans()[0].pages[n % 2] for n in range(400)]


def test_nothing_can_be_written(catalogue: Catalogue) -> None:
    with catalogue._connection() as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM documents")


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(IndexDamaged, match="keikaku ingest"):
        Catalogue(tmp_path / "catalogue.sqlite")
