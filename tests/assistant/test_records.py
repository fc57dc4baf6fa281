"""GET /records: filters, pages and CSV over the facts that were read."""

from __future__ import annotations

import csv
import io

import pytest

from assistant.tabular import cell, csv_text
from ingest.normalise import squash


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        ({"municipality": "汐崎市"}, lambda r: r["municipality"] == "汐崎市"),
        ({"municipality": "990002"}, lambda r: r["municipality"] == "汐崎市"),
        ({"municipality": ["汐崎市", "織部市"]}, lambda r: r["municipality"] in ("汐崎市", "織部市")),
        ({"document": "oribe-policy"}, lambda r: r["document"] == "oribe-policy"),
        ({"kind": "cell"}, lambda r: r["kind"] == "cell"),
        ({"fiscal_year": 2024}, lambda r: r["fiscal_year"] == 2024),
        ({"text": "ｻｸフォーム"}, lambda r: any("サクフォーム" in squash(r[c] or "") for c in ("measure", "value"))),
        (
            {"document": "aizawa-action", "kind": "department"},
            lambda r: r["kind"] == "department" and r["document"] == "aizawa-action",
        ),
    ],
)
def test_a_filter_lets_through_what_fits_and_all_of_it(sample_client, samples, wanted, holds):
    reply = sample_client.get("/records", params=wanted | {"limit": 10_000}).json()
    everything = sample_client.get("/records", params={"limit": 10_000}).json()
    shown = {d["id"] for d in sample_client.get("/documents").json()["documents"]}
    of_shown = [r for r in samples.generation.catalogue.records() if r.document in shown]
    assert everything["total"] == len(everything["records"]) == len(of_shown)
    assert reply["records"] == [r for r in everything["records"] if holds(r)] != []
    assert reply["total"] == len(reply["records"])


def test_every_record_quotes_its_page(sample_client, samples):
    for record in sample_client.get("/records", params={"limit": 10_000}).json()["records"]:
        text = samples.page_text(record["document"], record["page"])
        assert text is not None and text[record["start"] : record["end"]] == record["quote"] != ""


def test_the_url_of_a_record_opens_its_page_at_the_quote(sample_client):
    record = sample_client.get("/records", params={"limit": 1}).json()["records"][0]
    page = sample_client.get(record["url"]).json()
    assert page["highlights"] == [{"start": record["start"], "end": record["end"]}]


def test_pages_follow_each_other_without_gap_or_overlap(sample_client):
    everything = sample_client.get("/records", params={"limit": 250}).json()["records"]
    pages = [
        sample_client.get("/records", params={"limit": 50, "offset": offset}).json()["records"]
        for offset in range(0, 250, 50)
    ]
    assert [record for page in pages for record in page] == everything


def test_csv_has_every_row_a_count_and_a_byte_order_mark(sample_client):
    reply = sample_client.get("/records", params={"document": "shiozaki-progress", "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    shown = sample_client.get("/records", params={"document": "shiozaki-progress", "limit": 10_000}).json()
    assert reply.content.startswith(b"\xef\xbb\xbf")
    assert int(reply.headers["x-total-count"]) == len(rows) == shown["total"]
    assert [row["quote"] for row in rows] == [cell(record["quote"]) for record in shown["records"]]


@pytest.mark.parametrize(
    ("wanted", "status", "says"),
    [
        ({"document": "none"}, 404, "no document 'none'"),
        ({"municipality": "福岡市"}, 404, "no document is of 福岡市"),
        ({"kind": "nonsense"}, 422, "kind[0] must be"),
        ({"limit": 0}, 422, "limit"),
        ({"offset": -1}, 422, "offset"),
        ({"fiscal_year": "R6"}, 422, "fiscal_year[0]"),
    ],
)
def test_a_filter_that_fits_nothing_known_is_refused(sample_client, wanted, status, says):
    reply = sample_client.get("/records", params=wanted)
    assert reply.status_code == status
    assert says in reply.json()["error"]["message"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t1", "\r1"])
def test_a_spreadsheet_runs_no_cell(text):
    assert cell(text) == f"'{text}"


def test_a_table_keeps_numbers_line_ends_and_empty_cells():
    assert csv_text(["a", "b", "c"], [("一\n二", -1.5, None)]) == 'a,b,c\n"一\n二",-1.5,\n'
