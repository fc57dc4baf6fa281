"""POST /sweep: every municipality or measure in scope with its standing, quote and page."""

from __future__ import annotations

import csv
import io

import pytest

ASKED = {"question": "サクフォームを使うのはどの市町ですか"}
COLUMNS = ["name", "code", "standing", "status", "document", "title", "page", "quote", "url"]


def test_every_municipality_is_a_row_once(sample_client, samples):
    reply = sample_client.post("/sweep", json=ASKED).json()
    names = [row["name"] for row in reply["rows"]]
    assert sorted(names) == sorted(m.name for m in samples.generation.catalogue.municipalities() if not m.is_prefecture)
    assert reply["about"] == "municipality"
    assert reply["coverage"]["municipalities"] == len(names)
    assert {row["standing"] for row in reply["rows"]} >= {"planned", "no_mention"}


def test_rows_with_a_mention_have_a_quote_that_stands_on_its_page(sample_client):
    rows = sample_client.post("/sweep", json=ASKED).json()["rows"]
    found = [row for row in rows if row["standing"] != "no_mention"]
    assert {"葛野原市", "東汐崎町"} <= {row["name"] for row in found}
    for row in found:
        page = sample_client.get(row["url"]).json()
        mark = page["highlights"][0]
        assert page["text"][mark["start"] : mark["end"]] == row["quote"]
        assert (page["document"], page["page"], page["title"]) == (row["document"], row["page"], row["title"])
    assert all(row["quote"] is row["url"] is row["page"] is None for row in rows if row not in found)


def test_a_question_that_is_no_list_is_swept_all_the_same(sample_client):
    rows = sample_client.post("/sweep", json={"question": "サクフォーム"}).json()["rows"]
    assert "葛野原市" in {row["name"] for row in rows if row["standing"] != "no_mention"}


def test_measures_of_the_municipality_named_are_rows_of_their_own(sample_client):
    reply = sample_client.post("/sweep", json={"question": "汐崎市の事業をすべて挙げて"}).json()
    assert reply["about"] == "measure"
    assert "AIチャットボット導入事業" in {row["name"] for row in reply["rows"]}
    assert {row["standing"] for row in reply["rows"]} == {"yes"}


def test_a_filter_narrows_what_is_examined(sample_client):
    rows = sample_client.post("/sweep", json=ASKED | {"municipalities": ["葛野原市", "汐崎市"]}).json()["rows"]
    assert {row["name"] for row in rows} == {"葛野原市", "汐崎市"}


def test_a_municipality_that_no_document_covers_is_said_so_without_rows(sample_client):
    reply = sample_client.post("/sweep", json={"question": "福岡市のサクフォーム"}).json()
    assert reply["rows"] == []
    assert "福岡市" in reply["answer"]


@pytest.mark.parametrize(
    ("address", "headers"), [("/sweep?format=csv", {}), ("/sweep", {"Accept": "text/csv"})], ids=["format", "Accept"]
)
def test_the_table_comes_as_csv_that_excel_reads(sample_client, address, headers):
    reply = sample_client.post(address, json=ASKED, headers=headers)
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.headers["content-disposition"] == 'attachment; filename="sweep.csv"'
    assert reply.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert list(rows[0]) == COLUMNS
    shown = sample_client.post("/sweep", json=ASKED).json()["rows"]
    assert [(r["name"], r["standing"]) for r in rows] == [(r["name"], r["standing"]) for r in shown]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({"question": " "}, {}, 422),
        ({"question": "！？"}, {}, 422),
        ({"question": "AI", "documents": ["none"]}, {}, 404),
        (ASKED, {"Accept": "image/png"}, 406),
    ],
)
def test_what_cannot_be_swept_is_refused_in_the_one_shape(sample_client, body, headers, status):
    reply = sample_client.post("/sweep", json=body, headers=headers)
    assert reply.status_code == status
    assert set(reply.json()["error"]) == {"code", "message"}
